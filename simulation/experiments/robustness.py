"""Does the best strategy stay the best when the assumptions are other ones?"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulation.errors import ArgumentError, SimulationError
from simulation.experiments.arguments import a_folder, a_scenario, callable_or_none
from simulation.experiments.executors import Kind
from simulation.experiments.folder import writing
from simulation.experiments.impossible_runs import (
    InTwoSteps,
    StudyProgress,
    failed_and_impossible,
    runs_of,
    why_not_working,
    without_impossible,
)
from simulation.experiments.robustness_plan import FEWEST, Plan, plan_of
from simulation.experiments.study import (
    RUNS,
    Drawn,
    Place,
    Workplace,
    carried_out,
    latin_hypercube,
    manifest,
    shares_to_points,
    study_place,
    sweep_over,
    with_own_luck,
    write_manifest,
)
from simulation.experiments.sweeps.carry_out import Progress
from simulation.results.facts import facts_of
from simulation.results.parquet import whole_file, write_text
from simulation.results.robustness import wording
from simulation.results.robustness.judged import Judged, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from simulation.results.sweep_results import Results
    from simulation.scenario.model import Scenario

KIND: Final = "robustness"
AS_WRITTEN: Final = "as_written"
"""Folder of the runs of the scenario as written, which say who leads."""

FOLDER: Final = "figures"


class Robustness:
    """How often each strategy is best over the ranges of the assumptions, and what flips that."""

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
        """A row a strategy: share of points in which it is best, and its regret."""
        from simulation.results.robustness.tables import standings_table

        return standings_table(self.judged)

    @cached_property
    def flips(self) -> pd.DataFrame:
        """A row an assumption: where the points are cut, and how often the leader is best there."""
        from simulation.results.robustness.tables import flips_table

        return flips_table(self.judged)

    @property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        """Settings that were not varied, each with the reason."""
        return self.plan.chosen.left_out

    def plot(self, name: str = "shares") -> Figure:
        """A figure: ``shares``, ``flips`` or ``tornado``.

        Raises
        ------
        ArgumentError
            If there is no such figure.
        """
        from simulation.results.robustness.figures import FIGURES
        from simulation.scenario.nearest import use_nearest

        known = {key.removeprefix("robustness_"): figure for key, figure in FIGURES.items()}
        if name not in known:
            raise ArgumentError(f'plot: no figure "{name}".{use_nearest(name, known)}')
        return known[name].draw(self.judged)

    def __repr__(self) -> str:
        """The headline."""
        return f"<Robustness {self.plan.scenario.name}: {wording.headline(self.judged)}>"

    def _repr_html_(self) -> str:
        """Answer and table, for a notebook."""
        from html import escape

        said = "".join(f"<p>{escape(line)}</p>" for line in wording.answer(self.judged))
        return f"<div>{said}{self.table.to_html(index=False, float_format='{:.3g}'.format)}</div>"

    def write(self, folder: Path, command: str = "", seconds: float = 0.0) -> None:
        """Write tables, figures, page and, last, the manifest into a folder."""
        from simulation.results.figures import write
        from simulation.results.robustness.figures import FIGURES
        from simulation.results.robustness.page import render
        from simulation.results.robustness.tables import found, json_text

        about = manifest(
            KIND,
            self.plan.scenario,
            self.plan.strategies,
            command,
            {**_about(self.plan), **_counts(self, seconds)},
        )
        with writing(folder):
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            for name, table in (("robustness", self.table), ("flips", self.flips)):
                with whole_file(folder / f"{name}.csv") as path:
                    table.to_csv(path, index=False, lineterminator="\n")
            findings = {**found(self.judged), "left_out": dict(self.left_out)}
            write_text(json_text(findings), folder / "robustness.json")
            svgs = {
                name: write(figure.draw(self.judged), folder / FOLDER / name)
                for name, figure in FIGURES.items()
            }
            page = render(self.judged, svgs, self.left_out, _provenance(about))
            write_text(page, folder / "robustness.html")
            write_manifest(folder, about)


def robustness(
    scenario: Scenario,
    *,
    points: int = 200,
    replications: int = 2,
    strategies: Sequence[str] | None = None,
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
) -> Robustness:
    """Sample what is assumed within its ranges, run all strategies there, and see who stays best.

    Parameters
    ----------
    scenario
        The scenario as written; worlds of ``what_if`` are left aside.
    points
        Points of a Latin hypercube over the ranges.
    replications
        Runs of each strategy at each point. At a point all strategies meet the same luck; each
        point has luck of its own, so that a share of points is not a share given a few lucky runs.
    strategies
        Names of those to compare; the baseline always comes along. All if left out.
    parameters, without, only
        What is varied besides assumptions and claims, what is not, and whether nothing but
        ``parameters`` is; see :func:`simulation.experiments.assumptions.choose`.
    seed
        Of the points. The luck of the runs is drawn from the scenario's seed and the point's
        number: column ``seed`` of ``results.points``.
    workers, executor, cluster
        How many work at once, in what, and the address of a cluster; see :func:`simulation.sweep`.
    out
        Folder for tables, figures and page. What is there of the same study is gone on with.
    force
        Replace what is in ``out``.
    progress
        Called with finished, all and failed runs; one that cannot work at its point has not failed.

    Returns
    -------
    Robustness
        ``answer``, ``table``, ``flips``, ``plot()``, ``results``.

    Raises
    ------
    ArgumentError
        When an argument is wrong.
    ScenarioError
        When a strategy cannot work in the market as written.
    OutputError
        When ``out`` holds something else or cannot be written.
    """
    plan = plan_of(
        a_scenario(KIND, scenario),
        points=points,
        replications=replications,
        strategies=strategies,
        parameters=parameters,
        without=without,
        only=only,
        seed=seed,
    )
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
) -> Robustness:
    """Run what is missing of a study, judge it, and write it where a folder is named."""
    where.check()
    begun = time.perf_counter()
    place = study_place(out, KIND, force=force)
    command = command or f"robustness({plan.scenario.name})"
    drawn = latin_hypercube(plan.scenario, plan.chosen.varied, plan.points, plan.seed)
    steps = None if progress is None else InTwoSteps(progress, plan.runs_at_points)
    written = _carried_out(plan, drawn, place, where, force, steps, command, as_written=True)
    results = _carried_out(plan, drawn, place, where, force, steps and steps.second, command)
    results.beside = place.beside
    judged = Judged(_study(plan, drawn, written, results))
    _check(judged, results)
    found = Robustness(judged, plan, results)
    if place.is_kept:
        found.write(place.folder, command, time.perf_counter() - begun)
    return found


def _carried_out(
    plan: Plan,
    drawn: Drawn,
    place: Place,
    where: Workplace,
    force: bool,
    progress: StudyProgress | None,
    command: str,
    *,
    as_written: bool = False,
) -> Results:
    """The runs at the points, or those of point 0 alone, the scenario as written."""
    points = shares_to_points(plan.scenario, plan.chosen.varied, drawn.shares)
    points = with_own_luck(points, plan.scenario)
    sweep = sweep_over(
        plan.scenario,
        points.part(0, 1) if as_written else points,
        plan.strategies,
        plan.replications_as_written if as_written else plan.replications,
        _about(plan),
    )
    folder = place.folder / (AS_WRITTEN if as_written else RUNS)
    return carried_out(sweep, folder, where, force=force, progress=progress, command=command)


def _study(plan: Plan, drawn: Drawn, written: Results, results: Results) -> Study:
    runs = runs_of(results)
    return Study(
        facts_of(plan.scenario, plan.strategies),
        plan.chosen.varied,
        results.points,
        runs[runs["point"] > 0],
        runs_of(written),
        plan.seed,
        why_not_working(results),
        drawn.n_invalid,
        drawn.said,
    )


def _check(judged: Judged, results: Results) -> None:
    """Refuse to judge where too little came out."""
    outcome = judged.outcome.name
    if not len(judged.written.points):
        raise SimulationError(f"runs as written failed: {_first_failure(results)}")
    if np.isnan(judged.written.gain).all():
        raise ArgumentError(f"{outcome} is undefined in every strategy. Decide by another outcome.")
    if len(judged.surface.points) < FEWEST:
        n = len(judged.surface.points)
        raise SimulationError(f"only {n} points could be judged: {_first_failure(results)}")


def _first_failure(results: Results) -> str:
    failures = results.failures
    return str(failures["error"].iloc[0]) if len(failures) else "they are not all there"


def _about(plan: Plan) -> dict[str, Any]:
    """What identifies a study, besides its scenario."""
    return {
        "design": {
            "kind": KIND,
            "points": plan.points,
            "seed": plan.seed,
            "ranges": {one.label: [one.low, one.high] for one in plan.chosen.varied},
        },
    }


def _counts(found: Robustness, seconds: float) -> dict[str, Any]:
    progress = found.results.progress
    return {
        "counts": {
            "points": found.plan.points,
            "runs": progress.done + progress.failed,
            **failed_and_impossible(found.results),
            "assumptions": len(found.plan.chosen.varied),
        },
        "timings": {"command": round(seconds, 3)},
    }


def _provenance(about: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How it was run, for the page."""
    return [
        ("womsim", about["versions"]["womsim"]),
        ("command", about["command"]),
        ("seed of luck", str(about["seed"])),
        ("seed of points", str(about["design"]["seed"])),
        ("hash of the scenario", about["hash"]),
        ("python", about["machine"]["python"]),
    ]
