"""Amplify UGC: answer what users post, and show the best of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.dynamics.tables import BAD_MESSAGES, GOOD_MESSAGES, POSTS
from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Action, Broadcast, Incite, Proposal, Source
from simulation.market.view import View
from simulation.tactics.base import Tactic


class AmplifyUgc(Tactic):
    """The brand answers users' posts and shows some to its own followers.

    Client's article S0 (rows 16, 17, 30). Owners who get answers go on talking: their own talk and
    posts gain ``reply_gain`` times the share of yesterday's posts that were answered, and say what
    the owner thinks. A repost is the word of a user, not of the brand: each reaches ``reach_share``
    of all consumers by lot with the credibility of a public post. No more can be shown or answered
    than was posted the day before: where nobody posts there is nothing to amplify (assumptions).
    """

    title: ClassVar = {"en": "Amplify UGC", "zh": "UGC放大"}

    kind: Literal["amplify_ugc"] = "amplify_ugc"
    replies_per_day: int = choice(20, "Posts of users answered a day, at most", "posts", ge=0)
    reposts_per_week: int = choice(3, "Good posts of users shown a week, at most", "posts", ge=0)
    cost_per_reply: Money = choice(2.0, "Answering one post", "money")
    cost_per_repost: Money = choice(50.0, "Choosing, clearing and showing one post", "money")
    reply_gain: float = belief(
        0.2, "Extra talk of owners when every post is answered", "own talk", low=0.0, high=0.6,
        ge=0.0,
    )  # fmt: skip
    reach_share: Share = belief(
        0.005, "Share of consumers whom one repost reaches", "share", low=0.001, high=0.03
    )

    def problems(self, view: View) -> list[str]:
        """Nothing to do, or money for none of it."""
        if self.replies_per_day == 0 and self.reposts_per_week == 0:
            return ["replies_per_day: neither replies nor reposts are asked. Raise one."]
        costs = [self.cost_per_reply] if self.replies_per_day else []
        costs += [self.cost_per_repost] if self.reposts_per_week else []
        if min(costs) > view.purse:
            return [f"budget: {view.purse:,.0f} cannot pay {min(costs):,.0f}. Raise it."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Answer and show what was posted yesterday."""
        posts = int(view.yesterday[POSTS]) * view.people if view.day else 0
        good, bad = int(view.yesterday[GOOD_MESSAGES]), int(view.yesterday[BAD_MESSAGES])
        replies = min(self.replies_per_day, posts)
        if replies:
            gain = self.reply_gain * replies / posts
            incite = Incite(contacts_gain=gain, posts_gain=gain, credibility=1.0)
            yield Proposal((incite,), replies * self.cost_per_reply, "staff")
        due = (view.day + 1 - self.day) * self.reposts_per_week // 7
        shown = int(view.memory.get("shown", 0))
        fit = int(posts * good / (good + bad)) if good + bad else 0
        reposts = min(due - shown, fit, 255)
        view.memory["shown"] = due if reposts < due - shown else shown + reposts
        cost = reposts * self.cost_per_repost
        if reposts and cost <= view.purse:
            actions: tuple[Action, ...] = tuple(
                Broadcast(self.reach_share, Source.PUBLIC, number=number)
                for number in range(reposts)
            )
            yield Proposal(actions, cost, "staff")
