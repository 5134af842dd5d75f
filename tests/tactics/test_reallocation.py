"""Moving unspent money: what cannot work is said before a run."""

from __future__ import annotations

from tests.small_markets import started


def test_names_tactics() -> None:
    (problem,) = started([{"kind": "reallocate_budget"}]).problems()
    assert problem.key == "strategies.tested[0].among"


def test_they_need_money_of_their_own() -> None:
    poor = {"kind": "newsjack", "chance_backfire": 0.0}
    among = {"kind": "reallocate_budget", "among": ["newsjack", "advertise"]}
    ads = {"kind": "advertise", "budget": 10.0}
    (problem,) = started([poor, ads, among]).problems()
    assert '"newsjack" has no budget of its own' in problem.message
