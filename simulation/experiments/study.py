"""What robustness and sensitivity share: points over assumptions, run in a folder of their own."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.errors import ArgumentError, OutputError, ScenarioError
from simulation.experiments.arguments import MOST_REPLICATIONS, whole_number
from simulation.experiments.executors import Kind, check_executor
from simulation.experiments.folder import Beside, check_place, read_json, writing
from simulation.experiments.identity import identity_of
from simulation.experiments.impossible_runs import StudyProgress, ToldApart
from simulation.experiments.lock import locked
from simulation.experiments.manifest import about_run
from simulation.experiments.sweeps.carry_out import carry_out
from simulation.experiments.sweeps.plan import Sweep
from simulation.experiments.sweeps.points import Points
from simulation.experiments.sweeps.store import SweepStore
from simulation.results.outcomes import OUTCOMES
from simulation.results.parquet import write_text
from simulation.results.robustness.assumption import Assumption

if TYPE_CHECKING:
    from simulation.results.sweep_results import Results
    from simulation.scenario.model import Scenario

Shares = NDArray[np.float64]

RUNS: Final = "runs"
SWEEP: Final = "sweep.json"
MANIFEST: Final = "manifest.json"
STUDIES: Final = ("robustness", "sensitivity")
SHOWN: Final = 3
"""Differences that a refusal names."""

SEED: Final = "seed"
"""Key from which all luck of a run is drawn."""

LUCK_OF_POINTS: Final = 2**32 - 1
"""Tells seeds of points from what is drawn for a replicate; no replicate has this number."""

MOST_POINTS: Final = 1_000_000
"""Points, paths or base samples at most: all of them are judged in memory."""

OF: Final = "study_of"
"""Key of a study's manifest: what its runs are runs of. A comparison's is called otherwise, so that
neither goes on with the other's folder."""

AGAIN: Final = 5
"""How often a point that no scenario can be is drawn again."""


class Workplace(NamedTuple):
    """Where runs are lived."""

    workers: int = 1
    executor: Kind = "processes"
    cluster: str | None = None

    def check(self) -> None:
        """Refuse what no runs can be lived with, before anything is written."""
        check_executor(self.executor, self.workers, self.cluster)


class Place(NamedTuple):
    """The folder of a study."""

    folder: Path
    beside: Beside | None = None
    """Where the user named none: a folder that goes away with the results."""

    @property
    def is_kept(self) -> bool:
        """Whether the user asked for files."""
        return self.beside is None


def study_place(out: str | os.PathLike[str] | None, kind: str, *, force: bool) -> Place:
    """The folder for a study of this kind.

    Raises
    ------
    OutputError
        When it holds something else, or cannot be written.
    """
    if out is None:
        beside = Beside()
        return Place(beside.folder, beside)
    folder = Path(out)
    check_place(folder)
    held = "sweep" if (folder / SWEEP).exists() else kind
    held = (read_json(folder / MANIFEST) or {}).get("kind", held)
    if held != kind and not force:
        study = " study" if held in STUDIES else ""
        raise OutputError(
            f"{folder} holds a {held}{study}. Use another folder (out), or add a {kind} study to "
            "it (force)."
        )
    return Place(folder)


def check_same(folder: Path, sweep: Sweep) -> None:
    """Refuse to go on with another study of the same kind, and say what is asked otherwise.

    Raises
    ------
    OutputError
        When a study with other points, ranges or strategies is there.
    """
    older = read_json(folder / SWEEP)
    design = (older or {}).get("sweep", {}).get("design")
    if older is None or not isinstance(design, dict):
        return
    here, there = dict(sweep.written["design"]), dict(design)
    ranges = here.pop("ranges"), there.pop("ranges", {})
    said = [
        f"{name}: {there.get(name)} there, {here[name]} here"
        for name in here
        if there.get(name) != here[name]
    ]
    if set(ranges[0]) != set(ranges[1]):
        n_here, n_there = (f"{len(each)} varied" for each in ranges)
        said.append(f"assumptions: {n_there} there, {n_here} here")
    else:
        said += [
            f"{name}: {_ends(ranges[1][name])} there, {_ends(ranges[0][name])} here"
            for name in ranges[0]
            if list(ranges[0][name]) != list(ranges[1][name])
        ]
    if list(sweep.strategies) != older.get("strategies"):
        before = ", ".join(older.get("strategies", []))
        said.append(f"strategies: {before} there, {', '.join(sweep.strategies)} here")
    if said:
        kind = here.get("kind", "such")
        raise OutputError(
            f"{folder.parent} holds another {kind} study ({'; '.join(said[:SHOWN])}). "
            "Use another folder (out), or replace it (force)."
        )


def _ends(ends: Sequence[float]) -> str:
    return f"{ends[0]:g}..{ends[1]:g}"


def shares_to_points(scenario: Scenario, varied: Sequence[Assumption], shares: Shares) -> Points:
    """Points at shares of each range, (n, assumptions), after point 0, the scenario as written."""
    columns: dict[str, Any] = {}
    for i, one in enumerate(varied):
        values = one.at(shares[:, i])
        column = np.concatenate(([one.value], values)).astype(values.dtype)
        columns.update(dict.fromkeys(one.keys, column))
    return Points(columns)


def with_own_luck(points: Points, scenario: Scenario) -> Points:
    """The same points, each with luck of its own; all strategies at a point meet the same.

    The seed of a point is drawn from the scenario's seed and the point's number, so that it stays
    the same whatever the workers and however many points there are. Point 0, the scenario as
    written, keeps the scenario's seed.
    """
    seeds = np.array([_seed_at(scenario.seed, point) for point in range(len(points))], np.int64)
    seeds[:1] = scenario.seed
    return Points({**points.columns, SEED: seeds})


def _seed_at(seed: int, point: int) -> int:
    """A seed for the luck of a point, short enough to be typed (numpy ``SeedSequence``)."""
    words = np.random.SeedSequence(seed, spawn_key=(LUCK_OF_POINTS, point))
    return int(words.generate_state(1, np.uint32)[0])


def cannot_be(scenario: Scenario, varied: Sequence[Assumption], share: Shares) -> str:
    """Why no scenario can have these shares of the ranges; empty where one can."""
    points = shares_to_points(scenario, varied, share[None, :])
    try:
        scenario.with_changes(points.changes(1))
    except ScenarioError as error:
        return str(error.problems[0])
    return ""


def usable(
    scenario: Scenario, varied: Sequence[Assumption], shares: Shares
) -> tuple[NDArray[np.bool_], str]:
    """Which points can be, and what is wrong with the first that cannot."""
    said = [cannot_be(scenario, varied, share) for share in shares]
    return np.array([not each for each in said], dtype=bool), next(filter(None, said), "")


class Drawn(NamedTuple):
    """Shares of the ranges at each point that can be, and how many could not."""

    shares: Shares
    n_invalid: int
    said: str = ""
    """What was wrong with the first of them."""


def latin_hypercube(scenario: Scenario, varied: Sequence[Assumption], n: int, seed: int) -> Drawn:
    """A Latin hypercube over the ranges (McKay, Beckman and Conover 1979).

    A point that no scenario can be is drawn again by itself, a few times; else it is left out.

    Raises
    ------
    ArgumentError
        When most points cannot be.
    """
    from scipy.stats import qmc

    rng = np.random.default_rng(seed)
    shares = np.asarray(qmc.LatinHypercube(len(varied), rng=rng).random(n))
    kept, n_invalid, first = [], 0, ""
    for share in shares:
        for _ in range(1 + AGAIN):
            said = cannot_be(scenario, varied, share)
            if not said:
                kept.append(share)
                break
            first = first or said
            share = rng.random(len(varied))
        else:
            n_invalid += 1
    if 2 * len(kept) < n:
        raise ArgumentError(f"most sampled points cannot be: {first} Do not vary it.")
    return Drawn(np.array(kept), n_invalid, first)


def sweep_over(
    scenario: Scenario,
    points: Points,
    strategies: tuple[str, ...],
    replications: int,
    written: Mapping[str, Any],
) -> Sweep:
    """The sweep of a study; every outcome is kept, so that another question costs no runs."""
    return Sweep(
        scenario.name,
        scenario,
        strategies,
        points,
        replications,
        tuple(OUTCOMES),
        written=dict(written),
    )


def carried_out(
    sweep: Sweep,
    folder: Path,
    where: Workplace,
    *,
    force: bool,
    progress: StudyProgress | None,
    command: str,
) -> Results:
    """Live what is missing; a strategy that cannot work at some points is told, not refused.

    A sweep refuses a point at which a strategy cannot work, because a user chose that point. Here
    it is one of many that were drawn. The points were looked at when they were drawn, so the folder
    is opened here, and the sweep goes on with it.
    """
    if not force:
        check_same(folder, sweep)
    store = SweepStore(folder, sweep, force=force)
    if store.is_new:
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        with locked(folder) as is_alone:
            store.open(is_alone=is_alone)
    apart = ToldApart(progress)
    return carry_out(
        sweep,
        folder,
        workers=where.workers,
        executor=where.executor,
        cluster=where.cluster,
        progress=None if progress is None else apart.show,
        on_batch=apart.count,
        command=command,
    )


def manifest(
    kind: str,
    scenario: Scenario,
    strategies: tuple[str, ...],
    command: str,
    about: Mapping[str, Any],
) -> dict[str, Any]:
    """What ``manifest.json`` of a study says."""
    return {
        "kind": kind,
        "scenario": scenario.resolved(),
        "hash": scenario.hash,
        OF: identity_of(scenario, strategies).brief(),
        **about_run(scenario, command),
        **about,
        "warnings": list(scenario.warnings),
    }


def write_manifest(folder: Path, values: Mapping[str, Any]) -> None:
    """Write the manifest, last of all."""
    text = json.dumps(values, indent=1, ensure_ascii=False, default=str)
    write_text(text + "\n", folder / MANIFEST)


def counts_of(points: Any, replications: Any, seed: Any) -> tuple[int, int, int]:
    """Points, replications and seed as plain whole numbers.

    Raises
    ------
    ArgumentError
        When one is none, or too small.
    """
    return (
        whole_number("points", points, 1, MOST_POINTS),
        whole_number("replications", replications, 1, MOST_REPLICATIONS),
        whole_number("seed", seed, 0),
    )
