"""Exact numbers of small runs: kept in files, compared to the last digit, updated by a command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

REMEDY = 'If that is meant: `make baselines`, and a line in CHANGELOG.md under "Numbers".'


class Baseline:
    """What a small run gave when somebody last looked at it.

    ``baseline("talk_default", {"customers": [3, 5], "revenue": 10.5})`` compares with
    ``tests/baselines/talk_default.json``. ``make baselines`` writes the files anew.
    """

    def __init__(self, folder: Path, update: bool) -> None:
        self.folder = folder
        self.update = update

    def __call__(self, name: str, numbers: Mapping[str, object]) -> None:
        """Fail when a number moved; say which, and how to accept it."""
        file = self.folder / f"{name}.json"
        found = {key: exact(value) for key, value in numbers.items()}
        if self.update:
            self.folder.mkdir(exist_ok=True)
            lines = (f"  {json.dumps(key)}: {text}" for key, text in found.items())
            file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
            return
        if not file.exists():
            pytest.fail(f"{name}: no such baseline yet. `make baselines` writes it.")
        read = json.loads(file.read_text(encoding="utf-8"))
        kept = {key: exact(value) for key, value in read.items()}
        moved = [
            f"  {key}: was {kept.get(key, 'not there')}, is {found.get(key, 'not there')}"
            for key in dict.fromkeys([*kept, *found])
            if kept.get(key) != found.get(key)
        ]
        if moved:
            pytest.fail("\n".join([f"{name}: numbers moved.", *moved, REMEDY]))


def exact(value: object) -> str:
    """Write numbers so that two are equal exactly when their texts are."""

    def plain(thing: Any) -> Any:
        if isinstance(thing, np.ndarray | np.generic):
            return thing.tolist()
        raise TypeError(f"a baseline holds numbers and texts, not {type(thing).__name__}")

    return json.dumps(value, default=plain)
