"""Hire KOLs: accounts with a large following post for a fee."""

from __future__ import annotations

from typing import ClassVar, Literal

from simulation.fields import choice
from simulation.market.actions import Source
from simulation.network.roles import Role
from simulation.tactics.people.accounts import HireAccounts

_TIERS = {"head": Role.KOL_HEAD, "waist": Role.KOL_WAIST, "tail": Role.KOL_TAIL}


class HireKols(HireAccounts):
    """Key opinion leaders of one tier are paid to post to their followers.

    Client's article S4 (row 114) and S3 (row 91): third-party influencers, priced by tier.
    Disclosure lowers credibility (Eisend et al. 2020, abstract), by
    ``consumers.hear.disclosed_factor``.
    """

    title: ClassVar = {"en": "Hire KOLs", "zh": "KOL投放"}

    kind: Literal["hire_kols"] = "hire_kols"
    tier: Literal["head", "waist", "tail"] = choice("waist", "Size of the accounts' following")

    def role(self) -> Role:
        """Role of the tier."""
        return _TIERS[self.tier]

    def source(self) -> Source:
        """KOLs speak with the credibility of KOLs."""
        return Source.KOL
