"""The review board: what interested people read before they buy."""

from __future__ import annotations

from typing import Literal

from simulation.fields import Section, Share, belief, fact

Order = Literal["recent", "all", "pinned"]
YELP = "16 % of restaurant reviews on Yelp are filtered, Luca & Zervas (2016)"


class Reviews(Section):
    """How many reviews people read, in which order, and what they make of them."""

    read: int = belief(
        10, "Reviews that an interested person reads", "reviews", low=3, high=30, ge=0, le=100
    )
    order: Order = fact(
        "recent", "What readers see: recent ones, all alike, or good ones pinned to the top"
    )
    visible_days: float = belief(
        30.0,
        "Mean time for which a recent review is near the top",
        "days",
        low=7.0,
        high=120.0,
        gt=0.0,
    )
    pinned_share: Share = belief(
        0.3, "Share of the reading that good reviews take where they are pinned", "share",
        low=0.1, high=0.6,
    )  # fmt: skip
    fake_filter: Share = belief(
        0.16, "Share of fake reviews that the platform removes", "share",
        low=0.05, high=0.5, evidence="published", source=YELP,
    )  # fmt: skip
    herding: Share = belief(
        0.0, "How far the shown mean pulls new reviews", "ratio", low=0.0, high=0.4
    )
    weight: float = belief(
        0.5,
        "Log-odds of a purchase that an entirely good board adds",
        "log-odds",
        low=0.0,
        high=1.5,
        source="direction: volume and valence matter, You et al. (2015, abstract); size assumed",
        ge=0.0,
    )
    share: Share = belief(
        0.02, "Buyers who write a review whatever they think", "share", low=0.005, high=0.1
    )
    extreme: Share = belief(
        0.1, "Share of the fully satisfied or dissatisfied that this adds", "share",
        low=0.02, high=0.4,
    )  # fmt: skip
