"""Arguments that Python lets through: each is one message with its remedy, never a TypeError."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation import compare, run
from simulation.errors import ArgumentError
from simulation.experiments.precision import Exactly, rule_of
from tests.experiments.tiny import tiny

NUMBERS: list[tuple[Any, str]] = [
    ("2", ': "2" is text. Write 2.'),
    (2.5, ": 2.5 is not a whole number. Write a whole number."),
    (2.0, ": 2.0 has a decimal point. Write 2."),
    (math.nan, ": nan is not finite. Write a whole number."),
    (True, ": true is a truth value. Write a whole number."),
    ([3], ": a list is given. Write a whole number."),
]


@pytest.mark.parametrize("name", ["replications", "max_replications", "workers"])
@pytest.mark.parametrize(("value", "message"), NUMBERS)
def test_what_is_no_whole_number(name: str, value: Any, message: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        compare(tiny(), **{name: value})
    assert str(refused.value) == name + message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"replications": 2**33}, "replications: 8,589,934,592 is above 1,000,000. Lower it."),
        ({"replications": 2**99}, "replications: a huge number is above 1,000,000. Lower it."),
        ({"max_replications": 2**33}, "max_replications: 8,589,934,592 is above 1,000,000."),
        ({"precision": "0.02"}, 'precision: "0.02" is text. Write 0.02.'),
        ({"precision": True}, "precision: true is a truth value. Write a number."),
        ({"workers": None}, "workers: nothing is given. Write a whole number."),
        ({"executor": "thread"}, 'executor: "thread" is unknown. Use threads.'),
        ({"executor": None}, "executor: nothing is given. Use serial or threads or processes or"),
        ({"engine": "kernle"}, 'engine: "kernle" is unknown. Use kernel.'),
        ({"cluster": 3}, "cluster: 3 is given. Write tcp://HOST:PORT."),
        ({"strategies": "kocs"}, 'strategies: "kocs" is one name. Write it in a list: ["kocs"].'),
        ({"strategies": [1]}, "strategies: 1 is given among them. Write names only."),
        ({"strategies": []}, "strategies: none. Name one, or leave it out for all."),
        ({"strategies": 3}, 'strategies: 3 is given. Write a list of names: ["NAME"].'),
        ({"out": 3}, "out: 3 is given. Write the path of a folder."),
        ({"progress": "yes"}, 'progress: "yes" is given. Give a function, or leave it out.'),
    ],
)
def test_compare(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        compare(tiny(), **arguments)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"strategy": 3}, "strategy: 3 is given. Write the name of one."),
        ({"strategy": ["kocs"]}, "strategy: a list is given. Write the name of one."),
        ({"replicate": "1"}, 'replicate: "1" is text. Write 1.'),
        ({"replicate": 1.5}, "replicate: 1.5 is not a whole number."),
        ({"replicate": 2**31}, "replicate: 2,147,483,648 is above 2,147,483,647. Lower it."),
        ({"engine": "agent"}, 'engine: "agent" is unknown. Use agents.'),
    ],
)
def test_run(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        run(tiny(), **{"strategy": "kocs", **arguments})
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("function", [compare, lambda it: run(it, "kocs")])
def test_a_file_is_no_scenario_yet(function: Any) -> None:
    with pytest.raises(ArgumentError, match=r'Use load_scenario\("launch\.yaml"\)\.'):
        function("launch.yaml")
    with pytest.raises(ArgumentError, match="NoneType is no scenario"):
        function(None)


def test_too_many_in_the_scenario_itself() -> None:
    with pytest.raises(ArgumentError, match="replications: 8,589,934,592 is above 1,000,000"):
        compare(tiny(replications=2**33))


def test_numbers_of_numpy_are_numbers() -> None:
    rule = rule_of(tiny(), replications=np.int64(3))  # type: ignore[arg-type]
    assert rule == Exactly(3)
    assert isinstance(rule, Exactly)
    assert type(rule.first) is int
