"""What docs/sweeps.md shows is what works: files, tables, Python, SQL and the options it names."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from simulation.cli import build_app
from simulation.experiments.sweeps.language import load_sweep

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "sweeps.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    return [text for word, text in found if word == language]


def selects() -> list[str]:
    """The SQL of every ``womsim query`` of the page."""
    words = [word for text in blocks("") for word in shlex.split(text)]
    return [word for word in words if word.startswith("select")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small and short phone_launch, and the first file of the page."""
    launch = (ROOT / "scenarios" / "phone_launch.yaml").read_text("utf-8")
    assert "consumers: 20000" in launch
    small = launch.replace("consumers: 20000", "consumers: 400").replace("days: 180", "days: 65")
    (tmp_path / "phone_launch.yaml").write_text(small, "utf-8")
    sweep = blocks("yaml")[0].replace("replications: 20", "replications: 2")
    (tmp_path / "prices.yaml").write_text(sweep, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_are_read(folder: Path) -> None:
    sizes = []
    for text in blocks("yaml"):
        (folder / "s.yaml").write_text(text, "utf-8")
        sizes.append(len(load_sweep(folder / "s.yaml").points))
    (folder / "points.csv").write_text(blocks("csv")[0], "utf-8")
    table = "scenario: phone_launch.yaml\ndesign: {kind: list, points: points.csv}\n"
    (folder / "s.yaml").write_text(table, "utf-8")
    sizes.append(len(load_sweep(folder / "s.yaml").points))
    assert sizes == [6, 4, 64, 2, 2]


def test_python_and_sql(folder: Path) -> None:
    first, second = blocks("python")
    names: dict[str, object] = {}
    exec(first.replace("workers=2", "workers=1"), names)
    assert len(names["means"]) == 6  # type: ignore[arg-type]
    assert names["paired"]["strategy"].tolist() == ["many_kocs"] * 6  # type: ignore[index]
    results = names["results"]
    sizes = [len(results.query(sql)) for sql in selects()]  # type: ignore[attr-defined]
    assert sizes == [6, 24, 0]
    exec(second, names)
    assert len(names["results"].runs) == 4 * 2 * 2  # type: ignore[attr-defined]


def test_options_exist() -> None:
    import typer

    command = typer.main.get_command(build_app())
    known = {
        option
        for name in ("sweep", "query")
        for parameter in command.commands[name].params  # type: ignore[attr-defined]
        for option in parameter.opts
    }
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT)) - {"--set"}
    assert len(named) >= 8
    assert named <= known


def test_what_cannot_be_a_factor_is_listed() -> None:
    from simulation.experiments.sweeps.factors import CHANGES_NO_RUN

    (sentence,) = re.findall(r"^(`name`, .*?) cannot be factors", TEXT, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", sentence)) == set(CHANGES_NO_RUN) - {"extends"}
