"""Reading YAML 1.2 so strictly that a mistake is found where it was made.

``yes`` stays text, ``1e-3`` is a number, a key given twice is refused with both lines. Nothing in a
file can name code.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from simulation.errors import Problem, ScenarioError
from simulation.scenario.tree import KeyPath, Mark, Node, key_text, shown

MOST_VALUES = 100_000
"""A scenario has hundreds of values; more is a mistake or an attack by aliases."""

_TAG = "tag:yaml.org,2002:"
_SCALARS = frozenset({"str", "int", "float", "bool", "null", "timestamp"})


SCENARIO_KEYS = ("question", "brand", "strategies")
"""What a scenario has at least."""


def read_yaml(path: Path, name: str = "", keys: Sequence[str] = SCENARIO_KEYS) -> Node:
    """The tree of a YAML file whose first level is a mapping.

    Parameters
    ----------
    path
        The file.
    name
        How messages call the file; the path as given if left out.
    keys
        What the file has at least, for messages.

    Raises
    ------
    ScenarioError
        If the file is missing, is not text, is empty, or is not well-formed YAML.
    """
    name = name or str(path)
    tree = parse_yaml(_text_of(path, name), name)
    if tree.value is None:
        listed = f"{', '.join(keys[:-1])} and {keys[-1]}"
        raise _refuse(f"empty. Write at least {listed}.", Mark(name))
    if not tree.is_mapping:
        raise _refuse(
            f"{shown(tree)} at the first level. Write keys such as {keys[0]}: ...", tree.mark
        )
    return tree


def parse_yaml(text: str, name: str, path: KeyPath = ()) -> Node:
    """The tree of a YAML text; ``path`` is where it stands in a larger scenario."""
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(text)
        reader = _Reader(yaml, name)
        tree = reader.node(root, path, None) if root is not None else Node(None, Mark(name))
    except MarkedYAMLError as error:
        raise _syntax(error, name) from None
    except YAMLError as error:
        fact = str(error).splitlines()[0].strip().rstrip(".")
        raise _refuse(f"not YAML: {fact}.", Mark(name)) from None
    except RecursionError:
        raise _refuse("nested too deeply. Use fewer levels.", Mark(name)) from None
    except ValueError as error:
        raise _refuse(f"not YAML: {error}.", Mark(name)) from None
    if reader.problems:
        raise ScenarioError(reader.problems)
    return tree


def _text_of(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _refuse(f"no such file.{_neighbour(path)}", Mark(name)) from None
    except IsADirectoryError:
        raise _refuse("a folder, not a file. Name a scenario file in it.", Mark(name)) from None
    except PermissionError:
        raise _refuse("no permission to read it. Change its permissions.", Mark(name)) from None
    except UnicodeDecodeError as error:
        fact = f"not UTF-8 text (byte {error.start}). Save it as UTF-8."
        raise _refuse(fact, Mark(name)) from None
    except (OSError, ValueError) as error:
        fact = getattr(error, "strerror", None) or str(error)
        raise _refuse(f"cannot be read: {fact}. Check the path.", Mark(name)) from None


def _neighbour(path: Path) -> str:
    try:
        names = [other.name for other in path.parent.iterdir() if other.is_file()]
    except OSError:
        return " Check the path."
    near = difflib.get_close_matches(path.name, sorted(names), 1)
    return f" Use {path.parent / near[0]}." if near else " Check the path."


def _refuse(message: str, mark: Mark, path: KeyPath = ()) -> ScenarioError:
    return ScenarioError([Problem(message, key_text(path), *mark)])


def _syntax(error: MarkedYAMLError, name: str) -> ScenarioError:
    where = error.problem_mark or error.context_mark
    mark = Mark(name, where.line + 1, where.column + 1) if where else Mark(name)
    fact = " ".join(str(error.problem or error.context or "cannot be parsed").split())
    remedy = "Check brackets, quotes, colons and indentation here or just above."
    if "\\t" in fact:
        remedy = "Indent with spaces, not tabs."
    elif "mapping values are not allowed" in fact:
        remedy = "Put text that holds a colon in quotes, and each key on a line of its own."
    elif "another document" in fact:
        fact, remedy = "a second document (---)", "Keep one scenario a file."
    elif "alias" in fact:
        remedy = "Put text that starts with * in quotes."
    return _refuse(f"not YAML: {fact}. {remedy}", mark)


class _Reader:
    """Turns ruamel's nodes into ours and collects what is wrong in them."""

    def __init__(self, yaml: YAML, name: str) -> None:
        self.constructor = yaml.constructor
        self.name = name
        self.problems: list[Problem] = []
        self.open: set[int] = set()
        self.values = 0

    def mark(self, node: Any) -> Mark:
        return Mark(self.name, node.start_mark.line + 1, node.start_mark.column + 1)

    def refuse(self, message: str, path: KeyPath, mark: Mark) -> None:
        self.problems.append(Problem(message, key_text(path), *mark))

    def node(self, node: Any, path: KeyPath, key: Mark | None) -> Node:
        mark = self.mark(node)
        if key is not None and isinstance(node, ScalarNode) and node.start_mark == node.end_mark:
            mark = key  # an empty value: YAML puts it where the next line starts
        self.values += 1
        if self.values > MOST_VALUES:
            raise _refuse("too many values. Split the scenario or use fewer aliases.", mark, path)
        if id(node) in self.open:
            self.refuse("an alias inside itself. Write it out.", path, mark)
            return Node(None, mark, key or mark, path)
        self.open.add(id(node))
        try:
            value = self.value(node, path, mark)
        finally:
            self.open.discard(id(node))
        return Node(value, mark, key or mark, path)

    def value(self, node: Any, path: KeyPath, mark: Mark) -> Any:
        tag = str(node.tag)
        if isinstance(node, MappingNode) and tag == _TAG + "map":
            return self.mapping(node, path)
        if isinstance(node, SequenceNode) and tag == _TAG + "seq":
            return [self.node(child, (*path, i), None) for i, child in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            if tag.removeprefix(_TAG) in _SCALARS:
                return self.scalar(node, path, mark)
            if tag in (_TAG + "value", _TAG + "merge"):  # "=" and "<<" alone are plain text
                return str(node.value)
        self.refuse(f"tag {tag.replace(_TAG, '!!')} is not read. Remove it.", path, mark)
        return None

    def scalar(self, node: Any, path: KeyPath, mark: Mark) -> Any:
        try:
            value = self.constructor.construct_object(node)
        except (ValueError, OverflowError):
            written = shown(node.value).strip('"')
            self.refuse(f"{written} is not a date or number. Correct it.", path, mark)
            return None
        if isinstance(value, float) and "." not in node.value and value.is_integer():
            return int(value)  # 1e6 is a million, also where a whole number is asked
        if isinstance(value, datetime.datetime):
            fact = f"{node.value} has a time of day. Write a date such as {value.date()}."
            self.refuse(fact, path, mark)
            return value.date()
        return value

    def mapping(self, node: Any, path: KeyPath) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key_node, value_node in node.value:
            mark = self.mark(key_node)
            key = key_node.value
            if not isinstance(key_node, ScalarNode):
                self.refuse("a list or mapping as a key. Write a word.", path, mark)
                continue
            if str(key_node.tag) == _TAG + "merge":
                self.refuse("<< is not read. Use extends.", path, mark)
                continue
            if str(key_node.tag) != _TAG + "str":
                self.refuse(f'key {key} is not text. Write "{key}" in quotes.', path, mark)
                continue
            child = self.node(value_node, (*path, key), mark)
            if key in found:
                first = found[key].key_mark.line
                fact = f"given twice (first on line {first}). Keep one."
                self.refuse(fact, (*path, key), mark)
                continue
            found[key] = child
        return found
