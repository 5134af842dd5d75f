"""Sweeps small enough to be run many times in a test."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from simulation.experiments.sweeps.plan import Sweep
from tests.experiments.tiny import YAML, tiny

TABLES = ("points", "runs", "daily", "failures")

FILE = """
scenario: tiny.yaml
strategies: [kocs]
design:
  kind: grid
  factors:
    brand.quality: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    brand.price: [150, 200, 250]
replications: 3
outcomes: [customers, romi]
daily: [customers]
"""


def small(**given: Any) -> Sweep:
    """Six points of a tiny market, two strategies, two replicates."""
    factors = given.pop("factors", {"brand.quality": [0.4, 0.6, 0.8], "brand.price": [150, 250]})
    settings = {
        "strategies": ["kocs"],
        "replications": 2,
        "outcomes": ["customers", "romi"],
        "daily": ["customers", "trust"],
        **given,
    }
    return Sweep.of(tiny(days=15, network__consumers=60), factors, **settings)


def digests(folder: Path) -> dict[str, str]:
    """What the tables of a folder contain, to the byte."""
    return {
        name: hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest()
        for name in TABLES
        if (folder / f"{name}.parquet").exists()
    }


def write_files(folder: Path, text: str = FILE) -> Path:
    """A sweep file and its scenario."""
    (folder / "tiny.yaml").write_text(YAML, "utf-8")
    path = folder / "sweep.yaml"
    path.write_text(text, "utf-8")
    return path
