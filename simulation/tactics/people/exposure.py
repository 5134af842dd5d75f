"""Being found out: what planted, paid or deleted posts cost a brand once people know."""

from __future__ import annotations

import math

from simulation.events.fakes_exposed import FakesExposed
from simulation.fields import Section, Share, belief
from simulation.market.actions import Cause
from simulation.market.view import View

FAKES_EXPOSED: str = FakesExposed.model_fields["kind"].default


class Exposure(Section):
    """What happens when it comes out; each is a field of the event ``fakes_exposed``."""

    trust_loss: Share = belief(
        0.3, "Share of the trust in the brand that is lost", "share", low=0.02, high=0.6
    )
    share_of_aware: Share = belief(
        0.05, "Share of those who know the brand who are outraged", "share", low=0.005, high=0.2
    )
    severity: Share = belief(
        0.5, "How bad the outraged find it; scales loss and anger", "share", low=0.1, high=0.8
    )
    news_share: Share = belief(
        0.02, "Messages a person that the news makes on the first day", "share", low=0.0, high=0.2
    )

    def cause(self) -> Cause:
        """The event, with these fields."""
        return Cause(FAKES_EXPOSED, self.model_dump())


def is_found_out(view: View, pieces: float, chance_each: float) -> bool:
    """Whether at least one of today's pieces is found out: ``1 - (1 - chance_each)^pieces``."""
    hazard = 1.0 - math.pow(1.0 - chance_each, pieces)
    return view.chance() < hazard
