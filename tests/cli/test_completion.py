"""What a shell offers behind Tab."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.womsim import womsim
from tests.experiments.tiny import YAML


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("completion")
    for name in ("tiny.yaml", "more/town.yml", "notes.txt", ".hidden.yaml"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(YAML, encoding="utf-8")
    (home / "wrong.yaml").write_text("strategies: [", encoding="utf-8")
    for name in ("out/tiny", "out/empty"):
        (home / name).mkdir(parents=True)
    (home / "out" / "tiny" / "manifest.json").write_text("{}", encoding="utf-8")
    return home


def offered(home: Path, line: str) -> list[str]:
    """Words that bash offers at the end of a line."""
    words = line.split(" ")
    done = womsim(
        folder=home,
        _WOMSIM_COMPLETE="complete_bash",
        COMP_WORDS=line,
        COMP_CWORD=str(len(words) - 1),
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("womsim rep", ["report"]),
        ("womsim compare ", ["more/town.yml", "tiny.yaml", "wrong.yaml"]),
        ("womsim check t", ["tiny.yaml"]),
        ("womsim run more/", ["more/town.yml"]),
        ("womsim run tiny.yaml --strategy ", ["do_nothing", "kocs", "referral"]),
        ("womsim compare tiny.yaml --strategy k", ["kocs"]),
        ("womsim compare wrong.yaml --strategy k", []),
        ("womsim compare --strategy k", []),
        ("womsim report ", ["out/tiny"]),
        ("womsim query o", ["out/tiny"]),
        ("womsim report out/tiny --format x", ["xlsx"]),
        ("womsim new tea --from ", ["crisis", "launch", "referral"]),
        ("womsim list t", ["tactics"]),
        ("womsim schema s", ["scenario", "sweep"]),
        ("womsim compare nowhere/", []),
    ],
)
def test_words_that_are_offered(home: Path, line: str, words: list[str]) -> None:
    assert offered(home, line) == words


def test_the_script_for_a_shell_is_printed(home: Path) -> None:
    done = womsim(folder=home, _WOMSIM_COMPLETE="source_bash")
    assert done.returncode == 0
    assert "complete -o default -F _womsim_completion womsim" in done.stdout
