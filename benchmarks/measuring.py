"""What all benchmarks share: arguments, medians of several runs, the machine, results in a file."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"
PACKAGES = ("mesa", "networkit", "networkx", "numba", "numpy")
SIZES = (10_000, 100_000, 1_000_000)
QUICK_SIZES = (2_000,)

Row = dict[str, str | int | float]


class Options(NamedTuple):
    """What was asked for."""

    sizes: tuple[int, ...]
    days: int
    repeats: int
    quick: bool
    out: Path | None
    command: str


class Timing(NamedTuple):
    """Seconds of several runs."""

    median: float
    fastest: float
    slowest: float


def options(
    name: str,
    about: str,
    argv: Sequence[str] | None = None,
    default_sizes: tuple[int, ...] = SIZES,
) -> Options:
    """Read the arguments, which are the same for every benchmark, so that make can pass them on."""
    parser = argparse.ArgumentParser(prog=name, description=about)
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="consumers")
    parser.add_argument("--days", type=int, metavar="N", help="simulated days of a run")
    parser.add_argument(
        "--repeats", type=int, metavar="N", help="runs of which the median is taken"
    )
    parser.add_argument("--quick", action="store_true", help="small and few; writes no results")
    parser.add_argument("--out", type=Path, metavar="FILE", help="results instead of results.json")
    given = parser.parse_args(argv)
    sizes = given.sizes or (QUICK_SIZES if given.quick else default_sizes)
    arguments = sys.argv[1:] if argv is None else list(argv)
    return Options(
        tuple(sizes),
        given.days or (20 if given.quick else 60),
        given.repeats or (2 if given.quick else 5),
        given.quick,
        given.out or (None if given.quick else RESULTS),
        shlex.join(["python", f"benchmarks/{name}.py", *_without_out(arguments)]),
    )


def _without_out(arguments: list[str]) -> list[str]:
    """Arguments without the place of the results, which names somebody's folders."""
    if "--out" not in arguments:
        return arguments
    at = arguments.index("--out")
    return arguments[:at] + arguments[at + 2 :]


def time_of(job: Callable[[], object], repeats: int, *, warm_up: bool = True) -> Timing:
    """Median seconds of a job; what compiles or fills caches is run once before."""
    if warm_up:
        job()
    seconds = []
    for _ in range(repeats):
        begun = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - begun)
    return timing(seconds)


def timing(seconds: Sequence[float]) -> Timing:
    """Median and extremes."""
    return Timing(statistics.median(seconds), min(seconds), max(seconds))


def machine() -> dict[str, str | int | float]:
    """What the numbers were measured on, without names of people or places."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 1,
        "memory_gb": round(_memory() / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
        **{name: version(name) for name in PACKAGES},
    }


def _cpu() -> str:
    """Name of the processor, where the system tells it."""
    table = Path("/proc/cpuinfo")
    if table.is_file():
        for line in table.read_text("utf-8", "ignore").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.machine()


def _memory() -> int:
    """Bytes of memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def finish(name: str, rows: Sequence[Row], asked: Options) -> None:
    """Show a table, and keep it in the file of results."""
    here = machine()
    print("  ".join(f"{key} {value}" for key, value in here.items()))
    show(rows)
    if asked.out is not None:
        keep(asked.out, name, {"command": asked.command, "machine": here, "rows": list(rows)})
        print(f"kept in {asked.out.name}")


def show(rows: Sequence[Row]) -> None:
    """Print rows as a table; rows of different columns as tables of their own."""
    columns: list[str] = []
    for row in rows:
        if list(row) != columns:
            columns = list(row)
            widths = _widths(rows, columns)
            print()
            print("  ".join(c.rjust(w) for c, w in zip(columns, widths, strict=True)))
        print("  ".join(_text(row[c]).rjust(w) for c, w in zip(columns, widths, strict=True)))


def _widths(rows: Sequence[Row], columns: list[str]) -> list[int]:
    alike = [row for row in rows if list(row) == columns]
    return [max([len(c), *(len(_text(row[c])) for row in alike)]) for c in columns]


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def keep(file: Path, name: str, section: Mapping[str, object]) -> None:
    """Replace one benchmark's section in the file; the others stay, in the order of their names."""
    sections = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    sections[name] = _rounded(section)
    ordered = {key: sections[key] for key in sorted(sections)}
    file.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _rounded(value: object) -> object:
    """Floats to four digits: more would be noise."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
