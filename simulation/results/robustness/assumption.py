"""An assumption that is varied: where it stands, its range, and who says so."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.language import say

Values = NDArray[np.float64] | NDArray[np.int64]

WIDE: Final = 20.0
"""A range whose ends differ by this factor is sampled evenly on a log scale."""

DIGITS: Final = 6
"""Significant digits of a sampled value, so that it can be read and typed again."""

MARKS: Final = {"assumption": " [A]", "practitioner_claim": " [claim]"}
"""What stands behind a name in a sentence."""


class Assumption(NamedTuple):
    """One setting that is varied over its range."""

    label: str
    """Its key; ``strategies.*.KIND.FIELD`` where several tactics of a kind share it."""
    keys: tuple[str, ...]
    """Addresses that get its value, all the same one."""
    value: float
    """As written."""
    low: float
    high: float
    unit: str = ""
    evidence: str = "assumption"
    source: str = ""
    is_whole: bool = False
    """Whether it takes whole numbers only."""

    @property
    def is_log(self) -> bool:
        """Whether its range is so wide that it is sampled on a log scale."""
        return not self.is_whole and self.low > 0.0 and self.high / self.low >= WIDE

    @property
    def said(self) -> str:
        """Its name in a sentence, with a mark where nobody measured it."""
        mark = MARKS.get(self.evidence)
        return self.label + (say(mark) if mark else "")

    def at(self, share: NDArray[np.float64]) -> Values:
        """Values at shares of the range, 0 the low end and 1 the high one.

        Whole numbers all get the same piece of the range.
        """
        if self.is_whole:
            width = self.high - self.low + 1.0
            steps = np.minimum(np.floor(share * width), width - 1.0)
            return (self.low + steps).astype(np.int64)
        if self.is_log:
            ends = math.log(self.low), math.log(self.high)
            values = np.exp(ends[0] + share * (ends[1] - ends[0]))
        else:
            values = self.low + share * (self.high - self.low)
        return np.clip(_rounded(values), self.low, self.high)

    def scaled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values on the scale on which they were sampled."""
        return np.log(values) if self.is_log else values

    def unscaled(self, value: float) -> float:
        """The value at a place of the scale."""
        return math.exp(value) if self.is_log else value


def _rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([float(f"{value:.{DIGITS}g}") for value in values.ravel()]).reshape(
        values.shape
    )
