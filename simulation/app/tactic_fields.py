"""What can be written in a tactic: its fields with defaults, as a form asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from simulation.errors import ScenarioError
from simulation.fields import Section
from simulation.scenario.anatomy import options_of, words_of
from simulation.scenario.catalogue import keys_of_kind
from simulation.scenario.kinds import members_of
from simulation.scenario.problems import COMMAND_LINE
from simulation.scenario.tree import plain
from simulation.scenario.yaml_source import parse_yaml

Shape = Literal["number", "words", "switch", "text"]

NOT_ASKED = ("name",)
"""A second tactic of a kind is named by itself."""

FIRST = ("day", "until", "budget")
"""What every tactic has, in this order; its own fields follow."""


class Asked(NamedTuple):
    """One field of a tactic."""

    key: str
    about: str
    shape: Shape
    words: tuple[str, ...]
    """What may be chosen, for words."""
    default: str
    """As documentation writes it; empty where it must be filled in."""
    is_required: bool
    type: str
    unit: str
    nature: str
    evidence: str
    likely: str
    source: str


def fields_of(kind: str) -> list[Asked]:
    """Every field of a kind of tactic that can be filled in."""
    member = members_of("tactic")[kind]
    found: list[Asked] = []
    for key in keys_of_kind("tactic", kind):
        options = list(options_of(_annotation(member, key.key)))
        above = key.key.rpartition(".")[0]
        if key.key in NOT_ASKED or _is_parted(options) or above in [row.key for row in found]:
            continue
        words = tuple(word for option in options for word in words_of(option))
        is_required = key.default == "required"
        found.append(
            Asked(
                key.key,
                key.about,
                _shape(options, words, key.unit),
                words,
                "" if is_required else key.default,
                is_required,
                key.type,
                key.unit,
                key.nature,
                key.evidence,
                key.range,
                key.source,
            )
        )
    return sorted(found, key=lambda row: FIRST.index(row.key) if row.key in FIRST else len(FIRST))


def read_fields(texts: Mapping[str, object]) -> dict[str, object]:
    """Values of what was filled in, read as ``--set`` reads them; what is empty is left out.

    Raises
    ------
    ScenarioError
        If a text is not YAML.
    """
    found: dict[str, object] = {}
    for key, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            continue
        try:
            value = plain(parse_yaml(text, COMMAND_LINE))
        except ScenarioError as error:
            raise ScenarioError(problem._replace(key=key) for problem in error.problems) from None
        *above, name = key.split(".")
        place = found
        for word in above:
            place = place.setdefault(word, {})  # type: ignore[assignment]
        place[name] = value
    return found


def _annotation(section: type[Section], key: str) -> Any:
    first, _, rest = key.partition(".")
    annotation = section.model_fields[first].annotation
    if not rest:
        return annotation
    inner = next(
        option
        for option in options_of(annotation)
        if isinstance(option, type) and issubclass(option, Section)
    )
    return _annotation(inner, rest)


def _is_parted(options: list[Any]) -> bool:
    """Whether a field is a section, whose own fields are asked for instead."""
    return len(options) == 1 and isinstance(options[0], type) and issubclass(options[0], Section)


def _shape(options: list[Any], words: tuple[str, ...], unit: str) -> Shape:
    if words and len(options) == 1:
        return "words"
    if options == [bool]:
        return "switch"
    if unit != "day" and options and all(option in (int, float) for option in options):
        return "number"
    return "text"
