"""Rumours that die of being known (Maki and Thompson 1973)."""

from __future__ import annotations

from typing import Literal, get_args

from simulation.classics.arguments import number, whole_number
from simulation.classics.in_time import (
    FOREVER,
    Model,
    Pair,
    days_as_steps,
    last_day,
    market_size,
    spread_of,
)
from simulation.classics.loops_mixing import rumour_by_day, rumour_by_event
from simulation.classics.replicate import repeat
from simulation.classics.spread import Spread
from simulation.classics.told import Desk, Told, new_desk
from simulation.errors import ArgumentError

RumourMode = Literal["event", "daily"]
MOST_CONTACTS = 1000.0


def maki_thompson(
    consumers: int,
    *,
    stale_contacts: int = 1,
    mode: RumourMode = "event",
    contacts_per_day: float = 1.0,
    days: int | None = None,
    replications: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> Spread:
    """A rumour in a town where anybody may meet anybody: who finds it known loses the urge to tell.

    One consumer, by lot, knows first. A spreader who has told ``stale_contacts`` consumers who knew
    already stops. In a large town a share x never hears::

        (k + 1) (1 - x) + ln x = 0        k = stale_contacts; x = .203188 for k = 1

    (k = 1: Sudbury 1985, abstract; other k: formula recalled, confirmed by computation,
    science 2.11.)

    Two laws. In mode "event" contacts come one after the other, each by any spreader with any of
    the others: the model of the paper. In mode "daily" all spreaders make the day's contacts at
    once, knowing what was known in the evening before, each ``contacts_per_day`` (a whole number
    surely, one more with the chance of the fraction). Fewer then never hear: with one contact a
    day and k = 1 about .1745 in a large town, since ``x' = x exp(-y)``, ``y' = y x + x - x'``; with
    few contacts a day the share is that of the paper.

    Parameters
    ----------
    consumers
        Their number, 2 or more.
    stale_contacts
        Contacts with consumers who knew, after which one stops.
    mode
        "event" or "daily".
    contacts_per_day
        Contacts of a spreader a day, above 0; mode "daily" only.
    days
        Last day of mode "daily"; None: until nobody spreads.
    replications, seed, threads
        Runs, their luck, and threads (None: all cores). Threads never change a number.

    Returns
    -------
    Spread
        ``size`` counts who heard, the first spreader included. ``daily`` is None in
        mode "event", where steps of trees are contacts.

    Raises
    ------
    ArgumentError
        When an argument is not possible.

    Examples
    --------
    >>> from simulation.classics import maki_thompson
    >>> bool(maki_thompson(3, replications=4).size.min() >= 2)
    True
    """
    n = market_size(consumers)
    k = whole_number("stale_contacts", stale_contacts, 1)
    contacts = number("contacts_per_day", contacts_per_day, 0.0, MOST_CONTACTS)
    last = last_day(days)
    if mode not in get_args(RumourMode):
        raise ArgumentError(f"mode: {mode!r} is not known. Give event or daily.")
    if contacts == 0.0:
        raise ArgumentError("contacts_per_day: 0 contacts would never end. Give more.")
    if mode == "event" and last != FOREVER:
        raise ArgumentError("days: mode event has no days. Leave it out, or give mode daily.")

    def once(key: Pair, desk: Desk, told: Told) -> None:
        if mode == "event":
            rumour_by_event(key, k, desk, told)
        else:
            rumour_by_day(key, k, contacts, last, desk, told)

    model = Model(n, once, lambda: new_desk(n), days_as_steps(last), timed=mode == "daily")
    return spread_of(model, repeat(replications, seed, threads))
