"""Hire KOCs: many small, credible accounts post for a small fee."""

from __future__ import annotations

from typing import ClassVar, Literal

from simulation.market.actions import Source
from simulation.network.roles import Role
from simulation.tactics.people.accounts import HireAccounts


class HireKocs(HireAccounts):
    """Key opinion consumers are paid to post to their few but trusting followers.

    Client's articles S0 (row 18) and S3 (row 91). They are credible as experienced consumers
    (``consumers.hear.credibility.koc``).
    """

    title: ClassVar = {"en": "Hire KOCs", "zh": "KOC合作"}

    kind: Literal["hire_kocs"] = "hire_kocs"

    def role(self) -> Role:
        """KOCs."""
        return Role.KOC

    def source(self) -> Source:
        """KOCs speak with the credibility of KOCs."""
        return Source.KOC
