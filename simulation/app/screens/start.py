"""Start: open a scenario, hand one in, or answer five questions."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import solara

from simulation.app.draft import open_draft
from simulation.app.handing_in import HandIn
from simulation.app.parts import BLUE, box, component, words
from simulation.app.questions import LEVERS, Answers, scenario_text
from simulation.app.session import Session
from simulation.app.uploads import LARGEST_GRAPH, LARGEST_YAML
from simulation.scenario.tree import number_text

FOLDER = Path("scenarios")
"""Where scenarios are looked for, beside where the command was started."""

NAMES = {
    "famous_kols": "A few famous KOLs",
    "many_kocs": "Many KOCs",
    "angel_users": "Angel users get the product",
    "advertising": "Advertising",
    "friends_bring_friends": "A reward for friends",
}


def known_files(opened: Path | None) -> list[str]:
    """Scenario files that can be chosen, by path."""
    found = sorted(FOLDER.glob("*.yaml")) if FOLDER.is_dir() else []
    return [str(file) for file in dict.fromkeys([*([opened] if opened else []), *found])]


@component
def StartScreen(session: Session) -> None:  # noqa: N802
    """Three ways to begin."""
    with box("w-columns"):
        with box("w-card"):
            _choose(session)
            _hand_in(session)
        with box("w-card"):
            Questions(session)


def _choose(session: Session) -> None:
    say = session.say
    draft = session.draft.value
    opened = None if draft is None or draft.is_uploaded else draft.file
    files = known_files(opened)
    words(say("Open a scenario"), tag="h2")
    if not files:
        words(say("There is no folder scenarios/ here."), "w-note")
        return

    def choose(file: str) -> None:
        if session.attempt(lambda: session.open(open_draft(Path(file)))):
            session.screen.value = "market"

    solara.Select(
        say("Scenario"),
        values=files,
        value=str(opened) if opened else None,
        on_value=choose,
        classes=["w-choose"],
    )


def _hand_in(session: Session) -> None:
    say = session.say
    words(say("Or bring your own"), tag="h2")
    words(
        say(
            "A graph file first, where the scenario names one; then the scenario. Files are read, "
            "never run, and removed when you close the page."
        ),
        "w-note",
    )

    def graph(name: str, data: bytes) -> None:
        session.uploads.add_graph(name, data)
        session.progress()

    def scenario(name: str, data: bytes) -> None:
        session.open(session.uploads.open_scenario(name, data))
        session.screen.value = "market"

    HandIn(session, say("Graph or people file"), LARGEST_GRAPH, graph, "w-hand-graph")
    with box("w-graphs"):
        _graphs(session)
    HandIn(session, say("Scenario file (YAML)"), LARGEST_YAML, scenario, "w-hand-scenario")


def _graphs(session: Session) -> None:
    say, draft, names = session.say, session.draft.value, list(session.uploads.graphs)
    _ = session.tick.value
    if not names:
        return
    words(say("Here: {names}", names=", ".join(names)), "w-note")

    def use(name: str) -> None:
        assert draft is not None
        if session.attempt(lambda: session.open(session.uploads.with_graph(draft, name))):
            session.screen.value = "market"

    if draft is not None:
        for name in names:
            text = say("Use {name} in {scenario}", name=name, scenario=draft.scenario.name)
            solara.Button(text, on_click=lambda name=name: use(name), outlined=True, small=True)


@component
def Questions(session: Session) -> None:  # noqa: N802
    """Five questions."""
    say = session.say
    answers: Answers
    answers, answer = solara.use_state(Answers())

    def number(label: str, key: str, whole: bool = False) -> None:
        def take(text: str) -> None:
            value = _number(text, whole)
            if value is not None:
                given: dict[str, Any] = {key: value}
                answer(answers._replace(**given))

        shown = number_text(getattr(answers, key))
        solara.InputText(label, value=shown, on_value=take, continuous_update=False)

    def begin() -> None:
        data = scenario_text(answers).encode("utf-8")
        opened = session.attempt(
            lambda: session.open(session.uploads.open_scenario("first_scenario.yaml", data))
        )
        if opened:
            session.screen.value = "market"

    words(say("Five questions"), tag="h2")
    words(say("A first scenario; everything else stands at its default."), "w-note")
    with box("w-pair"):
        number(say("1 Price of a unit"), "price")
        number(say("and what it costs you"), "unit_cost")
    number(say("2 How many people could buy it?"), "people", whole=True)
    number(say("3 What may a strategy spend?"), "budget")
    number(say("4 How good is it? 0 useless, 0.5 usual, 1 best imaginable"), "quality")
    words(say("5 What do you want to compare?"), "w-label")
    for name in LEVERS:
        solara.Checkbox(
            label=say(NAMES[name]),
            value=name in answers.strategies,
            on_value=lambda is_on, name=name: answer(_chosen(answers, name, is_on)),
        )
    solara.Button(say("Begin"), color=BLUE, on_click=begin, classes=["w-begin"])


def _number(text: str, whole: bool) -> float | None:
    """What somebody typed, with or without commas; None where it is no number."""
    try:
        value = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return None
    return round(value) if whole and math.isfinite(value) else value


def _chosen(answers: Answers, name: str, is_on: bool) -> Any:
    kept = [each for each in answers.strategies if each != name]
    return answers._replace(strategies=tuple([*kept, name] if is_on else kept))
