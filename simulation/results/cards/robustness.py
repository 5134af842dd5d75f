"""Robustness: whether the best strategy stays the best where assumptions are other ones."""

from __future__ import annotations

from simulation.language import say
from simulation.results.cards.base import Card, Story, Table

NOT_TESTED = (
    "Not tested: whether the best strategy stays the best where assumptions are other ones within "
    "their ranges."
)
TO_TEST = (
    "womsim robustness SCENARIO tests that; this comparison, run again, then shows it. It looks in "
    "the folder of its own name with -robustness at the end, or in --robustness DIR."
)
SHARES = (
    "Shares are of sampled points, no probabilities of being right. Regret: what relying on a "
    "strategy gives away where another one is best."
)


def card(story: Story) -> Card:
    """What a robustness study found, or that there is none."""
    tested, title = story.tested, say("Robustness")
    if not tested.get("answer"):
        why_not = tested.get("why_not")
        said = say(NOT_TESTED) + (f" {why_not}{say('.')}" if why_not else "")
        return Card("robustness", title, [said], notes=[say(TO_TEST)])
    found = tested["strategies"]
    return Card(
        "robustness",
        title,
        tested["answer"][:-1],
        tables=[Table("", found["head"], found["rows"])],
        notes=[f"{tested['size']}{say('.')} {say(SHARES)}"],
        link=(tested["page"], say("The whole study")),
    )
