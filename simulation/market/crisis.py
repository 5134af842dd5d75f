"""Cases: what went wrong, when the brand noticed, what it answered."""

from __future__ import annotations

from dataclasses import dataclass


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
    loss: float = 0.0
    against: float = 0.0
    n_hurt: int = 0
    talk_left: float = 1.0
    """Share of anger talk left by the replies given before today."""
    news_left: float = 1.0
    talk_today: float = 1.0
    news_today: float = 1.0
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

    def notice(self, at: float) -> None:
        """The brand knows at this time, unless it knew before."""
        self.noticed_at = min(self.noticed_at, at)
