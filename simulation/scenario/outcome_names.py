"""Outcomes that a scenario may ask for; the results layer has one measure for each of them."""

from __future__ import annotations

OUTCOME_NAMES: tuple[str, ...] = (
    "aware",
    "exposures",
    "interested",
    "customers",
    "owners",
    "advocates",
    "rejecters",
    "lapsed",
    "units",
    "revenue",
    "repeat_rate",
    "cost",
    "profit",
    "romi",
    "cac",
    "good_messages",
    "bad_messages",
    "net_sentiment",
    "reputation",
    "nps",
    "csat",
    "peak_day",
    "days_to_10",
    "days_to_50",
    "days_to_90",
    "crisis_depth",
    "crisis_half_life",
    "days_to_recover",
    "reputation_recovered",
)

DEFAULT_OUTCOMES = ("customers", "profit", "net_sentiment", "reputation")
"""Outcomes of a scenario that asks for none."""

WITHOUT_DIRECTION = ("exposures", "peak_day", "days_to_10", "days_to_50", "days_to_90")
"""Outcomes of which neither more nor less is better, so that they cannot decide."""
