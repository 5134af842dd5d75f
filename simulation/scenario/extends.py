"""Reading a scenario file together with the files it extends."""

from __future__ import annotations

import os
from pathlib import Path

from simulation.errors import ScenarioError
from simulation.scenario.kinds import problem_at
from simulation.scenario.merge import overlay, without_nulls
from simulation.scenario.tree import Node, child_of, shown
from simulation.scenario.yaml_source import read_yaml

LONGEST_CHAIN = 5
"""Files that may stand behind a scenario."""

PRESETS = Path(__file__).parent / "presets"
"""Presets that come with womsim; ``extends: presets/NAME.yaml`` finds them."""

PATH_KEYS = (("network", "path"), ("network", "nodes"), ("media", "price_list"))
"""Settings that name a file; relative ones count from the file that they stand in."""


def read_chain(path: Path) -> Node:
    """One tree of a scenario file and all that it extends.

    Raises
    ------
    ScenarioError
        If a file cannot be read, extends itself or stands at the end of too long a chain.
    """
    top = read_yaml(path)
    chain = [top]
    seen = [path.resolve()]
    here = path
    while (written := chain[-1].get("extends")) is not None and written.value is not None:
        here = _base(written, here)
        if here.resolve() in seen:
            raise _refuse(written, "a ring of files: it extends itself. Break the ring.")
        if len(chain) > LONGEST_CHAIN:
            raise _refuse(written, f"more than {LONGEST_CHAIN} files deep. Join some of them.")
        base = read_yaml(here)
        seen.append(here.resolve())
        chain.append(paths_from(base, here.parent, path.parent))
    merged = without_nulls(_without_extends(chain[-1]))
    for node in reversed(chain[:-1]):
        merged = overlay(merged, _without_extends(node))
    return merged._replace(mark=top.mark, key_mark=top.key_mark)


def paths_from(tree: Node, here: Path, folder: Path) -> Node:
    """The tree with its relative file names, which count from ``here``, counted from ``folder``."""
    if here.absolute() == folder.absolute():
        return tree
    worlds = child_of(tree, "what_if")
    if worlds is not None and worlds.is_mapping:
        moved = {name: _own_paths(world, here, folder) for name, world in worlds.value.items()}
        tree = tree.with_value({**tree.value, "what_if": worlds.with_value(moved)})
    return _own_paths(tree, here, folder)


def _own_paths(tree: Node, here: Path, folder: Path) -> Node:
    for section, key in PATH_KEYS:
        address = f"{section}.{key}"  # in a what-if world
        written = child_of(tree, address)
        if written is not None and names_file(section, written.value):
            moved = written.with_value(_counted_from(Path(written.value), here, folder))
            tree = tree.with_value({**tree.value, address: moved})
        below = child_of(tree, section)
        named = below.get(key) if below is not None else None
        if below is None or named is None or not names_file(section, named.value):
            continue
        moved = named.with_value(_counted_from(Path(named.value), here, folder))
        changed = below.with_value({**below.value, key: moved})
        tree = tree.with_value({**tree.value, section: changed})
    return tree


def names_file(section: str, written: object) -> bool:
    """Whether a setting names a file; a price list may be the name of a preset."""
    return isinstance(written, str) and (section != "media" or names_a_file(written))


def names_a_file(written: object) -> bool:
    """Whether a setting is the name of a file, not of a preset."""
    return isinstance(written, str) and (Path(written).suffix != "" or os.sep in written)


def _counted_from(named: Path, here: Path, folder: Path) -> str:
    if named.is_absolute() or named.parts[:1] == ("~",):
        return str(named)
    whole = os.path.normpath((here / named).absolute())
    if here.is_relative_to(PRESETS):
        return whole
    try:
        return os.path.relpath(whole, folder)
    except ValueError:  # another drive
        return whole


def _base(written: Node, here: Path) -> Path:
    if not isinstance(written.value, str) or not written.value:
        raise _refuse(written, f"{shown(written)} is not the name of a file. Write one.")
    named = here.parent / written.value
    if named.is_file():
        return named
    inside = PRESETS.parent / written.value
    if written.value.startswith(f"{PRESETS.name}/"):
        if inside.is_file():
            return inside
        known = sorted(f"{PRESETS.name}/{file.name}" for file in PRESETS.glob("*.yaml"))
        remedy = f"Presets: {', '.join(known)}." if known else "There is none yet."
        raise _refuse(written, f"no preset {shown(written)}. {remedy}")
    raise _refuse(written, f"no file {shown(written)} beside {here.name}. Check the path.")


def _without_extends(node: Node) -> Node:
    return node.with_value({key: child for key, child in node.value.items() if key != "extends"})


def _refuse(node: Node, message: str) -> ScenarioError:
    return ScenarioError([problem_at(node, message)])
