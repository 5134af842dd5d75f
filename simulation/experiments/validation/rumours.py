"""Rumours that die of being known: exact small towns, and the limits of large ones (science T5)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulation.classics import Spread, maki_thompson
from simulation.classics.exact.rumours import (
    ignorant_chances,
    ignorant_share,
    ignorant_share_by_day,
)
from simulation.experiments.validation.check import (
    SEED,
    Check,
    Effort,
    Family,
    at_least,
    drawn,
    share,
)
from simulation.experiments.validation.check import chi_square as chance_of

CONSUMERS = 10_000
WITHIN = 0.005
SUDBURY = "T5, Sudbury 1985 (abstract) (C)"
OTHERS = "T5, (k+1)(1-x) + ln x = 0 (recalled, confirmed C)"
CHAIN = "T5, exact Markov chain (C)"
BY_DAY = "T5, mean-field daily map (C)"
LEAST_CHANCE = 1e-4


def checks(effort: Effort) -> Iterator[Check]:
    """Contact by contact and day by day."""
    replications = effort.of(100_000, 20_000)
    heard = maki_thompson(3, replications=replications, seed=SEED).size
    for left, chance in enumerate((0.75, 0.25, 0.0)):
        got = float((heard == 3 - left).mean())
        source = "T5, Gani (abstract) (C)"
        yield share(f"3 consumers: chance that {left} never hear", source, chance, got, len(heard))
    for k in (1, 2):
        heard = maki_thompson(8, stale_contacts=k, replications=replications, seed=SEED).size
        counts = np.bincount(8 - heard, minlength=8)
        p = chance_of(ignorant_chances(8, k), counts)
        yield at_least(f"8 consumers, k = {k}: chi-square p", CHAIN, LEAST_CHANCE, p)
    for k in (1, 2, 3):
        spread = maki_thompson(
            CONSUMERS, stale_contacts=k, replications=effort.of(200, 100), seed=SEED
        )
        yield _never(
            f"by contact, k = {k}", SUDBURY if k == 1 else OTHERS, ignorant_share(k), spread
        )
    for contacts in (1.0, 0.5, 0.1):
        spread = maki_thompson(
            CONSUMERS, mode="daily", contacts_per_day=contacts,
            replications=effort.of(200, 50), seed=SEED,
        )  # fmt: skip
        expected = ignorant_share_by_day(contacts)
        yield _never(f"by day, {contacts:g} contacts a day", BY_DAY, expected, spread)


def _never(name: str, source: str, expected: float, spread: Spread) -> Check:
    left = 1.0 - spread.size / CONSUMERS
    return drawn(f"{name}: share that never hears", source, expected, left, allowed=WITHIN)


FAMILY = Family(
    "Rumours",
    "Maki and Thompson 1973: who meets a knower loses the urge to tell, so a fifth never hear.",
    checks,
)
