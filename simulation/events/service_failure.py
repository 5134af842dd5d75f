"""Service failure: for some days service breaks down, and a share of the owners feels it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.events.trouble import Trouble
from simulation.fields import Share, fact
from simulation.market.actions import Proposal, Shift
from simulation.market.view import View


class ServiceFailure(Trouble):
    """A breakdown of service: owners who needed help are hurt, and buyers of these days served ill.

    A ``share_of_owners``, by lot, is hurt on the day; for ``for_days`` the brand's service is lower
    by ``service_loss``, on which the satisfaction of those who buy in these days depends.
    """

    title: ClassVar = {"en": "Service failure", "zh": "服务事故"}

    kind: Literal["service_failure"] = "service_failure"
    share_of_owners: Share = fact(0.1, "Share of owners who needed help and got none", "share")
    service_loss: Share = fact(0.3, "How much lower service is while it lasts", "0 to 1")
    for_days: int = fact(7, "Days until service is as before", "days", ge=1)

    def hit(self, view: View) -> NDArray[np.int32]:
        """Owners by lot."""
        return view.by_share(view.market.units > 0, self.share_of_owners)

    def aftermath(self, view: View) -> Iterable[Proposal]:
        """Lower service until it is mended; and the news."""
        if view.day < view.cases[self.label].day + self.for_days:
            yield Proposal((Shift("service", -self.service_loss),))
        yield from super().aftermath(view)
