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
    holm,
    replicates_needed,
    times_best,
)

Standing = Literal["settled", "not settled", "too close to matter"]


class Rival(NamedTuple):
    """The leader beside another strategy, at the level of the gate."""

    name: str
    gap: Estimate
    """Leader minus rival in the deciding outcome."""
    standing: Standing
    needed: float
    """About how many replicates would settle a difference of this size."""


class Verdict:
    """What the runs say about the deciding outcome.

    *Better*: the paired 95 % interval against the other excludes zero. *Best*: so against every
    rival at level ``1 - 0.05 / (k - 1)`` for k strategies. *Too close to matter*: the interval lies
    within plus or minus what the scenario says matters. Everything else is *not settled*.
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
        return 1.0 - (1.0 - LEVEL) / max(1, len(self.names) - 1)

    @cached_property
    def rivals(self) -> tuple[Rival, ...]:
        """The leader beside each other strategy, from the closest on."""
        if self.leader is None:
            return ()
        return tuple(self._rival(name) for name in self.ranked[1:] if name in self.names)

    def _rival(self, name: str) -> Rival:
        assert self.leader is not None
        gap = self.measured.difference(self.leader, name, self.outcome.name, self.level).estimate
        return Rival(name, gap, self._standing(gap), replicates_needed(gap))

    def _standing(self, gap: Estimate) -> Standing:
        matters = self.measured.facts.matters
        if matters and -matters < gap.low and gap.high < matters:
            return "too close to matter"
        return "settled" if gap.excludes_zero else "not settled"

    @property
    def best(self) -> str | None:
        """The strategy that is settled to be the best of all; None while none is."""
        settled = all(rival.standing == "settled" for rival in self.rivals)
        return self.leader if self.rivals and settled else None

    def against_baseline(self, name: str) -> Difference:
        """A strategy less the baseline in the deciding outcome, 95 % interval."""
        return self.measured.difference(name, self.baseline, self.outcome.name)

    def word(self, name: str) -> Literal["up", "down", "?"]:
        """Whether a strategy has more or less of the deciding outcome than the baseline."""
        gap = self.against_baseline(name).estimate
        if not gap.excludes_zero:
            return "?"
        return "up" if gap.low > 0.0 else "down"

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
        return sum(holm(found)), len(pairs)


def _is_nan(value: float) -> bool:
    return value != value
