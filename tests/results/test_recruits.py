"""Trees of recruits: distances that can be counted on paper, and those of the classics."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.results.recruits import Forest, forest_of, hubs_of, recruit_trees


def forest(customer: list[int], recruiter: list[int], day: list[int]) -> Forest:
    """Trees given as lists."""
    return forest_of(np.array(customer), np.array(recruiter), np.array(day))


def virality(customer: list[int], recruiter: list[int], day: list[int]) -> tuple[float, float]:
    """Pairs and steps of trees given as lists."""
    found = recruit_trees(forest(customer, recruiter, day))
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


def sizes(customer: list[int], recruiter: list[int], day: list[int]) -> dict[str, float]:
    """What is said of the trees beside distances."""
    found = recruit_trees(forest(customer, recruiter, day))
    return {name: value for name, (value,) in found.items() if not name.startswith("recruit_")}


def test_how_deep_and_wide_trees_are() -> None:
    # 0 brings 1, 2 and 3; 3 brings 4 and 5, who never brought anybody; 9 brings 8; 7 came alone
    found = sizes([1, 2, 3, 4, 5, 7, 8], [0, 0, 0, 3, 3, -1, 9], [1, 1, 2, 3, 4, 0, 5])
    assert found == {
        "recruited": 6.0,
        "trees": 2.0,
        "tree_depth": 2.0,
        "tree_width": 3.0,
        "largest_tree": 6.0,
        "most_recruits": 3.0,
    }
    assert set(sizes([], [], []).values()) == {0.0}
    assert set(sizes([3, 5], [-1, -1], [0, 4]).values()) == {0.0}


def test_hubs_are_those_on_whose_word_most_customers_hang() -> None:
    found = hubs_of(forest([1, 2, 3, 4, 5, 8], [0, 0, 0, 3, 3, 9], [1, 1, 2, 3, 4, 5]))
    assert found.consumer.tolist() == [0, 3, 9]
    assert found.recruits.tolist() == [3, 2, 1]
    assert found.descendants.tolist() == [5, 2, 1]
    assert hubs_of(forest([], [], [])).consumer.tolist() == []
    many = hubs_of(forest(list(range(20, 40)), list(range(20)), [1] * 20))
    assert many.consumer.tolist() == list(range(10))


def test_a_hub_that_stands_in_the_trees_twice_is_one_person() -> None:
    # 1 brings 2 before buying; then 2 brings 1, and 1 as a customer brings 3: all hang on 1
    found = hubs_of(forest([1, 2, 3], [2, 1, 1], [5, 3, 7]))
    assert found.consumer.tolist() == [1, 2]
    assert found.recruits.tolist() == [2, 1]
    assert found.descendants.tolist() == [2, 2]
    # 1 brings 2 before buying; 9 brings 1, who brings 3: two trees, one person
    apart = hubs_of(forest([1, 2, 3], [9, 1, 1], [5, 3, 7]))
    assert dict(zip(apart.consumer.tolist(), apart.descendants.tolist(), strict=True)) == {
        1: 2,
        9: 2,
    }


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3)), min_size=1, max_size=12))
def test_descendants_are_those_that_one_finds_by_asking_who_brought_whom(
    people: list[tuple[int, int]],
) -> None:
    """The slow way: walk up from every customer as the trees do, and note whom one passes."""
    customer = list(range(len(people)))
    recruiter = [who if who != me else -1 for me, (who, _) in enumerate(people)]
    day = [at for _, at in people]
    below: dict[int, set[int]] = {}
    for me in customer:
        at, above = me, recruiter[me]
        while above >= 0:
            below.setdefault(above, set()).add(me)
            is_customer = above < len(people) and day[above] < day[at]
            at, above = above, recruiter[above] if is_customer else -1
    found = hubs_of(forest(customer, recruiter, day), most=99)
    assert dict(zip(found.consumer.tolist(), found.descendants.tolist(), strict=True)) == {
        who: len(those - {who}) for who, those in below.items()
    }
    direct = {who: recruiter.count(who) for who in below}
    assert dict(zip(found.consumer.tolist(), found.recruits.tolist(), strict=True)) == direct
