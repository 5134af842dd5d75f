"""What a seeding programme is worth: customers it wins, and customers it wins earlier."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.classics.arguments import (
    NO_SEEDS,
    AnyGraph,
    must_be,
    number,
    probability,
    seeds_of,
    social_graph,
)
from simulation.classics.in_time import FOREVER, last_day
from simulation.classics.keys import Keys
from simulation.classics.loops_brands import OURS, Brands, compete
from simulation.classics.loops_days import Contacts
from simulation.classics.replicate import repeat, replicate
from simulation.classics.told import Desk, Told, new_desk, new_told
from simulation.errors import ArgumentError
from simulation.network.graph import SocialGraph

MOST_MONEY = 1e12
LAST_FACTOR = 65_536
"""Periods after which a discounted margin stays what it is."""


@dataclass(frozen=True, eq=False, repr=False)
class SeedingValue:
    """The same markets with and without a seeding programme.

    Parameters
    ----------
    expansion
        (replications,) float64, value today of customers whom the programme won: without it they
        would have bought the rival or nothing until the end.
    acceleration
        (replications,) float64, value today of buying earlier, by those who would have bought ours.
    customers_with, customers_without
        (replications,) int64, our customers at the end, seeds included.
    rival_with, rival_without
        (replications,) int64, customers of the rival.
    """

    expansion: NDArray[np.float64]
    acceleration: NDArray[np.float64]
    customers_with: NDArray[np.int64]
    customers_without: NDArray[np.int64]
    rival_with: NDArray[np.int64]
    rival_without: NDArray[np.int64]

    def __repr__(self) -> str:
        """Means instead of arrays."""
        return (
            f"<SeedingValue: {len(self.expansion):,} replications, worth {self.value.mean():,.2f} "
            f"on average, {self.expansion_share:.0%} of it expansion>"
        )

    @property
    def value(self) -> NDArray[np.float64]:
        """(replications,) change of the value of all our customers: the programme's social value.

        Its cost is not subtracted.
        """
        return self.expansion + self.acceleration

    @property
    def expansion_share(self) -> float:
        """Share of the mean value that is expansion; not a number where the value is 0."""
        total = float(self.value.mean())
        return float(self.expansion.mean()) / total if total else float("nan")


class _Two(NamedTuple):
    """Scratch of one thread."""

    contacts: Contacts
    desk: Desk
    seeded: Told
    unseeded: Told


def seeding_value(
    graph: AnyGraph,
    *,
    seeds: object,
    external: float = 0.005,
    imitation: float = 0.08,
    rival: bool = True,
    margin: float = 1.0,
    discount: float = 0.1,
    days: int | None = 30,
    replications: int = 200,
    seed: int = 0,
    threads: int | None = None,
) -> SeedingValue:
    """How much of a seeding programme's value is new customers, and how much is earlier ones.

    Two brands compete. In each period a consumer who has neither, with n_A contacts who have ours
    and n_B who have the rival's, is won by ours with chance::

        p_A (1 - p_B) + p_A p_B p_A / (p_A + p_B)        p_X = 1 - (1 - d) (1 - q)^n_X

    with d = ``external`` and q = ``imitation``, and by the rival alike. Each replication is run
    twice on the same luck: with the seeds owning ours from the start, and with nobody owning
    anything. On the same luck the programme never loses a customer and never delays one.

    The value of a customer who bought in period t is ``margin / (1 + discount)^t``. What the
    programme adds by consumers who would not have bought ours at all until the end is expansion;
    the rest, by those who would have bought later, is acceleration. Seeds count like others. With
    one brand, d above 0 and ``days=None`` everybody buys in the end, so expansion is exactly 0.

    Parameters
    ----------
    graph
        A SocialGraph or a networkx graph: contacts of a consumer are those whom it listens to.
    seeds
        Labels of the graph (rows without one), or how many to draw by lot in each replication.
    external
        Chance a period to be won without contacts.
    imitation
        Chance a period to be won by one contact.
    rival
        Whether there is a second brand, as strong as ours.
    margin
        What a customer is worth at purchase.
    discount
        Interest a period.
    days
        Number of periods; None: until everybody has bought (needs ``external`` above 0).
    replications, seed, threads
        Runs, their luck, and threads (None: all cores). Threads never change a number.

    Returns
    -------
    SeedingValue

    Raises
    ------
    ArgumentError
        When an argument is not possible.

    Notes
    -----
    Libai, Muller and Peres 2013 (abstract); ranges of d and q and the horizon of 30 periods are
    quoted from a replication (secondary source, science 2.4); there q varies a little between
    consumers, here it does not. That a seed is a customer, and the discount, are assumptions.

    Examples
    --------
    >>> import networkx as nx
    >>> from simulation.classics import seeding_value
    >>> graph = nx.cycle_graph(20)
    >>> worth = seeding_value(graph, seeds=[0], rival=False, days=None, replications=5)
    >>> worth.expansion_share
    0.0
    """
    who = social_graph(graph)
    first = seeds_of(who, seeds)
    last = last_day(days)
    must_be("rival", rival, (bool, np.bool_), "Give True or False.")
    chance = probability("external", external)
    if last == FOREVER and chance == 0.0:
        raise ArgumentError("external: with 0 some may never buy. Give more, or days.")
    brands = _brands(who, chance, probability("imitation", imitation), bool(rival), last)
    worth = number("margin", margin, 0.0, MOST_MONEY)
    interest = number("discount", discount, 0.0, MOST_MONEY)
    periods = np.arange(LAST_FACTOR if last == FOREVER else last + 1)
    factors: NDArray[np.float64] = worth * np.exp(-math.log1p(interest) * periods)
    asked = repeat(replications, seed, threads)
    money = [np.zeros(asked.replications) for _ in range(2)]
    counts = [np.zeros(asked.replications, np.int64) for _ in range(4)]
    result = SeedingValue(money[0], money[1], *counts)

    def part_of(keys: Keys, two: _Two, part: slice) -> None:
        for r, key in zip(range(part.start, part.stop), keys, strict=True):
            for start, told in ((first, two.seeded), (NO_SEEDS, two.unseeded)):
                compete((key[0], key[1]), start, brands, two.contacts, two.desk, told)
            _compare(r, two.seeded, two.unseeded, factors, result)

    replicate(part_of, lambda: _new_two(who), *asked)
    return result


def _compare(
    r: int, seeded: Told, unseeded: Told, factors: NDArray[np.float64], result: SeedingValue
) -> None:
    """Enter one replication into the result."""
    worth = [
        np.where(told.sign == OURS, factors[np.clip(told.day, 0, len(factors) - 1)], 0.0)
        for told in (seeded, unseeded)
    ]
    gain = worth[0] - worth[1]
    would_buy = unseeded.sign == OURS
    result.expansion[r] = gain[~would_buy].sum()
    result.acceleration[r] = gain[would_buy].sum()
    for told, ours, rival in (
        (seeded, result.customers_with, result.rival_with),
        (unseeded, result.customers_without, result.rival_without),
    ):
        ours[r] = np.count_nonzero(told.sign == OURS)
        rival[r] = np.count_nonzero(told.sign == -OURS)


def _brands(
    graph: SocialGraph, external: float, imitation: float, rival: bool, last: int
) -> Brands:
    contacts = np.bincount(graph.ties.listener, minlength=1)
    chances = 1.0 - (1.0 - external) * (1.0 - imitation) ** np.arange(contacts.max() + 1)
    return Brands(chances, chances if rival else np.zeros_like(chances), last)


def _new_two(graph: SocialGraph) -> _Two:
    n, ties = graph.n_consumers, graph.ties
    room = int(ties.n_listeners.max(initial=0))
    contacts = Contacts(
        ties.first, ties.listener, np.empty(0, np.float32), np.zeros(room + 1, np.int64)
    )
    return _Two(contacts, new_desk(n, room), new_told(n), new_told(n))
