"""Bring your own graph."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np

from simulation.fields import choice, fact
from simulation.network.graph import SocialGraph
from simulation.network.kinds.base import NetworkKind


class FileNetwork(NetworkKind):
    """A graph from a file: edge list, GraphML, GEXF, GML, node-link JSON or Parquet.

    Assumes that word of mouth can travel over the ties of the file, whatever they were recorded
    for.
    """

    kind: Literal["file"] = "file"
    path: str = choice(..., "file with the ties; a relative path counts from the scenario's folder")
    directed: bool | None = fact(
        None, "whether only the first of a pair talks; none = as the format says, else both talk"
    )
    talker: str | None = fact(None, "column of who talks; none = found by name, else the first")
    listener: str | None = fact(
        None, "column of who listens; none = found by name, else the second"
    )
    strength: str | None = fact(
        None, "column or edge attribute of the strength; none = one named strength or weight"
    )
    nodes: str | None = choice(
        None, "file with a row for each consumer: node and attributes such as role or followers"
    )

    def build(self, rng: np.random.Generator, folder: Path) -> SocialGraph:
        """Read the file."""
        return SocialGraph.from_file(
            folder / Path(self.path).expanduser(),
            directed=self.directed,
            talker=self.talker,
            listener=self.listener,
            strength=self.strength,
            nodes=None if self.nodes is None else folder / Path(self.nodes).expanduser(),
        )
