"""The picture of a watched run: hubs in it, friends near one another, the same each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulation import WordOfMouthModel, load_scenario
from simulation.app import placing
from simulation.app.live import MOST
from simulation.app.placing import placed, ties_among
from simulation.network.graph import SocialGraph


@pytest.fixture(scope="module")
def graph(root: Path) -> SocialGraph:
    """A town of 4,000 with hubs."""
    scenario = load_scenario(root / "scenarios" / "phone_launch.yaml")
    small = scenario.with_changes({"network.consumers": 4000, "what_if": None})
    return WordOfMouthModel(small, "do_nothing").graph


def test_some_thousands_are_drawn_of_whom_the_hubs_are_some(graph: SocialGraph) -> None:
    drawn = placed(graph, MOST)
    assert MOST == 3000
    assert len(set(drawn.rows.tolist())) == MOST
    assert set(np.argsort(-graph.followers)[:12].tolist()) <= set(drawn.rows.tolist())
    assert np.hypot(drawn.place[:, 0], drawn.place[:, 1]).max() <= 1.0 + 1e-9
    again = placed(graph, MOST)
    assert np.array_equal(drawn.rows, again.rows)
    assert np.array_equal(drawn.place, again.place)


def test_who_knows_one_another_stands_nearer_than_chance(graph: SocialGraph) -> None:
    drawn = placed(graph, MOST)
    luck = np.random.default_rng(7).permutation(len(drawn.rows))

    def away(place: np.ndarray) -> float:
        return float(
            np.linalg.norm(place[drawn.ties[:, 0]] - place[drawn.ties[:, 1]], axis=1).mean()
        )

    assert away(drawn.place) < 0.92 * away(drawn.place[luck])


def test_all_of_a_small_graph_are_drawn(
    graph: SocialGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "CORE", 100)
    assert len(placed(graph, 100).rows) == 100
    assert len(placed(graph, 4000).rows) == 4000


def test_ties_are_those_among_the_people_drawn() -> None:
    graph = SocialGraph.from_edges([(0, 1), (1, 0), (1, 2), (3, 1), (4, 5)])
    rows = np.array([3, 1, 0, 4])
    assert ties_among(graph, rows).tolist() == [[0, 1], [1, 2]]
