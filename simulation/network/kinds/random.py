"""Everybody knows anybody: ties at random."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np

from simulation.fields import belief
from simulation.network.codes import no_codes
from simulation.network.graph import SocialGraph
from simulation.network.kinds.base import GeneratedNetwork, mutual_graph
from simulation.network.sampling import random_pairs


class RandomNetwork(GeneratedNetwork):
    """Pairs of consumers picked blindly; no circles, no hubs.

    G(n, m) of Erdos and Renyi 1959: every set of m pairs is equally likely, m = n ties / 2. Assumes
    that whom one knows has nothing to do with whom one's friends know; use it to see what circles
    and hubs change.
    """

    kind: Literal["random"] = "random"
    ties: float = belief(
        10.0, "mean number of others with whom a consumer talks", "ties", low=5, high=30, ge=0
    )

    def build(self, rng: np.random.Generator, folder: Path) -> SocialGraph:
        """Draw the pairs."""
        n = self.consumers
        count = round(n * self.at_most_others("ties") / 2)
        return mutual_graph(random_pairs(rng, n, count, no_codes()), n)
