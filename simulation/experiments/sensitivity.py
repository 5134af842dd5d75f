"""Which assumptions move an outcome, or the difference between two strategies, and how much.

All points meet the same luck: replicate 0 is the same at every one. An effect is the difference
between points that are neighbours on a path, or share all assumptions but one; what luck does to
both alike then drops out of it, while luck of its own for each point would come in twice. How much
of what is left is luck is read from the replicates, see :mod:`simulation.results.sensitivity.luck`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulation.errors import ArgumentError
from simulation.experiments.arguments import a_folder, a_scenario, callable_or_none
from simulation.experiments.executors import Kind
from simulation.experiments.folder import writing
from simulation.experiments.impossible_runs import (
    StudyProgress,
    failed_and_impossible,
    runs_of,
    without_impossible,
)
from simulation.experiments.sensitivity_plan import FEWEST, Plan, check_size, plan_of
from simulation.experiments.study import (
    RUNS,
    Workplace,
    carried_out,
    manifest,
    shares_to_points,
    study_place,
    sweep_over,
    usable,
    write_manifest,
)
from simulation.experiments.sweeps.carry_out import Progress
from simulation.results.facts import facts_of
from simulation.results.parquet import whole_file, write_text
from simulation.results.sensitivity import wording
from simulation.results.sensitivity.design import Design, Method, design_of
from simulation.results.sensitivity.judged import Found, Judged, Study
from simulation.scenario.nearest import use_nearest

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from simulation.results.sweep_results import Results
    from simulation.scenario.model import Scenario

KIND: Final = "sensitivity"
FOLDER: Final = "figures"


class Sensitivity:
    """The effects of assumptions on outcomes and on differences between strategies."""

    def __init__(self, judged: Judged, plan: Plan, results: Results) -> None:
        self.judged = judged
        self.plan = plan
        self.results = results
        """The sweep over the points; point 0 is the scenario as written."""

    @property
    def answer(self) -> str:
        """The answer in plain sentences."""
        return " ".join(wording.answer(self.judged))

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row an output and assumption, the largest effects first."""
        return self.judged.table()

    @property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        """Settings that were not varied, each with the reason."""
        return self.plan.chosen.left_out

    def found(self, outcome: str, strategy: str | None = None) -> Found:
        """What moves an outcome of a strategy, or its difference to the baseline.

        Raises
        ------
        ArgumentError
            If that was not looked at.
        """
        for each in self.judged.found:
            if each.output.outcome == outcome and strategy in (None, each.output.strategy):
                return each
        known = [each.output.key for each in self.judged.found]
        asked = outcome if strategy is None else f"{outcome} of {strategy}"
        raise ArgumentError(f"found: {asked} was not looked at. There are {', '.join(known)}.")

    def plot(self, name: str | None = None) -> Figure:
        """A figure by its name, like ``customers_ads_difference``; the first if left out.

        Raises
        ------
        ArgumentError
            If there is no such figure.
        """
        from simulation.results.sensitivity.figures import drawings

        made = {
            key.removeprefix("sensitivity_"): each for key, each in drawings(self.judged).items()
        }
        if name is None and made:
            return next(iter(made.values()))
        if name not in made:
            raise ArgumentError(f'plot: no figure "{name}".{use_nearest(name or "", made)}')
        return made[name]

    def __repr__(self) -> str:
        """The first sentence."""
        return f"<Sensitivity {self.plan.scenario.name}: {wording.answer(self.judged)[0]}>"

    def write(self, folder: Path, command: str = "", seconds: float = 0.0) -> None:
        """Write table, figures and, last, the manifest into a folder."""
        from simulation.results.figures import write
        from simulation.results.robustness.tables import json_text
        from simulation.results.sensitivity.figures import drawings

        about = manifest(KIND, self.plan.scenario, self.plan.strategies, command, _about(self.plan))
        progress = self.results.progress
        about["counts"] = {
            "runs": progress.done + progress.failed,
            **failed_and_impossible(self.results),
        }
        about["timings"] = {"command": round(seconds, 3)}
        with writing(folder):
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            with whole_file(folder / "sensitivity.csv") as path:
                self.table.to_csv(path, index=False, lineterminator="\n")
            write_text(json_text(self._findings()), folder / "sensitivity.json")
            for name, figure in drawings(self.judged).items():
                write(figure, folder / FOLDER / name)
            write_manifest(folder, about)

    def _findings(self) -> dict[str, Any]:
        return {
            "answer": wording.answer(self.judged),
            "method": self.plan.method,
            "blocks_that_cannot_be": self.judged.study.n_invalid,
            "outputs": [
                {
                    **each.output._asdict(),
                    "luck": each.luck._asdict(),
                    "blocks": each.n_blocks,
                    "blocks_left_out": each.n_left_out,
                }
                for each in self.judged.found
            ],
            "left_out": dict(self.left_out),
        }


def sensitivity(
    scenario: Scenario,
    *,
    method: Method = "morris",
    points: int | None = None,
    replications: int = 2,
    strategies: Sequence[str] | None = None,
    outcomes: Sequence[str] | None = None,
    differences: Sequence[str] | None = None,
    parameters: Iterable[str] = (),
    without: Iterable[str] = (),
    only: bool = False,
    seed: int = 1,
    workers: int = 1,
    executor: Kind = "processes",
    cluster: str | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Sensitivity:
    """Say which assumptions move an outcome most, and how much of that is luck.

    Parameters
    ----------
    scenario
        The scenario as written; worlds of ``what_if`` are left aside.
    method
        ``morris`` (few runs an assumption: which matter at all) or ``sobol`` (many runs: shares of
        the variance).
    points
        Paths (Morris; 10 if left out) or base samples (Sobol; 64, powers of 2 are best). Each takes
        about as many points as there are assumptions.
    replications
        Runs of each strategy at each point, averaged; with two or more luck is estimated too.
    strategies
        Names of those to run; the baseline always comes along. All if left out.
    outcomes
        Names of outcomes; the deciding one if left out.
    differences
        Look only at the difference to the baseline of these strategies. If left out: the baseline's
        level, and the difference of every other strategy.
    parameters, without, only
        What is varied; see :func:`simulation.experiments.assumptions.choose`.
    seed
        Of the points. The luck of the runs is drawn from the scenario's seed.
    workers, executor, cluster
        How many work at once, in what, and the address of a cluster; see :func:`simulation.sweep`.
    out
        Folder for tables and figures. What is there of the same study is gone on with.
    force
        Replace what is in ``out``.
    progress
        Called with finished, all and failed runs; one that cannot work at its point has not failed.

    Returns
    -------
    Sensitivity
        ``answer``, ``table``, ``found()``, ``plot()``, ``results``.

    Raises
    ------
    ArgumentError
        When an argument is wrong, or there would be very many runs that nobody asked for.
    ScenarioError
        When a strategy cannot work in the market as written.
    OutputError
        When ``out`` holds something else or cannot be written.
    """
    plan = plan_of(
        a_scenario(KIND, scenario),
        method=method,
        points=points,
        replications=replications,
        strategies=strategies,
        outcomes=outcomes,
        differences=differences,
        parameters=parameters,
        without=without,
        only=only,
        seed=seed,
    )
    check_size(plan, is_asked=points is not None)
    folder = None if out is None else a_folder("out", out)
    callable_or_none("progress", progress)
    where = Workplace(workers, executor, cluster)
    return carry_out(plan, folder, where, force=force, progress=without_impossible(progress))


def carry_out(
    plan: Plan,
    out: Path | None,
    where: Workplace,
    *,
    force: bool = False,
    progress: StudyProgress | None = None,
    command: str = "",
) -> Sensitivity:
    """Run what is missing of a study, judge it, and write it where a folder is named."""
    where.check()
    begun = time.perf_counter()
    place = study_place(out, KIND, force=force)
    command = command or f"sensitivity({plan.scenario.name})"
    design, said = _design(plan)
    points = shares_to_points(plan.scenario, plan.chosen.varied, design.shares)
    sweep = sweep_over(plan.scenario, points, plan.strategies, plan.replications, _about(plan))
    results = carried_out(
        sweep, place.folder / RUNS, where, force=force, progress=progress, command=command
    )
    results.beside = place.beside
    runs = runs_of(results)
    study = Study(
        facts_of(plan.scenario, plan.strategies),
        plan.chosen.varied,
        design,
        runs[runs["point"] > 0],
        plan.outputs,
        plan.seed,
        plan.points - design.n_blocks,
        said,
    )
    found = Sensitivity(Judged(study), plan, results)
    if place.is_kept:
        found.write(place.folder, command, time.perf_counter() - begun)
    return found


def _design(plan: Plan) -> tuple[Design, str]:
    """The design without blocks that hold a point that no scenario can be, and why one cannot."""
    varied = plan.chosen.varied
    full = design_of(plan.method, plan.points, len(varied), plan.seed)
    is_usable, said = usable(plan.scenario, varied, full.shares)
    design, _ = full.without(np.asarray(~is_usable))
    if 2 * design.n_blocks < full.n_blocks or design.n_blocks < FEWEST:
        n_spoilt, blocks = full.n_blocks - design.n_blocks, wording.BLOCKS[plan.method]
        raise ArgumentError(
            f"{n_spoilt} of {full.n_blocks} {blocks} hold a point that cannot be: {said} "
            "Do not vary it."
        )
    return design, said


def _about(plan: Plan) -> dict[str, Any]:
    """What identifies a study, besides its scenario."""
    return {
        "design": {
            "kind": KIND,
            "method": plan.method,
            "points": plan.points,
            "seed": plan.seed,
            "ranges": {one.label: [one.low, one.high] for one in plan.chosen.varied},
        },
    }
