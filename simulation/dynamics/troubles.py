"""What happens when something goes wrong: who is hurt, what is noticed, answered and settled."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.lots import lots, lots_of
from simulation.dynamics.parameters import Parameters
from simulation.dynamics.randomness import WHY_CHANCE, WHY_RESOLVE, Key, why_of
from simulation.dynamics.terms import Address, Terms
from simulation.market.actions import COMPLAINTS, Hurt, Notice, Reply, Resolve
from simulation.market.crisis import Case
from simulation.market.ledger import Ledger
from simulation.market.scalars import Scalars
from simulation.market.state import COMPLAINT, FAILED, Market

_HOURS = 24.0
N_CASES = 128
MOST_CASES = 125


class Troubles:
    """The cases of one brand during a run.

    Parameters
    ----------
    key : Key
    market : Market
    terms : Terms
    ledger : Ledger
    addresses : mapping of str to Address
    scalars : Scalars
        What is repaired has cost nothing.
    segment : ndarray
        (n,) uint8, segment of each consumer.
    parameters : tuple of Parameters
        Numbers of behaviour, one entry a segment.
    """

    def __init__(
        self, key: Key, market: Market, terms: Terms, ledger: Ledger,
        addresses: Mapping[str, Address], scalars: Scalars, segment: NDArray[np.uint8],
        parameters: tuple[Parameters, ...],
    ) -> None:  # fmt: skip
        self._segment = segment
        self._experience = [p.experience for p in parameters]
        self._scalars = scalars
        self._key = key
        self._market = market
        self._terms = terms
        self._ledger = ledger
        self._addresses = addresses
        self.cases: dict[str, Case] = {}
        self.calm = np.ones(N_CASES)
        """(128,) what replies have left of the anger of each case; entry 0 is 1."""

    def next_day(self, day: int) -> None:
        """Yesterday's replies hold for the whole of the new day."""
        self.day = day
        for case in self.cases.values():
            case.next_day()

    def open_case(self, name: str, kind: str, blame: str, severity: float) -> None:
        """An event strikes today: the brand will notice it by itself after some hours."""
        noticed_at = self.day + self._terms.hours_to_notice / _HOURS
        number = len(self.cases) + 1
        self.cases[name] = Case(name, kind, blame, number, self.day, noticed_at, severity=severity)

    def laid_out(self) -> NDArray[np.float64]:
        """Calm of every case today."""
        for case in self.cases.values():
            self.calm[case.number] = case.talk_today
        return self.calm

    def hurt(self, name: str, hurt: Hurt) -> None:
        """Take satisfaction from owners, turn the others against the brand, make all angry."""
        market, who, case = self._market, np.sort(hurt.who), self.cases[name]
        before = market.satisfaction[who].astype(np.float64)
        owns = market.units[who] > 0
        owners, others = who[owns], who[~owns]
        market.satisfaction[owners] = np.maximum(
            -1.0, market.satisfaction[owners].astype(np.float64) - hurt.loss
        )
        market.evidence_against[others] += np.float32(hurt.against)
        market.anger[who] = np.maximum(market.anger[who], np.float32(hurt.anger))
        market.case[who] = case.number
        case.against, case.who = hurt.against, who
        case.lost = before - market.satisfaction[who]

    def reply(self, name: str, reply: Reply) -> None:
        """Calm, or fuel, the talk about a case."""
        self.cases[reply.case].reply(reply.fraction, reply.calming, public=reply.public)

    def notice(self, name: str, notice: Notice) -> None:
        """Notice cases sooner than by oneself; a sure notice catches what was missed before."""
        why = int(why_of(WHY_CHANCE, self._addresses[name].stream))
        for case in self.cases.values():
            if case.noticed_at > self.day and (case.caught is None or notice.share >= 1.0):
                words = lots(self._key, 1, why, case.number, self._terms.brand_slot)
                case.caught = float(words[0]) / 2.0**32 < notice.share
                if case.caught:
                    case.notice(self.day + notice.hours / _HOURS)

    def resolve(self, name: str, resolve: Resolve) -> None:
        """Settle complaints, as many as the purse and the day's capacity allow, by lot."""
        market, terms = self._market, self._terms
        standing = resolve.case == COMPLAINTS
        if standing:
            waiting = np.flatnonzero((market.case == COMPLAINT) | (market.case == FAILED))
        else:
            waiting = np.flatnonzero(market.case == self.cases[resolve.case].number)
        if standing and len(waiting):
            due = self.day - int(resolve.after_hours / _HOURS)
            waiting = waiting[market.experienced_day[waiting] <= due]
        settled = self._lucky(name, waiting, resolve) if len(waiting) else waiting
        if len(settled) == 0:
            return
        self._ledger.pay(self.day, name, "settlement", len(settled) * resolve.amount * terms.people)
        self._restore(settled, resolve, standing)
        slow = self._of("anger_keep", settled)
        fast = self._of("anger_keep_settled", settled)
        left = (fast + resolve.fraction * (slow - fast)).astype(np.float32)
        market.anger[settled] *= left
        market.case[settled] = -market.case[settled]

    def _lucky(self, name: str, waiting: NDArray[np.int64], resolve: Resolve) -> NDArray[np.int64]:
        """Who of those waiting is settled today: each by its own lot, at most what can be paid."""
        market, amount = self._market, resolve.amount * self._terms.people
        why = int(why_of(WHY_RESOLVE, self._addresses[name].stream))
        slot = self._terms.brand_slot
        words = lots_of(self._key, waiting, why, 0, slot)
        if resolve.case == COMPLAINTS:  # a new failure is a new lot
            mixed = words ^ (market.experienced_day[waiting].astype(np.uint32) * np.uint32(40503))
            words = mixed * np.uint32(2654435761)
        lucky = words.astype(np.float64) / 2.0**32 < resolve.share
        settled = waiting[lucky][np.argsort(words[lucky], kind="stable")]
        if resolve.most is not None:
            settled = settled[: resolve.most]
        purse = self._ledger.purse(name)
        if amount > 0.0 and math.isfinite(purse) and purse < amount * len(settled):
            settled = settled[: int(purse / amount * (1 + 1e-12))]
        return settled

    def _of(self, name: str, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """A number of ``consumers.experience`` for each of these consumers."""
        values = np.array([getattr(p, name) for p in self._experience])
        own: NDArray[np.float64] = values[self._segment[rows]]
        return own

    def _restore(self, settled: NDArray[np.int64], resolve: Resolve, standing: bool) -> None:
        market = self._market
        if standing:
            in_use = self._of("failure_loss", settled) * (1.0 - self._scalars["repair"])
            faulty = self._of("defect_loss", settled)
            lost = np.where(market.case[settled] == FAILED, in_use, faulty)
            back = market.satisfaction[settled] + resolve.restored * lost
            market.satisfaction[settled] = np.minimum(1.0, back)
            return
        case = self.cases[resolve.case]
        owns = market.units[settled] > 0
        others = settled[~owns]
        owners = settled[owns & (market.experienced_day[settled] < case.day)]
        back = market.satisfaction[owners] + resolve.restored * case.lost_by(owners)
        market.satisfaction[owners] = np.minimum(1.0, back)
        left = market.evidence_against[others].astype(np.float64) - resolve.restored * case.against
        market.evidence_against[others] = np.maximum(0.0, left)
