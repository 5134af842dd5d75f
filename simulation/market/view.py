"""What a tactic or an event sees: the market of this morning, read-only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from simulation.errors import ArgumentError
from simulation.market.actions import Consumers
from simulation.market.board import Board
from simulation.market.crisis import Case
from simulation.market.ledger import Ledger
from simulation.market.media import Channel
from simulation.market.population import Population
from simulation.market.scalars import Scalars
from simulation.market.state import Market
from simulation.network.graph import SocialGraph
from simulation.network.roles import Role


class Fee(NamedTuple):
    """Price of one post: ``base + per_follower * followers``, per follower inside this market."""

    base: float
    per_follower: float


class Lots(Protocol):
    """Lots of a tactic or event: ``lots(k)`` one word a consumer, the smallest come first."""

    def __call__(self, k: int, rows: NDArray[np.integer] | None = None, /) -> NDArray[np.uint32]:
        """The words of everybody, (n,), or of these rows alone, in their order."""
        ...


class Luck(NamedTuple):
    """Addressed draws of one tactic or event on this replicate."""

    chance: Callable[[int, int], float]
    """``chance(day, k)``: one uniform in (0, 1)."""
    lots: Lots
    """``lots(k)``: one word a consumer, (n,); ``lots(k, rows)``: the words of these alone."""


@dataclass
class View:
    """The market as a tactic sees it before it proposes.

    Attributes
    ----------
    day, days : int
        Today and the length of the run.
    graph, population, market
        Who knows whom, traits and state; arrays cannot be written.
    people : int
        People of the real market whom one consumer stands for.
    price : float
        List price.
    unit_cost : float
        Cost of a unit for each of the people whom one consumer stands for.
    fees : mapping of Role to Fee
        What accounts of each role ask for a post.
    channels : mapping of str to Channel
        Paid media of this market.
    cases : mapping of str to Case
        Troubles so far, by the event's name.
    hours_to_notice : float
        Hours until the brand notices trouble by itself.
    ledger, label, memory
        The tactic's money, its name, and what it wants to remember between days.
    scalars : Scalars
        What the brand is today: ``view.scalars["quality"]``.
    board : Board
        Its reviews.
    groups : mapping of str to int
        Bit of each tactic's group in ``market.groups``.
    yesterday : ndarray
        Counts of yesterday, zeros on day 0; :meth:`counted` reads them.
    segments : tuple of str
        Names of the segments in the order of ``population.segment``.
    half_lives : mapping of str to float
        Days in which half of the views of content come, by platform.
    on_sale_from : int
        First day of sale.
    platform : str or None
        Platform of the network, if the scenario names one.
    recruits : callable
        ``recruits(label)``: customers credited to a tactic so far.
    stock : callable
        ``stock()``: units left, or None.
    """

    day: int
    days: int
    graph: SocialGraph
    population: Population
    market: Market
    people: int
    price: float
    unit_cost: float
    fees: Mapping[Role, Fee]
    channels: Mapping[str, Channel]
    cases: Mapping[str, Case]
    hours_to_notice: float
    ledger: Ledger
    label: str
    luck: Luck
    rank: Callable[[str], NDArray[np.float64]]
    """Score of each consumer, (n,), for hubs, bridges, core, fringe or early_adopters."""
    scalars: Scalars
    board: Board
    groups: Mapping[str, int]
    segments: tuple[str, ...]
    half_lives: Mapping[str, float]
    on_sale_from: int
    platform: str | None
    recruits: Callable[[str], int]
    stock: Callable[[], int | None]
    yesterday: NDArray[np.int64]
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def members(self) -> Consumers:
        """Rows of those enrolled by this tactic."""
        bit = np.uint8(self.groups.get(self.label, 0))
        return np.flatnonzero(self.market.groups & bit).astype(np.int32)

    @property
    def n_consumers(self) -> int:
        """Number of consumers."""
        return len(self.market.stage)

    @property
    def purse(self) -> float:
        """Money that this tactic could spend today."""
        return self.ledger.purse(self.label)

    @property
    def spent(self) -> float:
        """Money that this tactic has spent so far."""
        return self.ledger.spent(self.label)

    def leaves_money_because(self, reason: str) -> None:
        """Say for the report why this tactic does not spend the rest of its money."""
        self.ledger.reasons[self.label] = reason

    def chance(self, k: int = 0) -> float:
        """A uniform number in (0, 1) of this tactic, this day and ``k``."""
        return self.luck.chance(self.day, k)

    def in_order(self, rows: NDArray[np.bool_], score: NDArray[np.float64] | None) -> Consumers:
        """Consumers for whom ``rows`` holds: the highest score first, equals (or all) by lot."""
        who = np.flatnonzero(rows)
        lots = self.luck.lots(0, who)
        keys = (lots,) if score is None else (lots, -score[who])
        return who[np.lexsort(keys)].astype(np.int32)

    def meant(self, to: str | list[str | int], pick: str = "rank") -> Consumers:
        """Rows of the consumers that ``to`` names, in the order in which they are taken.

        With ``pick="lot"`` a ranking word means a lot among the best tenth of that ranking.
        """
        if isinstance(to, list):
            rows = {label: self.row_of(label) for label in to}
            unknown = [label for label, row in rows.items() if row < 0]
            if unknown:
                raise ArgumentError(f'no consumer is labelled "{unknown[0]}" in this graph.')
            return np.array(list(dict.fromkeys(rows.values())), np.int32)
        everyone = np.ones(self.n_consumers, np.bool_)
        if to == "owners":
            return self.in_order(self.market.units > 0, None)
        if to in ("everyone", "random"):
            return self.in_order(everyone, None)
        ranked = self.in_order(everyone, self.rank(to))
        if pick == "rank":
            return ranked
        best = np.zeros(self.n_consumers, np.bool_)
        best[ranked[: max(1, self.n_consumers // 10)]] = True
        return self.in_order(best, None)

    def row_of(self, label: str | int) -> int:
        """Row of the consumer with a label of the graph, -1 where there is none."""
        labels = self.graph.labels
        if labels is None:
            row = int(label) if str(label).isdigit() else -1
            return row if row < self.n_consumers else -1
        found = np.flatnonzero(labels.astype(str) == str(label))
        return int(found[0]) if len(found) else -1

    def by_share(self, rows: NDArray[np.bool_], share: float) -> Consumers:
        """A share of the consumers for whom ``rows`` holds, by lot; at least one."""
        ordered = self.in_order(rows, None)
        count = int(share * len(ordered) + 0.5)
        return ordered[: max(count, 1 if share > 0.0 else 0)]
