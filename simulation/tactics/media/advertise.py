"""Advertise: buy exposures in a channel, with carry-over and saturation."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Section, Share, belief, choice
from simulation.market.actions import BuyMedia, Proposal
from simulation.market.view import View
from simulation.tactics.base import Tactic

_MOVED = 1e-9
Format = Literal["feed", "film", "search_text", "native", "banner"]
_SIZE = "the size is ours"
_NATIVE = f"direction: few notice that it is paid, and those like it less (recalled); {_SIZE}"


def _cost(default: float, what: str, low: float, high: float) -> float:
    return belief(  # type: ignore[no-any-return]
        default, f"Price of a message as {what}, against one in a feed", "ratio",
        low=low, high=high, gt=0.0,
    )  # fmt: skip


def _worth(default: float, what: str, low: float, high: float, source: str = "") -> float:
    return belief(  # type: ignore[no-any-return]
        default, f"Credibility of {what}, against one in a feed", "ratio",
        low=low, high=high, source=source, ge=0.0,
    )  # fmt: skip


class Formats(Section):
    """What a message costs and how far it is believed, by format; a feed is the unit of both."""

    film_cost: float = _cost(2.5, "a film", 1.5, 4.0)
    film_worth: float = _worth(1.3, "a film", 1.0, 1.8)
    search_text_cost: float = _cost(3.0, "a text beside search results", 1.5, 6.0)
    search_text_worth: float = _worth(1.6, "an answer to somebody's search", 1.0, 2.5)
    native_cost: float = _cost(1.3, "a native advertisement", 1.0, 2.0)
    native_worth: float = _worth(1.2, "a native advertisement", 0.7, 1.6, _NATIVE)
    banner_cost: float = _cost(0.4, "a banner", 0.2, 0.8)
    banner_worth: float = _worth(0.4, "a banner", 0.1, 0.8)

    def of(self, form: Format) -> tuple[float, float]:
        """Cost factor and credibility factor of a format."""
        if form == "feed":
            return 1.0, 1.0
        return float(getattr(self, f"{form}_cost")), float(getattr(self, f"{form}_worth"))


class Advertise(Tactic):
    """Money a day buys exposures to everybody in this market, by lot.

    Spending works over several days (normalised adstock) and saturates (Hill) with all that is
    spent on the channel: see :mod:`simulation.market.media`. With a ``budget`` and no
    ``spend_per_day`` the budget is spread evenly over the days from ``day`` to ``until`` (or
    ``spread_days``).

    ``format`` (client's article S4, row 109) changes price and credibility of a message
    (:class:`Formats`). ``targeting`` t (S2, rows 59 and 71) shows a share of the messages only to
    those who matter: people without a unit, a share s of all. With the accuracy a of the targeting
    (``accuracy``, raised by joined data: see ``connect_channels``) money buys::

        gain = (1 - t a + t a / s) / (1 + targeting_premium t)

    times the messages. So it pays where few of those reached matter, and loses the premium where
    nearly everybody does. Owners are not spared in the model: they hear as many as the others.
    """

    title: ClassVar = {"en": "Advertise", "zh": "广告投放"}
    is_media: ClassVar[bool] = True

    kind: Literal["advertise"] = "advertise"
    channel: str = choice("video", "Name of a channel in media.channels")
    spend_per_day: Money | None = choice(
        None, "Money a day; else the budget spread evenly", "money a day"
    )
    spread_days: int = choice(28, "Days over which a budget is spread", "days", ge=1)

    format: Format = choice("feed", "Form of the advertisement")
    targeting: Share = choice(0.0, "Share of the messages shown only to chosen people", "share")
    formats: Formats = choice(Formats(), "What each format costs and how far it is believed")
    accuracy: Share = belief(
        0.5, "Share of targeted messages that reach whom they are meant for, data not joined",
        "share", low=0.2, high=0.8,
    )  # fmt: skip
    targeting_premium: float = belief(
        0.3, "What full targeting adds to the price of a message", "ratio", low=0.0, high=1.0,
        ge=0.0,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """An unknown channel, or nothing to spend."""
        if self.channel not in view.channels:
            known = ", ".join(view.channels)
            return [f'channel: "{self.channel}" is not in media.channels ({known}).']
        if self.spend_per_day is None and not math.isfinite(view.purse):
            return ["spend_per_day: neither spend_per_day nor a budget is given. Give one."]
        return []

    def last_day(self, view: View) -> int:
        """Last day of spending."""
        last = view.days - 1 if self.until is None else self.until
        if self.spend_per_day is not None:
            return last
        return min(last, self.day + self.spread_days - 1)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Spend today's money."""
        last = self.last_day(view)
        if view.day > last:
            return
        wanted = self.even(view, last) if self.spend_per_day is None else self.spend_per_day
        spend = min(wanted, view.purse)
        if spend > 0.0:
            cost, worth = self.formats.of(self.format)
            media = BuyMedia(self.channel, spend, self.gain(view) / cost, worth)
            yield Proposal((media,), spend, "media", divisible=True)

    def even(self, view: View, last: int) -> float:
        """Today's part of the budget; money that came or went anew is spread over the rest."""
        memory = view.memory
        if view.day == self.day:
            memory["whole"], memory["from"], memory["before"] = view.purse, view.day, view.spent
        elif view.ledger.has_purse(self.label):
            expected = memory["whole"] - (view.spent - memory["before"])
            if abs(view.purse - expected) > _MOVED * max(1.0, memory["whole"]):
                memory["whole"], memory["from"], memory["before"] = view.purse, view.day, view.spent
        return float(memory["whole"] / (last - memory["from"] + 1))

    def gain(self, view: View) -> float:
        """Messages to those who matter that a coin buys, against those of untargeted money."""
        if self.targeting == 0.0:
            return 1.0
        matter = float((view.market.units == 0).mean())
        if matter <= 0.0:
            return 1.0
        known = view.scalars["data"]
        right = self.targeting * (self.accuracy + (1.0 - self.accuracy) * known)
        return (1.0 - right + right / matter) / (1.0 + self.targeting_premium * self.targeting)
