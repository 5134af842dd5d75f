"""How people talk about the brand."""

from __future__ import annotations

from simulation.fields import Section, Share, belief

CARRYOVER = "carryover of word of mouth in Trusov et al. (2009); that talk lasts as long is ours"


class Talk(Section):
    """When, how often and to whom owners and others mention the brand."""

    contacts_per_day: float = belief(
        10.0, "Conversations with friends and acquaintances", "per day", low=3.0, high=20.0, ge=0.0
    )
    satisfied_per_day: Share = belief(
        0.3,
        "Share of conversations in which a fully satisfied new owner brings up the brand",
        "share",
        low=0.1,
        high=0.6,
    )
    dissatisfied_per_day: Share = belief(
        0.2,
        "Share of conversations in which a fully dissatisfied new owner brings up the brand",
        "share",
        low=0.05,
        high=0.5,
    )
    lasts_days: float = belief(
        21.0,
        "Mean time for which a purchase stays a topic",
        "days",
        low=7.0,
        high=42.0,
        source=CARRYOVER,
        gt=0.0,
    )
    floor: Share = belief(0.1, "Share of talk that never fades", "share", low=0.0, high=0.3)
    strong_share: Share = belief(
        0.7,
        "Share of conversations held with friends, not acquaintances",
        "share",
        low=0.4,
        high=0.9,
    )
    advocate_factor: float = belief(
        2.0, "Talk of an advocate against that of another owner", "ratio", low=1.0, high=4.0, ge=0.0
    )
    anger_talk: float = belief(
        1.5, "Conversations that full anger adds", "per day", low=0.5, high=4.0, ge=0.0
    )
    rejecter_per_day: float = belief(
        0.02, "Conversations in which a rejecter warns", "per day", low=0.0, high=0.1, ge=0.0
    )
    interested_per_day: float = belief(
        0.01,
        "Conversations in which an interested non-owner praises",
        "per day",
        low=0.0,
        high=0.05,
        ge=0.0,
    )
    posts_per_contact: Share = belief(
        0.12,
        "Chance of a public post for each conversation about the brand",
        "share",
        low=0.02,
        high=0.3,
    )
    post_reach: Share = belief(
        0.15, "Share of followers who see a consumer's post", "share", low=0.05, high=0.35
    )
    participation_shape: float = belief(
        2.0,
        "Evenness of how much people talk: shape of a gamma distribution with mean 1",
        "shape",
        low=0.5,
        high=5.0,
        gt=0.0,
    )
    participation_half_followers: float = belief(
        60.0,
        "Followers at which an account joins in half as much as one with none",
        "followers",
        low=20.0,
        high=300.0,
        gt=0.0,
    )
