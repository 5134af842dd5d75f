"""``womsim new``: a commented scenario to start from."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.cli.report import Language

if TYPE_CHECKING:
    from simulation.scenario.templates import Answers

SCHEMA = "scenario.schema.json"
"""Lies beside a scenario, for editors."""

QUESTIONS = {
    "en": (
        "What is it about ({kinds})",
        "Most that a strategy may spend, in yuan",
        "Price of a unit, in yuan",
        "How many consumers to simulate",
        "How many days to look at",
    ),
    "zh": (
        "要比较什么({kinds})",
        "一个策略最多花多少元",
        "单价(元)",
        "模拟多少消费者",
        "观察多少天",
    ),
}
"""What is asked on a terminal: the template, then the answers in their order."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new")(new_command)


def known_kinds() -> list[str]:
    """Every template, for completion."""
    from simulation.scenario.templates import kinds

    return list(kinds())


def new_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the scenario.")],
    kind: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="KIND",
            help="launch, referral or crisis, with its defaults; asked on a terminal if left out.",
            show_default=False,
            autocompletion=known_kinds,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file; NAME.yaml if left out.", show_default=False),
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of the comments.")] = Language.EN,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Write a commented scenario to start from; on a terminal it asks five questions.

    The JSON Schema is written beside it, so that editors complete and check it.
    """
    from simulation.cli.called import as_typed
    from simulation.cli.schema import schema_text
    from simulation.cli.written import write_new
    from simulation.errors import ArgumentError
    from simulation.results.export import check_file
    from simulation.scenario.templates import Answers, kinds, name_of, written

    file = Path(f"{name_of(name)}.yaml") if out is None else out
    check_file(file, force=force)
    answers = Answers()
    if kind is None:
        if not sys.stdin.isatty():
            known = ", ".join(kinds())
            raise ArgumentError(f"from: nobody can be asked here. Add --from with one of {known}.")
        kind, answers = _ask(lang.value)
    text = as_typed(written(kind, file, answers, lang=lang.value, schema=SCHEMA))
    write_new(text, file, force=force)
    print(f"scenario: {file}")
    if _may_write_schema(file.with_name(SCHEMA)):
        write_new(schema_text("scenario"), file.with_name(SCHEMA), force=True)
        print(f"schema: {file.with_name(SCHEMA)}")
    print(as_typed(f"next: womsim compare {shlex.quote(str(file))}"))


def _ask(lang: str) -> tuple[str, Answers]:
    """The template and the answers, each with a default; asked on stderr."""
    from simulation.scenario.templates import Answers, check_kind, kinds

    first, *others = QUESTIONS[lang]
    question = first.format(kinds=", ".join(kinds()))
    kind = _answer(question, "launch", str)
    check_kind(kind)
    said = [
        _answer(other, default, type(default))
        for other, default in zip(others, Answers(), strict=True)
    ]
    return kind, Answers(*said)


def _answer(question: str, default: Any, make: Callable[[str], Any]) -> Any:
    """What somebody types after a question; asked again until it can be used."""
    while True:
        shown = f"{default:g}" if make is not str else default
        print(f"{question} [{shown}]: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise typer.Abort
        try:
            return make(line.strip()) if line.strip() else default
        except ValueError:
            print(f"{line.strip()} is not a number.", file=sys.stderr)


def _may_write_schema(path: Path) -> bool:
    """Whether a schema may be written: there is none, or an older one of ours."""
    if not path.exists():
        return True
    try:
        return bool(json.loads(path.read_text("utf-8")).get("title") == "womsim scenario")
    except (OSError, ValueError, AttributeError):
        return False
