"""Strategies as a visitor arranges them: added, copied and removed, tactic by tactic.

Each is a change as ``--set`` would write it. A strategy that is made here is written whole; a
tactic that is added to one of the file is written with the tactics that the file lists there,
before all changes of single fields, so that these still hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from simulation.app.draft import Draft, yaml_value
from simulation.errors import Problem, ScenarioError
from simulation.language import say
from simulation.scenario.strategies import is_name, resolve_strategies
from simulation.scenario.tree import from_plain, plain

Tactic = dict[str, Any]
"""A tactic as it is written: its kind, perhaps a name, and fields."""


def add_tactic(draft: Draft, strategy: str, kind: str, fields: Mapping[str, object]) -> Draft:
    """A draft in which a strategy has one tactic more.

    Parameters
    ----------
    draft
        A scenario with changes.
    strategy
        Name of the strategy.
    kind
        Kind of the tactic; a second one of its kind gets a name of its own.
    fields
        What is not at its default.

    Raises
    ------
    ScenarioError
        If a field is wrong, with the message of the command.
    """
    listed = _listed(draft, strategy)
    name = _free(kind, {*_labels(draft.scenario.written, strategy), *map(_label, listed)})
    added = {"kind": kind, **({} if name == kind else {"name": name}), **fields}
    return _with_listed(draft, strategy, [*listed, added])


def remove_tactic(draft: Draft, strategy: str, tactic: str) -> Draft:
    """A draft in which a strategy does without a tactic, whatever was changed in it.

    Raises
    ------
    ScenarioError
        If the scenario would be wrong without it.
    """
    listed, key = _listed(draft, strategy), f"strategies.{strategy}.{tactic}"
    without = _below(draft, key)
    if _is_written_here(draft, strategy) and tactic in map(_label, listed):
        return _with_listed(without, strategy, [it for it in listed if _label(it) != tactic])
    return without.edit(key, None)


def add_strategy(draft: Draft, name: str, tactics: list[Tactic] | None = None) -> Draft:
    """A draft with one strategy more, which does nothing yet or has these tactics.

    Raises
    ------
    ScenarioError
        If that is no name, or there is one of that name.
    """
    if not is_name(name):
        raise ScenarioError(
            [Problem(say("not a name. Use letters, digits, _ and -."), f"strategies.{name}")]
        )
    if name in draft.scenario.strategies:
        text = say("there is one of this name. Choose another name.")
        raise ScenarioError([Problem(text, f"strategies.{name}")])
    key = f"strategies.{name}"
    return draft.with_changes({**draft.changes, key: yaml_value(tactics or [])})


def copy_strategy(draft: Draft, strategy: str) -> Draft:
    """A draft in which a strategy is there twice, to be changed from here on.

    Raises
    ------
    ScenarioError
        If the scenario would be wrong.
    """
    made = _resolved(draft.scenario.written, strategy)
    name = _free(strategy, draft.scenario.strategies)
    found = add_strategy(draft, name, made["tactics"])
    if "budget" not in made:
        return found
    whole = {"budget": made["budget"], "tactics": made["tactics"]}
    return found.with_changes({**found.changes, f"strategies.{name}": yaml_value(whole)})


def remove_strategy(draft: Draft, strategy: str) -> Draft:
    """A draft without a strategy.

    Raises
    ------
    ScenarioError
        If it is the baseline, the last one, or another one extends it.
    """
    key = f"strategies.{strategy}"
    without = _below(draft, key)
    if strategy in draft.base.strategies:
        return without.with_changes({**without.changes, key: yaml_value(None)})
    return without.with_changes(without.changes)


def _below(draft: Draft, key: str) -> Draft:
    """The draft without changes at or below an address; its scenario is still to be made."""
    from dataclasses import replace

    kept = {
        at: text for at, text in draft.changes.items() if at != key and not at.startswith(f"{key}.")
    }
    return replace(draft, changes=kept)


def _is_written_here(draft: Draft, strategy: str) -> bool:
    key = f"strategies.{strategy}"
    return key in draft.changes or f"{key}.tactics" in draft.changes


def _listed(draft: Draft, strategy: str) -> list[Tactic]:
    """The tactics that a strategy lists itself, without changes of single fields."""
    key = f"strategies.{strategy}"
    for at in (f"{key}.tactics", key):
        if at in draft.changes:
            return _own(json.loads(draft.changes[at]))
    return _own(draft.base.written["strategies"].get(strategy))


def _with_listed(draft: Draft, strategy: str, tactics: list[Tactic]) -> Draft:
    key = f"strategies.{strategy}"
    if key in draft.changes:
        whole = json.loads(draft.changes[key])
        made = {**whole, "tactics": tactics} if isinstance(whole, dict) else tactics
        return draft.with_changes({**draft.changes, key: yaml_value(made)})
    changes = {at: text for at, text in draft.changes.items() if at != f"{key}.tactics"}
    if tactics == _own(draft.base.written["strategies"].get(strategy)):
        return draft.with_changes(changes)
    return draft.with_changes({f"{key}.tactics": yaml_value(tactics), **changes})


def _own(written: Any) -> list[Tactic]:
    if isinstance(written, Mapping):
        written = written.get("tactics")
    return list(written or [])


def _resolved(written: Mapping[str, Any], strategy: str) -> dict[str, Any]:
    """A strategy with all that it extends, as plain values."""
    strategies, _ = resolve_strategies(from_plain(written["strategies"]))
    found: dict[str, Any] = plain(strategies.value[strategy])
    return found


def _labels(written: Mapping[str, Any], strategy: str) -> list[str]:
    return [_label(tactic) for tactic in _resolved(written, strategy)["tactics"]]


def _label(tactic: Tactic) -> str:
    return str(tactic.get("name") or tactic["kind"])


def _free(word: str, taken: Iterable[str]) -> str:
    """A word, or the first of it with a number that is free."""
    known = set(taken)
    number, name = 1, word
    while name in known:
        number += 1
        name = f"{word}_{number}"
    return name
