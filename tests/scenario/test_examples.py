"""Every kind that is listed comes with an example that runs."""

from __future__ import annotations

import pytest
import ruamel.yaml

from simulation.market_run import MarketRun
from simulation.scenario.build import build_market
from simulation.scenario.docs import long_page, plain_text
from simulation.scenario.examples import example_of, example_text, scenario_with
from simulation.scenario.kinds import Family, shipped_members_of
from simulation.scenario.load import scenario_from

DAYS = 12
NEEDS_A_FILE = {"file"}
KINDS: list[tuple[Family, str]] = [
    (family, kind)
    for family in ("tactic", "event", "network")
    for kind in shipped_members_of(family)
]


@pytest.mark.parametrize(("family", "kind"), KINDS)
def test_the_example_runs(family: Family, kind: str) -> None:
    written = example_of(family, kind)
    assert written["kind"] == kind
    shown = ruamel.yaml.YAML(typ="safe").load(example_text(family, kind))
    assert (shown if family == "network" else shown[0]) == written
    scenario = scenario_from(scenario_with(family, written))
    if kind in NEEDS_A_FILE:
        return
    run = MarketRun(scenario, "tried", build_market(scenario, 0))
    assert run.problems() == []
    for _ in range(DAYS):
        run.live()
    assert run.daily[DAYS - 1].sum() > 0


def test_the_long_page_says_what_it_does_with_source_and_example() -> None:
    page = long_page("tactic")
    assert "|key|what to write|unit|default|nature|likely|evidence|source|meaning|" in page
    assert page.count("Example: `- {kind: ") == len(shipped_members_of("tactic"))
    assert ":class:" not in page


def test_plain_text_of_a_docstring() -> None:
    text = """First line.

    A share ``a b`` of :class:`~simulation.x.Thing`, see :class:`Other`::

        c
    """
    plain = "First line.\n\nA share `a b` of `Thing`, see `Other`:\n\n    c"
    assert plain_text(text) == plain
