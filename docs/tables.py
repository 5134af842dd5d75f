"""Write the tables of the pages of docs/ anew: ``python docs/tables.py``.

Settings and state come from the program, measurements from ``benchmarks/results.json``. A table
stands between two marks, ``<!-- table: NAME -->`` and ``<!-- end -->``. A test compares the pages
with what this file would write.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from docs.inventory import table_rows
from simulation.fields import EVIDENCE
from simulation.market.population import Population
from simulation.market.state import Market
from simulation.network.kinds.community import CommunityNetwork
from simulation.network.platforms import PLATFORMS, Target
from simulation.network.statistics import STATISTICS, shape_of
from simulation.scenario.catalogue import Key, keys_of_kind, keys_of_scenario, kinds_in
from simulation.scenario.kinds import Family
from simulation.scenario.parameters import Parameter, default_parameters
from simulation.scenario.tree import number_text

FOLDER = Path(__file__).parent
PAGES = (
    FOLDER / "odd.md",
    FOLDER / "networks.md",
    FOLDER / "coverage.md",
    FOLDER / "parameters.md",
    FOLDER / "decisions" / "0002-how-often-owners-talk.md",
)
RESULTS = FOLDER.parent / "benchmarks" / "results.json"
_MARKED = re.compile(r"(<!-- table: ([\w.]+) -->\n).*?(<!-- end -->)", re.S)
_COLUMNS = ("field", "default", "range", "unit", "evidence and source", "meaning")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lines of a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in lines)


def parameters(section: str) -> str:
    """Every key below an address, with default, range and evidence."""
    inside = f"{section}."
    keys = [key for key in keys_of_scenario() if key.key.startswith(inside)]
    keys = [key for key in keys if not key.key.startswith("media.prices.")]
    return table(_COLUMNS, [_cells(key, key.key.removeprefix(f"{section}.")) for key in keys])


def _cells(key: Key, name: str) -> tuple[str, ...]:
    evidence = key.evidence.replace("_", " ") or key.nature
    if key.evidence == "assumption":
        evidence = "*assumption*"
    evidence += f": {key.source}" if key.source else ""
    return f"`{name}`", key.default, key.range, key.unit, evidence, key.about


def beliefs(family: Family) -> str:
    """Every belief of every kind of a family: how people are assumed to take it."""
    rows = [
        _cells(key, f"{kind.kind}.{key.key}")
        for kind in kinds_in(family)
        for key in keys_of_kind(family, kind.kind)
        if key.nature == "belief"
    ]
    return table(_COLUMNS, rows)


def kinds(family: Family) -> str:
    """Every kind of a family with the first line of its documentation."""
    rows = [(f"`{kind.kind}`", kind.zh, kind.about) for kind in kinds_in(family)]
    if not any(zh for _, zh, _ in rows):
        return table(("kind", "meaning"), [(kind, about) for kind, _, about in rows])
    return table(("kind", "Chinese name", "meaning"), rows)


def state(arrays: type[tuple[object, ...]]) -> str:
    """The arrays of a state, as its docstring lists them."""
    rows: list[list[str]] = []
    starts: list[int] = []
    for line in (arrays.__doc__ or "").splitlines():
        if "===" in line:
            starts = [match.start() for match in re.finditer("=+", line)]
        elif starts and line.strip():
            ends = [*starts[1:], None]
            cells = [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
            cells = [re.sub(r":class:`(\w+)`", r"`\1`", cell) for cell in cells]
            cells = [cell.replace("``", "`") for cell in cells]
            if cells[0]:
                rows.append(cells)
            else:  # the line before goes on
                rows[-1][-1] += f" {cells[-1]}"
    head, *body = rows
    return table(head, [[f"`{name}`", *rest] for name, *rest in body])


def measured(benchmark: str, first: str) -> str:
    """The rows of a benchmark whose first column has this name."""
    rows = json.loads(RESULTS.read_text("utf-8"))[benchmark]["rows"]
    wanted = [row for row in rows if next(iter(row)) == first]
    head = [name.replace("_", " ") for name in wanted[0]]
    return table(head, [[_number(value) for value in row.values()] for row in wanted])


def platforms() -> str:
    """Every platform, and what its shape leaves out."""
    rows = [(f"`{name}`", its.zh, its.about) for name, its in PLATFORMS.items()]
    return table(("platform", "Chinese name", "shape"), rows)


def platform_settings() -> str:
    """Every setting that a platform fills in."""
    rows = [
        (f"`{name}`", f"`{key}`", *_claimed(written, *its.stated.get(key, ())))
        for name, its in PLATFORMS.items()
        for key, written in _leaves(its.settings)
    ]
    return table(("platform", "key of `network`", "value", "range", "evidence and source"), rows)


def _leaves(settings: Mapping[str, Any], at: str = "") -> Iterable[tuple[str, Any]]:
    for key, written in settings.items():
        if isinstance(written, Mapping) and "value" not in written:
            yield from _leaves(written, f"{at}{key}.")
        else:
            yield f"{at}{key}", written


def _claimed(written: Any, evidence: str = "", source: str = "") -> tuple[str, str, str]:
    if not isinstance(written, Mapping):
        return str(written).lower(), "", _evidence(evidence, source)
    ends = f"{_number(written['low'])} to {_number(written['high'])}"
    return _number(written["value"]), ends, _evidence(written["evidence"], written["source"])


def _evidence(evidence: str, source: str) -> str:
    shown = f"*{evidence}*" if evidence == "assumption" else evidence.replace("_", " ")
    return f"{shown}: {source}"


def platform_shapes() -> str:
    """What comes out for each platform, beside what must."""
    head = ("platform", "statistic", "target", "evidence and source", "got")
    rows = []
    for name, its in PLATFORMS.items():
        said = {target.statistic: _target(target) for target in its.targets}
        for statistic, words in STATISTICS.items():
            got = _number(platform_shape(name)[statistic])
            rows.append((f"`{name}`", words, *said.get(statistic, ("", "")), got))
    return table(head, rows)


def _target(target: Target) -> tuple[str, str]:
    ends = dict.fromkeys([_number(target.low), _number(target.high)])
    return " to ".join(ends), _evidence(target.evidence, target.source)


@cache
def platform_shape(name: str) -> Mapping[str, float]:
    """Statistics of a market of 10,000 on a platform, drawn from seed 1."""
    network = CommunityNetwork.model_validate({"platform": name})
    return shape_of(network.build(np.random.default_rng(1), FOLDER))


def coverage() -> str:
    """Every row of the client's articles, what it became, and what exercises that."""
    head = ("row", "the article's words", "in womsim", "exercised by")
    return table(head, table_rows())


def beliefs_by_evidence() -> str:
    """How many beliefs rest on what."""
    rows = default_parameters()
    counts = [(evidence, sum(row.evidence == evidence for row in rows)) for evidence in EVIDENCE]
    shown = [(evidence.replace("_", " "), str(count)) for evidence, count in counts]
    return table(("evidence", "beliefs"), [*shown, ("all", str(len(rows)))])


def all_beliefs() -> str:
    """Every belief at its default, assumptions first."""
    head = ("key", "default", "range", "unit", "evidence and source", "meaning")
    return table(head, [_belief(row) for row in default_parameters()])


def _belief(row: Parameter) -> tuple[str, ...]:
    ends = [number_text(end) for end in (row.low, row.high) if end is not None]
    said = _evidence(row.evidence, row.source).removesuffix(": ")
    value = number_text(row.value)
    return f"`{row.key}`", value, " to ".join(ends), row.unit, said, row.description


def _number(value: str | int | float) -> str:
    """A measurement to three digits."""
    return f"{value:.3g}" if isinstance(value, float) else str(value)


TABLES: dict[str, Callable[[], str]] = {
    "population": lambda: state(Population),
    "market": lambda: state(Market),
    "tactics": lambda: kinds("tactic"),
    "tactics.beliefs": lambda: beliefs("tactic"),
    "events": lambda: kinds("event"),
    "events.beliefs": lambda: beliefs("event"),
    "networks": lambda: kinds("network"),
    "networks.beliefs": lambda: beliefs("network"),
    "platforms": platforms,
    "platforms.settings": platform_settings,
    "platforms.shape": platform_shapes,
    "coverage": coverage,
    "beliefs": all_beliefs,
    "beliefs.evidence": beliefs_by_evidence,
    "default_market": lambda: measured("default_market", "settings"),
    "single_messages": lambda: measured("default_market", "one_message_of"),
    **{
        section: lambda section=section: parameters(section)  # type: ignore[misc]
        for section in (
            "brand", "roles", "media", "consumers.talk", "consumers.hear", "consumers.decide",
            "consumers.experience",
        )
    },
}  # fmt: skip


def rewritten(page: str) -> str:
    """The page with every table written anew."""
    return _MARKED.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[3]}", page)


def main() -> int:
    """Rewrite the pages; tell which changed."""
    for page in PAGES:
        before = page.read_text("utf-8")
        after = rewritten(before)
        page.write_text(after, "utf-8")
        print(f"{page.name}: {'as it was' if after == before else 'tables written anew'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
