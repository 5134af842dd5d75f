"""Who brought whom: what customers had heard last before they bought."""

from __future__ import annotations

import math
from typing import Final

from simulation.language import say
from simulation.results import wording
from simulation.results.cards.base import Card, Chart, Story, Table, between, label, with_ends
from simulation.results.credit import customers_from, on_their_own, percent_from
from simulation.results.figures.people import ROLE_NAMES
from simulation.results.hubs import hubs, trees
from simulation.results.measured import Measured
from simulation.results.numbers import SAME, number, span, whole
from simulation.results.statistics import Estimate
from simulation.results.tables import tactic_names

FRIENDS = "{a}: {x} of new customers trace to the talk of other consumers."
INCREMENTAL = (
    "Beside {b}, {a} brings {d} customers: in this market they would be missing without it."
)
NOT_INCREMENTAL = "Beside {b}, {a} brings {d} customers: not settled to be more than none."
MARKET = "The market. Dot size: followers. Colour: role. Lines: ties."
TREES = {
    "tree_depth": "Deepest tree, steps",
    "tree_width": "Widest generation",
    "most_recruits": "Most recruits of one",
}
"""Measures of the trees of recruits, with their titles."""

PEOPLE: Final = {role.name.lower(): name for role, name in ROLE_NAMES.items()}
"""Roles by the names that tables have for them, as people call them."""

HUBS = ("Consumer", "Role", "Followers", "Recruits", "Whole tree")
MADE_GRAPH = (
    "Of replicate 0: a made graph has other people in each replicate. What somebody is credited "
    "with is not what would be missing without them."
)
OWN_GRAPH = (
    "Means over the replicates in which they are among the ten of the run. What somebody is "
    "credited with is not what would be missing without them."
)
NOTE = "Shares of customers by what they heard last before they first bought (last touch)."


def card(story: Story) -> Card:
    """What share came by friends, credit by source, and what is truly incremental."""
    measured, verdict = story.measured, story.verdict
    leader, baseline = verdict.ranked[0], measured.facts.baseline
    said = [_friends(measured, leader)]
    if leader != baseline:
        gap = measured.difference(leader, baseline, "customers", verdict.word_level).estimate
        text = INCREMENTAL if gap.low > 0.0 else NOT_INCREMENTAL
        a, b = label(measured.facts, leader), label(measured.facts, baseline)
        said.append(say(text).format(a=a, b=b, d=with_ends(gap)))
    return Card(
        "sources",
        say("Who brought whom"),
        [sentence for sentence in said if sentence],
        charts=[
            Chart("sources", say("Customers by source"), say(NOTE), _shares(measured)),
            Chart("market", say("The market"), say(MARKET), _size(measured)),
        ],
        tables=[_trees(measured), _hubs(measured, leader)],
        notes=[wording.covers()],
    )


def _friends(measured: Measured, strategy: str) -> str:
    found = percent_from(measured, strategy, wording.ORGANIC)
    if math.isnan(found.value):
        return ""
    return say(FRIENDS).format(
        a=label(measured.facts, strategy),
        x=_percent(found),
    )


def _percent(found: Estimate) -> str:
    """A share in percent with its interval, the sign behind the value: ``12 % (10 to 14)``."""
    width = found.high - found.low
    share = say("{n} %").format(n=number(found.value, width))
    ends = span(found.low, found.high, joint=say(" to ")) if width > SAME * found.value else ""
    return say("{value} ({ends})").format(value=share, ends=ends) if ends else share


def _shares(measured: Measured) -> Table:
    rows = []
    for name in measured.facts.names:
        runs = measured.of(name)
        for source in tactic_names(runs):
            found = customers_from(measured, name, source), percent_from(measured, name, source)
            rows.append(
                [
                    label(measured.facts, name),
                    wording.source(source),
                    *map(with_ends, found),
                ]
            )
        own = map(with_ends, on_their_own(measured, name))
        rows.append([label(measured.facts, name), say(wording.ON_THEIR_OWN), *own])
    head = [say(word) for word in ("Strategy", "Source", "Customers credited", "Share, %")]
    return Table(say("Data: credit by source"), head, rows, 2, is_open=False)


def _size(measured: Measured) -> Table:
    """How many people and ties the market of each replicate has."""
    rows = [
        [str(market.replicate), whole(market.consumers), whole(market.ties)]
        for market in measured.markets
    ]
    head = [say(word) for word in ("Replicate", "Consumers", "Ties")]
    return Table(say("Data: size of the market"), head, rows, 0, is_open=False)


def _trees(measured: Measured) -> Table:
    """How far and how widely recruits branch, by strategy."""
    found = trees(measured)
    cells = {
        (strategy, measure): (value, low, high)
        for strategy, measure, value, low, high in zip(
            *(found[name] for name in ("strategy", "measure", "mean", "ci_low", "ci_high")),
            strict=True,
        )
    }
    rows = [
        [
            label(measured.facts, name),
            with_ends(measured.estimate(name, "structural_virality")),
            *(between(*cells[name, measure]) for measure in TREES),
        ]
        for name in measured.facts.names
    ]
    head = [say("Strategy"), wording.title_of("structural_virality"), *map(say, TREES.values())]
    return Table(say("Recruit trees"), head, rows)


def _hubs(measured: Measured, strategy: str) -> Table:
    """The ten consumers on whose word most customers of a strategy hang, by label only."""
    found = hubs(measured)
    names = ("strategy", "label", "consumer", "role", "followers", "recruits", "descendants")
    rows = [
        [
            str(who) or say("consumer {n}").format(n=consumer),
            say(PEOPLE.get(str(role), str(role))),
            whole(float(followers)),
            f"{float(recruits):,.4g}",
            f"{float(descendants):,.4g}",
        ]
        for of, who, consumer, role, followers, recruits, descendants in zip(
            *(found[name] for name in names), strict=True
        )
        if of == strategy
    ]
    title = say("{a}: who brought most").format(a=label(measured.facts, strategy))
    is_users = any(str(who) for who in found["label"])
    note = say(OWN_GRAPH if is_users else MADE_GRAPH)
    return Table(title, [say(head) for head in HUBS], rows, 2, is_open=False, note=note)
