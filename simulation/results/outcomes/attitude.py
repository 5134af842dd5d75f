"""What consumers think of the brand at the end."""

from __future__ import annotations

from simulation.results.outcomes.base import RunView, define, total
from simulation.results.outcomes.funnel import OWNERS

PERCENT = 100.0


def _knowing(run: RunView) -> float:
    """Consumers who know the brand at the end."""
    return run.n_people - run.end("unaware")


define(
    "reputation",
    ("Reputation", "美誉度"),
    1,
    "-1 to 1",
    "Mean opinion at the end of those who know the brand",
    total("opinion_at_end", lambda run: run.end("opinion_sum")),
    total("knowing_at_end", _knowing),
)
define(
    "nps",
    ("Net promoter score", "净推荐值"),
    1,
    "-100 to 100",
    "Share of promoters minus share of detractors among owners at the end, times 100",
    total(
        "promoter_points",
        lambda run: PERCENT * (run.end("promoters") - run.end("detractors")),
    ),
    OWNERS,
)
define(
    "csat",
    ("Satisfied owners", "满意度"),
    1,
    "share",
    "Share of owners at the end who are satisfied",
    total("satisfied_at_end", lambda run: run.end("satisfied")),
    OWNERS,
)
