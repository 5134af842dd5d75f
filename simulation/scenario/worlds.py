"""What-if worlds as written: named changes of the market, and what can be wrong with them."""

from __future__ import annotations

from simulation.errors import Problem
from simulation.scenario.anatomy import WORLDS
from simulation.scenario.kinds import problem_at, problem_at_key
from simulation.scenario.strategies import is_name, label_of
from simulation.scenario.tree import Node, child_of, shown

AS_WRITTEN = "as_written"
"""Name of the world that nothing was changed in; it always comes first."""

NEVER_CHANGED = (
    "extends",
    "name",
    "seed",
    "replications",
    "baseline",
    "strategies",
    "outcomes",
    WORLDS,
)
"""Keys that are the same in every world: the same plans meet the same luck in each of them."""


def check_worlds(written: Node) -> tuple[Node, list[Problem]]:
    """Worlds that can be read, and what is wrong with the others."""
    if not written.is_mapping:
        fact = f"{shown(written)} is not a mapping. Write NAME: {{brand: {{quality: 0.5}}}}."
        return written.with_value({}), [problem_at(written, fact)]
    found = {name: _problems(name, node) for name, node in written.value.items()}
    right = {name: node for name, node in written.value.items() if not found[name]}
    return written.with_value(right), [problem for each in found.values() for problem in each]


def _problems(name: str, world: Node) -> list[Problem]:
    if not is_name(name):
        return [problem_at_key(world, "not a name. Use letters, digits, _ and -.")]
    if name == AS_WRITTEN:
        fact = f"{AS_WRITTEN} is the world without changes. Choose another name."
        return [problem_at_key(world, fact)]
    if not world.is_mapping or not world.value:
        found = "empty" if world.value in (None, {}) else f"{shown(world)} is not a mapping"
        return [problem_at(world, f"{found}. Write what differs: {{brand: {{quality: 0.5}}}}.")]
    return [
        problem_at_key(node, _why_not(str(key)))
        for key, node in world.value.items()
        if _why_not(str(key))
    ]


def _why_not(key: str) -> str:
    steps = key.split(".")
    if not all(steps):
        return "not an address. Write keys joined by dots, such as brand.quality."
    if steps[0] in NEVER_CHANGED:
        return f"{steps[0]} is the same in every world. Change it at the first level."
    return ""


def events_anywhere(tree: Node) -> tuple[str, ...]:
    """Names of the events of a scenario and of all its worlds, as written."""
    worlds = tree.get(WORLDS)
    named = list(worlds.value.values()) if worlds is not None and worlds.is_mapping else []
    lists = [child_of(each, "events") for each in (tree, *named)]
    names = [
        label_of(item) for node in lists if node is not None and node.is_list for item in node.value
    ]
    return tuple(dict.fromkeys(name for name in names if name))


def in_world(problem: Problem, world: str) -> Problem:
    """A problem that says in which world it is one, unless its key says so."""
    if not world or problem.key.startswith(f"{WORLDS}."):
        return problem
    return problem._replace(message=f"{problem.message} (what_if {world})")
