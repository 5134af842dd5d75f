"""From a scenario to a market: every setting reaches the rule that it is about, and no other."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from simulation.dynamics.randomness import key_of, stream_of
from simulation.errors import ScenarioError
from simulation.market.actions import Voice
from simulation.market.state import EVER_AWARE, FIXED, NEVER, Stage
from simulation.market_run import MarketRun
from simulation.network.roles import Role
from simulation.scenario import Scenario, scenario_from
from simulation.scenario.brand_start import OLDEST_START
from simulation.scenario.build import build_market
from simulation.scenario.numbers import (
    addresses_of,
    channels_of,
    fees_of,
    parameters_of,
    terms_of,
    weights_of,
)
from tests.small_markets import scenario

PLAIN = scenario()
# Setting, its value, and what the rules then see: verb, number and value.
REACHES: dict[str, tuple[float, dict[str, float]]] = {
    "talk.contacts_per_day": (7.0, {"talk.good_contacts": 2.8, "talk.bad_contacts": 1.82}),
    "talk.satisfied_per_day": (0.5, {"talk.good_contacts": 5.0}),
    "talk.dissatisfied_per_day": (0.5, {"talk.bad_contacts": 5.0}),
    "talk.lasts_days": (9.0, {"talk.fade_days": 9.0}),
    "talk.floor": (0.33, {"talk.floor": 0.33}),
    "talk.strong_share": (0.33, {"talk.strong_share": 0.33}),
    "talk.advocate_factor": (3.3, {"talk.advocate_factor": 3.3}),
    "talk.anger_talk": (3.3, {"talk.anger_contacts": 3.3}),
    "talk.rejecter_per_day": (0.33, {"talk.rejecter_contacts": 0.33}),
    "talk.interested_per_day": (0.33, {"talk.interested_contacts": 0.33}),
    "talk.posts_per_contact": (0.33, {"talk.posts_per_contact": 0.33}),
    "talk.post_reach": (0.5, {"talk.post_rate": math.log(2.0)}),
    "hear.negativity": (0.8, {"decide.negativity": 0.8, "experience.negativity": 0.8}),
    "hear.uncertainty": (0.8, {"decide.uncertainty": 0.8, "experience.uncertainty": 0.8}),
    "hear.confirmation": (0.25, {"hear.confirmation": 0.25}),
    "hear.memory_days": (10.0, {"hear.remember": math.exp(-0.1)}),
    "hear.day_saturation": (4.4, {"hear.day_saturation": 4.4}),
    "hear.attention_per_week": (4.4, {"hear.fatigue_half": 4.4}),
    "decide.interest_base": (-3.3, {"decide.interest_base": -3.3}),
    "decide.interest_evidence": (3.3, {"decide.interest_evidence": 3.3}),
    "decide.purchase_base": (-3.3, {"decide.purchase_base": -3.3}),
    "decide.purchase_evidence": (3.3, {"decide.purchase_evidence": 3.3}),
    "decide.price_sensitivity": (
        3.3, {"decide.price_sensitivity": 3.3, "experience.price_sensitivity": 3.3}
    ),
    "decide.rejection_per_day": (0.33, {"decide.rejection": 0.33}),
    "decide.rejection_below": (-0.33, {"decide.rejection_below": -0.33}),
    "decide.cooling_per_day": (0.33, {"experience.cooling": 0.33}),
    "decide.taste_spread": (1.1, {}),
    "decide.confusion": (1.7, {}),
    "decide.attachment": (1.7, {"decide.attachment": 1.7, "experience.attachment": 1.7}),
    "experience.service_weight": (0.44, {"experience.service_weight": 0.44}),
    "experience.misreading": (0.44, {"experience.misreading": 0.44}),
    "experience.failure_loss": (0.44, {"experience.failure_loss": 0.44}),
    "experience.bond": (0.44, {"experience.bond": 0.44}),
    "experience.delight": (0.44, {"experience.delight": 0.44}),
    "experience.promise_gap": (0.44, {"experience.promise_gap": 0.44}),
    "experience.hype": (0.44, {"experience.hype": 0.44}),
    "experience.taste_weight": (0.44, {"experience.taste_weight": 0.44}),
    "experience.defect_loss": (0.44, {"experience.defect_loss": 0.44}),
    "experience.forgetting_per_day": (0.44, {"experience.forgetting": 0.44}),
    "experience.loyalty_per_day": (0.44, {"experience.loyalty": 0.44}),
    "experience.advocacy_per_day": (0.44, {"experience.advocacy": 0.44}),
    "experience.lapse_per_day": (0.44, {"experience.lapse": 0.44}),
    "experience.lapse_dissatisfied": (0.44, {"experience.lapse_dissatisfied": 0.44}),
    "experience.own_experience": (0.44, {"experience.own_experience": 0.44}),
    "experience.anger_keeps": (0.44, {"experience.anger_keep": 0.44}),
    "experience.anger_keeps_resolved": (0.44, {"experience.anger_keep_settled": 0.44}),
    "talk.participation_shape": (1.1, {}),
    "talk.participation_half_followers": (11.0, {}),
}  # fmt: skip
STATED = {"talk.contacts_per_day": 10.0, "talk.satisfied_per_day": 0.4,
          "talk.dissatisfied_per_day": 0.26}  # fmt: skip


def consumers_with(values: dict[str, float]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for address, value in (STATED | values).items():
        verb, name = address.split(".")
        written.setdefault(verb, {})[name] = value
    return written


def numbers(small: Scenario) -> dict[str, float]:
    """All numbers of behaviour by verb and name."""
    return {
        f"{verb}.{name}": value
        for verb, part in parameters_of(small)[0]._asdict().items()
        for name, value in part._asdict().items()
    }


class TestParameters:
    @pytest.mark.parametrize("setting", sorted(REACHES))
    def test_a_setting_reaches_its_rules_and_no_others(self, setting: str) -> None:
        value, expected = REACHES[setting]
        before = numbers(scenario(consumers=consumers_with({})))
        after = numbers(scenario(consumers=consumers_with({setting: value})))
        moved = {name: after[name] for name in after if after[name] != before[name]}
        assert moved == pytest.approx(expected)

    def test_no_setting_is_left_out(self) -> None:
        consumers = PLAIN.consumers
        settings = {
            f"{verb}.{name}"
            for verb in ("talk", "hear", "decide", "experience")
            for name in type(getattr(consumers, verb)).model_fields
        }
        of_messages = {
            "hear.credibility", "hear.disclosed_factor", "hear.rewarded_factor",
            "hear.employee_bad_factor", "hear.fidelity",
        }  # fmt: skip
        assert settings - of_messages == set(REACHES)

    def test_all_are_floats(self) -> None:
        """One type for one compiled loop: a whole number in a file compiles nothing anew."""
        whole = scenario(consumers=consumers_with({"talk.lasts_days": 9, "hear.memory_days": 30}))
        assert {type(value) for value in numbers(whole).values()} == {float}

    def test_full_reach_is_an_infinite_rate(self) -> None:
        assert numbers(scenario(consumers__talk__post_reach=1.0))["talk.post_rate"] == math.inf


class TestWeights:
    def test_who_speaks_weighs_by_credibility(self) -> None:
        table = {"acquaintance": 0.5, "public": 0.25, "koc": 0.375, "kol": 0.125, "employee": 0.625}
        small = scenario(consumers__hear={"credibility": table, "employee_bad_factor": 1.5})
        weights = weights_of(small)
        assert (weights.strong, weights.weak, weights.contact_voice) == (FIXED, FIXED // 2, 0)
        assert [float(weights.bad[role]) for role in Role] == [1.0] * 5 + [1.5]
        by_role = {role: int(weights.public[role]) / FIXED for role in Role}
        assert by_role == {
            Role.CONSUMER: 0.25, Role.KOC: 0.375, Role.KOL_TAIL: 0.125, Role.KOL_WAIST: 0.125,
            Role.KOL_HEAD: 0.125, Role.EMPLOYEE: 0.625,
        }  # fmt: skip

    def test_voices_have_kinds_where_somebody_tells_them_apart(self) -> None:
        weights = weights_of(scenario(consumers__hear={"confirmation": 0.1}))
        assert weights.contact_voice == Voice.ACQUAINTED
        kinds = [Voice(int(weights.post_voice[role])) for role in Role]
        assert kinds == [Voice.STRANGER, *[Voice.INFLUENCER] * 4, Voice.STRANGER]


class TestAddresses:
    def test_slots_number_names_and_streams_come_from_them(self) -> None:
        small = scenario(
            [{"kind": "hire_kocs", "name": "zoe"}, {"kind": "advertise"}],
            events=[{"kind": "scandal", "day": 1}],
        )
        found = addresses_of(small)
        assert {name: address.slot for name, address in found.items()} == {
            "advertise": 1, "scandal": 2, "zoe": 3, "zoe.fakes_exposed": 4,
        }  # fmt: skip
        assert all(address.stream == stream_of(name) for name, address in found.items())

    def test_more_names_than_slots_are_refused(self) -> None:
        many = [{"kind": "advertise", "name": f"t{i}"} for i in range(256)]
        with pytest.raises(ScenarioError, match="256 different names"):
            addresses_of(scenario(many))

    def test_names_that_share_a_stream_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("simulation.scenario.numbers.stream_of", lambda name: 7)
        with pytest.raises(ScenarioError, match="share a stream"):
            addresses_of(scenario([{"kind": "hire_kocs"}, {"kind": "advertise"}]))


class TestBrandAndMedia:
    def test_on_sale_and_repeat(self) -> None:
        small = scenario(brand__on_sale_from=3, brand__revenue_model="repeat", brand__every_days=8)
        run = MarketRun(small, "tested", build_market(small, 0))
        gates = []
        for day in (0, 2, 3, 9):
            run.desk.begin(day)
            gates.append(set(run.desk.tables().offer.gate.tolist()))
        assert gates == [{0}, {0}, {1}, {1}]
        assert set(run.desk.tables().offer.repeat.tolist()) == {1 / 8}
        plain = terms_of(PLAIN, build_market(PLAIN, 0).population)
        assert plain.repeat == plain.billing_days == 0.0
        paid_monthly = scenario(brand__revenue_model="subscription", brand__every_days=8)
        paid = terms_of(paid_monthly, build_market(paid_monthly, 0).population)
        assert (paid.repeat, paid.billing_days) == (
            0,
            8,
        )

    def test_subscribers_leave_as_the_brand_says(self) -> None:
        small = scenario(brand__revenue_model="subscription", brand__churn_per_month=0.365)
        assert numbers(small)["experience.lapse"] == pytest.approx(0.012)
        assert numbers(PLAIN)["experience.lapse"] == 0.001

    def test_a_brand_is_its_scalars_on_day_0(self) -> None:
        run = MarketRun(PLAIN, "tested", build_market(PLAIN, 0))
        today, brand = run.ours.today(), PLAIN.brand
        for name in ("quality", "defect_share", "expectation", "service", "clarity"):
            assert getattr(today, name) == getattr(brand, name)
        assert today.eagerness == 1.0
        assert today.retold == pytest.approx(0.5 + 0.5 * brand.clarity * brand.consistency)
        assert (today.bad_posts_kept, today.review_gain, today.repaired) == (1.0, 0.0, 0.0)
        yearly = scenario(brand__failures_per_year=73.0)
        run = MarketRun(yearly, "tested", build_market(yearly, 0))
        assert run.ours.today().failure_chance == pytest.approx(0.2)

    def test_prices_are_of_people_in_this_market(self) -> None:
        """A follower or a view in this market costs what twenty do anywhere; times people."""
        for people in (1, 10):
            network = {"kind": "community", "consumers": 60, "people_per_consumer": people}
            small = scenario(network=network, media__in_market_share=0.05)
            quoted = small.media.prices
            fee = fees_of(small)[Role.KOL_TAIL]
            per_follower = quoted.of("kol_tail").fee_per_follower / 0.05 * people
            assert fee == pytest.approx((quoted.of("kol_tail").fee_base, per_follower))
            channel = channels_of(small, 60)["video"]
            each = small.media.channels["video"].cost_per_thousand / 1000 / 0.05 * people
            assert channel.cost_per_exposure == pytest.approx(each)


class TestStart:
    def run_with(self, owners: float, aware: float, **settings: Any) -> MarketRun:
        small = scenario(
            size=101, brand={"owners_at_start": owners, "aware_at_start": aware}, **settings
        )
        return MarketRun(small, "tested", build_market(small, 0))

    @pytest.mark.parametrize(
        ("owners", "aware", "counts"),
        [(0.0, 0.0, (0, 0)), (0.1, 0.3, (10, 30)), (0.5, 0.5, (51, 50)), (1.0, 0.0, (101, 0))],
    )
    def test_shares_are_rounded(self, owners: float, aware: float, counts: tuple[int, int]) -> None:
        market = self.run_with(owners, aware).market
        found = ((market.stage == Stage.CUSTOMER).sum(), (market.stage == Stage.AWARE).sum())
        assert found == counts
        assert ((market.ever & EVER_AWARE) == (market.stage != Stage.UNAWARE)).all()

    def test_owners_have_a_judged_unit_of_some_age(self) -> None:
        market = self.run_with(0.5, 0.2).market
        owns = market.units > 0
        assert (market.units[owns] == 1).all()
        assert (market.satisfaction[owns] != 0.0).all()
        ages = -market.experienced_day[owns]
        assert (ages.min() >= 1) & (ages.max() <= OLDEST_START)
        assert len(set(ages.tolist())) > 20
        assert (market.experienced_day[~owns] == NEVER).all()
        assert not market.purchases.any()

    def test_more_owners_are_the_same_owners_and_more(self) -> None:
        few, many = (self.run_with(share, 0.0).market.units > 0 for share in (0.1, 0.4))
        assert (few <= many).all()

    def test_replicates_have_people_and_luck_of_their_own(self) -> None:
        markets = [build_market(PLAIN, replicate) for replicate in (0, 1, 0)]
        assert markets[0].key == markets[2].key == key_of(PLAIN.seed, 0) != markets[1].key
        tastes = [market.population.taste for market in markets]
        assert (tastes[0] == tastes[2]).all()
        assert (tastes[0] != tastes[1]).any()


class TestLimits:
    def test_too_many_consumers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("simulation.scenario.build.LARGEST_TALKER", 50)
        with pytest.raises(ScenarioError, match="60 consumers; the largest market has 50"):
            build_market(PLAIN, 0)

    def test_too_many_days(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("simulation.scenario.build.LAST_DAY", 5)
        with pytest.raises(ScenarioError, match="10 days; the longest run has 5"):
            build_market(PLAIN, 0)


def test_a_graph_file_that_changed_is_read_again(tmp_path: Path) -> None:
    """In one session, as when a notebook writes the file anew."""
    file = tmp_path / "ties.csv"
    written = {"question": "?", "network": {"kind": "file", "path": "ties.csv"}, "roles": {},
               "strategies": {"nothing": []}}  # fmt: skip
    sizes = []
    for last in (3, 5):
        file.write_text("".join(f"{i},{i + 1}\n" for i in range(last)))
        sizes.append(build_market(scenario_from(written, tmp_path), 0).n_consumers)
    assert sizes == [4, 6]
