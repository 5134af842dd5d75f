"""How many accounts of each role the market has."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from simulation.fields import Section, fact, wrong

_LONG = 10**15


def _share_or_number(written: Any) -> Any:
    if isinstance(written, bool) or not isinstance(written, int | float):
        return written
    if 0 <= written < 1 or (isinstance(written, int) and written >= 1):
        return written
    shown = f"{written:.10g}" if abs(written) < _LONG else f"{str(written)[:12]}..."
    raise wrong(f"{shown} is neither a share below 1 nor a whole number of accounts.")


Accounts = Annotated[int | float, BeforeValidator(_share_or_number)]
"""A share of consumers below 1, or a whole number of accounts."""


class Roles(Section):
    """Who has an audience: roles go to consumers by their number of followers.

    Each is a share of all consumers (below 1) or a number of accounts (1, 2, ...).
    """

    kol_head: Accounts = fact(
        0.0002, "Celebrities: the most followed accounts", "share or accounts"
    )
    kol_waist: Accounts = fact(0.002, "Opinion leaders of middle size", "share or accounts")
    kol_tail: Accounts = fact(0.008, "Small opinion leaders", "share or accounts")
    koc: Accounts = fact(
        0.03, "Key opinion consumers: ordinary buyers with some audience", "share or accounts"
    )
    employee: Accounts = fact(0, "People who work for the brand", "share or accounts")

    @property
    def accounts(self) -> dict[str, int | float]:
        """Share or number of accounts by role, head first."""
        return {role: getattr(self, role) for role in type(self).model_fields}
