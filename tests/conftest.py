"""What all tests share: how hard to search for counterexamples, the real data, exact numbers."""

from __future__ import annotations

import importlib
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.baseline import Baseline

os.environ.setdefault("MPLBACKEND", "Agg")

ROOT = Path(__file__).resolve().parent.parent

# A shell that starts something in the background lets it ignore Ctrl-C, which some tests press.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Compiled loops are slow on their first example only, so examples have no deadline.
COMMON: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("quick", max_examples=40, **COMMON)
settings.register_profile("ci", max_examples=100, derandomize=True, print_blob=True, **COMMON)
settings.register_profile("thorough", max_examples=2000, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "quick"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch behind ``make baselines``."""
    parser.addoption(
        "--update-baselines",
        action="store_true",
        help="write tests/baselines anew instead of comparing with it",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run slow tests last, or first where several processes share the work.

    When baselines are written anew, run only the tests that have one.
    """
    if config.getoption("--update-baselines"):
        dropped = [item for item in items if "baseline" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in dropped]
    are_shared = hasattr(config, "workerinput")
    items.sort(key=lambda item: (item.get_closest_marker("slow") is None) is are_shared)


ONE_BY_ONE = {
    "tests/cli/test_bad_input.py",
    "tests/docs/test_notebooks.py",
    "tests/experiments/test_executors.py",
    "tests/model/test_engines.py",
    "tests/model/test_invariants.py",
}
"""Files whose tests share no fixture: a process takes one test of them at a time, so that all
processes end together."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file together, as ``--dist loadfile`` does, but for some files."""
    if config.getvalue("dist") != "loadfile":
        return None
    scheduling = importlib.import_module("xdist.scheduler").LoadFileScheduling(config, log)
    file_of = scheduling._split_scope
    scheduling._split_scope = lambda test: test if file_of(test) in ONE_BY_ONE else file_of(test)
    return scheduling


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the project: where pyproject.toml is."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the real data sets: $WOMSIM_DATA, or ../shared/data beside the project."""
    named = os.environ.get("WOMSIM_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder}; name its folder in $WOMSIM_DATA")
    return folder


@pytest.fixture
def baseline(request: pytest.FixtureRequest) -> Baseline:
    """Compare exact numbers of a small run with the ones that are kept."""
    update = bool(request.config.getoption("--update-baselines"))
    return Baseline(ROOT / "tests" / "baselines", update)
