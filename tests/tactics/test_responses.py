"""Twelve answers to a crisis: what each does beside calming, in steps, by blame and by heat."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest

from simulation.dynamics.tables import BAD_MESSAGES
from simulation.market.crisis import Case
from simulation.market_run import MarketRun
from simulation.tactics.crisis.calming import Calming, Response
from simulation.tactics.crisis.respond import Respond
from tests.small_markets import assert_same_bytes, live, started

BRAND = {"owners_at_start": 0.5, "aware_at_start": 0.3, "hours_to_notice": 24.0, "unit_cost": 30.0,
         "defect_share": 0.2, "failures_per_year": 1.0, "quality": 0.6}  # fmt: skip
DEFECT = {"kind": "product_defect", "name": "battery", "day": 3, "share_of_owners": 0.4,
          "news_share": 0.0}  # fmt: skip
RUMOUR = {"kind": "false_rumour", "day": 3, "share_of_aware": 0.5, "news_share": 0.1,
          "half_life_days": 4.0}  # fmt: skip
TROUBLED: dict[str, Any] = {"days": 14, "size": 150, "brand": BRAND, "events": [DEFECT],
                            "consumers__talk": {"anger_talk": 3.0}}  # fmt: skip
SPREADING = TROUBLED | {"events": [RUMOUR]}


def answer(response: str, **settings: Any) -> dict[str, Any]:
    """An answer at the moment of notice, on day 4."""
    return {"kind": "respond", "response": response, "hours_to_reply": 0.0} | settings


def answered(response: str, days: int = 5, **settings: Any) -> MarketRun:
    return live(started([answer(response, **settings)], **TROUBLED), days)


class TestTable:
    @pytest.mark.parametrize("response", get_args(Response))
    def test_every_answer_has_an_effect_for_every_blame(self, response: Response) -> None:
        table = Calming()
        for blame in ("victim", "accident", "preventable"):
            for public in (True, False):
                value = table.of(response, blame, public=public, image=0.5, severity=0.9)
                assert -1.0 <= value <= 1.0
                if response in ("stay_silent", "delete_posts"):
                    assert value == 0.0

    def test_directions_of_crisis_research(self) -> None:
        """Denial and rebuttal help a victim and fuel the preventable; rebuilding helps most."""

        def of(response: Response, blame: str) -> float:
            return Calming().of(response, blame, public=True, image=0.0, severity=0.5)

        assert of("rebut", "victim") > of("deny", "victim") > 0.0
        assert max(of("rebut", "preventable"), of("deny", "preventable")) < 0.0
        assert of("correct", "preventable") > of("explain", "preventable")
        assert of("recall", "preventable") > of("apologise", "preventable") > 0.0
        assert of("compensate", "preventable") < 0.0
        assert of("acknowledge", "preventable") < of("apologise", "preventable")

    def test_reminding_lives_by_the_image(self) -> None:
        got = [
            Calming().of("remind", "preventable", public=True, image=image, severity=0.5)
            for image in (0.0, 0.25, 0.5, 1.0)
        ]
        assert got == pytest.approx([-0.3, -0.15, 0.0, 0.3])

    def test_heat_and_delay_change_an_answer(self) -> None:
        table = Calming(facts_when_furious=0.4, empathy_when_furious=-0.5, late_loss_per_day=0.1)

        def of(response: Response, severity: float) -> float:
            return table.of(response, "accident", public=True, image=0.0, severity=severity)

        assert of("explain", 1.0) == pytest.approx(0.2 * 1.4)
        assert of("explain", 0.5) == 0.2
        assert of("apologise", 1.0) == pytest.approx(0.35 / 2)
        assert of("recall", 1.0) == 0.4
        assert table.late(2.0) == pytest.approx(0.81)

    def test_a_late_answer_calms_less(self) -> None:
        run = answered("apologise", calming={"apologise_accident": 0.5, "late_loss_per_day": 0.1})
        assert run.desk.cases["battery"].talk_left == pytest.approx(1.0 - 0.5 * 0.9)


class TestSteps:
    def test_one_step_is_the_same_as_the_answer(self) -> None:
        step = {"response": "explain", "after_hours": 6.0, "public": False, "cost": 5.0}
        one = live(started([{"kind": "respond", "steps": [step]}], **TROUBLED))
        plain = answer("explain", hours_to_reply=6.0, public=False, cost=5.0)
        assert_same_bytes(one, live(started([plain], **TROUBLED)))

    def test_each_calms_what_is_left(self) -> None:
        """Acknowledged after 1 hour, apologised for after 24: the product of what each leaves."""
        steps = [{"response": "acknowledge", "after_hours": 1.0, "cost": 3.0},
                 {"response": "apologise", "after_hours": 24.0, "cost": 9.0}]  # fmt: skip
        run = started([{"kind": "respond", "steps": steps}], **TROUBLED)
        left = []
        for _ in range(7):
            run.live()
            left.append(run.desk.cases["battery"].talk_today if run.day > 3 else 1.0)
        assert left[3:] == pytest.approx([1.0, 1 / 24 + 23 / 24 * 0.9, 0.9 * 0.65, 0.9 * 0.65])
        assert [e[:4] for e in run.desk.ledger.entries] == [
            (4, "respond", "response", 3.0), (5, "respond", "response", 9.0),
        ]  # fmt: skip

    def test_a_step_that_cannot_be_paid_is_left_out(self) -> None:
        steps = [{"response": "explain", "after_hours": 0.0, "cost": 8.0},
                 {"response": "apologise", "after_hours": 24.0, "cost": 9.0}]  # fmt: skip
        run = live(started([{"kind": "respond", "steps": steps, "budget": 10.0}], **TROUBLED))
        assert run.desk.ledger.total() == 8.0
        assert run.desk.cases["battery"].talk_left == pytest.approx(0.8)

    def test_only_silence_is_silence(self) -> None:
        steps = [{"response": "stay_silent", "cost": 5.0}]
        run = live(started([{"kind": "respond", "steps": steps}], **TROUBLED))
        assert_same_bytes(run, live(started(**TROUBLED)))

    def test_says_when_they_cannot_be_paid(self) -> None:
        steps = [{"response": "explain", "cost": 8.0}, {"response": "apologise", "cost": 9.0}]
        run = started([{"kind": "respond", "steps": steps, "budget": 10.0}], **TROUBLED)
        (problem,) = run.ours.tactics[0].problems(run.ours.view("respond"))
        assert problem.startswith("steps: 10 cannot pay 17")


class TestRecall:
    def test_takes_back_units_for_what_they_cost(self) -> None:
        measures = {"returned_share": 1.0, "fixed_share": 0.5}
        run = answered("recall", measures=measures)
        hurt = run.desk.cases["battery"].n_hurt
        assert hurt > 0
        assert run.desk.ledger.total() == pytest.approx(30.0 * hurt)
        assert run.desk.scalars["defect_share"] == pytest.approx(0.1)
        assert run.desk.scalars["failures_per_year"] == pytest.approx(0.5)

    def test_refunds_what_it_says(self) -> None:
        run = answered("recall", measures={"returned_share": 1.0, "cost_per_unit": 99.0})
        assert run.desk.ledger.total() == pytest.approx(99.0 * run.desk.cases["battery"].n_hurt)

    def test_there_is_nothing_to_take_back_from_who_has_nothing(self) -> None:
        run = live(started([answer("recall")], **SPREADING), 6)
        assert run.desk.ledger.total() == 0.0
        assert (run.market.case == 1).sum() == run.desk.cases["false_rumour"].n_hurt


class TestCorrect:
    def test_mends_the_product_after_its_days(self) -> None:
        run = answered("correct", 8, measures={"fix_days": 5, "quality_gain": 0.1}, cost=4.0)
        assert run.desk.scalars["quality"] == 0.6
        live(run, 2)
        assert run.desk.scalars["quality"] == pytest.approx(0.7)
        assert run.desk.scalars["defect_share"] == pytest.approx(0.1)
        live(run)
        assert run.desk.scalars["quality"] == pytest.approx(0.7)

    def test_without_money_nothing_is_mended(self) -> None:
        run = answered("correct", 14, measures={"fix_days": 5}, cost=4.0, budget=3.0)
        assert run.desk.scalars["quality"] == 0.6


class TestRebut:
    def test_convinces_some_and_is_heard_from_an_expert(self) -> None:
        measures = {"convinced_share": 0.5, "verdict_share": 0.2}
        run = live(started([answer("rebut", measures=measures)], **SPREADING), 4)
        before = run.market.evidence_against.copy()
        case = run.desk.cases["false_rumour"]
        tables = run.ours.act()
        own = tables.broadcasts.slot == run.ours.addresses["respond"].slot
        assert tables.broadcasts.total[own].tolist() == pytest.approx([0.2 * 150])
        convinced = np.flatnonzero(run.market.case == -1)
        assert set(convinced.tolist()) <= set(case.who.tolist())
        assert 0.2 < len(convinced) / case.n_hurt < 0.8
        assert (before[convinced] > 0.0).all()
        assert run.desk.ledger.total() == 0.0

    def test_kills_a_rumour_and_fuels_the_truth(self) -> None:
        """The same words: a victim is believed, the guilty are not."""
        bad = {}
        for blame in ("victim", "preventable"):
            event = RUMOUR | {"blame": blame}
            for response in ("stay_silent", "rebut"):
                run = live(started([answer(response)], **TROUBLED | {"events": [event]}))
                bad[blame, response] = int(run.daily[:, BAD_MESSAGES].sum())
        assert bad["victim", "rebut"] < bad["victim", "stay_silent"]
        assert bad["preventable", "rebut"] > bad["preventable", "stay_silent"]

    def test_the_news_dies_with_it(self) -> None:
        news = []
        for response in ("stay_silent", "rebut"):
            run = live(started([answer(response)], **SPREADING), 7)
            tables = run.ours.act()
            own = tables.broadcasts.slot == run.ours.addresses["false_rumour"].slot
            news.append(float(tables.broadcasts.total[own].sum()))
        assert news[1] == pytest.approx(0.5 * news[0])


class TestChangeChannel:
    def test_is_never_public(self) -> None:
        run = answered("change_channel", calming={"change_channel_accident": 0.3})
        case = run.desk.cases["battery"]
        assert case.talk_left == pytest.approx(0.7)
        assert case.news_left == 1.0


class TestRemind:
    def test_draws_on_what_was_built(self) -> None:
        esg = {"kind": "invest_in_esg", "spend_per_month": 1e5, "lag_days": 1.0}
        blamed = TROUBLED | {"events": [DEFECT | {"blame": "preventable"}]}
        left = {
            name: live(started([*deeds, answer("remind")], **blamed), 6)
            .desk.cases["battery"]
            .talk_left
            for name, deeds in {"none": [], "deeds": [esg]}.items()
        }
        assert left["none"] == pytest.approx(1.3)
        assert left["deeds"] < 0.75


class TestDelete:
    HIDE = {"removed_share": 0.6, "removal_days": 4, "chance_exposed_per_post": 0.0}  # noqa: RUF012

    def test_hides_posts_for_its_days_and_calms_nobody(self) -> None:
        run = started([answer("delete_posts", measures=self.HIDE)], **TROUBLED)
        hidden = []
        for _ in range(10):
            run.live()
            hidden.append(run.desk.scalars["posts_removed"])
        assert hidden == pytest.approx([0.0] * 4 + [0.6] * 4 + [0.0] * 2)
        assert run.desk.cases["battery"].talk_left == 1.0

    def test_exposed_it_fuels_the_talk_once_and_stops(self) -> None:
        measures = self.HIDE | {"chance_exposed_per_post": 1.0, "exposed_fuel": 0.4}
        run = live(started([answer("delete_posts", measures=measures)], **TROUBLED))
        case = run.desk.cases["battery"]
        assert case.talk_left == pytest.approx(1.4)
        assert case.news_left == pytest.approx(1.4)

    def test_the_more_is_removed_the_sooner_it_comes_out(self) -> None:
        """40 markets each: within what chance allows, more posts, more exposures."""
        found = []
        for share in (0.05, 0.9):
            measures = self.HIDE | {"removed_share": share, "chance_exposed_per_post": 0.1}
            hits = 0
            for seed in range(40):
                run = live(
                    started([answer("delete_posts", measures=measures)], seed=seed, **TROUBLED), 9
                )
                hits += run.desk.cases["battery"].talk_left > 1.0
            found.append(hits)
        assert found[0] < 0.5 * found[1]


def test_the_first_answer_of_a_plan_is_what_calms_says() -> None:
    case = Case("x", "scandal", "preventable", 1, 0, 1.0)
    assert Respond(response="remind").calms(case, image=0.5) == pytest.approx(0.0)
