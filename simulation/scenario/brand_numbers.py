"""What a run has to know of one brand, worked out once for all strategies of a market."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from simulation.dynamics.parameters import Parameters
from simulation.dynamics.tables import Weights
from simulation.dynamics.terms import Address, Terms
from simulation.market.view import Fee
from simulation.network.roles import Role
from simulation.scenario.build import BuiltMarket
from simulation.scenario.numbers import (
    addresses_of,
    brand_of,
    fees_of,
    parameters_of,
    terms_of,
    weights_of,
)

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario
    from simulation.scenario.settings.brand import Brand

_HOURS = 24.0


class BrandNumbers(NamedTuple):
    """One brand of a scenario as numbers; nothing in it changes during a run."""

    settings: Brand
    parameters: tuple[Parameters, ...]
    weights: Weights
    addresses: Mapping[str, Address]
    terms: Terms
    """Without the groups of a strategy's tactics."""
    fees: Mapping[Role, Fee]
    half_lives: Mapping[str, float]
    """Days in which half of the views of content come, by platform."""


def numbers_of(scenario: Scenario, built: BuiltMarket, slot: int) -> BrandNumbers:
    """The brand in a slot as numbers: those at hand if this market was asked about it before.

    Raises
    ------
    ScenarioError
        When names of tactics and events cannot be told apart, or are too many.
    """
    known = built.numbers.get(slot)
    if known is None or known[0] is not scenario:
        known = built.numbers[slot] = (scenario, _numbers(scenario, built, slot))
    return known[1]


def _numbers(scenario: Scenario, built: BuiltMarket, slot: int) -> BrandNumbers:
    platforms = scenario.media.platforms
    return BrandNumbers(
        settings=brand_of(scenario, slot),
        parameters=parameters_of(scenario, slot),
        weights=weights_of(scenario),
        addresses=addresses_of(scenario, slot),
        terms=terms_of(scenario, built.population, slot),
        fees=fees_of(scenario),
        half_lives={name: each.half_life_hours / _HOURS for name, each in platforms.items()},
    )
