"""What a tactic cannot do in a market is said before anything runs, at the field concerned."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_markets import started

IMPOSSIBLE: dict[str, tuple[dict[str, Any], str]] = {
    "too many units": ({"kind": "seed_products", "number": 61}, "number: 61 units for 60 people"),
    "nobody listed": ({"kind": "seed_products", "to": []}, "to: nobody is listed"),
    "more units than listed": (
        {"kind": "seed_products", "to": [1, 2], "number": 3}, "number: 3 units for 2 people listed"
    ),
    "unknown label": ({"kind": "seed_products", "to": [1, 99]}, 'to: no consumer is labelled "99"'),
    "nobody listed for a discount": (
        {"kind": "discount", "share": 0.1, "to": []}, "to: nobody is listed"
    ),
    "unknown label for a discount": (
        {"kind": "discount", "share": 0.1, "to": ["x"]}, 'to: no consumer is labelled "x"'
    ),
    "unknown label for a trial": (
        {"kind": "offer_trial", "to": [99]}, 'to: no consumer is labelled "99"'
    ),
    "unknown label for a cause": (
        {"kind": "invest_in_esg", "to": [99]}, 'to: no consumer is labelled "99"'
    ),
    "unknown label of a witness": (
        {"kind": "user_witness", "to": [99]}, 'to: no consumer is labelled "99"'
    ),
    "unknown label of a designer": (
        {"kind": "co_creation", "to": [99], "lag_days": 5}, 'to: no consumer is labelled "99"'
    ),
    "no money for a unit": (
        {"kind": "seed_products", "budget": 3.0}, "budget: 3 cannot buy one unit at 150"
    ),
    "no money for a reward": ({"kind": "referral_reward", "budget": 3.0}, "referrer: "),
    "no money for a review": ({"kind": "review_reward", "budget": 3.0}, "reward: "),
    "nothing left of the price": (
        {"kind": "referral_reward", "referee": 400.0}, "referee: nothing is left of the price"
    ),
    "nothing left to pay": ({"kind": "discount", "amount": 400.0}, "amount: nothing is left"),
    "all of the price": ({"kind": "discount", "share": 1.0}, "share: nothing is left"),
    "no money for a day": (
        {"kind": "monitor_talk", "cost_per_month": 3650.0, "budget": 3.0}, "budget: 3 cannot pay"
    ),
    "statement too dear": (
        {"kind": "respond", "cost": 50.0, "budget": 3.0}, "cost: 3 cannot pay 50"
    ),
    "a better product for nothing": (
        {"kind": "respond", "response": "correct"}, "response: a better product has a price"
    ),
    "a better product for nothing in a step": (
        {"kind": "respond", "steps": [{"response": "deny"}, {"response": "correct"}]},
        "steps[1]: a better product has a price",
    ),
    "nothing to spend": ({"kind": "advertise"}, "spend_per_day: neither"),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(IMPOSSIBLE))
def test_is_said_at_its_field(what: str) -> None:
    tactic, start = IMPOSSIBLE[what]
    (problem,) = started([tactic]).problems()
    assert str(problem).startswith(f"strategies.tested[0].{start}")
    assert problem.message.endswith(".")


@pytest.mark.parametrize("what", sorted(IMPOSSIBLE))
def test_is_not_said_of_what_can_be_done(what: str) -> None:
    tactic, _ = IMPOSSIBLE[what]
    kind = tactic["kind"]
    possible: dict[str, Any] = {
        "seed_products": {"to": [1, 2], "number": 2},
        "discount": {"amount": 399.0},
        "co_creation": {"lag_days": 5, "to": [1]},
        "advertise": {"budget": 10.0},
    }
    written = {"kind": kind, **possible.get(kind, {"budget": 1e4})}
    assert started([written]).problems() == []


def test_one_consumer_for_many_people_takes_no_fewer_units() -> None:
    network = {"kind": "community", "consumers": 60, "people_per_consumer": 10}
    (problem,) = started([{"kind": "seed_products", "number": 9}], network=network).problems()
    assert str(problem).startswith("strategies.tested[0].number: 9 units, but one consumer stands")
