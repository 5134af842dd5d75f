"""Laying one scenario over another: the one rule of ``extends``, ``--set`` and ``with_changes``.

Mappings merge, scalars and lists replace, ``null`` removes. A mapping whose ``kind`` changes is
replaced whole, because the keys of one kind mean nothing to another.
"""

from __future__ import annotations

from simulation.scenario.tree import KeyPath, Node, child_of

DEFAULT_NETWORK = "community"
"""Kind of a network that names none."""


def overlay(base: Node, change: Node, at: KeyPath = ()) -> Node:
    """What results when ``change`` is written over ``base``.

    Parameters
    ----------
    base, change
        Trees of the same scenario; neither is changed.
    at
        Address at which both stand.

    Examples
    --------
    >>> from simulation.scenario.tree import from_plain, plain
    >>> base = from_plain({"brand": {"price": 9, "quality": 0.5}, "days": 10})
    >>> plain(overlay(base, from_plain({"brand": {"price": None}, "days": 20})))
    {'brand': {'quality': 0.5}, 'days': 20}
    """
    if not change.is_mapping or not base.is_mapping or _kind_changes(base, change, at):
        return without_nulls(change, at)
    merged: dict[str, Node] = dict(base.value)
    for key, child in change.value.items():
        if child.value is None and not _keeps_null((*at, key), key in merged):
            merged.pop(key, None)
        elif key in merged:
            merged[key] = overlay(merged[key], child, (*at, key))
        else:
            merged[key] = without_nulls(child, (*at, key))
    return base.with_value(merged)


def without_nulls(node: Node, at: KeyPath = ()) -> Node:
    """The tree without keys set to ``null``: there is nothing below them to remove."""
    if not node.is_mapping:
        return node
    kept = {
        key: without_nulls(child, (*at, key))
        for key, child in node.value.items()
        if child.value is not None or _keeps_null((*at, key), False)
    }
    return node.with_value(kept)


def _keeps_null(path: KeyPath, is_there: bool) -> bool:
    if path[0] == "what_if":  # null removes a world; inside one it removes later, from the market
        return (len(path) == 2 and not is_there) or len(path) > 2
    if path[0] != "strategies":
        return False
    # "do_nothing:" without a value is a slip for "do_nothing: []", unless it removes a strategy.
    # Below "change", null removes a field of the inherited tactic, later.
    return (len(path) == 2 and not is_there) or (len(path) > 3 and path[2] == "change")


def _kind_changes(base: Node, change: Node, at: KeyPath) -> bool:
    new = change.get("kind")
    if new is None or new.value is None:
        return False
    old = child_of(base, "kind")
    old_kind = old.value if old is not None else None
    if old_kind is None and at == ("network",):
        old_kind = DEFAULT_NETWORK
    return bool(new.value != old_kind)
