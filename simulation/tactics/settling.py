"""What every tactic that settles complaints assumes: who waits, and what settling gives back."""

from __future__ import annotations

import math

from simulation.fields import Section, Share, belief


class Settling(Section):
    """Of those who complain, the fewer let the brand settle it the longer they waited.

    A share ``settled_at_once exp(-waited / patience_hours)`` does, and gets ``restored_share`` of
    what they lost back, never more (de Matos et al. 2007, abstract: recovery has no significant
    effect on word of mouth, purchase or image).
    """

    settled_at_once: Share = belief(
        0.8, "Share of complaints that an instant reply could settle", "share", low=0.4, high=1.0
    )
    patience_hours: float = belief(
        30.0, "Hours of waiting after which only 37 % still let it be settled", "hours",
        low=6.0, high=120.0, gt=0.0,
    )  # fmt: skip
    restored_share: Share = belief(
        0.72, "Share of the loss that a settled complaint gives back", "share", low=0.3, high=1.0
    )

    def patient_after(self, hours: float) -> float:
        """Share of people who still wait after so many hours: ``exp(-hours / patience_hours)``."""
        return math.exp(-hours / self.patience_hours)

    def settled_after(self, hours: float) -> float:
        """Share of complaints that can be settled after so many hours without a reply."""
        return self.settled_at_once * self.patient_after(hours)
