"""``womsim report`` tells a finished comparison again, in every format, and runs nothing."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from simulation.results.export import formats
from tests.cli.womsim import womsim
from tests.experiments.tiny import YAML


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a finished comparison in ``out/tiny``."""
    home = tmp_path_factory.mktemp("report")
    (home / "tiny.yaml").write_text(YAML, encoding="utf-8")
    done = womsim("compare", "tiny.yaml", "--replications", "2", folder=home)
    assert done.returncode == 0, done.stderr
    return home


def without_figures(page: str) -> list[str]:
    """A page with its figures taken out, whose lines may end a hair's breadth elsewhere."""
    return re.split(r"<svg.*?</svg>", page, flags=re.S)


def refused(home: Path, *words: str, **environment: str) -> str:
    """What is said where a report cannot be made: one line, and nothing else."""
    done = womsim("report", *words, folder=home, fresh=False, pictures=True, **environment)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    return line


def test_the_page_is_written_again_to_the_letter(home: Path) -> None:
    page = home / "out" / "tiny" / "report.html"
    before = page.read_text("utf-8")
    page.write_text("gone", encoding="utf-8")
    done = womsim("report", "out/tiny", folder=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"report: {Path('out/tiny/report.html')}\n"
    assert without_figures(page.read_text("utf-8")) == without_figures(before)


def test_json_has_the_numbers_of_the_csv_files(home: Path) -> None:
    done = womsim("report", "out/tiny", "--json", folder=home)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    for name in ("summary", "differences", "tactics"):
        with (home / "out" / "tiny" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        shown = [
            {key: "" if cell is None else str(cell) for key, cell in row.items()}
            for row in told[name]
        ]
        assert shown == rows
    assert told["strategies"] == ["do_nothing", "kocs", "referral"]
    assert told["replicates"] == 2


def test_the_format_is_what_the_file_ends_in_and_nothing_is_replaced(home: Path) -> None:
    written = womsim("report", "out/tiny", "--out", "told.json", folder=home)
    assert written.stdout == "report: told.json\n"
    first = (home / "told.json").read_bytes()
    assert json.loads(first)["name"] == "tiny"
    said = refused(home, "out/tiny", "--out", "told.json", "--lang", "zh")
    assert said == "told.json is there already. Use another file (out), or replace it (force)."
    assert (home / "told.json").read_bytes() == first
    again = womsim(
        "report", "out/tiny", "--out", "told.json", "--lang", "zh", "--force", folder=home
    )
    assert again.returncode == 0, again.stderr
    assert (home / "told.json").read_bytes() != first


def test_the_language_is_that_of_the_comparison_unless_one_is_said(home: Path) -> None:
    few = ("compare", "tiny.yaml", "--replications", "2", "--out", "zh", "--lang", "zh", "--quiet")
    assert womsim(*few, folder=home, pictures=False).returncode == 0
    heading = {"zh": "\n## 结论\n", "en": "\n## Answer\n"}
    for lang, words in {"zh": (), "en": ("--lang", "en", "--force")}.items():
        done = womsim("report", "zh", "--format", "md", *words, folder=home)
        assert done.returncode == 0, done.stderr
        assert heading[lang] in (home / "zh" / "report.md").read_text("utf-8")


def test_words_that_cannot_be_used(home: Path) -> None:
    assert refused(home, "out/tiny", "--format", "xls") == 'format: no format "xls". Use xlsx.'
    known = ", ".join(formats())
    assert (
        refused(home, "out/tiny", "--format", "q") == f'format: no format "q". Use one of {known}.'
    )
    assert refused(home, "out/tiny", "--out", "a.doc").startswith('out: a.doc ends in ".doc". Name')
    dash = refused(home, "out/tiny", "--format", "md", "--out", "-")
    assert dash == 'out: "-" is no name of a file. Name one; --json prints instead.'
    assert not (home / "-").exists()
    assert refused(home, "out/tiny", "--out", "a").startswith("out: a has no ending. Name a file")
    assert refused(home, "out/tiny", "--json", "--out", "a.md").startswith("--json: it prints.")


def test_folders_without_a_finished_comparison(home: Path) -> None:
    assert refused(home, "nowhere").startswith("nowhere: there is no such folder.")
    assert "does not hold a finished comparison. Make one: womsim compare" in refused(home, ".")
    assert "is a file, not the folder of" in refused(home, "tiny.yaml")
    broken = home / "broken"
    shutil.copytree(home / "out" / "tiny", broken)
    manifest = json.loads((broken / "manifest.json").read_text("utf-8"))

    def says(**changes: object) -> str:
        text = json.dumps({**manifest, **changes})
        (broken / "manifest.json").write_text(text, encoding="utf-8")
        return refused(home, "broken")

    older = says(versions={"womsim": "0.0.1"})
    assert older.startswith("broken was written by womsim 0.0.1, this is womsim ")
    assert "broken holds a run, not a finished comparison." in says(kind="run")
    assert "the scenario in" in says(scenario={})
    assert "does not say how many replicates" in says(replicates={"n": 3})
    more = {**manifest["replicates"], "replicates": 3}
    assert "the tables in broken do not hold every run." in says(replicates=more)
    (broken / "ends.parquet").unlink()
    assert "the tables in broken cannot be read" in says()
    (broken / "manifest.json").unlink()
    (broken / "parts").mkdir()
    assert "broken holds a comparison that is not finished." in refused(home, "broken")


def test_without_the_browser_that_is_named(home: Path) -> None:
    said = refused(home, "out/tiny", "--format", "pdf", WOMSIM_BROWSER="no-such-browser")
    assert said.startswith("WOMSIM_BROWSER: there is no program no-such-browser.")
    assert not list((home / "out" / "tiny").glob("*report.pdf*"))


@pytest.mark.slow
def test_the_browser_that_is_here_prints_a_pdf(home: Path) -> None:
    done = womsim("report", "out/tiny", "--out", "real.pdf", folder=home)
    if "none was found" in done.stderr:
        pytest.skip("no browser here")
    assert done.returncode == 0, done.stderr
    assert (home / "real.pdf").read_bytes().startswith(b"%PDF-")
