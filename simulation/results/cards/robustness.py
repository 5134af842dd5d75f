"""Robustness: whether the best strategy stays the best where assumptions are other ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation.language import language, say
from simulation.results.cards.base import Card, Story, Table
from simulation.results.retold import retell

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
        said = say(NOT_TESTED) + (f" {retell(why_not)}{say('.')}" if why_not else "")
        return Card("robustness", title, [said], notes=[say(TO_TEST)])
    found = _told(tested)
    return Card(
        "robustness",
        title,
        found["answer"][:-1],
        tables=[Table("", found["head"], found["rows"])],
        notes=[f"{found['size']}{say('.')} {say(SHARES)}"],
        link=(tested["page"], say("The whole study")),
    )


def _told(tested: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a study says in the language of the moment; in English where it knows no other."""
    found = tested["strategies"]
    english = {**found, "answer": tested["answer"], "size": tested["size"]}
    return {**english, **tested.get("told", {}).get(language(), {})}
