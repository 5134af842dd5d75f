"""A command that is split off from a prepared process does what one that is started anew does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import womsim as module
from tests.cli.womsim import womsim
from tests.experiments.tiny import YAML

WORDS = {
    "right": ("check", "tiny.yaml"),
    "wrong": ("check", "tiny.yaml", "--set", "brand.qualty=1"),
    "written": ("run", "tiny.yaml", "--strategy", "kocs", "--out", "x"),
}


@pytest.mark.skipif(not module.CAN_SPLIT, reason="commands are started anew here")
@pytest.mark.parametrize("words", WORDS)
def test_it_says_and_writes_the_same(words: str, tmp_path: Path) -> None:
    outcomes = []
    for name in ("fresh", "split"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "tiny.yaml").write_text(YAML, encoding="utf-8")
        done = womsim(*WORDS[words], folder=folder, fresh=name == "fresh")
        files = {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "manifest.json"  # it holds the time
        }
        outcomes.append((done.returncode, done.stdout, done.stderr, files))
    assert module._prepared()[0].poll() is None, "no process to split commands from"
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0] == (2 if words == "wrong" else 0)


def test_variables_that_are_read_while_importing_start_it_anew(tmp_path: Path) -> None:
    """The compiled code goes where this variable said when the libraries were imported."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (tmp_path / "tiny.yaml").write_text(YAML, encoding="utf-8")
    womsim("check", "tiny.yaml", folder=tmp_path, WOMSIM_CACHE=str(cache))
    assert list(cache.iterdir())
