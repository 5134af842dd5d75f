"""Runs made up from numpy streams, with luck that strategies share as real ones do."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.results.facts import EventFacts, Facts, StrategyFacts, TacticFacts
from simulation.results.measured import Measured
from simulation.results.record import DAILY, STAGE_COLUMNS, MarketRecord, RunRecord, make_record

CONSUMERS = 1000
DAYS = 30


def empty_daily(days: int = DAYS, **columns: Any) -> dict[str, NDArray[Any]]:
    """Daily measures that are all zero but those given; nobody knows the brand unless said."""
    daily = {name: np.zeros(days, dtype=dtype) for name, dtype in DAILY.items()}
    daily["day"] = np.arange(days, dtype=np.int32)
    daily["unaware"] = np.full(days, CONSUMERS, dtype=np.int64)
    for name, values in columns.items():
        daily[name] = np.asarray(values, dtype=DAILY[name])
    return daily


def run_with(
    days: int = DAYS,
    ledger: dict[str, Any] | None = None,
    tactics: dict[str, Any] | None = None,
    ends: dict[str, Any] | None = None,
    **columns: Any,
) -> RunRecord:
    """A run with the given daily measures; nothing spent and nobody recruited unless said."""
    if ledger is None:
        ledger = {"day": [], "tactic": [], "kind": [], "amount": []}
    if tactics is None:
        tactics = {"tactic": [], "cost": [], "exposures": [], "customers": [], "left_because": []}
    return make_record("made_up", 0, empty_daily(days, **columns), ledger, tactics, ends)


def made_up_run(
    strategy: str, replicate: int, lift: float = 0.0, cost: float = 0.0, days: int = DAYS
) -> RunRecord:
    """A market that grows by luck shared by all strategies, and by a lift of this one."""
    luck = np.random.default_rng(np.random.SeedSequence([7, replicate]))
    own = np.random.default_rng(np.random.SeedSequence([8, replicate, int(lift * 1000)]))
    new = luck.poisson(4.0, days) + own.poisson(lift, days)
    again = luck.binomial(new, 0.2)
    good = luck.poisson(20.0, days) + new
    bad = luck.poisson(6.0, days)
    customers = np.cumsum(new)
    knowing = np.minimum(CONSUMERS, 100 + 5 * np.arange(days))
    owners = customers + 10
    units = new + again
    spent = np.zeros(days)
    spent[0] = cost
    stages = dict.fromkeys(STAGE_COLUMNS, np.zeros(days))
    stages["customer"] = owners - owners // 10
    stages["advocate"] = owners // 10
    stages["unaware"] = CONSUMERS - knowing
    stages["aware"] = knowing - owners
    daily = empty_daily(
        days,
        **stages,
        ever_aware=knowing,
        ever_interested=knowing // 2,
        owners=owners,
        new_customers=new,
        customers=customers,
        repeat_customers=np.cumsum(again),
        units=units,
        revenue=100.0 * units,
        goods_cost=40.0 * units,
        cost=spent,
        good_messages=good,
        bad_messages=bad,
        exposures=3 * (good + bad),
        opinion_sum=knowing * luck.uniform(0.1, 0.3, days),
        promoters=owners // 2,
        detractors=owners // 5,
        satisfied=owners - owners // 4,
    )
    ledger: dict[str, Any] = {"day": [], "tactic": [], "kind": [], "amount": []}
    tactics: dict[str, Any] = {
        "tactic": ["organic"],
        "cost": [0.0],
        "exposures": [int(daily["exposures"].sum())],
        "customers": [int(customers[-1])],
        "left_because": [""],
    }
    if cost:
        ledger = {"day": [0], "tactic": ["hire"], "kind": ["fee"], "amount": [cost]}
        for name, value in zip(tactics, ("hire", cost, 50 + replicate, int(lift), ""), strict=True):
            tactics[name].append(value)
    return make_record(strategy, replicate, daily, ledger, tactics)


LIFTS = {"nothing": (0.0, 0.0), "some": (0.5, 400.0), "much": (3.0, 900.0)}
"""Lift and cost of the made-up strategies."""


def made_up_facts(**changes: Any) -> Facts:
    """Facts of the made-up comparison."""
    strategies = tuple(
        StrategyFacts(
            name, name.title(), 1000.0, (TacticFacts("hire", "hire_kocs"),) if cost else ()
        )
        for name, (_, cost) in LIFTS.items()
    )
    facts = Facts(
        name="made_up",
        questions="Some or much?",
        days=DAYS,
        seed=7,
        currency="CNY",
        strategies=strategies,
        baseline="nothing",
        outcomes=("customers", "romi", "net_sentiment"),
        decide_by="customers",
        events=(EventFacts("battery", 10),),
    )
    return facts._replace(**changes)


def made_up(replications: int = 12, **changes: Any) -> Measured:
    """A comparison of made-up runs."""
    runs = [
        made_up_run(name, replicate, lift, cost)
        for name, (lift, cost) in LIFTS.items()
        for replicate in range(replications)
    ]
    markets = [MarketRecord(r, CONSUMERS, 9000, 3.0 + r % 3, 5.0) for r in range(replications)]
    return Measured(made_up_facts(**changes), runs, markets)
