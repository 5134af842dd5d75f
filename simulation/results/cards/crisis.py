"""The crisis: how deep it goes, when bad talk has halved, and what comes back."""

from __future__ import annotations

import math

from simulation.language import say, say_count
from simulation.results import wording
from simulation.results.answers import Answer
from simulation.results.cards.base import Card, Chart, Story, Table, label, with_ends
from simulation.results.cards.by_day import by_day
from simulation.results.crisis import COURSE
from simulation.results.measured import Measured
from simulation.results.numbers import number, span
from simulation.results.outcomes import OUTCOMES
from simulation.results.screen import shown
from simulation.results.verdict import Verdict

HALF_LIFE = "crisis_half_life"

HALVES = (
    "{answer} ({a}): the bad talk beyond the usual halves within {d} days of its peak{k}{beside}."
)
HALVES_IN_ONE = (
    "{answer} ({a}): the bad talk beyond the usual halves within {d} day of its peak{k}{beside}."
)
IN_SOME = ", in {k} of {n} replicates"
NEVER = "{answer} ({a}): no half-life could be measured."
SOONER = "; beside {b} that is settled to be {d} days sooner ({ends}{level})"
SOONER_BY_ONE = "; beside {b} that is settled to be {d} day sooner ({ends}{level})"
NOT_SOONER = "; that it is sooner than with {b} is not settled"
NOTE = (
    "Lines: median of the bad messages said in seven days. Bands: half and 95 % of the replicates; "
    "their spread, not an interval."
)
UNDEFINED = (
    "Left out and counted: replicates with no days before the event, with nothing to halve or to "
    "regain, or in which that does not happen before the last day."
)
HOURS = "Hours to the first answer count from when the brand notices."
DEFINED = "{value}, in {k} of {n}"
HEAD = ("Answer to the crisis", "First answer, h", "Strategy")


def card(story: Story) -> Card | None:
    """Depth, containment and recovery by answer and delay; None without an event."""
    measured, baseline = story.measured, story.verdict.baseline
    hours = f" {say(HOURS)}" if _anybody_answers(measured) else ""
    if measured.facts.event_day is None:
        return None
    said = [_halves(story.verdict, name) for name in dict.fromkeys([_fastest(measured), baseline])]
    return Card(
        "crisis",
        say("Crisis"),
        said,
        charts=[
            Chart("bad_talk", say("Bad word of mouth"), say(NOTE), by_day(measured, "bad_talk"))
        ],
        tables=[_table(measured)],
        notes=[f"{wording.covers()} {say(UNDEFINED)}{hours}"],
    )


def _fastest(measured: Measured) -> str:
    """The strategy under which bad talk halves soonest."""

    def days(name: str) -> float:
        found = measured.estimate(name, HALF_LIFE)
        return math.inf if 2 * found.n < len(measured.replicates) else found.value

    return min(measured.facts.names, key=days)


def _halves(verdict: Verdict, name: str) -> str:
    measured = verdict.measured
    found = measured.estimate(name, HALF_LIFE)
    n = len(measured.replicates)
    some = say(IN_SOME).format(k=found.n, n=n) if found.n < n else ""
    answer = measured.facts.strategy(name).answer.label
    days = with_ends(found)
    halves = say_count(HALVES_IN_ONE, HALVES, 1 if days == "1" else 2)
    return (say(NEVER) if math.isnan(found.value) else halves).format(
        answer=answer[0].upper() + answer[1:],
        a=label(measured.facts, name),
        d=days,
        k=some,
        beside="" if name == verdict.baseline else _beside(verdict, name),
    )


def _beside(verdict: Verdict, name: str) -> str:
    """Whether that is sooner than with the baseline, on the same luck.

    The soonest of several is picked after looking, so it has to pass the level of the best.
    """
    measured, baseline = verdict.measured, verdict.baseline
    b, level = label(measured.facts, baseline), verdict.level
    gap = measured.difference(name, baseline, HALF_LIFE, level).estimate
    if not gap.high < 0.0:
        return say(NOT_SOONER).format(b=b)
    ends = span(-gap.high, -gap.low, joint=say(" to "))
    width = gap.high - gap.low
    days = number(-gap.value, width)
    text = say_count(SOONER_BY_ONE, SOONER, 1 if days == "1" else 2)
    return text.format(b=b, d=days, ends=ends, level=wording.at_level(level))


def _anybody_answers(measured: Measured) -> bool:
    return any(each.answer.responses for each in measured.facts.strategies)


def _table(measured: Measured) -> Table:
    """A row a strategy: those with the same answer below one another, the quickest first.

    Where nobody answers there is nothing to say of answers.
    """
    anybody = _anybody_answers(measured)
    head = [say(word) for word in (HEAD if anybody else HEAD[-1:])]
    n_texts = len(head)
    head += [wording.title(OUTCOMES[name]) for name in COURSE]
    strategies = sorted(
        measured.facts.strategies,
        key=lambda each: (each.answer.responses, each.answer.hours_to_reply),
    )
    rows = [
        [
            *(_said(each.answer) if anybody else ()),
            each.label,
            *(_cell(measured, each.name, outcome) for outcome in COURSE),
        ]
        for each in strategies
    ]
    return Table(say("By answer and delay") if anybody else "", head, rows, n_texts)


def _said(answer: Answer) -> tuple[str, str]:
    """An answer and the hours until it comes."""
    hours = number(answer.hours_to_reply, 0.0) if answer.responses else ""
    return answer.words, hours


def _cell(measured: Measured, strategy: str, outcome: str) -> str:
    found, n = measured.estimate(strategy, outcome), len(measured.replicates)
    if found.n in (0, n):
        return with_ends(found) if found.n else shown(found)
    return say(DEFINED).format(value=with_ends(found), k=found.n, n=n)
