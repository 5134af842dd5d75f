"""From runs to samples: each outcome of each strategy, over the replicates."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from simulation.results.facts import Facts
from simulation.results.outcomes import OUTCOMES, TOTALS, Outcome, view_of
from simulation.results.record import MarketRecord, RunRecord
from simulation.results.statistics import (
    LEVEL,
    Difference,
    Estimate,
    Sample,
    Values,
    difference,
    estimate,
    mean_sample,
    ratio_of_ratios_sample,
    ratio_sample,
    within,
)
from simulation.results.stop import Stop


class Measured:
    """The runs of a comparison, with every outcome at hand.

    Parameters
    ----------
    facts
        What is compared.
    runs
        One record for each strategy and replicate, in any order; every strategy in ``facts`` has
        the same replicates.
    markets
        One record for each replicate, in any order.
    stop
        Why there are as many replicates as there are; None where nobody says.
    """

    def __init__(
        self,
        facts: Facts,
        runs: Iterable[RunRecord],
        markets: Iterable[MarketRecord],
        stop: Stop | None = None,
    ) -> None:
        place = {name: i for i, name in enumerate(facts.names)}
        self.facts = facts
        self.runs = sorted(runs, key=lambda run: (place[run.strategy], run.replicate))
        self.markets = sorted(markets)
        self.stop = stop
        self._samples: dict[tuple[str, str], Sample] = {}

    @cached_property
    def replicates(self) -> list[int]:
        """Numbers of the replicates."""
        return sorted({run.replicate for run in self.runs})

    @property
    def n_consumers(self) -> int:
        """Consumers of one market."""
        return self.markets[0].consumers

    def of(self, strategy: str) -> list[RunRecord]:
        """The runs of a strategy, by replicate."""
        return [run for run in self.runs if run.strategy == strategy]

    @cached_property
    def totals(self) -> dict[str, dict[str, Values]]:
        """By strategy and name of the total: its value in each replicate, (n,)."""
        totals: dict[str, dict[str, Values]] = {}
        for name in self.facts.names:
            views = [view_of(run, self.facts) for run in self.of(name)]
            totals[name] = {
                total.name: np.array([total.of(view) for view in views], dtype=np.float64)
                for total in TOTALS.values()
            }
        return totals

    def sample(self, strategy: str, outcome: str) -> Sample:
        """An outcome of a strategy over the replicates."""
        at = (strategy, outcome)
        if at not in self._samples:
            self._samples[at] = self._sample(strategy, OUTCOMES[outcome])
        return self._samples[at]

    def _sample(self, strategy: str, outcome: Outcome) -> Sample:
        totals = self.totals[strategy]
        if outcome.denominator is None:
            return mean_sample(totals[outcome.numerator.name])
        top, bottom = totals[outcome.numerator.name], totals[outcome.denominator.name]
        if outcome.comparison:
            base = self.totals[self.facts.baseline]
            top = top - base[outcome.numerator.name]
            bottom = bottom - base[outcome.denominator.name]
            if bottom.sum() <= 0.0:  # money saved has no return
                bottom = np.zeros_like(bottom)
        if outcome.against is not None:
            others = (totals[part.name] for part in outcome.against)
            return ratio_of_ratios_sample(top, bottom, *others)
        return ratio_sample(top, bottom)

    def estimate(self, strategy: str, outcome: str, level: float = LEVEL) -> Estimate:
        """An outcome of a strategy; its interval is cut where the outcome can have no value."""
        found = estimate(self.sample(strategy, outcome), level)
        return within(found, OUTCOMES[outcome].bounds(self.facts.days))

    def difference(self, a: str, b: str, outcome: str, level: float = LEVEL) -> Difference:
        """How much more of an outcome strategy ``a`` has than ``b``, paired by replicate."""
        direction = OUTCOMES[outcome].direction
        return difference(self.sample(a, outcome), self.sample(b, outcome), direction, level)

    @cached_property
    def reproduction(self) -> Estimate:
        """Extra customers for each free product in this market, over the probed replicates."""
        probed = [market for market in self.markets if not math.isnan(market.gifts)]
        extra = np.array([market.extra_customers for market in probed])
        return estimate(ratio_sample(extra, np.array([market.gifts for market in probed])))
