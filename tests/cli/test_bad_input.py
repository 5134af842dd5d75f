"""Every slip is one clear message on stderr and exit code 2, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.womsim import womsim

RIGHT = """\
question: Which?
days: 90
brand: {price: 200, unit_cost: 120}
strategies:
  none: []
  kocs:
    - kind: hire_kocs
      budget: 500
      day: 5
"""

CASES = {
    "misspelt key": (
        RIGHT.replace("unit_cost", "unit_kost"),
        "launch.yaml:3:21 brand.unit_kost: no such key. Use unit_cost.",
    ),
    "misspelt first-level key": (
        RIGHT.replace("strategies", "strateges"),
        "launch.yaml:1:1 strategies: missing. Add it: what could be done, by name.\n"
        "launch.yaml:4:1 strateges: no such key. Use strategies.",
    ),
    "unknown tactic": (
        RIGHT.replace("hire_kocs", "hire_koc"),
        'launch.yaml:7:13 strategies.kocs[0].kind: no tactic "hire_koc". Use hire_kocs; '
        "all: womsim list tactics.",
    ),
    "wrong type": (
        RIGHT.replace("days: 90", 'days: "90"'),
        'launch.yaml:2:7 days: "90" is text. Write 90.',
    ),
    "probability 1.4": (
        RIGHT + "consumers: {talk: {floor: 1.4}}\n",
        "launch.yaml:10:27 consumers.talk.floor: 1.4 is outside 0 to 1. Write 0.014 for 1.4 %.",
    ),
    "yes": (
        RIGHT + "      disclosed: yes\n",
        'launch.yaml:10:18 strategies.kocs[0].disclosed: "yes" is text. Write true or false.',
    ),
    "repeated key": (
        RIGHT + "days: 30\n",
        "launch.yaml:10:1 days: given twice (first on line 2). Keep one.",
    ),
    "YAML syntax error": (
        RIGHT.replace("price: 200,", "price: 200"),
        "launch.yaml:3:29: not YAML: expected ',' or '}', but got ':'. Check brackets, quotes, "
        "colons and indentation here or just above.",
    ),
    "unknown role": (
        RIGHT + "roles: {head_kol: 3}\n",
        "launch.yaml:10:9 roles.head_kol: no such key. Use kol_head.",
    ),
    "an event's kind among tactics": (
        RIGHT.replace("hire_kocs", "scandal"),
        "launch.yaml:7:13 strategies.kocs[0].kind: scandal is an event. Move it under events.",
    ),
    "a tactic's kind among events": (
        RIGHT + "events: [{kind: hire_kols}]\n",
        "launch.yaml:10:17 events[0].kind: hire_kols is a tactic. Move it under strategies.",
    ),
    "a day after the last": (
        RIGHT.replace("day: 5", "day: 90"),
        "launch.yaml:9:12 strategies.kocs[0].day: 90 is after the last day (89). "
        "Lower it or raise days.",
    ),
    "an empty file": ("", "launch.yaml: empty. Write at least question, brand and strategies."),
}


def complaint(folder: Path, *arguments: str) -> str:
    """What the command says; it must be on stderr alone, with exit code 2."""
    outcome = womsim(*arguments, folder=folder)
    assert outcome.returncode == 2, outcome.stderr
    assert outcome.stdout == ""
    assert "Traceback" not in outcome.stderr
    return outcome.stderr.strip()


@pytest.mark.parametrize("case", CASES)
def test_a_slip_in_the_file(case: str, tmp_path: Path) -> None:
    text, message = CASES[case]
    (tmp_path / "launch.yaml").write_text(text, encoding="utf-8")
    assert complaint(tmp_path, "check", "launch.yaml") == message


def test_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "launch.yaml").write_text(RIGHT, encoding="utf-8")
    said = complaint(tmp_path, "check", "lunch.yaml")
    assert said == "lunch.yaml: no such file. Use launch.yaml."


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("brand.qualty=0.9", "--set brand.qualty: no such key. Use quality."),
        ("brand.quality=1.4", "--set brand.quality: 1.4 is outside 0 to 1. Write 0.014 for 1.4 %."),
        (
            "strategies.kocs.hire_koc.posts=2",
            '--set strategies.kocs.hire_koc.posts: no tactic "hire_koc". Use hire_kocs.',
        ),
    ],
)
def test_a_slip_on_the_command_line(assignment: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "launch.yaml").write_text(RIGHT, encoding="utf-8")
    assert complaint(tmp_path, "check", "launch.yaml", "--set", assignment) == message


def test_what_only_the_market_shows_has_its_place_too(tmp_path: Path) -> None:
    text = RIGHT.replace("hire_kocs", "hire_kols").replace("budget: 500", "number: 3")
    (tmp_path / "launch.yaml").write_text(f"{text}      tier: head\n", encoding="utf-8")
    assert complaint(tmp_path, "check", "launch.yaml") == (
        "launch.yaml:8:15 strategies.kocs[0].number: 3 head KOLs asked, 2 exist. "
        "Lower it or raise roles.kol_head."
    )


@pytest.mark.parametrize(
    "arguments",
    [["chek"], ["check"], ["list"], ["list", "tactic"], ["check", "--quik"], ["--verson"]],
)
def test_a_slip_in_the_command(arguments: list[str], tmp_path: Path) -> None:
    assert "Error" in complaint(tmp_path, *arguments)


@pytest.mark.parametrize("command", ["compare", "report", "new", "app"])
def test_a_word_that_an_option_does_not_know(command: str, tmp_path: Path) -> None:
    said = complaint(tmp_path, command, "x", "--lang", "fr")
    assert said.splitlines()[-1] == (
        "Error: Invalid value for '--lang': 'fr' is not one of 'en', 'zh'."
    )


def test_a_fault_of_ours_is_said_to_be_one(tmp_path: Path) -> None:
    """Exit code 1 and a hint; the traceback comes when asked for."""
    (tmp_path / "sitecustomize.py").write_text(
        "import simulation.scenario.load as load\n"
        "def broken(path):\n    raise RuntimeError('a bug\\nof two lines')\n"
        "import simulation.scenario\nsimulation.scenario.load_scenario = broken\n",
        encoding="utf-8",
    )
    from tests.cli.womsim import ROOT

    path = f"{tmp_path}:{ROOT}"
    outcome = womsim("check", "x.yaml", folder=tmp_path, PYTHONPATH=path)
    assert outcome.returncode == 1
    assert outcome.stderr.splitlines() == [
        "womsim: a fault of ours: RuntimeError: a bug of two lines",
        "Set WOMSIM_TRACEBACK=1 and run it again to see where; please report that.",
    ]
    shown = womsim("check", "x.yaml", folder=tmp_path, PYTHONPATH=path, WOMSIM_TRACEBACK="1")
    assert shown.returncode == 1
    assert "Traceback" in shown.stderr
