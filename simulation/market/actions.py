"""The small vocabulary in which tactics and events act on a market.

A tactic or an event never touches the market. It *proposes*: a cost and what it buys. The ledger
pays or refuses, and the day applies what was paid. Each action names the mechanism it works by;
``docs/odd.md`` says how each mechanism works.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Literal, NamedTuple

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
    EXPERT = 9
    MEMBER = 10


class Voice(IntEnum):
    """Kind of voice that a listener tells apart: two that agree confirm one another."""

    ACQUAINTED = 1
    STRANGER = 2
    INFLUENCER = 4
    BRAND = 8
    THIRD_PARTY = 16


VOICE_OF: dict[Source, Voice] = {
    Source.FRIEND: Voice.ACQUAINTED,
    Source.ACQUAINTANCE: Voice.ACQUAINTED,
    Source.PUBLIC: Voice.STRANGER,
    Source.KOC: Voice.INFLUENCER,
    Source.KOL: Voice.INFLUENCER,
    Source.EMPLOYEE: Voice.STRANGER,
    Source.BRAND: Voice.BRAND,
    Source.ADVERTISING: Voice.BRAND,
    Source.NEWS: Voice.THIRD_PARTY,
    Source.EXPERT: Voice.THIRD_PARTY,
    Source.MEMBER: Voice.BRAND,
}

FIRM_LINKED = frozenset({Source.BRAND, Source.ADVERTISING, Source.MEMBER})
"""Sources whose word is worth as much as the trust in the brand; disclosed posts are too."""


class Transition(IntEnum):
    """Named steps of the journey on which a lever can press."""

    INTEREST = 0
    PURCHASE = 1
    REPEAT = 2
    LOYALTY = 3
    ADVOCACY = 4
    LAPSE = 5


Scalar = Literal[
    "quality",
    "defect_share",
    "failures_per_year",
    "service",
    "expectation",
    "clarity",
    "consistency",
    "shareability",
    "trust",
    "morale",
    "image",
    "handoff",
    "data",
    "posts_removed",
    "repair",
]
"""What a brand is today, each a number 0 to 1 (``failures_per_year`` is at least 0)."""


class Post(NamedTuple):
    """Each of these accounts posts once to its followers (mechanism: message).

    ``reach`` is the share of an account's followers whom the post reaches, each at most once.
    ``number`` (0 to 255) tells apart posts of one tactic on one day, so that they reach different
    followers. ``credibility`` multiplies that of the source.
    """

    who: Consumers
    reach: float
    source: Source
    good: bool = True
    disclosed: bool = False
    number: int = 0
    credibility: float = 1.0


class Broadcast(NamedTuple):
    """Everybody may hear it: ``exposures`` messages a consumer on average (mechanism: message).

    With ``half_life_days`` the message lives on: the exposures are spread over the days from today
    on, half of those that are left within each half-life. ``credibility`` multiplies that of the
    source.
    """

    exposures: float
    source: Source
    good: bool = True
    number: int = 0
    credibility: float = 1.0
    half_life_days: float = 0.0


class Tell(NamedTuple):
    """Each of these consumers hears it with chance ``share``: a direct message (message)."""

    who: Consumers
    share: float
    source: Source
    good: bool = True
    number: int = 0
    credibility: float = 1.0


class BuyMedia(NamedTuple):
    """Spend on a channel today (mechanism: adstock and saturation).

    The channel carries it over to later days and saturates with all that is spent on it.
    ``gain`` multiplies what the money buys (targeting); ``credibility`` that of advertising.
    """

    channel: str
    spend: float
    gain: float = 1.0
    credibility: float = 1.0


class Give(NamedTuple):
    """These consumers get a unit free; they use it today (mechanism: experience)."""

    who: Consumers


class Sample(NamedTuple):
    """These consumers try the product once (mechanism: experience).

    Each meets a unit of true quality and remembers it as ``weight`` messages for or against.
    """

    who: Consumers
    weight: float


class Incite(NamedTuple):
    """People talk more while the programme runs (mechanism: talk).

    Owners whose satisfaction is at least ``least_satisfaction`` add ``contacts_gain`` times their
    own talk to friends and ``posts_gain`` times their own posts; ``contacts`` and ``posts`` add
    that many a day whatever they would say by themselves. They say what they think, or what
    ``voice`` says. ``to`` is who takes part: owners, people who are interested and have no unit,
    those of them who were turned away for want of a unit, or anybody who knows the brand. With
    ``members`` only those enrolled by this tactic take part. ``reviews_gain`` multiplies the
    chance that a buyer writes a review: ``1 + reviews_gain``. ``credibility`` multiplies that of
    whoever speaks; None is that of rewarded talk. Holds for the day it is proposed.
    """

    least_satisfaction: float = -1.0
    contacts_gain: float = 0.0
    posts_gain: float = 0.0
    contacts: float = 0.0
    posts: float = 0.0
    to: Literal["owners", "interested", "waiting", "anybody"] = "owners"
    members: bool = False
    voice: Literal["own", "good", "bad"] = "own"
    reviews_gain: float = 0.0
    credibility: float | None = None


class Price(NamedTuple):
    """Today the price is ``factor`` times the list price (mechanism: gate).

    With ``members`` only for those enrolled by this tactic.
    """

    factor: float
    members: bool = False


class Coupon(NamedTuple):
    """Who was last told by this tactic pays ``amount`` less today (mechanism: gate)."""

    amount: float


class Reopen(NamedTuple):
    """Those enrolled by this tactic may buy another unit (mechanism: gate).

    ``chance`` a day for a neutral owner at the usual price.
    """

    chance: float


class Enrol(NamedTuple):
    """These consumers join the group of this tactic, or leave it (mechanism: membership)."""

    who: Consumers
    leave: bool = False


class Press(NamedTuple):
    """A push on one step of the journey, today (mechanism: stage hazards).

    ``amount`` is added to the log-odds of becoming interested, buying or buying again, or to the
    logarithm of the daily chance of loyalty, advocacy or lapse. With ``members`` only for those
    enrolled by this tactic.
    """

    on: Transition
    amount: float
    members: bool = False


class Limit(NamedTuple):
    """Who may buy today, and how many units there are (mechanism: gate).

    ``members_only`` closes the shop to all but those enrolled by this tactic; ``closed`` to all.
    ``release`` adds units to a stock; None leaves the stock as it is, and unlimited if no tactic
    and not the brand limits it. Whoever wants a unit and gets none waits for one and adds
    ``frustration`` to the evidence against the brand.
    """

    members_only: bool = False
    closed: bool = False
    release: int | None = None
    frustration: float = 0.0


class Shift(NamedTuple):
    """What the brand is changes by ``amount`` (mechanism: brand scalars).

    For today, or for good if ``lasting`` (a lasting loss of trust heals slowly).
    """

    scalar: Scalar
    amount: float
    lasting: bool = False


class Review(NamedTuple):
    """The review board changes (mechanism: review board).

    ``fake`` reviews are added (a part of them is filtered out); ``bad_removed`` is the share of bad
    reviews taken away; ``pinned`` the share of the readers' sample that good reviews fill today.
    """

    fake: float = 0.0
    bad_removed: float = 0.0
    pinned: float = 0.0


class PayOn(NamedTuple):
    """Pay ``amount`` from the tactic's purse for each occasion today (mechanism: ledger)."""

    occasion: Literal["credited_purchase", "incited_post", "review", "member_purchase", "repeat"]
    amount: float
    kind: str
    most: int | None = None
    """Largest number of payments today; None for no limit but the purse."""


class MovePurse(NamedTuple):
    """Unspent money goes from one tactic to another of the same strategy (mechanism: ledger)."""

    source: str
    target: str
    amount: float


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
    the day. Each settled complaint costs ``amount`` from the tactic's purse. The case
    ``"complaints"`` holds those whose own unit failed; of these only who has waited ``after_hours``
    is settled, ``most`` a day.
    """

    case: str
    fraction: float
    share: float
    restored: float
    amount: float
    after_hours: float = 0.0
    most: int | None = None


class Notice(NamedTuple):
    """A case is known ``hours`` after today began, with chance ``share`` (brand scalar)."""

    hours: float
    share: float


class Cause(NamedTuple):
    """A tactic brings trouble on itself: an event strikes today (mechanism: complaint and anger).

    ``kind`` is an event that the tactic names in ``causes``; ``fields`` are that event's.
    """

    kind: str
    fields: Mapping[str, Any]


COMPLAINTS = "complaints"
"""Name of the standing case of those whose own unit failed."""

Action = (
    Post
    | Broadcast
    | Tell
    | BuyMedia
    | Give
    | Sample
    | Incite
    | Price
    | Coupon
    | Reopen
    | Enrol
    | Press
    | Limit
    | Shift
    | Review
    | PayOn
    | MovePurse
    | Hurt
    | Reply
    | Resolve
    | Notice
    | Cause
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
