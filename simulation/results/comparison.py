"""A finished comparison: tables, verdict, figures and the report at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.errors import ArgumentError, OutputError
from simulation.results import tables, wording
from simulation.results.credit import credit
from simulation.results.crisis import crisis
from simulation.results.files import People, write_all
from simulation.results.hubs import hubs, trees
from simulation.results.journey import funnel, journey
from simulation.results.measured import Measured
from simulation.results.record import Columns
from simulation.results.segments import segments
from simulation.results.statistics import Estimate
from simulation.results.verdict import Verdict
from simulation.results.worlds import Worlds, stacked
from simulation.scenario.worlds import AS_WRITTEN

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Comparison:
    """Strategies beside one another on the same luck.

    Parameters
    ----------
    measured
        The runs, in the world as written.
    manifest
        How they were made; written as ``manifest.json``.
    people
        Gives the picture of the market, or None where it is too large for one.
    worlds
        The runs in each world, that as written first; nothing where there is no ``what_if``.
    drawn
        Figures by name, as SVG text, that are at hand and cannot be drawn again.

    Examples
    --------
    ``result = compare(scenario)``, then ``result.best``, ``result.differences``,
    ``result.report("report.html")``.
    """

    def __init__(
        self,
        measured: Measured,
        manifest: Mapping[str, Any],
        people: Callable[[], People | None] | None = None,
        worlds: Worlds | None = None,
        drawn: Mapping[str, str] | None = None,
    ) -> None:
        self.measured = measured
        self.in_worlds: Worlds = worlds or {AS_WRITTEN: measured}
        self.manifest = dict(manifest)
        self.people = people
        self.drawn = dict(drawn or {})
        self.folder: Path | None = None
        """Where it was opened; what it links to is counted from there."""
        self.verdict = Verdict(measured)

    @classmethod
    def open(cls, folder: str | Path) -> Comparison:
        """The finished comparison that a folder holds; :meth:`save` writes one.

        Parameters
        ----------
        folder
            What ``out`` named.

        Raises
        ------
        OutputError
            When it is missing, holds something else, is not finished, damaged, or was written by
            another version.
        """
        from simulation.results.finished import open_comparison

        found = open_comparison(Path(folder))
        found.folder = Path(folder)
        return found

    @cached_property
    def worlds(self) -> Mapping[str, Comparison]:
        """The comparison in each world by its name, ``as_written`` first.

        Tables of this comparison hold all worlds, told apart by the column ``what_if``; its answer
        and its best strategy are those of the world as written.
        """
        if len(self.in_worlds) == 1:
            return {AS_WRITTEN: self}
        return {
            name: Comparison(measured, self.manifest, self.people if name == AS_WRITTEN else None)
            for name, measured in self.in_worlds.items()
        }

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Each outcome of each strategy: mean, sd, 95 % interval and n.

        In the unit of the outcome (``womsim list outcomes``): counts, shares from 0 to 1, days, or
        money in the scenario's currency. NaN is undefined.
        """
        return self._frame(tables.summary)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Each outcome of each strategy less that of the baseline, paired by replicate.

        ``p_better`` is the share of replicates in which it does better, equal ones half;
        ``variance_reduction`` is by what pairing divides the variance of the difference.
        """
        return self._frame(tables.differences)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run: every outcome, and the totals behind its ratios."""
        return self._frame(tables.runs)

    @cached_property
    def daily(self) -> pd.DataFrame:
        """A row a run and day: every daily measure."""
        return self._frame(lambda measured: tables.daily(measured.runs))

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """A row a cost."""
        return self._frame(lambda measured: tables.ledger(measured.runs))

    @cached_property
    def tactics(self) -> pd.DataFrame:
        """What each tactic cost, reached and is credited with; means of a run."""
        return self._frame(tables.tactics_table)

    @cached_property
    def funnel(self) -> pd.DataFrame:
        """How many people reached each step of the journey, and the share of the step before."""
        return self._frame(funnel)

    @cached_property
    def journey(self) -> pd.DataFrame:
        """How long people stay in each stage, and how many drop off there."""
        return self._frame(journey)

    @cached_property
    def credit(self) -> pd.DataFrame:
        """Customers of each tactic by last touch, beside what it cost."""
        return self._frame(credit)

    @cached_property
    def hubs(self) -> pd.DataFrame:
        """The ten consumers on whose word most customers hang, by strategy.

        Over all replicates where the graph is the user's own, else in replicate 0: a made graph has
        other people in each.
        """
        return self._frame(hubs)

    @cached_property
    def trees(self) -> pd.DataFrame:
        """Who brought whom: the share brought by people, and how many, deep and wide the trees."""
        return self._frame(trees)

    @cached_property
    def crisis(self) -> pd.DataFrame:
        """What each strategy answers to trouble, how soon, and the course of the crisis.

        No rows without a scheduled event; ``n_undefined`` counts replicates in which there is no
        number, such as days to recover where the brand never does.
        """
        return self._frame(crisis)

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Customers and reputation by segment at the end; no rows without segments."""
        return self._frame(segments)

    def _frame(self, table: Callable[[Measured], Columns]) -> pd.DataFrame:
        return tables.to_frame(stacked(table, self.in_worlds))

    @property
    def reproduction(self) -> Estimate:
        """Extra customers for each free product in this market: value and interval."""
        return self.measured.reproduction

    @property
    def best(self) -> str | None:
        """The strategy that is settled to be the best; None while none is."""
        return self.verdict.best

    @property
    def answer(self) -> str:
        """The answer in words, past its gates; with worlds, also in how many of them it holds."""
        return " ".join([*wording.answer(self.verdict), *wording.leads(self.in_worlds)])

    def plot(self, figure: str = "differences") -> Figure:
        """A figure of the comparison.

        Parameters
        ----------
        figure
            ``differences``, ``customers``, ``net_sentiment``, ``stages``; with worlds ``what_if``.

        Raises
        ------
        ArgumentError
            When there is no such figure.
        """
        from simulation.results.figures import PLOTS, WHAT_IF, draw, draw_worlds

        known = [*PLOTS, *([WHAT_IF] if len(self.in_worlds) > 1 else [])]
        if figure not in known:
            raise ArgumentError(f'figure: no figure "{figure}". Use one of {", ".join(known)}.')
        if figure == WHAT_IF:
            return draw_worlds(self.in_worlds)
        return draw(PLOTS[figure], self.measured)

    def report(
        self,
        path: str | Path,
        *,
        format: str | None = None,
        lang: str | None = None,
        force: bool = True,
    ) -> Path:
        """Write the report: the page, or what the file's name ends in.

        Parameters
        ----------
        path
            The file, such as ``report.html``, ``report.pdf``, ``report.xlsx`` or ``report.md``.
        format
            ``html``, ``json``, ``md``, ``pdf`` or ``xlsx``; what the name ends in if left out.
        lang
            ``en`` or ``zh``; the language of the moment if left out.
        force
            Whether a file that is there is replaced.

        Raises
        ------
        ArgumentError
            When there is no such format or language, or an ending that says none.
        OutputError
            When the file is there and may not be replaced, cannot be written, or something that
            the format needs is missing.
        """
        from simulation.results.export import write_report

        return write_report(self, Path(path), format, lang, force=force)

    def save(self, folder: str | Path) -> Path:
        """Write tables, figures, report and manifest into a folder.

        Raises
        ------
        OutputError
            When the folder cannot be written.
        """
        path = Path(folder)
        try:
            path.mkdir(parents=True, exist_ok=True)
            self.write_into(path)
        except OSError as error:
            raise OutputError(f"cannot write in {path}: {error.strerror or error}.") from error
        return path

    def write_into(self, folder: Path) -> None:
        """Write everything into a folder that is there, the manifest last."""
        write_all(self.in_worlds, folder, self.manifest, self.people)

    def __repr__(self) -> str:
        """Name, size and answer."""
        return f"<Comparison {self.measured.facts.name}: {self.answer}>"

    def _repr_html_(self) -> str:
        from simulation.results.report import card

        return card(self.in_worlds)
