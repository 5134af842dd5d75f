"""Loops of models in which everybody may meet everybody: no graph, the same clocks.

A clock over a whole population is that of the market's broadcast: its k-th point picks a listener.
"""

from __future__ import annotations

from simulation.classics.loops_people import FIRST_OCCASION
from simulation.classics.told import NOT_TOLD, hear, reach
from simulation.dynamics.jit import inlined, jit
from simulation.dynamics.randomness import (
    ORGANIC,
    WHY_BROADCAST,
    WHY_GOOD_CONTACT,
    WHY_PICK,
    WHY_START_AWARE,
    WHY_TALK,
    below,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.hear import NOBODY, credit_word
from simulation.dynamics.rules.talk import audience_point

_BRAND = 0
_SLOT = 0
_ONE_DAY = 0  # messages compete for credit within a day only


@inlined
def another(place, me):  # type: ignore[no-untyped-def]
    """Row of the others' ``place``: everybody but me, 0 to n - 2."""
    return place + (place >= me)


@inlined
def tell(listener, talker, priority, n_fresh, desk, told):  # type: ignore[no-untyped-def]
    """One message reaches one listener; who did not know is listed once. Returns the list's end."""
    if told.day[listener] == NOT_TOLD:
        if desk.heard_good[listener] == 0:
            desk.fresh[n_fresh] = listener
            n_fresh += 1
        word = credit_word(_ONE_DAY, priority, 0, _SLOT, talker)
        hear(listener, word, desk)
    return n_fresh


@inlined
def begin(key, seeds, active, told):  # type: ignore[no-untyped-def]
    """Let the seeds begin; by lot they are those of the cascades (``loops_people.place_seeds``)."""
    n = 0
    for row in seeds.rows:
        active[n] = row
        told.day[row] = 0
        n += 1
    k = 0
    while n < seeds.by_lot:
        words = draw(key, k, FIRST_OCCASION, why_of(WHY_PICK, ORGANIC), 0)
        row = below(words[0], len(told.day))
        k += 1
        if told.day[row] == NOT_TOLD:
            active[n] = row
            told.day[row] = 0
            n += 1
    return n


@jit
def first_one(key, told):  # type: ignore[no-untyped-def]
    """Forget the last replication and let lot decide who begins."""
    told.day[:] = NOT_TOLD
    told.talker[:] = NOT_TOLD
    words = draw(key, 0, when_of(0, _BRAND), why_of(WHY_START_AWARE, ORGANIC), 0)
    one = below(words[0], len(told.day))
    told.day[one] = 0
    return one


@jit
def rumour_by_event(key, stale_contacts, desk, told):  # type: ignore[no-untyped-def]
    """One contact after the other: any spreader, any of the others, until nobody spreads."""
    n = len(told.day)
    active, stale = desk.active, desk.stale
    active[0] = first_one(key, told)
    stale[active[0]] = 0
    n_active = 1
    event = 0
    why = why_of(WHY_TALK, ORGANIC)
    while n_active > 0:
        event += 1
        spreader_word, listener_word, _, _ = draw(key, 0, when_of(event, _BRAND), why, 0)
        at = below(spreader_word, n_active)
        talker = active[at]
        listener = another(below(listener_word, n - 1), talker)
        if told.day[listener] == NOT_TOLD:
            told.day[listener] = event
            told.talker[listener] = talker
            active[n_active] = listener
            stale[listener] = 0
            n_active += 1
        else:
            stale[talker] += 1
            if stale[talker] >= stale_contacts:
                n_active -= 1
                active[at] = active[n_active]


@jit
def rumour_by_day(key, stale_contacts, contacts, days, desk, told):  # type: ignore[no-untyped-def]
    """Day by day: all spreaders make their contacts at once, knowing what was known yesterday."""
    n = len(told.day)
    active, fresh, stale = desk.active, desk.fresh, desk.stale
    active[0] = first_one(key, told)
    stale[active[0]] = 0
    n_active = 1
    day = 0
    sure = int(contacts)
    while n_active > 0 and (days < 0 or day < days):
        day += 1
        when = when_of(day, _BRAND)
        n_fresh = 0
        left = 0
        for at in range(n_active):
            talker = active[at]
            words = draw(key, talker, when, why_of(WHY_TALK, ORGANIC), 0)
            for k in range(sure + (unit(words[0]) < contacts - sure)):
                _, place, priority = audience_point(
                    key, talker, when, why_of(WHY_GOOD_CONTACT, ORGANIC), k, n - 1
                )
                listener = another(place, talker)
                stale[talker] += told.day[listener] != NOT_TOLD
                n_fresh = tell(listener, talker, priority, n_fresh, desk, told)
                if stale[talker] >= stale_contacts:
                    break
            if stale[talker] < stale_contacts:
                active[left] = talker
                left += 1
        n_active = left
        for at in range(n_fresh):
            reach(fresh[at], day, desk, told)
            stale[fresh[at]] = 0
            active[n_active] = fresh[at]
            n_active += 1


@inlined
def advertise(key, when, rate, n_fresh, desk, told):  # type: ignore[no-untyped-def]
    """The points of :func:`~simulation.dynamics.loops.hear.hear_rows`, one broadcast."""
    n = len(told.day)
    why = why_of(WHY_BROADCAST, ORGANIC)
    level = 0.0
    k = 0
    while True:
        gap, listener, priority = audience_point(key, k, when, why, 0, n)
        level += gap
        if level >= rate * n:
            break
        n_fresh = tell(listener, NOBODY, priority, n_fresh, desk, told)
        k += 1
    return n_fresh


@jit
def bass_mixed(key, seeds, steps, advertising, talk, desk, told):  # type: ignore[no-untyped-def]
    """Step by step: a clock of advertising over all, a clock of talk from adopters to all.

    ``advertising`` is the rate a consumer and step, ``talk`` the rate of one adopter and step: the
    clocks of all adopters together are one, whose points pick a talker and one of the others.
    """
    n = len(told.day)
    told.day[:] = NOT_TOLD
    told.talker[:] = NOT_TOLD
    active, fresh = desk.active, desk.fresh
    why = why_of(WHY_GOOD_CONTACT, ORGANIC)
    n_active = begin(key, seeds, active, told)
    for step in range(1, steps + 1):
        if n_active == n:
            break
        when = when_of(step, _BRAND)
        n_fresh = advertise(key, when, advertising, 0, desk, told)
        level = 0.0
        k = 0
        while n_active > 0:
            gap, place, priority = audience_point(key, k, when, why, 0, n - 1)
            level += gap
            if level >= talk * n_active:
                break
            words = draw(key, k, when, why, 1)
            talker = active[below(words[0], n_active)]
            n_fresh = tell(another(place, talker), talker, priority, n_fresh, desk, told)
            k += 1
        for at in range(n_fresh):
            reach(fresh[at], step, desk, told)
            active[n_active] = fresh[at]
            n_active += 1
