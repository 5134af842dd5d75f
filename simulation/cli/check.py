"""``womsim check``: is a scenario right, and what would it run?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from simulation.cli.columns import aligned
from simulation.cli.completion import scenario_files
from simulation.cli.waiting import graph_said

if TYPE_CHECKING:
    from simulation.scenario import Scenario

Files = Annotated[
    list[Path] | None,
    typer.Argument(help="Scenario files.", show_default=False, autocompletion=scenario_files),
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a setting; the value is YAML."),
]
Quick = Annotated[bool, typer.Option("--quick", help="Read only; do not build the market.")]
Schema = Annotated[
    bool, typer.Option("--schema", help="Print the JSON Schema of scenario files, for editors.")
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, what is wrong included.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    files: Files = None,
    changes: Changes = None,
    quick: Quick = False,
    schema: Schema = False,
    as_json: AsJson = False,
) -> None:
    """Say whether scenario files are right, and what they would run."""
    if schema:
        _print_schema()
        return
    if not files:
        raise typer.BadParameter("name at least one scenario file", param_hint="FILES")
    found = [_look(file, changes or [], quick, as_json) for file in files]
    if as_json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
    if not all(each["ok"] for each in found):
        raise typer.Exit(2)


def _print_schema() -> None:
    from simulation.scenario.schema import scenario_schema

    print(json.dumps(scenario_schema(), indent=2, ensure_ascii=False))


def _look(file: Path, changes: list[str], quick: bool, as_json: bool) -> dict[str, Any]:
    """Whether a file is right, in plain values; in words it is said here, unless as JSON."""
    from simulation.cli.called import as_typed
    from simulation.errors import ScenarioError, SimulationError
    from simulation.scenario import load_scenario

    try:
        scenario = load_scenario(file)
        if changes:
            scenario = scenario.with_assignments(changes)
        with graph_said(scenario, quiet=quick, then=""):
            size = _size(scenario, quick)
    except SimulationError as error:
        if not as_json:
            print(as_typed(str(error)), file=sys.stderr)
        known = error.problems if isinstance(error, ScenarioError) else ()
        problems = [problem._asdict() for problem in known] or [{"message": str(error)}]
        return {"file": str(file), "ok": False, "problems": problems}
    if not as_json:
        for line in _report(scenario, file, size.said) + [f"  note: {n}" for n in size.notes]:
            print(as_typed(line))
    return {"file": str(file), "ok": True, "problems": [], **_values(scenario, size)}


def _values(scenario: Scenario, size: Size) -> dict[str, Any]:
    """What a scenario would run, in plain values."""
    from simulation.scenario.plans import plan_of

    plans = {name: plan_of(scenario, name) for name in scenario.strategies}
    return {
        "name": scenario.name,
        "consumers": size.consumers,
        "ties": size.ties,
        "network": scenario.network.kind,
        "people_per_consumer": scenario.network.people_per_consumer,
        "days": scenario.days,
        "currency": scenario.currency,
        "replications": _replications(scenario),
        "baseline": scenario.baseline,
        "strategies": [
            {"name": name, "plans": plan.amount, "at_most": plan.at_most}
            for name, plan in plans.items()
        ],
        "what_if": {name: _changes(scenario, name) for name in scenario.what_if},
        "warnings": list(scenario.warnings),
        "notes": size.notes,
    }


def _replications(scenario: Scenario) -> int | None:
    """Runs of each strategy; None where replicates are added until it is settled."""
    is_written = "replications" in scenario.model_fields_set
    return scenario.replications if is_written else None


class Size(NamedTuple):
    """How large a market is."""

    said: str
    consumers: int | None
    ties: int | None = None
    """None where it is not known without building."""
    notes: tuple[str, ...] = ()
    """What was dropped of a graph."""


def _size(scenario: Scenario, quick: bool) -> Size:
    """How large the market is; building it shows what cannot work in it."""
    kind = scenario.network.kind
    if quick:
        n = getattr(scenario.network, "consumers", None)
        return Size(f"{n:,} consumers ({kind})" if n else f"consumers from {kind}", n)
    from simulation.experiments.first_market import checked_market

    market, *_ = [checked_market(world, 0) for world in scenario.worlds.values()]
    consumers, ties = market.n_consumers, market.graph.n_ties
    said = f"{consumers:,} consumers, {ties:,} ties ({kind})"
    return Size(said, consumers, ties, tuple(market.graph.notes))


def _changes(scenario: Scenario, world: str) -> str:
    """What is different in a world, as ``--set`` would write it."""
    from simulation.experiments.identity import flat

    written = flat(scenario.resolved()["what_if"][world])
    return ", ".join(f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in written)


def _report(scenario: Scenario, file: Path, size: str) -> list[str]:
    from simulation.experiments.precision import replicates_text
    from simulation.scenario.plans import plan_of

    n = len(scenario.strategies)
    strategies = f"{n} {'strategy' if n == 1 else 'strategies'}"
    replicates = replicates_text(scenario)
    scale = f"people_per_consumer {scenario.network.people_per_consumer:g}"
    lines = [f"{file}: ok: {size}, {scale}, {scenario.days} days, {strategies}, {replicates}"]
    rows = []
    for name in scenario.strategies:
        mark = "baseline" if name == scenario.baseline else ""
        rows.append([f"  {name}", f"plans {plan_of(scenario, name)} {scenario.currency}", mark])
    lines += aligned(rows)
    lines += aligned([[f"  what_if {name}", _changes(scenario, name)] for name in scenario.what_if])
    return lines + [f"  warning: {warning}" for warning in scenario.warnings]
