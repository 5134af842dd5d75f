"""What the picture of the market needs, from a market that is at hand or built again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.results.files import People

if TYPE_CHECKING:
    from simulation.scenario.build import BuiltMarket
    from simulation.scenario.model import Scenario

PICTURED = 200_000
"""Consumers up to which the market is drawn."""


def people_of(scenario: Scenario, built: BuiltMarket | None = None) -> People | None:
    """What the picture of the first market needs; None where there are too many people.

    Parameters
    ----------
    scenario
        The world that is drawn.
    built
        The market, where it is at hand; else it is built again.
    """
    from simulation.network.layout import picture
    from simulation.scenario.build import build_market

    consumers = getattr(scenario.network, "consumers", 0)
    if consumers > PICTURED:
        return None
    if built is None or built.replicate != 0:
        built = build_market(scenario, 0)
    if built.n_consumers > PICTURED:
        return None
    followers = built.graph.followers
    return People(picture(built.graph), built.population.role, followers)
