"""Compare: every strategy on the same luck, with progress, cancel, and the answer first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import solara

from simulation.app.comparing import Comparing
from simulation.app.draft import Draft
from simulation.app.parts import BLUE, box, command_box, component, error_box, table, words
from simulation.app.session import Session
from simulation.dynamics.jit import is_cold
from simulation.language import in_language

if TYPE_CHECKING:
    from simulation.results.cards import Card
    from simulation.results.comparison import Comparison
    from simulation.results.measured import Measured

LEFT_OUT = ("how_run", "robustness")
"""Cards of the report that say nothing here: the command stands below."""


@component
def CompareScreen(session: Session) -> None:  # noqa: N802
    """Run it, stop it, read it."""
    draft, say = session.draft.value, session.say
    asked, ask = solara.use_state(0)
    _ = session.tick.value
    if draft is None:
        return
    replications = asked or min(draft.scenario.replications, 20)
    words(say("Every strategy meets the same luck; differences are paired."), "w-lead")
    comparing = session.comparing.value
    is_running = comparing is not None and comparing.state == "running"
    with box("w-bar-top"):
        solara.InputInt(
            say("Replicates"),
            value=replications,
            on_value=lambda n: ask(max(1, min(n, 1000))),
            disabled=is_running,
        )
        if is_running and comparing is not None:
            solara.Button(say("Cancel"), on_click=comparing.cancel, outlined=True, color="error")
        else:
            solara.Button(
                say("Compare"),
                icon_name="mdi-play",
                color=BLUE,
                classes=["w-start"],
                on_click=lambda: _begin(session, draft, replications),
            )
    if comparing is not None:
        _state(session, comparing, draft)
    options = ("--replications", str(replications))
    command_box(say("The same in a terminal"), draft.command("compare", *options))


def _begin(session: Session, draft: Draft, replications: int) -> None:
    comparing = Comparing(draft.scenario, replications, session.progress)
    session.comparing.value = comparing
    comparing.start()


def _state(session: Session, comparing: Comparing, draft: Draft) -> None:
    say = session.say
    if comparing.state == "running":
        share = 100.0 * comparing.finished / comparing.total if comparing.total else 0.0
        counted = {"finished": comparing.finished, "total": comparing.total}
        text = say("{finished} of {total} runs", **counted) if comparing.total else say("Preparing")
        if not comparing.finished and is_cold():
            text = say("Compiling the market's loops: once for this version, about 20 seconds")
        words(text, "w-note w-progress")
        solara.ProgressLinear(share if comparing.total else True, color=BLUE)
        if comparing.so_far is not None:
            SoFar(session, comparing.so_far, comparing.replications, session.language.value)
    elif comparing.state == "stopped":
        words(say("Stopped. Nothing is kept; press Compare to begin anew."), "w-warning")
    elif comparing.state == "wrong":
        error_box(comparing.error, session.note_on(comparing.error))
    elif comparing.result is not None:
        if comparing.scenario is not draft.scenario:
            words(say("The scenario was changed since. Compare again."), "w-warning")
        Result(session, comparing, session.language.value)


@component
def SoFar(session: Session, measured: Measured, n: int, language: str) -> None:  # noqa: N802
    """Answer and ranking while replicates come in."""
    told = solara.use_memo(lambda: _first_cards(measured, language), [measured, language])
    so_far = {"k": len(measured.replicates), "n": n}
    text = session.say(
        "So far, {k} of {n} replicates: what is called settled is so for these only, "
        "and may still turn.",
        **so_far,
    )
    words(text, "w-warning w-so-far")
    for card in told:
        _card(session, card, {})


@component
def Result(session: Session, comparing: Comparing, language: str) -> None:  # noqa: N802
    """The cards of a finished comparison: words at once, figures as soon as they are drawn."""
    result = comparing.result
    assert result is not None
    found = solara.use_thread(lambda: _cards(result, language), dependencies=[result, language])
    drawn = solara.use_thread(lambda: _svgs(result, language), dependencies=[result, language])
    for told in (found, drawn):
        error_box(f"a fault of ours: {told.error}" if told.error else "")
    if not found.value:
        solara.ProgressLinear(True, color=BLUE)
    for card in found.value or []:
        _card(session, card, drawn.value)


def _card(session: Session, card: Card, svgs: Mapping[str, str] | None) -> None:
    is_answer = card.name == "answer"
    with box(f"w-card w-card-{card.name} {'w-answer' if is_answer else ''}"):
        words(card.title, tag="h2")
        for sentence in card.sentences:
            words(sentence, "w-sentence" if is_answer else "w-said")
        if card.ribbon:
            words(card.ribbon, "w-warning")
        for chart in card.charts:
            if svgs is None:
                words(session.say("Drawing…"), "w-note")
            elif chart.figure in svgs:
                solara.HTML(tag="div", unsafe_innerHTML=svgs[chart.figure], classes=["w-chart"])
                words(chart.note, "w-note")
        for told in card.tables:
            if told.is_open:
                words(told.title, "w-label")
                table(told.head, told.rows, told.n_texts)
                words(told.note, "w-note")
        for note in card.notes:
            words(note, "w-note")


def _first_cards(measured: Measured, language: str) -> list[Card]:
    """The two cards that are quick to tell, without the notes on how many replicates there are."""
    from simulation.results.cards import Story, answer, ranking
    from simulation.scenario.worlds import AS_WRITTEN

    with in_language(language):
        story = Story({AS_WRITTEN: measured})
        return [tell(story)._replace(notes=()) for tell in (answer.card, ranking.card)]


def _cards(result: Comparison, language: str) -> list[Card]:
    from simulation.results.cards import Story, cards

    with in_language(language):
        told = cards(Story(result.in_worlds, (), tuple(result.manifest.get("warnings", ()))))
    return [card for card in told if card.name not in LEFT_OUT and _says_something(card)]


def _says_something(card: Card) -> bool:
    return bool(card.sentences or card.charts or card.tables)


def _svgs(result: Comparison, language: str) -> dict[str, str]:
    from simulation.results.files import draw_svgs
    from simulation.results.report import inline

    with in_language(language):
        return {name: inline(name, svg) for name, svg in draw_svgs(result.in_worlds, None).items()}
