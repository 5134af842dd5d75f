"""What is offered today: gates, prices, pushes on the journey, reviews; made of proposals."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.tables import N_GROUPS, Offer
from simulation.market.actions import Limit, Press, Transition

_FACTORS = (Transition.LOYALTY, Transition.ADVOCACY, Transition.LAPSE)
_ROWS = np.arange(N_GROUPS)
NO_CUT = np.zeros(N_GROUPS)
"""Log of the factor on the price where nobody pays less than others; nobody writes into it."""


@cache
def _members(bit: int) -> NDArray[np.bool_]:
    return (bit & _ROWS) > 0 if bit else np.ones(N_GROUPS, np.bool_)


class OfferOfDay:
    """Collects the proposals of a day and lays them out by groups; unchanged days cost nothing.

    Parameters
    ----------
    repeat : float
        Chance a day that a neutral owner buys again.
    """

    def __init__(self, repeat: float) -> None:
        self._repeat = repeat
        self._made_of: tuple[object, ...] | None = None
        self._offer: Offer
        self.begin()

    def begin(self) -> None:
        """A new day without proposals."""
        self.presses: list[tuple[int, int, float]] = []
        self.prices: list[tuple[int, float]] = []
        self.reopened: list[tuple[int, float]] = []
        self.limits: list[tuple[int, bool]] = []
        self.frustration = 0.0

    def press(self, press: Press, bit: int) -> None:
        """Add a push on a transition; ``bit`` of a group, or 0 for everybody."""
        self.presses.append((bit, int(press.on), press.amount))

    def limit(self, limit: Limit, bit: int) -> None:
        """Close the shop to some; the strongest frustration of the day holds."""
        self.frustration = max(self.frustration, limit.frustration)
        if limit.closed or limit.members_only:
            self.limits.append((bit, limit.closed))

    def laid_out(
        self, on_sale: bool, log_price: NDArray[np.float64], reviews: NDArray[np.float64],
        confusion: float,
    ) -> Offer:  # fmt: skip
        """The tables of today. ``confusion`` is taken from the log-odds of interest."""
        made_of = (
            tuple(self.presses), tuple(self.prices), tuple(self.reopened), tuple(self.limits),
            self.frustration, on_sale, confusion,
        )  # fmt: skip
        if made_of != self._made_of:
            self._made_of = made_of
            self._offer = self._lay_out(on_sale, log_price, reviews, confusion)
        offer = self._offer
        if offer.log_price is not log_price or offer.reviews is not reviews:
            self._offer = offer = offer._replace(log_price=log_price, reviews=reviews)
        return offer

    def _lay_out(
        self, on_sale: bool, log_price: NDArray[np.float64], reviews: NDArray[np.float64],
        confusion: float,
    ) -> Offer:  # fmt: skip
        press = np.zeros((N_GROUPS, len(Transition)))
        for bit, on, amount in self.presses:
            press[_members(bit) if bit else slice(None), on] += amount
        press[:, Transition.INTEREST] -= confusion
        for on in _FACTORS:
            press[:, on] = np.exp(press[:, on])
        group_price = np.zeros(N_GROUPS) if self.prices else NO_CUT
        for bit, factor in self.prices:
            group_price[_members(bit)] += math.log(max(factor, 1e-9))
        repeat = np.full(N_GROUPS, self._repeat)
        for bit, chance in self.reopened:
            rows = _members(bit)
            repeat[rows] = np.maximum(repeat[rows], chance)
        gate = np.full(N_GROUPS, int(on_sale), np.int8)
        invited = [bit for bit, closed in self.limits if not closed]
        if invited:
            gate[~_members(int(np.bitwise_or.reduce(invited)))] = 0
        if any(closed for _, closed in self.limits):
            gate[:] = 0
        return Offer(gate, log_price, group_price, repeat, press, reviews, self.frustration)
