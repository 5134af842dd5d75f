"""Changes by address: what ``--set KEY=VALUE`` and :meth:`Scenario.with_changes` write.

An address is the keys joined by dots; inside lists it uses the name of a tactic or an event:
``strategies.many_kocs.hire_kocs.budget``, ``events.battery.day``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from simulation.errors import Problem, ScenarioError
from simulation.scenario.anatomy import place_at
from simulation.scenario.extends import paths_from
from simulation.scenario.merge import overlay
from simulation.scenario.model import Scenario
from simulation.scenario.nearest import use_nearest
from simulation.scenario.problems import COMMAND_LINE, unknown_key
from simulation.scenario.resolved import values_of
from simulation.scenario.strategies import STRATEGY_KEYS, label_of, resolve_strategies
from simulation.scenario.tree import KeyPath, Mark, Node, from_plain, key_text, plain
from simulation.scenario.yaml_source import parse_yaml


def parse_assignments(assignments: Iterable[str]) -> dict[str, object]:
    """Addresses and values of ``KEY=VALUE`` texts; a value is YAML.

    Raises
    ------
    ScenarioError
        If a text has no ``=`` or its value is not YAML.

    Examples
    --------
    >>> parse_assignments(["brand.quality=0.9", "network={kind: file, path: my.csv}"])
    {'brand.quality': 0.9, 'network': {'kind': 'file', 'path': 'my.csv'}}
    """
    changes: dict[str, object] = {}
    problems: list[Problem] = []
    for text in assignments:
        key, equals, value = text.partition("=")
        key = key.strip()
        if not equals or not key:
            fact = "not KEY=VALUE. Write --set brand.quality=0.9."
            problems.append(Problem(fact, text.strip(), COMMAND_LINE))
            continue
        try:
            node = parse_yaml(value, COMMAND_LINE)
        except ScenarioError as error:
            problems += [Problem(first.message, key, COMMAND_LINE) for first in error.problems]
            continue
        changes.pop(key, None)
        changes[key] = plain(node)
    if problems:
        raise ScenarioError(problems)
    return changes


def apply_changes(tree: Node, changes: Mapping[str, object], file: str, folder: Path) -> Node:
    """The tree with each change written over it, in order.

    Parameters
    ----------
    tree
        A scenario as written, with all it extends.
    changes
        Values by address; None removes.
    file
        What messages call the place of these changes.
    folder
        Folder of the scenario. Files that a change names count from the present folder.

    Raises
    ------
    ScenarioError
        If an address names a strategy, tactic, event or key that does not exist.
    """
    for address, value in changes.items():
        if not all(str(address).split(".")):
            fact = "not an address. Write keys joined by dots, such as brand.quality."
            raise ScenarioError([Problem(fact, str(address), file)])
        path = tuple(str(address).split("."))
        node = from_plain(values_of(_bare(value)), Mark(file), path)
        tree = _Change(path, node, Path.cwd(), folder).over(tree)
    return tree


def changed_world(tree: Node, changes: Node, folder: Path) -> Node:
    """The tree of a what-if world: each of its changes written over the scenario as by ``--set``.

    Parameters
    ----------
    tree
        The scenario without its worlds.
    changes
        What is different in this world; a key may be an address such as ``events.battery.day``.
    folder
        Folder of the scenario, from which its files count already.

    Raises
    ------
    ScenarioError
        If an address names an event or a key that does not exist.
    """
    return write_over(tree, changes.value, folder, folder, changes.path)


def write_over(
    tree: Node, changes: Mapping[str, Node], here: Path, folder: Path, above: KeyPath = ()
) -> Node:
    """The tree with written values, by address, over it.

    Parameters
    ----------
    tree
        A scenario as written, with all it extends.
    changes
        Values by address, each with the place where it was written; an empty one removes.
    here, folder
        From where files that a change names count, and the folder of the scenario.
    above
        Address of the changes themselves, which messages put before the key.

    Raises
    ------
    ScenarioError
        If an address names a strategy, tactic, event or key that does not exist.
    """
    for address, node in changes.items():
        path = tuple(str(address).split("."))
        tree = _Change(path, node, here, folder, above).over(tree)
    return tree


def _bare(value: Any) -> Any:
    """Numbers of numpy as plain numbers."""
    return value.item() if hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0 else value


class _Change:
    """One value to be written at one address."""

    def __init__(
        self, path: tuple[str, ...], node: Node, here: Path, folder: Path, above: KeyPath = ()
    ) -> None:
        self.path = path
        self.node = node
        self.mark = node.key_mark
        self.here = here
        self.folder = folder
        self.above = above

    def refuse(self, message: str) -> ScenarioError:
        return ScenarioError([Problem(message, key_text((*self.above, *self.path)), *self.mark)])

    def over(self, tree: Node) -> Node:
        if self.path[0] == "events" and len(self.path) > 1:
            events = tree.get("events")
            if events is None:
                events = Node([], self.mark, self.mark, ("events",))
            items = events.value if events.is_list else []
            return self.put(tree, "events", events.with_value(self.in_list(items, "event", 1)))
        if self.path[0] == "strategies" and len(self.path) > 2:
            strategies = tree.get("strategies")
            written = strategies.value if strategies is not None and strategies.is_mapping else {}
            if strategies is None or self.path[1] not in written:
                known = use_nearest(self.path[1], written) or f" Strategies: {', '.join(written)}."
                raise self.refuse(f'no strategy "{self.path[1]}".{known}')
            changed = self.in_strategy(written[self.path[1]], strategies)
            return self.put(
                tree, "strategies", strategies.with_value({**written, self.path[1]: changed})
            )
        if self.node.value is None:
            self.check_known(tree)
        change = paths_from(self.nested(0), self.here, self.folder)
        return overlay(tree, change)

    def put(self, tree: Node, key: str, node: Node) -> Node:
        return tree.with_value({**tree.value, key: node})

    def nested(self, start: int) -> Node:
        """The value under the keys of the address from ``start`` on."""
        node = self.node
        for step in range(len(self.path) - 1, start - 1, -1):
            at = (*self.above, *self.path[:step])
            node = Node({self.path[step]: node}, self.mark, self.mark, at)
        return node

    def check_known(self, tree: Node) -> None:
        """Removing takes a key that could be there."""
        if self.path[0] != "network" and place_at(Scenario, tree, self.path) is None:
            raise self.refuse(unknown_key(self.path, Scenario, tree))

    def in_list(self, items: list[Node], word: str, step: int) -> list[Node]:
        """The list with the named tactic or event changed, or gone."""
        name = self.path[step]
        names = [label_of(item) for item in items]
        if name not in names:
            raise self.refuse(f'no {word} "{name}".{_remedy(name, names, word)}')
        if len(self.path) == step + 1:
            if self.node.value is None:
                return [item for item in items if label_of(item) != name]
            change = self.node
        else:
            change = self.nested(step + 1)
        return [overlay(item, change) if label_of(item) == name else item for item in items]

    def in_strategy(self, written: Node, strategies: Node) -> Node:
        """The strategy with the change worked in, where its tactic is listed or inherited."""
        word = self.path[2]
        if written.is_list:
            if word not in STRATEGY_KEYS:
                return written.with_value(self.in_list(written.value, "tactic", 2))
            written = written.with_value({"tactics": written})
        if not written.is_mapping:
            raise self.refuse("not in a strategy that can be read. Mend the strategy.")
        if word in STRATEGY_KEYS:
            return overlay(written, self.nested(2))
        own = written.get("tactics")
        if own is not None and own.is_list and any(label_of(item) == word for item in own.value):
            items = own.with_value(self.in_list(own.value, "tactic", 2))
            return written.with_value({**written.value, "tactics": items})
        names = self.tactics_of(strategies)
        if word not in names:
            raise self.refuse(f'no tactic "{word}".{_remedy(word, names, "tactic")}')
        if self.node.value is None and len(self.path) == 3:
            return self.left_out(written)
        change = self.nested(2)
        wrapped = Node({"change": change}, self.mark, self.mark, self.path[:2])
        return overlay(written, wrapped, ("strategies", self.path[1]))

    def left_out(self, written: Node) -> Node:
        """The strategy without one of its inherited tactics, whatever it changed in it."""
        word = self.path[2]
        gone, change = written.get("without"), written.get("change")
        left = gone.value if gone is not None and gone.is_list else []
        entry = Node(word, self.mark, self.mark, self.path)
        parts = {**written.value, "without": Node([*left, entry], self.mark, self.mark, self.path)}
        if change is not None and change.is_mapping:
            others = {name: fields for name, fields in change.value.items() if name != word}
            parts["change"] = change.with_value(others)
        return written.with_value(parts)

    def tactics_of(self, strategies: Node) -> list[str]:
        """Names of all tactics of the strategy once it is worked out."""
        resolved, _ = resolve_strategies(strategies)
        made = resolved.value.get(self.path[1])
        return [label_of(item) for item in made.value["tactics"].value] if made else []


def _remedy(name: str, names: list[str], word: str) -> str:
    known = [label for label in names if label]
    listed = f" {word.capitalize()}s here: {', '.join(known)}." if known else " There is none."
    return use_nearest(name, known) or listed
