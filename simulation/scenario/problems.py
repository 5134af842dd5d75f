"""Every error of a scenario as one line: file, line, column, key, what was found, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import ValidationError

from simulation.errors import Problem
from simulation.fields import Section
from simulation.scenario.anatomy import (
    Bounds,
    bounds_of,
    place_at,
    section_at,
    sections_below,
    words_of,
)
from simulation.scenario.nearest import nearest, use_nearest
from simulation.scenario.remedies import kind_of, one_of, remedy_for
from simulation.scenario.tree import KeyPath, Node, child_of, deepest, key_text, parse_key, plain

_PREFIX = re.compile(r"([A-Za-z_]\w*(?:\.\w+|\[\d+\])*)?: (.*)", re.DOTALL)
_SURE = 0.85
"""Similarity above which a word is a slip of the keyboard, not a key of another section."""

_ORDER = ("literal_error", "womsim", "bool_type", "float_type", "int_type", "string_type")
COMMAND_LINE = "--set"
"""What messages call the place of a change made on the command line."""


class _Found(NamedTuple):
    path: KeyPath
    kind: str
    message: str
    context: dict[str, Any]
    is_doubtful: bool
    at_key: bool


def problems_of(error: ValidationError, model: type[Section], root: Node) -> list[Problem]:
    """The problems behind pydantic's errors, each at the place where its value was written."""
    found = [_located(line, root) for line in error.errors(include_url=False)]
    deep = {item.path for item in found}
    kept: dict[KeyPath, _Found] = {}
    for item in sorted(found, key=lambda item: _rank(item.kind)):
        shadowed = item.is_doubtful and any(_is_below(other, item.path) for other in deep)
        if not shadowed:
            kept.setdefault(item.path, item)
    return [_worded(item, model, root) for item in kept.values()]


def in_file_order(problems: Iterable[Problem], first: str = "") -> list[Problem]:
    """Without repetitions: the file ``first``, then others, line by line; the command line last."""
    unique = list(dict.fromkeys(problems))
    files = list(dict.fromkeys([first, *(problem.file for problem in unique)]))

    def place(problem: Problem) -> tuple[bool, int, int, int]:
        later = problem.file == COMMAND_LINE
        return later, files.index(problem.file), problem.line, problem.column

    return sorted(unique, key=place)


def problem_below(root: Node, path: KeyPath, message: str, at_key: bool = False) -> Problem:
    """A problem of the value at ``path``, or of a key that is missing there."""
    node, rest = deepest(root, path)
    mark = node.key_mark if at_key and not rest else node.mark
    return Problem(message, key_text((*node.path, *rest)), *mark)


def split_key(text: str) -> tuple[KeyPath, str]:
    """``("day",), "is late"`` from ``day: is late``; no key where the text names none."""
    match = _PREFIX.fullmatch(text)
    if match is None:
        return (), text

    return parse_key(match[1]) if match[1] else (), match[2]


def _located(line: Any, root: Node) -> _Found:
    kind, context = line["type"], dict(line.get("ctx") or {})
    loc = tuple(line["loc"])
    path: list[str | int] = []
    node: Node | None = root
    is_doubtful = kind == "too_short"  # pydantic also counts the entries that it refused
    for step, key in enumerate(loc):
        below = child_of(node, key) if node is not None else None
        if below is not None:
            path.append(key)
            node = below
        elif kind == "missing" and step == len(loc) - 1:
            path.append(key)
        else:
            is_doubtful = True  # one alternative of a union
    message = str(context.get("text", line["msg"]))
    if kind == "womsim":
        named, rest = split_key(message)
        section = node is not None and node.is_mapping
        if named and section and str(named[0]).isidentifier():
            path.extend(named)
            message = rest
    return _Found(tuple(path), kind, message, context, is_doubtful, loc[-1:] == ("[key]",))


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _is_below(path: KeyPath, above: KeyPath) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _worded(found: _Found, model: type[Section], root: Node) -> Problem:
    path, kind = found.path, found.kind
    if kind == "extra_forbidden":
        return problem_below(root, path, unknown_key(path, model, root), at_key=True)
    if kind == "missing":
        return problem_below(root, path, _missing(path, model, root))
    node, rest = deepest(root, path)
    value_node = child_of(node, "value") if not rest else None
    if value_node is not None and kind != "womsim":  # {value: ..., low: ..., high: ...}
        path, node = (*path, "value"), value_node
        place = place_at(model, root, path[:-1])
    else:
        place = place_at(model, root, path)
    value = path[-1] if found.at_key else plain(node) if not rest else None
    if kind == "womsim":
        allowed = tuple(found.context.get("allowed", ()))
        given = str(found.context.get("given", ""))
        message = found.message + (use_nearest(given, allowed) if allowed else "")
        return problem_below(root, path, message)
    if kind == "literal_error":
        words = words_of(place.annotation) if place is not None else []
        if found.at_key:
            words = _quoted(found.context)
        message = one_of(value, words or _quoted(found.context))
        return problem_below(root, path, message, at_key=found.at_key)
    bounds = bounds_of(place.field) if place is not None and place.field is not None else Bounds()
    message = (
        remedy_for(kind, value, found.context, bounds) or f"{kind_of(value)}: {found.message}."
    )
    return problem_below(root, path, message)


def _quoted(context: dict[str, Any]) -> list[str]:
    return re.findall(r"'([^']*)'", str(context.get("expected", "")))


def _missing(path: KeyPath, model: type[Section], root: Node) -> str:
    place = place_at(model, root, path)
    if place is None or place.field is None:
        return "missing. Add it."
    about = place.field.description or ""
    if about[1:2].islower():
        about = about[:1].lower() + about[1:]
    return f"missing. Add it: {about}." if about else "missing. Add it."


def unknown_key(path: KeyPath, model: type[Section], root: Node) -> str:
    """What to say about a key that its section does not know."""
    word, section = str(path[-1]), section_at(model, root, path[:-1])
    keys = [key for key in section.model_fields if key != "kind"] if section else []
    sure = nearest(word, keys, _SURE)
    if sure:
        return f"no such key. Use {sure}."
    homes = _homes(model)
    if word in homes:
        return f"no such key. {_move(homes[word])}"
    near = nearest(word, keys)
    if near:
        return f"no such key. Use {near}."
    far = nearest(word, homes, _SURE)
    if far:
        return f"no such key. Use {key_text((*homes[far], far))}."
    return f"no such key. Keys here: {', '.join(keys)}."


def _homes(model: type[Section]) -> dict[str, KeyPath]:
    """Where each key of the settings belongs; keys of several sections are left out."""
    homes: dict[str, KeyPath] = {}
    several: set[str] = set()
    for path, section in sections_below(model):
        for name in section.model_fields:
            if name in homes:
                several.add(name)
            homes.setdefault(name, path)
    return {name: path for name, path in homes.items() if name not in several}


def _move(home: KeyPath) -> str:
    return f"Move it under {key_text(home)}." if home else "Move it to the first level."
