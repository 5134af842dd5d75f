"""JSON Schema of scenario files, so that an editor completes keys and marks mistakes."""

from __future__ import annotations

from typing import Any

from simulation.fields import EVIDENCE, Section
from simulation.plugins import Plugin
from simulation.scenario.anatomy import nature_of, options_of
from simulation.scenario.kinds import Family, load_kinds, shipped_members_of
from simulation.scenario.model import Scenario
from simulation.scenario.outcome_names import OUTCOME_NAMES
from simulation.scenario.strategies import STRATEGY_KEYS
from simulation.scenario.worlds import AS_WRITTEN, NEVER_CHANGED

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY = {
    "description": "A day number, a date, a phase or phase+3",
    "anyOf": [{"type": "integer", "minimum": 0}, {"type": "string"}],
}
_RANGE = {
    "type": "object",
    "required": ["value"],
    "additionalProperties": False,
    "properties": {
        "value": {"type": "number"},
        "low": {"type": "number"},
        "high": {"type": "number"},
        "evidence": {"enum": list(EVIDENCE)},
        "source": {"type": "string"},
    },
}


def scenario_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file."""
    load_kinds()
    writer = _Writer()
    root = writer.section(Scenario)
    root["properties"] = {"extends": {"type": "string"}, **root["properties"]}
    root["properties"]["strategies"] = writer.strategies()
    root["properties"]["what_if"] |= _worlds(root["properties"])
    root["properties"]["outcomes"] |= {"type": "array", "items": {"enum": list(OUTCOME_NAMES)}}
    decide_by = root["properties"]["decide_by"]
    names = {"enum": list(OUTCOME_NAMES)}
    decide_by["anyOf"] = [names, {"$ref": decide_by.pop("$ref")}]
    return {"$schema": DIALECT, "title": "womsim scenario", **root, "$defs": writer.definitions}


def schema_of(section: type[Section], title: str) -> dict[str, Any]:
    """The JSON Schema of a file whose first-level keys are those of a section."""
    writer = _Writer()
    root = writer.section(section)
    return {"$schema": DIALECT, "title": title, **root, "$defs": writer.definitions}


class _Writer:
    """Writes each section once and points to it from wherever it is used."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {"day": _DAY, "range": _RANGE}

    def section(self, section: type[Section]) -> dict[str, Any]:
        """An object with the keys of a section."""
        properties: dict[str, Any] = {}
        required: list[str] = []
        plain = section.model_json_schema(mode="validation", ref_template="#/$defs/{model}")
        for name, field in section.model_fields.items():
            properties[name] = self.field(field, plain["properties"].get(name, {}))
            if field.is_required() and issubclass(section, Plugin):
                required.append(name)  # elsewhere it may stand in the file that this one extends
        about = {"description": _first_line(section)} if section.__doc__ else {}
        made = {"type": "object", **about, "additionalProperties": False, "properties": properties}
        return {**made, "required": required} if required else made

    def field(self, field: Any, plain: dict[str, Any]) -> dict[str, Any]:
        """What a field takes: its sections by reference, a range where a range is allowed."""
        about = {
            key: value for key, value in plain.items() if key in ("description", "default", "unit")
        }
        if field.description:
            about["description"] = field.description
        extra = nature_of(field)
        if extra.get("unit") == "day":
            day = {"$ref": "#/$defs/day"}
            is_one = int in set(options_of(field.annotation))
            return {**about, **(day if is_one else _named(day))}
        inner = self.structure(field.annotation)
        if inner is None:
            numeric = {int, float} & set(options_of(field.annotation))
            inner = {key: value for key, value in plain.items() if key in _KEPT}
            if extra.get("nature") in ("fact", "belief") and numeric:
                inner = {"anyOf": [inner, {"$ref": "#/$defs/range"}]}
        elif "$ref" in inner:
            words = [each for each in plain.get("anyOf", ()) if _is_plain(each)]
            inner = {"anyOf": [*words, inner]} if words else inner
        return {**about, **inner}

    def structure(self, annotation: Any) -> dict[str, Any] | None:
        """Sections, plug-ins and collections of them; None for plain values."""
        for option in options_of(annotation):
            args = getattr(option, "__args__", ())
            if isinstance(option, type) and issubclass(option, Plugin):
                return self.family(option.family)  # type: ignore[arg-type]
            if isinstance(option, type) and issubclass(option, Section):
                return self.reference(option)
            if getattr(option, "__origin__", None) is tuple and args:
                items = self.structure(args[0])
                return {"type": "array", "items": items or {}}
            if getattr(option, "__origin__", None) is list and args:
                items = self.structure(args[0])
                if items is not None:
                    return {"type": "array", "items": items}
            if getattr(option, "__origin__", None) is dict and args:
                values = self.structure(args[1])
                if values is not None:
                    return _named(values)
        return None

    def reference(self, section: type[Section]) -> dict[str, Any]:
        """A pointer to a section, which is written when it is first met."""
        name = section.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.section(section)
        return {"$ref": f"#/$defs/{name}"}

    def family(self, family: Family) -> dict[str, Any]:
        """Any member of a family, told apart by its kind."""
        references = []
        for kind, member in shipped_members_of(family).items():
            reference = self.reference(member)
            made = self.definitions[member.__name__]
            made["properties"]["kind"] = {"const": kind}
            if family != "network":
                made["required"] = sorted({*made.get("required", ()), "kind"})
            references.append(reference)
        return {"anyOf": references}

    def strategies(self) -> dict[str, Any]:
        """A list of tactics, or a strategy with its keys."""
        tactics = {"type": "array", "items": self.family("tactic")}
        whole = {
            "type": "object",
            "additionalProperties": False,
            "properties": {key: {} for key in STRATEGY_KEYS}
            | {"tactics": tactics, "without": {"type": "array", "items": {"type": "string"}}},
        }
        return _named({"anyOf": [tactics, whole, {"type": "null"}]})


_KEPT = frozenset(
    {
        "type",
        "anyOf",
        "enum",
        "const",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "pattern",
        "minLength",
        "minItems",
        "items",
        "format",
        "additionalProperties",
        "propertyNames",
    }
)


def _is_plain(option: dict[str, Any]) -> bool:
    """Whether an option beside a section is a word or a list, not the section and not nothing."""
    return "$ref" not in option and option.get("type") != "null"


def _named(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _worlds(properties: dict[str, Any]) -> dict[str, Any]:
    """Changes by name: any key that may differ, null where it removes, and addresses with dots."""
    keys = [key for key in properties if key not in NEVER_CHANGED]
    changes = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {key: {"anyOf": [_merged(key), {"type": "null"}]} for key in keys},
        "patternProperties": {r"^[^.]+(\.[^.]+)+$": {}},
    }
    return {**_named(changes), "propertyNames": {"not": {"const": AS_WRITTEN}}}


def _merged(key: str) -> dict[str, Any]:
    """What stands at the first level; what merges there may be a part of it."""
    return {"$ref": f"#/properties/{key}"}


def _first_line(section: type[Section]) -> str:
    return (section.__doc__ or "").strip().splitlines()[0]
