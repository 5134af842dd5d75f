"""YAML is read strictly, and every value knows where it was written."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from simulation.errors import ScenarioError
from simulation.scenario import load_scenario
from simulation.scenario.tree import Mark, deepest, key_text, parse_key, plain
from simulation.scenario.yaml_source import parse_yaml, read_yaml
from tests.scenario.conftest import Write


def refusal(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse_yaml(text, "f.yaml")
    return str(caught.value)


def test_plain_values_are_those_of_yaml_1_2() -> None:
    text = (
        "{a: yes, b: 1e-3, c: 012, d: 0o17, e: true, f: 2026-03-01, g: '5', h: ~, i: on, "
        "j: 12:30, k: =, l: [1, -2.5], m: off}"
    )
    assert plain(parse_yaml(text, "f.yaml")) == {
        "a": "yes",
        "b": 0.001,
        "c": 12,
        "d": 15,
        "e": True,
        "f": datetime.date(2026, 3, 1),
        "g": "5",
        "h": None,
        "i": "on",
        "j": "12:30",
        "k": "=",
        "l": [1, -2.5],
        "m": "off",
    }


def test_a_value_knows_its_place_and_that_of_its_key() -> None:
    tree = parse_yaml("a:\n  - {b: 1,\n     'c d': [5, 6]}\n", "f.yaml")
    node, rest = deepest(tree, ("a", 0, "c d", 1))
    assert (node.value, rest) == (6, ())
    assert node.mark == Mark("f.yaml", 3, 17)
    item, _ = deepest(tree, ("a", 0, "c d"))
    assert item.key_mark == Mark("f.yaml", 3, 6)
    assert key_text(node.path) == "a[0].c d[1]"
    assert deepest(tree, ("a", 0, "z", "y")) == (tree.value["a"].value[0], ("z", "y"))


def test_an_address_is_read_as_it_is_printed() -> None:
    path = ("strategies", "a", 0, "calming", "deny")
    assert key_text(path) == "strategies.a[0].calming.deny"
    assert parse_key(key_text(path)) == path


def test_a_key_given_twice_names_both_lines() -> None:
    assert refusal("a: 1\nb: {c: 1,\n  c: 2}\na: 3\n") == (
        "f.yaml:3:3 b.c: given twice (first on line 2). Keep one.\n"
        "f.yaml:4:1 a: given twice (first on line 1). Keep one."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1, 2", "f.yaml:1:9: not YAML: expected ',' or ']', but got '<stream end>'."),
        ("a: b: c", "f.yaml:1:5: not YAML: mapping values are not allowed here."),
        ("a:\n\tb: 1", "f.yaml:2:1: not YAML: found character '\\t' that cannot start any token."),
        ("a: 'x", "f.yaml:1:6: not YAML: found unexpected end of stream."),
        ("a: 1\n---\nb: 2", "f.yaml:2:1: not YAML: a second document (---)."),
        ("a: *b", "f.yaml:1:4: not YAML: found undefined alias 'b'."),
        ("a: \x07", "f.yaml: not YAML: unacceptable character"),
        ("a: &a [*a]", "f.yaml:1:4 a[0]: an alias inside itself."),
        ("1: a", 'f.yaml:1:1: key 1 is not text. Write "1" in quotes.'),
        ("[a]: b", "f.yaml:1:1: a list or mapping as a key."),
        ("<<: {a: 1}", "f.yaml:1:1: << is not read. Use extends."),
        ("a: !!python/object:os.system {}", "f.yaml:1:4 a: tag !!python/object:os.system is"),
        ("a: !mine 3", "f.yaml:1:4 a: tag !mine is not read."),
        ("a: 2026-13-45", "f.yaml:1:4 a: 2026-13-45 is not a date or number."),
        ("a: 2026-01-04 10:00:00", "f.yaml:1:4 a: 2026-01-04 10:00:00 has a time of day."),
        ("[" * 1000, "f.yaml: nested too deeply."),
    ],
)
def test_what_is_not_plain_yaml_is_one_message_with_its_place(text: str, message: str) -> None:
    assert refusal(text).startswith(message)


def test_aliases_cannot_grow_without_end() -> None:
    lines = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    for above, name in zip("abcde", "bcdef", strict=True):
        lines.append(f"{name}: &{name} [{', '.join(['*' + above] * 9)}]")
    assert "too many values" in refusal("\n".join(lines))


def test_an_alias_is_the_value_it_points_to() -> None:
    assert plain(parse_yaml("a: &x {b: 1}\nc: *x", "f.yaml"))["c"] == {"b": 1}


def test_bytes_at_the_beginning_that_windows_writes_do_not_matter(write: Write) -> None:
    file = write("")
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert plain(read_yaml(file)) == {"a": 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "launch.yaml: empty. Write at least question, brand and strategies."),
        (b"# nothing\n", "launch.yaml: empty. Write at least question, brand and strategies."),
        (b"- a\n", "launch.yaml:1:1: a list at the first level."),
        (b"just text\n", 'launch.yaml:1:1: "just text" at the first level.'),
        (b"a: \xff\n", "launch.yaml: not UTF-8 text (byte 3). Save it as UTF-8."),
    ],
)
def test_a_file_that_is_no_scenario(content: bytes, message: str, write: Write) -> None:
    file = write("")
    file.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    assert str(caught.value).startswith(message)


def test_a_missing_file_is_answered_with_its_neighbour(write: Write) -> None:
    write("a: 1")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("lunch.yaml")
    assert str(caught.value) == "lunch.yaml: no such file. Use launch.yaml."
    with pytest.raises(ScenarioError) as caught:
        load_scenario("nowhere/at/all.yaml")
    assert str(caught.value) == "nowhere/at/all.yaml: no such file. Check the path."


def test_a_folder_is_not_a_scenario(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="a folder, not a file"):
        load_scenario(tmp_path)


def test_a_path_that_no_system_takes() -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario("a\0b.yaml")
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario("a" * 5000)


def test_a_file_that_may_not_be_read(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    file = write("a: 1")
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(ScenarioError, match="no permission to read it"):
        load_scenario(file)
