"""Generated markets: graphs, people, tactics and events of every kind, small enough for agents."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from simulation.network.graph import LAYERS, Layer, SocialGraph
from simulation.network.ties import Ties, ties_from_pairs
from simulation.scenario import Scenario
from simulation.scenario.build import BuiltMarket, build_market
from tests.small_markets import on_graph, scenario

Written = dict[str, Any]
MOST_DAYS = 25


class World(NamedTuple):
    """A scenario and the market of one of its replicates."""

    scenario: Scenario
    built: BuiltMarket


def keys(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[Written]:
    """Mappings in which each key may be left out."""
    return st.fixed_dictionaries({}, optional=values)


shares = st.sampled_from([0.0, 1.0]) | st.floats(0.0, 1.0)
signed = st.floats(-1.0, 1.0)
days = st.integers(0, 6)
money = st.sampled_from([0.5, 3.0, 40.0, 500.0, 1e5])

# -- people ----------------------------------------------------------------------------------------

talk = keys(
    contacts_per_day=st.floats(0.0, 8.0),
    satisfied_per_day=shares,
    dissatisfied_per_day=shares,
    lasts_days=st.floats(0.5, 40.0),
    floor=shares,
    strong_share=shares,
    advocate_factor=st.floats(0.0, 4.0),
    anger_talk=st.floats(0.0, 3.0),
    rejecter_per_day=st.floats(0.0, 1.0),
    interested_per_day=st.floats(0.0, 1.0),
    posts_per_contact=shares,
    post_reach=shares,
    participation_half_followers=st.floats(1.0, 300.0),
)
hear = keys(
    credibility=keys(acquaintance=shares, public=shares, kol=shares, koc=shares, news=shares),
    disclosed_factor=shares,
    rewarded_factor=shares,
    employee_bad_factor=st.floats(0.0, 3.0),
    fidelity=shares,
    confirmation=st.sampled_from([0.0, 0.4]),
    uncertainty=st.floats(0.2, 3.0),
    negativity=st.floats(0.0, 3.0),
    memory_days=st.floats(0.5, 60.0),
    day_saturation=st.floats(0.5, 10.0),
    attention_per_week=st.floats(1.0, 60.0),
)
decide = st.fixed_dictionaries(
    {"interest_base": st.floats(-4.0, 2.0), "purchase_base": st.floats(-4.0, 2.0)},
    optional={
        "interest_evidence": st.floats(0.0, 6.0),
        "purchase_evidence": st.floats(0.0, 6.0),
        "price_sensitivity": st.floats(0.0, 4.0),
        "taste_spread": st.floats(0.0, 2.0),
        "confusion": st.floats(0.0, 2.0),
        "attachment": st.floats(0.0, 3.0),
        "cooling_per_day": shares,
        "rejection_per_day": shares,
        "rejection_below": st.floats(-1.0, 1.0),
    },
)
experience = keys(
    delight=st.floats(-1.0, 1.0),
    promise_gap=st.floats(0.0, 2.0),
    hype=st.floats(0.0, 1.0),
    service_weight=shares,
    misreading=shares,
    bond=shares,
    defect_loss=st.floats(0.0, 2.0),
    failure_loss=st.floats(0.0, 2.0),
    forgetting_per_day=shares,
    loyalty_per_day=shares,
    advocacy_per_day=shares,
    lapse_per_day=st.floats(0.0, 0.3),
    lapse_dissatisfied=shares,
    own_experience=shares,
    anger_keeps=shares,
    anger_keeps_resolved=shares,
)
consumers: st.SearchStrategy[Written] = st.fixed_dictionaries({"decide": decide}, optional={
    "talk": talk, "hear": hear, "experience": experience,
})  # fmt: skip
starts = st.sampled_from([(0.0, 0.0), (0.05, 0.3), (0.3, 0.5), (1.0, 0.0)])


@st.composite
def brands(draw: st.DrawFn) -> Written:
    """A brand with somebody to talk about it, or nobody."""
    owners, aware = draw(starts)
    brand: Written = {"owners_at_start": owners, "aware_at_start": aware}
    brand |= draw(keys(
        price=st.sampled_from([9.9, 400.0]), unit_cost=money, reference_price=st.just(300.0),
        quality=shares, quality_spread=shares, defect_share=shares, expectation=shares,
        on_sale_from=days, hours_to_notice=st.floats(0.0, 80.0), stock=st.integers(0, 40),
        failures_per_year=st.sampled_from([0.0, 30.0]), service=shares, clarity=shares,
        consistency=shares, shareability=shares, trust=shares,
    ))  # fmt: skip
    model = draw(st.sampled_from(["one_off", "repeat", "subscription"]))
    if model != "one_off":
        brand |= {"revenue_model": model, "every_days": draw(st.floats(1.0, 30.0))}
    return brand


reviews = keys(
    read=st.integers(0, 20), order=st.sampled_from(["recent", "all", "pinned"]),
    visible_days=st.floats(1.0, 60.0), pinned_share=shares, fake_filter=shares, herding=shares,
    weight=st.floats(0.0, 2.0), share=shares, extreme=shares,
)  # fmt: skip


@st.composite
def rivals(draw: st.DrawFn) -> list[Written]:
    """No other brand, or one or two, with tactics that need nothing of their market."""
    levers = st.lists(
        st.sampled_from([
            {"kind": "advertise", "spend_per_day": 40.0}, {"kind": "hire_kocs", "gift": True},
            {"kind": "referral_reward", "referrer": 20.0}, {"kind": "discount", "share": 0.3},
        ]), max_size=2, unique_by=lambda tactic: tactic["kind"],
    )  # fmt: skip
    names = draw(st.sampled_from([[], [], ["other"], ["other", "third"]]))
    return [{"name": name, **draw(brands()), "tactics": draw(levers)} for name in names]


parts = st.fixed_dictionaries({}, optional={
    "talk": talk.map(lambda t: {k: v for k, v in t.items() if not k.startswith("participation")}),
    "decide": keys(purchase_base=st.floats(-4.0, 2.0), cooling_per_day=shares),
    "experience": keys(bond=shares, lapse_per_day=st.floats(0.0, 0.3), delight=signed),
    "online_share": shares,
})  # fmt: skip


@st.composite
def people(draw: st.DrawFn) -> Written:
    """How consumers behave: all alike, or in segments that differ."""
    everybody = draw(consumers)
    if draw(st.booleans()):
        return everybody
    share = draw(st.sampled_from([0.0, 0.25, 0.5]))
    young, old = draw(parts), draw(parts)
    segments = {"young": {"share": share, **young}, "old": {"share": 1.0 - share, **old}}
    return {**everybody, "segments": segments}


roles = st.fixed_dictionaries({
    "kol_head": st.integers(1, 2), "kol_waist": st.integers(1, 3), "kol_tail": shares.map(
        lambda share: share / 5
    ), "koc": st.floats(0.01, 0.3), "employee": st.floats(0.0, 0.2),
})  # fmt: skip

# -- graphs ----------------------------------------------------------------------------------------

networks: st.SearchStrategy[Written] = st.sampled_from([
    {"kind": "community"}, {"kind": "community", "follow": {"mean": 0.0}},
    {"kind": "community", "friends": 0.0, "acquaintances": 3.0}, {"kind": "random", "ties": 4.0},
    {"kind": "small_world", "ties": 4}, {"kind": "scale_free", "ties_per_newcomer": 2},
    {"kind": "configuration"},
])  # fmt: skip


def some_ties(rng: np.random.Generator, n: int, mean: float, *, strengths: bool) -> Ties:
    """Directed ties among the first nine tenths, so that some consumers have none."""
    talker, listener = rng.integers(0, max(2, n * 9 // 10), (2, int(n * mean)))
    strength = rng.gamma(2.0, 1.0, len(talker)) + 0.01 if strengths else None
    return ties_from_pairs(talker, listener, n, strength)[0]


@st.composite
def weighted_graphs(draw: st.DrawFn, n: int) -> SocialGraph:
    """One-way ties in one to three layers, with and without strengths."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    mean, strengths = draw(st.floats(0.0, 6.0)), draw(st.booleans())
    layers: dict[Layer, Ties] = {"strong": some_ties(rng, n, mean, strengths=strengths)}
    for layer in draw(st.sets(st.sampled_from(LAYERS[1:]))):
        mean, strengths = draw(st.floats(0.0, 10.0)), draw(st.booleans())
        layers[layer] = some_ties(rng, n, mean, strengths=strengths)
    return SocialGraph({name: layers[name] for name in LAYERS if name in layers}, directed=True)


# -- what happens ----------------------------------------------------------------------------------

purses = keys(budget=money, day=days)
rows = st.integers(0, 29)
meant = st.sampled_from(["everyone", "owners", "random", "hubs", "fringe", "early_adopters"])


def tactic(kind: str, **values: st.SearchStrategy[Any]) -> st.SearchStrategy[Written]:
    """Tactics of a kind, with a day and a budget or without."""
    return st.builds(lambda purse, rest: {"kind": kind, **purse, **rest}, purses, keys(**values))


def one_of_two(written: Written, first: str, second: str) -> Written:
    """Leave out one of two keys that exclude each other."""
    return {key: value for key, value in written.items() if key != second or first not in written}


accounts: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(1, 3), "posts": st.integers(1, 3), "every_days": st.integers(1, 3),
    "fee": money, "disclosed": st.booleans(), "gift": st.booleans(), "reach_share": shares,
    "pick": st.sampled_from(["rank", "lot"]),
}  # fmt: skip
rewards: dict[str, st.SearchStrategy[Any]] = {"response": st.floats(0.0, 2.0)}
tactics: dict[str, st.SearchStrategy[Written]] = {
    "hire_kols": tactic(
        "hire_kols", tier=st.sampled_from(["head", "waist"]), **accounts
    ).map(lambda t: one_of_two(t, "budget", "number")),
    "hire_kocs": tactic("hire_kocs", **accounts).map(lambda t: one_of_two(t, "budget", "number")),
    "seed_products": tactic(
        "seed_products", number=st.integers(1, 9), to=meant | st.lists(rows, max_size=4),
        pick=st.sampled_from(["rank", "lot"]), accept_half_followers=st.floats(1.0, 500.0),
    ).map(lambda t: one_of_two(t, "budget", "number")),
    "advertise": tactic(
        "advertise", channel=st.sampled_from(["video", "search"]), spread_days=st.integers(1, 9),
    ).flatmap(lambda t: money.map(lambda spend: {**t, "spend_per_day": min(spend, 500.0)})),
    "referral_reward": tactic(
        "referral_reward", referrer=st.sampled_from([0.0, 0.1, 7.0, 30.0]),
        referee=st.floats(0.0, 30.0), limit=st.integers(1, 4),
        min_satisfaction=st.floats(-1.0, 1.0), **rewards,
    ),
    "review_reward": tactic("review_reward", reward=st.floats(0.5, 30.0), **rewards),
    "discount": tactic("discount", until=st.just(6)).flatmap(
        lambda t: st.floats(0.0, 0.9).map(lambda share: {**t, "share": share})
    ),
    "monitor_talk": tactic(
        "monitor_talk", coverage_share=shares, hours_to_notice=st.floats(0.0, 30.0)
    ),
    "respond": tactic(
        "respond", public=st.booleans(), hours_to_reply=st.floats(0.0, 50.0), amount=money,
        response=st.sampled_from(["stay_silent", "deny", "explain", "apologise", "compensate"]),
        hours_to_resolve=st.floats(0.0, 90.0), cost=money, cost_per_ticket=money,
        restored_share=shares, settled_at_once=shares,
    ),
}  # fmt: skip
troubles = {
    "severity": shares, "blame": st.sampled_from(["victim", "accident", "preventable"]),
    "half_life_days": st.floats(0.3, 9.0), "news_share": shares,
}  # fmt: skip
events = st.lists(
    st.one_of(
        st.builds(
            lambda day, rest: {"kind": "product_defect", "day": day, **rest}, days,
            keys(share_of_owners=shares, **troubles),
        ),
        st.builds(
            lambda day, rest: {"kind": "scandal", "day": day, **rest}, days,
            keys(share_of_aware=shares, **troubles),
        ),
    ),
    max_size=2, unique_by=lambda event: event["kind"],
)  # fmt: skip
strategies = st.lists(st.sampled_from(sorted(tactics)), unique=True, max_size=5).flatmap(
    lambda kinds: st.tuples(*(tactics[kind] for kind in kinds))
)


@st.composite
def worlds(draw: st.DrawFn, *, most_consumers: int = 150, most_days: int = MOST_DAYS) -> World:
    """Markets of all kinds; the strategy is called ``tested``."""
    n = draw(st.integers(30, most_consumers))
    has_own_graph = draw(st.booleans())
    network: Written = {"kind": "random", "ties": 0.0} if has_own_graph else draw(networks)
    reserved = draw(strategies)
    ceiling: Written = draw(st.sampled_from([{}, {"budget": 1e6}]))
    small = scenario(
        reserved, events=draw(events), days=draw(st.integers(7, most_days)),
        seed=draw(st.integers(0, 2**40)), network={**network, "consumers": n}, roles=draw(roles),
        consumers=draw(people()), brand=draw(brands()), rivals=draw(rivals()),
        reviews=draw(reviews), **ceiling,
    )  # fmt: skip
    replicate = draw(st.integers(0, 3))
    if not has_own_graph:
        return World(small, build_market(small, replicate))
    return World(small, on_graph(small, draw(weighted_graphs(n)), replicate))
