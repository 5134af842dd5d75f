"""Scenarios that stand on other files."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation.errors import ScenarioError
from simulation.scenario import extends, load_scenario
from tests.scenario.conftest import MINIMAL, Write


def refusal(file: Path | str) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    return str(caught.value)


def test_a_file_changes_only_what_it_says(write: Write) -> None:
    write(MINIMAL, "base.yaml")
    file = write("extends: base.yaml\nbrand: {price: 250}\nstrategies: {do_nothing: null}\n")
    scenario = load_scenario(file)
    assert scenario.name == "launch"
    assert (scenario.brand.price, scenario.brand.unit_cost) == (250, 120)
    assert list(scenario.strategies) == ["referral"]
    assert scenario.baseline == "referral"


def test_an_error_points_to_the_file_that_has_it(write: Write) -> None:
    write(MINIMAL.replace("price: 200", "price: -200"), "lib/base.yaml")
    file = write("extends: lib/base.yaml\nbrand: {quality: 7}\n")
    assert refusal(file) == (
        "launch.yaml:2:18 brand.quality: 7 is outside 0 to 1. Write 0.07 for 7 %.\n"
        "lib/base.yaml:3:10 brand.price: -200 is not above 0. Raise it."
    )


def test_five_files_may_stand_behind_one(write: Write) -> None:
    write(MINIMAL, "f0.yaml")
    for i in range(1, 7):
        write(f"extends: f{i - 1}.yaml\nseed: {i}\n", f"f{i}.yaml")
    assert load_scenario("f5.yaml").seed == 5
    assert refusal("f6.yaml") == (
        "f1.yaml:1:10 extends: more than 5 files deep. Join some of them."
    )


def test_a_ring_is_refused(write: Write) -> None:
    write("extends: a.yaml", "b.yaml")
    write("extends: b.yaml", "a.yaml")
    assert refusal("a.yaml").startswith("b.yaml:1:10 extends: a ring of files")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("lost.yaml", 'no file "lost.yaml" beside launch.yaml. Check the path.'),
        ("presets/lost.yaml", 'no preset "presets/lost.yaml".'),
        ("5", "5 is not the name of a file. Write one."),
        ("[a.yaml]", "a list is not the name of a file. Write one."),
    ],
)
def test_what_is_not_there(written: str, message: str, write: Write) -> None:
    file = write(f"extends: {written}\n")
    assert refusal(file).startswith(f"launch.yaml:1:10 extends: {message}")


def test_presets_come_with_the_package(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    presets = tmp_path / "package" / "presets"
    monkeypatch.setattr(extends, "PRESETS", presets)
    write(MINIMAL, "package/presets/phones.yaml")
    file = write("extends: presets/phones.yaml\nseed: 9\n", "mine/launch.yaml")
    assert load_scenario(file).seed == 9
    file.write_text("extends: presets/fones.yaml\n")
    assert "Presets: presets/phones.yaml." in refusal(file)


def test_relative_files_count_from_the_file_that_names_them(write: Write) -> None:
    write(f"{MINIMAL}network: {{kind: file, path: ties.csv}}\n", "lib/base.yaml")
    file = write("extends: ../lib/base.yaml\n", "mine/launch.yaml")
    scenario = load_scenario(file)
    assert scenario.resolved()["network"]["path"] == "../lib/ties.csv"
    assert (scenario.folder / "../lib/ties.csv").resolve() == Path("lib/ties.csv").resolve()
    nearer = write("extends: base.yaml\n", "lib/near.yaml")
    assert load_scenario(nearer).resolved()["network"]["path"] == "ties.csv"


def test_files_named_on_the_command_line_count_from_where_one_stands(write: Write) -> None:
    scenario = load_scenario(write(MINIMAL, "mine/launch.yaml"))
    changed = scenario.with_assignments(["network={kind: file, path: ties.csv}"])
    named = changed.folder / changed.resolved()["network"]["path"]
    assert named.resolve() == Path("ties.csv").resolve()


def test_an_absolute_or_home_path_stays(write: Write) -> None:
    scenario = load_scenario(write(MINIMAL, "mine/launch.yaml"))
    for path in ("/data/ties.csv", "~/ties.csv"):
        changed = scenario.with_changes({"network": {"kind": "file", "path": path}})
        assert changed.resolved()["network"]["path"] == path
