"""Loops of models on a graph in which who was reached goes on talking, day after day."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.classics.loops_mixing import advertise, another, begin, tell
from simulation.classics.told import NOT_TOLD, ONE, hear, post_to_all, reach
from simulation.dynamics.jit import inlined, jit
from simulation.dynamics.randomness import (
    ORGANIC,
    WHY_DECIDE,
    WHY_PAID_POST,
    WHY_TALK,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.talk import audience_point

_BRAND = 0


class Contacts(NamedTuple):
    """Ties in the names of the hear loop; no ``follow_first`` where everybody meets everybody."""

    follow_first: NDArray[np.int64]
    follow_listener: NDArray[np.int32]
    follow_strength: NDArray[np.float32]
    stamp: NDArray[np.int64]
    """(most listeners + 1,) scratch: which post touched a place last."""


class Illness(NamedTuple):
    """How an infected consumer talks and stops.

    ``rate`` is that of a tie's clock a day. One stops after ``fixed`` days or, where that is 0,
    with chance (daily) or rate (continuous) ``recovery``. ``last`` is the last day, -1 for none.
    """

    rate: float
    recovery: float
    fixed: float
    continuous: bool
    last: int


@jit
def outbreak(key, seeds, illness, contacts, desk, told):  # type: ignore[no-untyped-def]
    """Each day every infected consumer posts once, over its ties or to anybody, and may recover.

    Posts are addressed by the talker's age of infection, from 0, so that an infection of one day is
    the independent cascade on the same luck.

    In continuous time an infected consumer posts once, with the clock of its whole infectious
    period: who is reached in the end is the same, and days are generations.
    """
    told.day[:] = NOT_TOLD
    told.talker[:] = NOT_TOLD
    active, fresh = desk.active, desk.fresh
    n_active = begin(key, seeds, active, told)
    mixed = len(contacts.follow_first) == 0
    day = 0
    while n_active > 0 and (illness.last < 0 or day < illness.last):
        day += 1
        n_fresh = 0
        left = 0
        for at in range(n_active):
            talker = active[at]
            age = day - told.day[talker] - 1
            rate, stays = turn(key, talker, age, illness)
            if mixed:
                n_fresh = meet(key, talker, rate, when_of(age, _BRAND), n_fresh, desk, told)
            else:
                n_fresh = post(key, talker, rate, age, n_fresh, contacts, desk, told)
            if stays:
                active[left] = talker
                left += 1
        n_active = left
        for at in range(n_fresh):
            reach(fresh[at], day, desk, told)
            active[n_active] = fresh[at]
            n_active += 1


@inlined
def turn(key, talker, age, illness):  # type: ignore[no-untyped-def]
    """Rate of today's clock on each tie, and whether this consumer is still infected tomorrow."""
    if illness.fixed > 0.0 and not illness.continuous:
        return illness.rate, age + 1 < illness.fixed
    if illness.fixed > 0.0:
        return illness.rate * illness.fixed, False
    words = draw(key, talker, when_of(age, _BRAND), why_of(WHY_DECIDE, ORGANIC), 0)
    u = unit(words[0])
    if illness.continuous:
        return illness.rate * (-math.log(u) / illness.recovery), False
    return illness.rate, u >= illness.recovery


@inlined
def post(key, talker, rate, age, n_fresh, contacts, desk, told):  # type: ignore[no-untyped-def]
    """The market's post to all ties; who did not know is listed once. Returns the list's end."""
    n_heard = post_to_all(
        key, talker, rate, when_of(age, _BRAND), why_of(WHY_PAID_POST, ORGANIC), contacts, desk
    )
    for at in range(n_heard):
        listener = desk.said.listener[at]
        if told.day[listener] != NOT_TOLD:
            continue
        hear(listener, desk.said.word[at], desk)
        if desk.heard_good[listener] == ONE:
            desk.fresh[n_fresh] = listener
            n_fresh += 1
    return n_fresh


@inlined
def meet(key, talker, rate, when, n_fresh, desk, told):  # type: ignore[no-untyped-def]
    """The same post where everybody else is a tie. A second point on a tie changes nothing."""
    others = len(told.day) - 1
    everyone = math.isinf(rate)
    level = 0.0
    k = 0
    while True:
        gap, place, priority = audience_point(
            key, talker, when, why_of(WHY_PAID_POST, ORGANIC), k, others
        )
        if everyone:
            if k >= others:
                break
            place = k
        else:
            level += gap
            if level >= rate * others:
                break
        k += 1
        n_fresh = tell(another(place, talker), talker, priority, n_fresh, desk, told)
    return n_fresh


class Influence(NamedTuple):
    """Ties of a Bass market by talker, and what their clocks run at in one step.

    ``rate`` (m,) of each tie; ``most`` (n,) the largest rate among a talker's ties.
    """

    first: NDArray[np.int64]
    listener: NDArray[np.int32]
    rate: NDArray[np.float64]
    most: NDArray[np.float64]


@jit
def bass_graph(key, seeds, steps, advertising, ties, desk, told):  # type: ignore[no-untyped-def]
    """Step by step: a clock of advertising over all, and every adopter talks over its ties.

    A talker's clock runs at its largest rate; a point on a tie counts when its level is below the
    rate of that tie.
    """
    n = len(told.day)
    told.day[:] = NOT_TOLD
    told.talker[:] = NOT_TOLD
    active, fresh = desk.active, desk.fresh
    why = why_of(WHY_TALK, ORGANIC)
    n_active = begin(key, seeds, active, told)
    for step in range(1, steps + 1):
        if n_active == n:
            break
        when = when_of(step, _BRAND)
        n_fresh = advertise(key, when, advertising, 0, desk, told)
        for at in range(n_active):
            talker = active[at]
            start = ties.first[talker]
            n_ties = ties.first[talker + 1] - start
            total = ties.most[talker] * n_ties
            level = 0.0
            k = 0
            while n_ties > 0:
                gap, place, priority = audience_point(key, talker, when, why, k, n_ties)
                level += gap
                if level >= total:
                    break
                k += 1
                if level < ties.rate[start + place] * n_ties:
                    n_fresh = tell(
                        ties.listener[start + place], talker, priority, n_fresh, desk, told
                    )
        for at in range(n_fresh):
            reach(fresh[at], step, desk, told)
            active[n_active] = fresh[at]
            n_active += 1
