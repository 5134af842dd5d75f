"""Publish content: the brand's own posts, which live on for a while and may be passed on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal, NamedTuple

from simulation.fields import Money, Section, Share, belief, choice
from simulation.market.actions import Action, Broadcast, Incite, Proposal, Shift, Source
from simulation.market.view import View
from simulation.tactics.base import Tactic

Format = Literal["article", "case", "h5", "short_video", "livestream"]
Theme = Literal["use", "story", "insight"]
Angle = Literal["direct", "indirect"]
_DAYS_A_WEEK = 7.0
_ONE_DAY = 1.0
_NUMBERS = 256
_AROUSAL = "direction: strong feeling is shared more, Berger & Milkman (2012, recalled); size ours"
_PERSUASION = "direction: persuasion knowledge, Friestad & Wright (1994, recalled); size ours"


def _factor(default: float, what: str, low: float, high: float, source: str = "") -> float:
    return belief(default, what, "ratio", low=low, high=high, source=source, ge=0.0)  # type: ignore[no-any-return]


class Contents(Section):
    """What a piece costs, whom it reaches, how far it is believed and passed on.

    By format against an article, by theme against one about using the product.
    """

    case_cost: float = _factor(1.5, "Cost of a user's case", 1.0, 3.0)
    case_reach: float = _factor(0.8, "Reach of a user's case", 0.5, 1.2)
    case_worth: float = _factor(1.2, "Credibility of a user's case", 1.0, 1.5)
    case_shared: float = _factor(0.8, "Passing on of a user's case", 0.4, 1.2)
    h5_cost: float = _factor(2.5, "Cost of an interactive page", 1.5, 5.0)
    h5_reach: float = _factor(1.0, "Reach of an interactive page", 0.6, 2.0)
    h5_worth: float = _factor(0.8, "Credibility of an interactive page", 0.5, 1.1)
    h5_shared: float = _factor(2.0, "Passing on of an interactive page", 1.0, 3.0)
    short_video_cost: float = _factor(3.0, "Cost of a short video", 1.5, 6.0)
    short_video_reach: float = _factor(2.5, "Reach of a short video", 1.5, 5.0)
    short_video_worth: float = _factor(0.8, "Credibility of a short video", 0.5, 1.1)
    short_video_shared: float = _factor(1.2, "Passing on of a short video", 0.8, 2.0)
    livestream_cost: float = _factor(4.0, "Cost of a livestream", 2.0, 8.0)
    livestream_reach: float = _factor(2.0, "Reach of a livestream", 1.0, 4.0)
    livestream_worth: float = _factor(1.2, "Credibility of a livestream", 0.8, 1.5)
    livestream_shared: float = _factor(0.5, "Passing on of a livestream", 0.2, 1.0)
    story_worth: float = _factor(0.85, "Credibility of a story", 0.6, 1.1)
    story_shared: float = _factor(1.5, "Passing on of a story", 1.0, 2.5)
    insight_reach: float = _factor(0.6, "Reach of an insight into the trade", 0.3, 1.0)
    insight_worth: float = _factor(1.3, "Credibility of an insight into the trade", 1.0, 1.6)
    emotion_shared: float = _factor(1.5, "Passing on that full emotion adds", 0.5, 3.0, _AROUSAL)
    emotion_worth: float = _factor(0.3, "Credibility that full emotion takes away", 0.0, 0.6)

    def of(self, part: str, *kinds: str) -> float:
        """Product of the factors of these kinds on cost, reach, worth or shared."""
        return math.prod(float(getattr(self, f"{kind}_{part}", 1.0)) for kind in kinds)


class Piece(NamedTuple):
    """One piece: its cost, messages a person that it makes, credibility, and passing on."""

    cost: float
    reach: float
    credibility: float
    passed_on: float


class PublishContent(Tactic):
    """The brand publishes posts of its own; they live on, and people pass some of them on.

    Client's articles S2 (rows 65, 67, 68), S3 (129, 130) and S4 (116, 125). A piece makes
    ``reach_share`` messages a person, half of those left within each half-life of ``platform``.
    Format and theme change cost, reach, credibility and passing on (:class:`Contents`): use
    persuades, stories are shared. ``emotion`` is shared more and believed less. An indirect piece
    (about something else than the product) escapes what people know about persuasion, the more the
    less they trust the brand, but only ``about_share`` of it is about the brand: it meets as many
    people, says less, and less of what they pass on is about the brand::

        credibility x about_share (1 + persuasion_discount (1 - trust)),  passing on x about_share

    Of those who meet a piece a share passes it on: conversations by anybody who knows the brand,
    in which the dissatisfied and rejecters speak against it. ``reuse_share`` of the pieces are made
    from others: cheaper, and a little more of one voice. All sizes are assumptions.
    """

    title: ClassVar = {"en": "Publish content", "zh": "内容种草"}
    is_media: ClassVar[bool] = True

    kind: Literal["publish_content"] = "publish_content"
    format: Format = choice("article", "Form of the pieces")
    theme: Theme = choice("use", "What they are about: using it, people's stories, insights")
    angle: Angle = choice("direct", "Whether they speak of the product itself")
    emotion: Share = choice(0.0, "How strongly they move people", "share")
    posts_per_week: float = choice(2.0, "Pieces a week", "per week", ge=0.0, le=70.0)
    reuse_share: Share = choice(0.0, "Share of the pieces made out of earlier ones", "share")
    platform: str | None = choice(
        None, "Where they are posted, of media.platforms; the network's platform if left out"
    )
    cost_per_post: Money = choice(500.0, "Price of an article; other formats times theirs", "money")
    contents: Contents = choice(Contents(), "What each format and theme does")
    reach_share: Share = belief(
        0.03, "Messages a person that one article makes over its life", "share", low=0.005, high=0.1
    )
    pass_on_share: Share = belief(
        0.03, "Share of those who meet an article who bring it up with somebody", "share",
        low=0.0, high=0.1,
    )  # fmt: skip
    persuasion_discount: float = belief(
        0.8, "Credibility that an indirect piece gains where the brand is not trusted at all",
        "ratio", low=0.2, high=1.5, source=_PERSUASION, ge=0.0,
    )  # fmt: skip
    about_share: Share = belief(
        0.7, "Share of an indirect piece that is about the brand", "share", low=0.3, high=0.9
    )
    reuse_saving: Share = belief(
        0.6, "Share of its cost that a piece made out of another saves", "share", low=0.3, high=0.8
    )
    reuse_consistency: Share = belief(
        0.05, "Consistency that it adds when every piece is made out of others", "share",
        low=0.0, high=0.15,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """An unknown platform, or money for not even one piece."""
        if self.platform is not None and self.platform not in view.half_lives:
            known = ", ".join(view.half_lives)
            return [f'platform: "{self.platform}" is not in media.platforms ({known}). Use one.']
        cost = self.piece(view).cost
        if self.posts_per_week > 0.0 and cost > view.purse:
            short = f"{view.purse:,.0f} cannot buy one piece at {cost:,.0f}"
            return [f"cost_per_post: {short}. Raise the budget."]
        return []

    def piece(self, view: View) -> Piece:
        """What one piece is worth today; it changes with the trust in the brand alone."""
        trust = view.scalars["trust"]
        known: tuple[float, Piece] | None = view.memory.get("piece")
        if known is None or known[0] != trust:
            known = view.memory["piece"] = (trust, self._piece(trust))
        return known[1]

    def _piece(self, trust: float) -> Piece:
        kinds, c = (self.format, self.theme), self.contents
        about, believed = 1.0, 1.0
        moved = 1.0 + self.emotion * c.emotion_shared
        unsaved = 1.0 - self.reuse_share * self.reuse_saving
        if self.angle == "indirect":
            about = self.about_share
            believed += self.persuasion_discount * (1.0 - trust)
        return Piece(
            self.cost_per_post * c.of("cost", *kinds) * unsaved,
            self.reach_share * c.of("reach", *kinds),
            c.of("worth", *kinds) * (1.0 - self.emotion * c.emotion_worth) * believed * about,
            self.pass_on_share * c.of("shared", *kinds) * moved * about,
        )

    def half_life(self, view: View) -> float:
        """Days in which half of the views of a piece come."""
        name = self.platform or view.platform
        return view.half_lives.get(name, _ONE_DAY) if name else _ONE_DAY

    def propose(self, view: View) -> Iterable[Proposal]:
        """Publish today's pieces; people meet those that still live and pass some on."""
        age, piece, half = view.day - self.day, self.piece(view), self.half_life(view)
        rate = self.posts_per_week / _DAYS_A_WEEK
        due = math.ceil((age + 1) * rate) - math.ceil(age * rate)
        new = 0.0
        for _ in range(due):
            if piece.cost > view.purse * (1 + 1e-12):
                view.leaves_money_because("the next piece costs more than is left")
                break
            new += piece.reach
            number = self.number(view, piece.credibility)
            said = Broadcast(piece.reach, Source.BRAND, True, number, piece.credibility, half)
            yield Proposal((said,), piece.cost, "media")
        keep = math.exp(-math.log(2.0) / half)
        left = view.memory.get("left", 0.0) + new
        view.memory["left"] = left * keep
        actions: tuple[Action, ...] = ()
        if left * (1.0 - keep) * piece.passed_on > 0.0:
            told = left * (1.0 - keep) * piece.passed_on
            actions += (Incite(contacts=told, to="anybody", credibility=1.0),)
        if left > 0.0 and self.reuse_share > 0.0:
            actions += (Shift("consistency", self.reuse_share * self.reuse_consistency),)
        if actions:
            yield Proposal(actions)

    def number(self, view: View, credibility: float) -> int:
        """Pieces that are believed differently reach people by draws of their own."""
        number, known = view.memory.get("believed", (0, credibility))
        if known != credibility:
            number = (number + 1) % _NUMBERS
        view.memory["believed"] = (number, credibility)
        return int(number)
