"""Which assumptions of a scenario are varied, and over what range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from simulation.errors import ArgumentError, ScenarioError
from simulation.experiments.identity import flat
from simulation.results.robustness.assumption import Assumption
from simulation.scenario.nearest import use_nearest
from simulation.scenario.parameters import GIVEN, Parameter

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

VARIED: Final = ("assumption", "practitioner_claim")
"""Evidence of settings that are varied without being asked for."""

ASKED: Final = "varied on request"
"""Evidence of a setting that is a choice or a fact, and gets a range on the command line."""

NO_RANGE: Final = "no range is known for what is written; --parameter KEY=LOW..HIGH gives one"
POINT: Final = "its range is one value"
PLAN: Final = "the strategy itself says it; --parameter varies it"
KNOWN: Final = "{evidence}; --parameter varies it"
FIXED: Final = "its address cannot be changed"
ELSEWHERE: Final = "of a strategy that is not compared"
REFUSED: Final = "left out on request"


class Chosen(NamedTuple):
    """What is varied, and what is not, with the reason."""

    varied: tuple[Assumption, ...]
    left_out: tuple[tuple[str, str], ...]


class _Row(NamedTuple):
    """A setting that could be varied; ``why_not`` says why it is not without being asked for."""

    one: Assumption
    why_not: str = ""
    has_range: bool = True


def choose(
    scenario: Scenario,
    strategies: Sequence[str],
    parameters: Iterable[str] = (),
    without: Iterable[str] = (),
    *,
    only: bool = False,
) -> Chosen:
    """Choose the settings that are varied.

    By itself: all that are labelled assumption or practitioner's claim and have a range. Settings
    of tactics that are alike (same kind, field, value and range) in several strategies are one
    assumption about the world, and get one value together.

    Parameters
    ----------
    scenario
        The scenario as written.
    strategies
        Those that are compared; settings of the others are left out.
    parameters
        ``KEY`` adds a setting with a range, whatever its evidence, or all below an address;
        ``KEY=LOW..HIGH`` gives a range, also to what is no assumption.
    without
        Settings, or addresses above them, that are left out.
    only
        Vary nothing but ``parameters``.

    Raises
    ------
    ArgumentError
        If a key is unknown, has no range, or nothing is left to vary.
    """
    rows = _rows(scenario, strategies)
    asked: dict[str, _Row] = {}
    for text in parameters:
        asked.update({row.one.label: row for row in _asked(scenario, rows, text)})
    refused = {row.one.label for text in without for row in _named(rows, text, "--without")}
    chosen: list[Assumption] = []
    left_out: list[tuple[str, str]] = []
    for row in (*rows, *(row for row in asked.values() if not _is_in(row, rows))):
        one = asked[row.one.label].one if row.one.label in asked else row.one
        if one.label in refused:
            left_out.append((one.label, REFUSED))
        elif one.label in asked or not (only or row.why_not):
            chosen.append(one)
        elif not only:
            left_out.append((one.label, row.why_not))
    others = [name for name in scenario.strategies if name not in strategies]
    left_out += [(f"strategies.{name}", ELSEWHERE) for name in others]
    varied, fixed = _changeable(scenario, chosen)
    if not varied:
        raise ArgumentError("nothing is left to vary. See womsim parameters for what has a range.")
    return Chosen(varied, (*left_out, *((one.label, FIXED) for one in fixed)))


def _is_in(row: _Row, rows: Sequence[_Row]) -> bool:
    return any(row.one.label == other.one.label for other in rows)


def _rows(scenario: Scenario, strategies: Sequence[str]) -> list[_Row]:
    """Every row of the table of parameters, alike ones of several tactics as one."""
    groups: dict[tuple[object, ...], list[Parameter]] = {}
    for row in scenario.parameters():
        parts = row.key.split(".")
        if parts[0] != "strategies" or len(parts) < 4:
            groups[(row.key,)] = [row]
        elif parts[1] in strategies:
            tactic = (_kind(scenario, parts[1], parts[2]), *parts[3:])
            groups.setdefault((tactic, *row[1:7]), []).append(row)
    return [_row_of(scenario, rows) for rows in groups.values()]


def _kind(scenario: Scenario, strategy: str, label: str) -> str:
    return next(t.kind for t in scenario.strategies[strategy].tactics if t.label == label)


def _row_of(scenario: Scenario, rows: Sequence[Parameter]) -> _Row:
    row = rows[0]
    label = row.key
    if len(rows) > 1:
        parts = row.key.split(".")
        label = ".".join(("strategies", "*", _kind(scenario, parts[1], parts[2]), *parts[3:]))
    has_range = row.low is not None and row.high is not None
    one = Assumption(
        label=label,
        keys=tuple(each.key for each in rows),
        value=row.value,
        low=row.value if row.low is None else row.low,
        high=row.value if row.high is None else row.high,
        unit=row.unit,
        evidence=row.evidence,
        source=row.source,
        is_whole=isinstance(row.value, int),
    )
    return _Row(one, _why_not(row), has_range)


def _why_not(row: Parameter) -> str:
    if row.evidence not in VARIED:
        return KNOWN.format(evidence=row.evidence)
    if row.low is None or row.high is None:
        return NO_RANGE
    if row.low >= row.high:
        return POINT
    if row.key.startswith("strategies.") and row.source == GIVEN:
        return PLAN
    return ""


def _asked(scenario: Scenario, rows: Sequence[_Row], text: str) -> list[_Row]:
    """What one ``--parameter`` asks for."""
    key, equals, ends = text.partition("=")
    if equals:
        return [_Row(_with_range(scenario, rows, key.strip(), ends))]
    found = _named(rows, text, "--parameter")
    exact = {text, *(row.one.label for row in found if text in row.one.keys)}
    for row in found:
        if row.one.label in exact and not row.one.low < row.one.high:
            raise ArgumentError(
                f"--parameter {text}: it has no range. Write --parameter {text}=LOW..HIGH."
            )
    return [row for row in found if row.one.low < row.one.high]


def _named(rows: Sequence[_Row], text: str, option: str) -> list[_Row]:
    """Rows at an address or below it."""
    found = [
        row
        for row in rows
        if any(
            name == text or name.startswith(f"{text}.") for name in (row.one.label, *row.one.keys)
        )
    ]
    if not found:
        names = {name for row in rows for name in (row.one.label, *row.one.keys)}
        remedy = use_nearest(text, sorted(names)) or " womsim parameters SCENARIO lists them."
        more = "" if option == "--without" else " Other settings need KEY=LOW..HIGH."
        raise ArgumentError(f'{option}: no parameter "{text}".{remedy}{more}')
    return found


def _with_range(scenario: Scenario, rows: Sequence[_Row], key: str, ends: str) -> Assumption:
    """A setting with the range that the user gives."""
    low, high = _ends(key, ends)
    row = next((row for row in rows if key in (row.one.label, *row.one.keys)), None)
    one = _any_setting(scenario, key) if row is None else row.one
    if one.is_whole and not (low.is_integer() and high.is_integer()):
        raise ArgumentError(f"--parameter {key}: it takes whole numbers. Write such ends.")
    one = one._replace(low=low, high=high)
    for end in (low, high):
        value = int(end) if one.is_whole else end
        try:
            scenario.with_changes(dict.fromkeys(one.keys, value))
        except ScenarioError as error:
            raise ArgumentError(f"--parameter {key}={ends}: {error.problems[0]}") from None
    return one


def _ends(key: str, ends: str) -> tuple[float, float]:
    left, _, right = ends.partition("..")
    try:
        low, high = float(left), float(right)
    except ValueError:
        fact = f'--parameter {key}: "{ends}" is no range.'
        raise ArgumentError(f"{fact} Write {key}=LOW..HIGH, like 0.2..0.8.") from None
    if not low < high:
        raise ArgumentError(f"--parameter {key}: {ends} is empty. Put the lower end first.")
    return low, high


def _any_setting(scenario: Scenario, key: str) -> Assumption:
    """A number of the scenario that is in no table of parameters: a choice, or a measured fact."""
    numbers = {
        _address(name): value
        for name, value in flat(scenario.resolved())
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    if key not in numbers:
        remedy = use_nearest(key, numbers) or " Name a number of the scenario."
        raise ArgumentError(f'--parameter: no number "{key}" to vary.{remedy}')
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


def _changeable(
    scenario: Scenario, chosen: Sequence[Assumption]
) -> tuple[tuple[Assumption, ...], list[Assumption]]:
    """Those whose addresses can be changed, and those whose cannot."""
    if _can_change(scenario, chosen):
        return tuple(chosen), []
    fine = tuple(one for one in chosen if _can_change(scenario, [one]))
    return fine, [one for one in chosen if one not in fine]


def _can_change(scenario: Scenario, chosen: Iterable[Assumption]) -> bool:
    """Whether settings can be written anew with the values that they have."""
    changes = {key: int(o.value) if o.is_whole else o.value for o in chosen for key in o.keys}
    try:
        scenario.with_changes(changes)
    except ScenarioError:
        return False
    return True
