"""The evidence: every published model against its closed form, enumeration or published value.

A family of checks is one module with ``FAMILY``, named in :data:`MODULES`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import NamedTuple

from simulation.experiments.validation.check import Check, Effort, Family

MODULES = (
    "cascades",
    "greedy",
    "percolation",
    "epidemics",
    "rumours",
    "growth",
    "talk",
    "bad_news",
    "seeding",
    "attribution",
    "hubs",
    "measures",
    "advertising",
    "branching",
)
"""Modules of families, in the order of the page."""


class Checked(NamedTuple):
    """A family and what came out."""

    family: Family
    checks: list[Check]

    @property
    def passed(self) -> bool:
        """Whether all agree."""
        return all(check.passed for check in self.checks)


def families() -> list[Family]:
    """All families, in the order of the page."""
    return [importlib.import_module(f"{__name__}.{name}").FAMILY for name in MODULES]


def validate(
    *, quick: bool = False, progress: Callable[[int, int], None] | None = None
) -> list[Checked]:
    """Run every check; ``progress`` is told how many families of how many are done."""
    known, done = families(), []
    for number, family in enumerate(known, start=1):
        done.append(Checked(family, list(family.checks(Effort(quick)))))
        if progress is not None:
            progress(number, len(known))
    return done
