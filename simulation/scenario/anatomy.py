"""What the settings are made of: which section and which bounds stand at an address."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from simulation.fields import Section
from simulation.plugins import Plugin
from simulation.scenario.tree import KeyPath, Node, child_of

WORLDS = "what_if"
"""Key of a scenario below which each name holds changes of the whole scenario."""


class Bounds(NamedTuple):
    """Smallest and largest value that a field takes; ``open_`` ends are not taken themselves."""

    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False


class Place(NamedTuple):
    """What a model expects at an address."""

    annotation: Any
    field: FieldInfo | None = None


def place_at(section: type[Section], root: Node, path: KeyPath) -> Place | None:
    """What is expected at ``path``, with kinds of plug-ins taken from what is written there."""
    if path[:1] == (WORLDS,) and len(path) > 2:  # a world changes what stands at the first level
        path = path[2:]
    place: Place | None = Place(section)
    node: Node | None = root
    for key in path:
        if place is None:
            return None
        place = _step(place.annotation, key, node)
        node = child_of(node, key) if node is not None else None
    return place


def section_at(section: type[Section], root: Node, path: KeyPath) -> type[Section] | None:
    """The section whose keys stand at ``path``, or None if something else is expected there."""
    place = place_at(section, root, path)
    if place is None:
        return None
    _, node_at_path = place, _node_at(root, path)
    for option in options_of(place.annotation):
        found = _section_of(option, node_at_path)
        if found is not None:
            return found
    return None


def options_of(annotation: Any) -> Iterator[Any]:
    """The alternatives of a type, without wrappers and None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from options_of(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for option in get_args(annotation):
            yield from options_of(option)
    elif annotation is not type(None):
        yield annotation


def bounds_of(field: FieldInfo) -> Bounds:
    """Smallest and largest value of a field, whoever of its type or its own line says so."""
    bounds = Bounds()
    for item in (*_metadata(field.annotation), *field.metadata):
        for inner in item.metadata if isinstance(item, FieldInfo) else (item,):
            bounds = _narrowed(bounds, inner)
    return bounds


def nature_of(field: FieldInfo) -> Mapping[str, Any]:
    """What a field says about itself: nature, unit, and for beliefs range, evidence and source."""
    extra = field.json_schema_extra
    return extra if isinstance(extra, Mapping) else {}


def is_optional(annotation: Any) -> bool:
    """Whether a field may be left empty."""
    if get_origin(annotation) is Annotated:
        return is_optional(get_args(annotation)[0])
    return type(None) in get_args(annotation)


def sections_below(section: type[Section], at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every fixed section of a model with its address, the model itself first; no plug-ins."""
    yield at, section
    for name, field in section.model_fields.items():
        for option in options_of(field.annotation):
            if _is_section(option) and not issubclass(option, Plugin):
                yield from sections_below(option, (*at, name))


def words_of(annotation: Any) -> list[str]:
    """The words that a field takes, if it takes words of a fixed list."""
    return [
        str(word)
        for option in options_of(annotation)
        if get_origin(option) is Literal
        for word in get_args(option)
    ]


def _step(annotation: Any, key: str | int, node: Node | None) -> Place | None:
    for option in options_of(annotation):
        origin, args = get_origin(option), get_args(option)
        if origin in (dict, Mapping) and isinstance(key, str):
            return Place(args[1])
        if origin in (list, tuple) and isinstance(key, int):
            return Place(args[0])
        found = _section_of(option, node)
        if found is not None and key in found.model_fields:
            field = found.model_fields[str(key)]
            return Place(field.annotation, field)
    return None


def _section_of(option: Any, node: Node | None) -> type[Section] | None:
    if not _is_section(option):
        return None
    if issubclass(option, Plugin) and "family" in option.__dict__:
        kind = node.get("kind") if node is not None else None
        member = option.members.get(kind.value) if kind is not None else None
        found: type[Section] = option if member is None else member
        return found
    whole: type[Section] = option
    return whole


def _is_section(option: Any) -> bool:
    return isinstance(option, type) and issubclass(option, Section)


def _node_at(root: Node, path: KeyPath) -> Node | None:
    node: Node | None = root
    for key in path:
        node = child_of(node, key) if node is not None else None
    return node


def _metadata(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from _metadata(get_args(annotation)[0])
        yield from get_args(annotation)[1:]
    elif get_origin(annotation) in (Union, types.UnionType):
        for option in get_args(annotation):
            yield from _metadata(option)


def _narrowed(bounds: Bounds, item: object) -> Bounds:
    if isinstance(item, annotated_types.Ge):
        return bounds._replace(low=_number(item.ge), open_low=False)
    if isinstance(item, annotated_types.Gt):
        return bounds._replace(low=_number(item.gt), open_low=True)
    if isinstance(item, annotated_types.Le):
        return bounds._replace(high=_number(item.le), open_high=False)
    if isinstance(item, annotated_types.Lt):
        return bounds._replace(high=_number(item.lt), open_high=True)
    return bounds


def _number(bound: object) -> float | None:
    return float(bound) if isinstance(bound, int | float) else None
