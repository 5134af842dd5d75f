"""Segments: parts of the consumers who differ in what they say and in nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.scenario.build import build_market
from simulation.scenario.numbers import parameters_of
from tests.model.test_engines import BUSY, LIVELY
from tests.small_markets import assert_same_bytes, messages_of, run_of, scenario

HALVES: dict[str, Any] = {"young": {"share": 0.5}, "old": {"share": 0.5}}


def lively(**parts: Any) -> dict[str, Any]:
    """A lively market in two segments with settings of their own."""
    segments = {name: {**HALVES[name], **parts.get(name, {})} for name in HALVES}
    return {**LIVELY, "consumers__segments": segments}


class TestAlike:
    @pytest.mark.parametrize("names", [("all",), ("a", "b"), ("a", "b", "c", "d")])
    def test_segments_that_say_nothing_change_nothing(self, names: tuple[str, ...]) -> None:
        parts = {name: {"share": 1.0 / len(names)} for name in names}
        assert_same_bytes(
            run_of(BUSY, **LIVELY).live,
            run_of(BUSY, **LIVELY, consumers__segments=parts).live,
        )

    def test_what_all_segments_say_holds_for_everybody(self) -> None:
        said = {"talk": {"contacts_per_day": 3.0}, "experience": {"delight": 0.1}}
        everybody = run_of(
            BUSY, **LIVELY, consumers__talk=said["talk"], consumers__experience=said["experience"]
        )
        assert_same_bytes(everybody.live, run_of(BUSY, **lively(young=said, old=said)).live)


class TestDiffer:
    def test_numbers_are_those_of_the_segment(self) -> None:
        small = scenario(**lively(old={"hear": {"negativity": 0.5}}))
        young, old = parameters_of(small)
        assert (young.decide.negativity, old.decide.negativity) == (1.5, 0.5)
        assert young._replace(decide=old.decide, experience=old.experience) == old

    def test_the_silent_say_nothing(self) -> None:
        mute = {
            "contacts_per_day": 0.0, "anger_talk": 0.0, "rejecter_per_day": 0.0,
            "interested_per_day": 0.0,
        }  # fmt: skip
        run = run_of(trace=True, **lively(old={"talk": mute})).live
        told = messages_of(run)
        talkers = told["talker"][told["talker"] >= 0]
        assert len(talkers) > 0
        assert set(run.population.segment[talkers].tolist()) == {0}

    def test_shares_are_drawn_by_lot(self) -> None:
        parts = {"few": {"share": 0.2}, "many": {"share": 0.8}}
        segment = build_market(scenario(size=4000, consumers__segments=parts), 0).population.segment
        assert (segment == 0).mean() == pytest.approx(0.2, abs=4 * 0.4 / 4000**0.5)


class TestOffline:
    def test_hear_no_posts_and_no_broadcasts(self) -> None:
        """Whom nobody can reach online hears friends alone."""
        loud = [{"kind": "advertise", "spend_per_day": 500}, {"kind": "hire_kocs", "number": 5}]
        run = run_of(loud, trace=True, **lively(old={"online_share": 0.0})).live
        old = run.population.segment == 1
        told = messages_of(run)
        of_nobody = told["talker"] < 0
        assert of_nobody.any()
        assert not old[told["listener"][of_nobody]].any()
        hired = told["slot"] == run.ours.addresses["hire_kocs"].slot
        assert hired.any()
        assert not old[told["listener"][hired]].any()
        assert old[told["listener"]].any()

    def test_a_share_online_is_a_lot(self) -> None:
        small = scenario(size=4000, consumers__segments={"all": {"share": 1, "online_share": 0.3}})
        assert build_market(small, 0).online.mean() == pytest.approx(0.3, abs=0.03)
        plain = build_market(scenario(size=50), 0)
        assert np.shape(plain.online) == (0,)
