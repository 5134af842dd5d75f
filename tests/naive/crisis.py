"""What replies leave of anger talk, hour by hour, as one would keep it in a diary."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Answer(NamedTuple):
    """A reply at a time (days since the start) that takes away a share of the talk."""

    at: float
    calming: float


def talk_left(answers: Sequence[Answer], time: float) -> float:
    """Share of anger talk left at a moment."""
    left = 1.0
    for answer in answers:
        if answer.at <= time:
            left *= 1.0 - answer.calming
    return left


def talk_of_day(answers: Sequence[Answer], day: int) -> float:
    """Mean share left over a day: the level between replies times how long it lasts."""
    times = sorted({float(day), day + 1.0, *(a.at for a in answers if day < a.at < day + 1)})
    return sum(talk_left(answers, start) * (end - start) for start, end in pairwise(times))
