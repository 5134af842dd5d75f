"""Which kinds of tactics, events and networks there are, and what to say when a kind is wrong."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from simulation.errors import Problem
from simulation.plugins import Plugin, load_all
from simulation.scenario.nearest import nearest
from simulation.scenario.tree import KeyPath, Node, key_text, shown

Family = Literal["tactic", "event", "network"]


class _Home(NamedTuple):
    package: str
    module: str
    base: str
    place: str


_HOMES: Mapping[Family, _Home] = {
    "tactic": _Home("simulation.tactics", "simulation.tactics.base", "Tactic", "strategies"),
    "event": _Home("simulation.events", "simulation.events.base", "Event", "events"),
    "network": _Home(
        "simulation.network.kinds", "simulation.network.kinds.base", "NetworkKind", "network"
    ),
}


@cache
def family_base(family: Family) -> type[Plugin]:
    """The base class of a family, with all its shipped members loaded."""
    home = _HOMES[family]
    load_all(importlib.import_module(home.package))
    base: type[Plugin] = getattr(importlib.import_module(home.module), home.base)
    return base


def load_kinds() -> None:
    """Make every shipped tactic, event and network known."""
    for family in _HOMES:
        family_base(family)


def members_of(family: Family) -> Mapping[str, type[Plugin]]:
    """Kinds of a family by name, those defined in a notebook among them."""
    return family_base(family).members


def shipped_members_of(family: Family) -> Mapping[str, type[Plugin]]:
    """Kinds of a family that come with womsim, by name in alphabetical order."""
    return {
        kind: member
        for kind, member in sorted(members_of(family).items())
        if member.__module__.startswith("simulation.")
    }


def kind_problem(node: Node, family: Family) -> Problem | None:
    """What is wrong with the ``kind`` of a written tactic, event or network, if anything."""
    if not node.is_mapping:
        return problem_at(node, f"{shown(node)} is not a {family}. Write {{kind: ...}}.")
    kind = node.get("kind")
    if kind is None or kind.value is None:
        return problem_at(node, f"missing. Name one; all: womsim list {family}s.", ("kind",))
    members = members_of(family)
    if isinstance(kind.value, str) and kind.value in members:
        return None
    for other, home in _HOMES.items():
        if other != family and isinstance(kind.value, str) and kind.value in members_of(other):
            article = "an" if other[0] in "aeiou" else "a"
            fact = f"{kind.value} is {article} {other}. Move it under {home.place}."
            return problem_at(kind, fact)
    near = nearest(str(kind.value), members) if isinstance(kind.value, str) else None
    remedy = f"Use {near}; all: womsim list {family}s." if near else f"All: womsim list {family}s."
    return problem_at(kind, f"no {family} {shown(kind)}. {remedy}")


def problem_at(node: Node, message: str, below: KeyPath = ()) -> Problem:
    """A problem at the place of a written value, or of a key missing below it."""
    return Problem(message, key_text((*node.path, *below)), *node.mark)


def problem_at_key(node: Node, message: str) -> Problem:
    """A problem at the place of a value's key."""
    return Problem(message, key_text(node.path), *node.key_mark)
