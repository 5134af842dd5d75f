"""The scenario as edited, as a YAML file that reads back as exactly the same scenario."""

from __future__ import annotations

import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

from simulation.app.draft import Draft
from simulation.errors import SimulationError


def yaml_text(draft: Draft) -> str:
    """The file to download: the one that was read, with its comments, and the changes written in.

    Where a change cannot be written into the file as it is laid out, or the file extends another
    one, everything is written out instead, without comments. Either is read back and compared.
    """
    text = draft.file.read_text(encoding="utf-8-sig")
    if not draft.changes:
        return text
    kept = _with_comments(draft, text)
    if kept is not None and _says_the_same(draft, kept):
        return draft.plain(kept)
    return draft.plain(_written_out(draft))


def _with_comments(draft: Draft, text: str) -> str | None:
    from simulation.scenario.changes import parse_assignments

    yaml = _yaml()
    try:
        tree = yaml.load(text)
        for key, value in parse_assignments(draft.assignments).items():
            _write(tree, key.split("."), value)
    except (KeyError, TypeError, AttributeError):
        return None
    out = StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def _write(tree: Any, path: list[str], value: object) -> None:
    """Write a value at an address of ruamel's tree."""
    *above, name = path
    place = tree
    for word in above:
        place = _step(place, word)
    if isinstance(place, list) and name == "tactics" and isinstance(value, list):
        _relist(place, value)
    elif isinstance(place, list):
        if value is not None:
            raise TypeError(name)
        place.remove(_step(place, name))
    elif value is None:
        del place[name]
    else:
        place[name] = _laid_out(value)


def _laid_out(value: Any) -> Any:
    """A strategy with a line for each of its tactics; anything else as it is."""
    if isinstance(value, dict) and isinstance(value.get("tactics"), list):
        return {**value, "tactics": _laid_out(value["tactics"])}
    is_tactics = isinstance(value, list) and all(isinstance(it, dict) for it in value)
    return [_in_one_line(tactic) for tactic in value] if is_tactics else value


def _relist(place: Any, tactics: list[Any]) -> None:
    """A list of tactics as it is to be: those that stay keep their comments."""
    here = {(item.get("name") or item["kind"]): item for item in place}
    place[:] = [here.get(each.get("name") or each["kind"], _in_one_line(each)) for each in tactics]


def _in_one_line(tactic: Any) -> Any:
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap(tactic)
    made.fa.set_flow_style()
    return made


def _step(place: Any, word: str) -> Any:
    if isinstance(place, dict) and word not in place and "tactics" in place:
        place = place["tactics"]
    if isinstance(place, list):
        named = [item for item in place if (item.get("name") or item["kind"]) == word]
        if not named:
            raise KeyError(word)
        return named[0]
    if word not in place:
        place[word] = {}
    return place[word]


def _says_the_same(draft: Draft, text: str) -> bool:
    from simulation.scenario.load import load_scenario

    with tempfile.NamedTemporaryFile(
        "w", suffix=".yaml", dir=draft.file.parent, encoding="utf-8", delete=False
    ) as file:
        file.write(text)
    try:
        read = load_scenario(file.name)
        return bool(_without_name(read) == _without_name(draft.scenario))
    except SimulationError:
        return False
    finally:
        Path(file.name).unlink()


def _without_name(scenario: Any) -> Any:
    return {key: value for key, value in scenario.resolved().items() if key != "name"}


def _written_out(draft: Draft) -> str:
    from simulation import __version__

    out = StringIO()
    out.write(f"# Edited on the page of womsim {__version__}: {draft.shown}\n")
    _yaml().dump({"name": draft.scenario.name, **draft.scenario.written}, out)
    return out.getvalue()


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.allow_unicode = True
    yaml.width = 100
    yaml.preserve_quotes = True
    return yaml
