"""What a brand's desk has to know of the brand and the people before a run begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from simulation.market.actions import Scalar, Source
from simulation.market.board import BoardSettings
from simulation.market.media import Channel


class Address(NamedTuple):
    """Where a tactic's or event's draws and credit belong: by its name, not its place in a list."""

    slot: int
    stream: int


class Recommended(NamedTuple):
    """How a platform carries posts beyond the followers of who wrote them.

    ``share`` of all views come from its recommender, half of them within ``half_life_days``;
    ``views`` are those of a consumer's own post on average.
    """

    share: float = 0.0
    half_life_days: float = 1.0
    views: float = 0.0


@dataclass
class Terms:
    """Numbers of one brand that do not change during a run.

    ``people`` is how many people of the real market one consumer stands for: money counts people.
    """

    brand_slot: int
    list_price: float
    usual_price: float
    unit_cost: float
    hours_to_notice: float
    quality_spread: float
    on_sale_from: int
    repeat: float
    """Chance a day that a neutral owner buys again; 0 for a one-off product."""
    billing_days: float
    """Days that a unit is paid for, then it is paid again; 0 where it is paid once."""
    stock: int | None
    scalars: Mapping[Scalar, float]
    trust_recovery_days: float
    board: BoardSettings
    credibility: Mapping[Source, float]
    disclosed_factor: float
    rewarded_factor: float
    fidelity: float
    """Share of a message that a retelling keeps where the brand is not clear at all."""
    confusion: float
    """Log-odds of interest lost where messages are neither clear nor consistent."""
    tells_voices: bool
    """Whether listeners tell kinds of voices apart (``consumers.hear.confirmation``)."""
    channels: Mapping[str, Channel]
    synergy: float
    recommended: Recommended
    people: int = 1
    groups: Mapping[str, int] = field(default_factory=dict)
    """Bit of the group of each tactic that enrols people."""
