"""Write the table of speed into README.md: what was aimed at, and what the benchmarks got.

``python benchmarks/table.py``; ``make bench`` runs it last. Every number comes from
``results.json`` or ``peers.json``. A job that no benchmark has measured yet says so. The table
stands between two marks, ``<!-- table: speed -->`` and ``<!-- end -->``; a test compares it with
what this file would write.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.measuring import FOLDER, RESULTS

README = FOLDER.parent / "README.md"
PEERS = FOLDER / "peers.json"
NOT_YET = "not yet measured"
BUSY = "*"
"""Behind what was measured while the machine did something else too."""

Results = Mapping[str, Any]
_MARKED = re.compile(r"(<!-- table: speed -->\n).*?(<!-- end -->)", re.S)
_HEAD = ("job", "aim", "got", "reached")


class Number(NamedTuple):
    """A number of a benchmark: the worst of ``column`` over the rows of ``section`` that fit."""

    section: str
    column: str
    shown: str
    where: Mapping[str, object] = {}
    at_most: float | None = None
    at_least: float | None = None


class Aim(NamedTuple):
    """A row of the table; it is reached where each of its numbers is."""

    job: str
    aim: str
    numbers: Sequence[Number]


TEN_MILLION = {"consumers": 10_000_000}
GROWTH = "ns_an_exposure_to_smallest"

AIMS = (
    Aim(
        "full journey of one brand: 10,000,000 consumers, about 100,000,000 ties, 180 days, good "
        "and bad talk, three tactics, a crisis; two cores",
        "60 s for the days, 6 GiB in all",
        (
            Number("journey", "s_days", "{:.0f} s", TEN_MILLION, at_most=60.0),
            Number("journey", "gib_peak", "{:.1f} GiB", TEN_MILLION, at_most=6.0),
        ),
    ),
    Aim(
        "building that graph and its population",
        "60 s",
        (Number("graph", "s_market", "{:.0f} s", TEN_MILLION, at_most=60.0),),
    ),
    Aim(
        "reading 100,000,000 ties from Parquet; from gzip'd text",
        "30 s; at most twice the time of unpacking alone",
        (
            Number("read", "s_read", "{:.0f} s", {"format": "parquet"}, at_most=30.0),
            Number("read", "times_unpacking", "{:.1f} times", {"format": "gzip"}, at_most=2.0),
        ),
    ),
    Aim(
        "time of that journey by its exposures, at 10,000,000 consumers against 100,000",
        "at most 3 times",
        (Number("journey", GROWTH, "{:.1f} times", TEN_MILLION, at_most=3.0),),
    ),
    Aim(
        "10,000 consumers, 180 days, one run, warm",
        "30 ms, of which 10 ms Python",
        (
            Number("run", "ms_a_run", "{:.0f} ms", at_most=30.0),
            Number("run", "ms_of_python", "{:.0f} ms Python", at_most=10.0),
        ),
    ),
    Aim(
        "`phone_launch`: 5 strategies, 50 replicates, 10,000 consumers, 180 days, two workers, "
        "warm; builds and days",
        "10 s",
        (Number("launch", "s_builds_and_days", "{:.1f} s", at_most=10.0),),
    ),
    Aim(
        "the day by the kernel against a straightforward loop in C++ with the same bytes",
        "1.1 times its time or less",
        (Number("reference", "kernel_to_cpp", "{:.2f}", {"verb": "whole day"}, at_most=1.1),),
    ),
    Aim(
        "independent cascades by the kernel against C++ with the same members: one point after "
        "the other; in blocks, as the kernel does",
        "1.1 times its time or less",
        (
            Number("reference", "kernel_to_plain_cpp", "{:.2f}", at_most=1.1),
            Number("reference", "kernel_to_blocks_cpp", "{:.2f}", at_most=1.1),
        ),
    ),
    Aim(
        "kernel against Mesa agents, 100,000 consumers",
        "500 times as fast",
        (
            Number(
                "engines", "times_the_kernel", "{:.0f} times",
                {"engine": "agents", "consumers": 100_000}, at_least=500.0,
            ),
        ),
    ),
    Aim(
        "independent cascades against CyNetDiff, one thread, three graphs",
        "3 times as fast, means within 4 standard errors",
        (
            Number("speed", "ratio", "{:.1f} times", {"peer": "cynetdiff"}, at_least=3.0),
            Number("speed", "z", "{:.1f} standard errors", {"peer": "cynetdiff"}, at_most=4.0),
        ),
    ),
    Aim(
        "one run on two threads against one, 1,000,000 and 10,000,000 consumers, same bytes",
        "1.7 times as fast",
        (Number("threads", "times_one_thread", "{:.2f} times", at_least=1.7),),
    ),
    Aim(
        "`womsim --help`; warm `compare` until its first run is done; the same with nothing "
        "compiled",
        "0.5 s; 2 s; 20 s",
        (
            Number("start", "s_until_done", "{:.2f} s", {"what": "womsim --help"}, at_most=0.5),
            Number(
                "start", "s_to_first_run", "{:.1f} s", {"what": "womsim compare, warm"}, at_most=2.0
            ),
            Number(
                "start", "s_to_first_run", "{:.0f} s", {"what": "womsim compare, cold"},
                at_most=20.0,
            ),
        ),
    ),
)  # fmt: skip


def measured() -> Results:
    """Sections of both files of results."""
    return {**json.loads(RESULTS.read_text("utf-8")), **json.loads(PEERS.read_text("utf-8"))}


def got(number: Number, results: Results) -> float | None:
    """The worst that was measured, or None."""
    rows = results.get(number.section, {"rows": []})["rows"]
    values = [row[number.column] for row in rows if number.column in row and _fits(row, number)]
    values = [float(value) for value in values if isinstance(value, int | float)]
    worst: Callable[[Sequence[float]], float] = min if number.at_least is not None else max
    return worst(values) if values else None


def _fits(row: Mapping[str, object], number: Number) -> bool:
    """Whether a row is one of those meant; text fits by how it begins."""
    for column, wanted in number.where.items():
        found = row.get(column)
        begins = isinstance(wanted, str) and isinstance(found, str) and found.startswith(wanted)
        if found != wanted and not begins:
            return False
    return True


def is_reached(number: Number, value: float) -> bool:
    """Whether a value is as good as was aimed at."""
    most = number.at_most is None or value <= number.at_most
    return most and (number.at_least is None or value >= number.at_least)


def _is_busy(section: str, results: Results) -> bool:
    machine = results[section]["machine"]
    return bool(machine["load_before"] > machine["cores"])


def cells(aim: Aim, results: Results) -> tuple[str, str, str, str]:
    """A row of the table."""
    texts, answers = [], []
    for number in aim.numbers:
        value = got(number, results)
        if value is None:
            texts.append(NOT_YET)
            answers.append(NOT_YET)
            continue
        busy = BUSY if _is_busy(number.section, results) else ""
        texts.append(number.shown.format(value) + busy)
        answers.append("yes" if is_reached(number, value) else "no")
    one = answers[0] if len(set(answers)) == 1 else "; ".join(answers)
    shown = NOT_YET if set(texts) == {NOT_YET} else "; ".join(texts)
    return aim.job, aim.aim, shown, "" if one == NOT_YET else one


def table(results: Results) -> str:
    """The table in Markdown, and what its stars mean."""
    rows = [cells(aim, results) for aim in AIMS]
    lines = [_HEAD, ("---",) * len(_HEAD), *rows]
    text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    if any(BUSY in row[2] for row in rows):
        text += "\nWhat has a star was measured while the machine did something else too.\n"
    return text


def rewritten(page: str, results: Results) -> str:
    """The page with the table written anew."""
    return _MARKED.sub(lambda found: f"{found[1]}{table(results)}{found[2]}", page)


def main() -> int:
    """Print the table, and write it into the README."""
    results = measured()
    print(table(results))
    before = README.read_text("utf-8")
    after = rewritten(before, results)
    README.write_text(after, "utf-8")
    print(f"{README.name}: {'as it was' if after == before else 'table written anew'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
