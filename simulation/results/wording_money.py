"""What is said of money and of the market: what was not spent, and what a free product brings."""

from __future__ import annotations

import math
from typing import Final

from simulation.language import say, say_count
from simulation.results.measured import Measured
from simulation.results.numbers import currency_name, number, span, whole
from simulation.results.retold import retell
from simulation.results.statistics import Estimate
from simulation.results.tables import tactics
from simulation.results.wording import AND_SO_ON, source

REPRODUCTION: Final = (
    "Reproduction number {value}{span}: extra customers within {days} days for each free product"
)
REPRODUCTION_IN_ONE: Final = (
    "Reproduction number {value}{span}: extra customers within {days} day for each free product"
)
UNEQUAL_SHARE: Final = 0.01
"""Share by which spending may differ before it is said."""

UNEQUAL: Final = (
    "Spending differs: from {low} to {high} {currency}. Differences mix plan and purse."
)
UNSPENT: Final = "{strategy} leaves {rest} of {budget} {currency} unspent ({spent})."
UNSPENT_NOTHING: Final = "nothing was spent"
UNSPENT_ONE: Final = "{tactic} spent {amount}"
UNSPENT_BECAUSE: Final = "{tactic} spent {amount}: {reason}"


def reproduction(found: Estimate, days: int) -> str:
    """The market's reproduction number; empty where it was not probed."""
    if math.isnan(found.value):
        return ""
    ends = span(found.low, found.high)
    return say_count(REPRODUCTION_IN_ONE, REPRODUCTION, days).format(
        value=number(found.value, found.high - found.low),
        span=f" [{ends}]" if ends else "",
        days=days,
    )


def unequal(measured: Measured) -> str:
    """A warning where strategies that spend anything spend unlike amounts; else empty."""
    spent = [measured.estimate(name, "cost").value for name in measured.facts.names]
    spent = [cost for cost in spent if cost > 0.0]
    if len(spent) < 2 or max(spent) - min(spent) <= UNEQUAL_SHARE * max(spent):
        return ""
    return say(UNEQUAL).format(
        low=whole(min(spent)),
        high=whole(max(spent)),
        currency=currency_name(measured.facts.currency),
    )


def unspent(measured: Measured) -> list[str]:
    """A sentence for each strategy with tactics that leaves money of its ceiling."""
    lines = []
    currency = currency_name(measured.facts.currency)
    for strategy in measured.facts.strategies:
        spent = measured.estimate(strategy.name, "cost").value
        if not strategy.tactics or not strategy.budget or not spent:
            continue
        rest = strategy.budget - spent
        if rest > UNEQUAL_SHARE * strategy.budget:
            lines.append(
                say(UNSPENT).format(
                    strategy=strategy.label,
                    rest=whole(rest),
                    budget=whole(strategy.budget),
                    currency=currency,
                    spent=_spent_by(measured, strategy.name),
                )
            )
    return lines


def _spent_by(measured: Measured, strategy: str) -> str:
    said = [
        say(UNSPENT_BECAUSE if use.left_because else UNSPENT_ONE).format(
            tactic=source(use.tactic), amount=whole(use.cost), reason=retell(use.left_because)
        )
        for use in tactics(measured)
        if use.strategy == strategy and use.cost > 0.0
    ]
    return say(AND_SO_ON).join(said) or say(UNSPENT_NOTHING)
