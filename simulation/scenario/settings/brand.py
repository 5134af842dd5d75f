"""The brand: its price, its product and where it stands on day 0."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simulation.fields import Day, Money, Section, Share, Text, belief, choice, fact, wrong
from simulation.scenario.settings.claims import claimed_fact

DEFECTS = "2 % in the case and 15 % in the model of Goldenberg et al. (2007)"

DAYS_A_MONTH = 365.0 / 12.0

RevenueModel = Literal["one_off", "repeat", "subscription"]
"""Whether a customer buys once, again after some time, or pays until leaving."""


class Brand(Section):
    """What is sold, for how much, how good it is, and who knows it on day 0.

    Qualities run from 0 (useless) over 0.5 (norm of the category) to 1 (best imaginable).
    """

    name: Annotated[str, Field(pattern=r"^\w[\w-]*$")] = fact(
        "ours", "Name in tables and addresses"
    )
    label: Text | None = fact(None, "Name for people; the name if left out")
    price: Annotated[Money, Field(gt=0.0)] = fact(400.0, "List price of a unit", "money")
    unit_cost: Money = fact(150.0, "What a unit costs the brand", "money")
    reference_price: Annotated[Money, Field(gt=0.0)] | None = fact(
        None, "Usual price in the category; the list price if left out", "money"
    )
    on_sale_from: Day = choice(0, "First day on which it can be bought", "day", ge=0)
    revenue_model: RevenueModel = fact("one_off", "Whether customers buy once or again")
    every_days: float | None = fact(
        None,
        "Mean time between purchases, or days that one payment covers; 30 if left out; for "
        "revenue_model repeat and subscription",
        "days",
        gt=0.0,
    )
    churn_per_month: Share | None = fact(
        None,
        "Share of content subscribers who leave in a month; 0.03 if left out; for subscription",
        "share",
    )
    quality: Share = claimed_fact(0.6, "How good the product is", "share", low=0.4, high=0.8)
    quality_spread: Share = claimed_fact(
        0.15,
        "How much units and tastes differ: one standard deviation",
        "share",
        low=0.05,
        high=0.3,
    )
    defect_share: Share = claimed_fact(
        0.05, "Units that fail at first use", "share", low=0.02, high=0.15, source=DEFECTS
    )
    failures_per_year: float = claimed_fact(
        0.0, "Failures of a unit in use", "per year", low=0.0, high=1.0, ge=0.0
    )
    service: Share = claimed_fact(
        0.5, "How good service is before, during and after the sale", "share", low=0.3, high=0.8
    )
    clarity: Share = claimed_fact(
        0.8, "How clear it is what the brand stands for", "share", low=0.4, high=1.0
    )
    consistency: Share = claimed_fact(
        0.8, "How far all touchpoints say the same", "share", low=0.4, high=1.0
    )
    shareability: Share = claimed_fact(
        0.5, "How much the product invites showing and telling", "share", low=0.2, high=0.9
    )
    trust: Share = claimed_fact(
        0.5, "How far people believe what the brand itself says", "share", low=0.3, high=0.8
    )
    trust_recovery_days: float = belief(
        90.0, "Mean time in which lost trust comes back", "days", low=30.0, high=360.0, gt=0.0
    )
    stock: int | None = fact(None, "Units that can be sold; no limit if left out", "units", ge=0)
    expectation: Share = claimed_fact(
        0.5, "Quality that buyers expect before they hear anything", "share", low=0.3, high=0.7
    )
    owners_at_start: Share = claimed_fact(
        0.01,
        "Consumers who own a unit on day 0; somebody must be able to talk",
        "share",
        low=0.0,
        high=0.05,
    )
    aware_at_start: Share = claimed_fact(
        0.1, "Consumers who know the brand on day 0 without owning it", "share", low=0.0, high=0.5
    )
    hours_to_notice: float = claimed_fact(
        24.0,
        "Hours until trouble is noticed without monitor_talk",
        "hours",
        low=6.0,
        high=72.0,
        ge=0.0,
    )

    @property
    def usual_price(self) -> float:
        """The price against which people judge this one."""
        return self.price if self.reference_price is None else self.reference_price

    @property
    def days_between_purchases(self) -> float:
        """Mean time between purchases of a customer who stays, in days."""
        return 30.0 if self.every_days is None else self.every_days

    @model_validator(mode="after")
    def _everybody_once(self) -> Brand:
        known = self.owners_at_start + self.aware_at_start
        if known > 1.0:
            raise wrong(
                f"aware_at_start: owners_at_start and aware_at_start add up to {known:.10g}. "
                "Lower one; together they are at most 1."
            )
        return self

    @model_validator(mode="after")
    def _interval_of_repeats(self) -> Brand:
        if self.every_days is not None and self.revenue_model == "one_off":
            raise wrong("every_days: only for revenue_model repeat. Remove it or write repeat.")
        if self.churn_per_month is not None and self.revenue_model != "subscription":
            text = "churn_per_month: only for revenue_model subscription."
            raise wrong(f"{text} Remove it or write subscription.")
        return self

    @property
    def lapse_per_day(self) -> float | None:
        """Chance a day that a content subscriber leaves; None where people do not subscribe."""
        if self.revenue_model != "subscription":
            return None
        churn = 0.03 if self.churn_per_month is None else self.churn_per_month
        return churn / DAYS_A_MONTH
