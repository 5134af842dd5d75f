"""Hear: whom does each message reach, and does it count?"""

from __future__ import annotations

import numpy as np

from simulation.dynamics.jit import jit

LARGEST_HEARD = 2**31 - 1

_DAY_SHIFT = np.uint64(52)
_PRIORITY_SHIFT = np.uint64(36)
_PRIORITY_DROP = np.uint64(16)
_HOP_SHIFT = np.uint64(32)
_HOP_MASK = np.uint64(0xF)
_SLOT_SHIFT = np.uint64(24)
_TALKER_MASK = np.uint64(0xFFFFFF)
_SLOT_MASK = np.uint64(0xFF)

LARGEST_TALKER = 0xFFFFFE
NOBODY = 0xFFFFFF
"""Talker of a message that no consumer sent: advertising, news."""
LAST_DAY = 4094
N_SLOTS = 256
MOST_HOPS = 15
"""Retellings after which a message is counted as retold no further."""


@jit
def add_heard(heard, weight):  # type: ignore[no-untyped-def]
    """Sum of a day's heard weight with one more message: whole numbers, so order cannot matter.

    The sum stops at :data:`LARGEST_HEARD`; a sum of non-negative numbers cut at a ceiling does not
    depend on their order either.
    """
    total = int(heard) + int(weight)
    return min(total, LARGEST_HEARD)


@jit
def weigh(weight, strength):  # type: ignore[no-untyped-def]
    """Fixed-point weight of a message over a tie of the given strength, rounded to the nearest."""
    return int(float(weight) * float(strength) + 0.5)


@jit
def credit_word(day, priority, hop, slot, talker):  # type: ignore[no-untyped-def]
    """Day, priority, hop, slot and talker in one word: of several the largest is the last touch.

    Day + 1 takes 12 bits, the priority 16, the number of retellings 4, the tactic's slot 8, the
    talker 24. Later days win; on one day a random priority decides. Never 0.
    """
    return (
        (np.uint64(day + 1) << _DAY_SHIFT)
        | ((np.uint64(priority) >> _PRIORITY_DROP) << _PRIORITY_SHIFT)
        | (np.uint64(hop) << _HOP_SHIFT)
        | (np.uint64(slot) << _SLOT_SHIFT)
        | np.uint64(talker)
    )


@jit
def hop_of(word):  # type: ignore[no-untyped-def]
    """How often the message of a credit word had been retold: 0 is first hand."""
    return np.int64((np.uint64(word) >> _HOP_SHIFT) & _HOP_MASK)


@jit
def kept(hop, keep):  # type: ignore[no-untyped-def]
    """Share of a message that survives ``hop`` retellings, each of which keeps ``keep`` of it."""
    left = 1.0
    for _ in range(hop):
        left = left * keep
    return left


@jit
def slot_of(word):  # type: ignore[no-untyped-def]
    """Slot of the tactic (0: consumers by themselves) in a credit word."""
    return np.int64((np.uint64(word) >> _SLOT_SHIFT) & _SLOT_MASK)


@jit
def talker_of(word):  # type: ignore[no-untyped-def]
    """Talker in a credit word, :data:`NOBODY` for a message of the brand or the news."""
    return np.int64(np.uint64(word) & _TALKER_MASK)


@jit
def confirmed(voices, confirmation):  # type: ignore[no-untyped-def]
    """Factor on what is heard when several kinds of voices agree: ``1 + c`` from two kinds on.

    ``voices`` has a bit for each kind heard so far (acquaintances, strangers, influencers, the
    brand, third parties). Client's article S0 (row 25); the size is an assumption.
    """
    return 1.0 + confirmation if voices & (voices - 1) else 1.0


@jit
def remember(good, bad, evidence_for, evidence_against, fatigue, factor, p):  # type: ignore[no-untyped-def]
    """Evidence and fatigue after a day on which ``good`` and ``bad`` weight were heard.

    With the day's total ``h = good + bad`` and the fatigue ``f`` of the last days::

        shrink = factor / (1 + h / day_saturation) / (1 + (f / fatigue_half)^2)
        E+ <- E+ remember + good shrink        (E- the same)
        f  <- f fatigue_keep + h

    Also returns the weight that was lost. A tenth message of the day says less than the first, and
    a tired listener hears less (attention is scarce: client's article S2). ``factor`` is that of
    :func:`confirmed`. Both shapes are assumptions.
    """
    total = good + bad
    new_for = evidence_for * p.remember
    new_against = evidence_against * p.remember
    shrink = 0.0
    if total > 0.0:
        tired = fatigue / p.fatigue_half
        shrink = factor / (1.0 + total / p.day_saturation) / (1.0 + tired * tired)
        new_for = new_for + good * shrink
        new_against = new_against + bad * shrink
    return new_for, new_against, fatigue * p.fatigue_keep + total, total * max(0.0, 1.0 - shrink)


@jit
def balance(evidence_for, evidence_against, p):  # type: ignore[no-untyped-def]
    """Opinion from what was heard, -1 to 1: the rule for conflicting word of mouth.

    ``x = (E+ - m E-) / (E+ + m E- + k)`` with the negativity ``m``. Nothing heard gives 0; the
    uncertainty ``k`` in the denominator is the doubt that remains after little evidence. With m = 1
    swapping good and bad swaps the sign. A smooth form of the rule ``good / (good + m bad)`` of
    Goldenberg et al. (2007). ``p`` has ``negativity`` and ``uncertainty``.
    """
    against = p.negativity * evidence_against
    return (evidence_for - against) / (evidence_for + against + p.uncertainty)
