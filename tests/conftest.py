"""What all tests share: how hard to search for counterexamples, the real data, exact numbers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("MPLBACKEND", "Agg")

ROOT = Path(__file__).resolve().parent.parent
BASELINES = ROOT / "tests" / "baselines"

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
    """Run slow tests last; when baselines are written anew, run only the tests that have one."""
    if config.getoption("--update-baselines"):
        dropped = [item for item in items if "baseline" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in dropped]
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


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


class Baseline:
    """Exact numbers of a small run, as they were when somebody last looked at them.

    ``baseline("talk_default", {"customers": [3, 5], "revenue": 10.5})`` compares with
    ``tests/baselines/talk_default.json`` to the last digit. ``make baselines`` writes the files.
    """

    def __init__(self, update: bool) -> None:
        self.update = update

    def __call__(self, name: str, numbers: Mapping[str, object]) -> None:
        """Fail when a number moved; say which, and how to accept it."""
        file = BASELINES / f"{name}.json"
        found = {key: json.loads(as_json(value)) for key, value in numbers.items()}
        if self.update:
            file.parent.mkdir(exist_ok=True)
            lines = (f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in found.items())
            file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
            return
        if not file.exists():
            pytest.fail(f"no baseline {file.relative_to(ROOT)}: write it with `make baselines`")
        kept = json.loads(file.read_text(encoding="utf-8"))
        moved = [
            f"  {key}: was {json.dumps(kept.get(key))}, is {json.dumps(found.get(key))}"
            for key in dict.fromkeys([*kept, *found])
            if as_json(kept.get(key)) != as_json(found.get(key))
        ]
        if moved:
            remedy = 'If that is meant: `make baselines`, and a line in CHANGELOG.md, "Numbers".'
            pytest.fail("\n".join([f"numbers of {name} moved:", *moved, remedy]))


def as_json(value: object) -> str:
    """Write numbers so that two are equal exactly when their texts are."""

    def plain(thing: Any) -> Any:
        if isinstance(thing, np.ndarray | np.generic):
            return thing.tolist()
        raise TypeError(f"a baseline holds numbers and texts, not {type(thing).__name__}")

    return json.dumps(value, default=plain)


@pytest.fixture
def baseline(request: pytest.FixtureRequest) -> Baseline:
    """Compare exact numbers with the ones that are kept; see `Baseline`."""
    return Baseline(update=bool(request.config.getoption("--update-baselines")))
