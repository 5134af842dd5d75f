"""What one consumer is with one brand: its row of the market, read and written by name."""

from __future__ import annotations

from simulation.brand_run import BrandRun
from simulation.dynamics.parameters import Parameters
from simulation.dynamics.rules import experience as experience_rule
from simulation.market.state import FIXED, Stage
from simulation.network.roles import Role


class Window:
    """A window on one row of one brand's market.

    Attributes
    ----------
    row : int
        Its place in every array of the market and of the population.
    run : BrandRun
        The brand that the window looks at.
    """

    row: int
    run: BrandRun

    @property
    def parameters(self) -> Parameters:
        """Numbers of its behaviour: those of its segment."""
        return self.run.parameters[int(self.run.population.segment[self.row])]

    def __repr__(self) -> str:
        """Row, stage and opinion."""
        return f"<Consumer {self.row}: {self.stage.name.lower()}, opinion {self.opinion:+.2f}>"

    @property
    def stage(self) -> Stage:
        """Where it stands on the journey."""
        return Stage(int(self.run.market.stage[self.row]))

    @stage.setter
    def stage(self, stage: int) -> None:
        self.run.market.stage[self.row] = int(stage)

    @property
    def role(self) -> Role:
        """KOL tier, KOC, employee or ordinary consumer."""
        return Role(int(self.run.population.role[self.row]))

    @property
    def satisfaction(self) -> float:
        """Satisfaction with the last unit, -1 to 1; 0 without one."""
        return float(self.run.market.satisfaction[self.row])

    @satisfaction.setter
    def satisfaction(self, value: float) -> None:
        self.run.market.satisfaction[self.row] = value

    @property
    def anger(self) -> float:
        """Arousal left from something that went wrong."""
        return float(self.run.market.anger[self.row])

    @anger.setter
    def anger(self, value: float) -> None:
        self.run.market.anger[self.row] = value

    @property
    def evidence_for(self) -> float:
        """Remembered good word, in exposures."""
        return float(self.run.market.evidence_for[self.row])

    @evidence_for.setter
    def evidence_for(self, value: float) -> None:
        self.run.market.evidence_for[self.row] = value

    @property
    def evidence_against(self) -> float:
        """Remembered bad word, in exposures."""
        return float(self.run.market.evidence_against[self.row])

    @evidence_against.setter
    def evidence_against(self, value: float) -> None:
        self.run.market.evidence_against[self.row] = value

    @property
    def units(self) -> int:
        """Units obtained."""
        return int(self.run.market.units[self.row])

    @property
    def taste(self) -> float:
        """How much it likes the category."""
        return float(self.run.population.taste[self.row])

    @property
    def heard(self) -> tuple[float, float]:
        """Good and bad weight heard today, in exposures; zero once it has decided."""
        market = self.run.market
        return (
            float(market.heard_good[self.row]) / FIXED,
            float(market.heard_bad[self.row]) / FIXED,
        )

    @property
    def opinion(self) -> float:
        """What it thinks of the brand, -1 to 1."""
        p, heard = self.parameters.experience, (self.evidence_for, self.evidence_against)
        return float(experience_rule.opinion(self.units, self.satisfaction, *heard, p))

    @property
    def is_owner(self) -> bool:
        """Whether it has obtained a unit."""
        return self.units > 0
