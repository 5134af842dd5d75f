"""What experiments in Python are asked with, checked before anything runs: one message each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from simulation.errors import ArgumentError
from simulation.network.columns import is_whole
from simulation.scenario.nearest import nearest
from simulation.scenario.remedies import not_a_number
from simulation.scenario.tree import shown

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

MOST_REPLICATIONS = 1_000_000
"""Replicates of a comparison at most, which keeps them all in memory."""

MOST_WORKERS = 10_000
"""Workers at most."""

LAST_REPLICATE = 2**31 - 1
"""Largest number of a replicate."""


def whole_number(name: str, value: Any, low: int = 1, high: int | None = None) -> int:
    """A whole number within bounds, as a plain int.

    Raises
    ------
    ArgumentError
        When it is none; the message names the argument.

    Examples
    --------
    >>> whole_number("workers", 2)
    2
    >>> whole_number("workers", "2")
    Traceback (most recent call last):
    simulation.errors.ArgumentError: workers: "2" is text. Write 2.
    """
    if not is_whole(value):
        raise ArgumentError(f"{name}: {_no_number(value, whole=True)}")
    if value < low:
        raise ArgumentError(f"{name}: {shown(int(value))} is below {low}. Raise it.")
    if high is not None and value > high:
        said = f"{value:,}" if value < 10**18 else "a huge number"
        raise ArgumentError(f"{name}: {said} is above {high:,}. Lower it.")
    return int(value)


def number(name: str, value: Any) -> float:
    """A number, as a plain float; NaN is one.

    Raises
    ------
    ArgumentError
        When it is none.
    """
    if not is_whole(value) and not isinstance(value, float | np.floating):
        raise ArgumentError(f"{name}: {_no_number(value, whole=False)}")
    return float(value)


def one_of(name: str, value: Any, known: Sequence[str]) -> None:
    """Refuse a word that is not known, and name the nearest.

    Raises
    ------
    ArgumentError
        When it is not known.

    Examples
    --------
    >>> one_of("executor", "thread", ("serial", "threads"))
    Traceback (most recent call last):
    simulation.errors.ArgumentError: executor: "thread" is unknown. Use threads.
    """
    if isinstance(value, str) and value in known:
        return
    near = nearest(value, known) if isinstance(value, str) else None
    said = f"{shown(value)} is unknown" if isinstance(value, str) else thing(value)
    raise ArgumentError(f"{name}: {said}. Use {near or ' or '.join(known)}.")


def names(name: str, value: Any) -> list[str]:
    """Names in a list; one text alone is no list.

    Raises
    ------
    ArgumentError
        When it is none, or empty.
    """
    if isinstance(value, str):
        raise ArgumentError(f'{name}: {shown(value)} is one name. Write it in a list: ["{value}"].')
    if not isinstance(value, Iterable):
        raise ArgumentError(f'{name}: {thing(value)}. Write a list of names: ["NAME"].')
    found = list(value)
    wrong = [each for each in found if not isinstance(each, str)]
    if wrong:
        raise ArgumentError(f"{name}: {thing(wrong[0])} among them. Write names only.")
    if not found:
        raise ArgumentError(f"{name}: none. Name one, or leave it out for all.")
    return found


def a_scenario(function: str, value: Any) -> Scenario:
    """A scenario; the file of one must be loaded first.

    Raises
    ------
    ArgumentError
        When it is none.
    """
    if hasattr(value, "with_changes"):
        return cast("Scenario", value)
    if isinstance(value, str | os.PathLike):
        path = os.fspath(value)
        raise ArgumentError(
            f'{function}: {shown(path)} is no scenario. Use load_scenario("{path!s}").'
        )
    raise ArgumentError(
        f"{function}: {type(value).__name__} is no scenario. Use load_scenario(FILE)."
    )


def a_folder(name: str, value: Any) -> Path:
    """A path.

    Raises
    ------
    ArgumentError
        When it is none.
    """
    if not isinstance(value, str | os.PathLike):
        raise ArgumentError(f"{name}: {thing(value)}. Write the path of a folder.")
    return Path(value)


def callable_or_none(name: str, value: Any) -> None:
    """Refuse what cannot be called.

    Raises
    ------
    ArgumentError
        When it is neither None nor a function.
    """
    if value is not None and not callable(value):
        raise ArgumentError(f"{name}: {thing(value)}. Give a function, or leave it out.")


def thing(value: Any) -> str:
    """What somebody gave: ``3 is given``, ``nothing is given``, ``a DataFrame is given``."""
    if value is None or isinstance(value, str | bool | int | float):
        return f"{shown(value)} is given"
    kind = type(value).__name__
    return f"a{'n' if kind[0] in 'aeiouAEIOU' else ''} {kind} is given"


def _no_number(value: Any, *, whole: bool) -> str:
    if isinstance(value, str | bool) or (isinstance(value, float) and whole):
        return not_a_number(float(value) if isinstance(value, float) else value, whole)
    return f"{thing(value)}. Write a {'whole ' if whole else ''}number."
