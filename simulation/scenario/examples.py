"""The smallest example of each tactic, event and network that a scenario takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Any

from pydantic.fields import FieldInfo

from simulation.errors import ScenarioError
from simulation.plugins import Plugin
from simulation.scenario.anatomy import nature_of, options_of, words_of
from simulation.scenario.kinds import Family, members_of
from simulation.scenario.load import scenario_from
from simulation.scenario.tree import number_text

AROUND: Mapping[str, Any] = {
    "question": "Does it help?",
    "days": 180,
    "network": {"kind": "community", "consumers": 500},
    "roles": {"kol_head": 1, "kol_waist": 3, "kol_tail": 5, "koc": 0.05, "employee": 5},
    "brand": {"owners_at_start": 0.05},
    "rivals": [{"name": "rival"}],
}
"""The scenario in which every example runs."""

_USUAL: Mapping[str, float | int] = {
    "money": 100.0, "share": 0.2, "ratio": 0.2, "day": 10, "days": 10.0, "hours": 24.0,
}  # fmt: skip
"""What an example says for a setting of this unit."""

PURSE = 10_000
"""Money of a tactic in its example: what has no price of its own still says what it may spend."""

BESIDE: Mapping[str, list[dict[str, Any]]] = {
    "reallocate_budget": [
        {"kind": "hire_kocs", "budget": PURSE},
        {"kind": "advertise", "channel": "video", "budget": PURSE},
    ]
}
"""Other tactics of the strategy, for a tactic that works on others."""

_NAMED: Mapping[str, dict[str, Any]] = {"reallocate_budget": {"among": ["hire_kocs", "advertise"]}}
"""What has to be said so that the tactics beside it are meant."""

_TEXTS = ("network.csv", "video", "rival", "battery")
_MOST_EXTRA = 2


def scenario_with(family: Family, written: Mapping[str, Any]) -> dict[str, Any]:
    """A whole scenario around an example, as it would be written."""
    there: dict[str, Any] = {**AROUND, "strategies": {"nothing": [], "tried": []}}
    there["baseline"] = "nothing"
    if family == "tactic":
        there["strategies"]["tried"] = [dict(written), *BESIDE.get(str(written["kind"]), [])]
    elif family == "event":
        there["events"] = [dict(written)]
    else:
        there["network"] = dict(written)
    return there


@cache
def _found(family: Family, kind: str) -> tuple[tuple[str, Any], ...] | None:
    member = members_of(family)[kind]
    required: dict[str, Any] = {"kind": kind, **_NAMED.get(kind, {})}
    for name, field in member.model_fields.items():
        if field.is_required() and name not in required:
            required[name] = next(iter(_values(field)))
    if family == "tactic" and kind not in BESIDE:
        required["budget"] = PURSE
    for written in _attempts(member, required):
        if _is_taken(family, written):
            return tuple(written.items())
    return None


def example_of(family: Family, kind: str) -> dict[str, Any]:
    """An example of a kind: what has to be written and nothing else; empty where none is found."""
    return dict(_found(family, kind) or ())


def example_text(family: Family, kind: str) -> str:
    """The example as one line of YAML."""
    written = example_of(family, kind)
    inside = ", ".join(f"{name}: {_shown(value)}" for name, value in written.items())
    return f"{'' if family == 'network' else '- '}{{{inside}}}" if written else ""


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    return str(value)


def _attempts(member: type[Plugin], start: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The required fields, then with one or two of the others."""
    others = {
        name: list(_values(field))
        for name, field in member.model_fields.items()
        if not field.is_required() and name not in start
    }
    for n_extra in range(_MOST_EXTRA + 1):
        for names in combinations(others, n_extra):
            yield from _filled(start, names, others)


def _filled(
    start: dict[str, Any], names: tuple[str, ...], values: Mapping[str, list[Any]]
) -> Iterator[dict[str, Any]]:
    if not names:
        yield start
        return
    for value in values[names[0]]:
        yield from _filled({**start, names[0]: value}, names[1:], values)


def _values(field: FieldInfo) -> Iterator[Any]:
    """What an example could say for a field, the most usual first."""
    words = words_of(field.annotation)
    yield from words
    usual = _USUAL.get(str(nature_of(field).get("unit", "")))
    options = list(options_of(field.annotation))
    if usual is not None:
        yield int(usual) if int in options and float not in options else usual
    if int in options:
        yield 5
    if float in options:
        yield 1.0
    if str in options and not words:
        yield from _TEXTS
    if bool in options:
        yield True
    if not words and usual is None and not {int, float, str, bool} & set(options):
        yield [3]


def _is_taken(family: Family, written: Mapping[str, Any]) -> bool:
    try:
        scenario_from(scenario_with(family, written))
    except ScenarioError:
        return False
    return True
