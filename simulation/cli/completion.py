"""What a shell offers behind Tab: scenario files, folders of results, names of strategies.

Where nothing is offered, shells offer files as they always do. Whatever goes wrong here goes wrong
in silence: somebody is in the middle of typing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer

YAML = (".yaml", ".yml")


def scenario_files(incomplete: str) -> list[str]:
    """YAML files that a word may become, here or one folder further."""
    return _found(incomplete, lambda path: path.suffix.lower() in YAML and path.is_file())


def result_folders(incomplete: str) -> list[str]:
    """Folders with results that a word may become, here or one folder further."""
    return _found(incomplete, lambda path: (path / "manifest.json").exists())


def strategy_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Strategies of the scenario that stands before on the line."""
    named = ctx.params.get("scenario") or next(iter(ctx.args), None)
    if named is None:
        return []
    try:
        from simulation.scenario.extends import read_chain

        written = read_chain(Path(named)).get("strategies")
    except Exception:
        return []
    names = written.value if written is not None and written.is_mapping else ()
    return [name for name in names if name.startswith(incomplete)]


def _found(incomplete: str, is_wanted: Callable[[Path], bool]) -> list[str]:
    """What is wanted among paths that begin like a word, and in the folders among them."""
    folder, _, begin = incomplete.rpartition("/")
    place = Path(folder or ("/" if incomplete.startswith("/") else "."))
    found = []
    for path in _inside(place):
        if path.name.startswith(begin):
            found += [each for each in (path, *_inside(path)) if is_wanted(each)]
    return [path.as_posix() for path in found]


def _inside(folder: Path) -> list[Path]:
    """What lies in a folder in view; nothing where it is none."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []
