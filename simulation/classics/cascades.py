"""Independent cascades: who is told passes it on once over each tie, by chance."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.classics import arguments
from simulation.classics.arguments import AnyGraph, Seeds
from simulation.classics.keys import Keys
from simulation.classics.loops_cascade import Ears, new_ears, no_ears, run_cascades
from simulation.classics.loops_people import People, new_people
from simulation.classics.replicate import Repeat, repeat, replicate
from simulation.classics.spread import Spread, Tree
from simulation.classics.trees import share_reached, tree_of_members
from simulation.dynamics.loops.clocks import Clocks, clocks_of, fill_rates
from simulation.dynamics.loops.points import Block, new_block
from simulation.dynamics.randomness import key_of
from simulation.errors import ArgumentError
from simulation.network.graph import SocialGraph
from simulation.network.ties import Ties

WeightedCascade = Literal["weighted_cascade"]


def independent_cascade(
    graph: AnyGraph,
    *,
    probability: float | WeightedCascade | ArrayLike,
    seeds: object,
    replications: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> Spread:
    """How far a message goes when everybody who hears it passes it on once, by chance.

    In the step after a consumer u was told, u tells each listener v with probability p_uv, once and
    independently; v then knows, and tells in the next step. Given who told whom, a consumer is
    reached when some path of live ties leads from a seed to it.

    Parameters
    ----------
    graph
        :class:`~simulation.network.graph.SocialGraph` or networkx graph.
    probability
        One number from 0 to 1; or one for each tie, in the order of ``SocialGraph.ties``; or
        ``"weighted_cascade"``: 1 / (number of talkers that v listens to).
    seeds
        Labels of the graph (rows where it has none): those who know first. A number draws that
        many by lot in each replication.
    replications, seed
        Replication r has the luck of the market's replicate r with the same seed.
    threads
        None for all cores; every number of threads gives the same bytes.

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
    Kempe, Kleinberg & Tardos 2003 (recalled; science 2.6); the model grew out of Goldenberg, Libai
    & Muller 2001 (abstract; science 2.2). Talking and hearing are the market's: every tie's clock
    has rate -ln(1 - p) and rings before its rate with probability p. So on the same luck another
    seed or a larger probability never loses anybody.

    Examples
    --------
    >>> import networkx as nx
    >>> path = nx.path_graph(4, create_using=nx.DiGraph)
    >>> spread = independent_cascade(path, probability=0.5, seeds=[0], replications=20_000)
    >>> abs(spread.mean - 15 / 8) < 4 * spread.standard_error
    True
    """
    social = arguments.social_graph(graph)
    cascade = _Cascade.on(social, probability, seeds, None)
    return _spread(social, cascade, repeat(replications, seed, threads))


def negative_cascade(
    graph: AnyGraph,
    *,
    probability: float | WeightedCascade | ArrayLike,
    quality: float,
    seeds: object,
    replications: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> Spread:
    """How far good and bad word go when some who believed the good word are disappointed (IC-N).

    An independent cascade with a sign. A consumer reached by good word buys, and is satisfied with
    probability ``quality``: then it passes good word on, otherwise bad word. So do the seeds. A
    consumer reached by bad word passes bad word on. Where several tell v in the same step, one of
    them by lot came first: it is good word with probability good / (good + bad).

    Parameters
    ----------
    graph, probability, seeds, replications, seed, threads
        As in :func:`independent_cascade`.
    quality
        From 0 to 1.

    Returns
    -------
    Spread
        Also with ``size_good`` and ``size_bad``.

    Raises
    ------
    ArgumentError
        When an argument is not possible.
    GraphError
        When a networkx graph cannot be used.

    Notes
    -----
    Chen et al. 2011 (abstract; science 2.7). A consumer at distance d from the seeds, over live
    ties, ends with good word with probability quality^(d + 1).

    Examples
    --------
    >>> import networkx as nx
    >>> path = nx.path_graph(3, create_using=nx.DiGraph)
    >>> spread = negative_cascade(path, probability=1.0, quality=0.0, seeds=[0], replications=1)
    >>> spread.size_good, spread.size_bad
    (array([0]), array([3]))
    """
    social = arguments.social_graph(graph)
    satisfied = arguments.probability("quality", quality)
    cascade = _Cascade.on(social, probability, seeds, satisfied)
    return _spread(social, cascade, repeat(replications, seed, threads))


class _Cascade(NamedTuple):
    """All that a replication needs; ``quality`` is None in a model without bad word."""

    clocks: Clocks
    seeds: Seeds
    quality: float | None

    @classmethod
    def on(
        cls, graph: SocialGraph, probability: Any, seeds: Any, quality: float | None
    ) -> _Cascade:
        """Check what was asked for."""
        clocks = clocks_of(graph.ties, tie_rates(graph.ties, probability))
        return cls(clocks, arguments.seeds_of(graph, seeds), quality)

    def run(
        self, keys: Keys, scratch: _Scratch, size: NDArray[np.int64], good: NDArray[np.int64]
    ) -> None:
        """Run one cascade for each key."""
        quality = 1.0 if self.quality is None else self.quality
        run_cascades(keys, self.seeds, quality, self.clocks, *scratch, size, good)

    def scratch(self, *, with_ears: bool) -> _Scratch:
        """Scratch for one thread; ears are for bad word and for who told whom."""
        n, n_ties = len(self.clocks.first) - 1, len(self.clocks.listener)
        ears = new_ears(n, n_ties) if with_ears else no_ears()
        return _Scratch(new_block(), new_people(n), ears)


class _Scratch(NamedTuple):
    block: Block
    people: People
    ears: Ears


def tie_rates(ties: Ties, probability: Any) -> float | NDArray[np.float64]:
    """Rates of the ties' clocks: one number where one probability was given, else one a tie."""
    if isinstance(probability, str):
        if probability != "weighted_cascade":
            raise ArgumentError(
                f"probability: {probability!r} is not possible. "
                'Give a number, one for each tie, or "weighted_cascade".'
            )
        n_talkers = np.bincount(ties.listener, minlength=ties.n_consumers)
        chances = 1.0 / n_talkers[ties.listener]
    elif np.ndim(probability) == 0:
        chances = np.array([arguments.probability("probability", probability)])
    else:
        chances = arguments.column_within(
            "probability", probability, ties.n_ties, "ties", 0.0, 1.0
        )  # fmt: skip
    rates = np.empty(len(chances))
    fill_rates(chances, rates)
    is_one = not isinstance(probability, str) and np.ndim(probability) == 0
    return float(rates[0]) if is_one else rates


def _spread(graph: SocialGraph, cascade: _Cascade, asked: Repeat) -> Spread:
    """Run all replications."""
    signed = cascade.quality is not None
    with_ears = cascade.quality is not None and cascade.quality < 1.0
    size = np.zeros(asked.replications, np.int64)
    good = np.zeros(asked.replications if signed else 0, np.int64)

    def run(keys: Keys, scratch: _Scratch, part: slice) -> None:
        cascade.run(keys, scratch, size[part], good[part])

    scratches = replicate(run, partial(cascade.scratch, with_ears=with_ears), *asked)
    return Spread(
        size=size,
        reached=share_reached([scratch.people for scratch in scratches], asked.replications),
        size_good=good if signed else None,
        size_bad=size - good if signed else None,
        labels=graph.labels,
        grow=partial(_grow, cascade, asked.seed),
    )


def _grow(cascade: _Cascade, seed: int, replication: int) -> Tree:
    """Run one replication again, with ears."""
    scratch = cascade.scratch(with_ears=True)
    size, good = np.zeros(1, np.int64), np.zeros(0, np.int64)
    cascade.run(np.array([key_of(seed, replication)], np.uint64), scratch, size, good)
    return tree_of_members(scratch.people, int(size[0]))
