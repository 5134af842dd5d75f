"""What the default settings give, to be compared with the patterns of docs/odd.md.

``python benchmarks/default_market.py`` runs the undisturbed market (no tactic, no event), the same
with the settings of an earlier prototype, and single messages to people who hear nothing else.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.measuring import Options, Row, finish, options
from simulation.market.state import FIXED
from simulation.market_run import MarketRun
from simulation.one_run import probe_reproduction, run_strategy
from simulation.scenario.build import build_market
from simulation.scenario.load import scenario_from
from simulation.scenario.model import Scenario

DAYS = 180
REPLICATES = 12
PROTOTYPE: Mapping[str, object] = {
    "consumers.talk.satisfied_per_day": 0.2,
    "consumers.talk.dissatisfied_per_day": 0.26,
    "consumers.decide.rejection_below": -0.3,
    "consumers.decide.rejection_per_day": 0.02,
}
"""Talk (2.0 and 2.6 contacts a day) and rejection as in an earlier prototype of the whole day."""

HEARERS = 100_000
WITHIN_DAYS = 120


def plain(consumers: int, days: int) -> Scenario:
    """The defaults, untouched."""
    return scenario_from(
        {
            "question": "What do the defaults give?",
            "days": days,
            "network": {"kind": "community", "consumers": consumers},
            "brand": {},
            "strategies": {"nothing": []},
        }
    )


def untouched(name: str, scenario: Scenario, replicates: int) -> Row:
    """Good to bad word, owners at both ends, rejecters and the reproduction number."""
    good, bad, extra, gifts = 0, 0, 0.0, 0.0
    first, last, rejecters = [], [], []
    for replicate in range(replicates):
        built = build_market(scenario, replicate)
        daily = run_strategy(scenario, "nothing", replicate, built=built).daily
        good += int(daily["good_messages"].sum())
        bad += int(daily["bad_messages"].sum())
        n = built.n_consumers
        first.append(scenario.brand.owners_at_start)
        last.append(int(daily["owners"][-1]) / n)
        rejecters.append(int(daily["rejecter"][-1]) / n)
        more, given = probe_reproduction(scenario, replicate, built)
        extra, gifts = extra + more, gifts + given
    return {
        "settings": name,
        "consumers": n,
        "days": scenario.days,
        "replicates": replicates,
        "good_to_bad": good / max(1, bad),
        "owners_first_percent": 100 * statistics.mean(first),
        "owners_last_percent": 100 * statistics.mean(last),
        "rejecters_percent": 100 * statistics.mean(rejecters),
        "reproduction_number": extra / gifts,
    }


def single_messages(hearers: int) -> list[Row]:
    """Share who buy after one message, or three on three days, that nobody else talks about."""
    quiet = {"consumers.talk.contacts_per_day": 0.0, "consumers.talk.interested_per_day": 0.0}
    start = {"brand.owners_at_start": 0.0, "brand.aware_at_start": 0.0}
    scenario = plain(hearers, WITHIN_DAYS).with_changes({**quiet, **start})
    hear = scenario.consumers.hear
    sources = {
        "friend": hear.credibility.friend,
        "public post": hear.credibility.public,
        "disclosed KOL": hear.credibility.kol * hear.disclosed_factor,
        "advertisement": hear.credibility.advertising,
    }
    rows: list[Row] = []
    for source, weight in sources.items():
        once, thrice = (share_of_buyers(scenario, weight, days) for days in (1, 3))
        rows.append({"one_message_of": source, "buy_percent": once, "after_three_percent": thrice})
    return rows


def share_of_buyers(scenario: Scenario, weight: float, days: int) -> float:
    """Percent who have bought at the end, when everybody hears one message on each of some days."""
    run = MarketRun(scenario, "nothing", build_market(scenario, 0))
    while run.day < scenario.days:
        if run.day < days:
            run.market.heard_good[:] = round(weight * FIXED)
        run.live()
    return 100.0 * float(np.mean(run.market.purchases > 0))


def measured(asked: Options) -> list[Row]:
    """All tables."""
    consumers = min(asked.sizes)
    days, replicates = (asked.days, 2) if asked.quick else (DAYS, REPLICATES)
    scenario = plain(consumers, days)
    return [
        untouched("defaults", scenario, replicates),
        untouched("prototype", scenario.with_changes(PROTOTYPE), replicates),
        *single_messages(consumers if asked.quick else HEARERS),
    ]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("default_market", __doc__ or "", argv)
    finish("default_market", measured(asked), asked)


if __name__ == "__main__":
    main()
