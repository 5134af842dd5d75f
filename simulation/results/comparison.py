"""A finished comparison: tables, verdict, figures and the report at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.errors import ArgumentError, OutputError
from simulation.results import tables, wording
from simulation.results.files import People, write_all
from simulation.results.measured import Measured
from simulation.results.statistics import Estimate
from simulation.results.verdict import Verdict

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Comparison:
    """Strategies beside one another on the same luck.

    Parameters
    ----------
    measured
        The runs.
    manifest
        How they were made; written as ``manifest.json``.
    people
        Gives the picture of the market, or None where it is too large for one.

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
    ) -> None:
        self.measured = measured
        self.manifest = dict(manifest)
        self.people = people
        self.verdict = Verdict(measured)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Each outcome of each strategy: mean, sd, 95 % interval and n."""
        return tables.to_frame(tables.summary(self.measured))

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Each outcome of each strategy less that of the baseline, paired by replicate."""
        return tables.to_frame(tables.differences(self.measured))

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run: every outcome, and the totals behind its ratios."""
        return tables.to_frame(tables.runs(self.measured))

    @cached_property
    def daily(self) -> pd.DataFrame:
        """A row a run and day: every daily measure."""
        return tables.to_frame(tables.daily(self.measured.runs))

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """A row a cost."""
        return tables.to_frame(tables.ledger(self.measured.runs))

    @cached_property
    def tactics(self) -> pd.DataFrame:
        """What each tactic cost, reached and is credited with; means of a run."""
        return tables.to_frame(tables.tactics_table(self.measured))

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
        """The answer in words, past its gates."""
        return " ".join(wording.answer(self.verdict))

    def plot(self, figure: str = "differences") -> Figure:
        """A figure: ``differences``, ``customers``, ``net_sentiment`` or ``stages``."""
        from simulation.results.figures import PLOTS, draw

        if figure not in PLOTS:
            raise ArgumentError(f'figure: no figure "{figure}". Use one of {", ".join(PLOTS)}.')
        return draw(PLOTS[figure], self.measured)

    def report(self, path: str | Path) -> Path:
        """Write the report, one HTML page that needs no other file."""
        from simulation.results.files import draw_svgs, page
        from simulation.results.parquet import write_text

        write_text(
            page(self.measured, draw_svgs(self.measured, self.people), self.manifest), Path(path)
        )
        return Path(path)

    def save(self, folder: str | Path) -> Path:
        """Write tables, figures, report and manifest into a folder."""
        path = Path(folder)
        try:
            path.mkdir(parents=True, exist_ok=True)
            self.write_into(path)
        except OSError as error:
            raise OutputError(f"cannot write in {path}: {error.strerror or error}.") from error
        return path

    def write_into(self, folder: Path) -> None:
        """Write everything into a folder that is there, the manifest last."""
        write_all(self.measured, folder, self.manifest, self.people)

    def __repr__(self) -> str:
        """Name, size and answer."""
        return f"<Comparison {self.measured.facts.name}: {self.answer}>"

    def _repr_html_(self) -> str:
        from simulation.results.report import card

        return card(self.measured)
