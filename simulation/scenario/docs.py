"""Pages of documentation that the model itself writes, so that they are never out of date."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from simulation.errors import OutputError
from simulation.scenario.catalogue import Key, keys_of_kind, keys_of_scenario, kinds_in
from simulation.scenario.examples import example_text
from simulation.scenario.kinds import Family, members_of

BEGIN = "<!-- begin: written by `womsim list scenario --long` -->"
END = "<!-- end -->"

_HEAD = ("key", "what to write", "unit", "default", "nature", "likely", "evidence", "meaning")
_TITLES: dict[Family, str] = {"network": "Networks", "tactic": "Tactics", "event": "Events"}


def tables() -> str:
    """Every key of a scenario, then every network, tactic and event, in Markdown."""
    parts = ["### Keys", keys_table(keys_of_scenario())]
    parts += [family_page(family) for family in _TITLES]
    return "\n\n".join(parts)


def family_page(family: Family) -> str:
    """One heading a kind, with its sentence and the table of its keys, in Markdown."""
    parts = [f"### {_TITLES[family]}"]
    for kind in kinds_in(family):
        name = f"`{kind.kind}`" + (f" {kind.zh}" if kind.zh else "")
        parts += [f"#### {name}", kind.about, keys_table(keys_of_kind(family, kind.kind))]
    return "\n\n".join(part for part in parts if part)


def long_page(family: Family) -> str:
    """All that is known of each kind: what it does, an example, and every key with its source."""
    parts = [f"### {_TITLES[family]}"]
    for kind in kinds_in(family):
        name = f"`{kind.kind}`" + (f" {kind.zh}" if kind.zh else "")
        example = example_text(family, kind.kind)
        parts += [f"#### {name}", plain_text(members_of(family)[kind.kind].__doc__ or "")]
        parts += [f"Example: `{example}`" if example else ""]
        parts += [_sourced_table(keys_of_kind(family, kind.kind))]
    return "\n\n".join(part for part in parts if part)


def plain_text(documentation: str) -> str:
    """A docstring as plain text: no roles, no double quotes around names."""
    text = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", inspect.cleandoc(documentation))
    return text.replace("``", "`").replace("::\n", ":\n")


def _sourced_table(keys: list[Key]) -> str:
    """A table of keys that also says who claims what, in Markdown."""
    lines = [_line((*_HEAD[:-1], "source", _HEAD[-1])), _line(["---"] * (len(_HEAD) + 1))]
    for key in keys:
        cells = [f"`{key.key}`", key.type, key.unit, key.default, key.nature, key.range]
        lines.append(_line([*cells, key.evidence, key.source, key.about]))
    return "\n".join(lines)


def keys_table(keys: list[Key]) -> str:
    """A table of keys, in Markdown."""
    lines = [_line(_HEAD), _line(["---"] * len(_HEAD))]
    for key in keys:
        likely = (key.range, key.evidence)
        cells = [f"`{key.key}`", key.type, key.unit, key.default, key.nature, *likely, key.about]
        lines.append(_line(cells))
    return "\n".join(lines)


def renewed(page: str) -> str:
    """A page with the part between its two marks written anew.

    Raises
    ------
    OutputError
        If the page has no such marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise OutputError(f"no place for the tables. Write these two lines: {BEGIN} and {END}.")
    return f"{before}{begin}\n\n{tables()}\n\n{end}{after}"


def renew_tables(file: Path) -> None:
    """Write the tables of a page anew.

    Raises
    ------
    OutputError
        If the file cannot be read or written, or has no place for the tables.
    """
    try:
        page = file.read_text(encoding="utf-8")
        file.write_text(renewed(page), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{file}: {error.strerror}. Name a Markdown file.") from None


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return "|" + "|".join(cell.replace("|", "\\|") for cell in cells) + "|"
