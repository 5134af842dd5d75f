"""A market with one tactic, asked day by day what it proposes."""

from __future__ import annotations

from typing import Any

from simulation.market.actions import Proposal
from simulation.market_run import MarketRun
from tests.small_markets import live

STAFF: dict[str, Any] = {"roles": {"employee": 10}}


def proposals(run: MarketRun) -> list[Proposal]:
    """What the first tactic proposes today, applied as it comes."""
    tactic = run.ours.tactics[0]
    made = []
    for proposal in tactic.propose(run.ours.view(tactic.label)):
        made.append(proposal)
        run.desk.propose(tactic.label, proposal)
    return made


def actions(run: MarketRun, kind: type[Any]) -> list[Any]:
    """Today's actions of a kind, live: what the tactic proposes is also done."""
    return [a for p in proposals(run) for a in p.actions if isinstance(a, kind)]


def on_day(run: MarketRun, day: int) -> MarketRun:
    """The market on the morning of a day, nothing proposed yet."""
    live(run, day - run.day)
    run.desk.begin(day)
    return run
