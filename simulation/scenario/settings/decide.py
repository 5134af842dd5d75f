"""How what people heard moves them along the journey."""

from __future__ import annotations

from simulation.fields import Section, Share, belief


class Decide(Section):
    """Daily chances of becoming interested, buying, cooling and rejecting.

    Both chances are logistic in the balance of good and bad messages x, from -1 to 1.
    """

    interest_base: float = belief(
        -5.84,
        "Log-odds a day of becoming interested, without messages and without confusion",
        "log-odds",
        low=-7.1,
        high=-4.6,
    )
    interest_evidence: float = belief(
        4.0, "What a fully good balance adds to interest", "log-odds", low=2.5, high=5.5, ge=0.0
    )
    purchase_base: float = belief(
        -6.2,
        "Log-odds a day that the interested buy, without messages",
        "log-odds",
        low=-7.5,
        high=-5.0,
    )
    purchase_evidence: float = belief(
        4.0, "What a fully good balance adds to purchase", "log-odds", low=2.5, high=5.5, ge=0.0
    )
    price_sensitivity: float = belief(
        2.5,
        "Log-odds of purchase lost for each log point of price",
        "ratio",
        low=1.0,
        high=4.0,
        ge=0.0,
    )
    taste_spread: float = belief(
        0.8,
        "How much people differ in their liking of the product",
        "log-odds",
        low=0.3,
        high=1.5,
        ge=0.0,
    )
    confusion: float = belief(
        1.0,
        "Log-odds of interest lost where messages are neither clear nor consistent",
        "log-odds",
        low=0.3,
        high=2.0,
        ge=0.0,
    )
    attachment: float = belief(
        3.0,
        "Log-odds of keeping what one owns against buying a rival's, for a neutral owner",
        "log-odds",
        low=1.0,
        high=5.0,
        ge=0.0,
    )
    cooling_per_day: Share = belief(
        0.02,
        "Chance a day that interest cools when nothing good is heard",
        "share",
        low=0.005,
        high=0.05,
    )
    rejection_per_day: Share = belief(
        0.01,
        "Chance a day of rejecting the brand below the next line",
        "share",
        low=0.002,
        high=0.05,
    )
    rejection_below: float = belief(
        -0.5,
        "Balance of messages below which people may reject",
        "-1 to 1",
        low=-0.8,
        high=-0.2,
        ge=-1.0,
        le=1.0,
    )
