"""Everything that the sampled points say: who stays the best, what is regretted, what flips it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.facts import Facts
from simulation.results.outcomes import OUTCOMES, Outcome
from simulation.results.robustness.assumption import Assumption
from simulation.results.robustness.flips import (
    Effect,
    Flags,
    Flips,
    Floats,
    Split,
    find_flips,
)
from simulation.results.robustness.rules import Rules, find_rules
from simulation.results.robustness.standings import Share, Standing, share, standings
from simulation.results.robustness.surface import Surface, surface_of
from simulation.results.statistics import LEVEL, Difference, difference, mean_sample

if TYPE_CHECKING:
    from pandas import DataFrame


class Study(NamedTuple):
    """What was run: points over the assumptions, and the scenario as written."""

    facts: Facts
    assumptions: tuple[Assumption, ...]
    points: DataFrame
    """Column ``point``, and one for each address."""
    runs: DataFrame
    """Columns ``point``, ``strategy``, ``replicate``, ``status``, outcomes."""
    written: DataFrame
    """The same of the scenario as written, at one point, with more replicates."""
    seed: int = 1
    why_not: Mapping[str, str] = MappingProxyType({})
    """Why a strategy could not work, where there are points at which it could not."""
    n_invalid: int = 0
    """Sampled points that no scenario can be, however often they were drawn again."""
    why_invalid: str = ""
    """What was wrong with the first of them."""


class Takeover(NamedTuple):
    """Who is best most often where the leader is not."""

    strategy: str
    k: int
    n: int


@dataclass(frozen=True)
class Judged:
    """What the points say about the deciding outcome.

    The leader is the strategy that does best as written. It *stays best* at a point where no other
    strategy does better, by the mean over replicates.
    """

    study: Study

    @property
    def facts(self) -> Facts:
        """What is known of the scenario."""
        return self.study.facts

    @property
    def outcome(self) -> Outcome:
        """The outcome that decides."""
        return OUTCOMES[self.facts.decide_by]

    @property
    def unit(self) -> str:
        """Its unit, money in the scenario's currency."""
        return self.outcome.unit.replace("money", self.facts.currency)

    @property
    def strategies(self) -> tuple[str, ...]:
        """Those that are judged: without the baseline where the outcome compares with it."""
        compares = self.outcome.comparison
        return tuple(n for n in self.facts.names if not (compares and n == self.facts.baseline))

    def label(self, strategy: str) -> str:
        """A strategy as people call it."""
        return self.facts.strategy(strategy).label

    @cached_property
    def surface(self) -> Surface:
        """The outcome at each point."""
        return self._surface(self.study.runs)

    @cached_property
    def written(self) -> Surface:
        """The outcome of the scenario as written: one point with many replicates."""
        return self._surface(self.study.written)

    def _surface(self, runs: DataFrame) -> Surface:
        return surface_of(runs, self.strategies, self.outcome.name, self.outcome.direction or 1)

    @cached_property
    def leader(self) -> str:
        """The strategy that does best as written, on average."""
        gain = self.written.gain[0]
        return self.strategies[int(np.argmax(np.where(np.isnan(gain), -math.inf, gain)))]

    @cached_property
    def written_gaps(self) -> dict[str, Difference]:
        """As written, the leader minus each other strategy, at the level of the gate for the best.

        Where less is better a gap of the leader is negative.
        """
        values = dict(zip(self.strategies, self.written.each[0], strict=True))
        level = 1.0 - (1.0 - LEVEL) / max(1, len(values) - 1)
        leader = mean_sample(values.pop(self.leader))
        return {
            name: difference(leader, mean_sample(each), self.written.direction, level)
            for name, each in values.items()
        }

    @cached_property
    def stays(self) -> Flags:
        """Whether the leader is best, at each point."""
        return self.surface.is_best[:, self.strategies.index(self.leader)]

    @cached_property
    def margin(self) -> Floats:
        """The leader's gain minus that of its closest rival, at each point."""
        return self.surface.margin(self.leader)

    @cached_property
    def stays_best(self) -> Share:
        """Share of points in which the leader is best."""
        return share(int(self.stays.sum()), len(self.stays))

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every strategy, those most often best first."""
        rows = standings(self.surface, self.facts.baseline, compares=self.outcome.comparison)
        return tuple(sorted(rows, key=lambda row: (-row.best.k, row.regret_mean)))

    def standing(self, strategy: str) -> Standing:
        """One strategy over the points."""
        return next(row for row in self.standings if row.strategy == strategy)

    @cached_property
    def columns(self) -> list[Floats]:
        """Values of each assumption at the judged points."""
        rows = self.study.points.set_index("point").loc[self.surface.points]
        return [rows[one.keys[0]].to_numpy(np.float64) for one in self.study.assumptions]

    @cached_property
    def flips(self) -> Flips:
        """Where each assumption turns the ranking."""
        return find_flips(
            self.columns, self.study.assumptions, self.stays, self.margin, self.study.seed
        )

    @cached_property
    def rules(self) -> Rules:
        """When the leader stays the best, in rules of up to two assumptions."""
        return find_rules(self.columns, self.study.assumptions, self.stays, self.study.seed)

    @cached_property
    def flipping(self) -> tuple[Split, ...]:
        """Assumptions that flip the ranking by themselves, past both gates."""
        if not self.rules.passes:
            return ()
        return tuple(split for split in self.flips.splits if split.effect == "flips")

    @cached_property
    def perhaps_flipping(self) -> tuple[Split, ...]:
        """Assumptions that seem to flip the ranking, past the first gate and not the second."""
        if self.rules.passes:
            return ()
        return tuple(split for split in self.flips.splits if split.effect == "flips")

    @cached_property
    def telling(self) -> tuple[Split, ...]:
        """Assumptions on which the leader's place depends, flip or not."""
        return tuple(split for split in self.flips.splits if split.effect != "no")

    def effect(self, split: Split) -> Effect:
        """What an assumption does to the ranking; it ``flips`` it past both gates only."""
        if split.effect == "flips" and split not in self.flipping:
            return "tells"
        return split.effect

    def column(self, assumption: Assumption) -> Floats:
        """Values of one assumption at the judged points."""
        return self.columns[self.study.assumptions.index(assumption)]

    def takeover(self, split: Split) -> Takeover | None:
        """Who is best most often on the side of a cut where the leader is so less often."""
        column = self.column(split.assumption)
        there = column > split.value if split.side == "above" else column < split.value
        lost = self.surface.is_best[there & ~self.stays]
        if not len(lost):
            return None
        counts: NDArray[np.int64] = lost.sum(axis=0)
        at = int(counts.argmax())
        return Takeover(self.strategies[at], int(counts[at]), int(there.sum()))
