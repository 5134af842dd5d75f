"""Signs in the table of strategies, and the line below it that says what they mean."""

from __future__ import annotations

from typing import Final

from simulation.language import say
from simulation.results.numbers import currency_name
from simulation.results.verdict import Verdict

MEANINGS: Final = {
    "up": "up: settled, more than {baseline}",
    "down": "down: settled, less than {baseline}",
    "≈": "≈: settled, too close to matter",
    "=": "=: equal in every replicate",
    "?": "?: not settled",
}
"""What each word of :meth:`Verdict.word` means."""

COMPARED: Final = {
    "up": "up: settled, above zero",
    "down": "down: settled, below zero",
}
"""The same for an outcome that compares with the baseline by itself."""

ROMI: Final = "ROMI: extra profit for each extra {currency} spent"


TIES: Final = "best in: equals count for each, so that shares add to more than all"
"""Said where several strategies are best in the same replicate."""


def legend(verdict: Verdict, *, with_romi: bool = True) -> str:
    """What the signs in this table mean, and in what the ROMI is counted.

    Parameters
    ----------
    verdict
        What the table shows.
    with_romi
        Whether it has a column for the ROMI.
    """
    meanings = {**MEANINGS, **(COMPARED if verdict.outcome.comparison else {})}
    shown = {
        verdict.word(name) for name in verdict.measured.facts.names if name != verdict.baseline
    }
    said = [say(text) for sign, text in meanings.items() if sign in shown]
    if sum(verdict.times_best.values()) > len(verdict.measured.replicates):
        said.append(say(TIES))
    if with_romi:
        said.append(say(ROMI))
    facts = verdict.measured.facts
    label = facts.strategy(verdict.baseline).label
    joined = say("; ").join(said).format(baseline=label, currency=currency_name(facts.currency))
    return say("{legend}.").format(legend=joined) if joined else ""
