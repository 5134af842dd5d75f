"""What the points of a design say of each output: an outcome, or a difference to the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.facts import Facts
from simulation.results.outcomes import OUTCOMES
from simulation.results.robustness.assumption import Assumption
from simulation.results.robustness.surface import surface_of
from simulation.results.sensitivity.design import Design, Effect, Method
from simulation.results.sensitivity.luck import Luck, luck_of

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

NAMES: Final[dict[Method, tuple[str, ...]]] = {
    "morris": ("mu_star", "low", "high", "sigma", "sigma_low", "sigma_high", "mu"),
    "sobol": ("total", "low", "high", "first", "first_low", "first_high", "mu"),
}
"""What an effect's numbers are called in a table."""

COLUMNS: Final = ("outcome", "strategy", "minus", "parameter")
ABOUT: Final = ("luck", "beyond_luck", "as_written", "range_low", "range_high", "unit", "evidence")


class Output(NamedTuple):
    """A number whose causes are sought."""

    outcome: str
    strategy: str
    minus: str = ""
    """The strategy whose outcome is taken away; empty for the outcome itself."""

    @property
    def key(self) -> str:
        """A name for files."""
        return f"{self.outcome}_{self.strategy}" + ("_difference" if self.minus else "")


class Study(NamedTuple):
    """What was run: the points of a design."""

    facts: Facts
    assumptions: tuple[Assumption, ...]
    design: Design
    runs: pd.DataFrame
    """Columns ``point`` (row of the design plus 1), ``strategy``, ``replicate``, ``status``."""
    outputs: tuple[Output, ...]
    seed: int = 1
    n_invalid: int = 0
    """Blocks that are not in the design, because no scenario can be so at a point of theirs."""
    why_invalid: str = ""
    """What was wrong with the first such point."""


class Found(NamedTuple):
    """The effects of all assumptions on one output."""

    output: Output
    effects: tuple[Effect, ...]
    luck: Luck
    n_blocks: int
    """Blocks of the design that count."""
    n_left_out: int

    @property
    def beyond_luck(self) -> tuple[Effect, ...]:
        """Effects that are larger than luck would make them."""
        return tuple(effect for effect in self.effects if effect.is_beyond_luck)


@dataclass(frozen=True)
class Judged:
    """Every output with its effects."""

    study: Study

    @property
    def facts(self) -> Facts:
        """What is known of the scenario."""
        return self.study.facts

    @property
    def method(self) -> Method:
        """How the points were chosen."""
        return self.study.design.method

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """What was found, an output after another."""
        return tuple(self._found(output) for output in self.study.outputs)

    def values(self, output: Output) -> Floats:
        """An output at each point of the design in each replicate; NaN where there is none."""
        names = (output.strategy, output.minus) if output.minus else (output.strategy,)
        surface = surface_of(self.study.runs, names, output.outcome, 1)
        each = surface.each[:, 0]
        if output.minus:
            each = each - surface.each[:, 1]
        values = np.full((len(self.study.design.shares), each.shape[1]), np.nan)
        values[surface.points - 1] = each
        return values

    def _found(self, output: Output) -> Found:
        values = self.values(output)
        design, rows = self.study.design.without(np.asarray(np.isnan(values).any(axis=1)))
        n_left_out = self.study.design.n_blocks - design.n_blocks
        if design.n_blocks < 2:
            return Found(output, (), luck_of(np.zeros((0, 1))), design.n_blocks, n_left_out)
        effects = design.effects(self.study.assumptions, values[rows], self.study.seed)
        return Found(output, tuple(effects), luck_of(values[rows]), design.n_blocks, n_left_out)

    def unit(self, output: Output) -> str:
        """Unit of an output, money in the scenario's currency."""
        return OUTCOMES[output.outcome].unit.replace("money", self.facts.currency)

    def label(self, output: Output) -> str:
        """An output as people call it."""
        said = f"{OUTCOMES[output.outcome].label['en']}, {self._name(output.strategy)}"
        return f"{said} minus {self._name(output.minus)}" if output.minus else said

    def _name(self, strategy: str) -> str:
        return self.facts.strategy(strategy).label

    def table(self) -> pd.DataFrame:
        """A row an output and assumption, the largest effects first."""
        import pandas as pd

        rows = [(*found.output, *_row(effect)) for found in self.found for effect in found.effects]
        table = pd.DataFrame(rows, columns=[*COLUMNS, *NAMES[self.method], *ABOUT])
        unknown = ["sigma_low", "sigma_high"] if self.method == "morris" else ["mu"]
        return table.drop(columns=unknown)


def _row(effect: Effect) -> tuple[Any, ...]:
    one = effect.assumption
    return (
        *(one.label, effect.size, effect.low, effect.high),
        *(effect.other, effect.other_low, effect.other_high, effect.mean),
        *(effect.luck, effect.is_beyond_luck),
        *(one.value, one.low, one.high, one.unit, one.evidence),
    )


def outputs_of(
    facts: Facts, outcomes: Sequence[str], differences: Sequence[str] | None
) -> tuple[Output, ...]:
    """What is looked at: for each outcome the baseline's level and each difference to it.

    Parameters
    ----------
    facts
        Of the scenario.
    outcomes
        Names of outcomes.
    differences
        Strategies whose difference to the baseline alone is wanted; None for everything.
    """
    others = [name for name in facts.names if name != facts.baseline]
    outputs: list[Output] = []
    for outcome in outcomes:
        if OUTCOMES[outcome].comparison:  # compares with the baseline by itself
            outputs += [Output(outcome, name) for name in differences or others]
            continue
        if differences is None:
            outputs.append(Output(outcome, facts.baseline))
        outputs += [Output(outcome, name, facts.baseline) for name in differences or others]
    return tuple(outputs)
