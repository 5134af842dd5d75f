"""The social graph to and from networkx, which is the format for exchange."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.errors import GraphError
from simulation.network.columns import (
    attribute_arrays,
    is_missing,
    known_values,
    label_array,
)
from simulation.network.graph import LAYERS, Layer, SocialGraph, dropped_notes
from simulation.network.ties import Dropped, Ties, first_bad_strength, ties_from_pairs

if TYPE_CHECKING:
    import networkx as nx

_LAYER = "layer"
_WEIGHT = "weight"
_STRENGTHS = ("strength", "weight")


class _Edges(NamedTuple):
    """Edges as arrays: row of talker and listener, strength, attributes."""

    talker: NDArray[np.int64]
    listener: NDArray[np.int64]
    strength: NDArray[np.float64] | None
    data: Sequence[Mapping[str, Any]]


def from_networkx(
    graph: nx.Graph, *, directed: bool | None = None, strength: str | None = None
) -> SocialGraph:
    """A social graph from a networkx graph; see `SocialGraph.from_networkx`.

    Parameters
    ----------
    graph
        Any networkx graph with at least one node.
    directed
        False lets both ends of a directed edge talk; None takes the graph's word.
    strength
        Name of the edge attribute to use; None uses ``strength``, else ``weight``, where there.
    """
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise GraphError(f"{type(graph).__name__} is not a networkx graph. Use from_edges.")
    one_way = graph.is_directed() if directed is None else directed
    nodes = list(graph)
    edges = _edges(graph, {node: row for row, node in enumerate(nodes)}, strength)
    layers, notes = _layers(graph, edges, len(nodes), mutual=not one_way)
    attributes, left_out = attribute_arrays([graph.nodes[node] for node in nodes])
    notes += [f"attribute {name} left out: neither text nor numbers" for name in left_out]
    return SocialGraph(layers, label_array(nodes), attributes, one_way, tuple(notes))


def to_networkx(social: SocialGraph) -> nx.Graph:
    """A networkx graph from a social graph; see `SocialGraph.to_networkx`."""
    import networkx as nx

    several = len(social.layers) > 1
    if several:
        graph = nx.MultiDiGraph() if social.directed else nx.MultiGraph()
        graph.graph["layers"] = " ".join(social.layers)
    else:
        graph = nx.DiGraph() if social.directed else nx.Graph()
    n = social.n_consumers
    labels = list(range(n)) if social.labels is None else social.labels.tolist()
    graph.add_nodes_from(labels)
    for name, column in social.attributes.items():
        for row, value in known_values(column):
            graph.nodes[labels[row]][name] = value
    weighted = any(len(ties.strength) for ties in social.layers.values())
    for layer, ties in social.layers.items():
        same = {_LAYER: layer} if several else {}
        for u, v, weight in _arcs(ties, social.directed):
            graph.add_edge(labels[u], labels[v], **same, **({_WEIGHT: weight} if weighted else {}))
    return graph


def _arcs(ties: Ties, directed: bool) -> Iterator[tuple[int, int, float]]:
    """Talker, listener and strength of every tie; of a pair that talks both ways only one."""
    talker, listener = ties.talker, ties.listener
    kept = np.arange(ties.n_ties) if directed else np.flatnonzero(talker < listener)
    strength = ties.strength[kept] if len(ties.strength) else np.ones(len(kept))
    yield from zip(talker[kept].tolist(), listener[kept].tolist(), strength.tolist(), strict=True)


def _edges(graph: nx.Graph, row: Mapping[Any, int], strength: str | None) -> _Edges:
    listed = list(graph.edges(data=True))
    talker = np.fromiter((row[u] for u, _, _ in listed), dtype=np.int64, count=len(listed))
    listener = np.fromiter((row[v] for _, v, _ in listed), dtype=np.int64, count=len(listed))
    data = [attributes for _, _, attributes in listed]
    name = _strength_name(data, strength)
    weight = None if name is None else _strengths(listed, name)
    return _Edges(talker, listener, weight, data)


def _strength_name(data: Sequence[Mapping[str, Any]], asked: str | None) -> str | None:
    for name in _STRENGTHS if asked is None else (asked,):
        if any(name in attributes for attributes in data):
            return name
    if asked is None:
        return None
    names = ", ".join(dict.fromkeys(str(name) for attributes in data for name in attributes))
    raise GraphError(f"no tie has {asked}. Ties have: {names or 'no attributes'}.")


def _strengths(listed: Sequence[tuple[Any, Any, Mapping[str, Any]]], name: str) -> NDArray[Any]:
    weight = np.empty(len(listed))
    for tie, (u, v, attributes) in enumerate(listed):
        value = attributes.get(name)
        if is_missing(value):
            raise GraphError(f"tie {u!r} - {v!r} has no {name}, others have. Give every tie one.")
        if isinstance(value, bool) or not isinstance(value, Real):
            raise GraphError(f"tie {u!r} - {v!r}: {name} {value!r} is not a positive number.")
        weight[tie] = float(value)
    bad = first_bad_strength(weight)
    if bad is not None:
        u, v, _ = listed[bad]
        raise GraphError(f"tie {u!r} - {v!r}: {name} {weight[bad]:g} is not a positive number.")
    return weight


def _layers(
    graph: nx.Graph, edges: _Edges, n: int, *, mutual: bool
) -> tuple[dict[Layer, Ties], list[str]]:
    """Ties by layer, and notes on what was dropped."""
    layer_of, present, notes = _layer_names(graph, edges)
    layers: dict[Layer, Ties] = {}
    dropped = Dropped()
    for layer in present:
        here = np.flatnonzero(layer_of == layer)
        strength = None if edges.strength is None else edges.strength[here]
        layers[layer], more = ties_from_pairs(
            edges.talker[here], edges.listener[here], n, strength, mutual=mutual
        )
        dropped = Dropped(*(old + new for old, new in zip(dropped, more, strict=True)))
    return layers, [*notes, *dropped_notes(dropped, edges.strength is not None)]


def _layer_names(graph: nx.Graph, edges: _Edges) -> tuple[NDArray[np.str_], list[Layer], list[str]]:
    """Layer of every edge, layers that there are, and a note where the names say nothing."""
    of_edge = [str(attributes.get(_LAYER, "")) for attributes in edges.data]
    used = set(of_edge)
    if used <= set(LAYERS):
        used |= {"strong", *str(graph.graph.get("layers", "")).split()}
        return np.array(of_edge, dtype=np.str_), [name for name in LAYERS if name in used], []
    notes = []
    if used != {""}:
        notes.append(f"edge attribute layer not used: not everywhere one of {', '.join(LAYERS)}")
    return np.full(len(of_edge), "strong"), ["strong"], notes
