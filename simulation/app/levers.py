"""The main levers of a scenario, each with the bounds, the unit and the evidence of its field."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from simulation.app.draft import Draft, section_at
from simulation.scenario.anatomy import bounds_of, nature_of, options_of

GROUPS: Mapping[str, tuple[str, ...]] = {
    "What is sold": (
        "brand.price",
        "brand.unit_cost",
        "brand.quality",
        "brand.defect_share",
        "brand.shareability",
        "brand.clarity",
    ),
    "Where it starts": (
        "network.consumers",
        "days",
        "budget",
        "brand.owners_at_start",
        "brand.aware_at_start",
    ),
    "How people talk": (
        "consumers.talk.satisfied_per_day",
        "consumers.talk.dissatisfied_per_day",
        "consumers.talk.contacts_per_day",
        "consumers.talk.lasts_days",
    ),
    "How people listen and decide": (
        "consumers.hear.attention_per_week",
        "consumers.hear.memory_days",
        "consumers.decide.price_sensitivity",
        "consumers.experience.forgetting_per_day",
        "media.in_market_share",
    ),
}
"""Addresses of the levers on the page; those that a scenario does not have are left out."""

_STEPS = 30
"""A slider has about so many steps, of a round size."""


class Lever(NamedTuple):
    """One setting that a visitor can move."""

    key: str
    about: str
    """Its description, in English."""
    value: float | None
    unit: str
    low: float | None
    high: float | None
    """Ends of its slider; None where its field has none, so that it is a box."""
    likely: tuple[float, float] | None
    """Plausible range, where somebody said one."""
    is_whole: bool
    nature: str
    evidence: str
    """Empty for what a strategist chooses, or what is a plain fact."""
    source: str

    @property
    def is_slider(self) -> bool:
        """Whether both ends are known."""
        return self.low is not None and self.high is not None and self.value is not None

    @property
    def step(self) -> float:
        """Round size of a step."""
        if self.low is None or self.high is None:
            return 1.0
        size = float(10.0 ** math.floor(math.log10(max(self.high - self.low, 1e-9) / _STEPS)))
        return max(1.0, size) if self.is_whole else size

    def plain(self, value: float) -> float | int:
        """A value as the scenario takes it."""
        return round(value) if self.is_whole else float(f"{value:.6g}")


def levers(draft: Draft) -> dict[str, list[Lever]]:
    """The levers of a scenario by group."""
    found = {
        group: [lever for key in keys if (lever := lever_at(draft, key)) is not None]
        for group, keys in GROUPS.items()
    }
    return {group: rows for group, rows in found.items() if rows}


def lever_at(draft: Draft, key: str) -> Lever | None:
    """One setting as a lever; None where the scenario has no such number."""
    place = section_at(draft.scenario, key)
    if place is None:
        return None
    section, name = place
    field = type(section).model_fields[name]
    value = getattr(section, name)
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        return None
    about, bounds, known = nature_of(field), bounds_of(field), draft.parameters.get(key)
    likely = None
    if known is not None and known.low is not None and known.high is not None:
        likely = (known.low, known.high)
    low, high = _ends(bounds.low, bounds.high, likely, value)
    return Lever(
        key,
        field.description or "",
        value,
        str(about.get("unit", "")),
        low,
        high,
        likely,
        int in options_of(field.annotation),
        str(about.get("nature", "")),
        "" if known is None else known.evidence,
        "" if known is None else known.source,
    )


def _ends(
    low: float | None,
    high: float | None,
    likely: tuple[float, float] | None,
    value: float | None,
) -> tuple[float | None, float | None]:
    """Where a slider ends: at the plausible range, widened to the value; a share at 0 and 1."""
    if value is None:
        return None, None
    if likely is not None and likely[0] < likely[1]:
        return min(likely[0], value), max(likely[1], value)
    return (low, high) if low is not None and high == 1.0 else (None, None)
