"""A comparison shows the robustness study of its scenario, or says why there is none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from simulation.errors import OutputError
from simulation.experiments.compare import compare
from simulation.experiments.robustness import robustness
from simulation.experiments.tested import what_was_tested
from simulation.scenario.model import Scenario
from tests.experiments.tiny import tiny

ALL = ("do_nothing", "kocs", "referral")


def small(**changes: Any) -> Scenario:
    """A scenario that is compared and tested in seconds."""
    return tiny(days=10, network__consumers=100, **changes)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a study of all strategies in ``tea-robustness``."""
    folder = tmp_path_factory.mktemp("out")
    robustness(
        small(),
        points=20,
        replications=1,
        parameters=["brand.price=150..260"],
        only=True,
        out=folder / "tea-robustness",
    )
    return folder


def card(folder: Path) -> Any:
    """What the report says of robustness."""
    page = lxml.html.fromstring((folder / "report.html").read_text("utf-8"))
    return page.get_element_by_id("robustness")


def test_a_study_beside_the_comparison_is_shown_with_its_shares_and_a_link(place: Path) -> None:
    compare(small(), replications=2, out=place / "tea")
    shown = card(place / "tea")
    found = json.loads((place / "tea-robustness" / "robustness.json").read_text())
    assert found["answer"][0] in shown.text_content()
    rows = [[cell.text for cell in row] for row in shown.findall(".//tbody/tr")]
    assert rows == [[cell or None for cell in row] for row in found["strategies"]["rows"]]
    assert sorted(row[0] for row in rows) == sorted(ALL)
    (link,) = shown.iter("a")
    assert (place / "tea" / link.get("href")).resolve() == (
        place / "tea-robustness" / "robustness.html"
    )


def test_without_a_study_the_report_says_how_to_get_one(tmp_path: Path) -> None:
    compare(small(), replications=2, out=tmp_path / "tea")
    said = card(tmp_path / "tea").text_content()
    assert "Not tested" in said
    assert "womsim robustness SCENARIO" in said
    assert not list(card(tmp_path / "tea").iter("table"))


def test_a_study_may_be_named_and_lie_anywhere(place: Path, tmp_path: Path) -> None:
    found = compare(small(), replications=2, robustness=place / "tea-robustness")
    page = found.report(tmp_path / "report.html")
    (link,) = card(page.parent).iter("a")
    assert Path(link.get("href")) == place / "tea-robustness" / "robustness.html"


def test_other_labels_and_numbers_of_replicates_are_no_other_scenario(place: Path) -> None:
    other = small(question="Another question?", replications=50)
    assert "answer" in what_was_tested(other, ALL, place / "tea", None)
    assert "answer" in what_was_tested(small(), ("do_nothing", "kocs"), place / "tea", None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"brand__quality": 0.5}, "brand.quality: 0.8 there, 0.5 here"),
        ({"seed": 6}, "seed: 5 there, 6 here"),
        ({"decide_by": "romi"}, "judges by customers, this by romi"),
    ],
)
def test_a_study_of_something_else_is_not_shown(
    place: Path, changes: dict[str, Any], told: str
) -> None:
    found = what_was_tested(small(**changes), ALL, place / "tea", None)
    assert set(found) == {"why_not"}
    assert told in found["why_not"]
    with pytest.raises(OutputError) as refused:
        what_was_tested(small(**changes), ALL, None, place / "tea-robustness")
    assert told in str(refused.value)


def test_a_comparison_does_not_go_on_with_the_folder_of_a_study(place: Path) -> None:
    with pytest.raises(OutputError, match="not of a comparison"):
        compare(small(), replications=2, out=place / "tea-robustness")


def test_what_is_no_finished_study_is_refused_before_anything_runs(
    place: Path, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match="holds no robustness study"):
        compare(small(), replications=2, robustness=tmp_path, out=tmp_path / "tea")
    assert not (tmp_path / "tea").exists()
    half = tmp_path / "tea-robustness"
    shutil.copytree(place / "tea-robustness", half)
    (half / "manifest.json").unlink()
    assert "not finished" in what_was_tested(small(), ALL, tmp_path / "tea", None)["why_not"]
