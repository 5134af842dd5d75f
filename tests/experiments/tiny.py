"""A market small enough to be lived many times in a test."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import ruamel.yaml

from simulation.scenario.load import scenario_from
from simulation.scenario.model import Scenario

TABLES = (
    *("summary.csv", "differences.csv", "tactics.csv", "funnel.csv", "journey.csv", "credit.csv"),
    *("runs.parquet", "daily.parquet", "ledger.parquet", "tactics.parquet", "markets.parquet"),
    *("ends.parquet", "segments.parquet", "hubs.parquet", "hubs.csv", "trees.csv"),
)
"""Files whose bytes depend on the scenario only."""

YAML = """
name: tiny
question: Does a small purse help?
days: 20
seed: 5
replications: 4
budget: 900
network: {kind: community, consumers: 300}
roles: {kol_head: 1, kol_waist: 3, koc: 0.05}
consumers: {decide: {interest_base: -4, purchase_base: -3}}
brand: {price: 200, unit_cost: 120, quality: 0.8, owners_at_start: 0.05}
events:
  - {kind: product_defect, name: battery, day: 9, share_of_owners: 0.2, blame: accident}
strategies:
  do_nothing: []
  kocs: [{kind: hire_kocs, budget: 900}]
  referral: [{kind: referral_reward, referrer: 20, referee: 10}]
outcomes: [customers, romi, net_sentiment]
"""


def tiny(**changes: Any) -> Scenario:
    """The tiny scenario; ``network__consumers=60`` changes ``network.consumers``."""
    scenario = scenario_from(ruamel.yaml.YAML(typ="safe").load(YAML))
    return scenario.with_changes({key.replace("__", "."): v for key, v in changes.items()})


def digests(folder: Path) -> dict[str, str]:
    """What the tables of a folder contain, to the byte."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in TABLES}
