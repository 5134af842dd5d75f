"""Graphs for tests: when two are the same, and how to make up one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from simulation.network import SocialGraph, Ties
from simulation.network.kinds import NetworkKind

Pair = tuple[int, int]


def assert_same_array(one: Any, other: Any) -> None:
    """Both None, or the same type, shape and values (NaN equals NaN)."""
    assert (one is None) == (other is None)
    if one is not None:
        assert one.dtype.kind == other.dtype.kind
        assert one.shape == other.shape
        assert all(a == b or (a != a and b != b) for a, b in zip(one, other, strict=True))


def assert_same_ties(one: Ties, other: Ties) -> None:
    """The same ties with the same strengths, to the last bit."""
    for name in Ties._fields:
        a, b = getattr(one, name), getattr(other, name)
        assert a.dtype == b.dtype, name
        np.testing.assert_array_equal(a, b, err_msg=name)


def assert_same(one: SocialGraph, other: SocialGraph) -> None:
    """The same graph in everything but its notes."""
    assert list(one.layers) == list(other.layers)
    for layer in one.layers:
        assert_same_ties(one.layers[layer], other.layers[layer])
    assert one.directed == other.directed
    assert_same_array(one.labels, other.labels)
    assert set(one.attributes) == set(other.attributes)
    for name in one.attributes:
        assert_same_array(one.attributes[name], other.attributes[name])


def assert_well_formed(ties: Ties) -> None:
    """What every layer promises: types, rising rows, nobody talks to themselves, mean 1."""
    n, m = len(ties.first) - 1, len(ties.listener)
    assert [array.dtype.name for array in (ties.first, ties.listener, ties.strength)] == [
        "int64",
        "int32",
        "float32",
    ]
    assert ties.first[0] == 0
    assert ties.first[-1] == m
    assert (np.diff(ties.first) >= 0).all()
    assert ((ties.listener >= 0) & (ties.listener < n)).all()
    talker = np.repeat(np.arange(n), np.diff(ties.first))
    assert (talker != ties.listener).all()
    same_row = talker[1:] == talker[:-1]
    assert (ties.listener[1:][same_row] > ties.listener[:-1][same_row]).all()
    if len(ties.strength):
        assert len(ties.strength) == m
        assert (ties.strength > 0).all()
        assert abs(ties.strength.astype(np.float64).mean() - 1) < 1e-6


def arcs(ties: Ties) -> set[Pair]:
    """Talker and listener of every tie."""
    return set(zip(ties.talker.tolist(), ties.listener.tolist(), strict=True))


def assert_mutual(ties: Ties) -> None:
    """Whoever talks to somebody is talked to by them, as strongly."""
    there = {pair: place for place, pair in enumerate(sorted(arcs(ties)))}
    for (u, v), place in there.items():
        assert (v, u) in there
        if len(ties.strength):
            assert ties.strength[place] == ties.strength[there[v, u]]


def lists_of_pairs(n: int, most: int = 40) -> st.SearchStrategy[list[Pair]]:
    """Pairs of ``n`` consumers with self-loops and repetitions."""
    one = st.integers(0, n - 1)
    return st.lists(st.tuples(one, one), max_size=most)


strengths = st.floats(1e-3, 1e3) | st.integers(1, 1000).map(float)


def labels_of(graph: SocialGraph) -> list[Any]:
    """Names of the consumers, 0 to n-1 where they have none."""
    if graph.labels is None:
        return list(range(graph.n_consumers))
    labels: list[Any] = graph.labels.tolist()
    return labels


def named_arcs(graph: SocialGraph) -> set[tuple[Any, Any]]:
    """Talker and listener of every tie by name."""
    label = labels_of(graph)
    return {(label[u], label[v]) for u, v in arcs(graph.ties)}


def both(*pairs: tuple[Any, Any]) -> set[tuple[Any, Any]]:
    """Pairs in both directions."""
    return {*pairs, *((v, u) for u, v in pairs)}


def digest(graph: SocialGraph) -> str:
    """Every bit of a graph's layers."""
    found = hashlib.sha256(repr(graph.directed).encode())
    for name, ties in graph.layers.items():
        found.update(name.encode())
        for array in ties:
            found.update(array.dtype.str.encode() + array.tobytes())
    return found.hexdigest()


def build(network: NetworkKind, seed: int = 1) -> SocialGraph:
    """The graph that a kind of network makes from a seed."""
    return network.build(np.random.default_rng(seed), Path())


def make(kind: str, **settings: Any) -> NetworkKind:
    """A kind of network from settings as a scenario gives them."""
    member: type[NetworkKind] = NetworkKind.members[kind]
    return member.model_validate({"kind": kind, **settings})
