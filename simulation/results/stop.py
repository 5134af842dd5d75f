"""Why a comparison has as many replicates as it has, and what that does to its words."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from simulation.results.statistics import LEVEL

Reason = Literal["asked", "scenario", "settled", "precise", "most", "nothing", "alone", "world"]
"""Exactly as asked for; as the scenario says; every strategy is settled; intervals are narrow
enough; no more are allowed; more would settle nothing; there is nothing to compare; as many as in
the world as written."""


class Stop(NamedTuple):
    """How many replicates there are, why no more, and how often somebody looked."""

    replicates: int
    reason: Reason
    looks: tuple[int, ...] = ()
    """Replicates after which the runs were looked at; none where the number was given."""
    planned: int = 1
    """Looks that might have been needed, of which each could have ended it."""
    precision: float | None = None
    """Half width of intervals that was asked for, as a share of the baseline's mean."""
    needed: int | None = None
    """About how many replicates that would need, where it was not reached."""

    @property
    def level(self) -> float:
        """Level at which something counts as settled: 0.05 is shared among the planned looks."""
        return 1.0 - (1.0 - LEVEL) / self.planned

    def brief(self) -> dict[str, Any]:
        """What the manifest says of it."""
        found = {**self._asdict(), "looks": list(self.looks), "level": round(self.level, 6)}
        return {name: value for name, value in found.items() if value is not None}
