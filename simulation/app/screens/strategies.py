"""Strategies: a schedule, the money against the budget, and a table to change both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulation.app.arranged import remove_tactic
from simulation.app.draft import Draft
from simulation.app.levers import lever_at
from simulation.app.parts import box, command_box, component, drawn_by, keyed, words
from simulation.app.planned import Bar, Schedule, schedule
from simulation.app.screens.arrange import Arrange, NewStrategy
from simulation.app.session import Session
from simulation.fields import text_in

FIELDS = ("day", "until", "budget")
"""What can be changed in the table; number and posts too, where a tactic has them."""

MORE_FIELDS = ("number", "posts")

HEADS = {
    "day": "from day",
    "until": "until",
    "budget": "budget",
    "number": "number",
    "posts": "posts each",
}


@drawn_by("plan.vue")
def Plan(  # noqa: N802
    plan: dict[str, Any],
    event_commit: Callable[[Any], None],
    event_remove: Callable[[Any], None],
) -> None:
    """A schedule with its table."""


@component
def StrategiesScreen(session: Session) -> None:  # noqa: N802
    """Every strategy."""
    draft, say = session.draft.value, session.say
    if draft is None:
        return
    words(say("What could be done, when, and for how much."), "w-lead")

    def commit(sent: dict[str, Any]) -> None:
        key, value = str(sent.get("key")), sent.get("value")
        if lever_at(draft, key) is None:
            return
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int | float | None) or not session.edit(key, value):
            session.progress()

    def remove(sent: dict[str, Any]) -> None:
        if lever_at(draft, f"{sent.get('key')}.day") is not None:
            _, strategy, tactic = str(sent["key"]).split(".")
            session.change(lambda draft: remove_tactic(draft, strategy, tactic))

    for name in draft.scenario.strategies:
        with box("w-card"):
            plan = _plan(session, draft, schedule(draft.scenario, name))
            Plan(plan=plan, event_commit=commit, event_remove=remove)
            keyed(name, Arrange, session, name)
    NewStrategy(session)
    command_box(say("The same in a terminal"), draft.command("compare"))


def _plan(session: Session, draft: Draft, found: Schedule) -> dict[str, Any]:
    """A schedule as the page draws it."""
    say, scenario = session.say, draft.scenario
    strategy = scenario.strategies[found.name]
    label = text_in(strategy.label, session.language.value) if strategy.label else found.name
    ceiling = say("no limit") if found.ceiling is None else f"{found.ceiling:,.0f}"
    heads = [name for name in (*FIELDS, *MORE_FIELDS) if _any_has(draft, found, name)]
    return {
        "name": found.name,
        "label": label,
        "baseline": say("baseline") if found.name == scenario.baseline else "",
        "money": say(
            "planned {planned} of {ceiling} {currency}",
            planned=_planned(session, found),
            ceiling=ceiling,
            currency=session.currency(),
        ),
        "nothing": say("Nothing is done: what happens by itself."),
        "tactic": say("tactic"),
        "remove": say("remove"),
        "first_day": say("day {day}", day=0),
        "last_day": say("day {day}", day=scenario.days - 1),
        "spent": say("planned money, if it falls evenly on its days"),
        "days": scenario.days,
        "phases": [{"name": name, "day": day} for name, day in scenario.phases.items()],
        "events": [{"name": event.label, "day": event.day} for event in scenario.events],
        "ceiling": found.ceiling,
        "running": [round(float(amount), 2) for amount in found.running],
        "heads": [say(HEADS[name]) for name in heads],
        "rows": [_row(session, draft, found.name, bar, heads) for bar in found.bars],
        "tick": session.tick.value,
    }


def _planned(session: Session, found: Schedule) -> str:
    if found.planned == "open":
        return session.say("an open sum")
    limit = "up to "
    if found.planned.startswith(limit):
        return session.say("up to {sum}", sum=found.planned.removeprefix(limit))
    return found.planned


def _any_has(draft: Draft, found: Schedule, name: str) -> bool:
    return any(lever_at(draft, _key(found.name, bar, name)) is not None for bar in found.bars)


def _key(strategy: str, bar: Bar, name: str) -> str:
    return f"strategies.{strategy}.{bar.label}.{name}"


def _row(
    session: Session, draft: Draft, strategy: str, bar: Bar, heads: list[str]
) -> dict[str, Any]:
    cells = []
    for name in heads:
        lever = lever_at(draft, _key(strategy, bar, name))
        cells.append(
            {
                "key": _key(strategy, bar, name),
                "label": session.say(HEADS[name]),
                "has": lever is not None,
                "value": None if lever is None else lever.value,
            }
        )
    return {
        "key": f"strategies.{strategy}.{bar.label}",
        "label": bar.label,
        "title": bar.titles.get(session.language.value, bar.kind),
        "first": bar.first,
        "last": bar.last,
        "cells": cells,
    }
