"""Examples in docstrings run and show what they promise; what people call says what it takes."""

from __future__ import annotations

import doctest
import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest

import simulation

ROOT = Path(__file__).parents[2]
WITH_EXAMPLES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for file in (ROOT / "simulation").rglob("*.py")
    if ">>>" in file.read_text("utf-8")
)
EXPERIMENTS = ("compare", "sweep", "robustness", "sensitivity", "margins", "run")


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.REPORT_NDIFF)
    assert found.failed == 0


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_experiments_describe_every_argument(name: str) -> None:
    function: Any = getattr(simulation, name)
    text = inspect.getdoc(function) or ""
    head, _, rest = text.partition("Parameters\n----------\n")
    assert head.strip()
    described = rest.split("\n\n")[0]
    names = {
        each.strip()
        for line in described.splitlines()
        if line and not line.startswith(" ")
        for each in line.split(",")
    }
    assert names == set(inspect.signature(function).parameters)
    assert "Raises\n------\n" in text


@pytest.mark.parametrize("name", [n for n in dir(simulation.Results) if not n.startswith("_")])
def test_results_describe_what_their_methods_take(name: str) -> None:
    member = inspect.getattr_static(simulation.Results, name)
    if isinstance(member, classmethod):
        member = member.__func__
    assert inspect.getdoc(member)
    if inspect.isfunction(member):
        takes = [
            each for each in inspect.signature(member).parameters if each not in {"self", "cls"}
        ]
        text = inspect.getdoc(member) or ""
        assert all(f"\n{each}\n    " in text for each in takes)
        assert "Raises\n------\n" in text
