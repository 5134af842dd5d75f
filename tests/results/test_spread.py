"""One person's word followed through the messages of a run, and drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation import load_scenario, run
from simulation.errors import ArgumentError
from simulation.experiments.run import Run
from simulation.results.spread import spread_from
from tests.conftest import ROOT


def said(*rows: tuple[int, int, int, int]) -> dict[str, Any]:
    """Messages: day, talker, listener, sign."""
    return dict(zip(("day", "talker", "listener", "sign"), np.array(rows).T, strict=True))


@pytest.fixture(scope="module")
def traced() -> Run:
    scenario = load_scenario(ROOT / "scenarios" / "referral_programme.yaml")
    small = scenario.with_changes({"network.consumers": 400, "days": 40, "what_if": None})
    return run(small, "referral", trace=True)


def test_who_heard_it_today_passes_it_on_tomorrow() -> None:
    found = spread_from(said((1, 0, 1, 1), (1, 1, 2, 1), (2, 1, 3, 1), (2, 1, 1, 1)), 0)
    assert [list(column) for column in found] == [[0, 1], [1, 3], [1, 2]]


def test_the_first_message_counts_whatever_the_order_of_rows() -> None:
    found = spread_from(said((5, 0, 2, 1), (3, 0, 2, 1), (4, 2, 0, 1)), 0)
    assert [list(column) for column in found] == [[0], [2], [3]]


def test_a_sign_follows_only_its_own_messages_and_news_has_no_talker() -> None:
    rows = said((1, 0, 1, -1), (2, 0, 2, 1), (1, -1, 3, 1))
    assert list(spread_from(rows, 0, 1).listener) == [2]
    assert list(spread_from(rows, 0, -1).listener) == [1]
    assert list(spread_from(rows, 9).listener) == []


def test_a_run_draws_how_far_a_word_travelled(traced: Run) -> None:
    talker = int(traced.cascade()["recruiter"].iloc[0])
    reached = traced.spread(talker)
    assert len(reached) > 0
    assert reached["listener"].is_unique
    ax = traced.plot("spread", consumer=talker).axes[0]
    assert ax.get_title(loc="left").startswith(f"{len(reached)} of {len(reached)} people")
    assert np.asarray(ax.collections[0].get_offsets()).shape == (len(reached), 2)


def test_whose_word_must_be_said(traced: Run) -> None:
    with pytest.raises(ArgumentError, match="whose word"):
        traced.plot("spread")
    with pytest.raises(ArgumentError, match="is not a row from 0 to 399"):
        traced.plot("spread", consumer=4000)


def test_a_notebook_shows_scenarios_and_graphs(traced: Run) -> None:
    html = traced.scenario._repr_html_()
    assert "<td>referral</td>" in html
    assert "400 consumers" in html
    graph = traced.finished.live.built.graph
    assert f"<td>ties</td><td>{graph.n_ties:,.6g}</td>" in graph._repr_html_()
