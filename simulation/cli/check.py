"""``womsim check``: is a scenario right, and what would it run?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.columns import aligned

if TYPE_CHECKING:
    from simulation.scenario import Scenario

Files = Annotated[list[Path] | None, typer.Argument(help="Scenario files.", show_default=False)]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a setting; the value is YAML."),
]
Quick = Annotated[bool, typer.Option("--quick", help="Read only; do not build the market.")]
Schema = Annotated[
    bool, typer.Option("--schema", help="Print the JSON Schema of scenario files, for editors.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    files: Files = None, changes: Changes = None, quick: Quick = False, schema: Schema = False
) -> None:
    """Say whether scenario files are right, and what they would run."""
    if schema:
        _print_schema()
        return
    if not files:
        raise typer.BadParameter("name at least one scenario file", param_hint="FILES")
    n_wrong = sum(not _is_right(file, changes or [], quick) for file in files)
    if n_wrong:
        raise typer.Exit(2)


def _print_schema() -> None:
    import json

    from simulation.scenario.schema import scenario_schema

    print(json.dumps(scenario_schema(), indent=2, ensure_ascii=False))


def _is_right(file: Path, changes: list[str], quick: bool) -> bool:
    from simulation.errors import SimulationError
    from simulation.scenario import load_scenario

    try:
        scenario = load_scenario(file)
        if changes:
            scenario = scenario.with_assignments(changes)
        size, notes = _size(scenario, quick)
    except SimulationError as error:
        print(error, file=sys.stderr)
        return False
    for line in _report(scenario, file, size) + notes:
        print(line)
    return True


def _size(scenario: Scenario, quick: bool) -> tuple[str, list[str]]:
    """How large the market is and what was dropped; building it shows what cannot work in it."""
    kind = scenario.network.kind
    if quick:
        n = getattr(scenario.network, "consumers", None)
        return (f"{n:,} consumers ({kind})" if n else f"consumers from {kind}"), []
    from simulation.experiments.first_market import checked_market

    market, *_ = [checked_market(world, 0) for world in scenario.worlds.values()]
    size = f"{market.n_consumers:,} consumers, {market.graph.n_ties:,} ties ({kind})"
    return size, [f"  note: {note}" for note in market.graph.notes]


def _changes(scenario: Scenario, world: str) -> str:
    """What is different in a world, as ``--set`` would write it."""
    import json

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
