"""Scenarios: what a strategist writes, read into one frozen, checked object."""

from simulation.scenario.load import load_scenario, scenario_from
from simulation.scenario.model import Scenario, Strategy

__all__ = ["Scenario", "Strategy", "load_scenario", "scenario_from"]
