"""Everything wrong that a user can cause, as one family of exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong in what the user gave: place, key, fact and remedy.

    ``str()`` gives the one line that a user reads, for example
    ``launch.yaml:9:3 strateges: no such key. Use strategies.``
    """

    message: str
    key: str = ""
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = self.file
        if self.file and self.line:
            place = f"{self.file}:{self.line}:{self.column}"
        head = " ".join(part for part in (place, self.key) if part)
        return f"{head}: {self.message}" if head else self.message


class SimulationError(Exception):
    """Base of every error that a user can cause and can mend."""


class ScenarioError(SimulationError):
    """A scenario (file, change or setting) is wrong; holds at most ten problems, in file order."""

    limit = 10

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        shown = [str(problem) for problem in self.problems[: self.limit]]
        if len(self.problems) > self.limit:
            shown.append(f"and {len(self.problems) - self.limit} more")
        super().__init__("\n".join(shown))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        """The same error in another process."""
        return type(self), (self.problems,)


class GraphError(SimulationError):
    """A social graph, or the file that should hold one, cannot be used."""


class OutputError(SimulationError):
    """Results cannot be written where the user asked."""


class ArgumentError(SimulationError):
    """A function or command got an argument that it cannot use."""
