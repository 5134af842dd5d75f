"""The judge is judged: a wrong number fails, a right one does not, and the page says which."""

from __future__ import annotations

import importlib
import json
import math
from pathlib import Path

import numpy as np
import pytest

from simulation.experiments.validation import MODULES, Checked, families, validate
from simulation.experiments.validation.check import (
    Check,
    Effort,
    Family,
    at_least,
    at_most,
    chi_square,
    drawn,
    equal,
    farthest,
    same_mean,
    share,
)
from simulation.experiments.validation.page import (
    FOLDER,
    HEAD,
    Evidence,
    cells,
    page,
    screen_rows,
)
from simulation.experiments.validation.software import software

DOCS = Path(__file__).resolve().parents[2] / "docs"
MOST_BYTES = 200_000


def test_a_mean_far_away_fails_and_one_nearby_does_not() -> None:
    sample = np.random.default_rng(0).normal(1.0, 1.0, 10_000)
    assert drawn("x", "y", 1.0, sample).passed
    assert not drawn("x", "y", 1.05, sample).passed
    assert drawn("x", "y", 1.05, sample, allowed=0.1).passed
    assert drawn("x", "y", 1.0, sample).standard_error == pytest.approx(0.01, rel=0.05)
    assert same_mean("x", "y", sample[:5000], sample[5000:]).passed
    assert not same_mean("x", "y", sample, sample + 0.1).passed


def test_shares_and_bounds() -> None:
    assert share("x", "y", 0.5, 0.51, 10_000).passed
    assert not share("x", "y", 0.5, 0.53, 10_000).passed
    assert not share("x", "y", 0.0, 1e-6, 100).passed
    assert at_most("x", "y", 4.0, 3.9).passed
    assert not at_most("x", "y", 4.0, 4.1).passed
    assert at_least("x", "y", 4.0, 4.1).passed
    assert not at_least("x", "y", 4.0, 3.9).passed


@pytest.mark.parametrize("make", [equal, at_most, at_least])
def test_not_a_number_never_agrees(make: object) -> None:
    assert callable(make)
    assert not make("x", "y", 1.0, math.nan).passed


def test_an_impossible_event_is_never_forgiven() -> None:
    assert farthest([0.0, 0.5], [0.0, 0.5], 100) == 0.0
    assert farthest([0.0, 0.5], [1e-6, 0.5], 100) == math.inf
    assert farthest([0.5], [0.55], 100) == pytest.approx(1.0)
    assert chi_square([0.5, 0.5, 0.0], [50, 50, 1]) == 0.0
    assert chi_square([0.5, 0.5, 0.0], [50, 50, 0]) == 1.0
    assert chi_square([0.5, 0.5], [900, 100]) < 1e-9
    assert chi_square([0.0, 1.0], [0, 7]) == 1.0


def evidence() -> Evidence:
    """One family with a check that agrees and one that does not."""
    checks = [equal("right", "T0 (C)", 1.0, 1.0), drawn("wrong | bent", "T0", 9.0, [1.0, 2.0])]
    family = Family("Bass", "About.", lambda effort: iter(checks))
    return Evidence([Checked(family, checks)], Effort(quick=True))


def test_the_page_names_what_fails() -> None:
    made = evidence()
    assert made.summary == "1 of 2 checks agree in 1 families."
    assert [check.name for check in made.failed] == ["wrong | bent"]
    assert not made.families[0].passed
    text = page(made)
    assert "| wrong \\| bent | T0 | 9 | 1.5 | 0.5 | FAILS |" in text
    assert "A quick round" in text
    assert f"({FOLDER}/bass.svg)" in text
    assert screen_rows(made)[0] == HEAD


def test_a_distance_wider_than_sampling_explains_is_printed() -> None:
    sample = [1.0, 2.0, 3.0]
    assert not drawn("x", "y", 2.0, sample).has_own_distance
    assert not equal("x", "y", 2.0, 2.0).has_own_distance
    assert equal("x", "y", 2.0, 2.1, 0.25).has_own_distance
    assert cells(drawn("x", "y", 2.0, sample, allowed=9.0))[2] == "2 ± 9"


def test_every_module_with_checks_is_in_the_list() -> None:
    import simulation.experiments.validation as package

    folder = Path(str(package.__file__)).parent
    with_family = {
        file.stem for file in folder.glob("*.py") if "\nFAMILY = " in file.read_text("utf-8")
    }
    assert with_family == set(MODULES)
    names = [family.name for family in families()]
    assert len(set(names)) == len(MODULES)


@pytest.mark.parametrize("name", ["advertising", "measures"])
def test_quick_families_agree(name: str) -> None:
    module = importlib.import_module(f"simulation.experiments.validation.{name}")
    checks: list[Check] = list(module.FAMILY.checks(Effort(quick=True)))
    assert checks
    assert [check for check in checks if not check.passed] == []


@pytest.mark.slow
def test_everything_agrees() -> None:
    said: list[tuple[int, int]] = []
    done = validate(quick=True, progress=lambda finished, total: said.append((finished, total)))
    assert [check for one in done for check in one.checks if not check.passed] == []
    assert said == [(k, len(MODULES)) for k in range(1, len(MODULES) + 1)]


def test_the_page_in_docs_is_of_a_full_run_in_which_all_agree() -> None:
    text = (DOCS / "validation.md").read_text("utf-8")
    assert "FAILS" not in text
    assert "A quick round" not in text
    for family in families():
        assert f"\n## {family.name}\n\n{family.about}\n" in text
    measured = software(DOCS.parent)
    assert len(measured) > 20
    assert "\n".join(measured).rstrip() in text
    figures = sorted((DOCS / FOLDER).glob("*.svg"))
    assert [f"({FOLDER}/{file.name})" in text for file in figures] == [True] * 6
    assert max(file.stat().st_size for file in figures) < MOST_BYTES


def test_other_software_is_told_of_where_it_was_measured(tmp_path: Path) -> None:
    assert software(tmp_path) == []
    row = {"graph": "small", "probability": 0.5, "peer": "other 1.0", "ratio": 1234.5, "z": 0.12345}
    late = row | {"peer_a_second": "n/a: more than 60 s a run", "ratio": "n/a", "z": ""}
    file = tmp_path / "benchmarks" / "peers.json"
    file.parent.mkdir()
    file.write_text(json.dumps({"speed": {"rows": [row | {"peer_a_second": 0.1234}, late]}}))
    assert software(tmp_path)[-3:-1] == [
        "| small | 0.5 | other 1.0 | 0.123 | 1,230 | 0.123 |",
        "| small | 0.5 | other 1.0 | n/a: more than 60 s a run | n/a |  |",
    ]
