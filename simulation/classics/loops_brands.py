"""Loop of two brands that win consumers by the number of their contacts who have each."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.classics.loops_mixing import begin
from simulation.classics.told import NOT_TOLD, ONE, post_to_all
from simulation.dynamics.jit import inlined, jit
from simulation.dynamics.randomness import (
    ORGANIC,
    WHY_DECIDE,
    WHY_GOOD_POST,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.hear import add_heard

OURS, NEITHER, RIVAL = 1, 0, -1
_BRAND = 0


class Brands(NamedTuple):
    """Chances a period to be won by a brand, by the number of contacts who have it."""

    ours: NDArray[np.float64]
    """(most contacts + 1,)"""
    rival: NDArray[np.float64]
    """(most contacts + 1,), all 0 without a rival."""
    days: int
    """Last period, -1: until everybody has one of them."""


@jit
def compete(key, seeds, brands, contacts, desk, told):  # type: ignore[no-untyped-def]
    """Period by period: who has neither decides by what its contacts have; then they show it.

    Who bought shows the product once to every listener: the market's post to all followers. What
    was heard is not forgotten, so the sums count contacts.
    """
    told.day[:] = NOT_TOLD
    told.sign[:] = NEITHER
    desk.heard_good[:] = 0
    desk.heard_bad[:] = 0
    active, fresh = desk.active, desk.fresh
    n_fresh = begin(key, seeds, fresh, told)
    for at in range(n_fresh):
        told.sign[fresh[at]] = OURS
    show(key, n_fresh, contacts, desk, told)
    n_active = 0
    for i in range(len(told.day)):
        if told.sign[i] == NEITHER:
            active[n_active] = i
            n_active += 1
    day = 0
    why = why_of(WHY_DECIDE, ORGANIC)
    while n_active > 0 and (brands.days < 0 or day < brands.days):
        day += 1
        when = when_of(day, _BRAND)
        n_fresh = 0
        left = 0
        for at in range(n_active):
            i = active[at]
            u, v, w, _ = draw(key, i, when, why, 0)
            ours, rival = brands.ours[desk.heard_good[i]], brands.rival[desk.heard_bad[i]]
            choice = choose(ours, rival, unit(u), unit(v), unit(w))
            if choice == NEITHER:
                active[left] = i
                left += 1
            else:
                told.sign[i] = choice
                told.day[i] = day
                fresh[n_fresh] = i
                n_fresh += 1
        n_active = left
        show(key, n_fresh, contacts, desk, told)


@inlined
def choose(ours, rival, u, v, w):  # type: ignore[no-untyped-def]
    """Which brand wins a consumer: each with its chance, where both would, in their proportion."""
    by_ours = u < ours
    by_rival = v < rival
    if by_ours and (not by_rival or w * (ours + rival) < ours):
        return OURS
    return RIVAL if by_rival else NEITHER


@jit
def show(key, n_fresh, contacts, desk, told):  # type: ignore[no-untyped-def]
    """New owners show what they have to all who listen to them."""
    why = why_of(WHY_GOOD_POST, ORGANIC)
    for at in range(n_fresh):
        talker = desk.fresh[at]
        n_heard = post_to_all(key, talker, math.inf, when_of(0, _BRAND), why, contacts, desk)
        ours = told.sign[talker] == OURS
        for place in range(n_heard):
            listener = desk.said.listener[place]
            if ours:
                desk.heard_good[listener] = add_heard(desk.heard_good[listener], ONE)
            else:
                desk.heard_bad[listener] = add_heard(desk.heard_bad[listener], ONE)
