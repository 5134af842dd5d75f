"""The function ``simulation.sweep``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from simulation.errors import ArgumentError
from simulation.experiments.arguments import a_folder, callable_or_none
from simulation.experiments.executors import Kind
from simulation.experiments.folder import Beside
from simulation.experiments.sweeps import plan
from simulation.experiments.sweeps.carry_out import Progress, carry_out
from simulation.experiments.sweeps.given import sweep_given

if TYPE_CHECKING:
    from simulation.results.sweep_results import Results
    from simulation.scenario.model import Scenario


def sweep(
    what: plan.Sweep | Scenario | str | os.PathLike[str],
    factors: Mapping[str, Any] | None = None,
    *,
    design: plan.Kind = "grid",
    points: Any = None,
    strategies: Sequence[str] | None = None,
    replications: int | None = None,
    outcomes: Iterable[str] | None = None,
    daily: Iterable[str] | None = None,
    seed: int = 1,
    out: str | os.PathLike[str] | None = None,
    workers: int = 1,
    executor: Kind = "processes",
    cluster: str | None = None,
    shard: tuple[int, int] = (1, 1),
    limit: int | None = None,
    force: bool = False,
    retry_failed: bool = False,
    progress: Progress | None = None,
) -> Results:
    """Run strategies at many points of settings, every one of them on the same luck.

    Parameters
    ----------
    what
        A sweep file, a sweep, or a scenario together with ``factors`` or ``points``.
    factors, design, points, strategies, replications, outcomes, daily, seed
        For a scenario: what varies and what is kept; see :meth:`Sweep.of`, whose ``kind`` is
        ``design`` here.
    out
        Folder of the results. What is there of the same sweep is gone on with. Without one the
        results are in a folder that goes away with them.
    workers, executor, cluster
        How many work at once, in what (``processes``, ``threads``, ``serial``, ``dask``), and the
        address of a cluster of dask.distributed (``tcp://HOST:PORT``). The tables are the same,
        byte for byte. In a script, more than one process needs ``if __name__ == "__main__":``.
    shard
        ``(i, k)``: run the i-th of k parts only, beside others that run theirs into this folder.
    limit
        Stop after about so many runs.
    force
        Replace what is in ``out``.
    retry_failed
        Run again what failed.
    progress
        Called with finished, all and failed runs of this call.

    Returns
    -------
    Results
        Points, runs, days and failures, as far as they are there.

    Raises
    ------
    ScenarioError
        When a point is no valid scenario, before anything runs.
    OutputError
        When ``out`` holds something else, is in use, or cannot be written.
    ArgumentError
        When an argument is wrong.

    Notes
    -----
    Replicate ``r`` meets the same luck at every point (common random numbers), so that points
    differ by their settings. Designs: Latin hypercube (McKay, Beckman & Conover 1979,
    doi:10.1080/00401706.1979.10489755), scrambled Sobol sequence (Sobol 1967; Owen 1998).

    Examples
    --------
    >>> from simulation import load_scenario, sweep
    >>> market = load_scenario("scenarios/membership_points.yaml")
    >>> small = market.with_changes({"network.consumers": 500, "days": 30})
    >>> found = sweep(
    ...     small,
    ...     {"brand.quality": {"low": 0.4, "high": 0.9}},
    ...     design="sobol",
    ...     points=4,
    ...     strategies=["points"],
    ...     replications=2,
    ...     outcomes=["customers"],
    ... )
    >>> found.runs.columns.tolist(), len(found.runs)  # points, strategies, replicates
    (['point', 'strategy', 'replicate', 'status', 'customers'], 16)
    """
    given = (factors, points, strategies, replications, outcomes, daily)
    asked = _asked(what)
    if asked is None:
        if not hasattr(what, "with_changes"):
            raise ArgumentError(
                f"sweep: {type(what).__name__} is no scenario, sweep or file. Use load_scenario."
            )
        asked = sweep_given(
            cast("Scenario", what),
            {
                "design": {"kind": design, "points": points, "factors": factors},
                "strategies": strategies,
                "replications": replications,
                "outcomes": outcomes,
                "daily": daily,
                "seed": seed,
            },
            "design",
        )
    elif any(each is not None for each in given):
        raise ArgumentError("sweep: factors and the like belong to a scenario, not to a sweep.")
    folder = None if out is None else a_folder("out", out)
    callable_or_none("progress", progress)
    beside = Beside() if folder is None else None
    results = carry_out(
        asked,
        beside.folder if beside is not None else folder or Path(),
        workers=workers,
        executor=executor,
        cluster=cluster,
        shard=shard,
        limit=limit,
        force=force,
        retry_failed=retry_failed,
        progress=progress,
        command=f"sweep({asked.name})",
    )
    results.beside = beside
    return results


def _asked(what: Any) -> plan.Sweep | None:
    if isinstance(what, plan.Sweep):
        return what
    if isinstance(what, str | os.PathLike):
        from simulation.experiments.sweeps.language import load_sweep

        return load_sweep(Path(what))
    return None
