"""One check: what should come out, what came out, and whether that agrees."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

SEED = 2026
"""Every check draws from this seed, so a verdict is the same on every machine."""

STANDARD_ERRORS = 4.0
"""A right model misses by more about once in 16,000 checks."""

EXACT = 1e-9
"""Difference of computed numbers that is only rounding."""


class Rule(StrEnum):
    """How a number has to compare with what is expected."""

    NEAR = "="
    AT_MOST = "<="
    AT_LEAST = ">="


class Check(NamedTuple):
    """One comparison of a model with what is known.

    ``standard_error`` is that of ``got`` (not a number where nothing was drawn); ``allowed`` the
    largest difference that agrees.
    """

    name: str
    source: str
    expected: float
    got: float
    standard_error: float
    allowed: float
    rule: Rule = Rule.NEAR

    @property
    def passed(self) -> bool:
        """Whether the model agrees. Not a number never does."""
        off = self.got - self.expected
        if self.rule is Rule.AT_MOST:
            return off <= self.allowed
        if self.rule is Rule.AT_LEAST:
            return -off <= self.allowed
        return abs(off) <= self.allowed

    @property
    def has_own_distance(self) -> bool:
        """Whether more is allowed than sampling and rounding explain; the page then says so."""
        drawn_error = 0.0 if math.isnan(self.standard_error) else self.standard_error
        return self.allowed > max(STANDARD_ERRORS * drawn_error, EXACT) * (1.0 + EXACT)


class Effort(NamedTuple):
    """How much work a check may take."""

    quick: bool = False

    def of(self, full: int, quick: int) -> int:
        """A number of replications or consumers, by effort."""
        return quick if self.quick else full


class Family(NamedTuple):
    """Checks of one model or idea."""

    name: str
    about: str
    """One sentence for the page."""
    checks: Callable[[Effort], Iterator[Check]]


def drawn(
    name: str, source: str, expected: float, values: ArrayLike, *, allowed: float = 0.0
) -> Check:
    """Whether the mean of a sample is the expected one, within four standard errors.

    ``allowed`` is a larger difference that is accepted where the expected value is a limit (of
    many consumers, of small steps).
    """
    sample = np.asarray(values, dtype=np.float64)
    error = float(sample.std(ddof=1)) / math.sqrt(len(sample))
    within = max(STANDARD_ERRORS * error, allowed, EXACT)
    return Check(name, source, expected, float(sample.mean()), error, within)


def same_mean(name: str, source: str, reference: ArrayLike, values: ArrayLike) -> Check:
    """Whether two samples have the same mean; the standard error is that of the difference."""
    known, sample = (np.asarray(column, dtype=np.float64) for column in (reference, values))
    error = math.hypot(*(x.std(ddof=1) / math.sqrt(len(x)) for x in (known, sample)))
    within = STANDARD_ERRORS * error
    return Check(name, source, float(known.mean()), float(sample.mean()), error, within)


def share(name: str, source: str, expected: float, got: float, n: int) -> Check:
    """Whether a share of n independent trials is the expected chance."""
    error = math.sqrt(expected * (1.0 - expected) / n)
    return Check(name, source, expected, got, error, max(STANDARD_ERRORS * error, EXACT))


def equal(name: str, source: str, expected: float, got: float, allowed: float = EXACT) -> Check:
    """Whether a number is the expected one; nothing is drawn, or the bound is given."""
    return Check(name, source, expected, float(got), math.nan, allowed)


def at_most(name: str, source: str, bound: float, got: float) -> Check:
    """Whether a number stays below a bound."""
    return Check(name, source, bound, float(got), math.nan, EXACT, Rule.AT_MOST)


def at_least(name: str, source: str, bound: float, got: float) -> Check:
    """Whether a number reaches a bound."""
    return Check(name, source, bound, float(got), math.nan, EXACT, Rule.AT_LEAST)


def farthest(expected: ArrayLike, got: ArrayLike, n: int) -> float:
    """Largest distance of several shares of n trials from their chances, in standard errors.

    A chance of 0 or 1 must be met exactly, else the distance is infinite.
    """
    chance = np.asarray(expected, dtype=np.float64)
    off = np.abs(np.asarray(got, dtype=np.float64) - chance)
    error = np.sqrt(chance * np.maximum(0.0, 1.0 - chance) / n)
    sure = error < EXACT
    if (off[sure] > EXACT).any():
        return math.inf
    return float((off[~sure] / error[~sure]).max(initial=0.0))


def chi_square(expected: ArrayLike, counts: ArrayLike) -> float:
    """Chance of counts as far from expected shares as these (Pearson); 0 for impossible ones."""
    from scipy.stats import chisquare

    chance, seen = np.asarray(expected, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    possible = chance > 0.0
    if seen[~possible].any():
        return 0.0
    if possible.sum() < 2:
        return 1.0
    theory = chance[possible] / chance[possible].sum() * seen.sum()
    return float(chisquare(seen[possible], theory).pvalue)
