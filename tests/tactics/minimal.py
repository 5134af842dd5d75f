"""The least that a plug-in needs to run, found by trying: required fields first, then one more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from simulation.errors import ScenarioError
from simulation.events.base import Event
from simulation.plugins import Plugin
from simulation.scenario.kinds import shipped_members_of
from tests.small_markets import scenario

# A value of each type that a field may have, tried in this order.
TRIED: tuple[Any, ...] = (0.25, 2, "video", True, [3])

TACTICS, EVENTS = shipped_members_of("tactic"), shipped_members_of("event")
"""Kinds that come with womsim, not those of other tests."""


def is_valid(family: type[Plugin], written: dict[str, Any]) -> bool:
    """Whether a scenario takes it."""
    try:
        if issubclass(family, Event):
            scenario(events=[written])
        else:
            scenario([written])
    except ScenarioError:
        return False
    return True


def attempts(member: type[Plugin], start: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The required fields, then with one of the others."""
    yield start
    for name, field in member.model_fields.items():
        if not field.is_required() and name not in start:
            yield from ({**start, name: value} for value in TRIED)


def needed(field: FieldInfo) -> Any:
    """A value for a required field: day 2, or the first that its type takes."""
    return 2 if field.annotation is int else TRIED[0]


def minimal(member: type[Plugin]) -> dict[str, Any]:
    """The smallest mapping that a scenario takes as this kind."""
    kind = member.model_fields["kind"].default
    required = {
        name: needed(field) for name, field in member.model_fields.items() if field.is_required()
    }
    for written in attempts(member, {"kind": kind, **required}):
        if is_valid(member, written):
            return written
    raise AssertionError(f"{kind}: no small example found; teach tests.tactics.minimal one.")
