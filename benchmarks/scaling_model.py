"""What a market costs: bytes and nanoseconds by consumer, tie, day and exposure.

Memory = what a process has anyway + bytes for each consumer and each tie. A day = nanoseconds for
each consumer and each exposure. Building = nanoseconds for each consumer and each tie at a million
consumers; they grow as sorting does, with the logarithm of the number of consumers. Errors are
relative, so that small markets count as much as large ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.rules.hear import LARGEST_TALKER

LARGEST = LARGEST_TALKER
"""Consumers of the largest market."""


class Lived(NamedTuple):
    """A market that was built and lived on one core.

    Parameters
    ----------
    consumers, ties, days
        Its size.
    exposures
        On all days together.
    bytes_peak
        The most memory that its process had.
    s_build, s_days
        Seconds of the processor.
    """

    consumers: int
    ties: int
    days: int
    exposures: int
    bytes_peak: float
    s_build: float
    s_days: float


class Talked(NamedTuple):
    """What exposures cost alone: seconds beyond those of the same days in silence."""

    exposures: int
    s_beyond_silence: float


def growth(consumers: float) -> float:
    """What building one consumer takes, over what it takes in a market of a million."""
    return math.log2(max(2.0, consumers)) / math.log2(1e6)


class Costs(NamedTuple):
    """The model's numbers."""

    bytes_anyway: float
    bytes_a_consumer: float
    bytes_a_tie: float
    ns_to_build_a_consumer: float
    ns_to_build_a_tie: float
    ns_a_consumer_day: float
    ns_an_exposure: float

    def memory(self, consumers: float, ties: float) -> float:
        """Bytes of a process that builds and lives such a market."""
        return self.bytes_anyway + self.bytes_a_consumer * consumers + self.bytes_a_tie * ties

    def build(self, consumers: float, ties: float) -> float:
        """Seconds of one core to build such a market."""
        straight = self.ns_to_build_a_consumer * consumers + self.ns_to_build_a_tie * ties
        return 1e-9 * growth(consumers) * straight

    def days(self, consumers: float, days: float, exposures: float) -> float:
        """Seconds of one core to live so many days with so many exposures in all."""
        return 1e-9 * (self.ns_a_consumer_day * consumers * days + self.ns_an_exposure * exposures)

    def fits(self, memory: float, ties_a_consumer: float) -> float:
        """Consumers with so many ties each whose market needs so many bytes."""
        each = self.bytes_a_consumer + self.bytes_a_tie * ties_a_consumer
        return max(0.0, memory - self.bytes_anyway) / each if each else math.inf


def fitted(lived: Sequence[Lived], talked: Sequence[Talked]) -> Costs:
    """The model's numbers, none below zero, that lie nearest to what was measured."""
    sizes = [(one.consumers, one.ties) for one in lived]
    memory = _line([(1, *size) for size in sizes], [one.bytes_peak for one in lived])
    build = _line(sizes, [one.s_build / growth(one.consumers) for one in lived])
    days = _line(
        [
            *((one.consumers * one.days, one.exposures) for one in lived),
            *((0, one.exposures) for one in talked),
        ],
        [*(one.s_days for one in lived), *(one.s_beyond_silence for one in talked)],
    )
    return Costs(*memory, *(1e9 * build), *(1e9 * days))


def _line(sizes: Sequence[Sequence[float]], measured: Sequence[float]) -> NDArray[np.float64]:
    """Coefficients at least zero with the smallest relative errors."""
    from scipy.optimize import nnls

    table, found = np.array(sizes, dtype=np.float64), np.array(measured, dtype=np.float64)
    table /= found[:, None]
    unit = table.max(axis=0)
    unit[unit == 0.0] = 1.0
    coefficients: NDArray[np.float64] = nnls(table / unit, np.ones(len(found)))[0] / unit
    return coefficients


def errors(costs: Costs, one: Lived) -> tuple[float, float, float]:
    """Relative errors of the model at a market: of memory, of building, of days."""
    return (
        costs.memory(one.consumers, one.ties) / one.bytes_peak - 1.0,
        costs.build(one.consumers, one.ties) / one.s_build - 1.0,
        costs.days(one.consumers, one.days, one.exposures) / one.s_days - 1.0,
    )


def on_page(page: str) -> dict[str, float]:
    """The model's numbers as a page says them: rows of a table that begin with their names."""
    rows = re.findall(r"(?m)^\| `([a-z_]+)` \| ([0-9,.]+) \|", page)
    return {name: float(number.replace(",", "")) for name, number in rows if name in Costs._fields}
