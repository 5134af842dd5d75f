"""A comparison that runs beside the page: how far it is, what it found, and how to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from simulation.app.growing import Growing
from simulation.errors import SimulationError

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison
    from simulation.results.measured import Measured
    from simulation.scenario.model import Scenario

State = Literal["running", "done", "stopped", "wrong"]


class CancelledError(BaseException):
    """The visitor pressed cancel; no run's own fault, so no ``Exception``."""


class Comparing:
    """One comparison in a thread of its own.

    Parameters
    ----------
    scenario
        What to compare.
    replications
        Runs of each strategy, exactly.
    changed
        Called without arguments whenever something is new, from that thread.
    """

    def __init__(
        self, scenario: Scenario, replications: int, changed: Callable[[], None] = lambda: None
    ) -> None:
        self.scenario = scenario
        self.replications = replications
        self.state: State = "running"
        self.finished = self.total = 0
        self.so_far: Measured | None = None
        """The world as written after some of the replicates."""
        self.result: Comparison | None = None
        self.error = ""
        self._all = 0
        self._changed = changed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="womsim-compare", daemon=True)

    def start(self) -> Comparing:
        """Begin."""
        self._thread.start()
        return self

    def cancel(self) -> None:
        """Stop after the runs that are under way, within about a second."""
        self._stop.set()

    def join(self, seconds: float | None = None) -> None:
        """Wait until it has ended."""
        self._thread.join(seconds)

    def _work(self) -> None:
        from simulation.experiments.compare import Plan, carry_out, chosen

        scenario, n = self.scenario, self.replications
        try:
            plan = Plan(scenario, chosen(scenario, None), Growing(n, self._show))
            plan.check()
            self._all = len(plan.worlds) * len(plan.strategies) * n
            said = f"compare({scenario.name}, replications={n})"
            self.result = carry_out(plan, None, False, self._progress, said)
            self.state = "done"
        except CancelledError:
            self.state = "stopped"
        except SimulationError as error:
            self.state, self.error = "wrong", str(error)
        except Exception as error:
            self.state, self.error = "wrong", f"a fault of ours: {type(error).__name__}: {error}"
        self._changed()

    def _progress(self, finished: int, total: int) -> None:
        self.finished, self.total = finished, self._all
        if self._stop.is_set():
            raise CancelledError
        self._changed()

    def _show(self, measured: Measured) -> None:
        self.so_far = measured
        self._changed()
