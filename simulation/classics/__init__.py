"""Published models of word of mouth, on the market's own draws, clocks and rules of hearing.

Each function takes a :class:`~simulation.network.graph.SocialGraph` or a networkx graph and returns
a :class:`~simulation.classics.spread.Spread`; only the rule by which a consumer decides differs.

To add a model:

1. Write its rule, scalars in and scalars out, in ``rules.py``: what makes a consumer decide. Keep
   draws out of it; it takes words.
2. Write its loop in a ``loops_*.py`` of its own: for each key (a replication) place the seeds
   (``loops_people.place_seeds``), let those who talk take the points of their clocks
   (``dynamics.loops.points``, or the market's ``say_posts``), let listeners
   add up what they heard as whole numbers and keep the largest credit word, then decide, and close
   the replication. Nothing may depend on the order of talkers. Draw from addresses: consumer,
   occasion, reason. An occasion is 0 for what happens once in a replication, else the number of
   the day or of the try.
3. Write the function: check with ``arguments``, run with ``replicate.replicate`` (a scratch a
   thread, whole numbers to sum up), return a ``Spread`` whose ``grow`` runs one replication again
   for its tree. The docstring says the model in a sentence, its equation, its source.
4. Name it here, and test it against a closed form or the enumerations of ``classics.exact``.
"""

from __future__ import annotations

from simulation.classics.cascades import independent_cascade, negative_cascade
from simulation.classics.epidemic import sir
from simulation.classics.growth import bass
from simulation.classics.measures import (
    percolation_threshold,
    reproduction_number,
    structural_virality,
)
from simulation.classics.news import bad_news, net_present_value, talk_of_the_network
from simulation.classics.rumour import maki_thompson
from simulation.classics.seeding import SeedingValue, seeding_value
from simulation.classics.spread import Spread, Tree
from simulation.classics.thresholds import linear_threshold, watts_threshold

__all__ = [
    "SeedingValue",
    "Spread",
    "Tree",
    "bad_news",
    "bass",
    "independent_cascade",
    "linear_threshold",
    "maki_thompson",
    "negative_cascade",
    "net_present_value",
    "percolation_threshold",
    "reproduction_number",
    "seeding_value",
    "sir",
    "structural_virality",
    "talk_of_the_network",
    "watts_threshold",
]
