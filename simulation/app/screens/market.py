"""Market: the main levers, each with its unit and who says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from simulation.app.draft import Draft
from simulation.app.levers import Lever, lever_at, levers
from simulation.app.parts import box, command_box, component, drawn_by, table, words
from simulation.app.session import Session
from simulation.scenario.tree import number_text

EVIDENCE = {
    "measured": "measured",
    "published": "published",
    "practitioner_claim": "practitioners' claim",
    "assumption": "assumption",
    "choice": "your choice",
    "fact": "fact",
}


@drawn_by("levers.vue")
def Levers(rows: list[dict[str, Any]], event_commit: Callable[[Any], None]) -> None:  # noqa: N802
    """Sliders and boxes."""


@component
def MarketScreen(session: Session) -> None:  # noqa: N802
    """The market's levers."""
    draft, say = session.draft.value, session.say
    if draft is None:
        return
    words(say("How the market is. A slider spans what is plausible."), "w-lead")
    for warning in draft.scenario.warnings:
        words(f"! {warning}", "w-warning")

    def commit(sent: dict[str, Any]) -> None:
        key, value = str(sent.get("key")), sent.get("value")
        lever = lever_at(draft, key)
        if lever is None or isinstance(value, bool) or not isinstance(value, int | float | None):
            return
        if not session.edit(key, None if value is None else lever.plain(value)):
            session.progress()

    with box("w-columns"):
        for group, rows in levers(draft).items():
            with box("w-card"):
                words(say(group), tag="h2")
                shown = [_row(session, lever) for lever in rows]
                Levers(rows=shown, event_commit=commit)
    _assumptions(session, draft)
    command_box(say("The same in a terminal"), draft.command("compare"))


def _row(session: Session, lever: Lever) -> dict[str, Any]:
    """A lever as the page draws it."""
    say = session.say
    evidence = lever.evidence or lever.nature
    likely = ""
    if lever.likely is not None:
        low, high = (number_text(end) for end in lever.likely)
        likely = say("plausible {low} to {high}", low=low, high=high)
    return {
        "key": lever.key,
        "label": _capital(say(lever.about)),
        "value": lever.value,
        "low": lever.low,
        "high": lever.high,
        "step": lever.step,
        "slider": lever.is_slider,
        "unit": session.unit(lever.unit),
        "badge": say(EVIDENCE.get(evidence, evidence)),
        "kind": evidence,
        "likely": likely,
        "source": session.retell(lever.source),
        "tick": session.tick.value,
    }


def _assumptions(session: Session, draft: Draft) -> None:
    say = session.say
    rows = list(draft.parameters.values())
    n_weak = sum(row.evidence == "assumption" for row in rows)
    title = say("{a} of {b} inputs are assumptions", a=n_weak, b=len(rows))
    with solara.Details(title, expand=False):
        head = [say(word) for word in ("setting", "evidence", "value", "plausible", "unit")]
        body = []
        for row in rows:
            ends = [number_text(end) for end in (row.low, row.high) if end is not None]
            badge = say(EVIDENCE.get(row.evidence, row.evidence))
            likely = " – ".join(ends)
            body.append([row.key, badge, number_text(row.value), likely, session.unit(row.unit)])
        table(head, body, texts=2)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
