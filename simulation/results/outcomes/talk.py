"""What consumers say, whom it brings, and how it compares with advertising."""

from __future__ import annotations

import math

from simulation.results.outcomes.base import NOT_NEGATIVE, SHARE, Ratio, RunView, define, total
from simulation.results.outcomes.funnel import CUSTOMERS
from simulation.results.record import MEDIA, ORGANIC


def _talk_of_all(run: RunView) -> float:
    """Word of mouth about all brands."""
    said = run.sum("good_messages") + run.sum("bad_messages")
    return said + run.sum("rival_messages") if run.has_rivals else math.nan


def _of_organic(run: RunView, column: str) -> float:
    """What the consumers' own talk is credited with."""
    return _of_tactics(run, column, {ORGANIC})


def _of_media(run: RunView, column: str) -> float:
    """What tactics that paid for media are credited with."""
    ledger = run.record.ledger
    paid = zip(ledger["tactic"], ledger["kind"], strict=True)
    return _of_tactics(run, column, {str(name) for name, kind in paid if kind == MEDIA})


def _of_tactics(run: RunView, column: str, names: set[str]) -> float:
    rows = zip(run.record.tactics["tactic"], run.record.tactics[column], strict=True)
    return float(sum(int(value) for name, value in rows if name in names))


MESSAGES = total("messages", lambda run: run.sum("good_messages") + run.sum("bad_messages"))

define(
    "good_messages",
    ("Good word of mouth", "好口碑量"),
    1,
    "messages",
    "Good messages said by consumers, over the run; paid posts, ads and news are not counted",
    lambda run: run.sum("good_messages"),
    within=NOT_NEGATIVE,
)
define(
    "bad_messages",
    ("Bad word of mouth", "差口碑量"),
    -1,
    "messages",
    "Bad messages said by consumers, over the run; news is not counted",
    lambda run: run.sum("bad_messages"),
    within=NOT_NEGATIVE,
)
define(
    "net_sentiment",
    ("Net sentiment", "净情感值"),
    1,
    "-1 to 1",
    "(Good - bad) / all word of mouth of consumers, summed over the run and over replicates",
    total("message_balance", lambda run: run.sum("good_messages") - run.sum("bad_messages")),
    MESSAGES,
    within=(-1.0, 1.0),
)
define(
    "share_of_voice",
    ("Share of voice", "声量份额"),
    1,
    "share",
    "Word of mouth of consumers about the brand, good or bad, over that about all brands, summed "
    "over the run and over replicates; undefined without rivals",
    MESSAGES,
    total("messages_of_all_brands", _talk_of_all),
    within=SHARE,
)
define(
    "k_factor",
    ("Recruits per customer", "K因子"),
    1,
    "ratio",
    "New customers who last heard of the brand from a person before they first bought, a paid "
    "account included, over all customers; last touch",
    total("brought_by_people", lambda run: run.sum("brought_by_people")),
    CUSTOMERS,
    within=SHARE,
)
define(
    "structural_virality",
    ("Structural virality", "结构病毒性"),
    0,
    "steps",
    "Mean distance between two customers of the same tree of recruits, over all such pairs: about "
    "2 for one large broadcast, more for chains (Goel et al. 2016). Undefined where nobody "
    "recruited anybody",
    total("recruit_distance", lambda run: run.ended("recruit_distance")),
    total("recruit_pairs", lambda run: run.ended("recruit_pairs")),
    within=(1.0, math.inf),
)
define(
    "wom_conversion_ratio",
    ("Word of mouth against advertising", "口碑对广告转化比"),
    0,
    "ratio",
    "Customers per message heard of the consumers' own talk over customers per message heard of "
    "tactics that pay for media; last touch, ratio of ratios of sums over replicates. It says who "
    "was heard last, not what would have happened without. Undefined without media",
    total("organic_customers", lambda run: _of_organic(run, "customers")),
    total("organic_exposures", lambda run: _of_organic(run, "exposures")),
    against=Ratio(
        total("media_customers", lambda run: _of_media(run, "customers")),
        total("media_exposures", lambda run: _of_media(run, "exposures")),
    ),
    within=NOT_NEGATIVE,
)
