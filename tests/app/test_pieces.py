"""Levers, schedule, a watched run and a comparison that can be cancelled; no browser."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulation import WordOfMouthModel, compare, load_scenario, run
from simulation.app import live as watched
from simulation.app.comparing import Comparing
from simulation.app.draft import open_draft
from simulation.app.growing import Growing
from simulation.app.levers import lever_at, levers
from simulation.app.live import Live
from simulation.app.planned import schedule
from simulation.results.record import STAGE_COLUMNS
from simulation.results.stop import Stop
from simulation.scenario.examples import example_of
from simulation.scenario.kinds import members_of


def test_levers_take_bounds_and_evidence_from_their_fields(village: Path) -> None:
    draft = open_draft(village)
    found = {lever.key: lever for rows in levers(draft).values() for lever in rows}
    quality = found["brand.quality"]
    assert (quality.low, quality.high, quality.value) == (0.5, 0.8, 0.6)
    assert quality.evidence == "assumption"
    assert found["brand.price"].is_slider is False
    assert found["network.consumers"].is_whole
    assert found["days"].plain(40.4) == 40
    for key, row in draft.parameters.items():
        if key in found:
            assert found[key].likely == (row.low, row.high)


def test_a_slider_reaches_a_value_beyond_what_is_plausible(village: Path) -> None:
    lever = lever_at(
        open_draft(village).edit("brand.owners_at_start", 0.2), "brand.owners_at_start"
    )
    assert lever is not None
    assert (lever.low, lever.high, lever.likely) == (0.0, 1.0, None)


def test_every_slider_of_every_scenario_holds_its_value(root: Path) -> None:
    for file in sorted((root / "scenarios").glob("*launch.yaml")):
        for rows in levers(open_draft(file)).values():
            for lever in rows:
                if lever.is_slider:
                    assert lever.low is not None
                    assert lever.high is not None
                    assert lever.value is not None
                    assert lever.low <= lever.value <= lever.high
                    assert 0 < lever.step < lever.high - lever.low


def test_a_schedule_adds_up_to_its_money(village: Path) -> None:
    scenario = load_scenario(village)
    found = schedule(scenario, "gifts")
    assert [(bar.label, bar.first, bar.last) for bar in found.bars] == [
        ("seed_products", 0, 0),
        ("advertise", 0, 9),
    ]
    assert found.running[0] == pytest.approx(1550)
    assert found.running[-1] == pytest.approx(2000)
    assert found.ceiling == 2000
    assert schedule(scenario, "kocs").bars[0].first == 5
    assert schedule(scenario, "do_nothing").bars == ()


def test_an_answer_is_drawn_from_the_day_of_its_trouble(village: Path) -> None:
    market = load_scenario(village).with_changes(
        {
            "events": [
                {"kind": "product_defect", "name": "leak", "day": 40},
                {"kind": "product_defect", "name": "again", "day": 60},
            ],
            "brand.hours_to_notice": 6,
            "strategies.one": [{"kind": "respond", "to_event": "leak", "hours_to_reply": 30}],
            "strategies.all": [{"kind": "respond", "hours_to_reply": 2, "hours_to_resolve": 72}],
            "strategies.late": [{"kind": "respond", "hours_to_reply": 2, "day": 50}],
        }
    )
    drawn = [schedule(market, name).bars[0] for name in ("one", "all", "late")]
    assert [(bar.first, bar.last) for bar in drawn] == [(40, 41), (40, 63), (60, 60)]
    by_chance = market.with_changes(
        {"events": [{"kind": "product_defect", "name": "leak", "chance_per_day": 0.01}]}
    )
    bar = schedule(by_chance, "one").bars[0]
    assert (bar.first, bar.last) == (0, 119)


def test_a_watched_run_counts_who_bought_beside_the_owners(village: Path) -> None:
    live = Live(load_scenario(village), "gifts")
    owners = live.counts[0].stages[STAGE_COLUMNS.index("customer")]
    assert (owners, live.counts[0].customers) == (15, 0)


def test_a_watched_run_is_the_run(village: Path) -> None:
    scenario = load_scenario(village)
    live = Live(scenario, "kocs", 1)
    assert live.counts[0].stages[0] < 300
    live.step(12)
    model = WordOfMouthModel(scenario, "kocs", 1)
    model.run_for(12)
    assert np.array_equal(live.model.market.stage, model.market.stage)
    assert live.stages() == [int(stage) for stage in model.market.stage]
    assert sum(live.counts[-1].stages) == 300
    assert live.counts[-1].customers == int(model.daily["customers"].iloc[-1])
    assert live.counts[-1].cost == pytest.approx(float(model.daily["cost"].sum()))
    live.step(200)
    assert live.is_over
    assert live.day == 120


def test_a_large_market_is_watched_by_a_sample_with_its_hubs(
    village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "MOST", 120)
    live = Live(load_scenario(village), "kocs")
    assert live.is_sample
    assert len(live.picture.rows) == 120
    assert int(np.argmax(live.model.graph.followers)) in live.picture.rows
    places = np.array(live.places())
    assert np.abs(places[:, :2]).max() <= 1.0
    assert max(live.ties()) < 120
    assert len(live.stages()) == 120


def test_a_comparison_is_the_command_s(village: Path) -> None:
    scenario = load_scenario(village)
    seen: list[int] = []
    comparing = Comparing(scenario, 2)
    comparing._changed = lambda: seen.append(comparing.finished)
    comparing.start().join(60)
    assert comparing.state == "done"
    assert comparing.result is not None
    assert comparing.result.summary.equals(compare(scenario, replications=2).summary)
    assert seen[0] == 0
    assert seen[-1] == comparing.total == 6


def test_a_comparison_can_be_cancelled(village: Path) -> None:
    comparing = Comparing(load_scenario(village), 500)

    def at_three() -> None:
        if comparing.finished == 3:
            comparing.cancel()

    comparing._changed = at_three
    comparing.start().join(60)
    assert comparing.state == "stopped"
    assert comparing.result is None
    assert comparing.finished < 10


def test_what_cannot_be_compared_is_said(village: Path) -> None:
    text = village.read_text("utf-8").replace("koc: 0.05", "koc: 0, kol_head: 0")
    text = text.replace(
        "{kind: hire_kocs, budget", "{kind: hire_kols, tier: head, number: 3, budget"
    )
    village.write_text(text.replace("budget: 800, ", ""), encoding="utf-8")
    comparing = Comparing(load_scenario(village), 2).start()
    comparing.join(60)
    assert comparing.state == "wrong"
    assert "strategies.kocs" in comparing.error


def test_what_is_known_is_shown_while_replicates_come_in(village: Path) -> None:
    scenario = load_scenario(village)
    shown: list[int] = []
    comparing = Comparing(scenario, 7)

    def look() -> None:
        measured = comparing.so_far
        if comparing.state == "running" and measured is not None:
            shown.append(len(measured.replicates))

    comparing._changed = look
    comparing.start().join(60)
    assert comparing.state == "done"
    assert shown[0] == 5
    assert max(shown) < 7
    assert comparing.result is not None
    there = compare(scenario, replications=7)
    assert comparing.result.differences.equals(there.differences)
    assert comparing.result.answer == there.answer
    for key in ("replicates", "command", "scenario"):
        assert comparing.result.manifest[key] == there.manifest[key]


@pytest.mark.parametrize(("cost", "shown"), [(0.0, 35), (0.3, 4), (100.0, 1)])
def test_showing_takes_a_small_share_of_the_time(cost: float, shown: int) -> None:
    """A replicate takes a second, showing what is known some of them."""
    now = [0.0]
    times: list[float] = []

    def show(measured: object) -> None:
        times.append(now[0])
        now[0] += cost

    rule = Growing(40, show, lambda: now[0])
    looks: tuple[int, ...] = ()
    found: int | Stop = rule.first
    while not isinstance(found, Stop):
        now[0] += found - (looks[-1] if looks else 0)
        looks = (*looks, found)
        found = rule.after(None, looks)  # type: ignore[arg-type]
    assert found == Stop(40, "asked")
    assert len(times) == shown
    assert cost * (shown - 1) <= 0.04 * now[0]


def test_a_tactic_that_acts_once_is_paid_on_its_first_day(village: Path) -> None:
    """The schedule draws it as one day because the tactic says so."""
    scenario = load_scenario(village)
    at_once = [kind for kind, it in members_of("tactic").items() if vars(it).get("is_at_once")]
    assert {"seed_products", "hold_event"} <= set(at_once)
    for kind in at_once:
        tactic = {**example_of("tactic", kind), "day": 7, "budget": 1000}
        if "cost" in members_of("tactic")[kind].model_fields:
            tactic["cost"] = 900
        there = scenario.with_changes({"strategies.once": [tactic]})
        assert [(bar.first, bar.last) for bar in schedule(there, "once").bars] == [(7, 7)]
        assert run(there, "once").ledger["day"].unique().tolist() == [7]
