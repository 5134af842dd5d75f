"""Five questions that make a first scenario; everything else stands at its default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulation.scenario.settings.brand import Brand

LEVERS: Mapping[str, dict[str, Any]] = {
    "famous_kols": {"kind": "hire_kols", "tier": "head", "posts": 2, "disclosed": True},
    "many_kocs": {"kind": "hire_kocs", "posts": 2, "pick": "lot"},
    "angel_users": {"kind": "seed_products", "to": "early_adopters"},
    "advertising": {"kind": "advertise", "channel": "video", "spread_days": 28},
    "friends_bring_friends": {"kind": "referral_reward"},
}
"""What can be compared, with the tactic behind it."""

REWARD_SHARE = 0.1
"""A reward for a friend, as a share of the price."""


class Answers(NamedTuple):
    """What a visitor answered."""

    price: float = float(Brand.model_fields["price"].default)
    unit_cost: float = float(Brand.model_fields["unit_cost"].default)
    people: int = 5000
    budget: float = 20000.0
    quality: float = float(Brand.model_fields["quality"].default)
    strategies: Sequence[str] = ("many_kocs", "angel_users", "advertising")


def scenario_text(answers: Answers) -> str:
    """A scenario file for these answers, commented for the next reader."""
    chosen = "\n".join(_strategy(name, answers) for name in LEVERS if name in answers.strategies)
    return f"""\
# Made on the page from five answers. What it does not say stands at its default:
# womsim parameters first_scenario.yaml shows each with its range and its source.
name: first_scenario
question: {{en: "How should we spend it?", zh: "这笔预算怎么花？"}}
days: 120
replications: 20
budget: {answers.budget:.10g}

network: {{kind: community, consumers: {answers.people}}}
roles: {{kol_head: 2, kol_waist: 10, koc: 0.03}}

brand:
  price: {answers.price:.10g}
  unit_cost: {answers.unit_cost:.10g}
  quality: {answers.quality:.10g}

baseline: do_nothing
strategies:
  do_nothing: []
{chosen}

outcomes: [customers, profit, romi, net_sentiment]
"""


def _strategy(name: str, answers: Answers) -> str:
    from simulation.app.draft import yaml_value

    tactic = {**LEVERS[name], "budget": answers.budget}
    if tactic["kind"] == "referral_reward":
        tactic["referrer"] = round(REWARD_SHARE * answers.price, 2)
    inside = ", ".join(f"{key}: {yaml_value(value)}" for key, value in tactic.items())
    return f"  {name}:\n    - {{{inside}}}"
