"""What a visitor hands in: bounded, parsed only, and no door to other files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulation.app import uploads as places
from simulation.app.draft import open_draft
from simulation.app.uploads import Uploads
from simulation.errors import ScenarioError

TIES = b"talker,listener\n" + b"".join(b"a%d,a%d\n" % (i, (i + 1) % 30) for i in range(30))


@pytest.fixture
def uploads() -> Iterator[Uploads]:
    made = Uploads()
    yield made
    made.close()


def with_network(village: Path, network: str, more: str = "") -> bytes:
    text = village.read_text("utf-8")
    text = text.replace("{kind: community, consumers: 300}", network)
    return (more + text).encode("utf-8")


def test_a_scenario_is_read_and_its_folder_is_not_shown(uploads: Uploads, village: Path) -> None:
    draft = uploads.open_scenario("village.yaml", village.read_bytes())
    command = draft.edit("brand.price", 250).command("compare")
    assert command == "womsim compare village.yaml --set brand.price=250"


def test_a_mistake_is_named_as_the_command_names_it(uploads: Uploads) -> None:
    with pytest.raises(ScenarioError) as error:
        uploads.open_scenario("bad.yaml", b"question: Which?\nbrand: {}\nstrateges: {}\n")
    assert "bad.yaml:3:1 strateges: no such key. Use strategies." in str(error.value)
    assert str(uploads.folder) not in str(error.value)


@pytest.mark.parametrize(
    "network",
    [
        "{kind: file, path: /etc/hostname}",
        "{kind: file, path: ../ties.csv}",
        "{kind: file, path: a/../../ties.csv}",
        "{kind: file, path: ~/ties.csv}",
        "{kind: file, path: ties.csv, nodes: /etc/passwd}",
    ],
)
def test_no_file_outside_is_read(uploads: Uploads, village: Path, network: str) -> None:
    uploads.add_graph("ties.csv", TIES)
    uploads.add_graph("other.csv", TIES)
    with pytest.raises(ScenarioError, match="not among the uploads"):
        uploads.open_scenario("village.yaml", with_network(village, network))


def test_a_world_names_no_file_outside_either(uploads: Uploads, village: Path) -> None:
    text = village.read_bytes() + b"what_if: {w: {network.path: /etc/hostname}}\n"
    with pytest.raises(ScenarioError, match=r"village.yaml:\d+:\d+ .*not among the uploads"):
        uploads.open_scenario("village.yaml", text)


@pytest.mark.parametrize("base", ["/etc/x.yaml", "presets/../../x.yaml", "other.yaml"])
def test_only_presets_are_extended(uploads: Uploads, village: Path, base: str) -> None:
    text = f"extends: {base}\n".encode() + village.read_bytes()
    with pytest.raises(ScenarioError, match=r"only presets/NAME.yaml"):
        uploads.open_scenario("village.yaml", text)


def test_a_graph_that_was_handed_in_is_used(uploads: Uploads, village: Path) -> None:
    network = "{kind: file, path: my/ties.csv}"
    with pytest.raises(ScenarioError, match=r"Upload ties.csv first"):
        uploads.open_scenario("village.yaml", with_network(village, network))
    uploads.add_graph("ties.csv", TIES)
    draft = uploads.open_scenario("village.yaml", with_network(village, network))
    assert draft.scenario.network.kind == "file"


def test_a_graph_takes_the_place_of_a_network(uploads: Uploads, village: Path) -> None:
    uploads.add_graph("ties.csv", TIES)
    draft = uploads.with_graph(open_draft(village).edit("brand.price", 250), "ties.csv")
    assert draft.scenario.network.kind == "file"
    assert draft.scenario.brand.price == 250
    assert '"path": "ties.csv"' in draft.command("compare")


@pytest.mark.parametrize("name", ["../up.csv", "a/b.csv", ""])
def test_names_are_plain(uploads: Uploads, name: str) -> None:
    try:
        kept = uploads.add_graph(name, TIES)
    except ScenarioError:
        return
    assert "/" not in kept
    assert uploads.graphs[kept].parent == uploads.folder


def test_a_large_file_is_refused(
    uploads: Uploads, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ScenarioError, match=r"3.0 MB.* 2 MB"):
        uploads.open_scenario("large.yaml", b"#" * (3 * 2**20))
    monkeypatch.setattr(places, "LARGEST_GRAPH", 10)
    with pytest.raises(ScenarioError, match="at most"):
        uploads.add_graph("ties.csv", TIES)


def test_graph_files_are_few(uploads: Uploads) -> None:
    for number in range(places.MOST_FILES):
        uploads.add_graph(f"{number}.csv", TIES)
    uploads.add_graph("0.csv", TIES)
    with pytest.raises(ScenarioError, match="are the most"):
        uploads.add_graph("more.csv", TIES)


def test_the_folder_is_removed(village: Path) -> None:
    made = Uploads()
    made.open_scenario("village.yaml", village.read_bytes())
    assert list(made.folder.iterdir())
    made.close()
    assert not made.folder.exists()
