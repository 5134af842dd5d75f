"""What consumers think of the brand at the end."""

from __future__ import annotations

from simulation.results.outcomes.base import SHARE, RunView, define, total
from simulation.results.outcomes.funnel import OWNERS

PERCENT = 100.0


def _knowing(run: RunView) -> float:
    """Consumers who know the brand at the end."""
    return run.n_people - run.end("unaware")


def _trust(run: RunView) -> float:
    """Trust of each who knows the brand, summed: the brand's, moved by what they think of it."""
    trust, above = run.end("trust"), run.end("opinion_above")
    below = above - run.end("opinion_sum")
    return trust * _knowing(run) + (1.0 - trust) * above - trust * below


KNOWING = total("knowing_at_end", _knowing)

define(
    "reputation",
    ("Reputation", "美誉度"),
    1,
    "-1 to 1",
    "Mean opinion at the end of those who know the brand",
    total("opinion_at_end", lambda run: run.end("opinion_sum")),
    KNOWING,
    within=(-1.0, 1.0),
)
define(
    "trust",
    ("Trust", "信任度"),
    1,
    "0 to 1",
    "Mean at the end, over those who know the brand, of T + (1 - T) o for an opinion o above 0 and "
    "T + T o for one below, with the trust T in what the brand says",
    total("trust_at_end", _trust),
    KNOWING,
    within=SHARE,
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
    within=(-PERCENT, PERCENT),
)
define(
    "csat",
    ("Satisfied owners", "满意度"),
    1,
    "share",
    "Share of owners at the end who are satisfied",
    total("satisfied_at_end", lambda run: run.end("satisfied")),
    OWNERS,
    within=SHARE,
)
define(
    "review_score",
    ("Review score", "评分"),
    1,
    "1 to 5",
    "Mean of the reviews that readers see at the end, in stars; undefined without reviews",
    lambda run: run.end("stars_shown"),
    within=(1.0, 5.0),
)
