"""Run one job with independent software, in its own environment; started by peer.py.

Reads lines of JSON on standard input and answers each with lines of JSON: first a job (answers: the
version when the model is built, the seconds of a first run when it is warm), then numbers of runs
(answer: final sizes and the seconds they took). Needs nothing of womsim.
"""

from __future__ import annotations

import array
import contextlib
import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

import networkx as nx
import numpy as np

Job = dict[str, object]
Once = Callable[[], int]


def main() -> None:
    job = json.loads(sys.stdin.readline())
    once = PEERS[job["peer"]][job["model"]](job)
    answer(version=version(job["peer"]))
    answer(seconds=run(once, 1)[1])  # caches and lazy imports are not timed
    for line in sys.stdin:
        sizes, seconds = run(once, json.loads(line))
        answer(sizes=sizes, seconds=seconds)


def run(once: Once, times: int) -> tuple[list[int], float]:
    begun = time.perf_counter()
    many = getattr(once, "many", None)
    sizes = many(times) if many else [int(once()) for _ in range(times)]
    return sizes, time.perf_counter() - begun


def answer(**what: object) -> None:
    print(json.dumps(what), flush=True)


def csr(job: Job) -> tuple[array.array, array.array]:
    """First tie of every talker, and listeners: the form of CyNetDiff."""
    with np.load(job["graph"]) as arrays:
        first, listener = arrays["first"], arrays["listener"]
    starts, edges = array.array("I"), array.array("I")
    starts.frombytes(first[:-1].astype(np.uint32).tobytes())
    edges.frombytes(listener.astype(np.uint32).tobytes())
    return starts, edges


def digraph(job: Job) -> nx.DiGraph:
    """The same ties for networkx; a pair that talks both ways is two arcs."""
    with np.load(job["graph"]) as arrays:
        first, listener = arrays["first"], arrays["listener"]
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(first) - 1))
    talker = np.repeat(np.arange(len(first) - 1), np.diff(first))
    graph.add_edges_from(zip(talker.tolist(), listener.tolist(), strict=True))
    return graph


def cynetdiff_ic(job: Job) -> Once:
    from cynetdiff.models import IndependentCascadeModel

    starts, edges = csr(job)
    model = IndependentCascadeModel(
        starts, edges, activation_prob=job["probability"], rng=job["seed"]
    )
    return _cynetdiff(model, job)


def cynetdiff_lt(job: Job) -> Once:
    from cynetdiff.models import LinearThresholdModel

    starts, edges = csr(job)
    return _cynetdiff(LinearThresholdModel(starts, edges, rng=job["seed"]), job)


def _cynetdiff(model: object, job: Job) -> Once:
    model.set_seeds(job["seeds"])

    def once() -> int:
        model.reset_model()
        model.advance_until_completion()
        return model.get_num_activated_nodes()

    return once


def eon_discrete(job: Job) -> Once:
    import EoN

    graph, rng = digraph(job), np.random.default_rng(job["seed"])

    def once() -> int:
        # `percolation_based` would do the same; this one is its daily loop.
        found = EoN.basic_discrete_SIR(
            graph, job["probability"], initial_infecteds=job["seeds"], rng=rng
        )
        return found[3][-1]

    return once


def eon_continuous(job: Job) -> Once:
    import EoN

    graph, rng = digraph(job), np.random.default_rng(job["seed"])

    def once() -> int:
        found = EoN.fast_SIR(
            graph, job["rate"], job["recovery"], initial_infecteds=job["seeds"], rng=rng
        )
        return found[3][-1]

    return once


def ndlib_daily(job: Job) -> Once:
    import ndlib.models.epidemics as epidemics
    from ndlib.models import ModelConfig

    graph = digraph(job)
    np.random.seed(job["seed"])  # noqa: NPY002 - NDlib knows no other
    config = ModelConfig.Configuration()
    config.add_model_parameter("beta", job["probability"])
    config.add_model_parameter("gamma", job["recovery"])
    config.add_model_initial_configuration("Infected", job["seeds"])
    model = epidemics.SIRModel(graph)
    model.set_initial_status(config)
    return _until_nobody_talks(model, job)


def _until_nobody_talks(model: object, job: Job) -> Once:
    def once() -> int:
        model.reset(job["seeds"])
        while True:
            count = model.iteration(node_status=False)["node_count"]
            if count[1] == 0:
                return count[2]

    return once


def ndlib_ic(job: Job) -> Once:
    import ndlib.models.epidemics as epidemics
    from ndlib.models import ModelConfig

    graph = digraph(job)
    np.random.seed(job["seed"])  # noqa: NPY002 - NDlib knows no other
    config = ModelConfig.Configuration()
    for tie in graph.edges:
        config.add_edge_configuration("threshold", tie, job["probability"])
    config.add_model_initial_configuration("Infected", job["seeds"])
    model = epidemics.IndependentCascadesModel(graph)
    model.set_initial_status(config)
    return _until_nobody_talks(model, job)


def mesa_ic(job: Job) -> Once:
    from mesa_cascade import Cascade, State

    model = Cascade(digraph(job), job["probability"], job["seed"])

    def once() -> int:
        model.start(job["seeds"])
        while model.number(State.TELLING):
            model.step()
        return model.number(State.SILENT)

    return once


def starsim_sir(job: Job) -> Once:
    with contextlib.redirect_stdout(sys.stderr):  # it may tell of fonts when it is imported
        from starsim_sir import Epidemic, ManyRuns

    with np.load(job["graph"]) as arrays:
        epidemic = Epidemic(**{name: job[name] for name in Epidemic._fields})
        return ManyRuns(arrays["first"], arrays["listener"], epidemic)


PEERS = {
    "cynetdiff": {"independent cascade": cynetdiff_ic, "linear threshold": cynetdiff_lt},
    "EoN": {
        "one-day SIR": eon_discrete,
        "independent cascade": eon_discrete,  # the same model by another name
        "continuous SIR": eon_continuous,
    },
    "ndlib": {"daily SIR": ndlib_daily, "independent cascade": ndlib_ic},
    "starsim": {"SIR of fixed days": starsim_sir},
    "mesa": {"independent cascade": mesa_ic},
}


if __name__ == "__main__":
    main()
