"""Scenario files of the tests of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

SMALL = """\
# A shop in a village.
name: village
question: {en: "Which way?", zh: "走哪条路？"}
days: 120
replications: 4
budget: 2000
phases: {launch: 5}

network: {kind: community, consumers: 300}   # everybody
roles: {koc: 0.05}

brand:
  price: 200
  quality: {value: 0.6, low: 0.5, high: 0.8}
  owners_at_start: 0.05

baseline: do_nothing
strategies:
  do_nothing: []
  kocs:
    - {kind: hire_kocs, budget: 800, day: launch, posts: 2}
  gifts:
    tactics:
      - {kind: seed_products, budget: 1500}
      - {kind: advertise, channel: video, budget: 500, spread_days: 10}

outcomes: [customers, profit]
decide_by: customers
"""


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A small scenario file."""
    file = tmp_path / "village.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file
