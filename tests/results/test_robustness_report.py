"""What a robustness study says: sentences past their gates, tables, figures and the page."""

from __future__ import annotations

import json
import re

import lxml.etree
import lxml.html
import numpy as np
import pytest

from simulation.language import in_language
from simulation.results.figures import svg_text
from simulation.results.robustness import wording
from simulation.results.robustness.figures import FIGURES
from simulation.results.robustness.judged import Judged, Study
from simulation.results.robustness.page import render
from simulation.results.robustness.tables import flips_table, found, json_text, standings_table
from tests.results.made_up_points import (
    Floats,
    assumptions,
    facts,
    points_frame,
    runs_frame,
    sampled,
)


def study(ads: Floats, n: int = 200, noise: float = 1.0, columns: int = 12) -> Judged:
    """A study in which kocs bring 10 and ads what is given, ``n`` points."""
    varied = assumptions(columns)
    values = sampled(varied, n)
    runs = runs_frame({"nothing": np.zeros(n), "kocs": np.full(n, 10.0), "ads": ads}, noise)
    written = runs_frame(
        {"nothing": np.zeros(1), "kocs": np.full(1, 10.0), "ads": np.full(1, 5.0)},
        noise,
        replicates=10,
    )
    return Judged(Study(facts(), tuple(varied), points_frame(varied, values), runs, written))


def column(i: int, n: int = 200, columns: int = 12) -> Floats:
    """Values of an assumption at the points of :func:`study`."""
    return sampled(assumptions(columns), n)[i]


@pytest.fixture(scope="module")
def flipped() -> Judged:
    """Ads take over where the third assumption passes 0.7."""
    return study(np.where(column(2) > 0.7, 20.0, 5.0), noise=0.5)


def test_a_flip_is_said_with_its_value(flipped: Judged) -> None:
    said = wording.answer(flipped)
    assert said[0].startswith(
        "kocs stays best in 70 % of sampled assumptions (140 of 200 points, 63 to 76 %); "
        "flips when a.2 [A] rises above 0.7"
    )
    assert said[1] == "There it is best in 0 of 60 points, and ads in 60."
    assert re.search(r"Relying on kocs costs (2\.9|3\.0)\d customers on average, 1\d", said[2])
    assert said[-1] == wording.SHARES


def test_a_leader_that_luck_alone_unseats_flips_nowhere() -> None:
    luck = np.random.default_rng(4).normal(size=200)
    judged = study(7.0 + 3.0 * luck)
    assert wording.headline(judged).endswith("; no single assumption flips it.")
    assert judged.flipping == ()
    assert set(flips_table(judged)["effect"]) == {"no"}


def test_a_flip_that_cannot_be_tested_is_neither_claimed_nor_denied() -> None:
    """Seven of 60 points are beyond the cut: a clear cut, and too few to foretell others by."""
    judged = study(np.where(column(2, 60) > 0.88, 20.0, 5.0), 60, noise=0.5)
    assert judged.flipping == ()
    said = wording.answer(judged)
    assert re.search(r"; that it flips when a.2 \[A\] rises above 0.88\d* is not settled", said[0])
    assert "in 0 % of points there, in 100 % elsewhere" in said[1]
    assert said[2] == wording.UNTESTED.format(k=53, n=60, others="others")
    assert "no single assumption" not in " ".join(said)


def test_a_cut_that_foretells_nothing_is_neither_claimed_nor_denied() -> None:
    luck = np.random.default_rng(1).uniform(size=200)
    judged = study(np.where(luck < np.where(column(3) < 0.3, 0.54, 0.06), 20.0, 5.0), noise=0.1)
    split = judged.perhaps_flipping[0]
    assert split.below < 0.5 < split.above
    said = wording.answer(judged)
    assert "that it flips when a.3 [A] falls below 0.3" in said[0]
    assert wording.NOT_FORETOLD in said
    assert "no single assumption" not in " ".join(said)


def test_where_few_points_are_beyond_a_cut_nothing_is_claimed_and_that_is_said() -> None:
    judged = study(np.where(column(2) > 0.95, 20.0, 5.0), noise=0.5)  # ten points of 200
    said = wording.answer(judged)
    assert wording.SMALL_SIDES.format(n=20) in said
    assert all(box.n >= 20 for box in judged.rules.boxes)
    for split in judged.flips.splits:
        assert min(split.n_below, split.n_above) >= 20


def test_points_of_which_nothing_can_be_said_are_counted(flipped: Judged) -> None:
    fewer = flipped.study._replace(n_invalid=50, why_invalid="days: 5 is too few. Raise it.")
    lines = wording.left_out(Judged(fewer))
    assert lines == [
        "50 of 250 points were left out: no scenario can be so (days: 5 is too few. Raise it)."
    ]
    broken = flipped.study.runs.copy()
    broken.loc[broken["point"] < 3, "status"] = "failed"
    (line,) = wording.left_out(Judged(flipped.study._replace(runs=broken)))
    assert line.startswith("3 of 200 points were left out because a run failed")


def test_regret_of_a_leader_that_cannot_work_everywhere_is_not_set_beside_that_of_others() -> None:
    judged = study(np.full(60, 5.0), 60, noise=0.1)
    runs = judged.study.runs.copy()
    idle = (runs["point"] < 30) & (runs["strategy"] == "kocs")
    runs.loc[idle, "status"] = "cannot"
    runs.loc[idle, "customers"] = np.nan
    said = wording.regret(Judged(judged.study._replace(runs=runs)))
    assert said.startswith("Where kocs can be judged, relying on it costs 0 customers")
    assert "of those that can be judged everywhere ads has the smallest worst regret (5." in said


def test_where_the_leader_only_loses_ground() -> None:
    luck = np.random.default_rng(5).uniform(size=400)
    is_lost = (column(3, 400) < 0.25) & (luck < 0.4)
    judged = study(np.where(is_lost, 20.0, 5.0), 400)
    said = wording.answer(judged)
    assert said[0].endswith("; no single assumption flips it.")
    assert said[1].startswith("It is best less often when a.3 [A] is below 0.2")


def test_a_leader_that_is_seldom_best_is_said_the_other_way_round() -> None:
    judged = study(np.where(column(2) > 0.3, 20.0, 5.0))  # as written, 0.5, ads would lead
    assert "kocs stays best in 30 %" in wording.headline(judged)
    assert "it is best in most points only when a.2 [A] is below 0.3" in wording.headline(judged)
    assert "ads is best most often, in 70 %." in wording.answer(judged)


def test_beyond_a_flip_back_the_other_side_is_told_and_called_so() -> None:
    """Below 0.3 the leader is best in all of 60 points; in the 140 points above, in none."""
    said = wording.answer(study(np.where(column(2) > 0.3, 20.0, 5.0)))
    assert "only when a.2 [A] is below 0.3" in said[0]
    assert said[1] == "Elsewhere it is best in 0 of 140 points, and ads in 140."
    assert not any(line.startswith("There it") for line in said)
    with in_language("zh"):
        chinese = wording.answer(study(np.where(column(2) > 0.3, 20.0, 5.0)))
    assert chinese[1] == "否则它在140个点中有0个最优，ads有140个。"


def test_a_further_flip_back_is_told_by_the_side_on_which_the_leader_is_best() -> None:
    """The leader needs both assumptions below 0.7, and as written both are at 0.9."""
    judged = study(np.where((column(2) > 0.7) | (column(3) > 0.7), 20.0, 5.0), noise=0.5)
    high = tuple(one._replace(value=0.9) for one in judged.study.assumptions)
    said = wording.answer(Judged(judged.study._replace(assumptions=high)))
    (also,) = (line for line in said if "also" in line)
    assert also.startswith("It is also best in most points only when a.")
    assert re.search(r"a\.[23] \[A\] is below 0\.[67]", also)


def test_a_leader_that_loses_almost_everywhere() -> None:
    said = wording.answer(study(np.full(100, 20.0), 100))
    assert said[0].endswith("; no single assumption makes it best in most points.")
    assert said[1] == "ads is best most often, in 100 %."


def test_a_lead_that_is_not_settled_as_written_is_said_so() -> None:
    varied = assumptions(2)
    n = 60
    runs = runs_frame({"nothing": np.zeros(n), "kocs": np.ones(n), "ads": np.ones(n)}, 3.0)
    written = runs_frame({"nothing": np.zeros(1), "kocs": np.ones(1), "ads": np.ones(1)}, 9.0)
    tested = Study(facts(), tuple(varied), points_frame(varied, sampled(varied, n)), runs, written)
    said = " ".join(wording.answer(Judged(tested)))
    assert "are not settled" in said
    assert "luck could change who is best" in said


def test_open_points_are_counted(flipped: Judged) -> None:
    assert flipped.surface.is_decided.all()
    close = study(np.full(200, 9.5), noise=4.0)
    assert close.surface.is_decided.mean() < 0.3
    assert any("luck could change who is best" in line for line in wording.answer(close))
    never = study(np.full(40, 10.0), 40, noise=9.0)
    assert not never.surface.is_decided.any()
    assert wording.OPEN_ALL.format(n=40, r=2) in wording.answer(never)


def test_tables(flipped: Judged) -> None:
    table = standings_table(flipped)
    assert table["strategy"].tolist() == ["kocs", "ads", "nothing"]
    assert table["times_best"].sum() == 200
    first = flips_table(flipped).iloc[0]
    assert (first["parameter"], first["effect"], first["side"]) == ("a.2", "flips", "above")
    assert first["value_low"] <= 0.7 <= first["value_high"]
    written = json.loads(json_text(found(flipped)))
    assert written["flips"] == ["a.2"]
    assert written["points"] == {
        "judged": 200,
        "decided": 200,
        "left_out_because_a_run_failed": 0,
        "left_out_because_invalid": 0,
    }
    assert written["rules"]["passes"]


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_deterministic_and_name_things(name: str, flipped: Judged) -> None:
    one, other = (svg_text(FIGURES[name].draw(flipped)) for _ in range(2))
    assert one == other
    said = " ".join(lxml.etree.fromstring(one.encode()).itertext())
    assert "kocs" in said


def test_the_flip_line_is_marked_at_the_cut(flipped: Judged) -> None:
    ax = FIGURES["robustness_flips"].draw(flipped).axes[0]
    assert "flips at 0.7" in ax.get_title(loc="left")
    cut = flipped.flipping[0].value
    lines = [np.asarray(line.get_xdata(), dtype=float) for line in ax.lines]
    assert any(np.all(x == cut) for x in lines if len(x) == 2)


def test_figures_can_be_drawn_where_nothing_flips() -> None:
    judged = study(np.full(40, 5.0), 40, noise=0.0)
    for figure in FIGURES.values():
        assert "<svg" in svg_text(figure.draw(judged))


def test_the_page_needs_no_other_file_and_says_what_was_left_out(flipped: Judged) -> None:
    svgs = {name: svg_text(figure.draw(flipped)) for name, figure in FIGURES.items()}
    html = render(flipped, svgs, [("brand.x", "its range is a point")], [("seed", "1")])
    page = lxml.html.fromstring(html)
    text = page.text_content()
    assert wording.headline(flipped) in text
    assert "its range is a point" in text
    assert len(page.findall(".//figure")) == len(FIGURES)
    assert not list(page.iter("link", "script", "img"))
