"""Figures: real text, the same bytes, everything that belongs in them."""

from __future__ import annotations

import warnings
from pathlib import Path

import lxml.etree
import numpy as np
import pytest

from simulation.network.graph import SocialGraph
from simulation.network.layout import MOST, picture, sample
from simulation.network.roles import Role
from simulation.results.figures import PLOTS, draw, draw_people, style, svg_text, write
from tests.results.made_up import made_up


def words(svg: str) -> str:
    """All text of an SVG."""
    return " ".join(lxml.etree.fromstring(svg.encode()).itertext())


@pytest.mark.parametrize("name", PLOTS)
def test_figures_are_deterministic_and_their_text_is_text(name: str) -> None:
    one, other = (svg_text(draw(PLOTS[name], made_up(4))) for _ in range(2))
    assert one == other
    said = words(one)
    assert "Some" in said
    assert "Much" in said


def test_events_are_marked() -> None:
    for name in ("customers", "net_sentiment", "bad_talk", "stages"):
        assert "! battery" in words(svg_text(draw(PLOTS[name], made_up(4))))


def test_differences_show_every_outcome_asked_for() -> None:
    said = words(svg_text(draw(PLOTS["differences"], made_up(4))))
    assert "Customers, minus Nothing" in said
    assert "Return on marketing investment" in said
    assert "Net sentiment, minus Nothing" in said


def test_differences_lie_where_the_numbers_say() -> None:
    measured = made_up(4)
    ax = draw(PLOTS["differences"], measured).axes[0]
    gap = measured.difference("much", "nothing", "customers").estimate
    bars = [line.get_xdata() for line in ax.lines if len(np.asarray(line.get_xdata())) == 2]
    assert [gap.low, gap.high] in [list(np.asarray(bar, dtype=float)) for bar in bars]


def test_bands_hold_the_middle_of_the_replicates() -> None:
    measured = made_up(9)
    ax = draw(PLOTS["customers"], measured).axes[0]
    (line,) = [line for line in ax.lines if line.get_label() == "Much"]
    finals = [run.daily["customers"][-1] for run in measured.of("much")]
    assert np.asarray(line.get_ydata())[-1] == np.median(finals)


@pytest.mark.parametrize("name", PLOTS)
def test_one_replicate_and_an_undefined_outcome_can_be_drawn(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measured = made_up(1, events=(), outcomes=("customers", "crisis_depth"))
        text = svg_text(draw(PLOTS[name], measured))
    assert "n/a" in words(text) or name != "differences"


def test_both_files_are_written(tmp_path: Path) -> None:
    text = write(draw(PLOTS["customers"], made_up(3)), tmp_path / "customers")
    assert (tmp_path / "customers.svg").read_text(encoding="utf-8") == text
    assert (tmp_path / "customers.png").read_bytes().startswith(b"\x89PNG")


def test_a_notebook_shows_a_figure_by_itself() -> None:
    figure = draw(PLOTS["customers"], made_up(3))
    shown = figure._repr_svg_()
    assert shown == svg_text(draw(PLOTS["customers"], made_up(3)))


def star(n: int) -> SocialGraph:
    """Everybody knows consumer 0; consumer 1 knows half of them."""
    pairs = [[0, i] for i in range(1, n)] + [[1, i] for i in range(2, n // 2)]
    return SocialGraph.from_edges(pairs)


def test_a_small_market_is_drawn_whole_and_the_same_every_time() -> None:
    graph = star(30)
    one, other = picture(graph), picture(graph)
    assert np.array_equal(one.rows, np.arange(30))
    assert np.array_equal(one.place, other.place)
    assert len(one.ties) == graph.n_ties // 2
    assert (one.ties[:, 0] < one.ties[:, 1]).all()


def test_of_a_large_market_the_hubs_and_their_people_are_drawn() -> None:
    rows = sample(star(5 * MOST))
    assert len(rows) == MOST
    assert {0, 1} <= set(rows.tolist())
    assert len(set(rows.tolist())) == MOST


@pytest.mark.parametrize("name", ["funnel", "stages", "customers", "bad_talk"])
def test_what_is_large_at_an_axis_has_separators(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(style, "LARGE", 0.0)
    ax = draw(PLOTS[name], made_up(3)).axes[0]
    assert ax.yaxis.get_major_formatter()(2000.0, 0) == "2,000"


def test_small_numbers_at_an_axis_keep_their_fractions() -> None:
    ax = draw(PLOTS["funnel"], made_up(3)).axes[0]
    assert max(map(abs, ax.get_ylim())) < style.LARGE
    assert ax.yaxis.get_major_formatter().__class__.__name__ == "ScalarFormatter"


def test_roles_are_told_apart() -> None:
    graph = star(40)
    roles = np.zeros(40, dtype=np.int8)
    roles[0], roles[1] = Role.KOL_HEAD, Role.KOC
    said = words(svg_text(draw_people(picture(graph), roles, graph.followers)))
    assert "All 40 consumers" in said
    assert "head KOL" in said
    assert "KOC" in said
    assert "employee" not in said
