"""Hiring accounts and giving products: who, when, for how much."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulation.errors import ArgumentError
from simulation.market.state import FIXED, Stage
from simulation.market_run import MarketRun
from simulation.network.graph import SocialGraph
from simulation.network.roles import Role
from simulation.one_run import FinishedRun
from simulation.scenario.build import build_market
from tests.small_markets import live, messages_of, on_graph, scenario, started

NOBODY_KNOWS: dict[str, Any] = {"brand": {"owners_at_start": 0.0, "aware_at_start": 0.0}}
TIERS = {"head": Role.KOL_HEAD, "waist": Role.KOL_WAIST, "tail": Role.KOL_TAIL}


def posts_of(run: MarketRun, name: str) -> dict[int, set[int]]:
    """Days on which each account was heard under a tactic's name."""
    told = messages_of(run)
    own = told["slot"] == run.ours.addresses[name].slot
    found: dict[int, set[int]] = {}
    for day, talker in zip(told["day"][own], told["talker"][own], strict=True):
        found.setdefault(int(talker), set()).add(int(day))
    return found


def by_rank(run: MarketRun, role: Role) -> NDArray[np.int64]:
    """Accounts of a role, the largest following first."""
    rows = np.flatnonzero(run.population.role == role)
    return rows[np.argsort(-run.population.followers[rows], kind="stable")]


class TestHire:
    @pytest.mark.parametrize("tier", sorted(TIERS))
    def test_a_tier_posts_on_the_days_agreed(self, tier: str) -> None:
        hire = {"kind": "hire_kols", "tier": tier, "posts": 3, "every_days": 4, "day": 1,
                "reach_share": 1.0}  # fmt: skip
        run = live(started([hire], trace=True, days=15, **NOBODY_KNOWS))
        accounts = np.flatnonzero(run.population.role == TIERS[tier])
        followed = accounts[run.population.followers[accounts] > 0]
        assert posts_of(run, "hire_kols") == {int(i): {1, 5, 9} for i in followed}

    def test_fees_are_base_and_followers_for_each_post(self) -> None:
        run = started([{"kind": "hire_kocs", "number": 4, "posts": 3}])
        fee = run.ours.view("hire_kocs").fees[Role.KOC]
        largest = run.population.followers[by_rank(run, Role.KOC)[:4]]
        live(run)
        cost = 3 * (4 * fee.base + fee.per_follower * int(largest.sum()))
        (entry,) = run.desk.ledger.entries
        assert entry[:3] == (0, "hire_kocs", "fee")
        assert entry.amount == pytest.approx(cost)

    def test_a_price_per_follower_counts_followers_in_this_market(self) -> None:
        """Quoted prices are for all followers; a twentieth of them is in this market."""
        run = started([{"kind": "hire_kols"}], media={"in_market_share": 0.05})
        quoted = run.scenario.media.prices.of("kol_waist")
        fee = run.ours.view("hire_kols").fees[Role.KOL_WAIST]
        assert fee == pytest.approx((quoted.fee_base, quoted.fee_per_follower / 0.05))

    def test_a_fee_of_ones_own_and_a_gift(self) -> None:
        hire = {"kind": "hire_kocs", "number": 3, "posts": 2, "fee": 10.0, "gift": True}
        run = live(started([hire], brand__unit_cost=70.0, brand__owners_at_start=0.0))
        assert run.desk.ledger.total() == pytest.approx(3 * (2 * 10.0 + 70.0))
        assert run.desk.given == 3
        hired = by_rank(run, Role.KOC)[:3]
        assert (run.market.units[hired] >= 1).all()
        assert (run.market.first_purchase_day[run.market.units == 1] < 0).sum() == 3

    def test_prices_named_in_the_graph_win(self) -> None:
        graph = SocialGraph.from_edges([[0, 1], [0, 2], [1, 3], [2, 3]], directed=True)
        named = SocialGraph(
            graph.layers, attributes={"price": np.array([55.0, np.nan, 5.0, np.nan])}, directed=True
        )
        small = scenario(
            [{"kind": "hire_kocs", "posts": 2}], roles={"koc": 3, "kol_head": 0, "kol_tail": 0,
            "kol_waist": 0}, network={"kind": "random", "consumers": 4, "ties": 0.0},
        )  # fmt: skip
        run = MarketRun(small, "tested", on_graph(small, named))
        fee = run.ours.view("hire_kocs").fees[Role.KOC]
        live(run)
        cost = 2 * (55.0 + fee.base + fee.per_follower * 1 + 5.0)
        assert run.desk.ledger.total() == pytest.approx(cost)

    @settings(max_examples=20)
    @given(st.floats(0.0, 3000.0), st.sampled_from(["rank", "lot"]))
    def test_takes_the_next_one_while_the_purse_pays(self, budget: float, pick: str) -> None:
        hire = {"kind": "hire_kocs", "budget": budget, "posts": 1, "pick": pick}
        run = started([hire], **NOBODY_KNOWS)
        who, costs = run.ours.tactics[0].costs(run.ours.view("hire_kocs"))  # type: ignore[attr-defined]
        n_hired = int((np.cumsum(costs) <= budget * (1 + 1e-12)).sum())
        live(run)
        assert run.desk.ledger.total() == pytest.approx(float(costs[:n_hired].sum()))
        if pick == "rank":
            assert (np.diff(run.population.followers[who]) <= 0).all()

    @pytest.mark.parametrize("number", [1, 3, 7, 37])
    def test_a_budget_for_so_many_hires_so_many(self, number: int) -> None:
        """33.3 for each, added up in decimals: rounding refuses nobody."""
        budget = float(f"{33.3 * number:.10g}")
        hire = {"kind": "hire_kocs", "budget": budget, "posts": 1, "fee": 33.3}
        run = live(started([hire], size=400))
        assert run.desk.ledger.total() == pytest.approx(budget)

    def test_disclosure_costs_credibility(self) -> None:
        weights = {}
        for disclosed in (True, False):
            hire = {"kind": "hire_kols", "tier": "head", "posts": 1, "disclosed": disclosed}
            run = live(started([hire], trace=True, **NOBODY_KNOWS), 1)
            told = messages_of(run)
            weights[disclosed] = set((told["weight"] * FIXED).round().tolist())
        table = run.scenario.consumers.hear
        open_weight = int(table.credibility.kol * FIXED + 0.5)
        told_weight = int(table.credibility.kol * table.disclosed_factor * FIXED + 0.5)
        assert weights == {False: {open_weight}, True: {told_weight}}

    def test_posts_that_are_paid_are_made(self) -> None:
        hire = {"kind": "hire_kocs", "number": 1, "posts": 3, "every_days": 4, "until": 2,
                "reach_share": 1.0}  # fmt: skip
        run = live(started([hire], trace=True, days=15, **NOBODY_KNOWS))
        (days,) = posts_of(run, "hire_kocs").values()
        fee = run.desk.ledger.total()
        one_post = started([hire | {"posts": 1}], days=15, **NOBODY_KNOWS)
        assert fee == pytest.approx(len(days) * live(one_post).desk.ledger.total())


class TestHireProblems:
    def problems(self, tactic: dict[str, Any], **settings: Any) -> list[str]:
        run = started([tactic], **settings)
        return [str(problem) for problem in run.problems()]

    def test_more_accounts_than_exist(self) -> None:
        found = self.problems({"kind": "hire_kols", "tier": "head", "number": 5})
        assert found == [
            "strategies.tested[0].number: 5 head KOLs asked, 1 exist. "
            "Lower it or raise roles.kol_head."
        ]

    def test_no_account_at_all(self) -> None:
        found = self.problems({"kind": "hire_kocs"}, roles={"koc": 0})
        assert len(found) == 1
        assert "no koc exists" in found[0]

    def test_money_for_not_even_one(self) -> None:
        found = self.problems({"kind": "hire_kols", "tier": "head", "budget": 0.5})
        assert len(found) == 1
        assert found[0].startswith("strategies.tested[0].budget: 0 cannot buy one head KOL")

    def test_nothing_wrong(self) -> None:
        assert self.problems({"kind": "hire_kols", "number": 1}) == []


class TestSeedProducts:
    def seeded(self, tactic: dict[str, Any], **settings: Any) -> tuple[MarketRun, NDArray[Any]]:
        run = started([{"kind": "seed_products"} | tactic], **settings)
        before = run.market.units.copy()
        run.live()
        return run, np.flatnonzero(run.market.units - run.market.purchases > before)

    def test_costs_a_unit_each_and_counts_no_customers(self) -> None:
        run, given_to = self.seeded({"number": 6}, brand__unit_cost=80.0)
        assert len(given_to) == run.desk.given == 6
        assert run.desk.ledger.entries == [(0, "seed_products", "product", 480.0)]
        live(run)
        bought = run.market.purchases[given_to]
        assert FinishedRun(run).daily["customers"][-1] == (run.market.purchases > 0).sum()
        assert not bought.any()  # one-off: who was given one does not buy

    def test_who_was_given_one_counts_when_buying_again(self) -> None:
        run, given_to = self.seeded(
            {"number": 20}, days=60, brand={"owners_at_start": 0.0, "revenue_model": "repeat",
            "every_days": 3.0, "quality": 0.9},
        )  # fmt: skip
        live(run)
        payers = given_to[run.market.purchases[given_to] > 0]
        assert len(payers) > 10
        assert FinishedRun(run).daily["customers"][-1] == (run.market.purchases > 0).sum()
        assert (run.market.first_purchase_day[payers] > 0).all()

    def test_gifts_are_judged_at_once(self) -> None:
        run, given_to = self.seeded({"number": 6})
        assert (run.market.satisfaction[given_to] != 0.0).all()
        assert (run.market.stage[given_to] == Stage.CUSTOMER).all()
        assert (run.market.experienced_day[given_to] == 0).all()

    def test_as_many_as_the_budget_pays(self) -> None:
        for budget, units in ((239.0, 2), (240.0, 3), (79.0, 0)):
            run, _ = self.seeded({"budget": budget}, brand__unit_cost=80.0)
            assert run.desk.given == units
            assert run.desk.ledger.total() == units * 80.0

    def test_a_purse_of_three_tenths_buys_three_units_at_a_tenth(self) -> None:
        run, _ = self.seeded({"budget": 0.3}, brand__unit_cost=0.1)
        assert run.desk.given == 3

    @pytest.mark.parametrize("word", ["hubs", "early_adopters", "fringe"])
    def test_by_rank_or_by_lot_among_the_best_tenth(self, word: str) -> None:
        meant = {"number": 5, "to": word, "accept_half_followers": 1e12}
        run, given_to = self.seeded(meant, size=100, brand__owners_at_start=0.0)
        score = run.built.rank(word)
        assert score[given_to].min() >= np.sort(score)[-5]
        run, by_lot = self.seeded(meant | {"pick": "lot"}, size=100, brand__owners_at_start=0.0)
        assert score[by_lot].min() >= np.sort(score)[-10]

    def test_hubs_decline_more_often(self) -> None:
        """They accept with chance 1 / (1 + followers / half); a larger half loses nobody."""
        run, given_to = self.seeded(
            {"to": "everyone", "accept_half_followers": 12.0}, size=1000,
            brand__owners_at_start=0.0,
        )  # fmt: skip
        followers = run.population.followers.astype(float)
        chance = 1 / (1 + followers / 12.0)
        sd = np.sqrt((chance * (1 - chance)).sum())
        assert abs(len(given_to) - chance.sum()) < 4 * sd
        assert followers[given_to].mean() < followers.mean()
        _, more = self.seeded(
            {"to": "everyone", "accept_half_followers": 120.0}, size=1000,
            brand__owners_at_start=0.0,
        )  # fmt: skip
        assert set(given_to.tolist()) <= set(more.tolist())

    def test_owners_are_asked_only_when_they_are_meant(self) -> None:
        run, given_to = self.seeded({"to": "random", "number": 10}, brand__owners_at_start=0.5)
        assert (run.market.units[given_to] == 1).all()
        run, given_to = self.seeded({"to": "owners", "number": 4}, brand__owners_at_start=0.5)
        assert len(given_to) == 4
        assert (run.market.units[given_to] == 2).all()

    def test_a_list_of_labels_is_taken_as_it_is(self) -> None:
        run, given_to = self.seeded({"to": [7, "3", 7], "accept_half_followers": 0.001})
        assert given_to.tolist() == [3, 7]
        assert run.desk.given == 2

    def test_problems(self) -> None:
        found = []
        for tactic in ({"to": [3, 999]}, {"number": 61}, {"budget": 3.0}):
            run = started([{"kind": "seed_products"} | tactic])
            found += [str(problem) for problem in run.problems()]
        assert [text.split(": ")[0] for text in found] == [
            "strategies.tested[0].to", "strategies.tested[0].number",
            "strategies.tested[0].budget",
        ]  # fmt: skip

    def test_an_unknown_label_is_an_error(self) -> None:
        """Where nobody has called check_market before, as WordOfMouthModel does not."""
        with pytest.raises(ArgumentError, match='"999"'):
            self.seeded({"to": [999]}, brand__owners_at_start=0.0)


class TestPeople:
    def test_one_consumer_may_stand_for_many(self) -> None:
        """Money and counts are of people; the market itself lives the same days."""

        def lived(people: int) -> MarketRun:
            tactics = [
                {"kind": "seed_products", "number": 6 * people},
                {"kind": "advertise", "budget": 30.0 * people},
            ]
            network = {"kind": "community", "consumers": 60, "people_per_consumer": people}
            return live(started(tactics, network=network))

        one, many = lived(1), lived(10)
        assert (one.daily == many.daily).all()
        assert many.desk.ledger.total() == pytest.approx(10 * one.desk.ledger.total())
        assert many.money.revenue == pytest.approx(10 * one.money.revenue)
        first, second = FinishedRun(one).daily, FinishedRun(many).daily
        for name in ("aware", "customers", "exposures", "units", "owners"):
            assert (second[name] == 10 * first[name]).all(), name


def test_every_small_market_has_the_roles_it_asks_for() -> None:
    role = build_market(scenario(), 0).population.role
    counts = {tier: int((role == code).sum()) for tier, code in TIERS.items()}
    assert counts == {"head": 1, "waist": 2, "tail": 3}
    assert int((role == Role.KOC).sum()) == 6
