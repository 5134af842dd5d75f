"""What is said today on somebody's account: posts, broadcasts, direct messages, programmes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.randomness import ORGANIC
from simulation.dynamics.tables import (
    Broadcasts,
    Posts,
    Programmes,
    Tells,
    broadcasts_of,
    posts_of,
    programmes_of,
    tells_of,
)
from simulation.dynamics.terms import Address, Terms
from simulation.market.actions import (
    FIRM_LINKED,
    VOICE_OF,
    Broadcast,
    BuyMedia,
    Incite,
    Post,
    Source,
    Tell,
)
from simulation.market.media import LEAST_HEARD, Pressure
from simulation.market.scalars import NORMAL_TRUST, Scalars
from simulation.market.state import EVER_AWARE, FIXED, Market, Stage

ORGANIC_NAME = ""
"""Name of what consumers say by themselves; no tactic can have it."""
_OWN = Address(0, ORGANIC)
_RECOMMENDED = 255
"""Number of the message that the recommender makes of a tactic's posts."""
_TO = {"owners": 0, "interested": 1, "waiting": 2, "anybody": 3}
_VOICE = {"own": 0, "good": 1, "bad": 2}
_Row = tuple[Any, ...]
_Table = TypeVar("_Table", Broadcasts, Programmes)


class SaidToday:
    """Collects the messages of a day and lays them out for the loops.

    Parameters
    ----------
    market : Market
    terms : Terms
    scalars : Scalars
        Trust decides what the word of the brand is worth.
    addresses : mapping of str to Address
    followers : ndarray
        (n,) int32.
    """

    def __init__(
        self, market: Market, terms: Terms, scalars: Scalars, addresses: Mapping[str, Address],
        followers: NDArray[np.int32],
    ) -> None:  # fmt: skip
        self._market = market
        self._followers = followers
        self._terms = terms
        self._scalars = scalars
        self._addresses = addresses
        self._no_posts, self._no_tells = posts_of([]), tells_of([])
        self._heard = broadcasts_of([])
        self._in_force = programmes_of([])
        self._pressure = Pressure(terms.channels, terms.synergy)
        self._numbers = {name: number for number, name in enumerate(sorted(terms.channels))}
        self._living: dict[tuple[str, Broadcast], float] = {}
        self._believed: dict[tuple[str, str], float] = {}
        self.begin()

    def begin(self) -> None:
        """A new day: nothing said yet; what lives on is said again."""
        self._posts: list[tuple[Any, ...]] = []
        self._broadcasts: list[tuple[Any, ...]] = []
        self._tells: list[Tells] = []
        self._programmes: list[tuple[Any, ...]] = []
        self._bought: dict[tuple[str, str], float] = {}
        self.reviews_gain = 0.0

    def weight(self, source: Source, credibility: float = 1.0, disclosed: bool = False) -> int:
        """Fixed-point weight of a message; the word of the brand is worth the trust in it."""
        worth = self._terms.credibility[source] * credibility
        if disclosed:
            worth *= self._terms.disclosed_factor
        if disclosed or source in FIRM_LINKED:
            worth *= self._scalars["trust"] / NORMAL_TRUST
        return int(max(0.0, min(1.0, worth)) * FIXED + 0.5)

    def _voice(self, source: Source) -> int:
        return int(VOICE_OF[source]) if self._terms.tells_voices else 0

    def post(self, name: str, post: Post) -> None:
        """Paid posts of accounts: who speaks about a brand knows it."""
        beyond = self._terms.recommended.share
        reach = post.reach * (1.0 - beyond)
        rate = math.inf if reach >= 1.0 else -math.log(1.0 - reach)
        if beyond > 0.0 and len(post.who):
            followers = self._followers[post.who].sum(dtype=np.int64)
            self._recommend(name, post, post.reach * beyond * float(followers))
        weight = self.weight(post.source, post.credibility, post.disclosed)
        market, slot, stream = self._market, *self._addresses[name]
        new = post.who[market.stage[post.who] == Stage.UNAWARE]
        market.stage[new] = Stage.AWARE
        market.ever[new] |= EVER_AWARE
        rest = (rate, weight, int(post.good), slot, stream, post.number, self._voice(post.source))
        self._posts.extend((int(who), *rest) for who in post.who)

    def _recommend(self, name: str, post: Post, views: float) -> None:
        """What the platform shows of posts to others than the followers, over the coming days."""
        credibility = post.credibility
        if post.disclosed:
            credibility *= self._terms.disclosed_factor * self._scalars["trust"] / NORMAL_TRUST
        self.broadcast(
            name,
            Broadcast(
                views / len(self._market.stage), post.source, post.good, _RECOMMENDED,
                credibility, self._terms.recommended.half_life_days,
            ),
        )  # fmt: skip

    def recommend_yesterdays(self, good: int, bad: int) -> None:
        """What the platform shows of consumers' own posts of yesterday to others."""
        platform, n = self._terms.recommended, len(self._market.stage)
        for count, is_good in ((good, True), (bad, False)):
            if count and platform.share > 0.0:
                views = count * platform.views * platform.share
                message = Broadcast(
                    views / n, Source.PUBLIC, is_good, int(is_good), 1.0, platform.half_life_days
                )
                self.broadcast(ORGANIC_NAME, message)

    def broadcast(self, name: str, message: Broadcast) -> None:
        """A message to everybody, at once or over the days that it lives."""
        if message.half_life_days > 0.0:
            key = (name, message._replace(exposures=0.0))
            self._living[key] = self._living.get(key, 0.0) + message.exposures
        else:
            self._say_to_all(name, message, message.exposures * len(self._market.stage))

    def _say_to_all(self, name: str, message: Broadcast, total: float) -> None:
        slot, stream = _OWN if name == ORGANIC_NAME else self._addresses[name]
        weight = self.weight(message.source, message.credibility)
        voice = self._voice(message.source)
        self._broadcasts.append(
            (total, weight, int(message.good), slot, stream, message.number, voice)
        )

    def tell(self, name: str, message: Tell) -> None:
        """A direct message to each of these consumers."""
        slot, stream = self._addresses[name]
        weight = self.weight(message.source, message.credibility)
        k, ints = len(message.who), np.int32
        self._tells.append(
            Tells(
                message.who.astype(ints), np.full(k, message.share), np.full(k, weight, ints),
                np.full(k, int(message.good), np.int8), np.full(k, slot, ints),
                np.full(k, stream, ints), np.full(k, message.number, ints),
                np.full(k, self._voice(message.source), np.uint8),
            )
        )  # fmt: skip

    def buy_media(self, name: str, media: BuyMedia) -> None:
        """Spending on a channel; a targeted coin buys more than one."""
        place = (media.channel, name)
        self._bought[place] = self._bought.get(place, 0.0) + media.spend * media.gain
        self._believed[place] = media.credibility

    def incite(self, name: str, incite: Incite, group: int) -> None:
        """A programme that makes people talk, or review."""
        slot, stream = self._addresses[name]
        factor = incite.credibility
        if factor is None:
            factor = self._terms.rewarded_factor
        self.reviews_gain += incite.reviews_gain
        gains = (incite.contacts_gain, incite.posts_gain, incite.contacts, incite.posts)
        if not any(gains):
            return
        self._programmes.append(
            (
                incite.least_satisfaction, _TO[incite.to], group if incite.members else 0,
                _VOICE[incite.voice], *gains, factor, slot, stream,
            )
        )  # fmt: skip

    def _hear_media(self) -> dict[str, float]:
        """Messages of every channel, after all of today's spending is known; their pressures."""
        heard = self._pressure.pass_day(self._bought)
        for (channel, name), messages in heard.items():
            slot, stream = self._addresses[name]
            weight = self.weight(Source.ADVERTISING, self._believed.get((channel, name), 1.0))
            voice = self._voice(Source.ADVERTISING)
            row = (messages, weight, 1, slot, stream, self._numbers[channel], voice)
            self._broadcasts.append(row)
        return self._pressure.strength

    def _hear_living(self) -> None:
        n = len(self._market.stage)
        for key, left in self._living.items():
            name, message = key
            keep = math.exp(-math.log(2.0) / message.half_life_days)
            self._living[key] = left * keep
            total = left * (1.0 - keep) * n
            if total > LEAST_HEARD:
                self._say_to_all(name, message, total)

    def laid_out(
        self, press_media: Callable[[Mapping[str, float]], None]
    ) -> tuple[Posts, Broadcasts, Tells, Programmes]:
        """The tables of today; ``press_media`` is told how hard each channel works.

        Broadcasts and programmes of as many rows as yesterday are written into the same arrays.
        """
        strength = self._hear_media()
        if strength:
            press_media(strength)
        if self._living:
            self._hear_living()
        self._heard = _rewritten(self._heard, self._broadcasts, broadcasts_of)
        self._in_force = _rewritten(self._in_force, self._programmes, programmes_of)
        self._in_force.made[:] = 0
        return (
            posts_of(self._posts) if self._posts else self._no_posts,
            self._heard,
            tells_of(self._tells) if self._tells else self._no_tells,
            self._in_force,
        )


def _rewritten(table: _Table, rows: list[_Row], made: Callable[[list[_Row]], _Table]) -> _Table:
    """A table of these rows: the one at hand, written anew, if it is as long."""
    if len(table.slot) != len(rows):
        return made(rows)
    columns: tuple[Any, ...] = table
    for place, row in enumerate(rows):
        for column, value in zip(columns, row, strict=False):
            column[place] = value
    return table
