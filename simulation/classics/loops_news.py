"""Loop of the models with strong cliques and weak ties that are redrawn every period.

Here the clocks are turned round: each consumer who has not decided looks at its own ties. See the
decision page ``docs/decisions`` on pulled ties for why.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.classics.rules import believe
from simulation.classics.told import NOT_TOLD
from simulation.dynamics.jit import inlined, jit
from simulation.dynamics.randomness import (
    ORGANIC,
    WHY_BROADCAST,
    WHY_CHANCE,
    WHY_DECIDE,
    WHY_GOOD_CONTACT,
    WHY_GOOD_POST,
    WHY_PICK,
    WHY_UNIT,
    below,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.talk import audience_point, first_gap

SATISFIED, DISSATISFIED, REJECTER, UNDECIDED = 1, -1, -2, 0
_BRAND = 0
_TRIES_SHIFT = np.uint64(16)
_ADVERTISED = 1  # number of the draw by which advertising competes for credit
_NO_PRIORITY = -1

# Places in ``Room.ears``.
_GOOD, _BAD, _GOOD_TALKER, _GOOD_PRIORITY, _BAD_TALKER, _BAD_PRIORITY = range(6)
N_EARS = 6


class News(NamedTuple):
    """Settings of a market of cliques: rates of ties a period, chances of the rest."""

    clique: int
    """Consumers in a clique, oneself included."""
    weak: int
    """Contacts outside the clique, drawn anew every period."""
    good_strong: float
    bad_strong: float
    good_weak: float
    bad_weak: float
    advertising: float
    """Chance to be convinced by advertising in the first period."""
    decay: float
    dissatisfied: float
    sequential: bool
    days: int


class Room(NamedTuple):
    """Scratch of one thread."""

    undecided: NDArray[np.int32]
    """(n,) who has not decided, in the order of their turns."""
    new: NDArray[np.int8]
    """(n,) what those decided who had their turn, as :class:`~simulation.classics.told.Told`."""
    stamp: NDArray[np.int64]
    """(ties of one consumer + 1,) which turn touched a place last; the last counts turns."""
    chosen: NDArray[np.int32]
    """(weak ties,) contacts already drawn this period."""
    ears: NDArray[np.int64]
    """(6,) good and bad messages; talker and priority of the last good and of the last bad one."""


@jit
def spread_news(key, news, room, told):  # type: ignore[no-untyped-def]
    """Period by period: whoever has not decided hears its contacts and decides."""
    n = len(told.day)
    told.day[:] = NOT_TOLD
    told.talker[:] = NOT_TOLD
    told.sign[:] = UNDECIDED
    undecided, new = room.undecided, room.new
    for i in range(n):
        undecided[i] = i
    n_undecided = n
    advertising = news.advertising
    for day in range(1, news.days + 1):
        when = when_of(day, _BRAND)
        if news.sequential:
            shuffle(key, when, n_undecided, undecided)
        for at in range(n_undecided):
            i = undecided[at]
            new[i] = take_turn(key, i, when, advertising, news, room, told)
            if news.sequential:
                told.sign[i] = new[i]
        left = 0
        for at in range(n_undecided):
            i = undecided[at]
            told.sign[i] = new[i]
            if new[i] == UNDECIDED:
                undecided[left] = i
                left += 1
            else:
                told.day[i] = day
        n_undecided = left
        advertising *= news.decay


@inlined
def shuffle(key, when, n, rows):  # type: ignore[no-untyped-def]
    """A random order of turns (Fisher and Yates), drawn by place and period."""
    for at in range(n - 1, 0, -1):
        words = draw(key, at, when, why_of(WHY_CHANCE, ORGANIC), 0)
        other = below(words[0], at + 1)
        rows[at], rows[other] = rows[other], rows[at]


@jit
def take_turn(key, i, when, advertising, news, room, told):  # type: ignore[no-untyped-def]
    """What one consumer decides in this period, from its contacts as they stand.

    Good alone or advertising: adopt; bad alone: reject; both: the rule ``believe``.
    """
    n = len(told.day)
    ears = room.ears
    ears[_GOOD] = ears[_BAD] = 0
    ears[_GOOD_PRIORITY] = ears[_BAD_PRIORITY] = _NO_PRIORITY
    convinced, conflict, strong_word, weak_word = draw(key, i, when, why_of(WHY_DECIDE, ORGANIC), 0)
    start = i - i % news.clique
    size = min(news.clique, n - start)
    room.stamp[-1] += 1
    strong = size - 1
    total = strong * max(news.good_strong, news.bad_strong) if strong > 0 else 0.0
    if math.isinf(total):
        for place in range(strong):
            _, u, priority, _ = draw(key, i, when, why_of(WHY_GOOD_POST, ORGANIC), place)
            other = start + place + (start + place >= i)
            hear(other, -math.log(unit(u)), priority, news.good_strong, news.bad_strong, told, ears)
    else:
        level = first_gap(strong_word, total)
        k = 0
        while level < total:
            gap, place, priority = audience_point(
                key, i, when, why_of(WHY_GOOD_POST, ORGANIC), k, strong
            )
            k += 1
            if room.stamp[place] != room.stamp[-1]:
                room.stamp[place] = room.stamp[-1]
                other = start + place + (start + place >= i)
                hear(other, level / strong, priority, news.good_strong, news.bad_strong, told, ears)
            level += gap
    ask_outside(key, i, when, weak_word, start, size, news, room, told)
    return verdict(key, i, when, unit(convinced) < advertising, conflict, news, told, ears)


@inlined
def ask_outside(key, i, when, word, start, size, news, room, told):  # type: ignore[no-untyped-def]
    """The same with contacts outside the clique: whom a tie leads to is drawn when it rings."""
    outside = len(told.day) - size
    n_chosen = 0
    room.stamp[-1] += 1
    sure = math.isinf(max(news.good_weak, news.bad_weak))
    total = news.weak * max(news.good_weak, news.bad_weak) if news.weak > 0 else 0.0
    level = 0.0 if sure else first_gap(word, total)
    k = 0
    while level < total and (not sure or k < news.weak):
        gap, place, priority = audience_point(
            key, i, when, why_of(WHY_GOOD_CONTACT, ORGANIC), k, news.weak
        )
        own = level / news.weak
        if sure:
            place, own = k, gap
        k += 1
        if room.stamp[place] != room.stamp[-1]:
            room.stamp[place] = room.stamp[-1]
            other = stranger(key, i, when, place, n_chosen, start, size, outside, room.chosen)
            n_chosen += 1
            hear(other, own, priority, news.good_weak, news.bad_weak, told, room.ears)
        if not sure:
            level += gap


@inlined
def stranger(key, i, when, place, n_chosen, start, size, outside, chosen):  # type: ignore[no-untyped-def]
    """Somebody outside the clique whom no other weak tie of this period leads to."""
    attempt = 0
    while True:
        k = np.uint64(place) | (np.uint64(attempt) << _TRIES_SHIFT)
        words = draw(key, i, when, why_of(WHY_PICK, ORGANIC), k)
        other = below(words[0], outside)
        other += size if other >= start else 0
        attempt += 1
        taken = False
        for at in range(n_chosen):
            taken = taken or chosen[at] == other
        if not taken:
            chosen[n_chosen] = other
            return other


@inlined
def hear(other, level, priority, good, bad, told, ears):  # type: ignore[no-untyped-def]
    """A point on the tie to ``other`` counts when it lies below the rate of what that one says."""
    sign = told.sign[other]
    if sign == SATISFIED and level < good:
        ears[_GOOD] += 1
        if np.int64(priority) > ears[_GOOD_PRIORITY]:
            ears[_GOOD_PRIORITY] = np.int64(priority)
            ears[_GOOD_TALKER] = other
    elif sign < UNDECIDED and level < bad:
        ears[_BAD] += 1
        if np.int64(priority) > ears[_BAD_PRIORITY]:
            ears[_BAD_PRIORITY] = np.int64(priority)
            ears[_BAD_TALKER] = other


@inlined
def verdict(key, i, when, convinced, conflict, news, told, ears):  # type: ignore[no-untyped-def]
    """Adopt, reject or wait; an adopter is dissatisfied with a chance of its own."""
    good, bad = ears[_GOOD], ears[_BAD]
    adopts = convinced or (good > 0 and believe(good, bad, conflict))
    if adopts:
        words = draw(key, i, when, why_of(WHY_BROADCAST, ORGANIC), _ADVERTISED)
        if good > 0 and not (convinced and np.int64(words[0]) > ears[_GOOD_PRIORITY]):
            told.talker[i] = ears[_GOOD_TALKER]
        words = draw(key, i, when_of(0, _BRAND), why_of(WHY_UNIT, ORGANIC), 0)
        return DISSATISFIED if unit(words[0]) < news.dissatisfied else SATISFIED
    if bad > 0:
        told.talker[i] = ears[_BAD_TALKER]
        return REJECTER
    return UNDECIDED
