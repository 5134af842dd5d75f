"""Fakes that come out, and employees who complain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.dynamics.tables import BAD_MESSAGES
from simulation.market.state import Stage
from simulation.market_run import MarketRun
from simulation.network.roles import Role
from tests.small_markets import assert_same_bytes, live, started
from tests.tactics.one_tactic import STAFF

QUIET: dict[str, Any] = {"brand": {"owners_at_start": 0.0, "aware_at_start": 0.5}}


class TestFakesExposed:
    def struck(self, **fields: Any) -> MarketRun:
        """A market on the evening of the day on which it came out."""
        event = {"kind": "fakes_exposed", "day": 0, **fields}
        return live(started(events=[event], brand={"trust": 0.6, "aware_at_start": 0.5}), 1)

    def test_a_share_of_the_trust_is_lost(self) -> None:
        run = self.struck(trust_loss=0.25)
        assert run.desk.scalars["trust"] == pytest.approx(0.45)

    def test_trust_heals(self) -> None:
        run = self.struck(trust_loss=0.25)
        live(run, 1)
        assert run.desk.scalars["trust"] == pytest.approx(0.6 - 0.15 * np.exp(-1 / 90))

    def test_a_share_of_the_aware_is_outraged(self) -> None:
        run = self.struck(share_of_aware=0.25)
        aware = round(0.5 * 60) + round(0.01 * 60)
        assert run.desk.cases["fakes_exposed"].n_hurt == int(0.25 * aware + 0.5)

    def test_nothing_lost_and_nobody_hurt_is_no_event(self) -> None:
        none = {"trust_loss": 0.0, "share_of_aware": 0.0, "news_share": 0.0}
        one = live(started(events=[{"kind": "fakes_exposed", "day": 0, **none}]))
        assert_same_bytes(one, live(started()))


class TestEmployeeComplaint:
    def struck(self, morale: float, days: int = 1, **fields: Any) -> MarketRun:
        """A market after the complaint, with a certain mood among the staff."""
        event = {"kind": "employee_complaint", "day": 0, "news_share": 0.0,
                 "share_of_employees": 0.5, **fields}  # fmt: skip
        run = started(events=[event], days=20, **QUIET, **STAFF)
        run.desk.scalars.shift("morale", morale - 0.5, lasting=True)
        return live(run, days)

    @pytest.mark.parametrize(
        ("morale", "anger"), [(0.5, 1.0), (0.75, 0.5), (0.25, 1.5), (0.0, 2.0)]
    )
    def test_is_as_bad_as_the_mood(self, morale: float, anger: float) -> None:
        """Severity .5 times 2 (1 - morale), at most 1, times 2 of anger at full severity."""
        run = self.struck(morale)
        who = run.desk.cases["employee_complaint"].who
        keeps = run.scenario.consumers.experience.anger_keeps
        assert len(who) == 5
        assert (run.population.role[who] == Role.EMPLOYEE).all()
        assert run.market.anger[who] == pytest.approx(anger * keeps)
        assert (run.market.stage[who] != Stage.UNAWARE).all()

    def test_contented_employees_have_nothing_to_tell(self) -> None:
        run = self.struck(1.0, days=20)
        assert run.daily[:, BAD_MESSAGES].sum() == 0
        assert run.desk.cases["employee_complaint"].n_hurt == 0

    def test_they_go_on_talking_for_a_while(self) -> None:
        bad = self.struck(0.5, days=20).daily[:, BAD_MESSAGES]
        assert bad[:5].sum() > 0
        assert bad[:5].sum() > bad[15:].sum()

    def test_the_news_follows_the_mood(self) -> None:
        heard = [
            int(self.struck(morale, news_share=0.2, post_reach=0.0, anger_at_full=0.0).daily[0, 2])
            for morale in (1.0, 0.5, 0.0)
        ]
        assert heard[0] == 0
        assert heard[0] < heard[1] < heard[2]

    def test_nobody_works_here(self) -> None:
        event = {"kind": "employee_complaint", "day": 0, "news_share": 0.0}
        assert_same_bytes(live(started(events=[event])), live(started()))
