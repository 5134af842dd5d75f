"""Trouble and what a brand does about it: whom it hits, when it is noticed, what answers change."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.dynamics.tables import BAD_MESSAGES
from simulation.market.crisis import Case
from simulation.market.state import Stage
from simulation.market_run import MarketRun
from simulation.tactics.crisis.respond import Respond
from tests.small_markets import laid_out, live, messages_of, started

DEFECT = {"kind": "product_defect", "name": "battery", "day": 3, "share_of_owners": 0.4,
          "severity": 0.5, "half_life_days": 2.0, "news_share": 0.3}  # fmt: skip
TROUBLED: dict[str, Any] = {
    "events": [DEFECT],
    "days": 12,
    "size": 150,
    "brand": {"owners_at_start": 0.5, "aware_at_start": 0.3, "hours_to_notice": 24.0},
    "consumers__talk": {"anger_talk": 3.0},
}


def answer(**settings: Any) -> dict[str, Any]:
    return {"kind": "respond", "hours_to_reply": 6.0} | settings


def talk_on(run: MarketRun, day: int) -> float:
    """Share of anger talk left on a day, of the case that is called battery."""
    live(run, day + 1 - run.day)
    return run.desk.cases["battery"].talk_today


class TestEvents:
    def test_a_defect_hits_its_share_of_owners_by_lot(self) -> None:
        run = live(started(**TROUBLED), 3)
        owners = np.flatnonzero(run.market.units > 0)
        lots = run.ours.view("battery").luck.lots(0)[owners]
        expected = owners[np.argsort(lots)][: int(0.4 * len(owners) + 0.5)]
        run.live()
        assert set(np.flatnonzero(run.market.case == 1)) == set(expected.tolist())
        assert run.desk.cases["battery"].n_hurt == len(expected)

    def test_severity_scales_loss_and_anger(self) -> None:
        run = live(started(**TROUBLED), 3)
        before = run.market.satisfaction.copy()
        run.ours.act()
        hit = run.market.case == 1
        loss, anger = 2.4 * 0.5, 2.0 * 0.5
        expected = np.maximum(-1.0, before[hit].astype(float) - loss)
        assert run.market.satisfaction[hit] == pytest.approx(expected, abs=1e-6)
        assert run.market.anger[hit] == pytest.approx(anger)
        assert (run.market.satisfaction[~hit] == before[~hit]).all()

    def test_a_scandal_hits_people_who_know_the_brand(self) -> None:
        scandal = {"kind": "scandal", "day": 2, "share_of_aware": 0.5, "severity": 0.4}
        run = live(started(**TROUBLED | {"events": [scandal]}), 2)
        aware = run.market.stage != Stage.UNAWARE
        before = run.market.evidence_against.copy()
        run.ours.act()
        hit = run.market.case == 1
        assert hit.sum() == int(0.5 * aware.sum() + 0.5)
        assert not (hit & ~aware).any()
        others = hit & (run.market.units == 0)
        assert others.any()
        heard = before[others] + np.float32(2.0 * 0.4)
        assert run.market.evidence_against[others] == pytest.approx(heard)

    def test_the_news_halves_as_it_says(self) -> None:
        """news_share 2^(-t / half life) of the market on the t-th day: totals of the broadcasts."""
        run = live(started(**TROUBLED), 3)
        for t in range(4):
            total = laid_out(run).broadcasts.total
            assert total.tolist() == pytest.approx([0.3 * 2 ** (-t / 2.0) * 150])

    def test_news_is_bad_word_of_nobody(self) -> None:
        run = live(started(trace=True, **TROUBLED))
        told = messages_of(run)
        news = told["slot"] == run.ours.addresses["battery"].slot
        assert news.sum() > 20
        assert set(told["sign"][news].tolist()) == {-1}
        assert set(told["talker"][news].tolist()) == {-1}

    def test_two_troubles_are_two_cases(self) -> None:
        events = [DEFECT, {"kind": "scandal", "day": 5, "share_of_aware": 0.3}]
        run = live(started(**TROUBLED | {"events": events}), 6)
        assert {case.number for case in run.desk.cases.values()} == {1, 2}
        assert {1, 2} <= set(run.market.case.tolist())


class TestReply:
    def test_comes_on_the_hour_after_notice(self) -> None:
        """Struck on day 3, noticed after 24 h, answered 6 h later: a quarter of day 4 is lost."""
        run = started([answer(cost=50.0)], **TROUBLED)
        assert talk_on(run, 3) == 1.0
        calming = Respond().calms(run.desk.cases["battery"])
        assert 0.0 < calming < 1.0
        assert talk_on(run, 4) == pytest.approx(0.25 + 0.75 * (1.0 - calming))
        assert run.desk.ledger.entries[0][:3] == (4, "respond", "response")
        assert talk_on(run, 5) == pytest.approx(1.0 - calming)

    @pytest.mark.parametrize(("hours", "day", "fraction"), [
        (0.0, 4, 0.0), (12.0, 4, 0.5), (24.0, 5, 0.0), (47.0, 5, 23 / 24), (72.0, 7, 0.0),
    ])  # fmt: skip
    def test_hours_become_days_and_fractions(self, hours: float, day: int, fraction: float) -> None:
        run = started(
            [answer(hours_to_reply=hours, calming={"apologise_accident": 0.5})], **TROUBLED
        )
        left = [talk_on(run, d) for d in range(3, 9)]
        expected = [1.0 if d < day else 0.5 for d in range(3, 9)]
        expected[day - 3] = fraction + (1 - fraction) * 0.5
        assert left == pytest.approx(expected)

    @pytest.mark.parametrize("response", ["deny", "explain", "apologise"])
    @pytest.mark.parametrize("blame", ["victim", "accident", "preventable"])
    def test_takes_its_share_from_the_table(self, response: str, blame: str) -> None:
        tactic = Respond.model_validate({"kind": "respond", "response": response})
        case = Case("x", "scandal", blame, 1, 0, 1.0)
        assert tactic.calms(case) == getattr(tactic.calming, f"{response}_{blame}")

    def test_compensating_in_public_is_not_as_in_private(self) -> None:
        case = Case("x", "scandal", "accident", 1, 0, 1.0)
        shown = {
            public: Respond.model_validate({"response": "compensate", "public": public}).calms(case)
            for public in (True, False)
        }
        table = Respond().calming
        assert shown == {True: table.compensate_public, False: table.compensate_private}

    def test_in_public_it_calms_the_news_too(self) -> None:
        totals = {}
        for public in (True, False):
            calming = {"apologise_accident": 0.5}
            reply = answer(public=public, hours_to_reply=0.0, calming=calming)
            run = live(started([reply], **TROUBLED), 4)
            messages = run.ours.act().broadcasts
            news = messages.slot == run.ours.addresses["battery"].slot
            totals[public] = float(messages.total[news].sum())
        full = 0.3 * 2 ** (-1 / 2.0) * 150
        assert totals == pytest.approx({True: full / 2, False: full})

    def test_a_public_statement_is_itself_heard(self) -> None:
        run = started([answer(statement_share=0.1)], trace=True, **TROUBLED)
        total = live(run, 4).ours.act().broadcasts
        own = total.slot == run.ours.addresses["respond"].slot
        assert total.total[own].tolist() == pytest.approx([0.1 * 150])
        assert total.good[own].tolist() == [1]
        private = live(started([answer(statement_share=0.1, public=False)], **TROUBLED))
        assert private.by_slot[private.ours.addresses["respond"].slot] == 0

    def test_silence_is_silence(self) -> None:
        """Nothing is said, nothing is paid, and no byte moves."""
        quiet = live(started(**TROUBLED))
        silent = live(started([answer(response="stay_silent", cost=9.0)], **TROUBLED))
        assert (quiet.daily == silent.daily).all()
        assert silent.desk.ledger.entries == []

    def test_a_statement_that_cannot_be_paid_is_not_made(self) -> None:
        run = started([answer(cost=50.0, budget=49.0)], **TROUBLED)
        assert talk_on(run, 5) == 1.0
        assert run.desk.ledger.entries == []

    @pytest.mark.parametrize(("to_event", "answers"), [
        ("any", True), ("battery", True), ("product_defect", True), ("scandal", False),
    ])  # fmt: skip
    def test_answers_what_it_is_meant_for(self, to_event: str, answers: bool) -> None:
        events = [DEFECT, {"kind": "scandal", "day": 11}]
        run = started([answer(to_event=to_event)], **TROUBLED | {"events": events})
        assert (talk_on(run, 6) < 1.0) == answers

    def test_less_bad_talk_on_the_same_luck(self) -> None:
        """The sooner the reply, the fewer bad messages in all."""
        bad = []
        for hours in (0.0, 24.0, 72.0, None):
            written = [] if hours is None else [
                answer(hours_to_reply=hours, calming={"apologise_accident": 0.8})
            ]  # fmt: skip
            run = live(started(written, **TROUBLED | {"events": [DEFECT | {"news_share": 0.0}]}))
            bad.append(int(run.daily[:, BAD_MESSAGES].sum()))
        assert bad == sorted(bad)
        assert bad[0] < bad[-1]


class TestSettlement:
    SETTLE = {"hours_to_reply": 0.0, "hours_to_resolve": 48.0, "settled_at_once": 1.0}  # noqa: RUF012

    def test_comes_on_its_day_and_costs_each_complaint(self) -> None:
        run = live(started([answer(**self.SETTLE, amount=30.0, cost_per_ticket=5.0)], **TROUBLED))
        (entry,) = run.desk.ledger.entries
        n_settled = int((run.market.case == -1).sum())
        assert entry == (6, "respond", "settlement", 35.0 * n_settled)
        assert n_settled > 0

    def test_waiting_costs_willingness(self) -> None:
        """settled_at_once exp(-wait / patience), the wait counted from the trouble itself."""
        tactic = Respond.model_validate(
            {"hours_to_reply": 12.0, "hours_to_resolve": 24.0, "settled_at_once": 0.8}
        )
        settled = tactic.settlement(Case("x", "k", "accident", 1, 3, 4.0), 0.0)
        assert settled.share == pytest.approx(0.8 * math.exp(-36.0 / 30.0))

    def test_ends_with_its_money(self) -> None:
        settle = answer(**self.SETTLE, amount=30.0, cost_per_ticket=0.0, budget=100.0)
        run = live(started([settle], **TROUBLED))
        assert run.desk.ledger.total() == 90.0
        assert (run.market.case == -1).sum() == 3

    def test_those_settled_calm_down_faster(self) -> None:
        run = live(started([answer(**self.SETTLE, patience_hours=30.0)], **TROUBLED), 8)
        settled, waiting = run.market.case == -1, run.market.case == 1
        assert settled.any()
        assert waiting.any()
        assert run.market.anger[settled].max() < run.market.anger[waiting].min()

    def test_sooner_leaves_less_bad_talk(self) -> None:
        """Settled at 23.9 h, next day's anger is .4 of it; settled at 24 h, it is nothing."""
        bad = []
        for hours in (0.0, 12.0, 23.9, 24.0, 30.0, 47.9, 48.0):
            settle = answer(**self.SETTLE | {"hours_to_resolve": hours}, patience_hours=1e9)
            run = live(started([settle], **TROUBLED | {"events": [DEFECT | {"news_share": 0.0}]}))
            bad.append(int(run.daily[:, BAD_MESSAGES].sum()))
        assert bad == sorted(bad)


class TestMonitor:
    def test_pays_every_day_for_its_service(self) -> None:
        watch = {"kind": "monitor_talk", "cost_per_month": 365.0 / 12.0 * 2.0, "until": 4}
        run = live(started([watch], **TROUBLED))
        assert [entry.day for entry in run.desk.ledger.entries] == [0, 1, 2, 3, 4]
        assert [entry.amount for entry in run.desk.ledger.entries] == pytest.approx([2.0] * 5)

    def test_rings_the_bell_before_the_others_act(self) -> None:
        """Listed last, it still acts first: the reply comes 2 + 1 hours after the trouble."""
        watch = {"kind": "monitor_talk", "coverage_share": 1.0, "hours_to_notice": 2.0}
        run = started([answer(hours_to_reply=1.0), watch], **TROUBLED)
        calming = Respond().calms(Case("x", "k", "accident", 1, 3, 4.0))
        assert talk_on(run, 3) == pytest.approx(1.0 - calming * (1 - 3 / 24))

    def test_catches_its_share_of_cases(self) -> None:
        """200 replicates at 30 %: within 4 standard errors; a larger share catches the same."""
        caught = []
        for seed in range(200):
            run = live(started([{"kind": "monitor_talk", "coverage_share": 0.3}], seed=seed,
                               **TROUBLED | {"size": 30}), 4)  # fmt: skip
            caught.append(run.desk.cases["battery"].caught)
        assert abs(sum(map(bool, caught)) - 60) < 4 * math.sqrt(200 * 0.3 * 0.7)
        seed = caught.index(True)
        more = live(started([{"kind": "monitor_talk", "coverage_share": 0.6}], seed=seed,
                            **TROUBLED | {"size": 30}), 4)  # fmt: skip
        assert more.desk.cases["battery"].caught

    def test_without_money_nobody_watches(self) -> None:
        watch = {"kind": "monitor_talk", "coverage_share": 1.0, "budget": 0.0}
        run = live(started([watch], **TROUBLED), 4)
        assert run.desk.cases["battery"].caught is None
        assert run.desk.cases["battery"].noticed_at == 4.0
