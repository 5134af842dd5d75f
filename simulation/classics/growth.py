"""The growth of a new product by advertising and imitation (Bass 1969)."""

from __future__ import annotations

import math
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from simulation.classics.arguments import NO_SEEDS, AnyGraph, number, seeds_of, social_graph
from simulation.classics.in_time import Model, Pair, market, market_size, spread_of
from simulation.classics.loops_days import Influence, bass_graph
from simulation.classics.loops_mixing import bass_mixed
from simulation.classics.replicate import repeat
from simulation.classics.spread import Spread
from simulation.classics.told import Desk, Told, new_desk
from simulation.errors import ArgumentError
from simulation.network.ties import Ties

BassForm = Literal["hazard", "product"]
MOST_RATE = 1e3
MOST_STEPS = 10_000_000
_ALMOST = 1e-9


def bass(
    consumers: int | None = None,
    p: float = 0.03,
    q: float = 0.38,
    days: float = 15,
    dt: float = 1.0,
    *,
    graph: AnyGraph = None,
    form: BassForm = "hazard",
    seeds: object = None,
    replications: int = 100,
    seed: int = 0,
    threads: int | None = None,
) -> Spread:
    """How a new product grows: some are won by advertising, the others by those who have it.

    A consumer without it adopts within a step ``dt`` with chance::

        1 - exp(-(p + q F) dt)            form "hazard"
        1 - (1 - p dt) exp(-q F dt)       form "product"

    F is the share of the others who have it; on a graph the share of those whom the consumer
    listens to. As dt goes to 0 the first is Bass's curve (1969)::

        F(t) = (1 - exp(-(p+q) t)) / (1 + (q/p) exp(-(p+q) t))

    and a step that is too long delays growth by an error in proportion to dt. ``days``, ``dt``,
    p and q are of one unit of time: with yearly p = .03 and q = .38 (typical averages, secondary
    source, science 2.1) a "day" is a year. On a graph the form with F among contacts is that of
    Goldenberg, Libai and Muller and of Fibich (science 2.1).

    Everybody who adopted talks in every step, on the clocks of the market's contacts; advertising
    is the market's broadcast.

    Parameters
    ----------
    consumers
        Number of consumers of a market where anybody meets anybody; leave it out with a graph.
    p
        Rate of advertising, a unit of time.
    q
        Rate of imitation, a unit of time, when all others have it.
    days
        Length of the run, in units of time.
    dt
        Length of a step.
    graph
        A SocialGraph or a networkx graph: who listens to whom.
    form
        Whether advertising is a rate ("hazard") or one look a step ("product", p dt below 1).
    seeds
        Who has it at the start: consumers, or how many to draw by lot in each replication; None for
        nobody.
    replications, seed, threads
        Runs, their luck, and threads (None: all cores). Threads never change a number.

    Returns
    -------
    Spread
        ``size`` counts adopters at the end, ``daily`` those by the end of each whole day. Steps of
        trees are steps of ``dt``.

    Raises
    ------
    ArgumentError
        When an argument is not possible.

    Examples
    --------
    >>> from simulation.classics import bass
    >>> bass(1000, p=0.03, q=0.38, days=10, dt=0.1, replications=2).daily.shape
    (2, 11)
    """
    asked = repeat(replications, seed, threads)
    rates = number("p", p, 0.0, MOST_RATE), number("q", q, 0.0, MOST_RATE)
    length = number("days", days, 0.0, MOST_STEPS)
    step = number("dt", dt, 1.0 / MOST_STEPS, max(length, 1.0 / MOST_STEPS))
    if form not in get_args(BassForm):
        raise ArgumentError(f"form: {form!r} is not known. Give hazard or product.")
    if form == "product" and rates[0] * step >= 1.0:
        raise ArgumentError(f"p: {p} times dt {dt} is no chance below 1. Give a smaller dt.")
    steps = int(length / step + _ALMOST)
    if steps > MOST_STEPS:
        raise ArgumentError(f"dt: {steps:,} steps are too many; at most {MOST_STEPS:,}.")
    by_day = np.arange(int(length + _ALMOST) + 1) / step + _ALMOST
    ends = np.minimum(by_day.astype(np.int64), steps)
    advertising = -math.log1p(-rates[0] * step) if form == "product" else rates[0] * step
    if (graph is None) == (consumers is None):
        raise ArgumentError("consumers: give their number, or a graph, not both.")
    who = market(market_size(consumers)) if graph is None else social_graph(graph)
    n = who.n_consumers
    start = NO_SEEDS if seeds is None else seeds_of(who, seeds)
    talk = rates[1] * step
    ties = influence(who.ties, talk)

    def once(key: Pair, desk: Desk, told: Told) -> None:
        if graph is None:
            bass_mixed(key, start, steps, advertising, talk, desk, told)
        else:
            bass_graph(key, start, steps, advertising, ties, desk, told)

    return spread_of(Model(n, once, lambda: new_desk(n), ends, labels=who.labels), asked)


def influence(ties: Ties, rate: float) -> Influence:
    """Ties on which each listener's contacts share a rate."""
    heard_by = np.bincount(ties.listener, minlength=ties.n_consumers)
    each: NDArray[np.float64] = rate / heard_by[ties.listener]
    most = np.zeros(ties.n_consumers)
    np.maximum.at(most, ties.talker, each)
    return Influence(ties.first, ties.listener, each, most)
