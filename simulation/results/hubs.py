"""Who brought whom, as tables: the people on whose word most customers hang, and the trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from simulation.results.measured import Measured
from simulation.results.outcomes.base import NOT_NEGATIVE
from simulation.results.record import Columns, RunRecord
from simulation.results.recruits import MOST_HUBS, Hubs
from simulation.results.statistics import Sample, estimate, mean_sample, ratio_sample, within
from simulation.results.tables import columns_of

if TYPE_CHECKING:
    from simulation.one_run import FinishedRun

SHARE: Final = "share_recruited"
"""Name of the share of customers whom a consumer's word brought."""

MEANS: Final = ("trees", "tree_depth", "tree_width", "largest_tree", "most_recruits")
"""Measures of the trees of a run; see ``ENDS`` in :mod:`simulation.results.record`."""

COLUMNS: Final = (
    *("strategy", "label", "consumer", "role", "followers"),
    *("recruits", "descendants", "in_top", "replicates"),
)


def named_hubs(run: FinishedRun, hubs: Hubs) -> dict[str, Any]:
    """The hubs of a run with what is known of them, as the columns ``HUBS``.

    A label is the name in the user's graph, or the number where it names nobody. In a made graph
    there is none: consumer 7 of one replicate is another person than consumer 7 of the next.
    """
    from simulation.network.roles import ROLE_NAMES

    scenario, built = run.live.scenario, run.live.built
    is_users = scenario.graph is not None or scenario.network.kind == "file"
    names = built.graph.labels
    rows = hubs.consumer
    labels = [""] * len(rows)
    if is_users:
        labels = [str(row if names is None else names[row]) for row in rows]
    return {
        "consumer": rows,
        "label": labels,
        "role": [ROLE_NAMES[role] for role in built.population.role[rows]],
        "followers": built.population.followers[rows],
        "recruits": hubs.recruits,
        "descendants": hubs.descendants,
    }


class _Seen(NamedTuple):
    """A consumer as often as it was among the hubs of a run."""

    role: str
    followers: int
    recruits: list[int]
    descendants: list[int]


def hubs(measured: Measured) -> Columns:
    """The consumers on whose word most customers hang, ten for each strategy.

    With the user's own graph the people are the same in every replicate: those come first who have
    the most descendants over the replicates in which they are among the ten of the run
    (``in_top`` of ``replicates``), and ``recruits`` and ``descendants`` are means over these. A
    made graph has other people in each replicate, so that only those of replicate 0 are shown,
    without a label. Counts are of consumers. What somebody is credited with is not what would be
    missing without them: others might have told the same people.
    """
    rows: list[tuple[Any, ...]] = []
    for strategy in measured.facts.names:
        runs = measured.of(strategy)
        if not any(label for run in runs for label in run.hubs["label"]):
            runs = runs[:1]
        seen = _seen(runs)
        order = sorted(seen, key=lambda who: (-sum(seen[who].descendants), who))
        for who in order[:MOST_HUBS]:
            found = seen[who]
            means = (float(np.mean(found.recruits)), float(np.mean(found.descendants)))
            known = (who[0], who[1], found.role, found.followers)
            rows.append((strategy, *known, *means, len(found.recruits), len(runs)))
    return columns_of(list(COLUMNS), rows)


def _seen(runs: list[RunRecord]) -> dict[tuple[str, int], _Seen]:
    seen: dict[tuple[str, int], _Seen] = {}
    for run in runs:
        for label, consumer, role, followers, recruits, descendants in zip(
            *(run.hubs[name] for name in
              ("label", "consumer", "role", "followers", "recruits", "descendants")),
            strict=True,
        ):  # fmt: skip
            found = seen.setdefault(
                (str(label), int(consumer)), _Seen(str(role), int(followers), [], [])
            )
            found.recruits.append(int(recruits))
            found.descendants.append(int(descendants))
    return seen


def trees(measured: Measured) -> Columns:
    """Who brought whom in each strategy, with 95 % intervals over replicates.

    ``share_recruited`` is the share of customers whom a consumer's word brought, summed over
    replicates; the other rows are means of a run: how many trees of recruits there are, steps from
    the root of the deepest, most people as far from the same root, people of the largest tree, and
    most recruits of one consumer.
    """
    rows = []
    for strategy in measured.facts.names:
        runs = measured.of(strategy)
        samples: dict[str, Sample] = {
            SHARE: ratio_sample(
                np.array([float(run.daily["brought_by_people"].sum()) for run in runs]),
                np.array([float(run.daily["customers"][-1]) for run in runs]),
            )
        }
        for name in MEANS:
            samples[name] = mean_sample(np.array([float(run.ends[name][0]) for run in runs]))
        for name, sample in samples.items():
            found = within(estimate(sample), (0.0, 1.0) if name == SHARE else NOT_NEGATIVE)
            rows.append((strategy, name, found.value, found.low, found.high, found.n))
    return columns_of(["strategy", "measure", "mean", "ci_low", "ci_high", "n"], rows)
