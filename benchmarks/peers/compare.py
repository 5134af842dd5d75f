"""The published models against independent software: same graph, same parameters, same means.

    make peers                      every job; writes benchmarks/peers.json
    python benchmarks/peers/compare.py --quick --peers .venv-peers

Each job runs here on one thread and then in the peers' own environment, one after the other, so
that times can be compared as ratios. Means of final sizes must agree within four standard errors.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import Row, keep, machine, show
from benchmarks.peers.peer import Peer
from simulation.classics import Spread, independent_cascade, linear_threshold, sir
from simulation.network.graph import SocialGraph
from simulation.network.kinds.scale_free import ScaleFreeNetwork

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
RESULTS = FOLDER.parent / "peers.json"
STANDARD_ERRORS = 4.0
SEED = 2026
N_SEEDS = 50
Seeds = NDArray[np.int64]
GENERATED = 20_000
PROBABILITY = {"ego_facebook": 0.02, "wiki_vote": 0.03, "generated": 0.08}
SHORT = 0.4
"""SIR on the same graphs: this share of the chance or rate, for talk goes on for some days."""


RECOVERY = 0.5
"""Chance a day, or rate, of falling silent."""

FEWEST = 8
"""Replications below which a standard error says little."""


class Job(NamedTuple):
    """A model, whom it is compared with, and how many replications each side runs."""

    model: str
    peer: str
    replications: int
    peer_replications: int
    run: Callable[[SocialGraph, float, Seeds, int], Spread]


def _cascade(graph: SocialGraph, chance: float, seeds: Seeds, replications: int) -> Spread:
    return independent_cascade(
        graph, probability=chance, seeds=seeds, replications=replications, seed=SEED, threads=1
    )


def _threshold(graph: SocialGraph, chance: float, seeds: Seeds, replications: int) -> Spread:
    return linear_threshold(
        graph, weights="uniform", seeds=seeds, replications=replications, seed=SEED, threads=1
    )


def _one_day(graph: SocialGraph, chance: float, seeds: Seeds, replications: int) -> Spread:
    return sir(
        graph, probability=chance, infectious_days=1, seeds=seeds, replications=replications,
        seed=SEED, threads=1,
    )  # fmt: skip


def _continuous(graph: SocialGraph, chance: float, seeds: Seeds, replications: int) -> Spread:
    return sir(
        graph, mode="continuous", rate=chance, recovery=RECOVERY, seeds=seeds,
        replications=replications, seed=SEED, threads=1,
    )  # fmt: skip


def _daily(graph: SocialGraph, chance: float, seeds: Seeds, replications: int) -> Spread:
    return sir(
        graph, probability=SHORT * chance, recovery=RECOVERY, seeds=seeds,
        replications=replications, seed=SEED, threads=1,
    )  # fmt: skip


JOBS = (
    Job("independent cascade", "cynetdiff", 4_000, 4_000, _cascade),
    Job("linear threshold", "cynetdiff", 4_000, 4_000, _threshold),
    Job("one-day SIR", "EoN", 2_000, 200, _one_day),
    Job("continuous SIR", "EoN", 2_000, 200, _continuous),
    Job("daily SIR", "ndlib", 2_000, 60, _daily),
)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-peers", metavar="DIR")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", metavar="DIR")
    parser.add_argument("--quick", action="store_true", help="a tenth; writes no results")
    parser.add_argument("--out", type=Path, metavar="FILE", help="instead of peers.json")
    asked = parser.parse_args(argv)
    if not (asked.peers / "bin" / "python").is_file():
        raise SystemExit(f"no independent software in {asked.peers}: `make peers` installs it")
    rows = [
        compare(name, graph, job, asked.peers, 10 if asked.quick else 1)
        for name, graph in graphs(asked.data).items()
        for job in JOBS
    ]
    here = machine()
    print("  ".join(f"{key} {value}" for key, value in here.items()))
    show(rows)
    out = asked.out or (None if asked.quick else RESULTS)
    if out is not None:
        keep(out, "agreement", {"command": "make peers", "machine": here, "rows": rows})
        print(f"kept in {out.name}")
    return int(any(float(row["z"]) > STANDARD_ERRORS for row in rows))


def graphs(data: Path) -> dict[str, SocialGraph]:
    """The graphs that are there: two real ones where there are data, and a generated one."""
    found = {}
    for name, directed in (("ego_facebook", False), ("wiki_vote", True)):
        file = data / "graphs" / f"{name}.edges.csv.gz"
        if file.is_file():
            found[name] = SocialGraph.from_file(file, directed=directed)
        else:
            print(f"{name} is left out: no {file.name} in the data folder")
    kind = ScaleFreeNetwork(consumers=GENERATED, ties_per_newcomer=5)
    found["generated"] = kind.build(np.random.default_rng(SEED), Path())
    return found


def compare(name: str, graph: SocialGraph, job: Job, peers: Path, less: int) -> Row:
    """Run one job on both sides; ``less`` times fewer replications than the job's."""
    seeds = np.sort(np.random.default_rng(SEED).choice(graph.n_consumers, N_SEEDS, replace=False))
    chance = PROBABILITY[name]
    job.run(graph, chance, seeds, 2)  # compiles
    replications = max(FEWEST, job.replications // less)
    begun = time.perf_counter()
    ours = job.run(graph, chance, seeds, replications)
    each = (time.perf_counter() - begun) / replications
    theirs = _peer(graph, job, chance, seeds, peers, max(FEWEST, job.peer_replications // less))
    error = math.hypot(ours.standard_error, theirs.standard_error)
    return {
        "graph": name,
        "model": job.model,
        "peer": theirs.name,
        "womsim_mean": round(ours.mean, 2),
        "peer_mean": round(theirs.mean, 2),
        "standard_error": float(f"{error:.3g}"),
        "z": round(abs(ours.mean - theirs.mean) / error, 2),
        "womsim_a_second": float(f"{1.0 / each:.3g}"),
        "peer_a_second": float(f"{1.0 / theirs.seconds_each:.3g}"),
        "ratio": float(f"{theirs.seconds_each / each:.3g}"),
    }


class Answer(NamedTuple):
    """What a peer found."""

    name: str
    mean: float
    standard_error: float
    seconds_each: float


def _peer(
    graph: SocialGraph, job: Job, chance: float, seeds: Seeds, peers: Path, replications: int
) -> Answer:
    """Ask the peer, in its environment."""
    asked = {
        "peer": job.peer, "model": job.model, "seeds": seeds.tolist(), "seed": SEED,
        "rate": chance, "recovery": RECOVERY,
        "probability": chance * (SHORT if job.model == "daily SIR" else 1.0),
    }  # fmt: skip
    with Peer(peers / "bin" / "python", graph, asked) as peer:
        name = f"{job.peer} {peer.version}"
        ran = peer.run(replications)
    sizes = np.array(ran.sizes, dtype=np.float64)
    error = float(sizes.std(ddof=1)) / math.sqrt(len(sizes))
    return Answer(name, float(sizes.mean()), error, ran.seconds / len(sizes))


if __name__ == "__main__":
    sys.exit(main())
