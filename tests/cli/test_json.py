"""``--json``: one document on stdout and nothing else there, with the numbers of the tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.womsim import ROOT, womsim
from tests.experiments.tiny import YAML

SWEEP = """
scenario: tiny.yaml
replications: 1
strategies: [kocs]
design: {factors: {brand.price: [150, 250]}}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("json")
    (home / "tiny.yaml").write_text(YAML, encoding="utf-8")
    (home / "wrong.yaml").write_text("question: Which?\ndayz: 3\n", encoding="utf-8")
    (home / "prices.yaml").write_text(SWEEP, encoding="utf-8")
    return home


def told(home: Path, *words: str, code: int = 0) -> Any:
    """The document that a command prints."""
    done = womsim(*words, folder=home)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_check_says_what_it_would_run(home: Path) -> None:
    (found,) = told(home, "check", "tiny.yaml", "--json")
    assert found["ok"]
    assert found["problems"] == found["warnings"] == []
    assert (found["consumers"], found["days"], found["replications"]) == (300, 20, 4)
    assert found["ties"] > 1000
    assert found["strategies"] == [
        {"name": "do_nothing", "plans": 0.0, "at_most": False},
        {"name": "kocs", "plans": 900.0, "at_most": False},
        {"name": "referral", "plans": 900.0, "at_most": True},
    ]
    (quick,) = told(home, "check", "tiny.yaml", "--json", "--quick")
    assert quick == {**found, "ties": None}


def test_check_says_what_is_wrong_and_where(home: Path) -> None:
    wrong, right = told(home, "check", "wrong.yaml", "tiny.yaml", "--json", "--quick", code=2)
    assert (wrong["ok"], right["ok"]) == (False, True)
    (slip,) = [each for each in wrong["problems"] if each["key"] == "dayz"]
    assert (slip["file"], slip["line"], slip["column"]) == ("wrong.yaml", 2, 1)
    assert slip["message"] == "no such key. Use days."
    (absent,) = told(home, "check", "absent.yaml", "--json", code=2)
    assert "absent.yaml" in json.dumps(absent["problems"])


def test_a_sweep_says_what_it_would_take_and_how_far_it_is(home: Path) -> None:
    plan = told(home, "sweep", "prices.yaml", "--dry-run", "--json")
    assert (plan["points"], plan["runs"], plan["failed"]) == (2, 4, 0)
    part = ("sweep", "prices.yaml", "--out", "part", "--executor", "serial", "--limit", "2")
    assert womsim(*part, folder=home).returncode == 0
    status = told(home, "sweep", "status", "part", "--json")
    assert (status["points"], status["runs"], status["done"]) == (2, 4, 2)
    assert status["is_finished"] is False
    refused = womsim(*part, "--json", folder=home)
    assert (refused.returncode, refused.stdout) == (2, "")


@pytest.mark.parametrize(
    "words",
    [
        ("list", "tactics"),
        ("list", "events"),
        ("list", "networks"),
        ("list", "outcomes"),
        ("list", "responses"),
        ("list", "parameters"),
        ("list", "scenario"),
        ("parameters",),
        ("parameters", "tiny.yaml"),
    ],
)
def test_what_is_listed_is_a_list_of_mappings(words: tuple[str, ...], home: Path) -> None:
    rows = told(home, *words, "--json")
    assert len(rows) > 3
    assert len({tuple(row) for row in rows}) == 1


def test_a_comparison_prints_what_its_report_says(home: Path) -> None:
    few = ("--replications", "2", "--set", "days=10", "--json")
    done = womsim("compare", "tiny.yaml", *few, folder=home, pictures=False)
    assert done.returncode == 0
    assert "runs" in done.stderr  # progress is no output
    found = json.loads(done.stdout)
    assert found == told(home, "report", "out/tiny", "--json")
    documented = (ROOT / "docs" / "shell.md").read_text("utf-8")
    assert [key for key in found if f"| `{key}` |" not in documented] == []
    for table in ("summary", "differences", "tactics"):
        columns = next(
            line for line in documented.splitlines() if line.startswith(f"| `{table}` |")
        )
        assert [key for key in found[table][0] if f"`{key}`" not in columns] == []


def test_a_refusal_is_one_message_on_stderr_and_nothing_on_stdout(home: Path) -> None:
    for words in (
        ("sweep", "status", "nowhere", "--json"),
        ("parameters", "wrong.yaml", "--json"),
        ("report", "nowhere", "--json"),
    ):
        done = womsim(*words, folder=home)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr
