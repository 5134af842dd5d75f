"""What a user asks to be varied, or not: ``KEY``, ``KEY=LOW..HIGH``, or all below an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulation.errors import ArgumentError, ScenarioError
from simulation.experiments.arguments import names, thing
from simulation.experiments.identity import flat
from simulation.results.robustness.assumption import Assumption
from simulation.scenario.nearest import use_nearest

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

ASKED: Final = "varied on request"
"""Evidence of a setting that is a choice or a fact, and gets a range from the user."""

LUCK: Final = "seed"
"""The key that is no assumption: all luck is drawn from it."""


class Spelling(NamedTuple):
    """How a user writes arguments, so that a remedy can be copied."""

    parameters: str
    without: str
    vary: str
    """Varies one setting; ``{}`` is its key."""
    only: str
    strategies: str
    points: str

    def varying(self, text: str) -> str:
        """How a setting, or one with its range, is asked for."""
        return self.vary.format(text)


PYTHON: Final = Spelling(
    *("parameters", "without", 'parameters=["{}"]', "only=True", "strategies=", "points=")
)
COMMAND: Final = Spelling(
    *("--parameter", "--without", "--parameter {}", "--only", "--strategy", "--points")
)


class Row(NamedTuple):
    """A setting that could be varied; ``why_not`` says why it is not without being asked for."""

    one: Assumption
    why_not: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called."""
        return self.one.label, *self.one.keys


class Asked:
    """Reads what is asked for, and says what is wrong with it in the user's spelling."""

    def __init__(self, scenario: Scenario, rows: Sequence[Row], spelling: Spelling) -> None:
        self.scenario = scenario
        self.rows = rows
        self.spelling = spelling

    def varied(self, texts: Any) -> dict[str, Row]:
        """What is to be varied, by label."""
        found: dict[str, Row] = {}
        for text in self._texts(self.spelling.parameters, texts):
            found.update({row.one.label: row for row in self._varied(text)})
        return found

    def left_out(self, texts: Any) -> set[str]:
        """Labels of what is not to be varied."""
        asked = self._texts(self.spelling.without, texts)
        return {row.one.label for text in asked for row in self._named(text, is_varied=False)}

    @staticmethod
    def _texts(argument: str, texts: Any) -> list[str]:
        """The keys in a list; a mapping would lose its ranges."""
        if isinstance(texts, Mapping):
            raise ArgumentError(f'{argument}: {thing(texts)}. Write a list: ["KEY=LOW..HIGH"].')
        if isinstance(texts, list | tuple | set) and not texts:
            return []
        return names(argument, texts)

    def _varied(self, text: str) -> list[Row]:
        key, equals, ends = text.partition("=")
        if equals:
            return [Row(self._with_range(key.strip(), ends.strip()))]
        found = self._named(text, is_varied=True)
        exact = {text, *(row.one.label for row in found if text in row.one.keys)}
        for row in found:
            if row.one.label in exact and not row.one.low < row.one.high:
                remedy = self.spelling.varying(f"{text}=LOW..HIGH")
                raise ArgumentError(
                    f"{self.spelling.parameters}: {text} has no range. Write {remedy}."
                )
        return [row for row in found if row.one.low < row.one.high]

    def _named(self, text: str, *, is_varied: bool) -> list[Row]:
        """Rows at an address or below it."""
        found = [
            row
            for row in self.rows
            if any(name == text or name.startswith(f"{text}.") for name in row.names)
        ]
        if not found:
            known = {name for row in self.rows for name in row.names}
            remedy = use_nearest(text, sorted(known)) or " womsim parameters SCENARIO lists them."
            more = " Other settings need KEY=LOW..HIGH." if is_varied else ""
            said = self.spelling.parameters if is_varied else self.spelling.without
            raise ArgumentError(f'{said}: no parameter "{text}".{remedy}{more}')
        return found

    def _with_range(self, key: str, ends: str) -> Assumption:
        """A setting with the range that the user gives."""
        low, high = self._ends(key, ends)
        row = next((row for row in self.rows if key in row.names), None)
        one = self._any_setting(key) if row is None else row.one
        said = self.spelling.parameters
        if one.is_whole and not (low.is_integer() and high.is_integer()):
            raise ArgumentError(f"{said}: {key} takes whole numbers. Write such ends.")
        one = one._replace(low=low, high=high)
        for end in (low, high):
            value = int(end) if one.is_whole else end
            try:
                self.scenario.with_changes(dict.fromkeys(one.keys, value))
            except ScenarioError as error:
                raise ArgumentError(f"{said}: {key}={ends}: {error.problems[0]}") from None
        return one

    def _ends(self, key: str, ends: str) -> tuple[float, float]:
        left, _, right = ends.partition("..")
        said = self.spelling.parameters
        try:
            low, high = float(left), float(right)
        except ValueError:
            remedy = self.spelling.varying(f"{key}=LOW..HIGH")
            fact = f'{said}: "{ends}" is no range of {key}.'
            raise ArgumentError(f"{fact} Write {remedy} with two numbers.") from None
        if not low < high:
            raise ArgumentError(f"{said}: {key}={ends} is empty. Put the lower end first.")
        return low, high

    def _any_setting(self, key: str) -> Assumption:
        """A number of the scenario that is in no table of parameters: a choice, or a fact."""
        said = self.spelling.parameters
        if key == LUCK:
            raise ArgumentError(
                f"{said}: seed is luck, no assumption. Leave it out; to repeat a study with other "
                "luck, change the scenario's seed."
            )
        numbers = {
            _address(name): value
            for name, value in flat(self.scenario.resolved())
            if isinstance(value, int | float) and not isinstance(value, bool)
        }
        if key not in numbers:
            remedy = use_nearest(key, numbers) or " Name a number of the scenario."
            raise ArgumentError(f'{said}: no number "{key}" to vary.{remedy}')
        value = numbers[key]
        return Assumption(
            key, (key,), value, value, value, evidence=ASKED, is_whole=isinstance(value, int)
        )


def _address(name: str) -> str:
    """The address of a setting, from its place among the resolved ones."""
    parts = name.removesuffix(".value").split(".")
    if parts[0] == "strategies" and parts[2:3] == ["tactics"]:
        del parts[2]
    return ".".join(parts)
