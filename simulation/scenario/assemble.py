"""From what was written to what is read: whatever depends on other parts is filled in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from simulation.errors import Problem, ScenarioError
from simulation.fields import Calendar
from simulation.scenario.kinds import kind_problem, problem_at, problem_at_key
from simulation.scenario.merge import DEFAULT_NETWORK, without_nulls
from simulation.scenario.nearest import use_nearest
from simulation.scenario.outcome_names import DEFAULT_OUTCOMES, OUTCOME_NAMES
from simulation.scenario.price_lists import with_prices
from simulation.scenario.reuse import is_untouched
from simulation.scenario.strategies import check_items, is_name, resolve_strategies
from simulation.scenario.tree import Node, from_plain, plain, shown
from simulation.scenario.worlds import check_worlds

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

DEFAULT_DAYS = 180
"""Length of a run where a scenario gives none."""


class AnyDay(Calendar):
    """Takes every written day, where the calendar itself is wrong and already reported."""

    def number(self, written: object) -> int:
        """Day 0, whatever was written."""
        return 0


def assemble(
    tree: Node, folder: Path, name: str, before: Scenario | None = None
) -> tuple[Node, list[Problem]]:
    """The tree with every part that depends on another part, and what is wrong in those parts.

    Parameters
    ----------
    tree
        A scenario with all it extends.
    folder
        Folder from which relative paths count.
    name
        Name of the scenario if it gives none.
    before
        Scenario that the tree is a change of: what was not touched is taken from it.
    """
    parts: dict[str, Node] = dict(tree.value)
    problems: list[Problem] = []
    own = Node(None, tree.mark, tree.key_mark, ())
    parts.setdefault("name", from_plain(name, tree.mark, ("name",)))
    parts["network"], found = _network(parts.get("network"), own)
    problems += found
    if before is not None and is_untouched(before, tree, "media", "network"):
        parts["media"] = before._assembled.value["media"]
    else:
        parts["media"], found = _media(parts, tree, folder)
        problems += found
    if "events" in parts and parts["events"].is_list:
        items, found = check_items(parts["events"].value, "event")
        parts["events"] = parts["events"].with_value(items)
        problems += found
    if "rivals" in parts and parts["rivals"].is_list:
        parts["rivals"], found = _rivals(parts["rivals"])
        problems += found
    if "strategies" in parts:
        written = parts["strategies"]
        if before is not None and is_untouched(before, tree, "strategies"):
            parts["strategies"] = before._assembled.value["strategies"]
        else:
            parts["strategies"], found = resolve_strategies(written)
            problems += found
        problems += _baseline(parts, written)
    if "what_if" in parts:
        parts["what_if"], found = check_worlds(parts["what_if"])
        problems += found
    parts.setdefault("decide_by", from_plain(_first_outcome(parts), tree.mark, ("decide_by",)))
    problems += _names(parts)
    return tree.with_value(parts), problems


def calendar_of(tree: Node) -> Calendar:
    """What turns a written day into a number; takes every day where it is itself wrong."""
    days = _value(tree, "days", DEFAULT_DAYS)
    start = _value(tree, "start_date", None)
    if isinstance(start, str):
        try:
            start = datetime.date.fromisoformat(start)
        except ValueError:
            return AnyDay(1)
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        return AnyDay(1)
    if start is not None and not isinstance(start, datetime.date):
        return AnyDay(1)
    calendar = Calendar(days, start, {})
    phases = _value(tree, "phases", {})
    if not isinstance(phases, dict):
        return AnyDay(1)
    known: dict[str, int] = {}
    for name, written in phases.items():
        try:
            known[name] = calendar._replace(phases=known).number(written)
        except (PydanticCustomError, ValueError):
            known[name] = 0  # reported when the phases are read
    return calendar._replace(phases=known)


def _value(tree: Node, key: str, default: object) -> object:
    node = tree.get(key)
    return default if node is None else plain(node)


def _network(written: Node | None, own: Node) -> tuple[Node, list[Problem]]:
    if written is None:
        return from_plain({"kind": DEFAULT_NETWORK}, own.mark, ("network",)), []
    network = without_nulls(written)
    if network.is_mapping and "kind" not in network.value:
        kind = from_plain(DEFAULT_NETWORK, network.mark, ("network", "kind"))
        network = network.with_value({"kind": kind, **network.value})
    problem = kind_problem(network, "network")
    if problem is None:
        return network, []
    return from_plain({"kind": DEFAULT_NETWORK}, own.mark, ("network",)), [problem]


def _media(parts: Mapping[str, Node], tree: Node, folder: Path) -> tuple[Node, list[Problem]]:
    """Media with the prices of its list, or of the usual one where that cannot be read."""
    none = from_plain({}, tree.mark, ("media",))
    try:
        return with_prices(parts.get("media", none), folder, parts["network"])
    except ScenarioError as error:
        return with_prices(none, folder)[0], list(error.problems)


def _rivals(written: Node) -> tuple[Node, list[Problem]]:
    """Each rival with tactics whose kinds and names are right."""
    kept: list[Node] = []
    problems: list[Problem] = []
    for rival in written.value:
        tactics = rival.get("tactics") if rival.is_mapping else None
        if tactics is None or not tactics.is_list:
            kept.append(without_nulls(rival))
            continue
        items, found = check_items(tactics.value, "tactic")
        problems += found
        tactics = tactics.with_value(items)
        kept.append(rival.with_value({**without_nulls(rival).value, "tactics": tactics}))
    return written.with_value(kept), problems


def _baseline(parts: dict[str, Node], written: Node) -> list[Problem]:
    """Fills in the first strategy as baseline; refuses one that is no strategy."""
    names = [str(name) for name in written.value] if written.is_mapping else []
    baseline = parts.get("baseline")
    if baseline is None:
        parts["baseline"] = from_plain(names[0] if names else "", written.mark, ("baseline",))
        return []
    if not isinstance(baseline.value, str) or baseline.value in names:
        return []
    remedy = use_nearest(baseline.value, names) or f" Strategies: {', '.join(names)}."
    return [problem_at(baseline, f"no strategy {shown(baseline)}.{remedy}")]


def _first_outcome(parts: dict[str, Node]) -> str:
    outcomes = parts.get("outcomes")
    if outcomes is not None and outcomes.is_list and outcomes.value:
        first = outcomes.value[0].value
        if first in OUTCOME_NAMES:
            return str(first)
    return DEFAULT_OUTCOMES[0]


def _names(parts: dict[str, Node]) -> list[Problem]:
    """Phases and channels whose name could not stand in an address."""
    media = parts["media"]
    named = [parts.get("phases"), media.get("channels")]
    return [
        problem_at_key(child, "not a name. Use letters, digits, _ and -.")
        for node in named
        if node is not None and node.is_mapping
        for key, child in node.value.items()
        if not is_name(key)
    ]


def slug(stem: str) -> str:
    """A file's stem as the name of a scenario: ``My launch (2)`` becomes ``my_launch_2``.

    Examples
    --------
    >>> slug("My launch (2)")
    'my_launch_2'
    """
    return re.sub(r"[^\w-]+", "_", stem.strip().lower()).strip("_-") or "scenario"
