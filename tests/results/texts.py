"""Every text that the results may say, found in the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

RESULTS = ROOT / "simulation" / "results"

MODULES = (
    *sorted(RESULTS.glob("cards/*.py")),
    *sorted(RESULTS.glob("figures/*.py")),
    *(RESULTS / f"{name}.py" for name in ("answers", "numbers", "report", "screen", "signs")),
    *sorted(RESULTS.glob("wording*.py")),
    *(RESULTS / "robustness" / f"{name}.py" for name in ("assumption", "tables", "wording")),
)
"""Modules whose texts the reader of a report sees."""

SAYS = frozenset({"say", "say_count"})


def said_texts() -> set[str]:
    """Every literal given to ``say``, and every constant that is given to it by name."""
    found: set[str] = set()
    for module in MODULES:
        found |= set(_of(module))
    return {text for text in found if any(letter.isalpha() for letter in text)}


def _of(module: Path) -> Iterator[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    constants = {
        target.id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None
        for target in (
            statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        )
        if isinstance(target, ast.Name)
    }
    names = {
        name.id
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYS
        for argument in call.args
        for name in ast.walk(argument)
        if isinstance(name, ast.Name)
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYS:
            yield from _strings(call)
    for name in names & constants.keys():
        yield from _strings(constants[name])


def _strings(node: ast.AST) -> Iterator[str]:
    """Texts of an expression; of a mapping only the values, and no name of a place in one."""
    if isinstance(node, ast.Subscript):
        return
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _strings(value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from _strings(child)
