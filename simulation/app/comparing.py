"""A comparison that runs beside the page: how far it is, what it found, and how to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from simulation.errors import SimulationError

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison
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
        self.result: Comparison | None = None
        self.error = ""
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
        from simulation.experiments.compare import compare

        try:
            self.result = compare(
                self.scenario, replications=self.replications, progress=self._progress
            )
            self.state = "done"
        except CancelledError:
            self.state = "stopped"
        except SimulationError as error:
            self.state, self.error = "wrong", str(error)
        except Exception as error:
            self.state, self.error = "wrong", f"a fault of ours: {type(error).__name__}: {error}"
        self._changed()

    def _progress(self, finished: int, total: int) -> None:
        self.finished, self.total = finished, total
        if self._stop.is_set():
            raise CancelledError
        self._changed()
