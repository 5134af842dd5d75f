"""A scenario as a visitor edits it: what was read, and each change as ``--set`` would write it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.cli.called import called
from simulation.fields import Section

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario
    from simulation.scenario.parameters import Parameter


@dataclass(frozen=True, eq=False)
class Draft:
    """A scenario file with changes over it; frozen, so that a changed one is another one."""

    file: Path
    """Where it was read from."""
    shown: str
    """How commands and messages call that file."""
    base: Scenario
    """As read."""
    scenario: Scenario
    """With the changes."""
    changes: Mapping[str, str] = field(default_factory=dict)
    """Values by address, as the text behind ``=`` of ``--set``."""
    is_uploaded: bool = False
    """Whether the file is a visitor's, in a folder that means nothing elsewhere."""

    @property
    def assignments(self) -> list[str]:
        """The changes as ``--set`` takes them."""
        return [f"{key}={value}" for key, value in self.changes.items()]

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Everything that a result rests on, by address."""
        return {row.key: row for row in self.scenario.parameters()}

    def edit(self, key: str, value: object) -> Draft:
        """Another draft in which a setting has another value.

        Parameters
        ----------
        key
            Address, such as ``brand.quality`` or ``strategies.many_kocs.hire_kocs.budget``.
        value
            A plain value; None removes the setting. The value as read takes the change back.

        Raises
        ------
        ScenarioError
            If the scenario would be wrong, with the message of the command.
        """
        return self.edit_all({key: value})

    def edit_all(self, values: Mapping[str, object]) -> Draft:
        """Another draft in which several settings have other values at once."""
        changes = dict(self.changes)
        for key, value in values.items():
            for written in (key, f"{key}.value"):
                changes.pop(written, None)
            if value is None or not _is_same(value, value_at(self.base, key)):
                changes[self._address(key, value)] = yaml_value(value)
        return self.with_changes(changes)

    def with_changes(self, changes: Mapping[str, str]) -> Draft:
        """Another draft with these changes and no others.

        Raises
        ------
        ScenarioError
            If the scenario would be wrong.
        """
        changed = replace(self, changes=dict(changes))
        if not changes:
            return replace(changed, scenario=self.base)
        return replace(changed, scenario=self.base.with_assignments(changed.assignments))

    def _address(self, key: str, value: object) -> str:
        """Where to write a value: inside the range that stands around it, if it is within."""
        place = section_at(self.base, key)
        known = None if place is None else place[0].ranges.get(place[1])
        if known is None or not isinstance(value, int | float):
            return key
        is_above = known.low is None or known.low <= value
        is_below = known.high is None or value <= known.high
        return f"{key}.value" if is_above and is_below else key

    def command(self, *words: str) -> str:
        """The command that does the same, ready to be pasted into a terminal."""
        sets = [part for text in self.assignments for part in ("--set", text)]
        plain = [self.plain(part) for part in (words[0], self.shown, *words[1:], *sets)]
        return f"{called()} {shlex.join(plain)}"

    def plain(self, text: str) -> str:
        """A text without the folder of uploads, which is gone when the page is closed."""
        return text.replace(f"{self.file.parent}/", "") if self.is_uploaded else text


def open_draft(file: Path, shown: str | None = None) -> Draft:
    """Read a scenario file with the strict loader.

    Parameters
    ----------
    file
        Where it is.
    shown
        How commands call a file of a visitor, whose folder means nothing elsewhere; its path if
        left out.

    Raises
    ------
    ScenarioError
        If anything in it is wrong.
    """
    from simulation.scenario.load import load_scenario

    scenario = load_scenario(file)
    return Draft(file, shown or str(file), scenario, scenario, {}, shown is not None)


def yaml_value(value: object) -> str:
    """A plain value as YAML in one line; JSON is YAML, and a date is written as one."""
    return json.dumps(value, ensure_ascii=False, default=str)


def section_at(scenario: Scenario, key: str) -> tuple[Section, str] | None:
    """The section that holds an address, and the field in it; None where there is no such place."""
    *above, name = key.split(".")
    found: Any = scenario
    for word in above:
        found = _below(found, word)
    if isinstance(found, Section) and name in type(found).model_fields:
        return found, name
    return None


def value_at(scenario: Scenario, key: str) -> Any:
    """The value at an address; None where there is no such place."""
    place = section_at(scenario, key)
    return None if place is None else getattr(place[0], place[1])


def _below(thing: Any, word: str) -> Any:
    """What stands under a key, or the tactic or event of that name."""
    if isinstance(thing, Mapping):
        return thing.get(word)
    inner = getattr(thing, "tactics", thing)
    if isinstance(inner, Sequence) and not isinstance(inner, str):
        return next((item for item in inner if getattr(item, "label", None) == word), None)
    return getattr(thing, word, None)


def _is_same(value: object, other: object) -> bool:
    return (type(value) is type(other) and value == other) or _numbers(value, other)


def _numbers(value: object, other: object) -> bool:
    both = (value, other)
    is_plain = all(isinstance(v, int | float) and not isinstance(v, bool) for v in both)
    return is_plain and value == other
