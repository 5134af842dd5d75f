"""Files that a visitor hands in: bounded, parsed and never run, in a folder that is removed."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from simulation.app.draft import Draft, open_draft
from simulation.errors import Problem, ScenarioError
from simulation.language import say
from simulation.scenario.tree import Node

LARGEST_YAML = 2 * 2**20
"""Bytes of a scenario file."""

LARGEST_GRAPH = 50 * 2**20
"""Bytes of a graph file."""

MOST_FILES = 10
"""Graph files of one visitor."""

NAMES_FILES = ("path", "nodes", "price_list")
"""Keys of a scenario, at any depth, whose text may be the name of a file."""

_PRESET = re.compile(r"presets/\w[\w-]*\.yaml")
_NAME = re.compile(r"[\w][\w .()-]{0,100}")


class Uploads:
    """The files of one visitor, in a temporary folder of their own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="womsim-page-"))
        self.graphs: dict[str, Path] = {}
        self._gone = weakref.finalize(self, shutil.rmtree, self.folder, True)

    def close(self) -> None:
        """Remove the folder with everything in it."""
        self._gone()

    def refuse_size(self, name: str, size: int, largest: int) -> None:
        """Refuse a file that is too large, before it is read.

        Raises
        ------
        ScenarioError
            When it is.
        """
        if size > largest:
            text = say(
                "{size} MB, and at most {most} MB are read. Use womsim in a terminal for it."
            )
            shown = text.format(size=f"{size / 2**20:.1f}", most=largest // 2**20)
            raise ScenarioError([Problem(shown, file=name)])

    def add_graph(self, name: str, data: bytes) -> str:
        """Keep a graph file; its plain name comes back.

        Raises
        ------
        ScenarioError
            When it is too large, has no usable name, or there are too many.
        """
        plain = _plain_name(name)
        self.refuse_size(plain, len(data), LARGEST_GRAPH)
        if plain not in self.graphs and len(self.graphs) >= MOST_FILES:
            text = say("{n} graph files are the most. Reload the page to begin anew.")
            raise ScenarioError([Problem(text.format(n=MOST_FILES), file=plain)])
        place = self.folder / plain
        place.write_bytes(data)
        self.graphs[plain] = place
        return plain

    def open_scenario(self, name: str, data: bytes) -> Draft:
        """Read a scenario file that was handed in, with the strict loader.

        It may name no file but those that were handed in too.

        Raises
        ------
        ScenarioError
            When anything in it is wrong; the place is named as the command names it.
        """
        plain = _plain_name(name)
        self.refuse_size(plain, len(data), LARGEST_YAML)
        place = self.folder / plain
        if plain in self.graphs:
            text = say("a graph file of this name is here. Rename one.")
            raise ScenarioError([Problem(text, file=plain)])
        place.write_bytes(data)
        try:
            self._lay_out(place, plain)
            return open_draft(place, plain)
        except ScenarioError as error:
            raise ScenarioError(self._named(problem) for problem in error.problems) from None

    def with_graph(self, draft: Draft, graph: str, people: str | None = None) -> Draft:
        """Put a graph that was handed in under a scenario, as a file of its own.

        Raises
        ------
        ScenarioError
            When the graph cannot be used.
        """
        from simulation.app.written import yaml_text

        place = self.folder / draft.file.name
        place.write_text(yaml_text(draft), encoding="utf-8")
        network = {"kind": "file", "path": str(self.graphs[graph])}
        if people is not None:
            network["nodes"] = str(self.graphs[people])
        try:
            return open_draft(place, place.name).edit("network", network)
        except ScenarioError as error:
            raise ScenarioError(self._named(problem) for problem in error.problems) from None

    def _lay_out(self, place: Path, name: str) -> None:
        """Put each file that a scenario names where it says, if it was handed in; else refuse."""
        from simulation.scenario.yaml_source import read_yaml

        problems = []
        for node in _files_named(read_yaml(place, name)):
            wanted = PurePosixPath(str(node.value).replace("\\", "/"))
            given = self.graphs.get(wanted.name)
            is_inside = not wanted.is_absolute() and ".." not in wanted.parts
            if given is None or not is_inside or "~" in wanted.parts[:1]:
                problems.append(self._refused(node, wanted))
                continue
            target = self.folder / wanted
            if target != given:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(given, target)
        tree = read_yaml(place, name)
        base = tree.get("extends")
        if base is not None and not _PRESET.fullmatch(str(base.value)):
            text = say("only presets/NAME.yaml can be extended here. Write the rest out.")
            problems.append(_problem(base, text))
        if problems:
            raise ScenarioError(problems)

    def _refused(self, node: Node, wanted: PurePosixPath) -> Problem:
        text = say(
            "{file} is not among the uploads; the page reads no other files. "
            "Upload {name} first, named beside the scenario."
        )
        return _problem(node, text.format(file=f'"{node.value}"', name=wanted.name))

    def _named(self, problem: Problem) -> Problem:
        """A problem without the temporary folder."""
        inside = f"{self.folder}/"
        return problem._replace(
            file=problem.file.replace(inside, ""), message=problem.message.replace(inside, "")
        )


def _plain_name(name: str) -> str:
    plain = PurePosixPath(name.replace("\\", "/")).name
    if not _NAME.fullmatch(plain):
        text = say("a name that is not used here. Use letters, digits, - and _.")
        raise ScenarioError([Problem(text, file=plain[:60])])
    return plain


def _files_named(node: Node) -> Iterator[Node]:
    """Every text of a scenario that names a file."""
    from simulation.scenario.extends import names_a_file

    for child in node.value.values() if node.is_mapping else node.value if node.is_list else ():
        yield from _files_named(child)
    for key, child in node.value.items() if node.is_mapping else ():
        last = str(key).split(".")[-1]
        if last not in NAMES_FILES or not isinstance(child.value, str):
            continue
        if last != "price_list" or names_a_file(child.value):
            yield child


def _problem(node: Node, message: str) -> Problem:
    from simulation.scenario.tree import key_text

    return Problem(message, key_text(node.path), *node.mark)
