"""What the next unit of money brings, tactic by tactic, on the luck of the plan as written.

Every lever is lived at levels of its own beside the strategy as written. All are strategies of one
widened scenario, so that a replicate's market is built once, every level meets the same luck, and
finished runs are kept and gone on with like those of a comparison.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulation.errors import ArgumentError
from simulation.experiments.arguments import a_folder, a_scenario, callable_or_none
from simulation.experiments.compare import Plan as Comparing
from simulation.experiments.compare import Progress, Shelf, Work
from simulation.experiments.executors import Kind, executor_for
from simulation.experiments.folder import writing
from simulation.experiments.identity import identity_of
from simulation.experiments.margins_plan import (
    JOINT,
    LEVELS,
    REPLICATIONS,
    Lever,
    Plan,
    plan_of,
    tactics_without_lever,
)
from simulation.experiments.precision import Exactly
from simulation.experiments.store import Store
from simulation.experiments.study import RUNS, Workplace, manifest, study_place, write_manifest
from simulation.results import tables
from simulation.results.facts import facts_of
from simulation.results.margins import (
    Curve,
    curve_of,
    findings,
    level_of,
    levels_table,
    marginal_table,
)
from simulation.results.measured import Measured
from simulation.results.parquet import whole_file, write_columns, write_text
from simulation.results.record import HUBS, Columns
from simulation.scenario.nearest import use_nearest
from simulation.scenario.worlds import AS_WRITTEN

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from simulation.results.figures.response import Measure
    from simulation.scenario.model import Scenario

KIND: Final = "margins"
FOLDER: Final = "figures"


class Margins:
    """What a little more, or less, money for each tactic brings."""

    def __init__(self, plan: Plan, curves: Sequence[Curve]) -> None:
        self.plan = plan
        self.curves = tuple(curves)
        """The levels of each lever, as arrays over replicates."""

    @cached_property
    def levels(self) -> pd.DataFrame:
        """A row a level of a lever: means of a run, and the paired difference to the plan."""
        return tables.to_frame(levels_table(self.curves))

    @cached_property
    def marginal(self) -> pd.DataFrame:
        """Two rows a lever, the step to the plan and the next one: what a unit of money returns.

        ``marginal_return`` is gross profit, revenue less cost of the goods sold, for each unit of
        money more; less 1 it is the marginal return on marketing investment.
        """
        return tables.to_frame(marginal_table(self.curves))

    def plot(
        self,
        tactic: str | None = None,
        ax: Axes | None = None,
        *,
        strategy: str | None = None,
        measure: Measure = "customers",
    ) -> Axes:
        """The response curve of a tactic; of the first if left out.

        Parameters
        ----------
        tactic, strategy
            Names; the first that fits is drawn.
        ax
            Where to draw; a new figure if left out.
        measure
            ``customers`` or ``gross_profit``.

        Raises
        ------
        ArgumentError
            When there is no such tactic with a lever.
        """
        from simulation.results.figures import drawing
        from simulation.results.figures.response import response
        from simulation.results.figures.shown import Drawing

        curve = self._curve(strategy, tactic)
        with drawing():
            if ax is None:
                ax = Drawing(figsize=(5.0, 3.4), layout="constrained").subplots()
            return response(
                findings([curve]),
                ax,
                strategy=curve.strategy,
                tactic=curve.tactic,
                measure=measure,
            )

    def _curve(self, strategy: str | None, tactic: str | None) -> Curve:
        for curve in self.curves:
            if strategy in (None, curve.strategy) and tactic in (None, curve.tactic):
                return curve
        known = {curve.strategy for curve in self.curves}
        if strategy is not None and strategy not in known:
            raise ArgumentError(f'plot: no strategy "{strategy}".{use_nearest(strategy, known)}')
        known = {curve.tactic for curve in self.curves if strategy in (None, curve.strategy)}
        remedy = use_nearest(tactic or "", known) or f" There are {', '.join(sorted(known))}."
        raise ArgumentError(f'plot: no tactic "{tactic}" with a budget or a number.{remedy}')

    def __repr__(self) -> str:
        """Name and size."""
        return f"<Margins {self.plan.scenario.name}: {len(self.curves)} levers>"

    def write(self, folder: Path, command: str = "", seconds: float = 0.0) -> None:
        """Write tables, figures and, last, the manifest into a folder."""
        from simulation.results.figures import write
        from simulation.results.robustness.tables import json_text

        about = manifest(
            KIND, self.plan.scenario, self.plan.strategies, command, _about(self.plan, seconds)
        )
        with writing(folder):
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            named = {"margins": levels_table(self.curves), "marginal": marginal_table(self.curves)}
            for name, table in named.items():
                with whole_file(folder / f"{name}.csv") as path:
                    tables.write_csv(table, path)
            for curve in self.curves:
                ax = self.plot(curve.tactic, strategy=curve.strategy)
                name = f"response_{curve.strategy}_{curve.tactic}"
                write(ax.get_figure(root=True), folder / FOLDER / name)  # type: ignore[arg-type]
            write_text(json_text(self.found()), folder / "margins.json")
            write_manifest(folder, about)

    def found(self) -> dict[str, Any]:
        """Everything as plain values: for each lever its levels and both steps."""
        scenario = self.plan.scenario
        return {
            "replications": self.plan.replications,
            "currency": scenario.currency,
            "levers": findings(self.curves),
            "without_lever": {
                name: tactics_without_lever(
                    scenario.strategies[name],
                    [lever for lever in self.plan.levers if lever.strategy == name],
                )
                for name in self.plan.strategies
            },
        }


def margins(
    scenario: Scenario,
    *,
    strategies: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    levels: Iterable[float] = LEVELS,
    workers: int = 1,
    executor: Kind = "threads",
    cluster: str | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Margins:
    """Say what the next unit of money on each tactic returns, and draw its response curve.

    Parameters
    ----------
    scenario
        The scenario as written; worlds of ``what_if`` are left aside.
    strategies
        Names of those whose tactics are turned; all if left out.
    replications
        Runs of each level, on the same luck as the plan.
    levels
        Shares of what is written at which a tactic's ``budget`` or ``number`` is lived. The plan,
        which is 1, comes along. A number is rounded to a whole one.
    workers, executor, cluster
        How many work at once, in what, and the address of a cluster; see
        :func:`simulation.compare`. The result is the same.
    out
        Folder for tables and figures. What is there of the same scenario is gone on with.
    force
        Replace what is in ``out``.
    progress
        Called with finished and all runs.

    Returns
    -------
    Margins
        ``levels``, ``marginal``, ``plot()``.

    Raises
    ------
    ArgumentError
        When an argument is wrong, or no tactic has a budget or a number of its own.
    ScenarioError
        When a strategy cannot work in the market as written.
    OutputError
        When ``out`` holds something else or cannot be written.

    Examples
    --------
    >>> from simulation import load_scenario, margins
    >>> market = load_scenario("scenarios/referral_programme.yaml")
    >>> small = market.with_changes({"network.consumers": 500, "days": 30})
    >>> found = margins(small, strategies=["advertise"], replications=2, levels=[1.5])
    >>> list(found.levels["level"])
    [12000.0, 18000.0]
    """
    plan = plan_of(
        a_scenario(KIND, scenario), strategies=strategies, replications=replications, levels=levels
    )
    folder = None if out is None else a_folder("out", out)
    callable_or_none("progress", progress)
    where = Workplace(workers, executor, cluster)
    return carry_out(plan, folder, where, force=force, progress=progress)


def carry_out(
    plan: Plan,
    out: Path | None,
    where: Workplace,
    *,
    force: bool = False,
    progress: Progress | None = None,
    command: str = "",
) -> Margins:
    """Run what is missing of a study, judge it, and write it where a folder is named."""
    where.check()
    begun = time.perf_counter()
    if out is not None:
        study_place(out, KIND, force=force)
    command = command or f"margins({plan.scenario.name})"
    found = Margins(plan, _curves(plan, _lived(plan, out, where, force, progress, command)))
    if out is not None:
        found.write(out, command, time.perf_counter() - begun)
    return found


def _lived(
    plan: Plan,
    out: Path | None,
    where: Workplace,
    force: bool,
    progress: Progress | None,
    command: str,
) -> Measured:
    """The runs of every strategy and variant; those in the folder are not made again."""
    comparing = Comparing(
        plan.widened, plan.lived, Exactly(plan.replications), where.workers, where.executor,
        cluster=where.cluster,
    )  # fmt: skip
    identity = identity_of(plan.widened, plan.lived)
    store = None if out is None else Store(out / RUNS, identity, force=force)
    shelf: Shelf | Store = Shelf() if store is None else store
    with (
        nullcontext() if store is None else store.held(),
        executor_for(where.executor, where.workers, where.cluster) as executor,
    ):
        Work(comparing, shelf, executor, progress).up_to(plan.replications)
        measured = Measured(
            facts_of(plan.widened, plan.lived, with_beliefs=False),
            [shelf.runs[key] for key in comparing.of(AS_WRITTEN, plan.replications)],
            [shelf.markets[AS_WRITTEN, r] for r in range(plan.replications)],
        )
        if store is not None:
            about = manifest(f"{KIND}_runs", plan.widened, plan.lived, command, {})
            about |= {"identity": store.identity.brief(), "timings": store.timings}
            store.close(
                comparing.asked(plan.replications),
                lambda folder: _write_runs(measured, folder, about),
            )
    return measured


def _write_runs(measured: Measured, folder: Path, about: dict[str, Any]) -> None:
    """The tables that a store reads its runs from, the manifest last."""
    named = {
        "daily": tables.daily(measured.runs),
        "ledger": tables.ledger(measured.runs),
        "tactics": tables.tactics_by_run(measured.runs),
        "ends": tables.ends(measured.runs),
        "segments": tables.segments_by_run(measured.runs),
        "hubs": tables.stack(measured.runs, lambda run: run.hubs, HUBS),
        "markets": tables.markets(measured),
        "runs": _keys(measured),
    }
    for name, table in named.items():
        write_columns(table, folder / f"{name}.parquet")
    write_manifest(folder, about)


def _keys(measured: Measured) -> Columns:
    """Which runs there are; outcomes against a baseline are not asked for here."""
    return {
        "strategy": [run.strategy for run in measured.runs],
        "replicate": np.array([run.replicate for run in measured.runs], dtype=np.int32),
    }


def _curves(plan: Plan, measured: Measured) -> list[Curve]:
    return [_curve(plan, lever, measured) for lever in plan.levers]


def _curve(plan: Plan, lever: Lever, measured: Measured) -> Curve:
    lived = [(lever.strategy, lever.written, 1.0)]
    lived += [(each.name, each.level, each.factor) for each in plan.variants if each.lever == lever]
    levels = [
        level_of(level, factor, lever.tactic, measured.of(name)) for name, level, factor in lived
    ]
    refused = [dropped for of, dropped in plan.refused if of == lever]
    names = (lever.strategy, lever.tactic, lever.field)
    return curve_of(names, levels, refused, lever.shares_purse_with)


def _about(plan: Plan, seconds: float) -> dict[str, Any]:
    return {
        "replications": plan.replications,
        "levels": {
            JOINT.join([lever.strategy, lever.tactic]): [
                each.level for each in plan.variants if each.lever == lever
            ]
            for lever in plan.levers
        },
        "counts": {"runs": plan.runs},
        "timings": {"command": round(seconds, 3)},
    }
