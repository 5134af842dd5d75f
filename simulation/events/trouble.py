"""Trouble that hits people and then the news: what defects and scandals have in common."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from simulation.events.base import Event
from simulation.fields import Share, belief
from simulation.market.actions import Broadcast, Hurt, Proposal, Source
from simulation.market.view import View

_NEWS_UNTIL = 1e-4


class Trouble(Event):
    """Some people are hurt on the day; the news carries it to everybody for a while.

    Severity ``s`` costs an owner ``loss_at_full s`` of satisfaction, gives ``anger_at_full s`` of
    anger and adds ``against_at_full s`` to the evidence of those without a unit. The news makes
    ``news_share 2^(-t / half_life_days)`` messages a person on the t-th day, by lot (assumptions; a
    public reply takes its part away).
    """

    loss_at_full: float = belief(
        2.4, "Satisfaction lost by an owner at severity 1", "-1 to 1", low=1.0, high=3.0, ge=0.0
    )
    anger_at_full: float = belief(
        2.0, "Anger of those hit at severity 1", "1 = full anger", low=0.5, high=4.0, ge=0.0
    )
    against_at_full: float = belief(
        2.0, "Bad evidence for those without a unit at severity 1", "exposures", low=0.5, high=4.0,
        ge=0.0,
    )  # fmt: skip
    news_share: Share = belief(
        0.02, "Messages a person that the news makes on the first day", "share",
        low=0.0, high=0.2,
    )  # fmt: skip

    def hit(self, view: View) -> NDArray[np.int32]:
        """Rows of those whom it hits."""
        raise NotImplementedError

    def strike(self, view: View) -> Iterable[Proposal]:
        """Hurt those hit and open the case."""
        s = self.severity
        yield Proposal(
            (
                Hurt(
                    self.hit(view),
                    self.loss_at_full * s,
                    self.anger_at_full * s,
                    self.against_at_full * s,
                ),
            )
        )

    def aftermath(self, view: View) -> Iterable[Proposal]:
        """Carry it into the news, less every day."""
        case = view.cases[self.label]
        left = math.exp(-math.log(2.0) * (view.day - case.day) / self.half_life_days)
        reach = self.news_share * left * case.news_today
        if reach > _NEWS_UNTIL:
            yield Proposal((Broadcast(reach, Source.NEWS, good=False),))
