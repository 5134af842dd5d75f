"""Which assumptions of a scenario are varied, and over what range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from simulation.errors import ArgumentError, ScenarioError
from simulation.experiments.asked import PYTHON, Asked, Row, Spelling
from simulation.results.robustness.assumption import Assumption
from simulation.scenario.parameters import GIVEN, Parameter

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

VARIED: Final = ("assumption", "practitioner_claim")
"""Evidence of settings that are varied without being asked for."""

NO_RANGE: Final = "no range is known for what is written; {with_range} gives one"
POINT: Final = "its range is one value"
PLAN: Final = "the strategy itself says it; {vary} varies it"
KNOWN: Final = "{evidence}; {vary} varies it"
FIXED: Final = "its address cannot be changed"
ELSEWHERE: Final = "of a strategy that is not compared"
REFUSED: Final = "left out on request"


class Chosen(NamedTuple):
    """What is varied, and what is not, with the reason."""

    varied: tuple[Assumption, ...]
    left_out: tuple[tuple[str, str], ...]


def choose(
    scenario: Scenario,
    strategies: Sequence[str],
    parameters: Iterable[str] = (),
    without: Iterable[str] = (),
    *,
    only: bool = False,
    spelling: Spelling = PYTHON,
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
    spelling
        How messages write these arguments.

    Raises
    ------
    ArgumentError
        If a key is unknown, has no range, or nothing is left to vary.
    """
    rows = _rows(scenario, strategies, spelling)
    reader = Asked(scenario, rows, spelling)
    asked, refused = reader.varied(parameters), reader.left_out(without)
    if only and not asked:
        remedy = spelling.varying("KEY")
        raise ArgumentError(f"{spelling.only}: nothing is named to be varied. Write {remedy}.")
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


def _is_in(row: Row, rows: Sequence[Row]) -> bool:
    return any(row.one.label == other.one.label for other in rows)


def _rows(scenario: Scenario, strategies: Sequence[str], spelling: Spelling) -> list[Row]:
    """Every row of the table of parameters, alike ones of several tactics as one."""
    groups: dict[tuple[object, ...], list[Parameter]] = {}
    for row in scenario.parameters():
        parts = row.key.split(".")
        if parts[0] != "strategies" or len(parts) < 4:
            groups[(row.key,)] = [row]
        elif parts[1] in strategies:
            tactic = (_kind(scenario, parts[1], parts[2]), *parts[3:])
            groups.setdefault((tactic, *row[1:7]), []).append(row)
    return [_row_of(scenario, rows, spelling) for rows in groups.values()]


def _kind(scenario: Scenario, strategy: str, label: str) -> str:
    return next(t.kind for t in scenario.strategies[strategy].tactics if t.label == label)


def _row_of(scenario: Scenario, rows: Sequence[Parameter], spelling: Spelling) -> Row:
    row = rows[0]
    label = row.key
    if len(rows) > 1:
        parts = row.key.split(".")
        label = ".".join(("strategies", "*", _kind(scenario, parts[1], parts[2]), *parts[3:]))
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
    return Row(one, _why_not(row, spelling))


def _why_not(row: Parameter, spelling: Spelling) -> str:
    vary = spelling.varying("KEY")
    if row.evidence not in VARIED:
        return KNOWN.format(evidence=row.evidence, vary=vary)
    if row.low is None or row.high is None:
        return NO_RANGE.format(with_range=spelling.varying("KEY=LOW..HIGH"))
    if row.low >= row.high:
        return POINT
    if row.key.startswith("strategies.") and row.source == GIVEN:
        return PLAN.format(vary=vary)
    return ""


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
