"""Many runs of one SIR here and by Starsim's MultiSim: same ties, same days, same mean size.

    python benchmarks/peers/multisim.py            after `make peers`; keeps a row in peers.json
    python benchmarks/peers/multisim.py --quick --peers .venv-peers

Both sides use every core. Measured alternately after a first run of each, medians of the rounds;
ties and models are handed over beforehand. Mean sizes must agree within four standard errors.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import Row, keep, machine, show
from benchmarks.peers.compare import N_SEEDS, RESULTS, ROOT, SEED, STANDARD_ERRORS
from benchmarks.peers.peer import Peer, Ran
from simulation.classics import sir
from simulation.network.graph import SocialGraph
from simulation.network.kinds.scale_free import ScaleFreeNetwork

CONSUMERS, QUICK_CONSUMERS = 20_000, 2_000
PROBABILITY, INFECTIOUS_DAYS, DAYS = 0.03, 3, 60
ROUNDS = 5
RUNS, PEER_RUNS = 1_000, 40
"""In a round."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-peers", metavar="DIR")
    parser.add_argument("--quick", action="store_true", help="small; writes no results")
    parser.add_argument("--out", type=Path, metavar="FILE", help="instead of peers.json")
    asked = parser.parse_args(argv)
    python = asked.peers / "bin" / "python"
    if not has_starsim(python):
        raise SystemExit(f"Starsim is not in {asked.peers}: `make peers` installs it")
    here = machine()
    row = compare(
        python, QUICK_CONSUMERS if asked.quick else CONSUMERS, 2 if asked.quick else ROUNDS
    )
    print("  ".join(f"{key} {value}" for key, value in here.items()))
    show([row])
    out = asked.out or (None if asked.quick else RESULTS)
    if out is not None:
        command = "python benchmarks/peers/multisim.py"
        keep(out, "multisim", {"command": command, "machine": here, "rows": [row]})
        print(f"kept in {out.name}")
    return int(float(row["z"]) > STANDARD_ERRORS)


def has_starsim(python: Path) -> bool:
    """Whether the peers' environment is there, with Starsim in it."""
    code = "import importlib.util, sys; sys.exit(importlib.util.find_spec('starsim') is None)"
    return (
        python.is_file() and not subprocess.run([str(python), "-c", code], check=False).returncode
    )


def compare(python: Path, consumers: int, rounds: int) -> Row:
    """Both sides in turn."""
    kind = ScaleFreeNetwork(consumers=consumers, ties_per_newcomer=5)
    graph = kind.build(np.random.default_rng(SEED), Path())
    seeds = np.sort(np.random.default_rng(SEED).choice(consumers, N_SEEDS, replace=False))
    asked = {
        "peer": "starsim", "model": "SIR of fixed days", "seeds": seeds.tolist(), "seed": SEED,
        "probability": PROBABILITY, "infectious_days": INFECTIOUS_DAYS, "days": DAYS,
    }  # fmt: skip
    run_here(graph, seeds, 2, 0)
    ours, theirs = [], []
    with Peer(python, graph, asked) as peer:
        peer.run(2)
        for luck in range(1, rounds + 1):
            ours.append(run_here(graph, seeds, RUNS, luck))
            theirs.append(peer.run(PEER_RUNS))
        name = f"starsim {peer.version}, MultiSim"
    return row_of(name, consumers, ours, theirs)


def run_here(graph: SocialGraph, seeds: NDArray[np.int64], runs: int, luck: int) -> Ran:
    """So many runs on every core."""
    begun = time.perf_counter()
    spread = sir(
        graph, probability=PROBABILITY, infectious_days=INFECTIOUS_DAYS, seeds=seeds, days=DAYS,
        replications=runs, seed=luck,
    )  # fmt: skip
    return Ran(spread.size.tolist(), time.perf_counter() - begun)


def row_of(name: str, consumers: int, ours: list[Ran], theirs: list[Ran]) -> Row:
    sizes, others = (np.concatenate([ran.sizes for ran in side]) for side in (ours, theirs))
    error = math.hypot(
        *(float(each.std(ddof=1)) / math.sqrt(len(each)) for each in (sizes, others))
    )
    here, there = (
        statistics.median(len(ran.sizes) / ran.seconds for ran in side) for side in (ours, theirs)
    )
    return {
        "consumers": consumers,
        "days": DAYS,
        "peer": name,
        "cores": os.cpu_count() or 1,
        "rounds": len(ours),
        "womsim_runs": len(sizes),
        "peer_runs": len(others),
        "womsim_mean": float(sizes.mean()),
        "peer_mean": float(others.mean()),
        "z": abs(float(sizes.mean() - others.mean())) / error,
        "womsim_a_second": here,
        "peer_a_second": there,
        "ratio": here / there,
    }


if __name__ == "__main__":
    sys.exit(main())
