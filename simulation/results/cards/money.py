"""Money: what came back, and what each tactic cost and reached."""

from __future__ import annotations

from simulation.language import say
from simulation.results import wording, wording_money
from simulation.results.cards.base import Card, Story, Table, between, label, with_ends
from simulation.results.credit import customers_from
from simulation.results.measured import Measured
from simulation.results.numbers import currency_name, number, whole
from simulation.results.tables import TacticUse, tactics

BY_STRATEGY = ("cost", "profit", "romi", "cac")
"""Outcomes of the table of strategies."""

BY_TACTIC = (
    "Strategy",
    "Tactic",
    "Cost",
    "Exposures",
    "Exposures a consumer",
    "Cost per exposure",
    "Customers credited",
)

CREDIT = (
    "Means of a run. A customer is credited to what was heard last before buying; that is not what "
    "would be missing without it."
)
REPRODUCTION = (
    "Each product given away at random on day 0 brings this many customers more until the last "
    "day, under the baseline and its events. A longer run counts more generations."
)


def card(story: Story) -> Card:
    """Returns of each strategy, the ledger by tactic, and the market's reproduction number."""
    measured = story.measured
    again = wording_money.reproduction(measured.reproduction, measured.facts.days)
    notes = [f"{wording.covers()} {say(CREDIT)}"]
    return Card(
        "money",
        say("Money"),
        [*wording_money.unspent(measured), *([f"{again}{say('.')}"] if again else [])],
        tables=[_returns(measured), _by_tactic(measured)],
        notes=[*notes, *([say(REPRODUCTION)] if again else [])],
    )


def _returns(measured: Measured) -> Table:
    """What each strategy spent and brought back, with intervals."""
    head = [say("Strategy"), *(wording.title_of(name) for name in BY_STRATEGY)]
    rows = [
        [label(measured.facts, name), *(with_ends(measured.estimate(name, o)) for o in BY_STRATEGY)]
        for name in measured.facts.names
    ]
    currency = currency_name(measured.facts.currency)
    title = say("Returns by strategy, in {currency}").format(currency=currency)
    return Table(title, head, rows)


def _by_tactic(measured: Measured) -> Table:
    rows = [
        _use(measured, use)
        for use in tactics(measured)
        if use.cost > 0.0 or use.tactic == wording.ORGANIC
    ]
    return Table(say("Ledger by tactic"), [say(column) for column in BY_TACTIC], rows, 2)


def _use(measured: Measured, use: TacticUse) -> list[str]:
    price = between(use.cost_per_exposure, use.ci_low, use.ci_high) if use.cost else say("not paid")
    return [
        label(measured.facts, use.strategy),
        wording.source(use.tactic),
        whole(use.cost),
        whole(use.exposures),
        number(use.exposures_per_consumer),
        price,
        with_ends(customers_from(measured, use.strategy, use.tactic)),
    ]
