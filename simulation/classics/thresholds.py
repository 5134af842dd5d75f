"""Threshold models: consumers join once enough of those they listen to have joined."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.classics import arguments
from simulation.classics.arguments import AnyGraph, Seeds
from simulation.classics.keys import Keys
from simulation.classics.loops_people import People, new_people
from simulation.classics.loops_threshold import (
    Pressure,
    fix_weights,
    new_pressure,
    run_thresholds,
)
from simulation.classics.replicate import Repeat, repeat, replicate
from simulation.classics.spread import Spread, Tree
from simulation.classics.trees import share_reached, tree_of_members
from simulation.dynamics.loops.clocks import Clocks, clocks_of
from simulation.dynamics.loops.points import Block, new_block
from simulation.dynamics.randomness import key_of
from simulation.errors import ArgumentError
from simulation.network.graph import SocialGraph

Weights = Literal["uniform", "strength"]

_ROUNDING = 1e-9
"""Sums of weights and shares of contacts this close to a border lie on it."""

_EACH_ONE: NDArray[np.int32] = np.empty(0, np.int32)
_DRAWN: NDArray[np.int32] = np.empty(0, np.int32)


def linear_threshold(
    graph: AnyGraph,
    *,
    weights: Weights | ArrayLike = "uniform",
    seeds: object,
    replications: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> Spread:
    """How far a product goes when each consumer joins under enough pressure from its contacts.

    Consumer v joins once the weights of those it listens to and who have joined add up to its
    threshold::

        sum of w_uv over members u >= theta_v,   theta_v uniform over (0, 1]

    Parameters
    ----------
    graph
        :class:`~simulation.network.graph.SocialGraph` or networkx graph.
    weights
        ``"uniform"``: w_uv = 1 / (number of talkers that v listens to); ``"strength"``: in
        proportion to the strength of the tie, with sum 1; or one for each tie, in the order of
        ``SocialGraph.ties``, with sum at most 1 for each listener.
    seeds
        Labels of the graph (rows where it has none): who has joined at the start. A number draws
        that many by lot in each replication.
    replications, seed
        Replication r has the luck of the market's replicate r with the same seed.
    threads
        None for all cores; every number of threads gives the same bytes.

    Returns
    -------
    Spread
        ``size``, ``reached`` and ``tree``: of those whose talk in the last step made a consumer
        join, one by lot told it.

    Raises
    ------
    ArgumentError
        When an argument is not possible; weights that add up to more than 1 name the listener.
    GraphError
        When a networkx graph cannot be used.

    Notes
    -----
    Kempe, Kleinberg & Tardos 2003 (recalled; science 2.6), after Granovetter 1978 (recalled).
    Weights and thresholds are whole numbers of 2^-30, so that no order of messages matters.

    Examples
    --------
    >>> import networkx as nx
    >>> diamond = nx.DiGraph([(0, 1), (0, 2), (1, 3), (2, 3)])
    >>> weights = [0.5, 0.4, 0.3, 0.6]
    >>> spread = linear_threshold(diamond, weights=weights, seeds=[0], replications=20_000)
    >>> abs(spread.mean - 2.29) < 4 * spread.standard_error
    True
    """
    social = arguments.social_graph(graph)
    fixed = _fixed_weights(social, weights)
    return _spread(social, fixed, _DRAWN, seeds, repeat(replications, seed, threads))


def watts_threshold(
    graph: AnyGraph,
    *,
    threshold: float | ArrayLike,
    seeds: object,
    replications: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> Spread:
    """How far a product goes when each consumer joins once a share of its contacts has.

    Consumer v, who listens to k_v talkers, joins once at least ``threshold * k_v`` of them, and at
    least one, have joined. All luck lies in the seeds: with given seeds all replications agree.

    Parameters
    ----------
    graph, seeds, replications, seed, threads
        As in :func:`linear_threshold`.
    threshold
        From 0 to 1: one number, or one for each consumer.

    Returns
    -------
    Spread
        ``size``, ``reached`` and ``tree``.

    Raises
    ------
    ArgumentError
        When an argument is not possible.
    GraphError
        When a networkx graph cannot be used.

    Notes
    -----
    Watts 2002, doi:10.1073/pnas.082090499 (recalled; science 2.8). From one seed a very large
    random graph can be moved when the mean of k (k - 1) over consumers with k <= 1 / threshold is
    larger than the mean of k. A share that meets the threshold but for rounding (3 of 10 for 0.3)
    meets it.

    Examples
    --------
    >>> import networkx as nx
    >>> watts_threshold(nx.cycle_graph(9), threshold=0.5, seeds=[4], replications=1).size
    array([9])
    """
    social = arguments.social_graph(graph)
    need = _needed(social, threshold)
    return _spread(social, _EACH_ONE, need, seeds, repeat(replications, seed, threads))


class _Model(NamedTuple):
    """All that a replication needs; see ``loops_threshold.run_thresholds``."""

    seeds: Seeds
    weight: NDArray[np.int32]
    need: NDArray[np.int32]
    clocks: Clocks

    def scratch(self, *, with_words: bool) -> _Scratch:
        """Scratch for one thread; words are for who told whom."""
        n = len(self.clocks.first) - 1
        return _Scratch(new_block(), new_people(n), new_pressure(n, with_words=with_words))

    def run(self, keys: Keys, scratch: _Scratch, size: NDArray[np.int64]) -> None:
        """Run one cascade for each key."""
        run_thresholds(keys, *self, *scratch, size)


class _Scratch(NamedTuple):
    block: Block
    people: People
    pressure: Pressure


def _fixed_weights(graph: SocialGraph, weights: Any) -> NDArray[np.int32]:
    """(m,) int32 fixed-point weights, checked."""
    ties = graph.ties
    if isinstance(weights, str):
        if weights not in ("uniform", "strength"):
            raise ArgumentError(
                f"weights: {weights!r} is not possible. "
                'Give "uniform", "strength", or one for each tie.'
            )
        has_strength = weights == "strength" and len(ties.strength) > 0
        strength = ties.strength.astype(np.float64) if has_strength else np.ones(ties.n_ties)
        heard = np.bincount(ties.listener, strength, minlength=ties.n_consumers)
        given = strength / heard[ties.listener]
    else:
        given = arguments.column_within("weights", weights, ties.n_ties, "ties", 0.0, 1.0)
    total, fixed = np.zeros(ties.n_consumers), np.zeros(ties.n_ties, np.int32)
    fix_weights(ties.listener, given, total, fixed)
    over = np.flatnonzero(total > 1.0 + _ROUNDING)
    if len(over):
        row = int(over[0])
        raise ArgumentError(
            f"weights: those of consumer {arguments.name_of(graph, row)} add up to "
            f"{total[row]:g}. Let the weights of all ties to one listener add up to at most 1."
        )
    return fixed


def _needed(graph: SocialGraph, threshold: Any) -> NDArray[np.int32]:
    """(n,) int32, how many contacts must have joined before a consumer does."""
    n = graph.n_consumers
    if np.ndim(threshold) == 0:
        share = np.full(n, arguments.probability("threshold", threshold))
    else:
        share = arguments.column_within("threshold", threshold, n, "consumers", 0.0, 1.0)
    wanted = share * np.bincount(graph.ties.listener, minlength=n)
    nearest = np.rint(wanted)
    on_border = np.abs(wanted - nearest) <= _ROUNDING * np.maximum(nearest, 1.0)
    need = np.where(on_border, nearest, np.ceil(wanted))
    return np.maximum(need, 1.0).astype(np.int32)


def _spread(
    graph: SocialGraph, weight: NDArray[np.int32], need: NDArray[np.int32], seeds: Any,
    asked: Repeat,
) -> Spread:  # fmt: skip
    """Run all replications."""
    clocks = clocks_of(graph.ties, math.inf)
    model = _Model(arguments.seeds_of(graph, seeds), weight, need, clocks)
    size = np.zeros(asked.replications, np.int64)

    def run(keys: Keys, scratch: _Scratch, part: slice) -> None:
        model.run(keys, scratch, size[part])

    scratches = replicate(run, partial(model.scratch, with_words=False), *asked)
    return Spread(
        size=size,
        reached=share_reached([scratch.people for scratch in scratches], asked.replications),
        labels=graph.labels,
        grow=partial(_grow, model, asked.seed),
    )


def _grow(model: _Model, seed: int, replication: int) -> Tree:
    """Run one replication again, keeping the words."""
    scratch = model.scratch(with_words=True)
    size = np.zeros(1, np.int64)
    model.run(np.array([key_of(seed, replication)], np.uint64), scratch, size)
    return tree_of_members(scratch.people, int(size[0]))
