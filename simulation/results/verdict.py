"""Who is best, who is better, and what is not settled: the gates before every sentence."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from typing import Literal, NamedTuple

from simulation.results.measured import Measured
from simulation.results.outcomes import OUTCOMES, Outcome
from simulation.results.statistics import (
    LEVEL,
    Difference,
    Estimate,
    Values,
    holm,
    replicates_needed,
    times_best,
)

Standing = Literal["settled", "not settled", "too close to matter"]

Against = Literal["settled", "not settled", "too close to matter", "equal", "undefined"]
"""How a strategy stands against the baseline; ``equal``: in every one of many replicates."""

Word = Literal["up", "down", "≈", "=", "?"]
"""The same beside an interval in a table."""

EQUAL_ENOUGH = 20
"""Replicates after which strategies that are equal in each count as equal."""


class Rival(NamedTuple):
    """The leader beside another strategy, at the level of the gate."""

    name: str
    gap: Estimate
    """Leader minus rival in the deciding outcome."""
    standing: Standing
    needed: float
    """About how many replicates, in all, would settle a difference of this size."""


class Open(NamedTuple):
    """A strategy that is not settled against the baseline."""

    name: str
    needed: float
    """About how many replicates, in all, would settle a difference of this size."""


class Verdict:
    """What the runs say about the deciding outcome.

    *Better*: the paired 95 % interval against the other excludes zero. *Best*: so against every
    rival at level ``1 - 0.05 / (k - 1)`` for k strategies. *Too close to matter*: the interval lies
    within plus or minus what the scenario says matters. Everything else is *not settled*. Where
    replicates were added until something was settled, the 0.05 is shared among the planned looks
    first; intervals against the baseline are printed at 95 % all the same.
    """

    def __init__(self, measured: Measured) -> None:
        self.measured = measured
        self.outcome: Outcome = OUTCOMES[measured.facts.decide_by]
        self.direction = self.outcome.direction or 1
        self.baseline = measured.facts.baseline

    @property
    def names(self) -> tuple[str, ...]:
        """The compared strategies in which the deciding outcome is defined."""
        defined = (
            name
            for name in self.measured.facts.names
            if not _is_nan(self.measured.estimate(name, self.outcome.name).value)
        )
        return tuple(defined)

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Strategies from the best to the worst, undefined ones last."""

        def place(name: str) -> tuple[bool, float]:
            value = self.measured.estimate(name, self.outcome.name).value
            return (_is_nan(value), 0.0 if _is_nan(value) else -self.direction * value)

        return tuple(sorted(self.measured.facts.names, key=place))

    @property
    def leader(self) -> str | None:
        """The strategy that does best on average; None where nothing is defined."""
        return self.ranked[0] if self.names else None

    @property
    def level(self) -> float:
        """Level at which the best must beat every rival."""
        return 1.0 - (1.0 - self.word_level) / max(1, len(self.names) - 1)

    @property
    def word_level(self) -> float:
        """Level at which a strategy counts as settled against one other."""
        return LEVEL if self.measured.stop is None else self.measured.stop.level

    @cached_property
    def rivals(self) -> tuple[Rival, ...]:
        """The leader beside each other strategy, from the closest on."""
        if self.leader is None:
            return ()
        return tuple(self._rival(name) for name in self.ranked[1:] if name in self.names)

    def _rival(self, name: str, level: float | None = None) -> Rival:
        assert self.leader is not None
        level = self.level if level is None else level
        gap = self.measured.difference(self.leader, name, self.outcome.name, level).estimate
        return Rival(name, gap, self._standing(gap), self._needed(gap, level))

    @property
    def beside_baseline(self) -> tuple[Rival, float]:
        """The leader beside the baseline at the level of words, and that level."""
        return self._rival(self.baseline, self.word_level), self.word_level

    def _standing(self, gap: Estimate) -> Standing:
        matters = self.measured.facts.matters
        is_told = gap.sd > 0.0 or gap.n >= EQUAL_ENOUGH  # few equal replicates say little
        if matters and is_told and -matters < gap.low and gap.high < matters:
            return "too close to matter"
        return "settled" if gap.excludes_zero else "not settled"

    def _needed(self, gap: Estimate, level: float) -> float:
        return replicates_needed(gap, level, self.measured.facts.matters)

    @property
    def best(self) -> str | None:
        """The strategy that is settled to be the best of all; None while none is."""
        settled = all(rival.standing == "settled" for rival in self.rivals)
        return self.leader if self.rivals and settled else None

    def against_baseline(self, name: str) -> Difference:
        """A strategy less the baseline in the deciding outcome, 95 % interval."""
        return self.measured.difference(name, self.baseline, self.outcome.name)

    def gap(self, name: str, level: float = LEVEL) -> Estimate:
        """A strategy less the baseline; an outcome that compares by itself is that already."""
        if self.outcome.comparison:
            return self.measured.estimate(name, self.outcome.name, level)
        difference = self.measured.difference(name, self.baseline, self.outcome.name, level)
        return difference.estimate

    def gaps(self, name: str) -> Values:
        """What :meth:`gap` is the mean of: a difference for each replicate, NaN where undefined."""
        own = self.measured.sample(name, self.outcome.name).pseudo
        if self.outcome.comparison:
            return own
        return own - self.measured.sample(self.baseline, self.outcome.name).pseudo

    @cached_property
    def against(self) -> dict[str, Against]:
        """How each other strategy stands against the baseline, at the level of words."""
        others = (name for name in self.measured.facts.names if name != self.baseline)
        return {name: self._against(name) for name in others}

    def _against(self, name: str) -> Against:
        gap = self.gap(name, self.word_level)
        if _is_nan(gap.value):
            return "undefined"
        standing = self._standing(gap)
        is_equal = standing == "not settled" and gap.value == gap.sd == 0.0
        return "equal" if is_equal and gap.n >= EQUAL_ENOUGH else standing

    @property
    def open(self) -> tuple[Open, ...]:
        """Strategies that more replicates could settle against the baseline."""
        return tuple(
            Open(name, self._needed(self.gap(name), self.word_level))
            for name, standing in self.against.items()
            if standing == "not settled"
        )

    def word(self, name: str) -> Word:
        """Whether a strategy has more or less of the deciding outcome than the baseline.

        ``≈`` is settled to be too close to matter, ``=`` equal in every one of many replicates,
        and ``?`` not settled.
        """
        standing = self._against(name)
        if standing == "settled":
            return "up" if self.gap(name, self.word_level).low > 0.0 else "down"
        signs: dict[Against, Word] = {"too close to matter": "≈", "equal": "="}
        return signs.get(standing, "?")

    @cached_property
    def times_best(self) -> dict[str, int]:
        """In how many replicates each strategy is not beaten; equals count for each."""
        each = {
            name: self.measured.sample(name, self.outcome.name).each
            for name in self.measured.facts.names
        }
        return times_best(each, self.direction)

    @cached_property
    def settled_pairs(self) -> tuple[int, int]:
        """How many of all pairs are settled together (Holm), and how many pairs there are."""
        pairs = list(combinations(self.names, 2))
        found = [self.measured.difference(a, b, self.outcome.name).p_value for a, b in pairs]
        return sum(holm(found, self.word_level)), len(pairs)


def _is_nan(value: float) -> bool:
    return value != value
