"""The ODD page says what the program is: every setting, array, verb, tactic, event and action."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.tables import PAGES, TABLES, rewritten
from simulation.dynamics import rules
from simulation.market import actions
from simulation.market.population import Population
from simulation.market.state import Market, Stage, empty_market
from simulation.results.record import DAILY
from simulation.scenario.catalogue import keys_of_scenario, kinds_in

VERBS = ("act", "talk", "hear", "decide", "experience", "count")
DESIGN_CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction",
    "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation",
)  # fmt: skip
SECTIONS = (
    "Purpose and patterns", "Entities, state variables and scales",
    "Process overview and scheduling", "Design concepts", "Initialization", "Input data",
    "Submodels",
)  # fmt: skip


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    """Give the whole page."""
    return (root / "docs" / "odd.md").read_text("utf-8")


@pytest.fixture(scope="module")
def prose(page: str) -> str:
    """Give the page without the tables that are written by the program."""
    return re.sub(r"<!-- table: .*?<!-- end -->", "", page, flags=re.S)


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_tables_are_those_of_the_program(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text == rewritten(text), f"{file.name} is behind: run `python docs/tables.py`"


def test_every_table_has_its_place() -> None:
    text = "".join(file.read_text("utf-8") for file in PAGES)
    assert set(re.findall(r"<!-- table: ([\w.]+) -->", text)) == set(TABLES)


def test_the_seven_elements_come_in_order(page: str) -> None:
    heads = re.findall(r"^## \d\. (.*)$", page, re.M)
    assert heads[: len(SECTIONS)] == list(SECTIONS)


def test_all_eleven_design_concepts_are_there(page: str) -> None:
    section = page.partition("## 4. Design concepts")[2].partition("## 5.")[0]
    assert re.findall(r"^\*\*([\w ]+)\.\*\* ", section, re.M) == list(DESIGN_CONCEPTS)


def test_one_submodel_a_verb(page: str) -> None:
    submodels = page.partition("## 7. Submodels")[2]
    assert re.findall(r"^### (\w+)$", submodels, re.M) == [verb.capitalize() for verb in VERBS]
    files = {file.stem for file in Path(rules.__file__ or "").parent.glob("[a-z]*.py")}
    assert files <= set(VERBS)


def test_every_setting_of_behaviour_is_in_the_prose(prose: str) -> None:
    """Each has its place in an equation or a sentence, not only in a table."""
    words = set(re.findall(r"\w+", prose))
    keys = [row.key for row in keys_of_scenario() if row.key.startswith("consumers.")]
    assert len(keys) > 40
    assert [key for key in keys if key.rpartition(".")[2] not in words] == []


@pytest.mark.parametrize("arrays", [Market, Population])
def test_every_state_array_is_in_the_page(page: str, arrays: type[Market | Population]) -> None:
    assert [name for name in arrays._fields if f"`{name}`" not in page] == []


def test_stages_and_daily_measures_are_in_the_prose(prose: str) -> None:
    assert [stage.name for stage in Stage if stage.name not in prose] == []
    assert [name for name in DAILY if name != "day" and f"`{name}`" not in prose] == []


@pytest.mark.parametrize("family", ["tactic", "event"])
def test_every_kind_is_explained_in_the_prose(prose: str, family: str) -> None:
    names = [row.kind for row in kinds_in(family)]  # type: ignore[arg-type]
    assert names
    assert [name for name in names if f"`{name}`" not in prose] == []


def test_every_action_is_in_the_prose(prose: str) -> None:
    kinds = [kind.__name__ for kind in actions.Action.__args__]
    assert [name for name in kinds if f"`{name}`" not in prose] == []


def test_bytes_a_consumer_are_those_of_the_arrays(prose: str) -> None:
    market = empty_market(1)
    said = re.search(
        r"market of (\d+) arrays takes (\d+) bytes a consumer", " ".join(prose.split())
    )
    assert said is not None
    assert (int(said[1]), int(said[2])) == (len(market), sum(array.itemsize for array in market))


def test_links_of_the_page_and_of_the_decisions_lead_somewhere(root: Path) -> None:
    folder = root / "docs"
    for file in [folder / "odd.md", *sorted((folder / "decisions").glob("*.md"))]:
        targets = re.findall(r"\]\(([^)#]+\.md)\)", file.read_text("utf-8"))
        assert [name for name in targets if not (file.parent / name).is_file()] == []


def test_decisions_have_context_decision_and_consequence(root: Path) -> None:
    files = sorted((root / "docs" / "decisions").glob("0*.md"))
    numbers = [file.name[:4] for file in files]
    assert len(set(numbers)) == len(numbers) > 6
    for file in files:
        text = file.read_text("utf-8")
        assert re.match(rf"# 0*{int(file.name[:4])}\b", text), file.name
        heads = re.findall(r"^\*\*(\w+)\.\*\*", text, re.M)
        assert heads == ["Context", "Decision", "Consequence"], file.name
