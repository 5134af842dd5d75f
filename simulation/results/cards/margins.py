"""What the next money brings: marginal returns by tactic, from levels lived on the same luck."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from simulation.language import say, say_count
from simulation.results import wording
from simulation.results.cards.base import Card, Chart, Story, Table, between, label
from simulation.results.facts import Facts
from simulation.results.numbers import currency_name, number, span, whole
from simulation.results.retold import retell

RETURNS = (
    "{a}: the next {money} {currency} on {t} return {x} {currency} of gross profit ({ends}); "
    "{verdict}."
)
PAYS = "settled to pay for itself"
PAYS_NOT = "settled not to pay for itself"
PAYS_OPEN = "not settled whether that pays for itself"
NOTHING = "{a}: what more money for {t} would bring is not known: {why}."
ONE_REPLICATE = "{a}: one replicate says nothing about luck in what more money for {t} would bring."
NOT_STUDIED = "Not studied: what the next money for each tactic would bring."
TO_STUDY = (
    "womsim margins SCENARIO lives each tactic with less and more money on the same luck; this "
    "comparison, run again, then shows it. It looks in the folder of its own name with -margins at "
    "the end."
)
LOCAL = (
    "Returns hold between the levels that were lived and say nothing beyond them. Bars: paired "
    "95 % intervals of the difference to the plan."
)
LEVELS_HEAD = ("Strategy", "Tactic", "Level", "Spent", "Customers", "More than with the plan")
HEAD = ("Strategy", "Tactic", "From", "To", "Extra spending", "Extra customers", "Marginal ROMI")


def card(story: Story) -> Card | None:
    """A sentence and a curve for each lever; None where no strategy spends anything."""
    if not any(story.measured.estimate(name, "cost").value > 0.0 for name in story.facts.names):
        return None
    found, title = story.margins, say("Next money")
    if not found.get("levers"):
        why_not = found.get("why_not")
        said = say(NOT_STUDIED) + (f" {retell(why_not)}{say('.')}" if why_not else "")
        return Card("margins", title, [said], notes=[say(TO_STUDY)])
    levers = found["levers"]
    return Card(
        "margins",
        title,
        [sentence(story.facts, lever) for lever in levers],
        charts=[
            Chart("response", say("Response curves"), say(LOCAL), _levels(story.facts, levers))
        ],
        tables=[_steps(story.facts, levers)],
        notes=[
            f"{wording.covers()} {say(MARGINAL)}",
            say_count(ONE, REPLICATES, found["replications"]).format(n=found["replications"]),
        ],
    )


ONE = "The study of margins lived {n} replicate."
REPLICATES = "The study of margins lived {n} replicates."
MARGINAL = (
    "Marginal ROMI: extra gross profit less extra spending, over extra spending, between two "
    "neighbouring levels."
)


def sentence(facts: Facts, lever: Mapping[str, Any]) -> str:
    """What the next money for a tactic brings back, and whether that pays for itself."""
    name, step = label(facts, lever["strategy"]), lever["next"]
    if not step or step.get("marginal_return") is None:
        why = retell((step or {}).get("why_not") or "") or say("no higher level was lived")
        return say(NOTHING).format(a=name, t=wording.source(lever["tactic"]), why=why)
    if step["ci_low"] is None or step["ci_high"] is None:
        return say(ONE_REPLICATE).format(a=name, t=wording.source(lever["tactic"]))
    return returns(RETURNS, facts, lever, step)


def returns(text: str, facts: Facts, lever: Mapping[str, Any], step: Mapping[str, Any]) -> str:
    """A text about the extra gross profit of a step, with its paired interval, past its gate."""
    low, high = (step[f"extra_gross_profit_{end}"] for end in ("ci_low", "ci_high"))
    return say(text).format(
        a=label(facts, lever["strategy"]),
        t=wording.source(lever["tactic"]),
        money=whole(step["extra_cost"]),
        currency=currency_name(facts.currency),
        x=number(step["extra_gross_profit"], high - low),
        ends=span(low, high, joint=say(" to ")),
        verdict=_pays(step["ci_low"], step["ci_high"]),
    )


def _pays(low: float, high: float) -> str:
    """Whether a unit of money brings back more than itself, past its gate."""
    if low > 1.0:
        return say(PAYS)
    return say(PAYS_NOT if high < 1.0 else PAYS_OPEN)


def _steps(facts: Facts, levers: list[Mapping[str, Any]]) -> Table:
    """The last step up to the plan, and the next one."""
    rows = [
        [
            label(facts, lever["strategy"]),
            wording.source(lever["tactic"]),
            whole(step["next_from"]),
            whole(step["next_to"]),
            whole(step["extra_cost"]),
            _with_ends(step, "extra_customers", 0.0),
            _with_ends(step, "marginal_return", 1.0),
        ]
        for lever in levers
        for step in (lever["last"], lever["next"])
        if step and step.get("marginal_return") is not None
    ]
    return Table(say("Between neighbouring levels"), [say(head) for head in HEAD], rows, 2)


def _levels(facts: Facts, levers: list[Mapping[str, Any]]) -> Table:
    """Every level that was lived, with what it spends and how many customers it has."""
    rows = [
        [
            label(facts, lever["strategy"]),
            wording.source(lever["tactic"]),
            whole(row["level"]),
            whole(row["cost"]),
            whole(row["customers"]),
            _beside_plan(row),
        ]
        for lever in levers
        for row in lever["levels"]
    ]
    title = say("Data: every level that was lived")
    return Table(title, [say(head) for head in LEVELS_HEAD], rows, 2, is_open=False)


def _beside_plan(row: Mapping[str, Any]) -> str:
    """Customers more than with the plan, which is beside nothing itself."""
    if row["factor"] == 1.0:
        return say("plan")
    parts = (row[f"customers_{part}"] for part in ("difference", "ci_low", "ci_high"))
    return between(*(math.nan if each is None else each for each in parts))


def _with_ends(step: Mapping[str, Any], name: str, less: float) -> str:
    """A number of a step less something, with its interval where there is one."""
    ci = "ci" if name == "marginal_return" else f"{name}_ci"
    numbers = (step[name], step[f"{ci}_low"], step[f"{ci}_high"])
    return between(*(math.nan if each is None else each - less for each in numbers))
