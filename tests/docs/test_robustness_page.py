"""The page on robustness: its studies can be asked for, and its pictures are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from docs import robustness as page
from simulation import load_scenario
from simulation.experiments.robustness_plan import plan_of


@pytest.mark.parametrize("name", page.STUDIES)
def test_each_study_has_its_part_and_its_pictures(root: Path, name: str) -> None:
    text = page.PAGE.read_text("utf-8")
    part = text.partition(f"<!-- {name} -->")[2].partition("<!-- end -->")[0]
    asked = " ".join(part.split("```")[1].replace("\\\n", " ").split())
    assert shlex.split(asked) == ["womsim", *page.command(name)]
    assert "sampled assumptions" in part
    pictures = re.findall(r"\((img/[\w.]+)\)", part)
    assert len(pictures) == 2
    assert all((root / "docs" / picture).exists() for picture in pictures)


@pytest.mark.parametrize("name", page.STUDIES)
def test_each_study_can_still_be_run(root: Path, name: str) -> None:
    words = page.STUDIES[name]
    pairs = list(zip(words[::2], words[1::2], strict=True))
    scenario = load_scenario(root / "scenarios" / f"{name}.yaml")
    scenario = scenario.with_assignments([value for option, value in pairs if option == "--set"])
    strategies = [value for option, value in pairs if option == "--strategy"]
    plan = plan_of(scenario, points=200, replications=2, strategies=strategies or None)
    assert len(plan.chosen.varied) > 100
    assert set(strategies) < set(plan.strategies) or not strategies


def test_the_study_that_is_repeated_has_a_row_for_each_luck_and_one_for_all(root: Path) -> None:
    text = page.PAGE.read_text("utf-8")
    part = text.partition("<!-- seeds -->")[2].partition("<!-- end -->")[0]
    asked = " ".join(part.split("```")[1].replace("\\\n", " ").split())
    assert shlex.split(asked) == ["womsim", *page.repeated("K")]
    rows = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("|")]
    assert rows[2:] == [*map(str, page.LUCKS), f"all {len(page.LUCKS)}"]
    words = page.ONE_FLIP[: page.ONE_FLIP.index("--strategy")]
    scenario = load_scenario(root / "scenarios" / "phone_launch.yaml").with_assignments(words[1::2])
    plan = plan_of(
        scenario,
        points=60,
        replications=2,
        strategies=["many_kocs", "advertising"],
        parameters=[f"{page.FLIPS_AT}=25..400"],
        only=True,
    )
    assert [one.label for one in plan.chosen.varied] == [page.FLIPS_AT]


def test_only_what_stands_between_the_marks_is_written_anew() -> None:
    text = "a\n<!-- x -->\nold\n<!-- end -->\nb\n<!-- y -->\nkept\n<!-- end -->\n"
    once = page.rewritten(text, "x", "new")
    assert once == text.replace("\nold\n", "\n\nnew\n\n")
    with pytest.raises(SystemExit, match="no marks"):
        page.rewritten(text, "z", "new")


def test_numbers_are_plain() -> None:
    assert page.plain("2.13e+05") == "213,000"
    assert page.plain("47.3") == "47.3"
    assert page.folded(["a", *["--set", "x=1"] * 20])[0].endswith("--set x=1 \\")
