"""``womsim list``: what can be written in a scenario."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from simulation.cli.columns import aligned


class What(StrEnum):
    """What can be listed."""

    TACTICS = "tactics"
    EVENTS = "events"
    NETWORKS = "networks"
    PARAMETERS = "parameters"
    OUTCOMES = "outcomes"
    RESPONSES = "responses"
    SCENARIO = "scenario"
    SCHEMA = "schema"


class Row(NamedTuple):
    """One outcome."""

    outcome: str
    en: str
    zh: str
    better: str
    unit: str
    about: str


_FAMILIES = {What.TACTICS: "tactic", What.EVENTS: "event", What.NETWORKS: "network"}
_RESPONSE_HEAD = ["response", "zh", "group", "said", "takes away", "likely", "evidence", "source"]
_BETTER = {1: "more is better", -1: "less is better", 0: "neither is better"}

Asked = Annotated[What, typer.Argument(help="What to list.", show_default=False)]
Long = Annotated[bool, typer.Option("--long", help="With every key: unit, default, range, source.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Into = Annotated[
    Path | None,
    typer.Option(
        "--into", metavar="FILE", help="With scenario --long: renew the tables in a Markdown file."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("list")(list_)


def list_(what: Asked, long: Long = False, as_json: AsJson = False, into: Into = None) -> None:
    """List what a scenario can name: tactics, events, responses, outcomes, keys and more."""
    if into is not None:
        from simulation.scenario.docs import renew_tables

        renew_tables(into)
    elif what in _FAMILIES:
        _kinds(what, long, as_json)
    elif what is What.PARAMETERS:
        from simulation.cli.parameters import show_parameters

        show_parameters(None, as_json)
    elif what is What.OUTCOMES:
        _outcomes(long, as_json)
    elif what is What.RESPONSES:
        _responses(long, as_json)
    elif what is What.SCENARIO:
        _scenario(long, as_json)
    else:
        from simulation.scenario.schema import scenario_schema

        _print_json(scenario_schema())


def _kinds(what: What, long: bool, as_json: bool) -> None:
    from simulation.scenario.catalogue import keys_of_kind, kinds_in
    from simulation.scenario.docs import long_page
    from simulation.scenario.examples import example_of

    family = _FAMILIES[what]
    rows = kinds_in(family)  # type: ignore[arg-type]
    if as_json:
        found = [row._asdict() for row in rows]
        for row in found if long else ():
            keys = keys_of_kind(family, row["kind"])  # type: ignore[arg-type]
            row["keys"] = [key._asdict() for key in keys]
            row["example"] = example_of(family, row["kind"])  # type: ignore[arg-type]
        _print_json(found)
    elif long:
        print(long_page(family))  # type: ignore[arg-type]
    else:
        _print_lines([[row.kind, " ".join((row.about, row.zh)).strip()] for row in rows])


def _outcomes(long: bool, as_json: bool) -> None:
    from simulation.results.outcomes import OUTCOMES

    rows = [
        Row(
            name,
            outcome.label["en"],
            outcome.label["zh"],
            _BETTER[outcome.direction],
            outcome.unit,
            outcome.definition,
        )
        for name, outcome in OUTCOMES.items()
    ]
    if as_json:
        _print_json([row._asdict() for row in rows])
    elif long:
        _print_lines([[row.outcome, row.unit, row.better, row.about, row.zh] for row in rows])
    else:
        _print_lines([[row.outcome, f"{row.en} {row.zh}"] for row in rows])


def _responses(long: bool, as_json: bool) -> None:
    from simulation.scenario.responses import responses

    rows = responses()
    if as_json:
        _print_json([row._asdict() for row in rows])
    elif long:
        _print_lines([_RESPONSE_HEAD, *(list(row) for row in rows)])
    else:
        _print_lines([[name, zh] for name, zh in dict((row[:2]) for row in rows).items()])


def _scenario(long: bool, as_json: bool) -> None:
    from simulation.scenario.catalogue import keys_of_scenario
    from simulation.scenario.docs import tables

    rows = keys_of_scenario()
    if as_json:
        _print_json([row._asdict() for row in rows])
    elif long:
        print(tables())
    else:
        _print_lines([[row.key, row.type, row.default, row.about] for row in rows])


def _print_lines(rows: list[list[str]]) -> None:
    for line in aligned(rows):
        print(line)


def _print_json(thing: object) -> None:
    json.dump(thing, sys.stdout, indent=2, ensure_ascii=False)
    print()
