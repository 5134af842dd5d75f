"""What everybody heard on a day, added up from the list of messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

CEILING = 2**31 - 1


class Told(NamedTuple):
    """One message as the trace keeps it."""

    talker: int
    listener: int
    slot: int
    good: bool
    weight: int
    word: int


class Heard(NamedTuple):
    """Sums of a day by listener, and the credit word that remains."""

    good: dict[int, int]
    bad: dict[int, int]
    credit: dict[int, int]


def hear(messages: Iterable[Told], credit_before: dict[int, int]) -> Heard:
    """Add up messages one after the other."""
    heard = Heard({}, {}, dict(credit_before))
    for message in messages:
        sums = heard.good if message.good else heard.bad
        sums[message.listener] = min(CEILING, sums.get(message.listener, 0) + message.weight)
        if message.good:
            before = heard.credit.get(message.listener, 0)
            heard.credit[message.listener] = max(before, message.word)
    return heard
