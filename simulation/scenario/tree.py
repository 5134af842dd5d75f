"""A scenario as it was written: every value with the place where somebody wrote it.

Files, inherited files and ``--set`` all become trees of :class:`Node`. Merging moves whole nodes,
so that an error about an inherited value still points to where it was written.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

KeyPath = tuple[str | int, ...]
"""Address of a value: ``("strategies", "a", 0, "day")``, printed as ``strategies.a[0].day``."""

_INDEX = re.compile(r"\[(\d+)\]")


class Mark(NamedTuple):
    """A place in a file; line and column count from 1, and 0 means that there is none."""

    file: str = ""
    line: int = 0
    column: int = 0


NOWHERE = Mark()
"""The place of a value that nobody wrote in a file."""


class Node(NamedTuple):
    """One written value: a mapping of nodes, a list of nodes or a plain value.

    ``mark`` is where the value starts, ``key_mark`` where its key starts, ``path`` its address in
    the file that it was written in.
    """

    value: Any
    mark: Mark = NOWHERE
    key_mark: Mark = NOWHERE
    path: KeyPath = ()

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping of keys to nodes."""
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        """Whether this is a list of nodes."""
        return isinstance(self.value, list)

    def get(self, key: str) -> Node | None:
        """The node under a key, if this is a mapping that has it."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def with_value(self, value: Any) -> Node:
        """The same place with another value."""
        return self._replace(value=value)


def plain(node: Node) -> Any:
    """The values alone, as dictionaries, lists and scalars."""
    if node.is_mapping:
        return {key: plain(child) for key, child in node.value.items()}
    if node.is_list:
        return [plain(child) for child in node.value]
    return node.value


def from_plain(data: object, mark: Mark = NOWHERE, path: KeyPath = ()) -> Node:
    """A tree of plain Python values that all have the same place (``--set``, a notebook's dict)."""
    if isinstance(data, Mapping):
        children = {key: from_plain(value, mark, (*path, key)) for key, value in data.items()}
        return Node(children, mark, mark, path)
    if isinstance(data, list | tuple):
        items = [from_plain(value, mark, (*path, index)) for index, value in enumerate(data)]
        return Node(items, mark, mark, path)
    if isinstance(data, Path):
        data = str(data)
    return Node(data, mark, mark, path)


def child_of(node: Node, key: str | int) -> Node | None:
    """The node one step down, or None."""
    if node.is_mapping:
        found: Node | None = node.value.get(key)
        return found
    if node.is_list and isinstance(key, int) and 0 <= key < len(node.value):
        item: Node = node.value[key]
        return item
    return None


def deepest(root: Node, path: KeyPath) -> tuple[Node, KeyPath]:
    """The last node that exists on the way along ``path``, and the rest of the way."""
    node = root
    for step, key in enumerate(path):
        below = child_of(node, key)
        if below is None:
            return node, path[step:]
        node = below
    return node, ()


def key_text(path: KeyPath) -> str:
    """An address as people read it: ``strategies.a[0].day``."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        else:
            text += f".{key}" if text else str(key)
    return text


def parse_key(text: str) -> KeyPath:
    """The address that a text names; the inverse of :func:`key_text`."""
    path: list[str | int] = []
    for part in text.split("."):
        name = _INDEX.sub("", part)
        if name or not path:
            path.append(name)
        path.extend(int(index) for index in _INDEX.findall(part))
    return tuple(path)


def shown(value: object) -> str:
    """A value (or the value of a node) as an error message shows it."""
    if isinstance(value, Node):
        value = value.value
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value if len(value) <= 40 else value[:37] + "..."}"'
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, int) and value.bit_length() > 128:
        return "a huge number"
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def number_text(value: float) -> str:
    """A number without needless digits: ``0.05``, ``300000``, ``1e+20``."""
    return f"{value:.10g}"
