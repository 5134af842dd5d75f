"""Watch: one run, day by day, on the network."""

from __future__ import annotations

import json
import threading
from typing import Any

import solara

from simulation.app.draft import Draft
from simulation.app.live import Live
from simulation.app.parts import BLUE, box, command_box, component, drawn_by, words
from simulation.app.session import Session
from simulation.language import in_language
from simulation.results.figures.journey import STAGE_COLOURS
from simulation.results.record import STAGE_COLUMNS
from simulation.results.wording import stage

PAUSE = 0.12
"""Seconds between two days while it plays."""


@drawn_by("network.vue")
def Network(  # noqa: N802
    places: str, ties: str, stages: str, colours: list[str], label: str
) -> None:
    """People and their ties, coloured by stage.

    Places and ties come as JSON and stages as a digit a person: texts are compared at once, where
    lists of thousands would be looked through at each drawing.
    """


@drawn_by("stages.vue")
def Stages(  # noqa: N802
    counts: list[list[int]], days: int, names: list[str], colours: list[str], label: str
) -> None:
    """How many people are in each stage, day by day."""


@component
def WatchScreen(session: Session) -> None:  # noqa: N802
    """A strategy, a replicate, and the run."""
    draft, say = session.draft.value, session.say
    chosen, choose = solara.use_state("")
    replicate, set_replicate = solara.use_state(0)
    if draft is None:
        return
    names = list(draft.scenario.strategies)
    strategy = chosen if chosen in names else names[-1]
    wanted = (draft, strategy, replicate)

    def make(stop: threading.Event) -> None:
        def build() -> None:
            live = Live(draft.scenario, strategy, replicate)
            if not stop.is_set():
                session.live.value = live

        session.is_playing.value = False
        session.live.value = None
        session.attempt(build)

    making = solara.use_thread(make, dependencies=list(wanted))
    with box("w-bar-top"):
        solara.Select(say("Strategy"), values=names, value=strategy, on_value=choose)
        solara.InputInt(
            say("Replicate"), value=replicate, on_value=lambda n: set_replicate(max(0, n))
        )
    live = session.live.value
    if live is None:
        if making.state == solara.ResultState.RUNNING:
            words(say("Building the market and placing people…"), "w-lead")
            solara.ProgressLinear(True, color=BLUE)
        return
    Player(session, live, lambda: make(threading.Event()))
    _command(session, draft, strategy, replicate)


@component
def Player(session: Session, live: Live, reset: Any) -> None:  # noqa: N802
    """Play, pause, step and reset, with the picture and the counts."""
    say = session.say
    _ = session.tick.value
    is_playing = session.is_playing.value

    def play(stop: threading.Event) -> None:
        while is_playing and not stop.is_set() and not live.is_over:
            live.step()
            session.progress()
            stop.wait(PAUSE)
        if is_playing and live.is_over:
            session.is_playing.value = False

    solara.use_thread(play, dependencies=[is_playing, live], intrusive_cancel=False)

    def step(days: int) -> None:
        session.is_playing.value = False
        live.step(days)
        session.progress()

    def turn() -> None:
        session.is_playing.value = not session.is_playing.value

    with box("w-player"):
        title = say("Pause") if is_playing else say("Play")
        icon = "mdi-pause" if is_playing else "mdi-play"
        solara.Button(title, icon_name=icon, color=BLUE, on_click=turn, disabled=live.is_over)
        solara.Button(
            say("Step"), icon_name="mdi-skip-next", on_click=lambda: step(1), outlined=True
        )
        solara.Button(say("10 days"), on_click=lambda: step(10), outlined=True)
        solara.Button(say("Reset"), icon_name="mdi-restart", on_click=reset, outlined=True)
        words(say("day {day} of {days}", day=live.day, days=live.days), "w-day")
    _numbers(session, live)
    names = [_stage(session, name) for name in STAGE_COLUMNS]
    colours = list(STAGE_COLOURS)
    with box("w-columns w-watch"):
        with box("w-card"):
            words(_about(session, live), "w-note")
            label = say("People by stage")
            Network(places=solara.use_memo(lambda: json.dumps(live.places()), [live]),
                    ties=solara.use_memo(lambda: json.dumps(live.ties()), [live]),
                    stages="".join(map(str, live.stages())),
                    colours=colours, label=label)  # fmt: skip
        with box("w-card"):
            words(say("All consumers by stage; the unaware are left out"), "w-note")
            counts = [list(count.stages) for count in live.counts]
            Stages(counts=counts, days=live.days, names=names, colours=colours,
                   label=say("Consumers in each stage"))  # fmt: skip


def _stage(session: Session, name: str) -> str:
    with in_language(session.language.value):
        return stage(name)


def _numbers(session: Session, live: Live) -> None:
    say, now = session.say, live.counts[-1]
    rows = (
        (say("bought so far"), f"{now.customers:,}"),
        (say("heard today"), f"{now.exposures:,}"),
        (say("spent"), f"{now.cost:,.0f} {session.currency()}"),
    )
    with box("w-numbers"):
        for name, value in rows:
            with box("w-figure"):
                words(value, "w-value")
                words(name, "w-note")


def _about(session: Session, live: Live) -> str:
    if live.is_sample:
        shown = {"n": f"{len(live.picture.rows):,}", "all": f"{live.n_consumers:,}"}
        return session.say(
            "{n} of {all} consumers: the biggest hubs and people around them", **shown
        )
    return session.say("All {n} consumers", n=f"{live.n_consumers:,}")


def _command(session: Session, draft: Draft, strategy: str, replicate: int) -> None:
    options = ("--strategy", strategy, "--replicate", str(replicate))
    command_box(session.say("The same in a terminal"), draft.command("run", *options))
