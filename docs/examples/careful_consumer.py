"""What if people were more careful? Change one verb of the consumer and compare.

Run it with ``python docs/examples/careful_consumer.py``. A consumer has four verbs: ``talk``,
``hear``, ``decide`` and ``experience``. Here ``decide`` is overridden: nobody buys before having
heard enough good about the brand. Everything else stays as it is, and so does the luck: both
markets have the same people, the same ties and the same draws, so that the difference is due to the
rule.

Consumers of your own need ``engine="agents"``: Mesa agents, one by one. That is some hundred times
slower than the compiled loops, so try it in a small market. The ordinary consumer gives the same
numbers in both engines; here the compiled loops live the ordinary market.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from simulation import Consumer, WordOfMouthModel, load_scenario

SCENARIO = Path(__file__).parents[2] / "scenarios" / "referral_programme.yaml"
STRATEGY = "referral"
REPLICATES = 2


class CarefulConsumer(Consumer):
    """Buys nothing before having heard about one good word of a friend, and remembers it.

    Assumes that people want somebody's word before they spend money, however much they like the
    category: with the ordinary rule, a consumer with a strong taste may buy on hardly any evidence.
    """

    enough = 0.7
    """Good evidence needed, in exposures; a friend's word leaves 0.75 on its day."""

    def attraction(self, today: Any, seen: int) -> float:
        """See in the product what everybody sees, but nothing until there is evidence enough.

        ``today`` is the brand's day with all that is offered, ``seen`` the reviews that were read.
        """
        if self.evidence_for < self.enough:
            return 0.0
        return super().attraction(today, seen)


def customers(model: WordOfMouthModel) -> int:
    """Run a model to its last day and count the customers."""
    model.run_model()
    return int(model.daily["customers"].iloc[-1])


def main() -> None:
    """Compare both kinds of people on the same luck, replicate by replicate."""
    scenario = load_scenario(SCENARIO).with_changes({"network.consumers": 600, "days": 90})
    ordinary, careful = [], []
    for replicate in range(REPLICATES):
        ordinary.append(customers(WordOfMouthModel(scenario, STRATEGY, replicate)))
        careful.append(
            customers(
                WordOfMouthModel(
                    scenario, STRATEGY, replicate, engine="agents", consumer_class=CarefulConsumer
                )
            )
        )
    difference = np.subtract(careful, ordinary)
    print(f"ordinary people: {ordinary} customers in {REPLICATES} replicates")
    print(f"careful people:  {careful}")
    print(f"difference:      {difference.tolist()}, on average {difference.mean():+.1f}")


if __name__ == "__main__":
    main()
