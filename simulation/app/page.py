"""The page: a head, six steps, and the screen of the step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import solara

from simulation.app.parts import HERE, box, component, error_box, words
from simulation.app.screens.compare import CompareScreen
from simulation.app.screens.market import MarketScreen
from simulation.app.screens.save import SaveScreen
from simulation.app.screens.start import StartScreen
from simulation.app.screens.strategies import StrategiesScreen
from simulation.app.screens.watch import WatchScreen
from simulation.app.session import SCREENS, Session
from simulation.fields import text_in
from simulation.language import Language


class Opening(NamedTuple):
    """What the page shows first."""

    language: Language = "en"
    file: Path | None = None


OPENING = [Opening()]
"""Written by the server before the first visitor comes."""

TITLES = {
    "start": "Start",
    "market": "Market",
    "strategies": "Strategies",
    "watch": "Watch",
    "compare": "Compare",
    "save": "Save",
}

DRAWN: dict[str, Callable[[Session], None]] = {
    "start": StartScreen,
    "market": MarketScreen,
    "strategies": StrategiesScreen,
    "watch": WatchScreen,
    "compare": CompareScreen,
    "save": SaveScreen,
}


@component
def Page() -> None:  # noqa: N802
    """One visitor's page."""
    session: Session = solara.use_memo(lambda: Session(*OPENING[0]), [])
    solara.use_effect(lambda: session.close, [])
    solara.Title("womsim")
    solara.Style(HERE / "style.css")
    with box("w-page"):
        _head(session)
        _steps(session)
        with box("w-body"):
            with box("w-said-wrong"):
                error_box(session.error.value, session.note_on(session.error.value))
            DRAWN[session.screen.value](session)


@component
def Layout(children: list[solara.Element] = []) -> None:  # noqa: N802, B006
    """Nothing around the page."""
    solara.v.Html(tag="div", class_="w-root", children=children)


def _head(session: Session) -> None:
    draft = session.draft.value
    with box("w-head", "header"):
        words("womsim", "w-brand", "span")
        if draft is not None:
            words(draft.scenario.name, "w-name", "span")
            question = text_in(draft.scenario.question, session.language.value)
            words(question, "w-question", "span")
        with box("w-languages"):
            for language, name in (("en", "EN"), ("zh", "中文")):
                is_on = session.language.value == language
                solara.Button(
                    name,
                    text=True,
                    small=True,
                    classes=["w-language", "w-on"] if is_on else ["w-language"],
                    on_click=lambda language=language: session.language.set(language),
                )


def _steps(session: Session) -> None:
    with box("w-steps", "nav"):
        for number, screen in enumerate(SCREENS, start=1):
            is_here = session.screen.value == screen
            solara.Button(
                f"{number} {session.say(TITLES[screen])}",
                text=True,
                classes=["w-step", "w-here"] if is_here else ["w-step"],
                disabled=screen != "start" and session.draft.value is None,
                on_click=lambda screen=screen: session.go(screen),
            )
