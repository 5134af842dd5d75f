"""Where the values of a sweep's points are written, so that a wrong one is shown to its author."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from simulation.errors import Problem
from simulation.scenario.tree import NOWHERE, Mark

At = Callable[[int, str], Mark]
"""Place of the value of a factor at a point; with "" for the factor, of the point as a whole."""


class Places(NamedTuple):
    """Where values are written."""

    at: At = lambda point, factor: NOWHERE
    has_rows: bool = False
    """Whether points are rows of a table that has no lines, such as a Parquet file."""


NO_PLACES = Places()
"""Nobody wrote the points."""


def is_of(key: str, factors: Iterable[str]) -> bool:
    """Whether a key is that of a factor, or stands below one.

    Examples
    --------
    >>> is_of("strategies.kocs[0].budget", ["strategies.kocs"]), is_of("brand.price", ["brand.p"])
    (True, False)
    """
    return any(key == name or key.startswith((f"{name}.", f"{name}[")) for name in factors)


def told(
    problem: Problem, places: Places, factors: Iterable[str], point: int, text: str, more: int = 0
) -> Problem:
    """What is wrong at a point, with the place of the factor that did it where that is known.

    Parameters
    ----------
    problem
        What is wrong in the scenario of the point.
    places
        Where values are written.
    factors
        What varies.
    point, text
        Number of the point, and its values in words.
    more
        How many more points cannot be.
    """
    factor, is_own = _factor_of(problem.key, list(factors))
    mark = places.at(point, factor)
    said, message = f"point {point}", problem.message
    if is_own:
        problem = problem._replace(**mark._asdict())
    elif mark.file and not places.has_rows:
        said = f"{said}, {mark.file}:{mark.line}:{mark.column}"
    if is_own and places.has_rows:
        message = f"row {point}: {message}"
    said = f"{said}: {text}"
    if more:
        said = f"{said}; {more:,} more {'point' if more == 1 else 'points'} cannot be either"
    return problem._replace(message=f"{message} ({said})")


def _factor_of(key: str, factors: list[str]) -> tuple[str, bool]:
    """The factor that a problem is about, "" where that is not known; whether it is its value."""
    own = [name for name in factors if is_of(key, [name])]
    if own:
        return own[-1], True
    inside = [name for name in factors if key and name.startswith(f"{key}.")]
    return (inside[0] if len(inside) == 1 else ""), False
