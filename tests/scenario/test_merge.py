"""Laying one scenario over another: laws on generated trees, and the cases of the guide."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulation.scenario.merge import overlay, without_nulls
from simulation.scenario.tree import Mark, Node, from_plain, plain

KEYS = st.sampled_from(["a", "b", "kind", "brand", "network", "strategies"])
SCALARS = st.sampled_from([None, 0, 1, "x", True])
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
SCENARIOS = st.dictionaries(KEYS, TREES, max_size=5)


def merged(base: Any, change: Any) -> Any:
    return plain(overlay(without_nulls(from_plain(base)), from_plain(change)))


@given(SCENARIOS)
def test_nothing_changes_nothing(base: dict[str, Any]) -> None:
    assert merged(base, {}) == plain(without_nulls(from_plain(base)))


@given(SCENARIOS)
def test_over_nothing_comes_what_is_written(change: dict[str, Any]) -> None:
    assert merged({}, change) == plain(without_nulls(from_plain(change)))


@given(SCENARIOS, SCENARIOS)
def test_writing_twice_is_writing_once(base: dict[str, Any], change: dict[str, Any]) -> None:
    change.pop("strategies", None)  # there null may be an answer, see below
    once = merged(base, change)
    assert merged(once, change) == once


@given(SCENARIOS, SCENARIOS)
def test_untouched_keys_keep_their_value(base: dict[str, Any], change: dict[str, Any]) -> None:
    whole = plain(without_nulls(from_plain(base)))
    result = merged(base, change)
    if change.get("kind") is None:
        for key in whole.keys() - change.keys():
            assert result[key] == whole[key]


@given(SCENARIOS, SCENARIOS)
def test_neither_side_is_changed(base: dict[str, Any], change: dict[str, Any]) -> None:
    below, above = without_nulls(from_plain(base)), from_plain(change)
    before = plain(below), plain(above)
    overlay(below, above)
    assert (plain(below), plain(above)) == before


def test_mappings_merge_values_and_lists_replace_null_removes() -> None:
    base = {"brand": {"price": 9, "quality": 0.5}, "outcomes": ["customers"], "days": 10}
    change = {"brand": {"quality": 0.7}, "outcomes": ["romi", "cac"], "days": None}
    assert merged(base, change) == {
        "brand": {"price": 9, "quality": 0.7},
        "outcomes": ["romi", "cac"],
    }


def test_a_mapping_whose_kind_changes_is_replaced_whole() -> None:
    base = {"network": {"kind": "community", "consumers": 500}}
    change = {"network": {"kind": "file", "path": "my.csv"}}
    assert merged(base, change) == change
    same = {"network": {"kind": "community", "friends": 4}}
    assert merged(base, same) == {"network": {"kind": "community", "consumers": 500, "friends": 4}}


def test_a_network_without_kind_is_a_community() -> None:
    base = {"network": {"consumers": 500}}
    assert merged(base, {"network": {"kind": "random"}}) == {"network": {"kind": "random"}}
    assert merged(base, {"network": {"kind": "community"}}) == {
        "network": {"consumers": 500, "kind": "community"}
    }


def test_a_range_is_replaced_by_a_bare_number() -> None:
    base = {"brand": {"quality": {"value": 0.7, "low": 0.6, "high": 0.8}}}
    assert merged(base, {"brand": {"quality": 0.9}}) == {"brand": {"quality": 0.9}}


def test_an_empty_strategy_is_kept_to_be_reported_but_an_inherited_one_is_removed() -> None:
    assert merged({}, {"strategies": {"a": None}}) == {"strategies": {"a": None}}
    assert merged({"strategies": {"a": [], "b": []}}, {"strategies": {"a": None}}) == {
        "strategies": {"b": []}
    }


def test_merged_values_keep_their_places() -> None:
    base = Node({"a": Node(1, Mark("base.yaml", 4, 2)), "b": Node(2, Mark("base.yaml", 5, 2))})
    change = Node({"b": Node(3, Mark("top.yaml", 1, 4))})
    result = overlay(base, change)
    assert result.value["a"].mark == Mark("base.yaml", 4, 2)
    assert result.value["b"].mark == Mark("top.yaml", 1, 4)
