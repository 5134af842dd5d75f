"""``womsim new`` writes a commented scenario that is right and compares in seconds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulation import compare, load_scenario
from simulation.errors import ArgumentError, ScenarioError
from simulation.scenario.templates import Answers, kinds, name_of, written
from tests.cli.test_schema import complaints
from tests.cli.womsim import ROOT, RUN, womsim

LANGUAGES = ("en", "zh")


def test_the_templates_are_these() -> None:
    assert kinds() == ("crisis", "launch", "referral")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", kinds())
def test_a_new_scenario_is_right_and_says_what_to_change(
    kind: str, lang: str, tmp_path: Path
) -> None:
    done = womsim("new", "tea", "--from", kind, "--lang", lang, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "scenario: tea.yaml",
        "schema: scenario.schema.json",
        "next: womsim compare tea.yaml",
    ]
    file = tmp_path / "tea.yaml"
    text = file.read_text("utf-8")
    assert complaints(file, text) == []
    assert "$" not in text.replace("$schema", "")
    checked = womsim("check", "tea.yaml", folder=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("tea.yaml: ok: 2,000 consumers")
    assert "warning" not in checked.stdout
    lines = text.splitlines()
    assert sum("# " in line for line in lines) >= 20
    settings = ("days", "budget", "price", "unit_cost", "quality", "aware_at_start")
    for key in settings:
        (line,) = [line for line in lines if line.strip().startswith(f"{key}:")]
        assert "  # " in line, key


@pytest.mark.parametrize("kind", kinds())
def test_both_languages_say_the_same_scenario_and_it_compares(kind: str, tmp_path: Path) -> None:
    made = []
    for lang in LANGUAGES:
        file = tmp_path / f"{lang}.yaml"
        file.write_text(written(kind, file, Answers(), lang=lang), encoding="utf-8")  # type: ignore[arg-type]
        made.append(load_scenario(file))
    english, chinese = (s.with_changes({"name": "a", "question": "?"}).resolved() for s in made)
    assert english == chinese
    result = compare(made[0], replications=2)
    profit = result.summary.query("outcome == 'profit'")["mean"]
    assert profit.nunique() == len(made[0].strategies) * len(made[0].worlds)


def test_answers_are_written_and_what_follows_from_them() -> None:
    text = written("referral", Path("my tea.yaml"), Answers(5000, 49.9, 300, 60))
    for line in ("budget: 5000", "  price: 49.9", "consumers: 300}", "days: 60"):
        assert line in text
    assert "unit_cost: 29.94" in text
    assert "referrer: 4.99, referee: 2.495" in text
    assert "out/my_tea/report.html" in text


@pytest.mark.parametrize(
    ("lang", "budget", "said"),
    [
        ("en", 12000.0, "for 12,000 yuan?"),
        ("zh", 12000.0, "用12,000元做"),
        ("en", 1_250_000.5, "for 1,250,000.5 yuan?"),
        ("en", 900.0, "for 900 yuan?"),
    ],
)
def test_the_question_writes_money_as_a_sentence_does(lang: str, budget: float, said: str) -> None:
    text = written("launch", Path("tea.yaml"), Answers(budget=budget), lang=lang)  # type: ignore[arg-type]
    assert said in text
    assert f"budget: {budget:g}" in text or budget > 1e6


def test_answers_that_make_no_scenario() -> None:
    with pytest.raises(ScenarioError, match=r"a\.yaml:\d+:\d+ budget"):
        written("launch", Path("a.yaml"), Answers(budget=-1))
    with pytest.raises(ArgumentError, match="price: inf is not a number"):
        written("launch", Path("a.yaml"), Answers(price=float("inf")))
    with pytest.raises(ArgumentError, match="is no name of a scenario"):
        name_of("a/b")
    assert name_of("tea.yaml") == "tea"


def test_nothing_is_replaced_and_nobody_is_asked_without_a_terminal(tmp_path: Path) -> None:
    words = ("new", "tea", "--from", "launch")
    assert womsim(*words, folder=tmp_path).returncode == 0
    (tmp_path / "tea.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "scenario.schema.json").write_text("{}", encoding="utf-8")
    again = womsim(*words, folder=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("tea.yaml is there already.")
    assert (tmp_path / "tea.yaml").read_text("utf-8") == "mine"
    forced = womsim(*words, "--force", folder=tmp_path)
    assert forced.stdout.splitlines() == ["scenario: tea.yaml", "next: womsim compare tea.yaml"]
    assert (tmp_path / "scenario.schema.json").read_text("utf-8") == "{}"
    nobody = "from: nobody can be asked here. Add --from with one of crisis, launch, referral."
    assert refused(tmp_path) == nobody
    assert refused(tmp_path, "--from", "lunch") == 'from: no template "lunch". Use launch.'


def refused(folder: Path, *words: str) -> str:
    """The one line that is said where no scenario is written."""
    done = womsim("new", "b", *words, folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    return line


@pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminal")
def test_five_questions_on_a_terminal(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, b"referral\n\ndear\n80\n500\n30\n")
    done = subprocess.run(
        [sys.executable, "-c", RUN, "new", "tea", "--out", "a/b.yaml"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("[") == 6
    assert "dear is not a number.\n" in done.stderr
    assert "[12000]" in done.stderr
    assert done.stdout.startswith(f"scenario: {Path('a/b.yaml')}\n")
    scenario = load_scenario(tmp_path / "a" / "b.yaml")
    assert (scenario.budget, scenario.brand.price, scenario.days) == (12000, 80, 30)
    assert getattr(scenario.network, "consumers", 0) == 500
    assert json.loads((tmp_path / "a" / "scenario.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("kind", ["launch", "referral", "crisis"])
def test_chinese_templates_are_punctuated_as_chinese_and_use_the_glossary(kind: str) -> None:
    text = written(kind, Path("tea.yaml"), Answers(), lang="zh")
    assert re.findall(r"[\u4e00-\u9fff][:;,?!(]|[:;,)][\u4e00-\u9fff]", text) == []
    assert "顾客" not in text


def test_what_commands_do_stands_below_one_another(tmp_path: Path) -> None:
    text = written("launch", tmp_path / "a_long_name_of_a_market.yaml", Answers())
    lines = [line for line in text.splitlines() if line.startswith("#   womsim")]
    assert len(lines) == 3
    starts = {re.search(r" {3}(\S.*)$", line).start(1) for line in lines}  # type: ignore[union-attr]
    assert len(starts) == 1
