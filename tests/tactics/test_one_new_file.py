"""A new tactic is one new file: it is listed, checked, priced, run and in the schema by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

NEW_FILE = '''"""Skywriting: an aeroplane writes the brand's name over the town."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Broadcast, Proposal, Source
from simulation.market.view import View
from simulation.tactics.base import Tactic


class Skywriting(Tactic):
    """An aeroplane writes over the town on one day; whoever looks up has seen the brand."""

    title: ClassVar = {"en": "Skywriting", "zh": "空中书写"}

    kind: Literal["skywriting"] = "skywriting"
    cost: Money = choice(400.0, "Price of a flight", "money")
    seen_share: Share = belief(0.5, "Share who look up", "share", low=0.1, high=0.9)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Fly on the first day."""
        if view.day == self.day:
            sky = Broadcast(self.seen_share, Source.ADVERTISING)
            yield Proposal((sky,), self.cost, "media")
'''

SCENARIO = """
question: Does it pay to write in the sky?
days: 6
network: {kind: community, consumers: 80}
budget: 500
strategies:
  nothing: []
  sky: [{kind: skywriting, day: 1}]
  too_dear: [{kind: skywriting, day: 1, cost: 900}]
"""


@pytest.fixture(scope="module")
def copied(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with one file more."""
    place = tmp_path_factory.mktemp("copied")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "simulation", place / "simulation", ignore=ignore)
    family = place / "simulation" / "tactics" / "media"
    (family / "skywriting.py").write_text(NEW_FILE, encoding="utf-8")
    (place / "sky.yaml").write_text(SCENARIO, encoding="utf-8")
    return place


def womsim(place: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from simulation.cli import main; main()", *words],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place), "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_is_listed_with_its_evidence(copied: Path) -> None:
    assert "skywriting" in womsim(copied, "list", "tactics")
    told = womsim(copied, "list", "tactics", "--long")
    assert "Share who look up" in told


def test_is_in_the_schema(copied: Path) -> None:
    schema = json.loads(womsim(copied, "list", "schema"))
    assert "skywriting" in json.dumps(schema)


def test_runs_and_is_paid_for(copied: Path) -> None:
    womsim(copied, "check", "sky.yaml")
    spent = {}
    for strategy in ("sky", "too_dear"):
        out = copied / strategy
        womsim(copied, "run", "sky.yaml", "--strategy", strategy, "--out", str(out), "--quiet")
        ledger = pd.read_parquet(out / "ledger.parquet")
        spent[strategy] = ledger["amount"].sum()
    assert spent == {"sky": 400.0, "too_dear": 0.0}
