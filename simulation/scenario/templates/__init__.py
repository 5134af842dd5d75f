"""Commented scenarios to start from: what is asked, and the text with the answers filled in.

A template is a pair of files, ``KIND.en.yaml`` and ``KIND.zh.yaml``, that say the same scenario
with comments in two languages; a new one is known by being here.
"""

from __future__ import annotations

import math
import re
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final, Literal, NamedTuple

from simulation.errors import ArgumentError
from simulation.scenario.assemble import slug
from simulation.scenario.load import scenario_of
from simulation.scenario.model import Scenario
from simulation.scenario.nearest import use_nearest
from simulation.scenario.yaml_source import parse_yaml

Language = Literal["en", "zh"]

ENDING: Final = ".en.yaml"
COLUMN: Final = 31
"""Where comments behind a setting start, if the setting leaves room."""

_COMMENT: Final = re.compile(r"^( *[^\s#][^#\n]*?  )\s*# ", re.M)
_COMMAND: Final = re.compile(r"^(#   womsim .*?\S) {2,}(?=\S)", re.M)
_NAME: Final = re.compile(r"^\w[\w-]*$")


class Answers(NamedTuple):
    """What a strategist says about a market; the rest of a template follows from it."""

    budget: float = 12000.0
    """Most that any one strategy may spend."""
    price: float = 200.0
    consumers: int = 2000
    days: int = 120


def kinds() -> tuple[str, ...]:
    """Every template."""
    files = resources.files(__name__).iterdir()
    found = (file.name.removesuffix(ENDING) for file in files if file.name.endswith(ENDING))
    return tuple(sorted(found))


def name_of(word: str) -> str:
    """The scenario's name that somebody typed, with or without the ending of a file.

    Raises
    ------
    ArgumentError
        When it cannot be a name.
    """
    name = re.sub(r"\.ya?ml$", "", word)
    if not _NAME.match(name):
        raise ArgumentError(
            f'name: "{word}" is no name of a scenario. Use letters, digits, _ and -; '
            "say with --out in which folder the file is to lie."
        )
    return name


def check_kind(kind: str) -> None:
    """Refuse a template that is not there."""
    if kind not in kinds():
        near = use_nearest(kind, kinds()) or f" Use one of {', '.join(kinds())}."
        raise ArgumentError(f'from: no template "{kind}".{near}')


def written(
    kind: str, file: Path, answers: Answers, *, lang: Language = "en", schema: str = ""
) -> str:
    """The text of a scenario file.

    Parameters
    ----------
    kind
        The template.
    file
        Where the text will lie; comments name it.
    answers
        What was asked.
    lang
        Language of the comments and of the question.
    schema
        Where an editor finds the JSON Schema.

    Raises
    ------
    ArgumentError
        When there is no such template.
    ScenarioError
        When the answers make no scenario.
    """
    check_kind(kind)
    for name, answer in answers._asdict().items():
        if not math.isfinite(answer):
            raise ArgumentError(f"{name}: {answer} is not a number. Say a number.")
    template = resources.files(__name__).joinpath(f"{kind}.{lang}.yaml").read_text("utf-8")
    places = {name: _plain(value) for name, value in _numbers(answers).items()}
    places["money"] = _said(answers.budget)
    name = slug(file.stem)
    text = Template(template).substitute(places, file=file.name, name=name, schema=schema)
    scenario_in(text, file)
    return _COMMENT.sub(lambda found: f"{found[1]:<{COLUMN}}# ", _aligned(text))


def _aligned(text: str) -> str:
    """The text with what its commands do written below one another."""
    widest = max((len(found[1]) for found in _COMMAND.finditer(text)), default=0)
    return _COMMAND.sub(lambda found: f"{found[1]:<{widest}}   ", text)


def scenario_in(text: str, file: Path) -> Scenario:
    """The scenario that a text says; refused where it says none."""
    return scenario_of(parse_yaml(text, file.name), file.parent, slug(file.stem))


def _numbers(answers: Answers) -> dict[str, float]:
    """The answers, and what follows from them."""
    budget, price, _, days = answers
    return {
        **answers._asdict(),
        "unit_cost": price * 0.6,
        "referrer": price * 0.1,
        "twice": price * 0.2,
        "referee": price * 0.05,
        "amount": price * 0.25,
        "reply": budget * 0.1,
        "watch": budget * 0.05,
        "day": days // 3,
    }


def _said(value: float) -> str:
    """A number as a sentence has it, with separators."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def _plain(value: float) -> str:
    """A number as people write it, to six digits after the point."""
    rounded = round(float(value), 6)
    return str(int(rounded)) if rounded.is_integer() else repr(rounded)
