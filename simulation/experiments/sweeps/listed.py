"""Points that somebody lists one by one: in the sweep file, in a table, or in Python."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulation.experiments.sweeps.points import Points
from simulation.scenario.model import Scenario
from simulation.scenario.tree import Node


def listed(
    written: Node, scenario: Scenario, folder: Path, table: Any = None
) -> tuple[Points, Mapping[str, Node]]:
    """The listed points, and the first of them as it was written."""
    raise NotImplementedError
