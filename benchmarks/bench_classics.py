"""Published models: cascades a second on one thread, and what further threads add.

``python benchmarks/bench_classics.py``. Graphs are scale-free with 10 ties a consumer, 20,000 of
them and the largest of ``--sizes``, and the Facebook ego network of SNAP where the folder of real
data is there (``WOMSIM_DATA``, or ``../shared/data`` beside the project). 50 seeds, the same in
every cascade, the same bytes on all threads. Other software on such jobs is in ``peers.json``
(``make peers``, ``python benchmarks/peers/speed.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.measuring import Options, Row, finish, options, time_of
from benchmarks.real_graphs import data_file
from simulation import SocialGraph
from simulation.classics import (
    Spread,
    independent_cascade,
    linear_threshold,
    negative_cascade,
    watts_threshold,
)
from simulation.classics.replicate import n_cores
from simulation.network.kinds.scale_free import ScaleFreeNetwork

MIDDLE = 20_000
N_SEEDS = 50
MEMBERS = 4_000_000
"""A job runs as many cascades as have about so many members in all."""
MOST_CASCADES = 4_000
FEWEST_CASCADES = 8
FIRST_LOOK = 4

Run = Callable[..., Spread]


class Job(NamedTuple):
    """A model with its settings on a graph."""

    what: str
    graph: SocialGraph
    run: Run


def cascade(probability: float | str) -> Run:
    """The independent cascade."""
    return lambda graph, **rest: independent_cascade(graph, probability=probability, **rest)


def signed(probability: float, quality: float) -> Run:
    """Good and bad word."""
    return lambda graph, **rest: negative_cascade(
        graph, probability=probability, quality=quality, **rest
    )


def watts(threshold: float) -> Run:
    """Thresholds of a share of contacts."""
    return lambda graph, **rest: watts_threshold(graph, threshold=threshold, **rest)


def scale_free(consumers: int) -> SocialGraph:
    """The same graph each time."""
    return ScaleFreeNetwork(consumers=consumers).build(np.random.default_rng(1), Path())


def jobs(asked: Options) -> list[Job]:
    """What is measured."""
    middle = scale_free(min(MIDDLE, max(asked.sizes)))
    large = scale_free(max(asked.sizes))
    found = [
        Job("independent cascade p=.08", middle, cascade(0.08)),
        Job("weighted cascade", middle, cascade("weighted_cascade")),
        Job("negative cascade p=.08 q=.9", middle, signed(0.08, 0.9)),
        Job("linear threshold", middle, linear_threshold),
        Job("Watts threshold .15", middle, watts(0.15)),
        Job("independent cascade p=.03", large, cascade(0.03)),
        Job("independent cascade p=.08", large, cascade(0.08)),
    ]
    file = data_file()
    if file is not None and max(asked.sizes) >= MIDDLE:
        facebook = SocialGraph.from_file(file)
        found.append(Job("ego_facebook p=.02", facebook, cascade(0.02)))
        found.append(Job("ego_facebook linear threshold", facebook, linear_threshold))
    return found


def measured(job: Job, asked: Options) -> Row:
    """Cascades a second of one job on one thread, and on all cores."""
    rng = np.random.default_rng(2)
    seeds = rng.choice(job.graph.n_consumers, min(N_SEEDS, job.graph.n_consumers), replace=False)

    def run(cascades: int, threads: int) -> Spread:
        return job.run(job.graph, seeds=seeds, replications=cascades, threads=threads)

    first = run(FIRST_LOOK, 1)
    cascades = int(min(MOST_CASCADES, max(FEWEST_CASCADES, MEMBERS / first.mean)))
    if asked.quick:
        cascades = FEWEST_CASCADES
    spread = run(cascades, 1)
    same = run(cascades, n_cores())
    assert spread.size.tobytes() == same.size.tobytes(), job.what
    assert spread.reached.tobytes() == same.reached.tobytes(), job.what
    one = time_of(lambda: run(cascades, 1), asked.repeats, warm_up=False)
    all_cores = time_of(lambda: run(cascades, n_cores()), asked.repeats)
    return {
        "what": job.what,
        "consumers": job.graph.n_consumers,
        "ties": job.graph.n_ties,
        "cascades": cascades,
        "members": spread.mean,
        "us_a_cascade": one.median / cascades * 1e6,
        "fastest": one.fastest / cascades * 1e6,
        "ns_a_member": one.median / cascades / spread.mean * 1e9,
        "cascades_a_second": cascades / one.median,
        "threads": n_cores(),
        "times_faster_on_all": one.median / all_cores.median,
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_classics", __doc__ or "", argv)
    finish("classics", [measured(job, asked) for job in jobs(asked)], asked)


if __name__ == "__main__":
    main()
