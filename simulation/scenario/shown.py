"""A scenario as a notebook shows it: the question, the market, and who does what for how much."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from simulation.fields import text_in
from simulation.language import language

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario


def scenario_html(scenario: Scenario) -> str:
    """A piece of HTML: a heading, a line about the market, a row for each strategy."""
    spoken = language()
    consumers = getattr(scenario.network, "consumers", None)
    size = f"{consumers:,} consumers" if consumers else f"network: {scenario.network.kind}"
    line = f"{size} · {scenario.days} days · {scenario.currency} · decided by"
    rows = "".join(
        f"<tr><td>{escape(name)}{' (baseline)' if name == scenario.baseline else ''}</td>"
        f"<td>{escape(text_in(strategy.label or name, spoken))}</td>"
        f"<td>{escape(', '.join(tactic.label for tactic in strategy.tactics) or 'nothing')}</td>"
        f"<td>{_money(scenario.ceiling(name))}</td></tr>"
        for name, strategy in scenario.strategies.items()
    )
    head = "<tr><th>strategy</th><th>label</th><th>tactics</th><th>budget</th></tr>"
    return (
        f"<p><strong>{escape(text_in(scenario.question, spoken))}</strong><br>"
        f"<small>{escape(scenario.name)} · {escape(line)} {scenario.decide_by.outcome}</small></p>"
        f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    )


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{amount:,.0f}"
