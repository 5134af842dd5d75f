"""The twelve example messages of the scenario language, word for word, place for place."""

from __future__ import annotations

import pytest

from simulation.scenario import load_scenario
from tests.scenario.conftest import Errors, Write

QUESTION = "question: Which?"
BRAND = "brand: {price: 400, unit_cost: 150}"
PHASES = "phases: {teaser: 0, launch: 21, market: 28}"


def at(line: int, *rest: str, before: tuple[str, ...] = (QUESTION, BRAND), indent: str = "") -> str:
    """A text in which ``rest`` begins on a line, with blank lines to get there."""
    blank = [""] * (line - 1 - len(before))
    return "\n".join(indent + text if text else text for text in [*before, *blank, *rest]) + "\n"


CASES = {
    "launch.yaml:9:3 strateges: no such key. Use strategies.": at(
        9, "strateges: {a: []}", "strategies: {a: []}", indent="  "
    ),
    'launch.yaml:31:14 strategies.a[0].kind: no tactic "hire_koc". Use hire_kocs; '
    "all: womsim list tactics.": at(
        31, "    - {kind: hire_koc}", before=(QUESTION, BRAND, "strategies:", "  a:")
    ),
    "launch.yaml:40:12 strategies.a[1].kind: product_defect is an event. Move it under events.": at(
        39,
        "  - {kind: hire_kocs}",
        "  - {kind: product_defect, day: 3}",
        before=(QUESTION, BRAND, "strategies:", "  a:"),
    ),
    "launch.yaml:22:16 brand.defect_share: 5 is outside 0 to 1. Write 0.05 for 5 %.": at(
        22, " defect_share: 5", "strategies: {a: []}", before=(QUESTION, "brand:")
    ),
    'launch.yaml:33:20 strategies.a[0].disclosed: "yes" is text. Write true or false.': at(
        32,
        "      - kind: hire_kocs",
        '        disclosed: "yes"',
        before=(QUESTION, BRAND, "strategies:", "  a:"),
    ),
    "launch.yaml:12:1 seed: given twice (first on line 7). Keep one.": at(
        7, "seed: 1", "", "", "", "", "seed: 2", "strategies: {a: []}"
    ),
    'launch.yaml:18:9 budget: "300,000" is text. Write 300000.': at(
        18, 'budget: "300,000"', "strategies: {a: []}"
    ),
    "launch.yaml:35:11 strategies.b[0].day: 200 is after the last day (179). "
    "Lower it or raise days.": at(
        34, "   - kind: hire_kocs", "     day: 200", before=(QUESTION, BRAND, "strategies:", "  b:")
    ),
    'launch.yaml:36:11 strategies.b[0].day: phase "lunch" is not in phases '
    "(teaser, launch, market). Use launch.": at(
        35,
        "   - kind: hire_kocs",
        "     day: lunch",
        before=(QUESTION, BRAND, PHASES, "strategies:", "  b:"),
    ),
    "launch.yaml:37:5 strategies.b[0]: budget and number are both given. Keep one.": at(
        37,
        "  - {kind: hire_kocs, budget: 100, number: 2}",
        before=(QUESTION, BRAND, "strategies:", "  b:"),
    ),
    "launch.yaml:38:15 strategies.b[0].fee: a range on a choice. Give one number here and "
    "vary it in a sweep.": at(
        37,
        "       - kind: hire_kocs",
        "         fee: {value: 5, low: 1, high: 9}",
        before=(QUESTION, BRAND, "strategies:", "  b:"),
    ),
}


@pytest.mark.parametrize("expected", CASES)
def test_message(expected: str, errors: Errors) -> None:
    assert errors(CASES[expected])[0] == expected


def test_message_about_the_market_gets_its_place(write: Write) -> None:
    """The twelfth case is known only when the market is built; the scenario lends its places."""
    text = at(
        29,
        "  - number:",
        "      3",
        "    kind: hire_kols",
        "    tier: head",
        before=(QUESTION, BRAND, "strategies:", " b:"),
    )
    scenario = load_scenario(write(text))
    fact = "3 head KOLs asked, 2 exist. Lower it or raise roles.kol_head."
    for key in ("strategies.b[0].number", "strategies.b.hire_kols.number"):
        assert str(scenario.problem(key, fact)) == (
            "launch.yaml:30:7 strategies.b[0].number: 3 head KOLs asked, 2 exist. "
            "Lower it or raise roles.kol_head."
        )
