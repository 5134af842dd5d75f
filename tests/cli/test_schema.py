"""``womsim schema``, and the line by which an editor finds it in every shipped file."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path

import pytest
import ruamel.yaml

from simulation.experiments.sweeps.schema import sweep_schema
from simulation.scenario.schema import scenario_schema
from tests.cli.womsim import ROOT, womsim

jsonschema = pytest.importorskip("jsonschema")

FILES = sorted((ROOT / "scenarios").rglob("*.yaml"))
MARK = "# yaml-language-server: $schema="


def complaints(file: Path, text: str) -> list[str]:
    """What an editor would mark in a text that lies in a place."""
    first = text.splitlines()[0]
    assert first.startswith(MARK)
    schema = json.loads((file.parent / first.removeprefix(MARK)).read_text("utf-8"))
    written = ruamel.yaml.YAML(typ="safe").load(text)
    plain = json.loads(json.dumps(written, default=datetime.date.isoformat))
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(plain)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_file_names_its_schema_and_is_right(file: Path) -> None:
    text = file.read_text("utf-8")
    assert complaints(file, text) == []
    kind = "sweep" if file.parent.name == "sweeps" else "scenario"
    assert f"/{kind}.schema.json\n" in text
    assert complaints(file, text + "\nstrateges: []\n")


@pytest.mark.parametrize(
    "change",
    [
        ("kind: sobol", "kind: sobl"),
        ("strategies: [referral]", "strategies: [1]"),
        ("replications: 6", "replications: 0"),
        ("outcomes: [customers,", "outcomes: [customer,"),
        ("replications: 6", "daily: [day]"),
        ("design:", "set_:"),
    ],
)
def test_a_slip_in_a_sweep_is_marked(change: tuple[str, str]) -> None:
    file = ROOT / "scenarios" / "sweeps" / "referral_terms.yaml"
    text = file.read_text("utf-8")
    assert change[0] in text
    assert complaints(file, text.replace(*change))


def test_the_file_of_the_sweep_schema_is_current() -> None:
    current = json.dumps(sweep_schema(), indent=2, ensure_ascii=False) + "\n"
    message = "renew: womsim schema sweep --out docs/sweep.schema.json --force"
    assert (ROOT / "docs" / "sweep.schema.json").read_text("utf-8") == current, message


def test_make_docs_renews_both_schemas() -> None:
    said = subprocess.run(
        ["make", "-n", "docs"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in ("scenario", "sweep"):
        file = f"docs/{name}.schema.json"
        assert f"womsim schema {name} --out {file} --force" in said
        assert (ROOT / file).is_file()


def test_the_command_prints_or_writes(tmp_path: Path) -> None:
    printed = womsim("schema", folder=tmp_path)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert json.loads(printed.stdout) == scenario_schema()
    written = womsim("schema", "sweep", "--out", "a/b.json", folder=tmp_path)
    assert written.stdout == f"schema: {Path('a/b.json')}\n"
    assert json.loads((tmp_path / "a" / "b.json").read_text("utf-8")) == sweep_schema()
    again = womsim("schema", "--out", "a/b.json", folder=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert "is there already" in again.stderr
    assert json.loads((tmp_path / "a" / "b.json").read_text("utf-8")) == sweep_schema()
