"""Trees of recruits: distances that can be counted on paper, and those of the classics."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.results.recruits import recruit_trees


def virality(customer: list[int], recruiter: list[int], day: list[int]) -> tuple[float, float]:
    """Pairs and steps of trees given as lists."""
    found = recruit_trees(np.array(customer), np.array(recruiter), np.array(day))
    return found["recruit_pairs"][0], found["recruit_distance"][0]


def test_nobody_and_those_whom_nobody_brought() -> None:
    assert virality([], [], []) == (0.0, 0.0)
    assert virality([3, 5], [-1, -1], [0, 4]) == (0.0, 0.0)


def test_a_star_and_a_chain() -> None:
    n = 9
    pairs, steps = virality(list(range(1, n)), [0] * (n - 1), [2] * (n - 1))
    assert steps / pairs == pytest.approx(2 * (n - 1) / n)
    pairs, steps = virality(list(range(n)), [-1, *range(n - 1)], list(range(n)))
    assert steps / pairs == pytest.approx((n + 1) / 3)


def test_who_recruits_before_buying_is_a_root() -> None:
    # 1 brings 2 on day 3; on day 5 the word of 2 brings 1: a chain of three, no ring
    assert virality([1, 2], [2, 1], [5, 3]) == (3.0, 4.0)
    # on the same day neither can have been a customer first: two trees of two
    assert virality([1, 2], [2, 1], [3, 3]) == (2.0, 2.0)


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3)), min_size=1, max_size=12))
def test_it_is_the_mean_distance_of_the_drawn_forest(people: list[tuple[int, int]]) -> None:
    """Distances in a networkx graph of the same people, the roots beside them made anew."""
    import networkx as nx

    customer = list(range(len(people)))
    recruiter = [who if who != me else -1 for me, (who, _) in enumerate(people)]
    day = [at for _, at in people]
    graph: nx.Graph[object] = nx.Graph()
    graph.add_nodes_from(customer)
    for me, who in enumerate(recruiter):
        if who >= 0:
            is_customer = who < len(people) and day[who] < day[me]
            graph.add_edge(me, who if is_customer else ("root", who))
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    steps = [lengths[a][b] for a, b in itertools.combinations(graph.nodes, 2) if b in lengths[a]]
    assert virality(customer, recruiter, day) == (float(len(steps)), float(sum(steps)))
