"""What the result rests on: every input about how people behave, assumptions first."""

from __future__ import annotations

from simulation.language import say
from simulation.results import wording
from simulation.results.cards.base import Card, Story, Table
from simulation.results.facts import BeliefFacts, Facts
from simulation.results.retold import retell

EVIDENCE = ("assumption", "practitioner_claim", "published", "measured")
"""Kinds of evidence, the weakest first."""

HEAD = ("Input", "Value", "Range", "Evidence", "Source")


def card(story: Story) -> Card | None:
    """How many inputs are assumptions, and all of them; None where none are listed."""
    beliefs = sorted(distinct(story.facts), key=lambda each: EVIDENCE.index(each.evidence))
    if not beliefs:
        return None
    counts = [(kind, sum(b.evidence == kind for b in beliefs)) for kind in EVIDENCE]
    return Card(
        "rests-on",
        say("Rests on"),
        [wording.rests_on(beliefs)],
        bar=[(wording.evidence(kind), n, 100.0 * n / len(beliefs)) for kind, n in counts if n],
        tables=[
            Table(
                say("All inputs, assumptions first"),
                [say(column) for column in HEAD],
                [_row(belief) for belief in beliefs],
                1,
                is_open=False,
            )
        ],
    )


def distinct(facts: Facts) -> list[BeliefFacts]:
    """The inputs, with those that tactics of a kind share alike as one."""
    groups: dict[BeliefFacts, list[BeliefFacts]] = {}
    for belief in facts.beliefs:
        groups.setdefault(belief._replace(key=_shared_key(facts, belief.key)), []).append(belief)
    return [alike[0] if len(alike) == 1 else one for one, alike in groups.items()]


def _shared_key(facts: Facts, key: str) -> str:
    """The key of an input of a tactic, without its strategy: ``strategies.*.KIND.FIELD``."""
    parts = key.split(".")
    if parts[0] != "strategies" or len(parts) < 4 or parts[1] not in facts.names:
        return key
    tactics = facts.strategy(parts[1]).tactics
    kind = next((each.kind for each in tactics if each.name == parts[2]), parts[2])
    return ".".join(("strategies", "*", kind, *parts[3:]))


def _row(belief: BeliefFacts) -> list[str]:
    ends = say("{low} to {high}").format(low=belief.low, high=belief.high) if belief.low else ""
    return [
        belief.key,
        belief.value,
        ends,
        wording.evidence(belief.evidence),
        retell(belief.source),
    ]
