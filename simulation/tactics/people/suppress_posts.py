"""Suppress posts: bad posts and reviews are taken down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.dynamics.tables import BAD_MESSAGES, GOOD_MESSAGES, POSTS, REVIEWS_BAD
from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Proposal, Review, Shift
from simulation.market.view import View
from simulation.tactics.base import Tactic
from simulation.tactics.people.exposure import FAKES_EXPOSED, Exposure, is_found_out


class SuppressPosts(Tactic):
    """A share of bad posts and bad reviews disappears, until people notice that they do.

    Client's article S0 (row 23): control beyond measure backfires. Of owners' bad posts a share
    ``removed_share`` is not seen today; of the bad reviews as much goes on the first day, then of
    those written since. Conversations cannot be deleted. Each removed piece is noticed with
    ``chance_detected_per_post``: then it ends and ``fakes_exposed`` strikes with this tactic's
    ``exposure``. The number removed today is expected from yesterday: ``removed_share`` of the bad
    posts that there would have been (bad messages times posts a message), and of the new bad
    reviews. Direction: the article; sizes are assumptions.
    """

    title: ClassVar = {"en": "Suppress posts", "zh": "删帖控评"}
    causes: ClassVar[tuple[str, ...]] = (FAKES_EXPOSED,)

    kind: Literal["suppress_posts"] = "suppress_posts"
    removed_share: Share = choice(
        0.5, "Share of bad posts and of bad reviews that is taken down", "share"
    )
    cost_per_post: Money = choice(100.0, "Price of taking one down", "money")
    chance_detected_per_post: Share = belief(
        0.002, "Chance that one removal is noticed and told", "share", low=0.0, high=0.02
    )
    exposure: Exposure = choice(
        Exposure(trust_loss=0.2, share_of_aware=0.03), "What being found out costs"
    )

    def problems(self, view: View) -> list[str]:
        """Nothing to remove, or no money at all."""
        if self.removed_share <= 0.0:
            return ["removed_share: nothing is removed. Raise it."]
        if self.cost_per_post > 0.0 and view.purse <= 0.0:
            return [f"budget: {view.purse:,.0f} pays for nothing. Raise it."]
        return []

    def removed(self, view: View, new: float = 1.0) -> float:
        """Posts and reviews that will be taken down today, as yesterday leads to expect.

        ``new`` is the share of the bad reviews that nobody has gone through yet.
        """
        good, bad, posts = (int(view.yesterday[k]) for k in (GOOD_MESSAGES, BAD_MESSAGES, POSTS))
        kept = 1.0 - self.removed_share
        messages = good + kept * bad
        bad_posts = bad * min(1.0, posts / messages) if messages > 0.0 else 0.0
        return self.removed_share * (bad_posts + new * view.board.bad) * view.people

    def new_reviews(self, view: View) -> float:
        """Share of the bad reviews on the board that nobody has gone through yet.

        On the first day all of them, then those of yesterday.
        """
        if "begun" not in view.memory:
            view.memory["begun"] = True
            return 1.0
        if view.board.bad <= 0.0:
            return 0.0
        return min(1.0, float(view.yesterday[REVIEWS_BAD]) / view.board.bad)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Take down as much as agreed, until it is noticed."""
        if self.removed_share <= 0.0 or "found_out" in view.memory:
            return
        new = self.new_reviews(view)
        removed = self.removed(view, new)
        cost = removed * self.cost_per_post
        if cost > view.purse * (1 + 1e-12):
            view.leaves_money_because("another day costs more than is left")
            return
        hide = Shift("posts_removed", self.removed_share)
        reviews = Review(bad_removed=self.removed_share * new)
        yield Proposal((hide, reviews), cost, "response")
        if is_found_out(view, removed, self.chance_detected_per_post):
            view.memory["found_out"] = view.day
            view.leaves_money_because("it was found out and ended")
            yield Proposal((self.exposure.cause(),))
