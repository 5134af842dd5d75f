"""One day of talking and hearing on a graph of one's own, message by message."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.loops.day import hear_all, talk_all
from simulation.dynamics.offer import OfferOfDay
from simulation.dynamics.parameters import BrandDay, TalkParameters
from simulation.dynamics.randomness import Key, key_of
from simulation.dynamics.tables import (
    N_COUNTS,
    TRACED,
    Audience,
    HostTables,
    Tally,
    Tells,
    Weights,
    broadcasts_of,
    empty_trace,
    posts_of,
    programmes_of,
    tells_of,
)
from simulation.market.population import Population
from simulation.market.state import FIXED, Market, Stage, empty_market
from simulation.network.graph import SocialGraph
from simulation.scenario.build import BuiltMarket, audience_of
from tests.naive.hearing import Told

QUIET = TalkParameters(
    good_contacts=0.0,
    bad_contacts=0.0,
    fade_days=20.0,
    floor=1.0,
    strong_share=0.5,
    advocate_factor=1.0,
    anger_contacts=0.0,
    rejecter_contacts=0.0,
    interested_contacts=0.0,
    posts_per_contact=0.0,
    post_rate=0.0,
)
"""Nobody says anything, and talk never fades: give the rates that a test is about."""

PLAIN = BrandDay(
    slot=0, day=0, quality=0.5, quality_spread=0.0, defect_share=0.0, expectation=0.5, service=0.5,
    clarity=1.0, retold=1.0, eagerness=1.0, bad_posts_kept=1.0, failure_chance=0.0, repaired=0.0,
    review_gain=0.0, review_pull=0.0,
)  # fmt: skip
"""A brand that is clear, whose product neither fails nor makes people talk more than usual."""

SILENT = HostTables(
    posts_of([]), broadcasts_of([]), tells_of([]), programmes_of([]), np.ones(128),
    OfferOfDay(0.0).laid_out(True, np.zeros(256), np.zeros(256), 0.0),
)  # fmt: skip
"""Nobody is asked to say anything."""

PostRow = tuple[int, float, int, int, int, int, int]
BroadcastRow = tuple[float, int, int, int, int, int]
TellRow = tuple[int, float, int, int, int, int, int]
TELL_TYPES = (np.int32, np.float64, np.int32, np.int8, np.int32, np.int32, np.int32)
MUTE = 0
"""Voice of a message where nobody tells voices apart."""


@dataclass
class Day:
    """A day on which everybody owns a unit and is fully satisfied, unless a test changes it."""

    graph: SocialGraph
    talk: TalkParameters = QUIET
    day: int = 0
    participation: float = 0.0
    key: Key = field(default_factory=lambda: key_of(11, 0))
    ties: Audience | None = None
    weights: Weights = field(
        default_factory=lambda: Weights(
            FIXED, FIXED, np.full(6, FIXED, np.int32), np.ones(6), 0, np.zeros(6, np.uint8)
        )
    )

    def __post_init__(self) -> None:
        n = self.graph.n_consumers
        self.market: Market = empty_market(n)
        self.market.stage[:] = Stage.CUSTOMER
        self.market.units[:] = 1
        self.market.satisfaction[:] = 1.0
        self.population = Population(
            np.zeros(n, np.float32),
            np.full(n, self.participation, np.float32),
            np.zeros(n, np.int8),
            self.graph.followers.astype(np.int32),
            np.zeros(n, np.uint8),
        )
        built = BuiltMarket(0, self.key, self.graph, self.population)
        self.audience = audience_of(built) if self.ties is None else self.ties
        self.brand = PLAIN._replace(day=self.day)
        self.counts = np.zeros(N_COUNTS, np.int64)
        self.by_slot = np.zeros(256, np.int64)
        self.programmes = programmes_of([])
        self.room = 1 << 16

    def _lived(self, loop: Any, *before: Any, after: tuple[Any, ...] = ()) -> Day:
        counts, by_slot = self.counts.copy(), self.by_slot.copy()
        buyers = np.zeros(self.graph.n_consumers, np.int32)
        state = {name: array.copy() for name, array in self.market._asdict().items()}
        while True:
            tally = Tally(self.counts, self.by_slot, buyers, empty_trace(self.room))
            loop(*before, tally, *after)
            self.trace = tally.trace
            if self.counts[TRACED] <= self.room:
                return self
            self.room = int(self.counts[TRACED])
            self.counts[:], self.by_slot[:] = counts, by_slot
            self.programmes.made[:] = 0
            for name, old in state.items():
                getattr(self.market, name)[:] = old

    def consumers_talk(
        self, *programmes: tuple[float, float, float, int, int], **terms: float
    ) -> Day:
        """Everybody talks by itself and for programmes.

        A programme is (least satisfaction, contacts gained, posts gained, slot, stream); ``terms``
        are the other columns of all of them (to, group, voice, contacts, posts, factor).
        """
        t = {"to": 0, "group": 0, "voice": 0, "contacts": 0.0, "posts": 0.0, "factor": 0.5} | terms
        self.programmes = programmes_of(
            [
                (least, t["to"], t["group"], t["voice"], more, more_posts, t["contacts"],
                 t["posts"], t["factor"], slot, stream)
                for least, more, more_posts, slot, stream in programmes
            ]
        )  # fmt: skip
        return self._lived(
            talk_all, self.key, self.brand, self.population, self.market, -1, np.ones(128),
            self.programmes, self.audience, self.weights, after=(self.talk,),
        )  # fmt: skip

    def posted(self, *rows: PostRow) -> Day:
        """Paid posts (talker, rate, weight, good, slot, stream, number)."""
        posts = posts_of([(*row, MUTE) for row in rows])
        return self._heard(posts=posts)

    def broadcast(self, *rows: BroadcastRow) -> Day:
        """Messages to everybody (total, weight, good, slot, stream, number)."""
        table = broadcasts_of([(*row, MUTE) for row in rows])
        return self._heard(broadcasts=table)

    def told(self, *rows: TellRow, voice: int = MUTE) -> Day:
        """Direct messages (listener, share, weight, good, slot, stream, number)."""
        columns = list(zip(*rows, strict=True))
        made: list[Any] = [np.array(c, d) for c, d in zip(columns, TELL_TYPES, strict=True)]
        made.append(np.full(len(rows), voice, np.uint8))
        table = Tells(*made)
        return self._heard(tells=table)

    def _heard(self, **tables: Any) -> Day:
        host = SILENT._replace(**tables)
        return self._lived(hear_all, self.key, self.brand, host, self.audience, self.market)

    def column(self, name: str, slot: int | None = None) -> NDArray[Any]:
        """One column of the messages, of one slot if that is given."""
        n = int(self.counts[TRACED])
        values: NDArray[Any] = getattr(self.trace, name)[:n]
        return values if slot is None else values[self.trace.slot[:n] == slot]

    @property
    def messages(self) -> list[Told]:
        """Every message so far."""
        columns = [self.column(name).tolist() for name in self.trace._fields]
        return [Told(t, v, s, bool(g), w, c) for t, v, s, g, w, c in zip(*columns, strict=True)]

    def heard_by(self) -> Counter[tuple[int, int, int, bool]]:
        """How often (talker, listener, slot, sign) came up."""
        return Counter((m.talker, m.listener, m.slot, m.good) for m in self.messages)


def star(n_followers: int) -> SocialGraph:
    """Consumer 0 talks to all the others, who talk to nobody."""
    edges = np.stack([np.zeros(n_followers, int), np.arange(1, n_followers + 1)], axis=1)
    return SocialGraph.from_edges(edges, directed=True)


def ring(n: int, *steps: int) -> SocialGraph:
    """Everybody talks to the consumers so many places further on, in both directions."""
    here = np.arange(n)
    edges = [np.stack([here, (here + step) % n], axis=1) for step in steps]
    return SocialGraph.from_edges(np.concatenate(edges))
