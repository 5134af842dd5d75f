from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.errors import GraphError
from simulation.network import Role, SocialGraph, assign_roles
from simulation.network.columns import text_array
from simulation.network.ties import ties_from_pairs


def with_followers(counts: list[int], **attributes: np.ndarray) -> SocialGraph:
    """A graph in which consumer u has so many listeners."""
    n = len(counts)
    pairs = [(u, (u + step) % n) for u in range(n) for step in range(1, counts[u] + 1)]
    talker, listener = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    ties, _ = ties_from_pairs(talker, listener, n)
    return SocialGraph({"strong": ties}, attributes=attributes, directed=True)


def in_order(n: int) -> np.ndarray:
    return np.arange(n, dtype=np.uint32)


class TestAssignRoles:
    def test_from_the_most_followers_down(self) -> None:
        graph = with_followers([0, 5, 1, 4, 2, 3])
        roles = {"koc": 1, "kol_tail": 1, "kol_waist": 1, "kol_head": 1}
        code = assign_roles(graph, roles, in_order(6))
        assert [Role(role).name for role in code] == [
            "CONSUMER",
            "KOL_HEAD",
            "CONSUMER",
            "KOL_WAIST",
            "KOC",
            "KOL_TAIL",
        ]
        assert code.dtype == np.int8

    def test_the_codes_are_these(self) -> None:
        assert {role.name: role.value for role in Role} == {
            "CONSUMER": 0,
            "KOC": 1,
            "KOL_TAIL": 2,
            "KOL_WAIST": 3,
            "KOL_HEAD": 4,
            "EMPLOYEE": 5,
        }

    def test_of_equals_the_smaller_priority_comes_first(self) -> None:
        graph = with_followers([2, 2, 2, 2])
        priority = np.array([9, 3, 7, 1], dtype=np.uint32)
        assert assign_roles(graph, {"kol_head": 1, "koc": 2}, priority).tolist() == [0, 1, 1, 4]

    def test_employees_are_those_of_the_rest_with_the_smallest_priority(self) -> None:
        graph = with_followers([3, 0, 0, 0])
        priority = np.array([0, 8, 2, 5], dtype=np.uint32)
        assert assign_roles(graph, {"employee": 2, "kol_head": 1}, priority).tolist() == [
            4,
            0,
            5,
            5,
        ]

    @pytest.mark.parametrize(
        ("asked", "accounts"),
        [(0, 0), (0.0, 0), (0.04, 0), (0.05, 1), (0.25, 3), (0.99, 10), (1, 1), (1.0, 1), (10, 10)],
    )
    def test_shares_are_rounded_and_numbers_are_numbers(self, asked: float, accounts: int) -> None:
        code = assign_roles(with_followers([1] * 10), {"koc": asked}, in_order(10))
        assert (code == Role.KOC).sum() == accounts

    def test_roles_of_the_graph_win_and_count(self) -> None:
        graph = with_followers(
            [4, 3, 2, 1, 0], role=text_array(["consumer", "", "kol_head", "", "employee"])
        )
        roles = {"kol_head": 2, "koc": 1, "employee": 1}
        assert assign_roles(graph, roles, in_order(5)).tolist() == [0, 4, 4, 1, 5]
        assert assign_roles(graph, {}, in_order(5)).tolist() == [0, 0, 4, 0, 5]
        assert assign_roles(graph, {"kol_head": 1}, in_order(5)).tolist() == [0, 0, 4, 0, 5]

    def test_known_numbers_of_followers_count_before_ties(self) -> None:
        graph = with_followers([2, 0, 1], followers=np.array([np.nan, 1e6, 3.0]))
        roles = {"kol_head": 1, "kol_waist": 1}
        assert assign_roles(graph, roles, in_order(3)).tolist() == [0, 4, 3]

    @given(
        st.lists(st.integers(0, 7), min_size=8, max_size=20),
        st.dictionaries(
            st.sampled_from(["kol_head", "kol_waist", "kol_tail", "koc", "employee"]),
            st.sampled_from([0, 1, 0.1, 0.2]),
        ),
        st.randoms(use_true_random=False),
    )
    def test_a_higher_role_never_has_fewer_followers(
        self, followers: list[int], roles: dict[str, float], random: Any
    ) -> None:
        n = len(followers)
        order = list(range(n))
        random.shuffle(order)
        priority = np.array(order, dtype=np.uint32)
        code = assign_roles(with_followers(followers), roles, priority)
        key = {u: (-followers[u], order[u]) for u in range(n)}
        ranked = sorted(range(n), key=key.__getitem__)
        ladder = [code[u] for u in ranked if code[u] not in (Role.EMPLOYEE, Role.CONSUMER)]
        assert ladder == sorted(ladder, reverse=True)
        assert [code[u] for u in ranked[: len(ladder)]] == ladder
        rest = sorted(ranked[len(ladder) :], key=order.__getitem__)
        staff = [u for u in rest if code[u] == Role.EMPLOYEE]
        assert staff == rest[: len(staff)]

    @pytest.mark.parametrize(
        ("roles", "said"),
        [
            ({"kol_hed": 1}, 'roles: no "kol_hed" among koc.*Use kol_head'),
            ({"consumer": 1}, 'no "consumer" among'),
            ({"koc": 1.5}, "roles.koc: 1.5 is neither a share nor"),
            ({"koc": -1}, "roles.koc: -1"),
            ({"koc": True}, "roles.koc: True"),
            ({"koc": float("nan")}, "roles.koc: nan"),
            ({"koc": float("inf")}, "roles.koc: inf"),
            ({"koc": "3"}, "roles.koc: 3 is neither"),
            ({"koc": 4}, "more accounts than there are: koc 4; 3 consumers"),
            ({"koc": 0.6, "employee": 2}, "koc 2, employee 2; 3 consumers"),
        ],
    )
    def test_impossible_roles_are_refused(self, roles: dict[str, Any], said: str) -> None:
        with pytest.raises(GraphError, match=said):
            assign_roles(with_followers([1, 1, 1]), roles, in_order(3))

    def test_accounts_with_a_role_are_not_there_for_another(self) -> None:
        graph = with_followers([1, 1, 1], role=text_array(["consumer", "consumer", ""]))
        with pytest.raises(GraphError, match="2 with a role of their own"):
            assign_roles(graph, {"koc": 2}, in_order(3))

    @pytest.mark.parametrize("roles", [text_array(["", "kol_hed"]), np.array([np.nan, 3.0])])
    def test_an_unknown_role_in_the_graph_is_refused(self, roles: np.ndarray) -> None:
        with pytest.raises(GraphError, match="role of consumer 1: no"):
            assign_roles(with_followers([1, 1], role=roles), {}, in_order(2))
