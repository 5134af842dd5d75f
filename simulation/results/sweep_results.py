"""What a sweep found, read from its folder: frames, estimates at each point, a figure, SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from simulation.errors import ArgumentError
from simulation.results.database import ask, connect, frame
from simulation.results.outcomes import OUTCOMES
from simulation.results.sweep_cubes import all_at, cube_of, grouped
from simulation.results.sweep_estimates import estimates, gaps
from simulation.results.sweep_files import SweepFiles, sweep_files
from simulation.results.views import sweep_views
from simulation.scenario.nearest import use_nearest

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    from matplotlib.figure import Figure

    from simulation.results.sweep_estimates import Estimates


class RunsSoFar(NamedTuple):
    """How far a sweep is."""

    done: int
    failed: int
    all: int
    """Runs that the whole sweep has."""


class Results:
    """A sweep's folder: points, runs, days and failures, whether it is finished or not.

    Nothing is read before it is asked for.

    Examples
    --------
    >>> from simulation import load_scenario, sweep
    >>> market = load_scenario("scenarios/membership_points.yaml")
    >>> small = market.with_changes({"network.consumers": 500, "days": 30})
    >>> results = sweep(small, {"brand.price": [90, 110]}, strategies=["points"], replications=2)
    >>> results
    <Results membership_points: 2 points, 8 runs; factors brand.price>
    >>> results.query("select count(*) n from runs where status = 'done'")["n"].item()
    8
    >>> list(results.differences("customers")["brand.price"])
    [90, 110]

    A folder of an earlier command: ``Results.open("out/prices")``.
    """

    def __init__(self, files: SweepFiles) -> None:
        self.files = files
        self.beside: object = None
        """Keeps a folder of its own alive, where nobody named one."""

    @classmethod
    def open(cls, folder: str | Path) -> Results:
        """Open the folder of a sweep, or of the sweep that a robustness study made.

        Parameters
        ----------
        folder
            What ``--out`` named.

        Raises
        ------
        OutputError
            When it is missing, holds something else, or is damaged.
        """
        return cls(sweep_files(folder))

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.files.folder

    @property
    def name(self) -> str:
        """Name of the sweep."""
        return str(self.files.identity.get("name") or self.folder.name)

    @property
    def is_finished(self) -> bool:
        """Whether every run is there."""
        return self.files.is_finished

    @property
    def manifest(self) -> Mapping[str, Any]:
        """How it was made; empty until it is finished."""
        return self.files.manifest

    @property
    def unreadable(self) -> tuple[str, ...]:
        """Names of damaged parts; the same command runs their runs again."""
        return self.files.unreadable

    @property
    def factors(self) -> tuple[str, ...]:
        """What changes from point to point: keys of the scenario."""
        return self.files.listed("factors")

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of the strategies, in the order of the tables."""
        return self.files.listed("strategies")

    @property
    def baseline(self) -> str:
        """The strategy with which the others are compared."""
        return str(self.files.identity.get("baseline", ""))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes that are kept of each run."""
        return self.files.listed("outcomes")

    @property
    def replications(self) -> int:
        """Runs of each strategy at each point."""
        return self.files.count("replications")

    @property
    def currency(self) -> str:
        """What money is counted in."""
        return str(self.files.identity.get("resolved", {}).get("currency", "money"))

    @property
    def n_points(self) -> int:
        """Number of points."""
        return self.files.count("points")

    @cached_property
    def progress(self) -> RunsSoFar:
        """How many runs are done, how many failed, and how many there are in all."""
        counted = ask(self.connection, "select status, count(*) from runs group by status")
        found = dict(counted.each)
        every = self.n_points * len(self.strategies) * self.replications
        return RunsSoFar(found.get("done", 0), found.get("failed", 0), every)

    @cached_property
    def points(self) -> pd.DataFrame:
        """What was tried: shape (points, 1 + factors).

        ``point`` counts from 0; then a column for each factor, named by its key, in the unit of
        that setting. Lists and mappings are JSON texts.
        """
        return self._frame("points")

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run, in the order of points, strategies and replicates.

        ``point``, ``strategy``, ``replicate`` (from 0: equal numbers are equal luck), ``status``
        (``done``, ``failed``), then a float64 column for each outcome that was kept: counts,
        shares from 0 to 1, days, or money in :attr:`currency`, as ``womsim list outcomes`` says.
        NaN is undefined.
        """
        return self._frame("runs")

    @cached_property
    def daily(self) -> pd.DataFrame:
        """A row a run and day (from 0), with the daily measures that were kept; else no rows."""
        return self._frame("daily")

    @cached_property
    def failures(self) -> pd.DataFrame:
        """A row for each run that failed: point, strategy, replicate, error and traceback.

        A mistake in the settings has no traceback.
        """
        return self._frame("failures")

    def _frame(self, table: str) -> pd.DataFrame:
        return frame(self.connection, f"select * from {table}")

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB database in memory with the views points, runs, daily and failures.

        What is undefined is NULL there.
        """
        return connect(sweep_views(self.files))

    def query(self, sql: str) -> pd.DataFrame:
        """What a select on points, runs, daily and failures gives.

        Parameters
        ----------
        sql
            A select of DuckDB; names with dots in double quotes: ``"brand.price"``.

        Raises
        ------
        ArgumentError
            When the SQL is wrong.
        """
        return frame(self.connection, sql)

    def summary(self, outcome: str) -> pd.DataFrame:
        """An outcome of each strategy at each point, with its 95 % interval over replicates.

        A ratio such as ``cac`` is a ratio of sums over replicates, as in a comparison, where both
        its parts were kept; else a mean over runs. The column ``method`` says which. Intervals are
        Student's t; for ratios of jackknife pseudo-values (Quenouille 1956; Tukey 1958). They
        cover luck, not whether a point is true.

        Parameters
        ----------
        outcome
            One of :attr:`outcomes`.

        Returns
        -------
        pandas.DataFrame
            Shape (points times strategies, ...): the columns of :attr:`points`, ``strategy``,
            ``method``, ``mean``, ``sd``, ``ci_low``, ``ci_high`` in the outcome's unit, and ``n``,
            the replicates in which it is defined.

        Raises
        ------
        ArgumentError
            When the outcome was not kept.
        """
        self._check_outcome(outcome)
        cube = cube_of(self, outcome)
        return self._by_point(
            {
                "method": ["mean of runs" if cube.bottom is None else "ratio of sums"],
                **_interval_columns("mean", estimates(cube)),
            }
        )

    def differences(self, outcome: str) -> pd.DataFrame:
        """How much more each strategy has than the baseline at each point, on the same luck.

        Paired by replicate, with 95 % intervals, as in a comparison; runs without their partner
        are left out. For ratios and intervals see :meth:`summary`.

        Parameters
        ----------
        outcome
            One of :attr:`outcomes` that does not compare by itself, as ``romi`` does.

        Returns
        -------
        pandas.DataFrame
            A row a point and strategy but the baseline: the columns of :attr:`points`,
            ``strategy``, ``baseline``, ``difference``, ``sd``, ``ci_low``, ``ci_high`` in the
            outcome's unit, ``n``, ``p_better`` (share of replicates in which it does better,
            equal ones half) and ``variance_reduction`` (by what pairing divides the variance).

        Raises
        ------
        ArgumentError
            When the outcome was not kept, or compares with the baseline by itself.
        """
        self._check_outcome(outcome)
        if OUTCOMES[outcome].comparison:
            raise ArgumentError(
                f"{outcome}: it compares with the baseline by itself. Use summary({outcome!r})."
            )
        base = self.strategies.index(self.baseline)
        found = gaps(cube_of(self, outcome), base, OUTCOMES[outcome].direction)
        table = self._by_point(
            {
                "baseline": [self.baseline],
                **_interval_columns("difference", found.estimates),
                "p_better": found.p_better,
                "variance_reduction": found.variance_reduction,
            }
        )
        return table[table["strategy"] != self.baseline].reset_index(drop=True)

    def _by_point(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """A row for each point and strategy, the point's values first."""
        import pandas as pd

        n_points, n = len(self.points), len(self.strategies)
        table = self.points.loc[self.points.index.repeat(n)].reset_index(drop=True)
        table["strategy"] = list(self.strategies) * n_points
        made = {
            name: value * (n_points * n) if isinstance(value, list) else value.reshape(-1)
            for name, value in columns.items()
        }
        return pd.concat([table, pd.DataFrame(made, index=table.index)], axis=1)

    def plot(self, outcome: str, factor: str) -> Figure:
        """An outcome over a factor, one line a strategy, as means over all points there.

        The bands are 95 % intervals over replicates: they cover luck. A number with many values is
        cut into groups of equally many points.

        Parameters
        ----------
        outcome
            One of :attr:`outcomes`.
        factor
            One of :attr:`factors`.

        Raises
        ------
        ArgumentError
            When there is no such outcome or factor.
        """
        self._check_outcome(outcome)
        self._check_factor(factor)
        from simulation.results.figures import drawing
        from simulation.results.figures.over_factor import over_factor
        from simulation.results.figures.shown import Drawing

        at, groups = grouped(self.points[factor])
        found = estimates(all_at(cube_of(self, outcome), groups, len(at)))
        with drawing():
            figure = Drawing(figsize=(6.4, 3.8), layout="constrained")
            ax = over_factor(found, at, self.strategies, figure.subplots())
            ax.set_xlabel(factor)
            ax.set_title(OUTCOMES[outcome].label["en"])
            ax.set_ylabel(OUTCOMES[outcome].unit.replace("money", self.currency))
        return figure

    def _check_outcome(self, outcome: str) -> None:
        if outcome not in self.outcomes:
            known = use_nearest(outcome, self.outcomes) or _one_of(self.outcomes)
            said = "was not kept" if outcome in OUTCOMES else "is no outcome"
            raise ArgumentError(f"{outcome}: it {said}.{known}")

    def _check_factor(self, factor: str) -> None:
        if factor not in self.factors:
            known = use_nearest(factor, self.factors) or _one_of(self.factors)
            raise ArgumentError(f"{factor}: it is no factor of this sweep.{known}")

    def _size(self) -> str:
        done, failed, every = self.progress
        size = f"{done:,} of {every:,} runs done" if done < every else f"{every:,} runs"
        more = f", {failed:,} failed" if failed else ""
        return f"{self.n_points:,} points, {size}{more}"

    def __repr__(self) -> str:
        """Name, size, and what changes."""
        return f"<Results {self.name}: {self._size()}; factors {', '.join(self.factors)}>"

    def _repr_html_(self) -> str:
        from html import escape

        rows = {
            "factors": ", ".join(self.factors),
            "strategies": ", ".join(self.strategies),
            "replications": f"{self.replications:,}",
            "outcomes": ", ".join(self.outcomes),
            "folder": str(self.folder),
        }
        cells = "".join(
            f"<tr><th style='text-align:left'>{name}</th>"
            f"<td style='text-align:left'>{escape(value)}</td></tr>"
            for name, value in rows.items()
        )
        head = f"<b>{escape(self.name)}</b>: {escape(self._size())}"
        return f"<p>{head}</p><table>{cells}</table>"


def _interval_columns(name: str, found: Estimates) -> dict[str, Any]:
    return {
        name: found.value,
        "sd": found.sd,
        "ci_low": found.low,
        "ci_high": found.high,
        "n": found.n,
    }


def _one_of(names: Sequence[str]) -> str:
    return f" Use one of {', '.join(names)}." if names else ""
