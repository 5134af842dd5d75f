"""The door to numba: compiled code is cached by its source, and gives the bits of plain Python."""

from __future__ import annotations

import ast
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from simulation.dynamics.jit import cache_folder, is_compiled, jit, source_hash
from tests.small_markets import needs_compiled

# What three consumers remember of a day: a loop that has the rule of another file inside.
REMEMBER = """
import numpy as np
from simulation.dynamics.jit import cache_folder
from simulation.dynamics.loops.remember import remember_all
from simulation.dynamics.parameters import HearParameters
from simulation.dynamics.tables import N_COUNTS
from simulation.market.population import draw_population
from simulation.market.state import FIXED, empty_market

market = empty_market(3)
market.heard_good[:] = FIXED
people = draw_population(
    np.zeros(3, np.int8), np.zeros(3, np.int32), taste_spread=1.0, participation_shape=1.0,
    participation_half_followers=1.0, rng=np.random.default_rng(1),
)
p = HearParameters(1.0, 1.0, 1.0, 1.0, 0.0)
remember_all(people, market, -1, np.zeros(N_COUNTS, np.int64), p)
print(cache_folder().name, *market.evidence_for)
"""
RULE = "        new_for = new_for + good * shrink\n"
EDITED = "        new_for = new_for + good * shrink * 0.5\n"


def remembered(folder: Path, cache: Path) -> tuple[str, list[float]]:
    """Name of the cache folder, and evidence of three consumers, by the package in a folder."""
    outcome = subprocess.run(
        [sys.executable, "-c", REMEMBER],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "WOMSIM_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    name, *values = outcome.stdout.split()
    return name, [float(value) for value in values]


class TestCache:
    def test_an_edited_rule_moves_the_number(self, root: Path, tmp_path: Path) -> None:
        """The second run compiles anew, though the loop's own file is what it was."""
        shutil.copytree(
            root / "simulation", tmp_path / "simulation",
            ignore=shutil.ignore_patterns("__pycache__"),
        )  # fmt: skip
        before, evidence = remembered(tmp_path, tmp_path / "cache")
        assert evidence == [0.5, 0.5, 0.5]
        rule = tmp_path / "simulation" / "dynamics" / "rules" / "hear.py"
        text = rule.read_text(encoding="utf-8")
        assert text.count(RULE) == 1
        rule.write_text(text.replace(RULE, EDITED), encoding="utf-8")
        after, evidence = remembered(tmp_path, tmp_path / "cache")
        assert evidence == [0.25, 0.25, 0.25]
        assert before != after
        if is_compiled():
            kept = {folder.name for folder in (tmp_path / "cache").iterdir()}
            assert kept == {before, after}

    def test_is_where_the_user_says(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WOMSIM_CACHE", str(tmp_path))
        assert cache_folder() == tmp_path / f"compiled-{source_hash()}"

    def test_the_folder_of_numba_is_no_way_around_the_hash(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("WOMSIM_CACHE", raising=False)
        monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
        assert cache_folder() == tmp_path / f"compiled-{source_hash()}"

    @pytest.mark.skipif(os.name != "posix", reason="folders have no modes here")
    def test_takes_no_temporary_folder_that_others_can_write(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Compiled code is executed: what somebody else put there must not be."""
        (tmp_path / "file").touch()
        monkeypatch.setenv("WOMSIM_CACHE", str(tmp_path / "file"))
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        own = tmp_path / f"womsim-{os.getuid()}"
        assert cache_folder().parent == own
        own.chmod(0o777)
        assert cache_folder().parent != own

    def test_goes_elsewhere_where_it_cannot_be(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").touch()
        monkeypatch.setenv("WOMSIM_CACHE", str(tmp_path / "file"))
        found = cache_folder()
        assert found.is_dir()
        assert tmp_path not in found.parents


@needs_compiled
class TestNumerics:
    def test_no_vector_library_that_changes_results(self) -> None:
        assert numba.config.USING_SVML is False
        assert numba.config.DISABLE_JIT == 0

    @pytest.mark.parametrize("name", ["exp", "log"])
    def test_compiled_functions_give_the_bits_of_python(self, name: str) -> None:
        """200,000 of the values that rules use: no bit differs."""
        plain = getattr(math, name)
        over = _exp_over if name == "exp" else _log_over
        points = np.random.default_rng(1).uniform(1e-9, 1.0, 200_000)
        values = points if name == "log" else points * 40.0 - 30.0
        found = np.empty_like(values)
        over(values, found)
        expected = np.array([plain(value) for value in values.tolist()])
        assert found.tobytes() == expected.tobytes()


@jit
def _exp_over(values, out):  # type: ignore[no-untyped-def]
    for i in range(len(values)):
        out[i] = math.exp(values[i])


@jit
def _log_over(values, out):  # type: ignore[no-untyped-def]
    for i in range(len(values)):
        out[i] = math.log(values[i])


DYNAMICS = Path(__file__).resolve().parents[2] / "simulation" / "dynamics"
COMPILED = sorted([*DYNAMICS.glob("rules/*.py"), *DYNAMICS.glob("loops/*.py")])
PLAIN_TYPES = {"uint8", "uint32", "uint64", "int8", "int32", "int64", "float32", "float64", "bool_"}


class TestSources:
    @pytest.mark.parametrize("file", COMPILED, ids=lambda file: f"{file.parent.name}.{file.stem}")
    def test_compiled_code_leans_on_nothing_outside_its_hash(self, file: Path) -> None:
        """A constant or function of another package would be frozen into the cache unnoticed."""
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("simul"):
                continue
            if not (node.module or "").startswith("simulation.dynamics."):
                classes = [alias.name for alias in node.names if alias.name.istitle()]
                assert classes == [alias.name for alias in node.names], node.module

    @pytest.mark.parametrize("file", sorted(DYNAMICS.glob("rules/*.py")), ids=lambda f: f.stem)
    def test_rules_use_only_what_gives_the_same_bits_everywhere(self, file: Path) -> None:
        """exp, log and the four operations: no power, no numpy function, no hyperbolic tangent."""
        tree = ast.parse(file.read_text(encoding="utf-8"))
        rules = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        for node in [inner for rule in rules for inner in ast.walk(rule)]:
            assert not isinstance(node, ast.Pow)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if node.value.id == "math":
                    assert node.attr in ("exp", "log", "floor")
                if node.value.id == "np":
                    assert node.attr in PLAIN_TYPES
