"""What owning the product does to people."""

from __future__ import annotations

from simulation.fields import Section, Share, belief

BAD_NEWS = "Goldenberg et al. (2007) let the dissatisfied never return; the size is ours"


class Experience(Section):
    """Satisfaction, loyalty, advocacy, lapse and forgetting."""

    delight: float = belief(
        0.35,
        "Satisfaction above which owners may become advocates",
        "-1 to 1",
        low=0.1,
        high=0.6,
        ge=-1.0,
        le=1.0,
    )
    promise_gap: float = belief(
        0.5,
        "Satisfaction lost for each point by which quality misses expectation",
        "ratio",
        low=0.0,
        high=1.0,
        ge=0.0,
    )
    hype: float = belief(
        0.1,
        "How much praise heard before buying raises expectation",
        "ratio",
        low=0.0,
        high=0.3,
        ge=0.0,
    )
    taste_weight: float = belief(
        0.1, "How much liking the product adds to satisfaction", "ratio", low=0.0, high=0.3, ge=0.0
    )
    service_weight: float = belief(
        0.3, "Satisfaction that perfect service adds to that of usual service, twice over",
        "ratio", low=0.1, high=0.6, ge=0.0,
    )  # fmt: skip
    misreading: float = belief(
        0.2,
        "How much praise raises the wrong expectation where the message was not understood",
        "ratio",
        low=0.0,
        high=0.5,
        ge=0.0,
    )
    defect_loss: float = belief(
        1.0, "Satisfaction lost by a defect", "-1 to 1", low=0.5, high=1.5, ge=0.0
    )
    failure_loss: float = belief(
        0.6, "Satisfaction lost when a unit fails in use and is not repaired", "-1 to 1",
        low=0.3, high=1.2, ge=0.0,
    )  # fmt: skip
    bond: Share = belief(
        0.2,
        "Share of lapsing that is spared while who recommended the brand is still active",
        "share",
        low=0.0,
        high=0.4,
        source="direction: Van den Bulte et al. (2018, abstract); the size is ours",
    )
    forgetting_per_day: Share = belief(
        0.01,
        "Chance a day of forgetting a brand that one only heard of",
        "share",
        low=0.003,
        high=0.03,
    )
    loyalty_per_day: Share = belief(
        0.01, "Chance a day that a satisfied owner becomes loyal", "share", low=0.002, high=0.03
    )
    advocacy_per_day: Share = belief(
        0.01,
        "Chance a day that a delighted loyal owner becomes an advocate",
        "share",
        low=0.002,
        high=0.03,
    )
    lapse_per_day: Share = belief(
        0.001,
        "Chance a day that an owner lapses whatever the satisfaction",
        "share",
        low=0.0,
        high=0.005,
    )
    lapse_dissatisfied: Share = belief(
        0.02,
        "Chance a day of lapsing that full dissatisfaction adds",
        "share",
        low=0.005,
        high=0.05,
        source=BAD_NEWS,
    )
    own_experience: Share = belief(
        0.7,
        "Weight of own experience, against what is heard, in an owner's opinion",
        "share",
        low=0.4,
        high=1.0,
    )
    anger_keeps: Share = belief(
        0.9, "Anger kept from one day to the next", "share", low=0.7, high=0.97
    )
    anger_keeps_resolved: Share = belief(
        0.4,
        "Anger kept from one day to the next once the complaint is settled",
        "share",
        low=0.1,
        high=0.7,
    )
