"""What a sweep is to run: a market, the points, the strategies, and what is kept of each run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from simulation.experiments.sweeps.places import NO_PLACES, Places

if TYPE_CHECKING:
    from simulation.experiments.sweeps.points import Points
    from simulation.scenario.model import Scenario

Kind = Literal["grid", "list", "latin_hypercube", "sobol", "random"]
"""How points are chosen; see docs/sweeps.md."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """Points of settings; at each of them every strategy meets the same luck.

    Made by :func:`simulation.experiments.sweeps.language.load_sweep` or by :meth:`of`.

    Attributes
    ----------
    name
        Name of the sweep's folder.
    scenario
        The market; each point changes something in it.
    strategies
        Names of those to run, the baseline among them, in the scenario's order.
    points
        What each point changes.
    replications
        Runs of each strategy at each point.
    outcomes, daily
        Outcomes, and daily measures, that are kept of each run.
    written
        The sweep as plain values: what identifies it, and what a manifest says of it.
    warnings
        What is allowed but probably not meant.
    places
        Where the values of points are written.
    """

    name: str
    scenario: Scenario
    strategies: tuple[str, ...]
    points: Points
    replications: int
    outcomes: tuple[str, ...]
    daily: tuple[str, ...] = ()
    written: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    places: Places = NO_PLACES

    @property
    def runs(self) -> int:
        """Number of runs: points, times strategies, times replications."""
        return len(self.points) * len(self.strategies) * self.replications

    def at(self, point: int) -> Scenario:
        """The scenario of a point.

        Raises
        ------
        ScenarioError
            If the point cannot be: see :func:`simulation.experiments.sweeps.points.check_points`.
        """
        return self.scenario.with_changes(self.points.changes(point))

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        factors: Mapping[str, Any] | None = None,
        *,
        kind: Kind = "grid",
        points: Any = None,
        strategies: Sequence[str] | None = None,
        replications: int | None = None,
        outcomes: Iterable[str] | None = None,
        daily: Iterable[str] | None = None,
        seed: int = 1,
        name: str | None = None,
    ) -> Sweep:
        """A sweep without a file.

        Parameters
        ----------
        scenario
            The market.
        factors
            Values by address, ``{"brand.price": [9, 12]}``, or ends between which to choose,
            ``{"brand.price": {"low": 9, "high": 12}}``. None for ``kind="list"``.
        kind
            How points are chosen.
        points
            How many; for ``kind="list"`` the points themselves: mappings, a pandas frame, a CSV or
            Parquet file, or :class:`Points`.
        strategies
            Names of those to run; the baseline always comes along. All if left out.
        replications
            Runs of each strategy at each point; the scenario's number if left out, 50 where it says
            none.
        outcomes, daily
            Outcomes and daily measures to keep: all outcomes and no days if left out.
        seed
            Of the choice of points. The luck of the runs is drawn from the scenario's seed.
        name
            Name of the sweep; the scenario's if left out.

        Raises
        ------
        ArgumentError
            If anything is wrong.

        Examples
        --------
        >>> from simulation import load_scenario
        >>> scenario = load_scenario("scenarios/phone_launch.yaml")
        >>> sweep = Sweep.of(scenario, {"brand.price": [2999, 3999], "brand.quality": [0.6, 0.8]})
        >>> len(sweep.points), sweep.runs
        (4, 1000)
        """
        from simulation.experiments.sweeps.given import sweep_given

        given = {
            "strategies": strategies,
            "design": {"kind": kind, "points": points, "factors": factors},
            "replications": replications,
            "outcomes": outcomes,
            "daily": daily,
            "seed": seed,
            "name": name,
        }
        return sweep_given(scenario, given, "kind")
