"""The review board: what buyers wrote, what was planted, and what an interested person reads."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

N_SAMPLES = 256
_ENOUGH = 10.0
"""Reviews at which the board is believed half."""
_GRID = (np.arange(N_SAMPLES) + 0.5) / N_SAMPLES
_NEAR = 1e-6
_LEAST_PART = 1e-200


class BoardSettings(NamedTuple):
    """How a board works.

    ``read`` reviews are looked at; ``keep`` is the share of a review's visibility left from one
    day to the next; ``pinned`` the share of the sample that good reviews fill; ``fake_filter``
    the share of fake reviews removed; ``herding`` how far the mean pulls new reviews; ``weight``
    the log-odds of a purchase that an entirely good board adds.
    """

    read: int
    keep: float
    pinned: float
    fake_filter: float
    herding: float
    weight: float


def edges_of(n: int, chance: float) -> list[int]:
    """How many of the 256 equally likely samples hold at most 0, 1, ... ``n`` good reviews.

    The law is binomial. Its sums are added up here, and asked from scipy where one of them is so
    near to the edge of a sample that rounding could decide.
    """
    bad = 1.0 - chance
    part = bad**n
    if part < _LEAST_PART:
        return _exact_edges(n, chance)
    odds = chance / bad
    total, edges = part, []
    for good in range(n):
        place = total * N_SAMPLES + 0.5
        edge = int(place)
        if not _NEAR < place - edge < 1.0 - _NEAR:
            return _exact_edges(n, chance)
        edges.append(edge)
        part *= odds * (n - good) / (good + 1)
        total += part
    edges.append(N_SAMPLES)
    return edges


def _exact_edges(n: int, chance: float) -> list[int]:
    edges: list[int] = _GRID.searchsorted(bdtr(np.arange(n + 1), n, chance), "right").tolist()
    return edges


class Board:
    """Reviews of one brand: sums of visible good, bad and fake ones.

    A reader who looks at ``k`` reviews sees a binomial number of good ones and adds ``weight (2
    good / k - 1) n / (n + 10)`` to the log-odds of the purchase, with ``n`` visible reviews
    (assumption; direction: volume and valence both matter, You et al. 2015, abstract).
    """

    def __init__(self, settings: BoardSettings) -> None:
        self.settings = settings
        self.good = 0.0
        self.bad = 0.0
        self.fake = 0.0
        self.pinned = settings.pinned
        self.table = np.zeros(N_SAMPLES)
        """(256,) log-odds, one for each equally likely sample that a reader may see; of the day
        on which the board was read last."""
        self._made_of: tuple[float, float] = (0.0, 0.0)
        read = max(1, settings.read)
        self._worth = [2.0 * good / read - 1.0 for good in range(read + 1)]

    @property
    def volume(self) -> float:
        """Visible reviews."""
        return self.good + self.bad + self.fake

    @property
    def share_good(self) -> float:
        """Share of good ones in what a reader sees; a half where there is no review."""
        if self.volume <= 0.0:
            return 0.5
        real = (self.good + self.fake) / self.volume
        return self.pinned + (1.0 - self.pinned) * real

    @property
    def pull(self) -> float:
        """What the shown mean adds to the satisfaction that a new review expresses."""
        if self.settings.herding == 0.0:
            return 0.0
        return self.settings.herding * (2.0 * self.share_good - 1.0) * self._believed()

    def _believed(self) -> float:
        return self.volume / (self.volume + _ENOUGH)

    def next_day(self) -> None:
        """Old reviews move down the list; pinning ends with the day."""
        keep = self.settings.keep
        self.good *= keep
        self.bad *= keep
        self.fake *= keep
        self.pinned = self.settings.pinned

    def add(self, good: float = 0.0, bad: float = 0.0, fake: float = 0.0) -> None:
        """Put up new reviews; a part of the fake ones is filtered out."""
        self.good += good
        self.bad += bad
        self.fake += fake * (1.0 - self.settings.fake_filter)

    def change(self, *, bad_removed: float, pinned: float) -> None:
        """Take bad reviews away, or pin good ones to the top for today."""
        self.bad *= 1.0 - bad_removed
        self.pinned = min(1.0, self.pinned + pinned)

    def drop_fakes(self) -> None:
        """The planted reviews have been found out."""
        self.fake = 0.0

    def read(self) -> NDArray[np.float64]:
        """The table of today, written anew where the board changed; always the same array."""
        if self.settings.weight == 0.0 or self.settings.read == 0:
            return self.table
        now = (self.share_good, self._believed())
        if now != self._made_of:
            self._made_of = now
            strength, begun = self.settings.weight * now[1], 0
            for worth, end in zip(self._worth, edges_of(self.settings.read, now[0]), strict=True):
                if end > begun:
                    self.table[begun:end] = strength * worth
                    begun = end
        return self.table

    @property
    def stars(self) -> float:
        """Mean of the visible reviews as a rating of 1 to 5; not a number without any."""
        return 1.0 + 4.0 * self.share_good if self.volume > 0.0 else math.nan
