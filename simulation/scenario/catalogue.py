"""What exists: every kind of tactic, event and network, and every key with unit and default."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from simulation.fields import Section
from simulation.plugins import Plugin
from simulation.scenario.anatomy import (
    Bounds,
    bounds_of,
    is_optional,
    nature_of,
    options_of,
    sections_below,
    words_of,
)
from simulation.scenario.kinds import Family, members_of, shipped_members_of
from simulation.scenario.model import FILLED_IN, Scenario, Strategy
from simulation.scenario.settings.media import Channel
from simulation.scenario.tree import key_text, number_text


class Kind(NamedTuple):
    """One kind of tactic, event or network."""

    kind: str
    en: str
    zh: str
    about: str


class Key(NamedTuple):
    """One key of a scenario, as the documentation shows it."""

    key: str
    type: str
    unit: str
    default: str
    nature: str
    range: str
    evidence: str
    source: str
    about: str


def kinds_in(family: Family) -> list[Kind]:
    """Every kind of a family that comes with womsim, by name."""
    rows = []
    for name, member in shipped_members_of(family).items():
        title = getattr(member, "title", {})
        lines = (member.__doc__ or "").strip().splitlines()
        rows.append(Kind(name, title.get("en", ""), title.get("zh", ""), lines[0] if lines else ""))
    return rows


def keys_of_kind(family: Family, kind: str) -> list[Key]:
    """Every key of one kind, ``kind`` itself left out."""
    return [row for row in keys_in(members_of(family)[kind]) if row.key != "kind"]


def keys_of_scenario() -> list[Key]:
    """Every key of a scenario, with the keys of channels and strategies once."""
    rows = [Key("extends", "path of a file", "", "none", "choice", "", "", "", _EXTENDS)]
    for path, section in sections_below(Scenario):
        at = key_text(path)
        rows += keys_in(section, f"{at}." if at else "", only_leaves=True)
    rows += keys_in(Channel, "media.channels.NAME.")
    rows += keys_in(Strategy, "strategies.NAME.")
    rows += [Key(f"strategies.NAME.{key}", *rest) for key, *rest in _STRATEGY_FORMS]
    order = ["extends", *Scenario.model_fields]
    return sorted(rows, key=lambda row: order.index(row.key.split(".")[0]))


_EXTENDS = "File (or presets/NAME.yaml) on which this one is laid; a chain of up to five"
_STRATEGY_FORMS = (
    ("extends", "name", "", "none", "choice", "", "", "", "Strategy whose tactics this one takes"),
    ("change", "NAME: fields", "", "{}", "choice", "", "", "", "Other fields of inherited tactics"),
    ("without", "list of names", "", "[]", "choice", "", "", "", "Inherited tactics to leave out"),
)


def keys_in(section: type[Section], prefix: str = "", *, only_leaves: bool = False) -> list[Key]:
    """The keys of one section; with ``only_leaves`` without those that are sections themselves."""
    rows = []
    for name, field in section.model_fields.items():
        if only_leaves and _is_fixed_section(field):
            continue
        rows.append(_row(f"{prefix}{name}", field))
        if not only_leaves:
            rows += _nested(f"{prefix}{name}.", field)
    return rows


def _nested(prefix: str, field: FieldInfo) -> Iterator[Key]:
    for option in options_of(field.annotation):
        if _is_section(option) and not issubclass(option, Plugin):
            yield from keys_in(option, prefix)


def _row(key: str, field: FieldInfo) -> Key:
    about = nature_of(field)
    ends = [number_text(about[end]) for end in ("low", "high") if end in about]
    return Key(
        key,
        type_text(field),
        str(about.get("unit", "")),
        _default(key, field),
        str(about.get("nature", "")),
        " to ".join(ends),
        str(about.get("evidence", "")),
        str(about.get("source", "")),
        field.description or "",
    )


def type_text(field: FieldInfo) -> str:
    """What may be written, in words: ``0 to 1``, ``whole number, at least 1``, ``text``."""
    options = list(options_of(field.annotation))
    words = words_of(field.annotation)
    if nature_of(field).get("unit") == "day":
        return "day" if int in options else "NAME: day"
    texts = [", ".join(words)] if words else []
    for option in options:
        text = _option_text(option)
        if text and text not in texts:
            texts.append(text)
    text = " or ".join(dict.fromkeys(texts))
    limits = _limits(bounds_of(field))
    return f"{text}, {limits}" if limits else text


def _option_text(option: Any) -> str:
    origin, args = get_origin(option), get_args(option)
    if origin in (list, tuple):
        inner = " or ".join(_option_text(item) for item in options_of(args[0]))
        return f"list of {inner}s"
    if origin is dict:
        languages = words_of(args[0])
        if languages:
            return f"{{{', '.join(languages)}}}"
        return f"NAME: {' or '.join(_option_text(item) for item in options_of(args[1]))}"
    if _is_section(option):
        return str(option.family if issubclass(option, Plugin) else option.__name__.lower())
    return _PLAIN.get(option, "")


_ENDLESS = 2.0**31 - 1
"""A bound of the computer, not of the setting."""

_PLAIN = {
    bool: "true or false",
    int: "whole number",
    float: "number",
    str: "text",
    datetime.date: "date",
    Any: "changes",
}


def _limits(bounds: Bounds) -> str:
    low, high, open_low, _ = bounds
    if high is not None and high >= _ENDLESS:
        high = None
    if low is not None and high is not None:
        return f"{'above ' if open_low else ''}{number_text(low)} to {number_text(high)}"
    if low is not None:
        return f"{'above' if open_low else 'at least'} {number_text(low)}"
    return f"at most {number_text(high)}" if high is not None else ""


def _default(key: str, field: FieldInfo) -> str:
    if key.startswith("media.prices."):
        return "price list"
    if field.is_required():
        return "" if key.split(".", maxsplit=1)[0] in FILLED_IN else "required"
    default = field.get_default(call_default_factory=True)
    if default is None or default is PydanticUndefined:
        return "none" if is_optional(field.annotation) else ""
    if isinstance(default, bool):
        return "true" if default else "false"
    if isinstance(default, int | float):
        return number_text(default)
    if isinstance(default, tuple | list):
        return f"[{', '.join(map(str, default))}]"
    if isinstance(default, Section):
        return ""
    if isinstance(default, dict):
        return f"{{{', '.join(default)}}}"
    return str(default)


def _is_fixed_section(field: FieldInfo) -> bool:
    return any(
        _is_section(option) and not issubclass(option, Plugin)
        for option in options_of(field.annotation)
    )


def _is_section(option: Any) -> bool:
    return isinstance(option, type) and issubclass(option, Section)
