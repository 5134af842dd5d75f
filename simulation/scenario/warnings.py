"""What is allowed in a scenario but probably not meant; warnings never stop."""

from __future__ import annotations

from collections.abc import Iterator

from simulation.scenario.checks import tactics_of
from simulation.scenario.model import Scenario
from simulation.scenario.plans import money_fields, plan_of
from simulation.scenario.worlds import AS_WRITTEN
from simulation.tactics.base import Tactic

MANY_EXPOSURES = 20.0
"""Paid exposures a consumer above which money can hardly do more."""

_SAME = 1.01


def all_warnings(scenario: Scenario) -> tuple[str, ...]:
    """Warnings of a scenario as written, then those that only a world has, with its name."""
    if not scenario._worlds:
        return warnings_of(scenario, f"what_if {scenario.world}" if scenario.world else "events")
    as_written = scenario._worlds[AS_WRITTEN].warnings
    said = list(as_written)
    for world, made in scenario._worlds.items():
        suffix = f"what_if {world}"
        new = [warning for warning in made.warnings if warning not in as_written]
        said += [text if text.endswith(suffix) else f"{text} ({suffix})" for text in new]
    return tuple(said)


def warnings_of(scenario: Scenario, events_of: str = "events") -> tuple[str, ...]:
    """Warnings, in the order of a scenario's keys.

    Parameters
    ----------
    scenario
        What was read.
    events_of
        What a warning calls the list of events: ``events``, or ``what_if NAME``.
    """
    return tuple(
        dict.fromkeys(
            [
                *_nothing_starts(scenario),
                *_foreign_prices(scenario),
                *_absent_events(scenario, events_of),
                *_moves_of_nobody(scenario),
                *_unequal_plans(scenario),
                *_too_much_money(scenario),
                *_free_levers(scenario),
            ]
        )
    )


def _nothing_starts(scenario: Scenario) -> Iterator[str]:
    spends_nothing = any(not strategy.tactics for strategy in scenario.strategies.values())
    if scenario.brand.owners_at_start == 0.0 and spends_nothing:
        yield "nothing can start: no owners, no spending; set brand.owners_at_start"


def _foreign_prices(scenario: Scenario) -> Iterator[str]:
    prices = scenario.media.prices
    if prices.currency != scenario.currency:
        name = scenario.media.price_list
        yield f"price list {name} is in {prices.currency}, the scenario in {scenario.currency}"


def _absent_events(scenario: Scenario, events_of: str) -> Iterator[str]:
    there = {event.label for event in scenario.events} | {event.kind for event in scenario.events}
    for _, _, tactic in tactics_of(scenario):
        named = getattr(tactic, "to_event", None)
        if named == "any" and not there:
            yield f"{tactic.label} answers any event, and there is none in {events_of}"
        elif named is not None and named != "any" and named not in there:
            yield f'{tactic.label} names "{named}", absent in {events_of}'


def _moves_of_nobody(scenario: Scenario) -> Iterator[str]:
    for event in scenario.events:
        if event.kind == "rival_move" and event.brand is None:
            yield f"{event.label} names no brand: it is our own move; add brand"


def _unequal_plans(scenario: Scenario) -> Iterator[str]:
    plans = {plan_of(scenario, name).amount for name in scenario.strategies}
    amounts = sorted((amount for amount in plans if amount), reverse=True)
    if amounts and amounts[0] > _SAME * amounts[-1]:
        most, least = f"{amounts[0]:,.0f}", f"{amounts[-1]:,.0f}"
        yield f"strategies plan {most} and {least}: differences mix plan and purse"


def _too_much_money(scenario: Scenario) -> Iterator[str]:
    consumers = getattr(scenario.network, "consumers", None)
    if not isinstance(consumers, int):
        return
    media = scenario.media
    cheapest = min(channel.cost_per_thousand for channel in media.channels.values())
    price = cheapest / 1000.0 / media.in_market_share
    for name in scenario.strategies:
        amount = plan_of(scenario, name).amount or 0.0
        exposures = amount / price / consumers
        if exposures > MANY_EXPOSURES:
            fact = f"{name} could buy {exposures:,.0f} exposures a consumer"
            yield f"{fact}; lower its budget or raise network.consumers"


def _free_levers(scenario: Scenario) -> Iterator[str]:
    for _, _, tactic in tactics_of(scenario):
        if _is_free(tactic):
            yield f"{tactic.label} is free"


def _is_free(tactic: Tactic) -> bool:
    """Whether all prices that were written are zero, one at least."""
    written = [
        getattr(tactic, name) for name in money_fields(tactic) if name in tactic.model_fields_set
    ]
    return bool(written) and not any(written) and not tactic.budget
