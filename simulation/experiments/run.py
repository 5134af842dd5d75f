"""One run, looked at closely: its days, its people, its money, and who told whom."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from simulation.errors import ArgumentError, ScenarioError
from simulation.experiments.arguments import (
    LAST_REPLICATE,
    a_scenario,
    one_of,
    thing,
    whole_number,
)
from simulation.experiments.compare import unknown_strategy
from simulation.experiments.first_market import placed
from simulation.experiments.jobs import Engine, record_of
from simulation.experiments.run_files import save_run
from simulation.results import tables
from simulation.results.facts import facts_of
from simulation.results.measured import Measured
from simulation.results.outcomes import OUTCOMES, view_of
from simulation.results.record import MarketRecord, RunRecord
from simulation.results.spread import spread_from
from simulation.scenario.worlds import AS_WRITTEN

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from simulation.one_run import FinishedRun
    from simulation.scenario.model import Scenario

MOST_THREADS = 256
"""More than any machine has."""


def run(
    scenario: Scenario,
    strategy: str,
    replicate: int = 0,
    engine: Engine = "kernel",
    trace: bool = False,
    threads: int = 1,
) -> Run:
    """Run one strategy on the luck of one replicate.

    Parameters
    ----------
    scenario
        A market, what happens to it, and the strategies.
    strategy
        Name of one of them.
    replicate
        Whose luck: the same number gives every strategy the same luck.
    engine
        ``kernel`` (compiled loops) or ``agents`` (Mesa agents); the result is the same.
    trace
        Keep every message, for :meth:`Run.trace`. Changes nothing else.
    threads
        How many live a day of a large market (20,000 consumers or more) together; the result is
        the same. Brands with rivals, segments or a limited stock, and traced runs, use one.

    Raises
    ------
    ScenarioError
        When the strategy cannot work in this market.
    ArgumentError
        When an argument is wrong, the strategy unknown.
    """
    scenario = a_scenario("run", scenario)
    if not isinstance(strategy, str):
        raise ArgumentError(f"strategy: {thing(strategy)}. Write the name of one.")
    if strategy not in scenario.strategies:
        raise ArgumentError(unknown_strategy(scenario, strategy))
    replicate = whole_number("replicate", replicate, 0, LAST_REPLICATE)
    one_of("engine", engine, get_args(Engine))
    threads = whole_number("threads", threads, 1, MOST_THREADS)
    from simulation.market_run import MarketRun
    from simulation.one_run import run_strategy
    from simulation.scenario.build import build_market

    begun = time.perf_counter()
    built = build_market(scenario, replicate)
    problems = MarketRun(scenario, strategy, built).problems()
    if problems:
        raise ScenarioError([placed(scenario, problem) for problem in problems])
    ready = time.perf_counter()
    finished = run_strategy(
        scenario, strategy, replicate, built=built, engine=engine, trace=trace, threads=threads
    )
    seconds = {"build": ready - begun, "days": time.perf_counter() - ready}
    return Run(scenario, finished, engine, {k: round(s, 3) for k, s in seconds.items()}, trace)


def in_world(scenario: Scenario, world: str | None) -> Scenario:
    """The scenario of a what-if world; as written where none is named.

    Raises
    ------
    ArgumentError
        When there is no such world.
    """
    worlds = scenario.worlds
    if world is None:
        return worlds[AS_WRITTEN]
    if world not in worlds:
        from simulation.scenario.nearest import nearest

        near = nearest(world, worlds)
        remedy = f"Use {near}." if near else f"Use one of {', '.join(worlds)}."
        raise ArgumentError(f'what-if: no world "{world}". {remedy}')
    return worlds[world]


SPREAD = "spread"
"""Name of the figure that follows one consumer's word."""


class Run:
    """A finished run.

    Attributes
    ----------
    record : RunRecord
        What it leaves behind, as plain arrays.
    """

    def __init__(
        self,
        scenario: Scenario,
        finished: FinishedRun,
        engine: Engine = "kernel",
        timings: Mapping[str, float] | None = None,
        is_traced: bool = False,
    ) -> None:
        self.scenario = scenario
        self.finished = finished
        self.engine = engine
        self.timings = dict(timings or {})
        self.is_traced = is_traced
        self.record: RunRecord = record_of(finished)

    @property
    def strategy(self) -> str:
        """Name of the strategy."""
        return self.record.strategy

    @property
    def replicate(self) -> int:
        """Number of the replicate."""
        return self.record.replicate

    @property
    def n_consumers(self) -> int:
        """Consumers of the market."""
        return int(self.finished.live.built.n_consumers)

    @property
    def rivals(self) -> tuple[str, ...]:
        """Names of the other brands."""
        return tuple(rival.name for rival in self.scenario.rivals)

    @cached_property
    def daily(self) -> pd.DataFrame:
        """A row a day: every daily measure."""
        return tables.to_frame(dict(self.record.daily))

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """A row a cost: day, tactic, kind, amount."""
        return tables.to_frame(self.record.ledger)

    @cached_property
    def consumers(self) -> pd.DataFrame:
        """A row a consumer at the end of the run."""
        return tables.to_frame(dict(self.finished.consumers()))

    @cached_property
    def outcomes(self) -> dict[str, float]:
        """Every outcome of this run; NaN where it is undefined."""
        view = view_of(self.record, facts_of(self.scenario, (self.strategy,)))
        return {name: outcome.of(view) for name, outcome in OUTCOMES.items()}

    def trace(self, consumer: int | str) -> pd.DataFrame:
        """Every message that a consumer said or heard; needs a run with ``trace=True``.

        Parameters
        ----------
        consumer
            Row number, or label as in the graph's file.
        """
        row = self._row(consumer)
        messages = tables.to_frame(dict(self.finished.messages()))
        mine = (messages["talker"] == row) | (messages["listener"] == row)
        return messages[mine].reset_index(drop=True)

    def _row(self, consumer: int | str) -> int:
        labels = [str(label) for label in self.consumers["label"]]
        if isinstance(consumer, str):
            if consumer not in labels:
                raise ArgumentError(f'consumer: nobody is called "{consumer}".')
            return labels.index(consumer)
        if not 0 <= consumer < len(labels):
            raise ArgumentError(f"consumer: {consumer} is not a row from 0 to {len(labels) - 1}.")
        return int(consumer)

    def cascade(self) -> pd.DataFrame:
        """Who brought whom: a row for each customer whom somebody's word brought."""
        people = self.consumers
        bought = (people["first_purchase_day"] >= 0) & (people["recruited_by"] >= 0)
        columns = {
            "recruiter": "recruited_by",
            "consumer": "consumer",
            "day": "first_purchase_day",
            "tactic": "recruited_by_tactic",
        }
        edges = people.loc[bought, list(columns.values())].set_axis(list(columns), axis=1)
        return edges.sort_values(["day", "consumer"]).reset_index(drop=True)

    def spread(self, consumer: int | str, sign: int = 0) -> pd.DataFrame:
        """Who was reached from one consumer's word: talker, listener and day of first hearing.

        Whoever heard it passes on what is said on a later day; needs a run with ``trace=True``.
        That is how far a word could have travelled, not that one talker moved the next.

        Parameters
        ----------
        consumer
            Row number, or label as in the graph's file.
        sign
            1 follows good messages only, -1 bad ones, 0 both.
        """
        found = spread_from(self.finished.messages(), self._row(consumer), sign)
        return tables.to_frame(dict(found._asdict()))

    def plot(self, figure: str = "customers", consumer: int | str | None = None) -> Figure:
        """A figure of this run.

        Parameters
        ----------
        figure
            ``customers``, ``net_sentiment``, ``bad_talk``, ``stages``, ``funnel``, ``sources``;
            ``spread`` draws how the word of ``consumer`` travelled, of a traced run.
        consumer
            Row number or label of the one who began.

        Raises
        ------
        ArgumentError
            When there is no such figure or consumer, or the run kept no trace.
        """
        from simulation.results.figures import PLOTS, draw, draw_spread

        if figure == SPREAD:
            if consumer is None:
                raise ArgumentError("consumer: whose word? Give a row or a label.")
            root = self._row(consumer)
            found = spread_from(self.finished.messages(), root)
            return draw_spread(found, root, [str(label) for label in self.consumers["label"]])
        names = [name for name in PLOTS if name not in ("differences", "ranking")]
        names.append(SPREAD)
        if figure not in names:
            raise ArgumentError(f'figure: no figure "{figure}". Use one of {", ".join(names)}.')
        return draw(PLOTS[figure], self._measured())

    def _measured(self) -> Measured:
        built = self.finished.live.built
        facts = facts_of(self.scenario, (self.strategy,))._replace(baseline=self.strategy)
        market = MarketRecord(
            self.replicate, self.n_consumers, built.graph.n_ties, math.nan, math.nan
        )
        return Measured(facts, [self.record], [market])

    def save(
        self, folder: str | os.PathLike[str], *, command: str = "", force: bool = False
    ) -> Path:
        """Write daily, consumers, ledger, manifest and, of a traced run, messages."""
        return save_run(self, Path(folder), command or f"run({self.scenario.name})", force)

    def __repr__(self) -> str:
        """Name and size."""
        customers = int(self.record.daily["customers"][-1])
        return (
            f"<Run {self.scenario.name}: {self.strategy}, replicate {self.replicate}, "
            f"{customers:,} customers of {self.n_consumers:,} consumers>"
        )

    def _repr_html_(self) -> str:
        import html

        rows = "".join(
            f"<tr><td>{html.escape(OUTCOMES[name].label['en'])}</td><td>{value:,.4g}</td></tr>"
            for name, value in self.outcomes.items()
            if not math.isnan(value)
        )
        return f"<p>{html.escape(repr(self)[1:-1])}</p><table>{rows}</table>"


__all__ = ["Run", "run"]
