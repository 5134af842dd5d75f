"""What each row of the client's articles became: ``docs/coverage.yaml`` as the table of a page.

A *thing* is a kind of tactic or event, a field of one (``hire_kols.disclosed``), an address of a
scenario (``consumers.talk``), an outcome, a table of results or a file of ``scenarios/``. Each
names the test or the scenario that exercises it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ruamel.yaml

from simulation.results.outcomes import OUTCOMES
from simulation.scenario.catalogue import keys_of_kind, keys_of_scenario
from simulation.scenario.kinds import shipped_members_of
from simulation.scenario.model import Scenario
from simulation.scenario.settings.segments import Segment

ROOT = Path(__file__).parent.parent
FILE = Path(__file__).with_name("coverage.yaml")
RESULTS = ("funnel", "journey", "credit", "ledger")
"""Tables of a comparison that a row may name."""


class Row(NamedTuple):
    """A row of the inventory: its number, the words of the article, and what it became."""

    number: int
    quote: str
    things: tuple[str, ...]


@cache
def read() -> tuple[tuple[Row, ...], Mapping[str, str]]:
    """The rows, and by thing the test or scenario that exercises it."""
    written: Any = ruamel.yaml.YAML(typ="safe").load(FILE.read_text("utf-8"))
    rows = [Row(each["row"], each["quote"], tuple(each["things"])) for each in written["rows"]]
    return tuple(rows), dict(written["exercised_by"])


def sort_of(thing: str) -> str:
    """What a thing is, in a word; empty where there is no such thing."""
    first, _, field = thing.partition(".")
    for family in ("tactic", "event"):
        members = shipped_members_of(family)
        if first in members:
            keys = [key.key for key in keys_of_kind(family, first)]
            return family if not field else f"field of a {family}" if field in keys else ""
    if thing in OUTCOMES:
        return "outcome"
    if thing in RESULTS:
        return "table"
    if _is_address(thing):
        return "key"
    if (ROOT / "scenarios" / f"{thing}.yaml").is_file():
        return "scenario"
    return ""


def _is_address(thing: str) -> bool:
    """Whether a scenario has this key, or this section."""
    if thing in Scenario.model_fields or thing == "extends":
        return True
    if thing.startswith("consumers.segments."):
        return thing.removeprefix("consumers.segments.") in Segment.model_fields
    known = [key.key.replace(".NAME", "") for key in keys_of_scenario()]
    if thing.startswith("network."):
        kinds = shipped_members_of("network")
        known += [f"network.{key.key}" for kind in kinds for key in keys_of_kind("network", kind)]
    return any(key == thing or key.startswith(f"{thing}.") for key in known)


def table_rows() -> list[tuple[str, str, str, str]]:
    """Number, quote, things and what exercises them, for the page."""
    rows, exercised = read()
    found = []
    for row in rows:
        things = ", ".join(f"`{thing}`" for thing in row.things)
        places = dict.fromkeys(exercised.get(thing, "") for thing in row.things)
        shown = ", ".join(f"`{place}`" for place in places if place)
        found.append((str(row.number), row.quote, things, shown))
    return found
