"""Save: the scenario, the report, the tables, and the command that makes them again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import solara

from simulation.app.draft import Draft
from simulation.app.parts import box, command_box, component, words
from simulation.app.session import Session
from simulation.app.written import yaml_text

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison

TABLES = ("summary", "differences", "tactics", "runs")


@component
def SaveScreen(session: Session) -> None:  # noqa: N802
    """Everything that can be taken along."""
    draft, say = session.draft.value, session.say
    _ = session.tick.value
    if draft is None:
        return
    comparing = session.comparing.value
    result = None if comparing is None else comparing.result
    with box("w-columns"):
        with box("w-card"):
            words(say("Scenario"), tag="h2")
            words(say("As edited here; it reads back as the same scenario."), "w-note")
            name = f"{draft.scenario.name}.yaml"
            _download(name, say("Scenario (YAML)"), lambda: yaml_text(draft), "text/yaml")
            _changes(session, draft)
        with box("w-card"):
            words(say("Result"), tag="h2")
            if result is None:
                words(say("Compare first; then report and tables are here."), "w-note")
            else:
                _result(session, result)
    asked = () if result is None else ("--replications", str(len(result.measured.replicates)))
    command_box(say("The same in a terminal"), draft.command("compare", *asked))


def _result(session: Session, result: Comparison) -> None:
    say, draft = session.say, session.draft.value
    comparing = session.comparing.value
    if comparing is not None and draft is not None and comparing.scenario is not draft.scenario:
        words(say("The scenario was changed since. Compare again."), "w-warning")
    name = str(result.measured.facts.name)
    language = session.language.value

    def report() -> str:
        return _report(result, language)

    _download(f"{name}-report.html", say("Report (HTML)"), report, "text/html")
    for table in TABLES:

        def text(table: str = table) -> str:
            return str(getattr(result, table).to_csv(index=False))

        _download(f"{name}-{table}.csv", f"{table}.csv", text, "text/csv")
    words(say("The report is one page without other files; tables hold every outcome."), "w-note")


def _report(result: Comparison, language: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "report.html"
        result.report(place, lang=language)
        return place.read_text(encoding="utf-8")


def _changes(session: Session, draft: Draft) -> None:
    if not draft.changes:
        words(session.say("Nothing is changed."), "w-note")
        return
    words(session.say("Changed here"), "w-label")
    for text in draft.assignments:
        words(draft.plain(text), "w-code", "code")
    base = draft.base

    def undo() -> None:
        from dataclasses import replace

        session.open(replace(draft, scenario=base, changes={}))

    solara.Button(session.say("Take all changes back"), on_click=undo, outlined=True, small=True)


def _download(name: str, label: str, data: Callable[[], str], kind: str) -> None:
    solara.FileDownload(data, filename=name, label=label, mime_type=kind, icon_name="mdi-download")
