"""Strategies as written become plain lists of tactics: extends, change, without."""

from __future__ import annotations

import re
from collections.abc import Mapping

from simulation.errors import Problem
from simulation.scenario.kinds import Family, kind_problem, problem_at, problem_at_key
from simulation.scenario.merge import overlay, without_nulls
from simulation.scenario.nearest import nearest, use_nearest
from simulation.scenario.tree import KeyPath, Node, child_of, parse_key, shown

STRATEGY_KEYS = ("label", "extends", "change", "without", "budget", "tactics")
"""Keys of a strategy that is written as a mapping; no tactic may be named so."""

_NAME = re.compile(r"\w[\w-]*")


def is_name(text: object) -> bool:
    """Whether something can be a name in an address: letters, digits, ``_`` and ``-``."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def label_of(node: Node) -> str:
    """Name of a written tactic or event: its name, else its kind."""
    for key in ("name", "kind"):
        child = node.get(key)
        if child is not None and isinstance(child.value, str):
            return child.value
    return ""


def resolve_strategies(node: Node) -> tuple[Node, list[Problem]]:
    """Each strategy as ``{label, budget, tactics}``, and what is wrong on the way."""
    if not node.is_mapping:
        fact = f"{shown(node)} is not a mapping. Write NAME: [tactics]."
        return node.with_value({}), [problem_at(node, fact)]
    resolver = _Resolver(node.value)
    return node.with_value(resolver.all()), resolver.problems


def check_items(items: list[Node], family: Family) -> tuple[list[Node], list[Problem]]:
    """Written tactics or events whose kind is known and whose name is theirs alone."""
    kept: list[Node] = []
    problems: list[Problem] = []
    names: set[str] = set()
    for item in items:
        problem = kind_problem(item, family) or _name_problem(item, names)
        if problem is None:
            kept.append(without_nulls(item))
            names.add(label_of(item))
        else:
            problems.append(problem)
    return kept, problems


def _name_problem(item: Node, taken: set[str]) -> Problem | None:
    name, own = label_of(item), item.get("name")
    if own is not None and isinstance(own.value, str):
        if not is_name(name):
            return problem_at(own, f"{shown(name)} is not a name. Use letters, digits, _ and -.")
        if name in STRATEGY_KEYS:
            return problem_at(own, f"{name} is a key of strategies. Choose another name.")
    if name in taken:
        return problem_at(item, f"a second {name}. Give it a name of its own.")
    return None


def path_in(root: Node, key: str) -> KeyPath:
    """Where an address with indices or names leads in an assembled tree."""
    path: list[str | int] = []
    node: Node | None = root
    for step in parse_key(key.rstrip(".")):
        if (
            len(path) == 2
            and path[0] == "strategies"
            and step not in ("label", "budget", "tactics")
        ):
            path.append("tactics")
            node = child_of(node, "tactics") if node is not None else None
        if node is not None and node.is_list and isinstance(step, str):
            names = [label_of(item) for item in node.value]
            step = names.index(step) if step in names else step
        path.append(step)
        node = child_of(node, step) if node is not None else None
    return tuple(path)


class _Resolver:
    """Works out each strategy once, bases before those that extend them."""

    def __init__(self, written: Mapping[str, Node]) -> None:
        self.written = written
        self.done: dict[str, Node] = {}
        self.problems: list[Problem] = []

    def all(self) -> dict[str, Node]:
        for name, node in self.written.items():
            if not is_name(name):
                fact = "not a name. Use letters, digits, _ and -."
                self.problems.append(problem_at_key(node, fact))
            else:
                self.one(name, ())
        return {name: self.done[name] for name in self.written if name in self.done}

    def one(self, name: str, above: tuple[str, ...]) -> Node:
        if name not in self.done:
            self.done[name] = self.resolve(self.written[name], (*above, name))
        return self.done[name]

    def resolve(self, node: Node, chain: tuple[str, ...]) -> Node:
        if node.is_list:
            return self.made(node, [], node.value, {})
        if not node.is_mapping:
            found = "empty" if node.value is None else f"{shown(node)} is not a list"
            remedy = "Write [] for no tactics."
            self.problems.append(problem_at(node, f"{found}. {remedy}"))
            return self.made(node, [], [], {})
        for key, child in node.value.items():
            if key not in STRATEGY_KEYS:
                near = use_nearest(key, STRATEGY_KEYS) or f" Keys: {', '.join(STRATEGY_KEYS)}."
                self.problems.append(problem_at_key(child, f"no such key.{near}"))
        given = {key: node.value[key] for key in ("label", "budget") if key in node.value}
        inherited = self.inherited(node, chain, given)
        inherited = self.left(inherited, node.get("without"))
        own = self.part(node, "tactics", list)
        return self.made(node, inherited, own.value if own else [], given)

    def made(self, node: Node, base: list[Node], own: list[Node], given: dict[str, Node]) -> Node:
        change = self.part(node, "change", dict)
        items = self.changed([*base, *own], change) if change else [*base, *own]
        kept, problems = check_items(items, "tactic")
        self.problems += problems
        tactics = node.with_value(kept)
        return node.with_value({**given, "tactics": tactics})

    def part(self, node: Node, key: str, kind: type) -> Node | None:
        child = node.get(key)
        if child is None or isinstance(child.value, kind):
            return child
        word = "a list" if kind is list else "a mapping of tactic names"
        fact = f"{shown(child)} is not {word}. Write one."
        self.problems.append(problem_at(child, fact))
        return None

    def inherited(self, node: Node, chain: tuple[str, ...], given: dict[str, Node]) -> list[Node]:
        base = node.get("extends")
        if base is None:
            return []
        if not isinstance(base.value, str):
            fact = f"{shown(base)} is not the name of a strategy. Write one."
            self.problems.append(problem_at(base, fact))
            return []
        if base.value not in self.written:
            listed = f" Strategies: {', '.join(self.written)}."
            remedy = use_nearest(base.value, self.written) or listed
            self.problems.append(problem_at(base, f"no strategy {shown(base)}.{remedy}"))
            return []
        if base.value in chain:
            ring = " > ".join((*chain, base.value))
            self.problems.append(problem_at(base, f"extends itself ({ring}). Break the ring."))
            return []
        parent = self.one(base.value, chain).value
        if "budget" in parent:
            given.setdefault("budget", parent["budget"])
        tactics: list[Node] = parent["tactics"].value
        return tactics

    def left(self, items: list[Node], without: Node | None) -> list[Node]:
        if without is None:
            return items
        if not without.is_list:
            fact = f"{shown(without)} is not a list. Write [tactic names]."
            self.problems.append(problem_at(without, fact))
            return items
        names = [label_of(item) for item in items]
        for entry in without.value:
            if entry.value not in names:
                self.problems.append(_no_tactic(entry, str(entry.value), names))
        gone = {entry.value for entry in without.value if isinstance(entry.value, str)}
        return [item for item in items if label_of(item) not in gone]

    def changed(self, items: list[Node], change: Node) -> list[Node]:
        names = [label_of(item) for item in items]
        for name, fields in change.value.items():
            if name not in names:
                self.problems.append(_no_tactic(fields, name, names, at_key=True))
            elif not fields.is_mapping:
                fact = f"{shown(fields)} is not a mapping of fields. Write one."
                self.problems.append(problem_at(fields, fact))
        return [_with_fields(item, change.get(label_of(item))) for item in items]


def _with_fields(item: Node, fields: Node | None) -> Node:
    if fields is None or not fields.is_mapping or not item.is_mapping:
        return item
    return fields.with_value(overlay(item, fields).value)


def _no_tactic(node: Node, name: str, names: list[str], at_key: bool = False) -> Problem:
    known = [known_name for known_name in names if known_name]
    near = nearest(name, known)
    if near:
        remedy = f"Use {near}."
    else:
        remedy = f"Tactics here: {', '.join(known)}." if known else "There is none to change."
    make = problem_at_key if at_key else problem_at
    return make(node, f'no tactic "{name}" to inherit. {remedy}')
