"""Cases: what went wrong, when the brand noticed, what it answered."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass
class Case:
    """One event's trouble, from the day it strikes.

    Times are in days since the start of the run, with the hours as a fraction.
    """

    name: str
    kind: str
    blame: str
    number: int
    day: int
    noticed_at: float
    who: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    """Rows of those hurt, ascending."""
    lost: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    """Satisfaction that each of them lost, as far as there was any to lose; 0 without a unit."""
    against: float = 0.0
    talk_left: float = 1.0
    """Share of anger talk left by the replies given before today."""
    news_left: float = 1.0
    talk_today: float = 1.0
    news_today: float = 1.0
    severity: float = 0.5
    """How bad it is, 0 to 1."""
    is_trouble: bool = True
    """Whether there is something to answer for; a busy season is no trouble."""
    caught: bool | None = None
    """Whether the brand's monitoring caught it; None before anybody looked."""

    def reply(self, fraction: float, calming: float, *, public: bool) -> None:
        """Take ``calming`` of the anger talk away, from ``fraction`` of today on.

        A negative ``calming`` fuels it. The part of the day before the reply counts as before.
        """
        left = self.talk_left * (1.0 - calming)
        self.talk_today += (1.0 - fraction) * (left - self.talk_left)
        self.talk_left = left
        if public:
            news = self.news_left * (1.0 - calming)
            self.news_today += (1.0 - fraction) * (news - self.news_left)
            self.news_left = news

    def next_day(self) -> None:
        """Yesterday's reply holds for the whole of the new day."""
        self.talk_today = self.talk_left
        self.news_today = self.news_left

    @property
    def n_hurt(self) -> int:
        """Number of consumers hurt."""
        return len(self.who)

    def lost_by(self, rows: NDArray[np.integer]) -> NDArray[np.float64]:
        """Satisfaction that these consumers, all of them hurt, lost to this case."""
        lost: NDArray[np.float64] = self.lost[np.searchsorted(self.who, rows)]
        return lost

    def notice(self, at: float) -> None:
        """The brand knows at this time, unless it knew before."""
        self.noticed_at = min(self.noticed_at, at)
