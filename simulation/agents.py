"""Consumers as Mesa agents: windows on the rows of the market, with the same four verbs.

The methods call the same rules as the compiled loops, so both engines give the same arrays to the
last bit. To change how people behave, subclass :class:`Consumer`, override one verb and run the
model with ``engine="agents"``.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING

import mesa
import numpy as np

from simulation.brand_run import BrandRun
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
from simulation.dynamics.tables import (
    BAD_POSTS,
    FAILURES,
    HEARD_WEIGHT,
    LOST_WEIGHT,
    POSTS,
    REFUSED_COUNT,
    REVIEWS_BAD,
    REVIEWS_GOOD,
    STARS,
    VISITS,
    Programmes,
)
from simulation.engines import Today
from simulation.market.actions import Transition
from simulation.market.state import (
    BONDED,
    COMPLAINT,
    EVER_AWARE,
    EVER_INTERESTED,
    FAILED,
    FIXED,
    REFUSED,
    Stage,
)
from simulation.messages import UNHEARD, Clock, Message, contacts, post_of
from simulation.window import Window

if TYPE_CHECKING:
    from simulation.model import WordOfMouthModel


class Consumer(Window, mesa.Agent):  # type: ignore[misc]
    """One consumer: a window on its row.

    Attributes
    ----------
    row : int
        Its place in every array of the market and of the population.
    run : BrandRun
        The brand that the window looks at; ours unless :meth:`of` opened another.
    """

    def __init__(self, model: WordOfMouthModel, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.run: BrandRun = model.run.ours

    def of(self, brand: str) -> Consumer:
        """The same consumer as it stands with another brand."""
        other = copy.copy(self)
        other.run = self.model.run.brand(brand)
        return other

    def _neighbours(self, layer: str) -> list[Consumer]:
        ties = self.model.graph.layers[layer]
        start, stop = ties.first[self.row], ties.first[self.row + 1]
        return [self.model.consumer(int(row)) for row in ties.listener[start:stop]]

    @property
    def friends(self) -> list[Consumer]:
        """Consumers whom it reaches over strong ties."""
        return self._neighbours("strong")

    # -- the four verbs ----------------------------------------------------------------------

    def talk(self, today: Today) -> Iterator[Message]:
        """Messages it sends today: by itself, then for each programme that it takes part in."""
        brand, tables, market, row = today.brand, today.tables, self.run.market, self.row
        if self.stage == Stage.UNAWARE:
            return
        hop, keeps = 0, 1.0
        if not self.is_owner:
            hop = min(hear_rule.MOST_HOPS, int(market.hop[row]) + 1)
            keeps = float(hear_rule.kept(hop, brand.retold))
        warns = float(self.run.weights.bad[self.role])
        good, bad, good_post, bad_post = self.rates(
            brand, self.anger, float(tables.calm[abs(int(market.case[row]))])
        )
        own = (good, bad, good_post, bad_post * brand.bad_posts_kept)
        clock = Clock(brand, 0, ORGANIC, True, 0, hop)
        yield from self._say(own, clock, keeps, warns, today)
        programmes = tables.programmes
        for q in range(len(programmes.least)):
            rates = self._incited(programmes, q, brand)
            stream, slot = int(programmes.stream[q]), int(programmes.slot[q])
            clock = Clock(brand, 0, stream, True, slot, hop)
            factor = float(programmes.factor[q])
            for message in self._say(rates, clock, keeps * factor, warns * factor, today):
                programmes.made[q] += message.listener == UNHEARD
                yield message

    def hear(self, message: Message, brand: BrandDay) -> None:
        """Add one message to what was heard today."""
        market, row = self.run.market, self.row
        if message.voice:
            market.voices[row] |= message.voice
        if message.good:
            heard = hear_rule.add_heard(int(market.heard_good[row]), message.weight)
            market.heard_good[row] = heard
            if message.word > int(market.credit[row]):
                market.credit[row] = message.word
        else:
            market.heard_bad[row] = hear_rule.add_heard(int(market.heard_bad[row]), message.weight)

    def remember(self, today: Today) -> None:
        """Turn what was heard into evidence and fatigue."""
        market, row, p = self.run.market, self.row, self.parameters.hear
        factor = 1.0
        if p.confirmation > 0.0:
            factor = float(hear_rule.confirmed(int(market.voices[row]), p.confirmation))
        good, bad = self.heard
        good_left, bad_left, fatigue, lost = hear_rule.remember(
            good, bad, self.evidence_for, self.evidence_against, float(market.fatigue[row]),
            factor, p,
        )  # fmt: skip
        market.evidence_for[row] = good_left
        market.evidence_against[row] = bad_left
        market.fatigue[row] = fatigue
        counts = today.tally.counts
        counts[HEARD_WEIGHT] += int(market.heard_good[row]) + int(market.heard_bad[row])
        counts[LOST_WEIGHT] += int(lost * FIXED + 0.5)

    def decide(self, today: Today) -> bool:
        """Decide on what was heard; tell whether a unit was bought."""
        brand, offer, market, row = today.brand, today.tables.offer, self.run.market, self.row
        good, bad = self.heard
        if good > 0.0:
            market.hop[row] = hear_rule.hop_of(market.credit[row])
        market.heard_good[row] = 0
        market.heard_bad[row] = 0
        stage, group = int(market.stage[row]), int(market.groups[row])
        u, v, w, seen = self._draw(brand, WHY_DECIDE)
        own, others, before, gate = 0.0, 0.0, 0.0, 1
        if stage == Stage.INTERESTED:
            own, gate = self.attraction(today, int(seen)), int(offer.gate[group])
            others, before = self._rivals(today)
            if brand.slot:
                w = self._draw(brand._replace(slot=0), WHY_DECIDE)[2]
        new = decide_rule.decide(
            stage, good + bad, self.evidence_for, self.evidence_against, own,
            float(offer.press[group, Transition.INTEREST]), gate, others, before, unit(u), unit(v),
            unit(w), self.parameters.decide,
        )  # fmt: skip
        if new == stage:
            wants = float(decide_rule.purchase_chance(own, others))
            if stage == Stage.INTERESTED and not gate and unit(w) < wants:
                market.ever[row] |= REFUSED
                market.evidence_against[row] = self.evidence_against + offer.frustration
                today.tally.counts[REFUSED_COUNT] += 1
            return False
        market.stage[row] = new
        if new == Stage.AWARE:
            market.ever[row] |= EVER_AWARE
        elif new == Stage.INTERESTED:
            market.ever[row] |= EVER_INTERESTED
            today.tally.counts[VISITS] += 1
        elif new == Stage.CUSTOMER:
            market.units[row] += 1
            market.experienced_day[row] = brand.day
            self._book(brand.day)
            return True
        return False

    def experience(self, today: Today) -> bool:
        """Judge a new unit, live on with it, or forget; tell whether another one is bought."""
        brand, market, row, p = today.brand, self.run.market, self.row, self.parameters.experience
        stage = int(market.stage[row])
        if stage == Stage.UNAWARE:
            return False
        if self.anger > 0.0:
            self.anger = experience_rule.calm_down(self.anger, int(market.case[row]), p)
        if not self.is_owner:
            if stage < Stage.CUSTOMER:
                _, v, _, _ = self._draw(brand, WHY_JOURNEY)
                x = hear_rule.balance(self.evidence_for, self.evidence_against, p)
                market.stage[row] = experience_rule.forget(stage, x, unit(v), p)
                if int(market.stage[row]) == Stage.UNAWARE:
                    self.anger = 0.0
            return False
        if int(market.experienced_day[row]) == brand.day:
            self.receive(today)
            return False
        u, v, w, _ = self._draw(brand, WHY_JOURNEY)
        if unit(w) < brand.failure_chance:
            self.satisfaction = experience_rule.fail(self.satisfaction, brand.repaired, p)
            market.experienced_day[row] = brand.day
            if market.case[row] <= 0:
                market.case[row] = FAILED
            today.tally.counts[FAILURES] += 1
            return False
        return self._live_on(today, unit(u), unit(v))

    def _live_on(self, today: Today, u: float, v: float) -> bool:
        offer, market, row = today.tables.offer, self.run.market, self.row
        group = int(market.groups[row])
        press = offer.press[group]
        log_price = float(offer.log_price[0]) + float(offer.group_log_price[group])
        new, bought = experience_rule.own(
            int(market.stage[row]), self.satisfaction, float(offer.repeat[group]),
            int(offer.gate[group]), log_price, self._rivals(today)[0],
            float(press[Transition.REPEAT]),
            (
                float(press[Transition.LOYALTY]), float(press[Transition.ADVOCACY]),
                float(press[Transition.LAPSE]),
            ),
            bool(market.ever[row] & BONDED), u, v, self.parameters.experience,
        )  # fmt: skip
        market.stage[row] = new
        if bought:
            self._book(today.brand.day)
        return bool(bought)

    def take_another(self, today: Today) -> None:
        """Get the unit that was bought again today."""
        market, row = self.run.market, self.row
        market.units[row] += 1
        market.experienced_day[row] = today.brand.day
        self.receive(today)

    def receive(self, today: Today) -> None:
        """Judge the unit just obtained, complain if it is faulty, perhaps review it."""
        brand, market, row, p = today.brand, self.run.market, self.row, self.parameters.experience
        y, defect, lot = self.judge(brand)
        self.satisfaction = y
        counts = today.tally.counts
        if defect:
            if market.case[row] <= 0:
                market.case[row] = COMPLAINT
            counts[FAILURES] += 1
        elif market.case[row] >= FAILED:
            market.case[row] = 0
        if lot < experience_rule.review_chance(self.satisfaction, brand.review_gain, p):
            written = self.satisfaction + brand.review_pull
            counts[REVIEWS_GOOD if written > 0.0 else REVIEWS_BAD] += 1
            counts[STARS] += experience_rule.stars(written)

    def judge(self, brand: BrandDay) -> tuple[float, bool, float]:
        """Satisfaction with the unit just obtained, whether it is faulty, and a lot."""
        p, key = self.parameters.experience, self.run.key
        occasion, why = when_of(self.units, brand.slot), why_of(WHY_UNIT, ORGANIC)
        words = draw(key, self.row, occasion, why, 0)
        faulty, lot, _, _ = draw(key, self.row, occasion, why, 1)
        x = hear_rule.balance(self.evidence_for, self.evidence_against, p)
        if self.units > 1:
            x = x * (1.0 - p.own_experience)
        hop = int(self.run.market.hop[self.row])
        clearness = brand.clarity * hear_rule.kept(hop, brand.retold)
        defect = bool(unit(faulty) < brand.defect_share)
        y = experience_rule.satisfy(
            brand.quality, brand.quality_spread, brand.expectation, brand.service, clearness, x,
            self.taste, experience_rule.noise(*words), defect, p,
        )  # fmt: skip
        return float(y), defect, float(unit(lot))

    # -- behind the verbs --------------------------------------------------------------------

    def attraction(self, today: Today, seen: int) -> float:
        """Attraction of a unit today, having read the sample ``seen`` of the reviews."""
        offer, market, row = today.tables.offer, self.run.market, self.row
        p, group = self.parameters.decide, int(market.groups[row])
        x = hear_rule.balance(self.evidence_for, self.evidence_against, p)
        slot = int(hear_rule.slot_of(market.credit[row]))
        log_price = float(offer.log_price[slot]) + float(offer.group_log_price[group])
        press = float(offer.press[group, Transition.PURCHASE]) + float(offer.reviews[seen >> 24])
        return float(decide_rule.attraction(x, self.taste, log_price, press, p))

    def _rivals(self, today: Today) -> tuple[float, float]:
        """Summed attraction of the other brands, and of those in earlier slots."""
        others, before = today.rivalry
        if len(others) == 1:
            return 0.0, 0.0
        return float(others[self.row]), float(before[self.row])

    def _draw(self, brand: BrandDay, why: int, stream: int = ORGANIC) -> tuple[int, int, int, int]:
        when = when_of(brand.day, brand.slot)
        words = draw(self.run.key, self.row, when, why_of(why, stream), 0)
        return words  # type: ignore[no-any-return]

    def rates(self, brand: BrandDay, anger: float, calm: float) -> tuple[float, ...]:
        """Good and bad conversations, good and bad posts a day, as the talk rule has them."""
        market, row = self.run.market, self.row
        p = self.parameters.talk
        age = float(brand.day - int(market.experienced_day[row]))
        urge = talk_rule.fade(age, p) if self.units > 0 else 0.0
        rates = talk_rule.talk(
            int(market.stage[row]), self.units, self.satisfaction, urge, anger, calm,
            float(self.run.population.participation[row]), brand.eagerness, p,
        )  # fmt: skip
        return rates  # type: ignore[no-any-return]

    def _incited(self, programmes: Programmes, q: int, brand: BrandDay) -> tuple[float, ...]:
        """What programme ``q`` adds to its talk; nothing where it does not take part."""
        market, row = self.run.market, self.row
        group, least = int(programmes.group[q]), float(programmes.least[q])
        outside = group and not int(market.groups[row]) & group
        if outside or (self.is_owner and self.satisfaction < least):
            return 0.0, 0.0, 0.0, 0.0
        rates = talk_rule.incited(
            int(market.stage[row]), self.units, self.satisfaction,
            bool(market.ever[row] & REFUSED), self.rates(brand, 0.0, 1.0),
            float(self.run.population.participation[row]), int(programmes.to[q]),
            int(programmes.voice[q]), float(programmes.contacts_gain[q]),
            float(programmes.posts_gain[q]), float(programmes.contacts[q]),
            float(programmes.posts[q]),
        )  # fmt: skip
        return rates  # type: ignore[no-any-return]

    def _say(
        self, rates: tuple[float, ...], clock: Clock, praises: float, warns: float, today: Today
    ) -> Iterator[Message]:
        """Conversations and posts of today at these rates, bad word first."""
        good, bad, good_post, bad_post = rates
        if good + bad + good_post + bad_post <= 0.0:
            return
        words = self._draw(clock.brand, WHY_TALK, clock.stream)
        weights, p = self.run.weights, self.parameters.talk
        for rate, post, first, second, why, why_post, is_good, factor in (
            (bad, bad_post, words[1], words[3], WHY_BAD_CONTACT, WHY_BAD_POST, False, warns),
            (good, good_post, words[0], words[2], WHY_GOOD_CONTACT, WHY_GOOD_POST, True, praises),
        ):
            if rate > 0.0:
                level = talk_rule.first_gap(first, rate)
                asked = clock._replace(why=why, good=is_good)
                yield from contacts(self.run, self.row, asked, level, rate, factor, p.strong_share)
            if post > 0.0 and talk_rule.first_gap(second, post) < post:
                voice = int(weights.post_voice[self.role])
                asked = clock._replace(why=why_post, good=is_good, voice=voice)
                today.tally.counts[POSTS] += 1
                today.tally.counts[BAD_POSTS] += not is_good
                yield asked.said(self.row)
                public = int(int(weights.public[self.role]) * factor + 0.5)
                yield from post_of(self.run, self.row, asked, p.post_rate, 0, public)

    def _book(self, day: int) -> None:
        """Keep who is credited with the first purchase."""
        market, row = self.run.market, self.row
        if int(market.purchases[row]) == 0:
            market.first_purchase_day[row] = day
            market.recruited[row] = np.uint64(market.credit[row])
        market.purchases[row] += 1
