"""Consumers as Mesa agents: windows on the rows of the market, with the same four verbs.

The methods call the same rules as the compiled loops, so both engines give the same arrays to the
last bit. To change how people behave, subclass :class:`Consumer`, override one verb and run the
model with ``engine="agents"``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import mesa
import numpy as np

from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.randomness import (
    ORGANIC,
    WHY_BAD_CONTACT,
    WHY_BAD_POST,
    WHY_DECIDE,
    WHY_GOOD_CONTACT,
    WHY_GOOD_POST,
    WHY_JOURNEY,
    WHY_TALK,
    WHY_UNIT,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules import decide as decide_rule
from simulation.dynamics.rules import experience as experience_rule
from simulation.dynamics.rules import hear as hear_rule
from simulation.dynamics.rules import talk as talk_rule
from simulation.dynamics.tables import HostTables
from simulation.market.state import EVER_AWARE, EVER_INTERESTED, FIXED, Stage
from simulation.messages import UNHEARD, Clock, Message, contacts, post_of
from simulation.network.roles import Role

if TYPE_CHECKING:
    from simulation.model import WordOfMouthModel


class Consumer(mesa.Agent):  # type: ignore[misc]
    """One consumer: a window on its row.

    Attributes
    ----------
    row : int
        Its place in every array of the market and of the population.
    """

    def __init__(self, model: WordOfMouthModel, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        """Row, stage and opinion."""
        return f"<Consumer {self.row}: {self.stage.name.lower()}, opinion {self.opinion:+.2f}>"

    # -- state -------------------------------------------------------------------------------

    @property
    def stage(self) -> Stage:
        """Where it stands on the journey."""
        return Stage(int(self.model.market.stage[self.row]))

    @stage.setter
    def stage(self, stage: int) -> None:
        self.model.market.stage[self.row] = int(stage)

    @property
    def role(self) -> Role:
        """KOL tier, KOC, employee or ordinary consumer."""
        return Role(int(self.model.population.role[self.row]))

    @property
    def satisfaction(self) -> float:
        """Satisfaction with the last unit, -1 to 1; 0 without one."""
        return float(self.model.market.satisfaction[self.row])

    @satisfaction.setter
    def satisfaction(self, value: float) -> None:
        self.model.market.satisfaction[self.row] = value

    @property
    def anger(self) -> float:
        """Arousal left from something that went wrong."""
        return float(self.model.market.anger[self.row])

    @anger.setter
    def anger(self, value: float) -> None:
        self.model.market.anger[self.row] = value

    @property
    def evidence_for(self) -> float:
        """Remembered good word, in exposures."""
        return float(self.model.market.evidence_for[self.row])

    @evidence_for.setter
    def evidence_for(self, value: float) -> None:
        self.model.market.evidence_for[self.row] = value

    @property
    def evidence_against(self) -> float:
        """Remembered bad word, in exposures."""
        return float(self.model.market.evidence_against[self.row])

    @evidence_against.setter
    def evidence_against(self, value: float) -> None:
        self.model.market.evidence_against[self.row] = value

    @property
    def units(self) -> int:
        """Units obtained."""
        return int(self.model.market.units[self.row])

    @property
    def taste(self) -> float:
        """How much it likes the category."""
        return float(self.model.population.taste[self.row])

    @property
    def heard(self) -> tuple[float, float]:
        """Good and bad weight heard today, in exposures; zero once it has decided."""
        market = self.model.market
        return (
            float(market.heard_good[self.row]) / FIXED,
            float(market.heard_bad[self.row]) / FIXED,
        )

    @property
    def opinion(self) -> float:
        """What it thinks of the brand, -1 to 1."""
        p, heard = self.model.parameters.experience, (self.evidence_for, self.evidence_against)
        return float(experience_rule.opinion(self.units, self.satisfaction, *heard, p))

    @property
    def is_owner(self) -> bool:
        """Whether it has obtained a unit."""
        return self.units > 0

    def _neighbours(self, layer: str) -> list[Consumer]:
        ties = self.model.graph.layers[layer]
        start, stop = ties.first[self.row], ties.first[self.row + 1]
        return [self.model.consumer(int(row)) for row in ties.listener[start:stop]]

    @property
    def friends(self) -> list[Consumer]:
        """Consumers whom it reaches over strong ties."""
        return self._neighbours("strong")

    # -- the four verbs ----------------------------------------------------------------------

    def talk(self, brand: BrandDay, tables: HostTables) -> Iterator[Message]:
        """Messages it sends today: by itself, then for each programme that incites it."""
        case = abs(int(self.model.market.case[self.row]))
        rates = self.rates(brand, self.anger, float(tables.calm[case]))
        yield from self._say(rates, Clock(brand, 0, ORGANIC, True, 0), 1.0)
        programmes = tables.programmes
        for q in range(len(programmes.least)):
            if not self.is_owner or self.satisfaction < float(programmes.least[q]):
                continue
            good, bad, good_post, bad_post = self.rates(brand, 0.0, 1.0)
            more, posts = float(programmes.contacts[q]), float(programmes.posts[q])
            clock = Clock(brand, 0, int(programmes.stream[q]), True, int(programmes.slot[q]))
            incited = (good * more, bad * more, good_post * posts, bad_post * posts)
            for message in self._say(incited, clock, self.model.weights.rewarded):
                programmes.made[q] += message.listener == UNHEARD
                yield message

    def hear(self, message: Message, brand: BrandDay) -> None:
        """Add one message to what was heard today."""
        market, row = self.model.market, self.row
        if message.good:
            heard = hear_rule.add_heard(int(market.heard_good[row]), message.weight)
            market.heard_good[row] = heard
            if message.word > int(market.credit[row]):
                market.credit[row] = message.word
        else:
            market.heard_bad[row] = hear_rule.add_heard(int(market.heard_bad[row]), message.weight)

    def decide(self, brand: BrandDay, log_price: float, others: float) -> bool:
        """Remember what was heard and decide; tell whether a unit was bought."""
        market, row, p = self.model.market, self.row, self.model.parameters
        good, bad = self.heard
        market.heard_good[row] = 0
        market.heard_bad[row] = 0
        stage = int(market.stage[row])
        good_left, bad_left, fatigue = hear_rule.remember(
            good, bad, self.evidence_for, self.evidence_against, float(market.fatigue[row]), p.hear
        )
        market.evidence_for[row] = good_left
        market.evidence_against[row] = bad_left
        market.fatigue[row] = fatigue
        u, v, _, _ = self._draw(brand, WHY_DECIDE)
        new = decide_rule.decide(
            stage, good + bad, self.evidence_for, self.evidence_against, self.taste, log_price,
            brand.on_sale, others, unit(u), unit(v), p.decide,
        )  # fmt: skip
        if new == stage:
            return False
        market.stage[row] = new
        if new == Stage.AWARE:
            market.ever[row] |= EVER_AWARE
        elif new == Stage.INTERESTED:
            market.ever[row] |= EVER_INTERESTED
        elif new == Stage.CUSTOMER:
            market.units[row] += 1
            market.experienced_day[row] = brand.day
            self._book(brand.day)
            return True
        return False

    def experience(self, brand: BrandDay, log_price: float) -> bool:
        """Judge a new unit, live on with it, or forget; tell whether a unit was bought."""
        market, row, p = self.model.market, self.row, self.model.parameters.experience
        stage = int(market.stage[row])
        if stage == Stage.UNAWARE:
            return False
        if self.anger > 0.0:
            self.anger = experience_rule.calm_down(self.anger, int(market.case[row]), p)
        if self.units == 0:
            if stage < Stage.CUSTOMER:
                _, v, _, _ = self._draw(brand, WHY_JOURNEY)
                x = hear_rule.balance(self.evidence_for, self.evidence_against, p.negativity)
                market.stage[row] = experience_rule.forget(stage, x, unit(v), p)
                if int(market.stage[row]) == Stage.UNAWARE:
                    self.anger = 0.0
            return False
        if int(market.experienced_day[row]) == brand.day:
            self.judge(brand)
            return False
        u, v, _, _ = self._draw(brand, WHY_JOURNEY)
        new, bought = experience_rule.own(
            stage,
            self.satisfaction,
            brand.repeat_chance,
            brand.on_sale,
            log_price,
            unit(u),
            unit(v),
            p,
        )
        market.stage[row] = new
        if bought:
            market.units[row] += 1
            market.experienced_day[row] = brand.day
            self._book(brand.day)
            self.judge(brand)
        return bool(bought)

    def judge(self, brand: BrandDay) -> None:
        """Satisfaction with the unit just obtained."""
        p = self.model.parameters.experience
        occasion, why = when_of(self.units, brand.slot), why_of(WHY_UNIT, ORGANIC)
        words = draw(self.model.key, self.row, occasion, why, 0)
        defect = draw(self.model.key, self.row, occasion, why, 1)[0]
        x = hear_rule.balance(self.evidence_for, self.evidence_against, p.negativity)
        self.satisfaction = experience_rule.satisfy(
            brand.quality, brand.quality_spread, brand.expectation, x, self.taste,
            experience_rule.noise(*words), unit(defect), brand.defect_share, p,
        )  # fmt: skip

    # -- behind the verbs --------------------------------------------------------------------

    def _draw(self, brand: BrandDay, why: int, stream: int = ORGANIC) -> tuple[int, int, int, int]:
        when = when_of(brand.day, brand.slot)
        words = draw(self.model.key, self.row, when, why_of(why, stream), 0)
        return words  # type: ignore[no-any-return]

    def rates(self, brand: BrandDay, anger: float, calm: float) -> tuple[float, ...]:
        """Good and bad conversations, good and bad posts a day, as the talk rule has them."""
        market, row = self.model.market, self.row
        age = float(brand.day - int(market.experienced_day[row]))
        rates = talk_rule.talk(
            int(market.stage[row]), self.units, self.satisfaction, age, anger, calm,
            float(self.model.population.participation[row]), self.model.parameters.talk,
        )  # fmt: skip
        return rates  # type: ignore[no-any-return]

    def _say(self, rates: tuple[float, ...], clock: Clock, factor: float) -> Iterator[Message]:
        """Conversations and posts of today at these rates, bad word first."""
        good, bad, good_post, bad_post = rates
        if good + bad + good_post + bad_post <= 0.0:
            return
        run, words = self.model.run, self._draw(clock.brand, WHY_TALK, clock.stream)
        public = int(int(self.model.weights.public[self.role]) * factor + 0.5)
        for rate, post, first, second, why, why_post, is_good in (
            (bad, bad_post, words[1], words[3], WHY_BAD_CONTACT, WHY_BAD_POST, False),
            (good, good_post, words[0], words[2], WHY_GOOD_CONTACT, WHY_GOOD_POST, True),
        ):
            if rate > 0.0:
                level = talk_rule.first_gap(first, rate)
                asked = clock._replace(why=why, good=is_good)
                yield from contacts(run, self.row, asked, level, rate, factor)
            if post > 0.0 and talk_rule.first_gap(second, post) < post:
                asked = clock._replace(why=why_post, good=is_good)
                reach = self.model.parameters.talk.post_rate
                yield asked.said(self.row)
                yield from post_of(run, self.row, asked, reach, 0, public)

    def _book(self, day: int) -> None:
        """Keep who is credited with the first purchase."""
        market, row = self.model.market, self.row
        if int(market.purchases[row]) == 0:
            market.first_purchase_day[row] = day
            market.recruited[row] = np.uint64(market.credit[row])
        market.purchases[row] += 1
