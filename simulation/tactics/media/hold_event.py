"""Hold an event: a launch, a livestream or a stand at a trade show gives a burst of attention."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.fields import Money, Section, Share, belief, choice
from simulation.market.actions import (
    Action,
    Broadcast,
    Consumers,
    Enrol,
    Press,
    Proposal,
    Sample,
    Source,
    Tell,
    Transition,
)
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.tactics.base import Tactic

Form = Literal["launch", "livestream", "trade_show"]
_NEWS_DAYS = 3
_WORDS = 2.0**32


class Forms(Section):
    """What each form of an event does beside being heard."""

    launch_worth: float = belief(
        1.2, "Credibility of a launch against the brand's own pages", "ratio", low=0.8, high=1.6,
        ge=0.0,
    )  # fmt: skip
    launch_news: Share = belief(
        0.1, "Messages a person that the press makes of a launch that everybody attends", "share",
        low=0.0, high=0.3,
    )  # fmt: skip
    livestream_worth: float = belief(
        1.0, "Credibility of a livestream against the brand's own pages", "ratio",
        low=0.6, high=1.4, ge=0.0,
    )  # fmt: skip
    livestream_news: Share = belief(0.02, "The same for a livestream", "share", low=0.0, high=0.1)
    trade_show_worth: float = belief(
        1.2, "Credibility of a stand against the brand's own pages", "ratio", low=0.8, high=1.6,
        ge=0.0,
    )  # fmt: skip
    trade_show_news: Share = belief(0.05, "The same for a trade show", "share", low=0.0, high=0.2)
    hands_on_share: Share = belief(
        0.5, "Share of the visitors of a trade show who try the product", "share",
        low=0.2, high=0.9,
    )  # fmt: skip
    hands_on_weight: float = belief(
        2.0, "Messages that such a try counts for, for or against", "messages", low=0.5, high=5.0,
        ge=0.0,
    )  # fmt: skip


class Audience(NamedTuple):
    """Rows of those who came, by lot, and of those of them who would book when interested."""

    who: Consumers
    books: NDArray[np.bool_]


class HoldEvent(Tactic):
    """A part of the people attends on one day; the interested may book, and find buying easier.

    Client's articles S0 (row 26), S1 (44, 45: launch, livestream, bookings) and S2 (128: trade
    show). ``audience_share`` of all consumers, by lot, hear the brand on the first day; the press
    carries it for three days more (:class:`Forms`); at a trade show some try the product and meet
    its true quality. Those who came and are interested within ``booking_days`` book with chance
    ``reservations``; from the first day of sale, for ``booking_holds_days``, ``booking_push`` is
    added to their log-odds of buying. Money is paid once. All sizes are assumptions.
    """

    title: ClassVar = {"en": "Hold an event", "zh": "发布会与活动"}
    enrols: ClassVar[bool] = True
    is_at_once: ClassVar[bool] = True

    kind: Literal["hold_event"] = "hold_event"
    form: Form = choice("launch", "A launch, a livestream or a stand at a trade show")
    audience_share: Share = choice(0.1, "Share of all consumers who attend", "share")
    reservations: Share = choice(0.3, "Share of the interested who attended and book", "share")
    cost: Money = choice(5000.0, "Price of the whole event", "money")
    forms: Forms = choice(Forms(), "What each form does")
    booking_days: int = choice(14, "Days after the event on which one can book", "days", ge=0)
    booking_push: float = belief(
        1.0, "Log-odds of buying that a booking adds", "log-odds", low=0.3, high=2.0, ge=0.0
    )
    booking_holds_days: int = belief(
        30, "Days for which a booking holds, from the first day of sale", "days", low=7, high=60,
        ge=1,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """Too little money, or nobody comes."""
        if self.cost > view.purse:
            return [f"cost: {view.purse:,.0f} cannot pay {self.cost:,.0f}. Raise the budget."]
        if self.audience_share == 0.0:
            return ["audience_share: nobody comes. Raise it."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Hold the event, let the press speak of it, take bookings, honour them."""
        if view.day == self.day:
            yield from self.hold(view)
        audience = view.memory.get("audience")
        if audience is None:
            return
        age = view.day - self.day
        news = getattr(self.forms, f"{self.form}_news") * self.audience_share / _NEWS_DAYS
        if 1 <= age <= _NEWS_DAYS and news > 0.0:
            yield Proposal((Broadcast(news, Source.NEWS),))
        if self.reservations > 0.0:
            yield from self.book(view, audience, age)

    def hold(self, view: View) -> Iterable[Proposal]:
        """Pay; who comes hears, and at a trade show tries."""
        if self.cost > view.purse:
            view.leaves_money_because("the event costs more than is left")
            return
        everybody = np.ones(view.n_consumers, np.bool_)
        who = view.in_order(everybody, None)[: int(self.audience_share * view.n_consumers + 0.5)]
        chances = view.luck.lots(1, who) / _WORDS
        view.memory["audience"] = Audience(who, chances < self.reservations)
        worth = getattr(self.forms, f"{self.form}_worth")
        actions: tuple[Action, ...] = (Tell(who, 1.0, Source.BRAND, credibility=worth),)
        if self.form == "trade_show":
            tries = who[view.luck.lots(2, who) / _WORDS < self.forms.hands_on_share]
            actions += (Sample(tries, self.forms.hands_on_weight),)
        yield Proposal(actions if len(who) else (), self.cost, "fee")

    def book(self, view: View, audience: Audience, age: int) -> Iterable[Proposal]:
        """Enrol who is interested and books; once on sale, buying is easier for them."""
        actions: tuple[Action, ...] = ()
        if 1 <= age <= self.booking_days:
            who = audience.who[audience.books]
            new = who[view.market.stage[who] == Stage.INTERESTED]
            if len(new):
                actions += (Enrol(new),)
        first = max(self.day, view.on_sale_from)
        if first <= view.day < first + self.booking_holds_days and self.booking_push > 0.0:
            actions += (Press(Transition.PURCHASE, self.booking_push, members=True),)
        if actions:
            yield Proposal(actions)
