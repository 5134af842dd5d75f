"""The small vocabulary in which tactics and events act on a market.

A tactic or an event never touches the market. It *proposes*: a cost and what it buys. The ledger
pays or refuses, and the day applies what was paid.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Consumers = NDArray[np.int32]
"""Row numbers of consumers, (k,) int32."""


class Source(IntEnum):
    """Who speaks; each has its credibility in ``consumers.hear.credibility``."""

    FRIEND = 0
    ACQUAINTANCE = 1
    PUBLIC = 2
    KOC = 3
    KOL = 4
    EMPLOYEE = 5
    BRAND = 6
    ADVERTISING = 7
    NEWS = 8


class Post(NamedTuple):
    """Each of these accounts posts once to its followers (mechanism: message).

    ``reach`` is the share of an account's followers whom the post reaches, each at most once.
    ``number`` tells apart posts of one tactic on one day, so that they reach different followers.
    """

    who: Consumers
    reach: float
    source: Source
    good: bool = True
    disclosed: bool = True
    number: int = 0


class Broadcast(NamedTuple):
    """Everybody may hear it: ``exposures`` messages a consumer on average (mechanism: message)."""

    exposures: float
    source: Source
    good: bool = True
    number: int = 0


class BuyMedia(NamedTuple):
    """Spend on a channel today (mechanism: adstock and saturation).

    The channel carries it over to later days and saturates with all that is spent on it.
    """

    channel: str
    spend: float


class Give(NamedTuple):
    """These consumers get a unit free; they use it today (mechanism: experience)."""

    who: Consumers


class Incite(NamedTuple):
    """Owners talk more while the programme runs (mechanism: talk).

    Owners whose satisfaction is at least ``least_satisfaction`` add ``contacts_gain`` times their
    own talk to friends and ``posts_gain`` times their own posts. They say what they think: good if
    they are satisfied, bad if not. Holds for the day it is proposed.
    """

    least_satisfaction: float
    contacts_gain: float
    posts_gain: float


class Price(NamedTuple):
    """Today the price is ``factor`` times the list price for everybody (mechanism: gate)."""

    factor: float


class Coupon(NamedTuple):
    """Who was last told by this tactic pays ``amount`` less today (mechanism: gate)."""

    amount: float


class PayOn(NamedTuple):
    """Pay ``amount`` from the tactic's purse for each occasion today (mechanism: ledger)."""

    occasion: Literal["credited_purchase", "incited_post"]
    amount: float
    kind: str
    most: int | None = None
    """Largest number of payments today; None for no limit but the purse."""


class Hurt(NamedTuple):
    """Something bad happened to these consumers (mechanism: complaint and anger).

    ``loss`` is taken from the satisfaction of owners among them; ``against`` is added to the
    evidence against the brand of the others; all of them get ``anger``. Opens a case named as the
    event.
    """

    who: Consumers
    loss: float
    anger: float
    against: float


class Reply(NamedTuple):
    """The brand answers a case (mechanism: complaint and anger).

    From ``fraction`` of today on, the anger talk of the case is ``1 - calming`` of what it was and,
    if ``public``, the news about it as well. A negative ``calming`` fuels both.
    """

    case: str
    fraction: float
    calming: float
    public: bool


class Resolve(NamedTuple):
    """The brand settles complaints of a case (mechanism: complaint and anger).

    A ``share`` of those hurt, by lot, get ``restored`` of what they lost back from ``fraction`` of
    today on, and their anger leaves faster: it falls by a night's worth at once, less the later in
    the day. Each settled complaint costs ``amount`` from the tactic's purse.
    """

    case: str
    fraction: float
    share: float
    restored: float
    amount: float


class Notice(NamedTuple):
    """A case is known ``hours`` after today began, with chance ``share`` (brand scalar)."""

    hours: float
    share: float


Action = (
    Post
    | Broadcast
    | BuyMedia
    | Give
    | Incite
    | Price
    | Coupon
    | PayOn
    | Hurt
    | Reply
    | Resolve
    | Notice
)


class Proposal(NamedTuple):
    """What a tactic asks for: actions, their cost today and what the ledger should call it.

    A ``divisible`` proposal is paid in part when the purse is short (a day of advertising); the
    others are paid in full or refused.
    """

    actions: tuple[Action, ...]
    cost: float = 0.0
    kind: str = "fee"
    divisible: bool = False
