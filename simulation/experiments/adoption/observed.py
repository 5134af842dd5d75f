"""People, their ties, and the period in which each adopted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulation.errors import ArgumentError
from simulation.network.graph import SocialGraph

PERIODS = ("toa", "toa_month")
"""Columns that may hold the period of adoption."""

COMMUNITIES = ("community", "village")
"""Columns that may hold the community."""


@dataclass(frozen=True, eq=False)
class Adoption:
    """Who adopted when, in which community, and who is named as adviser or friend by whom.

    Parameters
    ----------
    graph
        A tie u -> v means that v named u: u talks and v listens. Several relations count once.
    community
        (n,) int64, where each one lives or works; no tie leaves it.
    period
        (n,) int64, 1 to ``never`` - 1 the period of adoption; ``never`` = had not adopted at the
        end of the study (right-censored).
    never
        The period after the last.
    """

    graph: SocialGraph
    community: NDArray[np.int64]
    period: NDArray[np.int64]
    never: int

    @property
    def adopted(self) -> NDArray[np.bool_]:
        """(n,) whether one adopted before the end."""
        return self.period < self.never

    @property
    def first_adopters(self) -> NDArray[np.int64]:
        """Rows of those who adopted in the first period in which anybody of their community did."""
        start = np.array([self.period[self.community == c].min() for c in self.community])
        return np.flatnonzero((self.period == start) & self.adopted)

    def with_period(self, period: NDArray[np.int64]) -> Adoption:
        """The same people and ties with other periods of adoption."""
        return replace(self, period=period)

    def curve(self) -> pd.DataFrame:
        """Share that has adopted by each period (rows), for each community and for ``all``."""
        periods = np.arange(1, self.never)
        groups = {"all": np.ones(len(self.period), dtype=bool)}
        groups.update({str(c): self.community == c for c in np.unique(self.community)})
        shares = {
            name: (self.period[rows][:, None] <= periods).mean(axis=0)
            for name, rows in groups.items()
        }
        return pd.DataFrame(shares, index=pd.Index(periods, name="period"))


def read_adoption(folder: str | Path) -> Adoption:
    """Read ``nodes.csv`` (node, community or village, toa or toa_month) and ``edges.csv``.

    Columns ``source`` and ``target`` of the edges say who named whom.

    Raises
    ------
    ArgumentError
        When the folder does not hold such files.
    """
    nodes, edges = (_table(Path(folder) / name) for name in ("nodes.csv", "edges.csv"))
    period = nodes[_column(nodes, PERIODS, folder)].to_numpy(np.int64)
    community = nodes[_column(nodes, COMMUNITIES, folder)].to_numpy(np.int64)
    row = pd.Series(np.arange(len(nodes)), index=nodes["node"])
    named = edges[["target", "source"]].drop_duplicates()
    pairs = np.stack([row.loc[named[end]].to_numpy() for end in ("target", "source")], axis=1)
    graph = SocialGraph.from_edges(pairs, directed=True, n_consumers=len(nodes))
    return Adoption(graph, community, period, int(period.max()))


def _table(file: Path) -> pd.DataFrame:
    if not file.is_file():
        raise ArgumentError(f"{file}: no such file. Name a folder with nodes.csv and edges.csv.")
    return pd.read_csv(file)


def _column(nodes: pd.DataFrame, names: tuple[str, ...], folder: str | Path) -> str:
    for name in names:
        if name in nodes.columns:
            return name
    raise ArgumentError(f"{folder}: nodes.csv has no column {' or '.join(names)}. Add it.")
