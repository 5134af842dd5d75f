"""The ranking: every strategy beside the baseline, on the same luck."""

from __future__ import annotations

from simulation.language import say
from simulation.results import wording, wording_money
from simulation.results.cards.base import Card, Story, Table, label
from simulation.results.cards.outcomes import beside_baseline
from simulation.results.numbers import whole
from simulation.results.screen import against, shown
from simulation.results.signs import legend
from simulation.results.verdict import Verdict
from simulation.results.wording_replicates import pairing, replicates

BEST = "best in"
"""The column of counts; as on a terminal, where it has no capital letter."""

HEAD = ("Strategy", "{outcome}", "vs {baseline} [95 %]", BEST, "Spent", "ROMI")


def card(story: Story) -> Card:
    """Who is best, how many pairs are settled, and the table of strategies."""
    verdict = story.verdict
    said = (wording.best(verdict), wording.pairs(verdict))
    return Card(
        "ranking",
        say("Ranking"),
        [sentence for sentence in said if sentence],
        wording_money.unequal(story.measured),
        beside_baseline("ranking", story.measured, [story.facts.decide_by]),
        [table(verdict)],
        [
            f"{wording.covers()} {legend(verdict)}",
            " ".join([*replicates(verdict), pairing(verdict)]),
        ],
    )


def head(verdict: Verdict) -> list[str]:
    """Columns of the ranking."""
    outcome = wording.title(verdict.outcome)
    baseline = wording.name(verdict, verdict.baseline)
    cells = [say(column).format(outcome=outcome, baseline=baseline) for column in HEAD]
    place = HEAD.index(BEST)
    cells[place] = cells[place].capitalize()
    return cells


def table(verdict: Verdict, title: str = "") -> Table:
    """Every strategy, the best first."""
    n = len(verdict.measured.replicates)
    rows = [
        [
            label(verdict.measured.facts, name),
            shown(verdict.measured.estimate(name, verdict.outcome.name)),
            against(verdict, name),
            f"{verdict.times_best[name]}/{n}",
            whole(verdict.measured.estimate(name, "cost").value),
            shown(verdict.measured.estimate(name, "romi")),
        ]
        for name in verdict.ranked
    ]
    return Table(title, head(verdict), rows)
