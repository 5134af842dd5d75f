"""Channels that can be bought, and what accounts charge for a post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from simulation.fields import Money, Section, Share, belief, fact
from simulation.scenario.settings.claims import claimed_fact
from simulation.scenario.settings.dates import Date

CPM = "mr010.com price table (2025): 25 to 32 yuan; sources disagree by two to three times"
Step = Literal["interest", "purchase", "repeat", "loyalty", "advocacy", "lapse"]
"""A step of the journey."""

CARRYOVER = "carryover of media of 3 to 7 days in Trusov et al. (2009)"


class Channel(Section):
    """A paid channel that can reach everybody.

    Whoever hears it may become aware; ``acts_on`` names the further steps that it presses on, each
    with the log-odds that it adds when the channel is fully saturated (client's article S2, row 63:
    social media for interest, search for purchase, a store for trust and coming back).
    """

    acts_on: dict[Step, float] = belief(
        {}, "Steps of the journey that it presses on, with log-odds at full saturation",
        "log-odds", low=0.0, high=1.5,
    )  # fmt: skip

    carryover_days: float = claimed_fact(
        5.0,
        "Days after which 5 % of an advertisement's effect is left",
        "days",
        low=3.0,
        high=7.0,
        source=CARRYOVER,
        ge=0.0,
    )
    half_spend: Annotated[Money, Field(gt=0.0)] | None = fact(
        None,
        "Spending a day at which half of the reach is lost; half a message a person if left out",
        "money",
    )
    cost_per_thousand: Annotated[Money, Field(gt=0.0)] = claimed_fact(
        30.0,
        "Price of a thousand views, in or outside this market",
        "money",
        low=15.0,
        high=60.0,
        evidence="practitioner_claim",
        source=CPM,
    )


class Fee(Section):
    """What one post costs: a base and an amount for each follower, in or outside this market."""

    fee_base: Money = fact(0.0, "Part of the fee that does not depend on followers", "money")
    fee_per_follower: Money = fact(..., "Fee for each follower, in or outside this market", "money")
    followers_from: int = fact(
        0, "Followers from which platforms speak of this tier", "followers", ge=0
    )

    def of(self, followers: float, in_market_share: float = 1.0) -> float:
        """Fee of an account with this many followers in the market, for one post."""
        return self.fee_base + self.fee_per_follower * followers / in_market_share


class Prices(Section):
    """A dated list of what accounts charge for a post, by role."""

    dated: Date = fact(..., "When these prices were seen", "date")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = fact(..., "ISO 4217 code")
    source: str = fact("", "Where these prices were seen")
    kol_head: Fee = Field(description="Fees of head KOLs")
    kol_waist: Fee = Field(description="Fees of waist KOLs")
    kol_tail: Fee = Field(description="Fees of tail KOLs")
    koc: Fee = Field(description="Fees of KOCs")

    def of(self, role: str) -> Fee:
        """Fees of a role: kol_head, kol_waist, kol_tail or koc."""
        if role not in PRICED_ROLES:
            raise KeyError(role)
        fee: Fee = getattr(self, role)
        return fee


PRICED_ROLES = ("kol_head", "kol_waist", "kol_tail", "koc")
"""Roles that a price list names."""


CHANNELS = ("video", "social", "search")
"""Channels that every scenario has, with the defaults of :class:`Channel`."""


def _with_usual(written: Any) -> Any:
    if not isinstance(written, Mapping):
        return written
    return {name: {} for name in CHANNELS} | dict(written)


class Platform(Section):
    """A place where content lives on after it was posted, and how it finds its readers.

    A post has as many views as elsewhere; ``recommended_share`` of them go to people by lot over
    the coming days, the rest to the author's followers at once. Holds for posts of consumers and of
    hired accounts where ``network.platform`` names the platform.
    """

    recommended_share: Share = belief(
        0.0, "Share of a post's views that the platform's recommender brings", "share",
        low=0.0, high=0.9,
    )  # fmt: skip

    half_life_hours: float = belief(
        24.0, "Hours in which half of all its views come", "hours", low=1.0, high=720.0, gt=0.0
    )


PLATFORMS = {
    "weibo": {"half_life_hours": 6.0, "recommended_share": 0.1},
    "wechat": {"half_life_hours": 36.0, "recommended_share": 0.0},
    "xiaohongshu": {"half_life_hours": 240.0, "recommended_share": 0.7},
    "douyin": {"half_life_hours": 24.0, "recommended_share": 0.8},
}
"""How long content lives and who brings its views: assumptions of ours; no source was found."""


def _with_platforms(written: Any) -> Any:
    if not isinstance(written, Mapping):
        return written
    return dict(PLATFORMS) | dict(written)


class Media(Section):
    """What reach costs in this market."""

    in_market_share: Annotated[Share, Field(gt=0.0)] = claimed_fact(
        0.05,
        "Share of an account's or channel's audience that is in this market",
        "share",
        low=0.01,
        high=0.3,
    )
    price_list: str = fact(
        "xiaohongshu_2025", "Price list of posts: a preset's name, or a YAML file's path"
    )
    prices: Prices = Field(description="The price list, where a scenario changes it")
    channels: Annotated[dict[str, Channel], BeforeValidator(_with_usual)] = Field(
        default_factory=lambda: {name: Channel() for name in CHANNELS},
        description="Channels by name; video, social and search are always there",
    )
    platforms: Annotated[dict[str, Platform], BeforeValidator(_with_platforms)] = Field(
        default_factory=lambda: {
            name: Platform(**settings) for name, settings in PLATFORMS.items()
        },
        description="Where content lives on; weibo, wechat, xiaohongshu and douyin are there",
    )
    synergy: float = belief(
        0.0,
        "Strength that a saturated channel adds to the push of each other one",
        "ratio",
        low=0.0,
        high=0.5,
        source="direction: Naik & Raman (2003, abstract); the size is ours",
        ge=0.0,
    )
