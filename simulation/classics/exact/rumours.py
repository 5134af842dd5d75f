"""How many never hear a rumour that dies of being known (Maki and Thompson 1973)."""

from __future__ import annotations

import math
from functools import cache

ROUNDS = 10_000


def ignorant_share(stale_contacts: int = 1) -> float:
    """Share of a very large market that never hears: ``(k + 1)(1 - x) + ln x = 0``.

    k = 1 is Sudbury 1985 (seen); the form for other k is recalled, and confirmed here by
    :func:`ignorant_chances` (science 2.11).

    Examples
    --------
    >>> round(ignorant_share(), 6)
    0.203188
    """
    share = 0.0
    for _ in range(ROUNDS):
        share = math.exp(-(stale_contacts + 1) * (1.0 - share))
    return share


def ignorant_chances(consumers: int, stale_contacts: int = 1) -> list[float]:
    """Chance that exactly 0, 1, 2, ... consumers never hear, one first spreader, exactly.

    The next contact is made by any spreader, with any of the others. The chain over numbers of
    ignorants and of spreaders by stale contacts is solved step by step: for small markets.

    Examples
    --------
    >>> ignorant_chances(3)
    [0.75, 0.25, 0.0]
    """
    k, others = stale_contacts, consumers - 1

    @cache
    def ends(ignorants: int, spreaders: tuple[int, ...]) -> tuple[float, ...]:
        """Chances of the final number, from here; spreaders by stale contacts so far."""
        n_spreaders = sum(spreaders)
        if n_spreaders == 0:
            return tuple(float(left == ignorants) for left in range(consumers))
        total = [0.0] * consumers
        told = ignorants / others
        if ignorants:
            fresh = (spreaders[0] + 1, *spreaders[1:])
            total = [told * chance for chance in ends(ignorants - 1, fresh)]
        for age, number in enumerate(spreaders):
            if number and told < 1.0:
                after = list(spreaders)
                after[age] -= 1
                if age + 1 < k:
                    after[age + 1] += 1
                share = (1.0 - told) * number / n_spreaders
                for left, chance in enumerate(ends(ignorants, tuple(after))):
                    total[left] += share * chance
        return tuple(total)

    return list(ends(consumers - 1, (1,) + (0,) * (k - 1)))


def ignorant_share_by_day(contact: float, days: int = 2_000_000) -> float:
    """Share that never hears when each spreader makes a contact a day with this chance.

    Mean-field daily map, all of a day's contacts at once: a spreader whose contact knew already
    stops. Of x ignorant and y spreading, ``x y`` contacts tell (an ignorant hears with chance
    ``1 - exp(-contact y)``), and ``contact (1 - x)`` of spreaders stop.

    Examples
    --------
    >>> round(ignorant_share_by_day(1.0), 4)
    0.1745
    """
    ignorant, spreading = 1.0 - 1e-9, 1e-9
    for _ in range(days):
        told = ignorant * -math.expm1(-contact * spreading)
        stopped = spreading * contact * (1.0 - ignorant)
        ignorant, spreading = ignorant - told, spreading + told - stopped
        if spreading < 1e-15:
            break
    return ignorant
