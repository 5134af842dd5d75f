"""Reading a changed scenario quickly: what nobody touched is taken from the scenario before.

Only what was read before, from the very same written values, in the same calendar and folder, is
taken over. A change that turns out wrong is read again in full, so that its messages are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.fields import Section
from simulation.plugins import Plugin
from simulation.scenario.tree import Node, child_of, plain

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

CALENDAR = ("days", "start_date", "phases")
"""Keys on which the meaning of every written day depends."""


def can_reuse(before: Scenario, tree: Node, folder: Path) -> bool:
    """Whether parts of a scenario mean the same in a changed tree of it."""
    return (
        before.folder == folder
        and is_untouched(before, tree, *CALENDAR)
        and all(map(_is_current, _plugins(before)))
    )


def is_untouched(before: Scenario, tree: Node, *keys: str) -> bool:
    """Whether first-level keys are the very same nodes as before."""
    return all(child_of(tree, key) is child_of(before._tree, key) for key in keys)


def values_with(before: Scenario, assembled: Node) -> tuple[dict[str, Any], set[str]]:
    """First-level values to be read, sections of ``before`` where nothing was touched.

    Returns
    -------
    values, left_out
        The values, and those keys among them that nobody wrote: their defaults are taken over.
    """
    values = {}
    for key, node in assembled.value.items():
        old_node, old = child_of(before._assembled, key), getattr(before, key, None)
        if key == "strategies" and node.is_mapping and old_node is not None:
            values[key] = {
                name: _reused(child, child_of(old_node, name), before.strategies.get(name))
                for name, child in node.value.items()
            }
        else:
            values[key] = _reused(node, old_node, old)
    left_out = {
        name
        for name in type(before).model_fields
        if name not in values
        and child_of(before._assembled, name) is None
        and isinstance(getattr(before, name), Section)
    }
    values |= {name: getattr(before, name) for name in left_out}
    return values, left_out


def _reused(node: Node, old_node: Node | None, old: object) -> Any:
    """A section that was read from the same written values; else values, in which parts are so."""
    if old_node is None:
        return plain(node)
    if isinstance(old, Section):
        if _is_same(node, old_node):
            return old
        if isinstance(old, Plugin) or not node.is_mapping:
            return plain(node)
        return {
            key: _reused(child, child_of(old_node, key), getattr(old, key, None))
            for key, child in node.value.items()
        }
    if isinstance(old, tuple) and node.is_list:
        return [
            _reused(child, child_of(old_node, at), old[at] if at < len(old) else None)
            for at, child in enumerate(node.value)
        ]
    return plain(node)


def _plugins(scenario: Scenario) -> Iterator[Plugin]:
    yield scenario.network
    yield from scenario.events
    for strategy in scenario.strategies.values():
        yield from strategy.tactics
    for rival in scenario.rivals:
        yield from rival.tactics


def _is_current(plugin: Plugin) -> bool:
    """Whether a plug-in is still of the class that its kind names."""
    return type(plugin).members.get(plugin.kind) is type(plugin)


def _is_same(node: Node, other: Node) -> bool:
    """Whether two trees are made of the very same written values."""
    if node is other:
        return True
    mine, theirs = node.value, other.value
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return mine.keys() == theirs.keys() and all(
            _is_same(child, theirs[key]) for key, child in mine.items()
        )
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(_is_same, mine, theirs))
    return False
