"""Independent cascades a second, here on one thread and in other software, on the same job.

    python benchmarks/peers/speed.py            after `make peers`; keeps the table in peers.json
    python benchmarks/peers/speed.py --quick --peers .venv-peers

Measured alternately (here, there, here, there, ...), each side warm, medians of the rounds; the
graph and the model are built beforehand on both sides. Mean sizes must agree within four standard
errors. Slow software runs fewer cascades, and has no number where one takes more than a minute.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import Row, keep, machine, show
from benchmarks.peers.compare import RESULTS, ROOT, SEED, STANDARD_ERRORS
from benchmarks.peers.peer import Peer, Ran, TooSlowError
from benchmarks.real_graphs import data_file
from simulation.classics import independent_cascade
from simulation.network.graph import SocialGraph
from simulation.network.kinds.scale_free import ScaleFreeNetwork

N_SEEDS = 50
MIDDLE, LARGE = 20_000, 1_000_000
ROUNDS = 7
FEW_ROUNDS = 3
"""Of software that is slow."""
ROUND = 1.0
"""Seconds of a round, about, where a cascade is shorter."""
MOST_CASCADES = 50_000
CAP = 60.0
"""Seconds for one cascade, and for all rounds of a side together, about."""
TO_BUILD = 420.0
"""Seconds to build a model."""


class Job(NamedTuple):
    """A graph and the chance of each tie."""

    name: str
    graph: SocialGraph
    probability: float


class Software(NamedTuple):
    """Whom we are compared with, and whether it lives in our own environment."""

    peer: str
    what: str
    ours: bool = False


PEERS = (
    Software("cynetdiff", "IndependentCascadeModel"),
    Software("ndlib", "IndependentCascadesModel"),
    Software("EoN", "basic_discrete_SIR"),
    Software("mesa", "plain agents", ours=True),
)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-peers", metavar="DIR")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="these peers; rows of others stay"
    )
    parser.add_argument("--quick", action="store_true", help="no large graph; writes no results")
    parser.add_argument("--out", type=Path, metavar="FILE", help="instead of peers.json")
    asked = parser.parse_args(argv)
    if not (asked.peers / "bin" / "python").is_file():
        raise SystemExit(f"no independent software in {asked.peers}: `make peers` installs it")
    here = machine()
    rows = []
    for job in jobs(quick=asked.quick):
        for software in PEERS:
            if not asked.only or software.peer in asked.only:
                python = Path(sys.executable) if software.ours else asked.peers / "bin" / "python"
                rows.append(compare(job, software, python))
                show(rows[-1:])
    print("  ".join(f"{key} {value}" for key, value in here.items()))
    show(rows)
    out = asked.out or (None if asked.quick else RESULTS)
    if out is not None:
        command = "python benchmarks/peers/speed.py"
        keep(out, "speed", {"command": command, "machine": here, "rows": _with_kept(rows, out)})
        print(f"kept in {out.name}")
    return int(any(float(row["z"]) > STANDARD_ERRORS for row in rows if row["z"] != ""))


def _with_kept(rows: list[Row], out: Path) -> list[Row]:
    """The new rows in the place of the old ones, among those that were not measured again."""
    kept = json.loads(out.read_text("utf-8")) if out.is_file() else {}
    new = {(row["graph"], _software(row)): row for row in rows}
    old = kept.get("speed", {}).get("rows", [])
    return [new.pop((row["graph"], _software(row)), row) for row in old] + list(new.values())


def _software(row: Row) -> str:
    """Name without version."""
    return str(row["peer"]).split(",")[0].split()[0]


def jobs(*, quick: bool) -> list[Job]:
    """The three jobs; the Facebook graph where the folder of real data is there."""
    found = [Job("20,000", _scale_free(MIDDLE), 0.08)]
    file = data_file()
    if file is None:
        print("ego_facebook is left out: name the folder of real data in WOMSIM_DATA")
    else:
        found.append(Job("ego_facebook", SocialGraph.from_file(file), 0.02))
    if not quick:
        found.append(Job("a million", _scale_free(LARGE), 0.03))
    return found


def _scale_free(consumers: int) -> SocialGraph:
    kind = ScaleFreeNetwork(consumers=consumers, ties_per_newcomer=5)
    return kind.build(np.random.default_rng(SEED), Path())


def compare(job: Job, software: Software, python: Path) -> Row:
    """One cell of the table."""
    seeds = np.sort(
        np.random.default_rng(SEED).choice(job.graph.n_consumers, N_SEEDS, replace=False)
    )
    here = _run_here(job, seeds)
    here(2, 0)
    pace = _pace(lambda cascades: here(cascades, 0), 0.0)
    asked = {
        "peer": software.peer, "model": "independent cascade", "seeds": seeds.tolist(),
        "seed": SEED, "probability": job.probability,
    }  # fmt: skip
    try:
        with Peer(python, job.graph, asked, TO_BUILD, CAP) as peer:
            rounds, there = _rounds(here, pace, peer)
            name = f"{software.peer} {peer.version}"
    except TooSlowError as slow:
        return _too_slow(job, software, 1.0 / pace, str(slow))
    return _row(job, f"{name}, {software.what}", rounds, there)


def _run_here(job: Job, seeds: NDArray[np.int64]) -> Callable[[int, int], Ran]:
    def run(cascades: int, luck: int) -> Ran:
        begun = time.perf_counter()
        spread = independent_cascade(
            job.graph, probability=job.probability, seeds=seeds, replications=cascades,
            seed=luck, threads=1,
        )  # fmt: skip
        return Ran(spread.size.tolist(), time.perf_counter() - begun)

    return run


def _rounds(
    here: Callable[[int, int], Ran], pace: float, peer: Peer
) -> tuple[list[Ran], list[Ran]]:
    """Alternate; each round has luck of its own here, and goes on with its luck there."""
    their_pace = _pace(peer.run, peer.first_seconds)
    n_rounds = ROUNDS if ROUNDS * their_pace <= CAP else FEW_ROUNDS
    ours, theirs = [], []
    for luck in range(1, n_rounds + 1):
        ours.append(here(_cascades(pace), luck))
        theirs.append(peer.run(_cascades(their_pace)))
    return ours, theirs


def _pace(run: Callable[[int], Ran], known: float) -> float:
    """Seconds of a cascade, from as many as take long enough to tell."""
    cascades = 1
    seconds = known
    while seconds < ROUND / 8 and cascades < MOST_CASCADES:
        cascades *= 8
        seconds = run(cascades).seconds
    return seconds / cascades


def _cascades(pace: float) -> int:
    return int(min(MOST_CASCADES, max(1, ROUND / pace)))


def _row(job: Job, name: str, ours: list[Ran], theirs: list[Ran]) -> Row:
    """Both use the same model, so few sizes there are judged by the spread of the many here."""
    sizes = np.concatenate([ran.sizes for ran in ours])
    others = np.concatenate([ran.sizes for ran in theirs])
    error = float(sizes.std(ddof=1)) * math.sqrt(1.0 / len(sizes) + 1.0 / len(others))
    each = statistics.median(ran.seconds / len(ran.sizes) for ran in ours)
    other = statistics.median(ran.seconds / len(ran.sizes) for ran in theirs)
    return {
        "graph": job.name,
        "probability": job.probability,
        "peer": name,
        "rounds": len(ours),
        "womsim_cascades": len(sizes),
        "peer_cascades": len(others),
        "womsim_mean": float(sizes.mean()),
        "peer_mean": float(others.mean()),
        "z": abs(float(sizes.mean() - others.mean())) / error,
        "womsim_a_second": 1.0 / each,
        "peer_a_second": 1.0 / other,
        "ratio": other / each,
    }


def _too_slow(job: Job, software: Software, a_second: float, why: str) -> Row:
    return {
        "graph": job.name,
        "probability": job.probability,
        "peer": f"{software.peer}, {software.what}",
        "rounds": 0,
        "womsim_cascades": 0,
        "peer_cascades": 0,
        "womsim_mean": "",
        "peer_mean": "",
        "z": "",
        "womsim_a_second": a_second,
        "peer_a_second": f"n/a: {why}",
        "ratio": "n/a",
    }


if __name__ == "__main__":
    sys.exit(main())
