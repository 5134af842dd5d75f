"""Run every scenario of scenarios/ and write into each file what came out: ``make scenarios``.

``python docs/scenarios.py`` compares the strategies of each file with its own number of replicates,
prints a line for each (or several, where there is a ``what_if``) and writes it into the file after
``# What came out:``. With ``--check`` nothing is written; ``--replications 3`` is a quick look.
Each worker is a process that takes a whole file at a time, the largest first.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from simulation import compare, load_scenario
from simulation.errors import SimulationError
from simulation.experiments.executors import Lost, make_executor
from simulation.results.comparison import Comparison
from simulation.results.numbers import number, span
from simulation.results.statistics import Estimate
from simulation.results.verdict import Verdict
from simulation.results.worlds import Worlds

FOLDER = Path(__file__).parent.parent / "scenarios"
DAY_ITSELF = 2000
"""A day of a small market takes about as long as that of so many consumers."""
MARK = "# What came out:"
_WRITTEN = re.compile(rf"^{MARK}.*\n(?:#   in .*\n)*", re.M)
_OUTCOME_WORDS = {"csat": "of satisfied owners (csat)", "nps": "NPS", "romi": "ROMI"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite; 1 where a scenario could not be run."""
    asked = _read(arguments)
    files = [FOLDER / f"{name}.yaml" for name in asked.names] or sorted(FOLDER.glob("*.yaml"))
    begun = time.perf_counter()
    failed = 0
    run = partial(run_file, replications=asked.replications, check=asked.check)
    with make_executor("processes" if asked.workers > 1 else "serial", asked.workers) as executor:
        for file, done in executor.map(run, sorted(files, key=_size, reverse=True)):
            if isinstance(done, Lost):
                done = Done(False, f"{file.stem}: {done.reason}")
            print(done.said, file=sys.stdout if done.is_good else sys.stderr, flush=True)
            failed += not done.is_good
    seconds = time.perf_counter() - begun
    print(f"{len(files)} scenarios, {seconds:.0f} s" + (f", {failed} failed" if failed else ""))
    return 1 if failed else 0


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run every scenario of scenarios/.")
    parser.add_argument("names", nargs="*", help="scenarios without .yaml; all if left out")
    parser.add_argument("--replications", type=int, help="instead of each file's own number")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="run only, write nothing")
    return parser.parse_args(arguments)


class Done(NamedTuple):
    """How it went with a file, and what to print about it."""

    is_good: bool
    said: str


def run_file(file: Path, replications: int | None, check: bool) -> Done:
    """Compare the strategies of a file and write what came out there."""
    begun = time.perf_counter()
    try:
        lines = came_out(compare(load_scenario(file), replications=replications))
    except SimulationError as error:
        return Done(False, f"{file.stem}: {error}")
    seconds = time.perf_counter() - begun
    first, *others = lines
    said = [f"{file.stem:20} {first} ({seconds:.1f} s)", *(f"{'':20} {line}" for line in others)]
    before = file.read_text("utf-8")
    if not _WRITTEN.search(before):
        return Done(False, f"{file.name}: no line {MARK}. Add it to the comment on top.")
    after = rewritten(before, lines)
    if after != before and not check:
        file.write_text(after, "utf-8")
    return Done(True, "\n".join(said))


def _size(file: Path) -> int:
    """About how much work a file is, in consumers' days; 0 where it cannot be read."""
    try:
        scenario = load_scenario(file)
    except SimulationError:
        return 0
    runs = scenario.replications * len(scenario.strategies) * (1 + len(scenario.what_if))
    return runs * scenario.days * (getattr(scenario.network, "consumers", 0) + DAY_ITSELF)


def rewritten(text: str, lines: Sequence[str]) -> str:
    """A file's text with its lines about what came out written anew."""
    written = f"{MARK} {lines[0]}\n" + "".join(f"#   {line}\n" for line in lines[1:])
    return _WRITTEN.sub(lambda _: written, text, count=1)


def came_out(result: Comparison) -> list[str]:
    """What came out, in a line; below it one for each further world of ``what_if``."""
    measured = result.measured
    worlds: Worlds = result.in_worlds
    made = f"{len(measured.replicates)} replicates, womsim {version('womsim')}"
    first, *others = [in_words(Verdict(each)) for each in worlds.values()]
    names = list(worlds)[1:]
    return [
        f"{first}; {made}",
        *(f"in {name}: {words}" for name, words in zip(names, others, strict=True)),
    ]


def in_words(verdict: Verdict) -> str:
    """The best strategy, its difference with interval, and from whom it cannot be told apart."""
    leader, outcome = verdict.leader, verdict.outcome.name
    if leader is None:
        return f"{outcome} is undefined in every strategy"
    baseline = verdict.baseline
    if leader == baseline and verdict.rivals:
        runner_up = verdict.rivals[0].name
        gap = verdict.measured.difference(runner_up, baseline, outcome).estimate
        said = f"{baseline} leads; {runner_up} {_gap(gap, outcome)} against it"
    elif leader == baseline or baseline not in verdict.names:
        said = f"{leader} {_level(verdict.measured.estimate(leader, outcome), outcome)}"
    else:
        gap = verdict.against_baseline(leader).estimate
        said = f"{leader} {_gap(gap, outcome)} against {baseline}"
    unsettled = [rival.name for rival in verdict.rivals if rival.standing != "settled"]
    return said + (f"; not settled against {', '.join(unsettled)}" if unsettled else "")


def _gap(gap: Estimate, outcome: str) -> str:
    ends = span(gap.low, gap.high, signed=True, joint=" to ")
    value = number(gap.value, gap.high - gap.low, signed=True)
    return f"{value} {_OUTCOME_WORDS.get(outcome, outcome)}" + (f" ({ends})" if ends else "")


def _level(found: Estimate, outcome: str) -> str:
    ends = span(found.low, found.high, joint=" to ")
    value = number(found.value, found.high - found.low)
    return f"{value} {_OUTCOME_WORDS.get(outcome, outcome)}" + (f" ({ends})" if ends else "")


if __name__ == "__main__":
    sys.exit(main())
