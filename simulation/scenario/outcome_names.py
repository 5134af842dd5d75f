"""Outcomes that a scenario may ask for; the results layer has one measure for each of them."""

from __future__ import annotations

OUTCOME_NAMES: tuple[str, ...] = (
    "aware",
    "exposures",
    "visits",
    "interactions",
    "interested",
    "customers",
    "owners",
    "retained",
    "advocates",
    "rejecters",
    "lapsed",
    "units",
    "revenue",
    "repeat_rate",
    "market_share",
    "cost",
    "profit",
    "romi",
    "roas",
    "cac",
    "ltv",
    "wasted_spend",
    "good_messages",
    "bad_messages",
    "net_sentiment",
    "share_of_voice",
    "k_factor",
    "structural_virality",
    "wom_conversion_ratio",
    "reputation",
    "trust",
    "nps",
    "csat",
    "review_score",
    "peak_day",
    "days_to_10",
    "days_to_50",
    "days_to_90",
    "crisis_depth",
    "crisis_half_life",
    "days_to_contain",
    "days_to_recover",
    "reputation_recovered",
)

DEFAULT_OUTCOMES = ("customers", "profit", "net_sentiment", "reputation")
"""Outcomes of a scenario that asks for none."""

WITHOUT_DIRECTION = (
    *("exposures", "structural_virality", "wom_conversion_ratio"),
    *("peak_day", "days_to_10", "days_to_50", "days_to_90"),
)
"""Outcomes of which neither more nor less is better, so that they cannot decide."""
