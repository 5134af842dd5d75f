"""What answers to a crisis do beside the words: take units back, mend them, hide posts."""

from __future__ import annotations

from collections.abc import Iterable

from simulation.dynamics.tables import BAD_MESSAGES, GOOD_MESSAGES, POSTS
from simulation.fields import Money, Section, Share, belief, choice
from simulation.market.actions import Action, Broadcast, Proposal, Reply, Resolve, Shift, Source
from simulation.market.crisis import Case
from simulation.market.view import View


class Measures(Section):
    """What a recall, a correction, a rebuttal and the deletion of posts do; money and effects."""

    returned_share: Share = belief(
        0.7, "Share of the owners hit who answer a recall", "share", low=0.3, high=0.95
    )
    cost_per_unit: Money | None = choice(
        None, "A unit taken back; the unit cost if left out", "money"
    )
    fixed_share: Share = choice(
        0.5, "Share of defects and failures that a recall or a correction ends", "share"
    )
    quality_gain: Share = choice(0.05, "Quality that a correction adds", "0 to 1")
    fix_days: int = choice(30, "Days until a correction is in the product", "days", ge=1)
    convinced_share: Share = belief(
        0.4, "Share of those who believed a rumour whom a third party convinces", "share",
        low=0.1, high=0.7,
    )  # fmt: skip
    verdict_share: Share = belief(
        0.03, "Messages a person that a third party's verdict makes on its day", "share",
        low=0.0, high=0.2,
    )  # fmt: skip
    removed_share: Share = choice(
        0.5, "Share of bad posts removed while posts are deleted", "share"
    )
    removal_days: int = choice(14, "Days for which posts are deleted", "days", ge=1)
    chance_exposed_per_post: Share = belief(
        0.005, "Chance that a removed post exposes the deletion", "share", low=0.0005, high=0.05
    )
    exposed_fuel: Share = belief(
        0.5, "Anger talk that the exposure of deleted posts adds, as a share", "share",
        low=0.1, high=1.0,
    )  # fmt: skip

    def recall(self, case: Case, fraction: float, restored: float, view: View) -> Proposal:
        """Take back the units of the owners hit; what is broken breaks no further."""
        does = self._fix(view)
        if bool((view.market.units[case.who] > 0).any()):
            unit = view.unit_cost / view.people
            price = unit if self.cost_per_unit is None else self.cost_per_unit
            back = Resolve(case.name, fraction, self.returned_share, restored, price)
            does = (back, *does)
        return Proposal(does)

    def correction(self, view: View) -> Proposal:
        """The mended product, from today on."""
        return Proposal((Shift("quality", self.quality_gain, lasting=True), *self._fix(view)))

    def rebuttal(self, case: Case, fraction: float) -> Proposal:
        """A third party says so, and some of those who believed it no longer do."""
        number = (case.number - 1) % 256
        verdict = Broadcast(self.verdict_share, Source.EXPERT, number=number)
        return Proposal(
            (verdict, Resolve(case.name, fraction, self.convinced_share, 1.0, 0.0)),
        )

    def deletion(self, case: Case, begun: float, view: View) -> Iterable[Proposal]:
        """Hide bad posts for some days, unless it comes out; then it fuels the talk."""
        state = f"{case.name} deleted"
        if view.memory.get(state) == "exposed" or view.day - int(begun) >= self.removal_days:
            return
        said = view.yesterday
        talked = int(said[GOOD_MESSAGES] + said[BAD_MESSAGES])
        bad = float(said[POSTS]) * float(said[BAD_MESSAGES]) / talked if talked else 0.0
        removed = self.removed_share * bad * view.people
        exposed = 1.0 - (1.0 - self.chance_exposed_per_post) ** removed
        if view.memory.get(state) == "begun" and view.chance(case.number) < exposed:
            view.memory[state] = "exposed"
            yield Proposal((Reply(case.name, 0.0, -self.exposed_fuel, public=True),))
            return
        view.memory[state] = "begun"
        yield Proposal((Shift("posts_removed", self.removed_share),))

    def _fix(self, view: View) -> tuple[Action, ...]:
        return (
            Shift("defect_share", -self.fixed_share * view.scalars["defect_share"], lasting=True),
            Shift(
                "failures_per_year",
                -self.fixed_share * view.scalars["failures_per_year"],
                lasting=True,
            ),
        )
