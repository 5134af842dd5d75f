"""The table of everything that a result rests on: beliefs, and facts that nobody measured yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple, get_args

from pydantic.fields import FieldInfo

from simulation.fields import EVIDENCE, Section
from simulation.scenario.anatomy import nature_of
from simulation.scenario.checks import sections_of
from simulation.scenario.kinds import Family, shipped_members_of
from simulation.scenario.load import scenario_from
from simulation.scenario.model import Scenario
from simulation.scenario.tree import KeyPath, Node, child_of

WEAKEST_FIRST = tuple(reversed(EVIDENCE))
"""Assumptions first, measurements last."""

GIVEN = "given in the scenario"


class Parameter(NamedTuple):
    """One setting about how people or prices are, and who says so."""

    key: str
    value: float
    unit: str
    low: float | None
    high: float | None
    evidence: str
    source: str
    nature: str
    description: str


def parameters_of(scenario: Scenario) -> list[Parameter]:
    """Every belief of a scenario and every fact with a range, assumptions first."""
    rows = [
        row
        for path, section in sections_of(scenario)
        for row in parameters_in(section, address_of(scenario, path), written_at(scenario, path))
    ]
    return _weakest_first(rows)


def _weakest_first(rows: list[Parameter]) -> list[Parameter]:
    return sorted(rows, key=lambda row: WEAKEST_FIRST.index(row.evidence))


def default_parameters() -> list[Parameter]:
    """Every belief at its default, with those of all tactics, events and networks."""
    plainest = {"question": "?", "brand": {}, "strategies": {"none": []}}
    rows = [row for row in scenario_from(plainest).parameters() if row.key[:8] != "network."]
    for family in get_args(Family):
        for kind, member in shipped_members_of(family).items():
            for path, section in sections_of(member.model_construct(kind=kind)):
                rows += parameters_in(section, ".".join(map(str, (f"{family}s", kind, *path))))
    return _weakest_first(rows)


def written_at(scenario: Scenario, path: KeyPath) -> Collection[str]:
    """Keys that a scenario, or what it extends, writes at an address."""
    node: Node | None = scenario._assembled
    for key in path:
        node = None if node is None else child_of(node, key)
    return tuple(node.value) if node is not None and node.is_mapping else ()


def parameters_in(section: Section, at: str, written: Collection[str] = ()) -> list[Parameter]:
    """Rows of one section, in which somebody has ``written`` these keys."""
    rows = []
    for name, field in type(section).model_fields.items():
        value = getattr(section, name, None)
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if "evidence" in nature_of(field) or name in section.ranges:
            key = f"{at}.{name}" if at else name
            rows.append(_row(section, name, field, key, is_written=name in written))
    return rows


def _row(section: Section, name: str, field: FieldInfo, key: str, *, is_written: bool) -> Parameter:
    about = nature_of(field)
    value = getattr(section, name)
    written = section.ranges.get(name)
    known: dict[str, Any] = {
        part: about.get(part) for part in ("low", "high", "evidence", "source")
    }
    if written is not None:
        known = written._asdict()
    elif is_written and value != field.default:
        known |= {"evidence": "assumption", "source": GIVEN}
        if not _is_within(value, known["low"], known["high"]):
            known |= {"low": None, "high": None}
    return Parameter(
        key,
        value,
        str(about.get("unit", "")),
        known["low"],
        known["high"],
        str(known["evidence"] or "assumption"),
        str(known["source"] or ""),
        str(about.get("nature", "")),
        field.description or "",
    )


def _is_within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def address_of(scenario: Scenario, path: KeyPath) -> str:
    """The address that ``--set`` takes: names instead of indices."""
    if path[:1] == ("strategies",) and len(path) > 3 and isinstance(path[3], int):
        tactic = scenario.strategies[str(path[1])].tactics[path[3]]
        path = (*path[:2], tactic.label, *path[4:])
    elif path[:1] == ("events",) and len(path) > 1 and isinstance(path[1], int):
        path = ("events", scenario.events[path[1]].label, *path[2:])
    return ".".join(str(key) for key in path)
