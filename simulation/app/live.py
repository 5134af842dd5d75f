"""One run that is watched: who stands where on the journey, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.record import STAGE_COLUMNS

if TYPE_CHECKING:
    from simulation.network.layout import Picture
    from simulation.scenario.model import Scenario

MOST = 3000
"""Consumers in the picture; of a larger market, the biggest hubs and people around them."""

LARGEST = 200_000
"""Consumers of the largest market that is watched."""


class Count(NamedTuple):
    """Where everybody is at the end of a day."""

    day: int
    stages: tuple[int, ...]
    customers: int
    exposures: int
    cost: float


class Live:
    """A run of one strategy on the luck of one replicate, stepped by hand.

    Parameters
    ----------
    scenario
        A market and its strategies.
    strategy
        The one to watch.
    replicate
        Whose luck.

    Raises
    ------
    ScenarioError
        When the strategy cannot work in this market.
    """

    def __init__(self, scenario: Scenario, strategy: str, replicate: int = 0) -> None:
        from simulation.app.placing import placed
        from simulation.errors import Problem, ScenarioError
        from simulation.language import say
        from simulation.model import WordOfMouthModel

        if int(getattr(scenario.network, "consumers", 0)) > LARGEST:
            text = say("more than {n} consumers are too many to watch. Use a smaller market.")
            raise ScenarioError([Problem(text.format(n=f"{LARGEST:,}"), "network.consumers")])
        self.scenario, self.strategy, self.replicate = scenario, strategy, replicate
        self.model = WordOfMouthModel(scenario, strategy, replicate)
        self.picture: Picture = placed(self.model.graph, MOST)
        self.counts: list[Count] = [self._start()]

    @property
    def day(self) -> int:
        """Days lived so far."""
        return self.model.day

    @property
    def days(self) -> int:
        """Days of the whole run."""
        return self.scenario.days

    @property
    def is_over(self) -> bool:
        """Whether the last day is lived."""
        return self.day >= self.days

    @property
    def n_consumers(self) -> int:
        """Consumers of the whole market."""
        return int(self.model.graph.n_consumers)

    @property
    def is_sample(self) -> bool:
        """Whether the picture leaves people out."""
        return len(self.picture.rows) < self.n_consumers

    def step(self, days: int = 1) -> None:
        """Live some days, at most to the end."""
        for _ in range(days):
            if self.is_over:
                return
            self.model.step()
            self.counts.append(self._today())

    def stages(self) -> list[int]:
        """The stage of each consumer in the picture."""
        here: NDArray[np.int8] = self.model.market.stage[self.picture.rows]
        return [int(stage) for stage in here]

    def places(self) -> list[list[float]]:
        """Where each stands, with the size of its dot: x and y from -1 to 1."""
        reach = np.sqrt(self.model.graph.followers[self.picture.rows] + 1.0)
        size = (reach / reach.max()) ** 2
        rows = np.column_stack([_spread(self.picture.place), size])
        return [[round(float(cell), 4) for cell in row] for row in rows]

    def ties(self) -> list[int]:
        """Ties of the picture, as pairs of positions one after the other."""
        return [int(end) for end in self.picture.ties.ravel()]

    def _start(self) -> Count:
        stages = np.bincount(self.model.market.stage, minlength=len(STAGE_COLUMNS))
        return Count(0, tuple(int(n) for n in stages), 0, 0, 0.0)

    def _today(self) -> Count:
        from simulation.one_run import FinishedRun

        daily, last = FinishedRun(self.model.run).daily, self.day - 1
        stages = tuple(int(daily[name][last]) for name in STAGE_COLUMNS)
        spent = self.counts[-1].cost + float(daily["cost"][last])
        customers, exposures = int(daily["customers"][last]), int(daily["exposures"][last])
        return Count(self.day, stages, customers, exposures, spent)


def _spread(place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places stretched to fill the square from -1 to 1."""
    low, high = place.min(axis=0), place.max(axis=0)
    wide = np.where(high > low, high - low, 1.0)
    stretched: NDArray[np.float64] = 2.0 * (place - low) / wide - 1.0
    return stretched
