"""What-if worlds: named changes of the market, laid over the scenario as ``--set`` lays them."""

from __future__ import annotations

import networkx as nx
import pytest

from simulation.scenario import Scenario, load_scenario, scenario_from
from simulation.scenario.schema import scenario_schema
from simulation.scenario.tree import plain
from simulation.scenario.yaml_source import parse_yaml
from tests.scenario.conftest import Errors, Write

TEXT = """\
question: Does it hold elsewhere?
days: 60
network: {consumers: 300}
brand: {price: 200, quality: 0.8}
events:
  - {kind: product_defect, name: battery, day: 9, share_of_owners: 0.2}
strategies:
  nothing: []
  care: [{kind: respond, to_event: battery, budget: 500}]
decide_by: {outcome: customers, matters: 5}
what_if:
"""
WORLDS = """\
  weak: {brand: {quality: 0.45}}
  calm: {events: []}
  late: {events.battery.day: 12, brand.price: 90}
"""


def made(write: Write, worlds: str = WORLDS, text: str = TEXT) -> Scenario:
    return load_scenario(write(text + worlds))


def test_worlds_are_the_scenario_with_their_changes(write: Write) -> None:
    worlds = made(write).worlds
    assert list(worlds) == ["as_written", "weak", "calm", "late"]
    assert [world.brand.quality for world in worlds.values()] == [0.8, 0.45, 0.8, 0.8]
    assert [world.brand.price for world in worlds.values()] == [200.0, 200.0, 200.0, 90.0]
    days = [[event.day for event in world.events] for world in worlds.values()]
    assert days == [[9], [9], [], [12]]
    for world in worlds.values():
        assert world.decide_by.matters == 5.0
        assert list(world.strategies) == ["nothing", "care"]
        assert list(world.worlds) == ["as_written"]


def test_without_the_key_the_scenario_is_its_only_world(write: Write) -> None:
    scenario = load_scenario(write(TEXT.removesuffix("what_if:\n")))
    assert scenario.worlds == {"as_written": scenario}
    assert load_scenario(write(TEXT)).worlds.keys() == {"as_written"}


@pytest.mark.parametrize(
    ("world", "expected"),
    [
        ("{brand: {price: null}}", "{price: 200, quality: 0.8} less price"),
        ("{brand.price: null}", "{price: 200, quality: 0.8} less price"),
        ("{brand: null}", "{}"),
    ],
)
def test_null_removes(write: Write, world: str, expected: str) -> None:
    changed = made(write, f"  other: {world}\n").worlds["other"]
    default = scenario_from({"question": "?", "strategies": {"a": []}}).brand
    assert changed.brand.price == default.price
    assert changed.brand.quality == (default.quality if expected == "{}" else 0.8)


def test_a_mapping_whose_kind_changes_is_replaced_whole(write: Write) -> None:
    world = made(write, "  ring: {network: {kind: small_world}}\n").worlds["ring"]
    assert world.network.kind == "small_world"
    assert world.network.consumers != 300  # type: ignore[attr-defined]


def test_a_run_hash_is_that_of_what_the_world_says(write: Write) -> None:
    scenario = made(write)
    hashes = {name: world.run_hash("care") for name, world in scenario.worlds.items()}
    assert len(set(hashes.values())) == 4
    alone = load_scenario(write(TEXT.removesuffix("what_if:\n")))
    assert hashes["as_written"] == scenario.run_hash("care") == alone.run_hash("care")
    assert hashes["weak"] == alone.with_changes({"brand.quality": 0.45}).run_hash("care")
    assert scenario.hash != alone.hash


def test_what_is_resolved_can_be_read_again(write: Write) -> None:
    scenario = made(write, WORLDS + "  free: {budget: null, brand: {price: null}}\n")
    again = scenario_from(scenario.resolved(), name="launch")
    assert again.resolved() == scenario.resolved()
    assert again.worlds["free"].brand.price == scenario.worlds["free"].brand.price != 200.0


def test_changes_reach_every_world_and_the_worlds_themselves(write: Write) -> None:
    scenario = made(write).with_changes({"brand.price": 150, "what_if.weak.brand.quality": 0.3})
    assert [world.brand.price for world in scenario.worlds.values()] == [150.0, 150.0, 150.0, 90.0]
    assert scenario.worlds["weak"].brand.quality == 0.3
    assert list(scenario.with_changes({"what_if.weak": None}).worlds) == [
        "as_written",
        "calm",
        "late",
    ]
    assert list(scenario.with_changes({"what_if": None}).worlds) == ["as_written"]
    world = scenario.worlds["weak"].with_changes({"brand.price": 1})
    assert (world.brand.price, world.brand.quality) == (1.0, 0.3)


def test_worlds_are_inherited_and_their_files_count_from_their_file(write: Write) -> None:
    for folder in ("base", "base/deep"):
        write("1 2\n2 3\n", f"{folder}/ties.txt")
    worlds = """\
  given: {network: {kind: file, path: ties.txt}}
  deep: {network: {kind: file}, network.path: deep/ties.txt}
"""
    write(TEXT + WORLDS + worlds, "base/launch.yaml")
    over = "extends: base/launch.yaml\nwhat_if: {calm: null, weak: {brand: {quality: 0.2}}}\n"
    scenario = load_scenario(write(over, "over.yaml"))
    assert list(scenario.worlds) == ["as_written", "weak", "late", "given", "deep"]
    assert scenario.worlds["weak"].brand.quality == 0.2
    assert scenario.worlds["given"].network.path == "base/ties.txt"  # type: ignore[attr-defined]
    assert scenario.worlds["deep"].network.path == "base/deep/ties.txt"  # type: ignore[attr-defined]


def test_a_given_graph_is_that_of_every_world(write: Write) -> None:
    scenario = made(write).with_graph(nx.path_graph(5))
    for each in (scenario, scenario.with_changes({"days": 50})):
        assert all(world.graph is scenario.graph for world in each.worlds.values())


@pytest.mark.parametrize(
    ("world", "message"),
    [
        (
            "weak: {brand: {quality: 1.4}}",
            "launch.yaml:12:27 what_if.weak.brand.quality: 1.4 is outside 0 to 1.",
        ),
        ("weak: {brnd: {}}", "launch.yaml:12:10 what_if.weak.brnd: no such key. Use brand."),
        (
            "weak: {brand: {qualty: 1}}",
            "launch.yaml:12:18 what_if.weak.brand.qualty: no such key. Use quality.",
        ),
        (
            "weak: {brand.qualty: null}",
            "launch.yaml:12:10 what_if.weak.brand.qualty: no such key. Use quality.",
        ),
        (
            "weak: {events.batery.day: 3}",
            'launch.yaml:12:10 what_if.weak.events.batery.day: no event "batery". Use battery.',
        ),
        (
            "weak: {seed: 3}",
            "launch.yaml:12:10 what_if.weak.seed: seed is the same in every world. "
            "Change it at the first level.",
        ),
        (
            "weak: {strategies.care: []}",
            "launch.yaml:12:10 what_if.weak.strategies.care: strategies is the same in every "
            "world. Change it at the first level.",
        ),
        (
            "as_written: {days: 3}",
            "launch.yaml:12:3 what_if.as_written: as_written is the world without changes. "
            "Choose another name.",
        ),
        ("a b: {days: 3}", "launch.yaml:12:3 what_if.a b: not a name. Use letters, digits, _"),
        ("weak:", "launch.yaml:12:3 what_if.weak: empty. Write what differs:"),
        ("weak: {}", "launch.yaml:12:9 what_if.weak: empty. Write what differs:"),
        ("weak: [3]", "launch.yaml:12:9 what_if.weak: a list is not a mapping. Write what"),
        ("weak: {brand..price: 3}", "launch.yaml:12:10 what_if.weak.brand..price: not an address."),
        (
            "short: {days: 5}",
            "launch.yaml:6:48 events[0].day: 9 is after the last day (4). Lower it or raise days. "
            "(what_if short)",
        ),
    ],
)
def test_each_slip_is_one_message_with_its_place(errors: Errors, world: str, message: str) -> None:
    (line,) = errors(f"{TEXT}  {world}\n")
    assert line.startswith(message)


def test_the_key_itself_has_to_be_a_mapping(errors: Errors) -> None:
    (line,) = errors(TEXT.replace("what_if:", "what_if: [weak]"))
    assert line.startswith("launch.yaml:11:10 what_if: a list is not a mapping. Write NAME:")


def test_all_worlds_are_checked_at_once(errors: Errors) -> None:
    lines = errors(TEXT + "  a: {brand: {quality: 7}}\n  b: {days: -1}\n")
    assert [line.split()[1] for line in lines] == ["what_if.a.brand.quality:", "what_if.b.days:"]


def test_an_answer_to_what_does_not_happen_in_a_world(write: Write) -> None:
    scenario = made(write)
    assert 'respond names "battery", absent in what_if calm' in scenario.warnings
    assert sum("absent" in warning for warning in scenario.warnings) == 1
    assert scenario.worlds["as_written"].warnings == scenario.worlds["weak"].warnings == ()


def test_an_event_of_a_world_only_can_be_answered(write: Write) -> None:
    lines = TEXT.splitlines(keepends=True)
    text = "".join(line for line in lines if "battery, day" not in line and "events" not in line)
    crisis = "  crisis: {events: [{kind: product_defect, name: battery, day: 9}]}\n"
    scenario = made(write, crisis, text)
    assert 'respond names "battery", absent in events' in scenario.warnings
    assert not any("what_if" in warning for warning in scenario.warnings)


def test_other_warnings_name_their_world(write: Write) -> None:
    scenario = made(write, "  unsold: {brand: {owners_at_start: 0}}\n")
    assert scenario.warnings[-1] == (
        "nothing can start: no owners, no spending; set brand.owners_at_start (what_if unsold)"
    )


def test_a_problem_found_later_names_the_world(write: Write) -> None:
    scenario = made(write)
    assert str(scenario.worlds["weak"].problem("brand.quality", "Too bad.")) == (
        "launch.yaml:12:27 what_if.weak.brand.quality: Too bad."
    )
    assert str(scenario.worlds["weak"].problem("brand.price", "Too dear.")) == (
        "launch.yaml:4:16 brand.price: Too dear. (what_if weak)"
    )
    assert str(scenario.problem("brand.price", "Too dear.")).endswith("Too dear.")


@pytest.mark.parametrize(
    ("worlds", "right"),
    [
        (WORLDS, True),
        ("  free: {budget: null}\n", True),
        ("  weak: {brnd: {quality: 1}}\n", False),
        ("  weak: {brand: {quality: 1.4}}\n", False),
        ("  weak: {seed: 3}\n", False),
        ("  as_written: {days: 3}\n", False),
        ("  weak: {}\n", False),
    ],
)
def test_the_schema_marks_the_same_slips(worlds: str, right: bool) -> None:
    jsonschema = pytest.importorskip("jsonschema")  # comes with nbformat
    validator = jsonschema.Draft202012Validator(scenario_schema())
    found = list(validator.iter_errors(plain(parse_yaml(TEXT + worlds, "f"))))
    assert (found == []) is right
