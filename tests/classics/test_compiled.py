"""Compiled classics are kept apart from the market's loops, and never outlive their sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from simulation.dynamics.jit import is_compiled

# A loop that has a constant of another file inside.
WEIGHTS = """
import numpy as np
from simulation.classics.loops_threshold import fix_weights
from simulation.dynamics.jit import source_hash

total, fixed = np.zeros(1), np.zeros(1, np.int32)
fix_weights(np.zeros(1, np.int32), np.ones(1), total, fixed)
print(source_hash(), source_hash("classics"), fixed[0])
"""
CONSTANT = "FULL_WEIGHT = 1 << 30"
EDITED = "FULL_WEIGHT = 1 << 20"


def weight(folder: Path, cache: Path) -> tuple[str, str, int]:
    """Hashes of the market's and the classics' code, and what the loop computes."""
    outcome = subprocess.run(
        [sys.executable, "-c", WEIGHTS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "WOMSIM_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    market, classics, value = outcome.stdout.split()
    return market, classics, int(value)


def test_an_edited_rule_moves_the_number_and_leaves_the_market_alone(
    root: Path, tmp_path: Path
) -> None:
    shutil.copytree(
        root / "simulation", tmp_path / "simulation",
        ignore=shutil.ignore_patterns("__pycache__"),
    )  # fmt: skip
    before = weight(tmp_path, tmp_path / "cache")
    assert before[2] == 1 << 30
    rules = tmp_path / "simulation" / "classics" / "rules.py"
    text = rules.read_text(encoding="utf-8")
    assert text.count(CONSTANT) == 1
    rules.write_text(text.replace(CONSTANT, EDITED), encoding="utf-8")
    after = weight(tmp_path, tmp_path / "cache")
    assert after[2] == 1 << 20
    assert before[0] == after[0]
    assert before[1] != after[1]
    if is_compiled():
        kept = {folder.name for folder in (tmp_path / "cache").iterdir()}
        assert kept >= {f"compiled-{before[1]}", f"compiled-{after[1]}"}


def test_a_rule_of_the_market_counts_for_the_classics(root: Path, tmp_path: Path) -> None:
    """Their hash covers the files of dynamics too."""
    code = "from simulation.dynamics.jit import source_hash; print(source_hash('classics'))"
    shutil.copytree(
        root / "simulation", tmp_path / "simulation",
        ignore=shutil.ignore_patterns("__pycache__"),
    )  # fmt: skip
    seen = []
    for _ in range(2):
        seen.append(
            subprocess.run(
                [sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True,
                env={**os.environ, "PYTHONPATH": str(tmp_path)},
            ).stdout
        )  # fmt: skip
        rule = tmp_path / "simulation" / "dynamics" / "rules" / "hear.py"
        rule.write_text(rule.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    assert seen[0] != seen[1]
