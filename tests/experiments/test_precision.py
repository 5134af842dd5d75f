"""How many replicates there are: the rule's errors by simulation, and the same bytes to its end."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import stdtrit

from simulation import compare
from simulation.errors import ArgumentError
from simulation.experiments import precision as rules
from simulation.experiments.precision import (
    FIRST,
    MOST,
    RARE_UNTIL,
    Exactly,
    Precise,
    Rule,
    Settle,
    looks_between,
    rests_on_few,
    rule_of,
)
from simulation.results.facts import StrategyFacts
from simulation.results.measured import Measured
from simulation.results.record import MarketRecord
from simulation.results.stop import Stop
from simulation.results.verdict import Verdict
from simulation.results.wording_replicates import pairing, replicates
from simulation.scenario.load import scenario_from
from tests.experiments.tiny import digests, tiny
from tests.results.made_up import CONSUMERS, made_up_facts, run_with

TRIALS = 4000

Array = NDArray[np.float64]


def free(**changes: Any) -> Any:
    """The tiny scenario without a number of replicates."""
    return tiny(replications=None, **changes)


def measured(rule: Rule, looks: tuple[int, ...], runs: dict[str, Array], **facts: Any) -> Measured:
    """The first so many of made-up customers by strategy, as a rule sees them."""
    n = looks[-1]
    names = tuple(StrategyFacts(name, name, None) for name in runs)
    about = made_up_facts(strategies=names, baseline="base", outcomes=("customers",), events=())
    records = [
        run_with(2, customers=[0, round(value)])._replace(strategy=name, replicate=r)
        for name, values in runs.items()
        for r, value in enumerate(values[:n])
    ]
    markets = [MarketRecord(r, CONSUMERS, 1, 0.0, 1.0) for r in range(n)]
    return Measured(about._replace(**facts), records, markets, rule.look(looks))


def ended(rule: Rule, runs: dict[str, Array], **facts: Any) -> Measured:
    """What a rule sees when it stops."""
    looks: tuple[int, ...] = ()
    found: int | Stop = rule.first
    while not isinstance(found, Stop):
        looks = (*looks, found)
        seen = measured(rule, looks, runs, **facts)
        found = rule.after(seen, looks)
    seen.stop = found
    return seen


def customers(seed: int, **lifts: float) -> dict[str, Array]:
    """Customers by strategy: luck that all share, and some of each one's own."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(10_000.0, 500.0, MOST)
    runs = {"base": shared, **{name: shared + lift for name, lift in lifts.items()}}
    return {name: values + rng.normal(0.0, 100.0, MOST) for name, values in runs.items()}


def false_alarms(level: float) -> float:
    """Share of trials without any difference in which some look finds one at this level."""
    gaps = np.random.default_rng(1).normal(size=(TRIALS, MOST))
    ever = np.zeros(TRIALS, dtype=bool)
    for n in Settle().looks:
        seen = gaps[:, :n]
        t = seen.mean(axis=1) / (seen.std(axis=1, ddof=1) / math.sqrt(n))
        ever |= np.abs(t) > stdtrit(n - 1, 0.5 + level / 2)
    return float(ever.mean())


def test_looking_often_finds_nothing_where_there_is_nothing() -> None:
    level = Settle().look((FIRST,)).level
    assert level == pytest.approx(1 - 0.05 / len(Settle().looks))
    assert 0.015 < false_alarms(level) < 0.04


def test_looking_as_often_at_plain_intervals_finds_far_too_much() -> None:
    assert false_alarms(0.95) > 0.12


def test_the_rule_itself_finds_nothing_where_there_is_nothing() -> None:
    """The same through all of the code, with a few trials; at 5 % chance gives 6 of 30 in 0.3 %."""
    rule = Settle(20, 45)
    stops = [ended(rule, customers(seed, same=0.0)).stop for seed in range(30)]
    assert sum(stop is not None and stop.reason == "settled" for stop in stops) < 6


def test_looks_grow_by_half_and_end_at_the_most() -> None:
    assert looks_between(20, 400) == (20, 30, 45, 68, 102, 153, 230, 400)
    assert looks_between(20, 20) == (20,)
    assert looks_between(50, 20) == (20,)
    assert looks_between(1, 4) == (1, 2, 3, 4)
    for most in range(20, 600, 7):
        looks = looks_between(20, most)
        assert looks[-1] == most
        grown = [later / sooner for sooner, later in pairwise(looks)]
        assert len(looks) <= 2 or min(grown) >= 1.25


def test_a_clear_difference_is_settled_at_the_first_look() -> None:
    seen = ended(Settle(), customers(1, more=500.0))
    assert seen.stop == Stop(20, "settled", (20,), 8)
    first, saved = replicates(Verdict(seen)), pairing(Verdict(seen))
    assert first == [
        "20 replicates: every strategy is settled against base, at 99.4 % instead of 95 % because "
        "of up to 8 looks (after 20)."
    ]
    assert saved.startswith("Pairing on the same luck divides the variance of the difference to")


def test_a_small_difference_takes_more_looks_and_no_more_than_needed() -> None:
    seen = ended(Settle(), customers(2, more=500.0, little=40.0))
    assert seen.stop is not None
    assert seen.stop.reason == "settled"
    assert seen.stop.looks == Settle().looks[: len(seen.stop.looks)]
    assert 30 <= seen.stop.replicates < MOST
    assert Verdict(seen).word("little") == "up"


def test_what_cannot_be_settled_ends_at_the_most_and_is_named() -> None:
    seen = ended(Settle(20, 45), customers(3, more=500.0, same=0.0))
    assert seen.stop == Stop(45, "most", (20, 30, 45), 3)
    why, still = replicates(Verdict(seen))
    assert why.startswith("45 replicates, the most allowed, at 98.3 % instead of 95 %")
    assert still.startswith("Not settled against base: same (about ")
    assert still.endswith(" more replicates would settle a difference of this size).")


def test_a_difference_that_does_not_matter_is_settled_too() -> None:
    runs = customers(3, same=0.0)
    assert ended(Settle(20, 45), runs).stop == Stop(45, "most", (20, 30, 45), 3)
    assert ended(Settle(20, 45), runs, matters=200.0).stop == Stop(20, "settled", (20,), 3)


def test_words_are_said_at_the_level_of_a_look() -> None:
    """An interval that excludes zero at 95 % only is printed, and called up by no word."""
    gap = np.tile([3.0, -1.0], 10) * 100.0  # t = 2.2 on 20 replicates
    runs = {"base": np.full(20, 1000.0), "more": 1000.0 + gap}
    for rule, word in ((Exactly(20), "up"), (Settle(20, 20), "up"), (Settle(20, 30), "?")):
        found = Verdict(measured(rule, (20,), runs))
        assert found.gap("more").excludes_zero
        assert found.word("more") == word
        assert ("more" in [one.name for one in found.open]) == (word == "?")


def test_more_replicates_are_not_spent_on_what_is_equal_or_undefined() -> None:
    base = customers(4)["base"]
    looks = (20, 30, 45, 68, 102, 153, 230)  # what is rare may not have struck before 200
    seen = ended(Settle(), {"base": base, "twin": base})
    assert seen.stop == Stop(230, "nothing", looks, 8)
    assert replicates(Verdict(seen)) == [
        "twin equals base in every replicate: more replicates would not settle that.",
        "230 replicates.",
    ]
    both = ended(Settle(), {"base": base, "twin": base, "more": base + np.arange(MOST) % 7 + 50})
    assert both.stop == Stop(230, "settled", looks, 8)
    assert replicates(Verdict(both))[1].startswith("230 replicates: every other strategy is")
    nothing = {"base": np.zeros(MOST), "none": np.zeros(MOST)}
    stop = ended(Settle(), nothing, decide_by="cac", outcomes=("cac",)).stop
    assert stop == Stop(20, "nothing", (20,), 8)
    assert ended(Settle(), {"base": base}).stop == Stop(20, "alone", (20,), 8)


def test_equal_in_a_few_replicates_is_not_equal_yet() -> None:
    base = customers(4)["base"]
    late = np.where(np.arange(MOST) < 5, base, base + 300.0 + np.arange(MOST) % 9)
    seen = ended(Settle(4, 40), {"base": base, "late": late})
    assert seen.stop is not None
    assert seen.stop.replicates > 4
    assert seen.stop.reason == "settled"


def test_precision_is_reached_by_every_interval() -> None:
    rule = Precise(0.01)
    seen = ended(rule, customers(5, more=500.0))
    assert seen.stop is not None
    assert seen.stop.reason == "precise"
    assert len(seen.stop.looks) > 1
    allowed = 0.01 * seen.estimate("base", "customers").value
    for name in ("base", "more"):
        assert seen.estimate(name, "customers").half_width <= allowed
        assert seen.difference(name, "base", "customers").estimate.half_width <= allowed
    before = measured(rule, seen.stop.looks[:-1], customers(5, more=500.0))
    assert max(before.estimate(name, "customers").half_width for name in ("base", "more")) > allowed
    (why,) = replicates(Verdict(seen))
    assert why.endswith("every interval of customers is within 1 % of base's mean.")


def test_a_precision_that_is_not_reached_says_how_many_more_it_takes() -> None:
    seen = ended(Precise(0.002, 20, 40), customers(5, more=500.0))
    assert seen.stop is not None
    assert (seen.stop.reason, seen.stop.replicates) == ("most", 40)
    widest = max(seen.estimate(name, "customers").half_width for name in ("base", "more"))
    share = widest / seen.estimate("base", "customers").value
    assert seen.stop.needed == math.ceil(40 * (share / 0.002) ** 2)
    why, more = replicates(Verdict(seen))
    assert why == "40 replicates, the most allowed."
    assert more.endswith(" more replicates would bring its intervals within 0.2 % of base's mean.")


def test_intervals_of_a_precision_still_cover() -> None:
    """Stopping by width hardly changes how often a 95 % interval holds the truth."""
    luck = np.random.default_rng(6).normal(100.0, 10.0, (1500, 400))
    held = 0
    for values in luck:
        n, half = 20, math.inf
        while True:
            half = float(stdtrit(n - 1, 0.975)) * values[:n].std(ddof=1) / math.sqrt(n)
            allowed = 0.02 * abs(values[:n].mean())
            if half <= allowed or n >= 400:
                break
            enough = min(math.ceil(n * (half / allowed) ** 2), rules.MOST_GROWTH * n)
            n = min(400, math.ceil(max(enough, rules.LEAST_GROWTH * n)))
        held += abs(values[:n].mean() - 100.0) <= half
    assert 0.925 < held / len(luck) < 0.965


@pytest.mark.parametrize(
    ("runs", "facts", "message"),
    [
        (
            {"base": np.tile([-3.0, 4.0], 200) + 3.0},
            {"decide_by": "net_sentiment", "outcomes": ("net_sentiment",)},
            "precision: net_sentiment is undefined in base",
        ),
        (
            {"base": np.tile([0.0, 0.0, 0.0, 1.0] + [0.0] * 36, 10)},
            {},
            r"precision: customers of base, the baseline, is near zero \(0.05 \[-0.05, 0.15\]\)",
        ),
        ({"base": np.zeros(MOST)}, {}, r"is near zero \(0 \[0, 0\]\), so that a share of it means"),
    ],
)
def test_a_share_of_nothing_is_refused_at_the_first_look(
    runs: dict[str, Array], facts: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError, match=message):
        ended(Precise(0.1), runs, **facts)


def test_what_a_written_number_means() -> None:
    assert rule_of(tiny()) == Exactly(4, "scenario")
    assert rule_of(tiny(), replications=7) == Exactly(7, "asked")
    assert rule_of(free()) == Settle(20, 400)
    assert rule_of(free(), max_replications=10) == Settle(10, 10)
    assert rule_of(tiny(), max_replications=90) == Settle(4, 90)
    assert rule_of(tiny(), settle=True) == Settle(4, 400)
    assert rule_of(tiny(replications=700), settle=True) == Settle(700, 700)
    assert rule_of(free(), precision=0.1) == Precise(0.1, 20, 400)
    assert rule_of(tiny(), precision=0.1, max_replications=3) == Precise(0.1, 3, 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"precision": 2.0}, "precision: 2 is not between 0 and 1. Write 0.02 for 2 % of the mean"),
        ({"precision": 5}, "precision: 5 is not between 0 and 1. Write 0.05 for 5 % of the mean"),
        ({"precision": math.nan}, "precision: nan is not between 0 and 1"),
        ({"max_replications": 0}, "max_replications: 0 is below 1. Raise it"),
        (
            {"precision": 0.1, "replications": 5},
            "precision: not together with replications, which is exactly that many. Leave one",
        ),
        ({"max_replications": 9, "replications": 5}, "max_replications: not together with"),
    ],
)
def test_wrong_arguments_are_one_message(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        compare(tiny(), **arguments)
    assert str(refused.value).startswith(message)


def test_a_precision_of_what_compares_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="romi compares a strategy with the baseline"):
        compare(tiny(decide_by="romi"), precision=0.1, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


LONG: dict[str, Any] = {
    "network__consumers": 80,
    "decide_by": {"outcome": "net_sentiment", "matters": 0.001},
}
"""A market in which nothing is settled soon."""


@pytest.mark.usefixtures("no_pictures")
def test_added_replicates_are_those_of_the_same_number_at_once(tmp_path: Path) -> None:
    small = free(**LONG)
    seen: list[tuple[int, int]] = []
    result = compare(
        small, max_replications=30, out=tmp_path / "grown", progress=lambda *s: seen.append(s)
    )
    assert result.manifest["replicates"] == {
        "replicates": 30,
        "reason": "most",
        "looks": [20, 30],
        "planned": 2,
        "level": 0.975,
    }
    assert seen[0] == (0, 60)
    assert (60, 90) in seen
    assert seen[-1] == (90, 90)
    compare(small, replications=30, out=tmp_path / "once", workers=2)
    assert digests(tmp_path / "grown") == digests(tmp_path / "once")
    again = scenario_from(json.loads((tmp_path / "grown/manifest.json").read_text())["scenario"])
    assert again.hash == result.manifest["hash"]
    assert rule_of(again) == Exactly(30, "scenario")


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize("stopped_at", [25, 70])
def test_interrupted_and_continued_ends_like_uninterrupted(tmp_path: Path, stopped_at: int) -> None:
    def stop(finished: int, total: int) -> None:
        if finished >= stopped_at:
            raise KeyboardInterrupt

    small = free(**LONG)
    with pytest.raises(KeyboardInterrupt):
        compare(small, max_replications=30, out=tmp_path / "cut", progress=stop)
    assert list((tmp_path / "cut" / "parts").glob("[!.]*.parquet"))
    cut = compare(small, max_replications=30, out=tmp_path / "cut", workers=2)
    whole = compare(small, max_replications=30, out=tmp_path / "whole")
    assert cut.manifest["replicates"] == whole.manifest["replicates"]
    assert digests(tmp_path / "cut") == digests(tmp_path / "whole")


@pytest.mark.usefixtures("no_pictures")
def test_replicates_that_are_there_already_do_not_change_where_it_ends(tmp_path: Path) -> None:
    compare(free(), replications=24, out=tmp_path)
    result = compare(free(), out=tmp_path)
    assert result.manifest["replicates"]["looks"] == [20]
    assert sorted(set(result.runs["replicate"])) == list(range(20))
    assert (tmp_path / "parts").exists()


def test_other_worlds_get_as_many_replicates_as_the_world_as_written() -> None:
    small = free(network__consumers=120, what_if={"weak": {"brand": {"quality": 0.3}}})
    result = compare(small, max_replications=30)
    n = result.manifest["replicates"]["replicates"]
    assert {name: len(each.measured.replicates) for name, each in result.worlds.items()} == {
        "as_written": n,
        "weak": n,
    }
    assert result.worlds["weak"].verdict.word_level == result.verdict.word_level > 0.95


@pytest.mark.parametrize(
    ("gaps", "is_few"),
    [
        ([-1.0] * 19 + [30.0], True),
        ([0.0] * 20, True),
        ([-1.0] * 30 + list(range(10)), False),
        ([-1.0] * 30 + list(range(9)), True),
        ([math.nan] * 20, False),
        ([math.nan] * 20 + list(range(20)), False),
    ],
)
def test_differences_that_rest_on_a_few_replicates(gaps: list[float], is_few: bool) -> None:
    assert rests_on_few(np.array(gaps, np.float64)) == is_few


def test_a_rare_gain_is_not_settled_before_it_may_have_struck() -> None:
    """A loss of 1, and 20 in one replicate of 20: the true difference is zero."""
    rng, looks = np.random.default_rng(3), looks_between(20, 400)
    level, settled, naive = 0.05 / len(looks), 0, 0
    quantile = {n: stdtrit(n - 1, 1 - level / 2) / math.sqrt(n) for n in looks}
    for _ in range(1000):
        gaps = np.where(rng.random(400) < 0.05, 19.0, -1.0).astype(np.float64)
        found = [n for n in looks if abs(gaps[:n].mean()) > quantile[n] * gaps[:n].std(ddof=1)]
        naive += bool(found)
        settled += any(n >= RARE_UNTIL or not rests_on_few(gaps[:n]) for n in found)
    assert settled < 60
    assert naive > 300
