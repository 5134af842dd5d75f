"""What a published model leaves behind: how far the word went, whom it reached, who told whom."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.errors import ArgumentError
from simulation.network.columns import Column, is_whole

SEED = -1
"""Talker of a consumer whom nobody told: a seed, or somebody who came by advertising."""


class Tree(NamedTuple):
    """Who told whom and when, in one replication; a row for each consumer who was reached.

    Rows are in the order of steps, and within a step of consumers.

    Parameters
    ----------
    talker
        (reached,) int32, row of the consumer who told, or :data:`SEED`. Where several told in the
        same step it is one of them by lot.
    consumer
        (reached,) int32, row of the consumer who was told.
    step
        (reached,) int32, 0 for seeds; days in models in time.
    good
        (reached,) bool, whether this consumer passes good word on; always in models without bad
        word.
    """

    talker: NDArray[np.int32]
    consumer: NDArray[np.int32]
    step: NDArray[np.int32]
    good: NDArray[np.bool_]


def tree_of(
    talker: NDArray[np.integer],
    consumer: NDArray[np.integer],
    step: NDArray[np.integer],
    good: NDArray[np.bool_] | None = None,
) -> Tree:
    """A tree from rows in any order; all good where no sign is given."""
    order = np.lexsort((consumer, step))
    return Tree(
        talker[order].astype(np.int32),
        consumer[order].astype(np.int32),
        step[order].astype(np.int32),
        np.ones(len(order), np.bool_) if good is None else good[order].astype(np.bool_),
    )


@dataclass(frozen=True, eq=False, repr=False)
class Spread:
    """How far word of mouth went in many replications of a published model.

    Parameters
    ----------
    size
        (replications,) int64, consumers reached, seeds included.
    reached
        (consumers,) float64, share of replications that reached each consumer.
    size_good, size_bad
        (replications,) int64, of them those with good and with bad word; None without bad word.
    daily
        (replications, days + 1) consumers reached by the end of each day, day 0 is the start; None
        in models without time.
    labels
        (consumers,) names of the rows of ``reached``, or None for 0 to n-1.

    Examples
    --------
    >>> import networkx as nx
    >>> from simulation.classics import independent_cascade
    >>> spread = independent_cascade(nx.path_graph(4), probability=1.0, seeds=[0], replications=2)
    >>> spread
    <Spread: 2 replications, 4.00 of 4 consumers reached on average>
    >>> spread.tree(0).talker
    array([-1,  0,  1,  2], dtype=int32)
    """

    size: NDArray[np.int64]
    reached: NDArray[np.float64]
    size_good: NDArray[np.int64] | None = None
    size_bad: NDArray[np.int64] | None = None
    daily: NDArray[np.integer] | None = None
    labels: Column | None = None
    grow: Callable[[int], Tree] | None = field(default=None, repr=False)
    """Runs one replication again and keeps who told whom; for :meth:`tree`."""

    def __repr__(self) -> str:
        """Sizes instead of arrays."""
        error = f" (s.e. {self.standard_error:.2g})" if self.standard_error > 0 else ""
        return (
            f"<Spread: {_counted(self.n_replications, 'replication')}, {self.mean:,.2f}{error} of "
            f"{_counted(self.n_consumers, 'consumer')} reached on average>"
        )

    @property
    def n_replications(self) -> int:
        """Number of replications."""
        return len(self.size)

    @property
    def n_consumers(self) -> int:
        """Number of consumers, reached or not."""
        return len(self.reached)

    @property
    def mean(self) -> float:
        """Mean number of consumers reached."""
        return float(self.size.mean())

    @property
    def standard_error(self) -> float:
        """Standard error of :attr:`mean`; not a number with a single replication."""
        if self.n_replications < 2:
            return math.nan
        return float(self.size.std(ddof=1)) / math.sqrt(self.n_replications)

    def tree(self, replication: int) -> Tree:
        """Who told whom and when in one replication (it is run again, with the same luck).

        Raises
        ------
        ArgumentError
            When there is no such replication, or the model knows no talkers.
        """
        if self.grow is None:
            raise ArgumentError("this model has no tree: in it nobody is told by anybody.")
        if not is_whole(replication) or not 0 <= replication < self.n_replications:
            raise ArgumentError(
                f"replication: {replication!r} is not one of 0 to {self.n_replications - 1}."
            )
        return self.grow(replication)


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
