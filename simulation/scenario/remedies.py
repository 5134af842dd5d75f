"""What to say about a value that a setting cannot take: the fact, and one remedy as a statement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simulation.fields import RANGE_KEYS
from simulation.scenario.anatomy import Bounds
from simulation.scenario.nearest import nearest
from simulation.scenario.tree import number_text, shown

_SEPARATORS = re.compile(r"[,_'\s\u00a0\u202f]")
_NUMBER = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|k|m|\u4e07|\u4ebf)?", re.IGNORECASE
)
_SCALE = {"%": 0.01, "k": 1e3, "m": 1e6, "\u4e07": 1e4, "\u4ebf": 1e8}


def remedy_for(kind: str, value: object, context: Mapping[str, Any], bounds: Bounds) -> str | None:
    """The message for one kind of pydantic's errors, or None where there is no special one.

    Parameters
    ----------
    kind
        Pydantic's name of the error, for example ``less_than_equal``.
    value
        What was written.
    context
        What pydantic says about the error.
    bounds
        Smallest and largest value of the field.
    """
    if kind.startswith(("less_than", "greater_than")):
        return outside(value, bounds)
    if kind in ("bool_type", "bool_parsing"):
        return f"{kind_of(value)}. Write true or false."
    if kind.startswith(("int_", "float_", "finite_number")):
        return not_a_number(value, whole=kind.startswith("int_"))
    if kind.startswith("string_type"):
        return not_text(value)
    if kind in ("string_too_short", "too_short"):
        return "empty. Write at least one entry." if kind == "too_short" else "empty. Write a text."
    if kind in ("list_type", "tuple_type"):
        return f"{kind_of(value)}. Write a list: [...]."
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"{kind_of(value)}. Write keys and values below it: {{key: value}}."
    if kind.startswith("date_"):
        return f"{kind_of(value)}. Write a date such as 2026-03-01."
    if kind == "literal_error":
        return None
    if kind == "string_pattern_mismatch":
        return f"{shown(value)} does not fit. {_PATTERNS.get(str(context.get('pattern')), '')}"
    return None


_PATTERNS = {
    "^[A-Z]{3}$": "Write three capital letters, such as CNY.",
    r"^\w[\w-]*$": "Use letters, digits, _ and -.",
}


def one_of(value: object, words: list[str]) -> str:
    """The message for a word that is not on a fixed list."""
    listed = ", ".join(words)
    near = nearest(value, words) if isinstance(value, str) else None
    remedy = f" Use {near}." if near else " Use one of them."
    return f"{shown(value)} is not one of {listed}.{remedy}"


def outside(value: object, bounds: Bounds) -> str:
    """The message for a number that is too small or too large."""
    if not isinstance(value, int | float):
        return not_a_number(value)
    low, high = bounds.low, bounds.high
    said = shown(value)
    if low is not None and high is not None:
        remedy = "Raise it." if value < low or (value == low and bounds.open_low) else "Lower it."
        if low == 0.0 and high == 1.0 and 1.0 < value <= 100.0:
            remedy = f"Write {number_text(value / 100)} for {said} %."
        above = "above " if bounds.open_low else ""
        return f"{said} is outside {above}{number_text(low)} to {number_text(high)}. {remedy}"
    if low is not None:
        word = "not above" if bounds.open_low else "below"
        return f"{said} is {word} {number_text(low)}. Raise it."
    if high is not None:
        word = "not below" if bounds.open_high else "above"
        return f"{said} is {word} {number_text(high)}. Lower it."
    return f"{said} is out of range. Change it."


def not_a_number(value: object, whole: bool = False) -> str:
    """The message for something that should have been a number."""
    word = "a whole number" if whole else "a number"
    if isinstance(value, float):
        if value != value or abs(value) == float("inf"):
            return f"{value} is not finite. Write {word}."
        if value.is_integer() and abs(value) < 1e15:
            return f"{value} has a decimal point. Write {int(value)}."
        return f"{shown(value)} is not a whole number. Write {word}."
    if isinstance(value, str):
        meant = _meant(value)
        if meant is not None and (not whole or meant.is_integer()):
            return f"{shown(value)} is text. Write {number_text(meant)}."
    if isinstance(value, Mapping) and value and set(value) <= RANGE_KEYS:
        return f"a range without its value. Add value: {word}."
    return f"{kind_of(value)}. Write {word}."


def not_text(value: object) -> str:
    """The message for something that should have been text."""
    if isinstance(value, bool | int | float):
        return f'{kind_of(value)}. Write it in quotes: "{shown(value)}".'
    return f"{kind_of(value)}. Write a text."


def kind_of(value: object) -> str:
    """What a value is: ``"yes" is text``, ``5 is a number``, ``a list``."""
    said = shown(value)
    if isinstance(value, bool):
        return f"{said} is a truth value"
    if isinstance(value, str):
        return f"{said} is text"
    if isinstance(value, int | float):
        return f"{said} is a number"
    if value is None or isinstance(value, Mapping | list | tuple):
        return f"{said} is given" if value is not None else "empty"
    return f"{said} is a date"


def _meant(text: str) -> float | None:
    """The number that a text spells, with thousands separators, per cent or k, m, wan, yi."""
    found = _NUMBER.fullmatch(_SEPARATORS.sub("", text))
    if found is None:
        return None
    number = float(found[1])
    if found[2]:
        number = round(number * _SCALE[found[2].lower()], 12)
    return number if abs(number) < 1e15 else None
