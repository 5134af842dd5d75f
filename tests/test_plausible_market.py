"""The default market behaves like a market: ranges that any change of a default has to keep.

Ten replicates of 10,000 consumers over 180 days. The ranges are wide on purpose: they say what
kind of market the defaults describe (slow growth at the edge of self-sustained talk, three good
messages to a bad one, a crisis that hurts and is survived), not which number is right.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.dynamics.tables import N_COUNTS, Tally, empty_trace
from simulation.engines import Loops, Today
from simulation.market.state import FIXED
from simulation.market_run import MarketRun
from simulation.one_run import FinishedRun, probe_reproduction, run_strategy
from simulation.scenario.build import BuiltMarket, build_market
from simulation.scenario.load import load_scenario
from simulation.scenario.model import Scenario

N_REPLICATES = 10
BUDGET = 9600
MARKET = """
question: Does the untouched market behave like one?
seed: 11
strategies:
  do_nothing: []
  kocs: [{kind: hire_kocs, budget: 9600}]
  waist: [{kind: hire_kols, tier: waist, budget: 9600}]
  early_adopters: [{kind: seed_products, to: early_adopters, budget: 9600}]
  random: [{kind: seed_products, to: random, budget: 9600}]
  discount: [{kind: discount, share: 0.05}]
"""
CRISIS = """
question: Does a crisis hurt, and is it survived?
seed: 11
brand: {quality: 0.7, owners_at_start: 0.04, aware_at_start: 0.2}
events: [{kind: product_defect, name: fault, day: 60, severity: 0.6, share_of_owners: 0.3}]
strategies:
  stay_silent: []
  quick_reply:
    - {kind: monitor_talk, hours_to_notice: 1, coverage_share: 1}
    - {kind: respond, hours_to_reply: 1, hours_to_resolve: 24}
"""

pytestmark = pytest.mark.slow


def _run_all(scenario: Scenario) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in scenario.strategies}
    for replicate in range(N_REPLICATES):
        built = build_market(scenario, replicate)
        for strategy in scenario.strategies:
            run: FinishedRun = run_strategy(scenario, strategy, replicate, built=built)
            found[strategy].append(run.daily)
    return found


def _scenario(tmp_path_factory: pytest.TempPathFactory, text: str) -> Scenario:
    path = tmp_path_factory.mktemp("plausible") / "market.yaml"
    path.write_text(text)
    return load_scenario(path)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return _scenario(tmp_path_factory, MARKET)


@pytest.fixture(scope="module")
def runs(market: Scenario) -> dict[str, list[dict[str, Any]]]:
    return _run_all(market)


@pytest.fixture(scope="module")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return _scenario(tmp_path_factory, CRISIS)


def _last(runs: list[dict[str, Any]], name: str) -> Any:
    return np.array([daily[name][-1] for daily in runs], float)


def _total(runs: list[dict[str, Any]], name: str) -> float:
    return float(sum(daily[name].sum() for daily in runs))


def _paired(runs: dict[str, list[dict[str, Any]]], one: str, other: str) -> tuple[float, float]:
    """Mean paired difference of customers and its standard error."""
    difference = _last(runs[one], "customers") - _last(runs[other], "customers")
    return difference.mean(), difference.std(ddof=1) / np.sqrt(len(difference))


def test_the_untouched_market_grows_slowly(runs: dict[str, list[dict[str, Any]]]) -> None:
    owners = _last(runs["do_nothing"], "owners").mean() / 10_000
    assert 0.013 < owners < 0.035


def test_good_and_bad_talk_are_near_three_to_one(runs: dict[str, list[dict[str, Any]]]) -> None:
    """East, Hammond and Wright (2007): 3 to 1 over 15 studies."""
    untouched = runs["do_nothing"]
    ratio = _total(untouched, "good_messages") / _total(untouched, "bad_messages")
    assert 2.0 < ratio < 4.5


def test_talk_is_at_the_edge_of_feeding_itself(market: Scenario) -> None:
    probes = [probe_reproduction(market, r, build_market(market, r)) for r in range(N_REPLICATES)]
    extra, gifts = np.sum(probes, axis=0)
    assert 0.6 < extra / gifts < 2.5


@pytest.mark.parametrize("strategy", ["kocs", "waist", "early_adopters", "random", "discount"])
def test_every_strategy_stands_out_of_the_noise(
    runs: dict[str, list[dict[str, Any]]], strategy: str
) -> None:
    mean, error = _paired(runs, strategy, "do_nothing")
    assert mean > 4 * error


def test_early_adopters_beat_random_people(runs: dict[str, list[dict[str, Any]]]) -> None:
    """Direction of Cui et al. (2018, abstract); it emerges, nothing is wired in."""
    mean, error = _paired(runs, "early_adopters", "random")
    assert mean > 3 * error


def test_a_crisis_is_visible_and_survivable(crisis: Scenario) -> None:
    struck = _run_all(crisis)
    calm = _run_all(crisis.with_changes({"events": []}))
    hurt = _last(struck["stay_silent"], "customers").mean()
    spared = _last(calm["stay_silent"], "customers").mean()
    assert 0.3 < hurt / spared < 0.85
    mean, error = _paired(struck, "quick_reply", "stay_silent")
    assert mean > 3 * error
    assert _last(struck["quick_reply"], "customers").mean() < spared


def _bought_after(scenario: Scenario, built: BuiltMarket, credibility: float) -> float:
    """Share who buy within 120 days of one message on day 0, with nobody talking."""
    run = MarketRun(scenario, "do_nothing", built)
    market, loops = run.market, Loops()
    market.stage[:], market.units[:], market.ever[:] = 0, 0, 0
    market.heard_good[:] = int(credibility * FIXED)
    tables = run.desk.tables()
    for day in range(120):
        counts = np.zeros(N_COUNTS, np.int64)
        buyers = np.zeros(built.n_consumers, np.int32)
        tally = Tally(counts, run.by_slot, buyers, empty_trace())
        today = Today(run.ours, run.ours.today()._replace(day=day), tables, tally)
        loops.remember(today)
        loops.decide(today)
        loops.experience(today)
    return float((market.purchases > 0).mean())


def test_a_friends_word_converts_a_few_times_an_advertisement(market: Scenario) -> None:
    """The article says 3 to 5 times and names no source; one isolated exposure of each here."""
    built = build_market(market, 0)
    hear = market.consumers.hear.credibility
    friend = _bought_after(market, built, hear.friend)
    advertisement = _bought_after(market, built, hear.advertising)
    assert 0.02 < friend < 0.08
    assert 2.0 < friend / advertisement < 5.0
