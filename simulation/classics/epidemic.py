"""Word of mouth as a contagion from which consumers recover (SIR)."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, get_args

import numpy as np

from simulation.classics.arguments import AnyGraph, number, seeds_of, social_graph, whole_number
from simulation.classics.arguments import probability as probability_of
from simulation.classics.in_time import (
    FOREVER,
    Model,
    Pair,
    days_as_steps,
    last_day,
    market,
    market_size,
    spread_of,
)
from simulation.classics.loops_days import Contacts, Illness, outbreak
from simulation.classics.replicate import repeat
from simulation.classics.spread import Spread
from simulation.classics.told import Desk, Told, new_desk
from simulation.errors import ArgumentError

SirMode = Literal["daily", "continuous"]
MOST_RATE = 1e6


def sir(
    graph: AnyGraph = None,
    *,
    seeds: object,
    probability: float | None = None,
    rate: float | None = None,
    recovery: float | None = None,
    infectious_days: float | None = None,
    mode: SirMode = "daily",
    consumers: int | None = None,
    days: int | None = None,
    replications: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> Spread:
    """How far word goes when those it infects talk for a while and then are immune for good.

    On a graph consumers talk over their ties; with ``consumers`` and no graph anybody may meet
    anybody, so every other consumer is a tie.

    Two laws. In mode "daily" (chain binomial): each day, from the day after infection, an infected
    consumer reaches each tie with chance ``probability``, independently, and in the evening
    recovers with chance ``recovery``, or after ``infectious_days`` days. A tie then works with
    chance::

        T = 1 - (1 - p)^D                            fixed days D
        T = 1 - g (1 - p) / (1 - (1 - g) (1 - p))    recovery g

    With fixed days ties work independently of one another: D = 1 is the independent cascade (the
    same draws), well mixed the Reed-Frost epidemic. With chance recovery the ties of one talker
    share its luck.

    In mode "continuous" an infected consumer meets each tie at ``rate`` b until it recovers, after
    a time T that is exponential of rate ``recovery`` g, or fixed. Each talker's clock runs once to
    r = b T, so the final size is exactly that of the process in time; steps are generations and
    there is no ``daily``. A tie works with chance b / (b + g), or 1 - exp(-b T).

    Parameters
    ----------
    graph
        A SocialGraph or a networkx graph.
    seeds
        Labels of the graph (rows without one), or how many to draw by lot in each replication.
    probability
        Mode "daily": chance a day and tie.
    rate
        Mode "continuous": meetings a day and tie.
    recovery
        Chance a day (daily) or rate a day (continuous). Give this or ``infectious_days``.
    infectious_days
        Length of every infection; a whole number in mode "daily".
    mode
        "daily" or "continuous".
    consumers
        Size of a market where anybody meets anybody, instead of a graph.
    days
        Last day of mode "daily"; None: until nobody is infected.
    replications, seed, threads
        Runs, their luck, and threads (None: all cores). Threads never change a number.

    Returns
    -------
    Spread
        ``size`` counts who was ever infected, seeds included; ``daily`` the same by day.

    Raises
    ------
    ArgumentError
        When an argument is not possible.

    Notes
    -----
    Final size well mixed, many consumers, R others infected by each: ``S = 1 - exp(-R S)``; on
    random graphs generating functions (Newman 2002, exact for fixed infections; computed in
    :mod:`simulation.classics.exact.percolation`).

    Examples
    --------
    >>> from simulation.classics import sir
    >>> sir(consumers=50, seeds=1, probability=0.04, infectious_days=1, replications=5).n_consumers
    50
    """
    last = last_day(days)
    if mode not in get_args(SirMode):
        raise ArgumentError(f"mode: {mode!r} is not known. Give daily or continuous.")
    if (recovery is None) == (infectious_days is None):
        raise ArgumentError("recovery: give it or infectious_days, one of them.")
    if mode == "daily":
        illness = _daily_illness(probability, rate, recovery, infectious_days, last)
    else:
        illness = _continuous_illness(probability, rate, recovery, infectious_days, last)
    if (graph is None) == (consumers is None):
        raise ArgumentError("consumers: give their number, or a graph, not both.")
    if graph is None:
        who = market(market_size(consumers))
        room, first = 0, who.ties.first[:0]
    else:
        who = social_graph(graph)
        room, first = int(who.ties.n_listeners.max(initial=0)), who.ties.first
    n = who.n_consumers
    start = seeds_of(who, seeds)

    def once(key: Pair, scratch: _Scratch, told: Told) -> None:
        outbreak(key, start, illness, scratch.contacts, scratch.desk, told)

    def new_scratch() -> _Scratch:
        contacts = Contacts(
            first, who.ties.listener, np.empty(0, np.float32), np.zeros(room + 1, np.int64)
        )
        return _Scratch(contacts, new_desk(n, room))

    model = Model(
        n, once, new_scratch, days_as_steps(last), timed=mode == "daily", labels=who.labels
    )
    return spread_of(model, repeat(replications, seed, threads))


class _Scratch(NamedTuple):
    contacts: Contacts
    desk: Desk


def _daily_illness(
    chance_of_tie: object, rate: object, recovery: object, fixed: object, last: int
) -> Illness:
    if rate is not None or chance_of_tie is None:
        raise ArgumentError("probability: mode daily needs it, and no rate.")
    reach = probability_of("probability", chance_of_tie)
    clock = math.inf if reach == 1.0 else -math.log1p(-reach)
    if fixed is not None:
        return Illness(clock, 0.0, float(whole_number("infectious_days", fixed, 1)), False, last)
    stops = probability_of("recovery", recovery)
    if stops == 0.0 and last == FOREVER:
        raise ArgumentError("recovery: with 0 it never ends. Give more, or days.")
    return Illness(clock, stops, 0.0, False, last)


def _continuous_illness(
    chance_of_tie: object, rate: object, recovery: object, fixed: object, last: int
) -> Illness:
    if chance_of_tie is not None or rate is None:
        raise ArgumentError("rate: mode continuous needs it, and no probability.")
    if last != FOREVER:
        raise ArgumentError("days: mode continuous runs to the end. Leave it out.")
    clock = number("rate", rate, 0.0, MOST_RATE)
    if fixed is not None:
        length = number("infectious_days", fixed, 1.0 / MOST_RATE, MOST_RATE)
        return Illness(clock, 0.0, length, True, last)
    return Illness(clock, number("recovery", recovery, 1.0 / MOST_RATE, MOST_RATE), 0.0, True, last)
