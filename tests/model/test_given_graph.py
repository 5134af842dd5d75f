"""A scenario can run on a graph that is at hand, without a file."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from simulation import SocialGraph, WordOfMouthModel, run
from simulation.results.outcomes import OUTCOMES
from simulation.scenario import Scenario, scenario_from
from simulation.scenario.outcome_names import WITHOUT_DIRECTION


def _scenario() -> Scenario:
    return scenario_from(
        {
            "question": "Does it run here?",
            "days": 10,
            "brand": {"owners_at_start": 0.2},
            "strategies": {"nothing": [], "hubs": [{"kind": "seed_products", "to": ["a"]}]},
        }
    )


def test_a_networkx_graph_is_the_market_of_every_replicate() -> None:
    graph = nx.relabel_nodes(nx.star_graph(20), {0: "a"})
    scenario = _scenario().with_graph(graph)
    for replicate in (0, 1):
        people = run(scenario, "hubs", replicate=replicate).consumers
        assert people["label"].tolist() == [str(node) for node in graph.nodes]
        assert people.loc[people["label"] == "a", "units"].item() > 0


def test_changes_keep_the_graph_and_the_hash_tells_graphs_apart() -> None:
    one = SocialGraph.from_edges(np.array([[0, 1], [1, 2]]))
    other = SocialGraph.from_edges(np.array([[0, 1], [0, 2]]))
    scenario = _scenario()
    hashes = {s.run_hash("nothing") for s in (scenario, scenario.with_graph(one))}
    assert len(hashes | {scenario.with_graph(other).run_hash("nothing")}) == 3
    changed = scenario.with_graph(one).with_changes({"brand.quality": 0.9})
    assert changed.graph is one
    assert WordOfMouthModel(changed).graph is one


def test_outcomes_without_direction_cannot_decide() -> None:
    neither = {name for name, outcome in OUTCOMES.items() if outcome.direction == 0}
    assert neither == set(WITHOUT_DIRECTION)
    with pytest.raises(Exception, match="neither good nor bad"):
        _scenario().with_changes({"decide_by": "peak_day"})
