"""The value of seeding against exact chains and science T11.

Seeds are fixed. A right model fails |z| < 4 with chance 6e-5.
"""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.classics import seeding_value
from tests.classics import chains
from tests.classics.small_graphs import Small, seeds_in, small_graphs
from tests.small_markets import needs_compiled

RUNS = 10_000
PATH = nx.DiGraph([(0, 1), (1, 2), (0, 2), (2, 1)])
TALKERS = [[], [0, 2], [1, 0]]


def assert_mean(found: np.ndarray, expected: float) -> None:
    assert abs(found.mean() - expected) <= 4 * found.std() / math.sqrt(len(found)) + 1e-9


def worth_by_chain(
    start: chains.State, rival: bool, days: int, discount: float
) -> tuple[float, float, float]:
    """Mean value of our customers, and mean customers of both brands at the end."""
    choices = chains.two_brands(TALKERS, 0.1, 0.3, rival)
    now: chains.Chances = {start: 1.0}
    ours = chains.mean_of(now, lambda state: state.count(1))
    value = ours
    for day in range(1, days + 1):
        now = chains.at_once(now, choices)
        later = chains.mean_of(now, lambda state: state.count(1))
        value += (later - ours) / (1 + discount) ** day
        ours = later
    return value, ours, chains.mean_of(now, lambda state: state.count(-1))


@needs_compiled
@pytest.mark.parametrize("rival", [True, False])
def test_every_mean_of_a_small_market(rival: bool) -> None:
    found = seeding_value(
        PATH, seeds=[0], external=0.1, imitation=0.3, rival=rival, days=4, discount=0.2,
        replications=RUNS, seed=1,
    )  # fmt: skip
    with_value, with_ours, with_rival = worth_by_chain((1, 0, 0), rival, 4, 0.2)
    value, ours, theirs = worth_by_chain((0, 0, 0), rival, 4, 0.2)
    assert_mean(found.customers_with, with_ours)
    assert_mean(found.customers_without, ours)
    assert_mean(found.rival_with, with_rival)
    assert_mean(found.rival_without, theirs)
    assert_mean(found.value, with_value - value)


@needs_compiled
@pytest.mark.parametrize("discount", [0.1, 0.01])
def test_one_brand_that_everybody_buys_only_accelerates(discount: float) -> None:
    graph = nx.watts_strogatz_graph(300, 6, 0.1, seed=2)
    worth = seeding_value(
        graph, seeds=10, external=0.01, rival=False, days=None, discount=discount, replications=20
    )
    assert worth.expansion_share == 0.0
    assert not worth.expansion.any()
    assert (worth.acceleration > 0).all()
    assert (worth.customers_with == 300).all()


@needs_compiled
def test_without_interest_only_new_customers_count() -> None:
    graph = nx.watts_strogatz_graph(300, 6, 0.1, seed=3)
    worth = seeding_value(graph, seeds=10, discount=0.0, replications=20)
    assert not worth.acceleration.any()
    assert worth.value.tolist() == (worth.customers_with - worth.customers_without).tolist()


@needs_compiled
@settings(max_examples=25)
@given(small_graphs(), st.floats(0, 0.9), st.floats(0, 0.9), st.booleans(), st.data())
def test_a_programme_never_loses_a_customer(
    case: Small, external: float, imitation: float, rival: bool, data: st.DataObject
) -> None:
    worth = seeding_value(
        case.graph, seeds=data.draw(seeds_in(case.n)), external=external, imitation=imitation,
        rival=rival, days=5, replications=10,
    )  # fmt: skip
    assert (worth.expansion >= 0).all()
    assert (worth.acceleration >= 0).all()
    assert (worth.customers_with >= worth.customers_without).all()
    assert (worth.rival_with <= worth.rival_without).all()
