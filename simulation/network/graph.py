"""The social graph: who can talk to whom, on which layer, and what is known of each consumer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.errors import GraphError
from simulation.network.columns import Column, label_array
from simulation.network.ties import Dropped, Ties, first_bad_strength, merge, ties_from_pairs

if TYPE_CHECKING:
    import networkx as nx

Layer = Literal["strong", "weak", "follow"]
LAYERS: tuple[Layer, ...] = get_args(Layer)


QUICK = 20_000
"""Consumers up to which a notebook shows all statistics of a graph."""


@dataclass(frozen=True, eq=False, repr=False)
class SocialGraph:
    """Consumers and the ties over which they talk.

    A tie u -> v means that u talks and v listens; in an undirected graph every pair talks both
    ways. Friends are the layer ``strong``, acquaintances ``weak``, and the public posts of an
    account reach its followers on ``follow``. A graph from a file or from networkx has one layer,
    ``strong``.

    Parameters
    ----------
    layers
        Ties by layer; "strong" is always there.
    labels
        (n,) names of the consumers as they were given, or None for 0 to n-1.
    attributes
        (n,) array by name: role, segment, followers, price or anything. Text ("" = not known) or
        float64 (NaN = not known).
    directed
        Whether somebody may listen without being listened to.
    notes
        What was dropped or assumed on the way, one sentence each.

    Examples
    --------
    >>> graph = SocialGraph.from_edges([[0, 1], [1, 2]])
    >>> graph
    <SocialGraph: 3 consumers, 4 ties>
    >>> graph.followers
    array([1, 2, 1])
    """

    layers: Mapping[Layer, Ties]
    labels: Column | None = None
    attributes: Mapping[str, Column] = field(default_factory=dict)
    directed: bool = False
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if "strong" not in self.layers or not set(self.layers) <= set(LAYERS):
            raise GraphError(
                f"layers are {', '.join(self.layers) or 'none'}. "
                f"Give strong, and of {', '.join(LAYERS[1:])} what there is."
            )
        if self.n_consumers < 1:
            raise GraphError("the graph has no consumers. Give at least one.")
        for name, ties in self.layers.items():
            if ties.n_consumers != self.n_consumers:
                raise GraphError(
                    f"layer {name} has {ties.n_consumers:,} consumers, "
                    f"strong has {self.n_consumers:,}. Build both for the same consumers."
                )
        for what, column in {"labels": self.labels, **self.attributes}.items():
            if column is not None and np.shape(column) != (self.n_consumers,):
                raise GraphError(
                    f"{what} has shape {np.shape(column)}. "
                    f"Give one value for each of the {self.n_consumers:,} consumers."
                )

    def __repr__(self) -> str:
        """Sizes instead of arrays."""
        names = f" ({', '.join(self.layers)})" if len(self.layers) > 1 else ""
        return f"<SocialGraph: {self.n_consumers:,} consumers, {self.n_ties:,} ties{names}>"

    def _repr_html_(self) -> str:
        from simulation.network.statistics import shape_of

        rows: dict[str, float] = {"consumers": self.n_consumers, "ties": self.n_ties}
        if self.n_consumers <= QUICK:
            rows |= shape_of(self)
        cells = "".join(
            f"<tr><td>{name.replace('_', ' ')}</td><td>{value:,.6g}</td></tr>"
            for name, value in rows.items()
            if value == value
        )
        return f"<p><strong>SocialGraph</strong></p><table>{cells}</table>"

    @property
    def n_consumers(self) -> int:
        """Number of consumers, with and without ties."""
        return self.layers["strong"].n_consumers

    @property
    def n_ties(self) -> int:
        """Number of ties on all layers, each direction counted."""
        return sum(ties.n_ties for ties in self.layers.values())

    @cached_property
    def ties(self) -> Ties:
        """All ties: the only layer, or all layers merged."""
        layers = list(self.layers.values())
        return layers[0] if len(layers) == 1 else merge(layers)

    @property
    def audience(self) -> Ties:
        """The layer that carries public posts: ``follow`` where there is one, else ``strong``."""
        return self.layers.get("follow", self.layers["strong"])

    @property
    def followers(self) -> NDArray[np.int64]:
        """(n,) int64, how many consumers a public post of each one can reach."""
        return self.audience.n_listeners

    @classmethod
    def from_edges(
        cls,
        edges: ArrayLike,
        *,
        directed: bool = False,
        n_consumers: int | None = None,
        strength: ArrayLike | None = None,
        labels: Sequence[Any] | Column | None = None,
    ) -> SocialGraph:
        """A graph from an array of pairs: talker and listener by number.

        Parameters
        ----------
        edges
            (m, 2) whole numbers, 0 to n-1: talker, listener.
        directed
            Whether only the first of a pair talks; otherwise both do.
        n_consumers
            Number of consumers; without it, as many as labels, else the largest number plus 1.
        strength
            (m,) positive numbers in any unit; they are scaled to mean 1.
        labels
            (n,) distinct names of the consumers.

        Raises
        ------
        GraphError
            When the arrays do not fit together.

        Examples
        --------
        >>> SocialGraph.from_edges([[0, 1]], labels=["Ann", "Bob", "Cy"])
        <SocialGraph: 3 consumers, 2 ties>
        """
        pairs = _pairs(edges)
        named = None if labels is None else _distinct_labels(labels)
        n = _number_of_consumers(pairs, n_consumers, None if labels is None else len(labels))
        weight = None if strength is None else _strengths(strength, len(pairs))
        ties, dropped = ties_from_pairs(pairs[:, 0], pairs[:, 1], n, weight, mutual=not directed)
        return cls(
            {"strong": ties},
            labels=named,
            directed=directed,
            notes=dropped_notes(dropped, weight is not None),
        )

    @classmethod
    def from_networkx(cls, graph: nx.Graph) -> SocialGraph:
        """A graph from networkx; nodes keep their order and their names as labels.

        The tie u -> v of a ``DiGraph`` means that u talks and v listens. Edge attribute
        ``strength``, else ``weight``, is the strength of a tie; edge attribute ``layer`` (strong,
        weak or follow, on every edge) puts ties on layers; node attributes come along. Parallel
        ties are merged and counted.

        Raises
        ------
        GraphError
            When there are no nodes, or a strength is not a positive number.
        """
        from simulation.network.exchange import from_networkx

        return from_networkx(graph)

    def to_networkx(self) -> nx.Graph:
        """The same graph for networkx; `from_networkx` gives this graph back.

        One layer gives a ``Graph`` or ``DiGraph``; several give a ``MultiGraph`` or
        ``MultiDiGraph`` with edge attribute ``layer``. Strengths are edge attribute ``weight``.
        """
        from simulation.network.exchange import to_networkx

        return to_networkx(self)

    @classmethod
    def from_file(
        cls,
        path: str | Path,
        *,
        directed: bool | None = None,
        talker: str | None = None,
        listener: str | None = None,
        strength: str | None = None,
        nodes: str | Path | None = None,
    ) -> SocialGraph:
        """A graph from a file: edge list, GraphML, GEXF, GML, node-link JSON or Parquet.

        Parameters
        ----------
        path
            File, its format told by its name: .txt, .csv, .tsv, .edges, .edgelist, .graphml, .gexf,
            .gml, .json (all also with .gz), .parquet. Whole numbers as names are read five times as
            fast as texts.
        directed
            Whether only the first of a pair talks; None = as the format says, else both talk.
        talker, listener, strength
            Names of columns of an edge list or Parquet file; ``strength`` also of an edge
            attribute.
        nodes
            Second file (csv, tsv or Parquet) with a column ``node``, ``id`` or ``label`` and one
            column for each attribute; consumers who are only there have no ties.

        Raises
        ------
        GraphError
            When the file cannot be used; the text says where, why and what would be right.
        """
        from simulation.network.files import read_graph

        return read_graph(
            path,
            directed=directed,
            talker=talker,
            listener=listener,
            strength=strength,
            nodes=nodes,
        )


def dropped_notes(dropped: Dropped, weighted: bool) -> tuple[str, ...]:
    """Sentences about what was dropped from a list of ties; none when nothing was."""
    notes = []
    if dropped.self_loops:
        notes.append(f"{counted(dropped.self_loops, 'self-loop')} dropped")
    if dropped.duplicates:
        rest = "merged, strengths added" if weighted else "dropped"
        notes.append(f"{counted(dropped.duplicates, 'duplicate tie')} {rest}")
    return tuple(notes)


def counted(number: int, thing: str) -> str:
    """A number and its noun: ``1 tie``, ``2 ties``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _pairs(edges: ArrayLike) -> NDArray[np.integer]:
    pairs = np.asarray(edges)
    if pairs.size == 0:
        return np.empty((0, 2), dtype=np.int64)
    if pairs.ndim != 2 or pairs.shape[1] != 2 or pairs.dtype.kind not in "iu":
        raise GraphError(
            f"edges have shape {pairs.shape} and type {pairs.dtype}. "
            "Give whole numbers of shape (ties, 2): talker, listener."
        )
    return pairs


def _number_of_consumers(
    pairs: NDArray[np.integer], n_consumers: int | None, n_labels: int | None
) -> int:
    if n_consumers is not None and n_labels is not None and n_consumers != n_labels:
        raise GraphError(f"{n_consumers:,} consumers have {n_labels:,} labels. Give one for each.")
    n = n_labels if n_consumers is None else n_consumers
    if n is None:
        n = int(pairs.max()) + 1 if len(pairs) else 0
    for bad in (pairs < 0, pairs >= n):
        if bad.any():
            row, end = (int(place[0]) for place in np.nonzero(bad))
            raise GraphError(
                f"edges row {row}: consumer {pairs[row, end]} is not one of 0 to {n - 1}. "
                "Number consumers from 0, or give their names as labels."
            )
    return n


def _strengths(strength: ArrayLike, n_ties: int) -> NDArray[np.float64]:
    weight = np.asarray(strength)
    if weight.shape != (n_ties,) or weight.dtype.kind not in "iuf":
        raise GraphError(
            f"strength has shape {weight.shape} and type {weight.dtype}. "
            f"Give one number for each of the {n_ties:,} ties."
        )
    weight = weight.astype(np.float64)
    bad = first_bad_strength(weight)
    if bad is not None:
        raise GraphError(f"strength row {bad}: {weight[bad]:g} is not a positive number.")
    return weight


def _distinct_labels(labels: Sequence[Any] | Column) -> Column | None:
    names = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    seen = set()
    for name in names:
        if name in seen:
            raise GraphError(f"label {name!r} is given twice. Give every consumer its own.")
        seen.add(name)
    return label_array(names)
