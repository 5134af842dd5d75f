"""A PDF: printed by a browser, whole or not at all, and one message where there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulation.errors import OutputError
from simulation.results.comparison import Comparison
from simulation.results.export import html, pdf, write_report
from tests.results.made_up import made_up

PAGE = "<title>Does a small purse help?</title>"
PRINTS = """#!/bin/sh
for word in "$@"; do case $word in
  --print-to-pdf=*) to="${word#*pdf=}";;
  file://*) page="${word#file://}";;
esac; done
cp "$page" "$to"
"""


@pytest.fixture
def result(monkeypatch: pytest.MonkeyPatch) -> Comparison:
    """A comparison whose page is short."""
    monkeypatch.setattr(html, "text_of", lambda _: PAGE)
    monkeypatch.delenv(pdf.NAMED, raising=False)
    return Comparison(made_up(), {})


def program(folder: Path, name: str, text: str) -> Path:
    """Write a program of the shell."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def test_without_a_browser(
    result: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="Install one, name its program in WOMSIM_BROWSER"):
        result.report(tmp_path / "told.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="browsers that are shell scripts")
@pytest.mark.parametrize("name", pdf.BROWSERS)
def test_any_known_browser_prints_the_page(
    name: str, result: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, name, PRINTS)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    monkeypatch.setattr(pdf, "BROWSERS", (name,))
    assert result.report(tmp_path / "new" / "told.pdf").read_text("utf-8") == PAGE


@pytest.mark.skipif(os.name != "posix", reason="browsers that are shell scripts")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#!/bin/sh\necho cannot >&2\nexit 3\n", r"printed nothing \(exit code 3\): cannot\."),
        ("#!/bin/sh\nexec sleep 60\n", "did not print within 1 seconds"),
        ("no program", "cannot be started"),
    ],
    ids=["mute", "slow", "none"],
)
def test_a_browser_that_prints_nothing_leaves_what_was_there(
    text: str, said: str, result: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    monkeypatch.setenv(pdf.NAMED, str(program(tmp_path, "browser", text)))
    told = tmp_path / "told.pdf"
    told.write_text("older", encoding="utf-8")
    with pytest.raises(OutputError, match=said):
        write_report(result, told, None, None, force=True)
    assert told.read_text("utf-8") == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["browser", "told.pdf"]
