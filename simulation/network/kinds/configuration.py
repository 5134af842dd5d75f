"""Numbers of ties as in a power law, and otherwise at random."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationInfo, field_validator

from simulation.errors import GraphError
from simulation.fields import belief, wrong
from simulation.network.graph import SocialGraph, dropped_notes
from simulation.network.kinds.base import GeneratedNetwork
from simulation.network.ties import ties_from_pairs


class ConfigurationNetwork(GeneratedNetwork):
    """Most have few ties and some have very many, whoever they are tied to.

    The share of consumers with k ties is proportional to k**-exponent between ``least`` and
    ``most``; loose ends are paired at random (Molloy and Reed 1995, doi:10.1002/rsa.3240060204;
    Newman 2003, doi:10.1137/S003614450342480). Self-loops and repeated pairs are dropped, which
    makes the largest hubs a little smaller than drawn; the graph's notes say how many.
    """

    kind: Literal["configuration"] = "configuration"
    exponent: float = belief(
        2.5, "how fast consumers with more ties get rarer", "exponent",
        low=2.1, high=3.0, gt=1, le=10,
    )  # fmt: skip
    least: int = belief(2, "fewest ties of a consumer", "ties", low=1, high=5, ge=1)
    most: int | None = belief(
        None, "most ties of a consumer; none = the square root of consumers times least", "ties",
        low=50, high=1000, ge=1,
    )  # fmt: skip

    @field_validator("most")
    @classmethod
    def _in_order(cls, most: int | None, info: ValidationInfo) -> int | None:
        least = info.data.get("least")
        if most is not None and least is not None and most < least:
            raise wrong(f"{most} is below least ({least}). Raise most or lower least.")
        return most

    def build(self, rng: np.random.Generator, folder: Path) -> SocialGraph:
        """Draw numbers of ties and pair the loose ends."""
        n = self.consumers
        least = int(self.at_most_others("least"))
        if self.most is None:
            most = min(self.others, max(least, math.isqrt(n * least)))
        else:
            most = int(self.at_most_others("most"))
        ends = np.repeat(np.arange(n), _numbers(rng, n, self.exponent, least, most))
        rng.shuffle(ends)
        ties, dropped = ties_from_pairs(ends[0::2], ends[1::2], n, mutual=True)
        return SocialGraph({"strong": ties}, notes=dropped_notes(dropped, weighted=False))


def _numbers(
    rng: np.random.Generator, n: int, exponent: float, least: int, most: int
) -> NDArray[np.int64]:
    """Number of ties of every consumer, an even number in all."""
    sizes = np.arange(least, most + 1)
    up_to = np.cumsum(sizes.astype(np.float64) ** -exponent)
    drawn = np.searchsorted(up_to, rng.random(n) * up_to[-1], side="right")
    number: NDArray[np.int64] = sizes[drawn]
    if number.sum() % 2:
        room = np.flatnonzero(number < most) if least < most else np.empty(0, dtype=np.int64)
        if not len(room):
            raise GraphError(
                f"network: {n:,} consumers with {most} ties each leave a loose end. "
                "Raise network.most or network.consumers by 1."
            )
        number[room[rng.integers(len(room))]] += 1
    return number
