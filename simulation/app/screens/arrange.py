"""Arranging strategies: a form for one more tactic, and buttons to add, copy and remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from simulation.app.arranged import add_strategy, add_tactic, copy_strategy, remove_strategy
from simulation.app.parts import BLUE, box, component, drawn_by, words
from simulation.app.screens.market import EVIDENCE
from simulation.app.session import Session
from simulation.app.tactic_fields import Asked, fields_of, read_fields
from simulation.scenario.catalogue import kinds_in


@drawn_by("add_tactic.vue")
def TacticForm(  # noqa: N802
    form: dict[str, Any],
    event_choose: Callable[[Any], None],
    event_add: Callable[[Any], None],
    event_cancel: Callable[[Any], None],
) -> None:
    """A tactic to choose, and its fields."""


@component
def Arrange(session: Session, strategy: str) -> None:  # noqa: N802
    """What can be done with a strategy as a whole, and the form of one more tactic."""
    say = session.say
    kind, choose = solara.use_state("")
    draft = session.draft.value
    if draft is None:
        return

    def add(sent: dict[str, Any]) -> None:
        texts = sent.get("texts")
        if isinstance(texts, dict) and session.change(
            lambda draft: add_tactic(draft, strategy, kind, read_fields(texts))
        ):
            choose("")

    if kind:
        TacticForm(
            form=_form(session, strategy, kind),
            event_choose=lambda sent: choose(str(sent) if str(sent) in _kinds() else kind),
            event_add=add,
            event_cancel=lambda _: choose(""),
        )
        return
    with box("w-tools"):
        first = next(iter(_kinds()))
        _tool(say("Add a tactic"), "mdi-plus", "w-add-tactic", lambda: choose(first))
        _tool(
            say("Copy"),
            "mdi-content-copy",
            "w-copy-strategy",
            lambda: session.change(lambda draft: copy_strategy(draft, strategy)),
        )
        if strategy != draft.scenario.baseline:
            _tool(
                say("Remove"),
                "mdi-delete-outline",
                "w-remove-strategy",
                lambda: session.change(lambda draft: remove_strategy(draft, strategy)),
            )


@component
def NewStrategy(session: Session) -> None:  # noqa: N802
    """A name, and a strategy that does nothing yet."""
    say = session.say
    name, set_name = solara.use_state("")

    def add() -> None:
        if session.change(lambda draft: add_strategy(draft, name.strip())):
            set_name("")

    with box("w-card w-new-strategy"):
        words(say("Another strategy"), tag="h2")
        with box("w-bar-top"):
            solara.InputText(
                say("Name: letters, digits, _ and -"),
                value=name,
                on_value=set_name,
                continuous_update=True,
            )
            solara.Button(
                say("Add a strategy"),
                icon_name="mdi-plus",
                color=BLUE,
                on_click=add,
                disabled=not name.strip(),
                classes=["w-add-strategy"],
            )


def _tool(text: str, icon: str, kind: str, act: Callable[[], object]) -> None:
    solara.Button(
        text, icon_name=icon, on_click=act, outlined=True, small=True, classes=["w-tool", kind]
    )


def _kinds() -> list[str]:
    return [row.kind for row in kinds_in("tactic")]


def _form(session: Session, strategy: str, kind: str) -> dict[str, Any]:
    """The form as the page draws it."""
    say, language = session.say, session.language.value
    rows = [_row(session, asked) for asked in fields_of(kind)]
    kinds = [
        {"kind": row.kind, "title": row.zh if language == "zh" and row.zh else row.en or row.kind}
        for row in kinds_in("tactic")
    ]
    about = next(row.about for row in kinds_in("tactic") if row.kind == kind)
    return {
        "strategy": strategy,
        "kind": kind,
        "kinds": sorted(kinds, key=lambda row: row["title"]),
        "about": say(about),
        "rows": [row for row in rows if row["nature"] != "belief"],
        "beliefs": [row for row in rows if row["nature"] == "belief"],
        "title": say("tactic"),
        "assumed": say("What it assumes about people"),
        "add": say("Add"),
        "cancel": say("Cancel"),
        "yes": "true",
        "no": "false",
    }


def _row(session: Session, asked: Asked) -> dict[str, Any]:
    say = session.say
    about = say(asked.about)
    default = say("none") if asked.default == "none" else asked.default
    return {
        "key": asked.key,
        "label": about,
        "shape": asked.shape,
        "words": list(asked.words),
        "default": say("required") if asked.is_required else default,
        "required": asked.is_required,
        "unit": session.unit(asked.unit),
        "nature": asked.nature,
        "badge": say(EVIDENCE[asked.evidence]) if asked.evidence else "",
        "evidence": asked.evidence,
        "likely": asked.likely,
        "source": session.retell(asked.source),
    }
