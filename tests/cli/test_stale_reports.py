"""Reports of a comparison that is no longer there go with it; a file of somebody else stays."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from simulation import compare, load_scenario
from simulation.experiments.store_reports import STALE, is_ours
from simulation.results.export import formats
from tests.experiments.tiny import YAML

REPORTS = ("report.md", "report.json", "report.xlsx")


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A folder with a comparison and its reports."""
    (tmp_path / "tiny.yaml").write_text(YAML, encoding="utf-8")
    folder = tmp_path / "out"
    result = compare(load_scenario(tmp_path / "tiny.yaml"), replications=2, out=folder)
    for name in REPORTS:
        result.report(folder / name)
    return folder


def again(folder: Path, replications: int, *, force: bool = False) -> None:
    scenario = load_scenario(folder.parent / "tiny.yaml")
    compare(scenario, replications=replications, out=folder, force=force)


def test_every_format_is_known() -> None:
    assert set(STALE) == {f"report.{word}" for word in formats()} - {"report.html"}


def test_what_was_forced_leaves_no_older_report(there: Path) -> None:
    own = there / "notes.md"
    own.write_text("made with womsim", encoding="utf-8")
    assert all(is_ours(there / name) for name in REPORTS)
    again(there, 2, force=True)
    assert [name for name in STALE if (there / name).exists()] == []
    assert own.exists()
    assert (there / "report.html").exists()


def test_a_report_stays_while_its_numbers_do(there: Path) -> None:
    again(there, 2)
    assert all((there / name).exists() for name in REPORTS)
    again(there, 3)
    assert not any((there / name).exists() for name in REPORTS)


def test_a_file_that_only_has_such_a_name_stays(there: Path) -> None:
    (there / "report.md").write_text("What we told the board", encoding="utf-8")
    (there / "report.pdf").write_bytes(b"%PDF-1.4 board")
    (there / "report.xlsx").unlink()
    with zipfile.ZipFile(there / "report.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", "board")
    again(there, 2, force=True)
    assert (there / "report.md").exists()
    assert (there / "report.pdf").exists()
    assert (there / "report.xlsx").exists()
    assert not (there / "report.json").exists()


def test_a_pdf_of_ours_is_known(tmp_path: Path) -> None:
    page = tmp_path / "report.pdf"
    page.write_bytes(
        b"%PDF-1.4 /Title <FEFF007400650061002000B70020" + b"0077006F006D00730069006D>"
    )
    assert is_ours(page)
