"""A number of replicates that is looked at on the way there, without changing where it ends."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulation.results.stop import Stop

if TYPE_CHECKING:
    from simulation.results.measured import Measured

SHARE = 0.03
"""Of the time that runs take, what showing them on the way may take."""

FEWEST = 5
"""Replicates before anything is shown: an interval of two or three says next to nothing."""


@dataclass(frozen=True)
class Growing:
    """Exactly so many replicates; what is known on the way is shown, and decides nothing.

    How often depends on what showing costs: the next time comes when runs have taken so long again
    that it stays a small share of all.
    """

    most: int
    show: Callable[[Measured], None]
    clock: Callable[[], float] = time.perf_counter
    begun: list[float] = field(default_factory=list)
    """When the first runs began."""

    @property
    def first(self) -> int:
        """Replicates until it is shown for the first time."""
        if not self.begun:
            self.begun.append(self.clock())
        return min(FEWEST, self.most)

    def look(self, looks: tuple[int, ...]) -> Stop:
        """The number was given; nothing that is seen on the way may end it."""
        return Stop(looks[-1], "asked")

    def after(self, measured: Measured, looks: tuple[int, ...]) -> int | Stop:
        """Show it, and go on to the next number; no more at the end."""
        n = looks[-1]
        if n >= self.most:
            return self.look(looks)
        now = self.clock()
        pace = max((now - self.begun[0]) / n, 1e-9)
        self.show(measured)
        more = math.ceil((self.clock() - now) / (SHARE * pace))
        return min(self.most, n + max(1, more))
