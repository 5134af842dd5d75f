"""The public names of ``simulation`` are exactly these; a name more is a promise more."""

from __future__ import annotations

import subprocess
import sys

import pytest

import simulation

PUBLIC = {
    "Comparison",
    "Consumer",
    "Results",
    "SocialGraph",
    "Tactic",
    "WordOfMouthModel",
    "actions",
    "adoption",
    "classics",
    "compare",
    "errors",
    "fields",
    "load_scenario",
    "margins",
    "robustness",
    "run",
    "sensitivity",
    "sweep",
}


def test_public_names_are_exactly_these() -> None:
    assert set(simulation.__all__) == PUBLIC
    assert len(simulation.__all__) == len(PUBLIC)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(simulation, name) is not None
    assert name in dir(simulation)


def test_an_unknown_name_is_an_attribute_error() -> None:
    misspelt = "stategies"
    with pytest.raises(AttributeError, match=misspelt):
        getattr(simulation, misspelt)


def test_the_package_loads_nothing_heavy_by_itself() -> None:
    """Help and error messages of the command must not wait for plots, compilers and graphs."""
    heavy = {"matplotlib", "mesa", "networkit", "networkx", "numba", "pandas", "pyarrow", "scipy"}
    code = f"import sys, simulation; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
