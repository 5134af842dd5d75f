"""What all kinds of networks share: their settings, and how they become a social graph."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import ClassVar

import numpy as np

from simulation.errors import GraphError
from simulation.fields import fact
from simulation.network.codes import Codes
from simulation.network.graph import SocialGraph
from simulation.network.ties import ties_both_ways
from simulation.plugins import Plugin


class NetworkKind(Plugin):
    """A way to get the social graph of a market.

    Settings are fields; `build` turns them into a graph. The same settings and the same state of
    the generator give the same graph.
    """

    family: ClassVar[str] = "network"

    people_per_consumer: int = fact(
        1, "people of the real market whom one consumer stands for", "people", ge=1
    )

    @abstractmethod
    def build(self, rng: np.random.Generator, folder: Path) -> SocialGraph:
        """Make the graph.

        Parameters
        ----------
        rng
            Only source of chance.
        folder
            Folder of the scenario file; relative paths count from it.

        Raises
        ------
        GraphError
            When these settings cannot give a graph.
        """


class GeneratedNetwork(NetworkKind):
    """A network that is drawn at random and needs no data; works with ``consumers`` alone."""

    consumers: int = fact(
        10_000, "size of the market: consumers who could buy", "consumers", ge=2, le=2**31 - 1
    )

    @property
    def others(self) -> int:
        """How many others there are for each consumer."""
        return self.consumers - 1

    def at_most_others(self, name: str) -> float:
        """A number of ties that cannot be more than there are others.

        A default gives way in a small market; a number that somebody wrote does not.

        Raises
        ------
        GraphError
            When it was written and is too large.
        """
        asked: float = getattr(self, name)
        if asked > self.others and name in self.model_fields_set:
            raise GraphError(
                f"network.{name}: {asked:g} asked, but there are {self.others:,} others. "
                "Lower it or raise network.consumers."
            )
        return min(asked, self.others)


def mutual_graph(codes: Codes, n: int, notes: tuple[str, ...] = ()) -> SocialGraph:
    """A graph with one layer in which every pair (one code each) talks both ways."""
    return SocialGraph({"strong": ties_both_ways(codes, n)}, notes=notes)
