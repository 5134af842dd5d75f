"""womsim: word of mouth in a simulated market.

Consumers on a social graph talk well or badly about a brand, listen, decide, buy, use, and talk
again. A scenario file says what strategies to compare; every strategy meets the same luck.

Examples
--------
>>> from simulation import compare, load_scenario
>>> scenario = load_scenario("scenarios/phone_launch.yaml")
>>> result = compare(scenario, replications=2)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation import classics as classics
    from simulation import errors as errors
    from simulation import fields as fields
    from simulation.agents import Consumer as Consumer
    from simulation.experiments import adoption as adoption
    from simulation.experiments.compare import compare as compare
    from simulation.experiments.margins import margins as margins
    from simulation.experiments.robustness import robustness as robustness
    from simulation.experiments.run import run as run
    from simulation.experiments.sensitivity import sensitivity as sensitivity
    from simulation.experiments.sweeps.public import sweep as sweep
    from simulation.market import actions as actions
    from simulation.model import WordOfMouthModel as WordOfMouthModel
    from simulation.network.graph import SocialGraph as SocialGraph
    from simulation.results.comparison import Comparison as Comparison
    from simulation.results.sweep_results import Results as Results
    from simulation.scenario.load import load_scenario as load_scenario
    from simulation.tactics.base import Tactic as Tactic

__version__ = "0.1.0"

_HOME = {
    "Comparison": "simulation.results.comparison",
    "Consumer": "simulation.agents",
    "Results": "simulation.results.sweep_results",
    "SocialGraph": "simulation.network.graph",
    "Tactic": "simulation.tactics.base",
    "WordOfMouthModel": "simulation.model",
    "compare": "simulation.experiments.compare",
    "load_scenario": "simulation.scenario.load",
    "margins": "simulation.experiments.margins",
    "robustness": "simulation.experiments.robustness",
    "run": "simulation.experiments.run",
    "sensitivity": "simulation.experiments.sensitivity",
    "sweep": "simulation.experiments.sweeps.public",
}
"""Public names and where they live; imported when first used, to keep ``--help`` quick."""

_MODULES = {
    "actions": "simulation.market.actions",
    "adoption": "simulation.experiments.adoption",
    "classics": "simulation.classics",
    "errors": "simulation.errors",
    "fields": "simulation.fields",
}
"""Public modules, imported when first used."""

__all__ = [
    "Comparison",
    "Consumer",
    "Results",
    "SocialGraph",
    "Tactic",
    "WordOfMouthModel",
    "actions",
    "adoption",
    "classics",
    "compare",
    "errors",
    "fields",
    "load_scenario",
    "margins",
    "robustness",
    "run",
    "sensitivity",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(_MODULES[name])
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
