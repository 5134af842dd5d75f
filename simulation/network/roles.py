"""Who is famous, who is credible, who is on the staff: the role of every consumer.

KOL (key opinion leaders) are the accounts with the most followers, in three tiers; KOC (key opinion
consumers) come next: ordinary people with some followers. Employees are anybody among the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import GraphError
from simulation.network.centrality import lowest, reach
from simulation.network.columns import is_missing
from simulation.network.graph import SocialGraph

NOT_NAMED = -1
"""Role code of a consumer for whom the graph names no role."""


class Role(IntEnum):
    """What a consumer is to a brand; int8 in arrays."""

    CONSUMER = 0
    KOC = 1
    KOL_TAIL = 2
    KOL_WAIST = 3
    KOL_HEAD = 4
    EMPLOYEE = 5


ROLE_NAMES: tuple[str, ...] = tuple(role.name.lower() for role in Role)
"""Role names as scenarios and files write them."""

BY_FOLLOWERS: tuple[Role, ...] = (Role.KOL_HEAD, Role.KOL_WAIST, Role.KOL_TAIL, Role.KOC)
"""Roles given by rank of followers, in this order."""


def assign_roles(
    graph: SocialGraph, roles: Mapping[str, float | int], priority: NDArray[np.uint32]
) -> NDArray[np.int8]:
    """The role of every consumer: first as the graph says, then by rank of followers.

    Consumers with a role in the graph's attribute ``role`` keep it and count towards the numbers
    asked. The rest is filled from the most followers down: head, waist, tail, KOC. Followers are
    the graph's attribute ``followers`` where it is known, else the listeners of a public post.
    Employees are those with the smallest priority among whoever is left.

    Parameters
    ----------
    graph
        The market's social graph.
    roles
        By role name a share of all consumers (below 1, rounded) or a whole number of accounts.
    priority
        (n,) uint32, one for each consumer: of two with as many followers, the smaller comes first.

    Returns
    -------
    ndarray
        (n,) int8 of `Role`.

    Raises
    ------
    GraphError
        When a role or number is unknown or impossible, or more accounts are asked than there are.

    Examples
    --------
    >>> star = SocialGraph.from_edges([[0, 1], [0, 2], [0, 3]])
    >>> assign_roles(star, {"kol_head": 1, "koc": 0.5}, np.arange(4, dtype=np.uint32))
    array([4, 1, 1, 0], dtype=int8)
    """
    n = graph.n_consumers
    asked = {role: n_accounts(name, roles[name], n) for name, role in _known(roles).items()}
    given = graph.attributes.get("role")
    code = role_codes(given.tolist()) if given is not None else np.full(n, NOT_NAMED, np.int8)
    missing = {role: max(0, asked[role] - int((code == role).sum())) for role in asked}
    free = np.flatnonzero(code == NOT_NAMED)
    if sum(missing.values()) > len(free):
        wanted = ", ".join(f"{role.name.lower()} {asked[role]:,}" for role in asked)
        named = f", {n - len(free):,} with a role of their own" if len(free) < n else ""
        raise GraphError(
            f"roles ask for more accounts than there are: {wanted}; {n:,} consumers{named}. "
            "Lower them."
        )
    by_followers = [missing.get(role, 0) for role in BY_FOLLOWERS]
    ranked = free[lowest(-reach(graph)[free], priority[free], sum(by_followers))]
    start = 0
    for role, number in zip(BY_FOLLOWERS, by_followers, strict=True):
        code[ranked[start : start + number]] = role
        start += number
    rest = np.flatnonzero(code == NOT_NAMED)
    code[rest[lowest(priority[rest], rest, missing.get(Role.EMPLOYEE, 0))]] = Role.EMPLOYEE
    code[code == NOT_NAMED] = Role.CONSUMER
    return code


def n_accounts(role: str, number: object, n_consumers: int) -> int:
    """How many accounts a share below 1, or a whole number, of consumers is.

    Raises
    ------
    GraphError
        When it is neither.
    """
    if isinstance(number, int | float) and not isinstance(number, bool):
        if 0 <= number < 1:
            return math.floor(number * n_consumers + 0.5)
        if number >= 1 and math.isfinite(number) and number == int(number):
            return int(number)
    raise GraphError(
        f"roles.{role}: {number} is neither a share nor a number of accounts. "
        "Write a share below 1 or a whole number."
    )


def role_codes(names: Sequence[Any]) -> NDArray[np.int8]:
    """Role codes from role names; `NOT_NAMED` where nothing is known.

    Raises
    ------
    GraphError
        When a name is not a role; the text names the nearest one.
    """
    row = first_unknown_role(names)
    if row is not None:
        raise GraphError(f"role of consumer {row}: {unknown(names[row], ROLE_NAMES)}")
    codes = [NOT_NAMED if is_missing(name) else Role[name.upper()] for name in names]
    return np.array(codes, dtype=np.int8)


def first_unknown_role(names: Sequence[Any]) -> int | None:
    """Place of the first name that is not a role, or None."""
    bad = (row for row, name in enumerate(names) if not is_missing(name) and name not in ROLE_NAMES)
    return next(bad, None)


def unknown(name: object, allowed: Sequence[str]) -> str:
    """Say that a name is unknown, which one is nearest, and what is allowed."""
    near = get_close_matches(str(name).lower(), allowed, n=1)
    remedy = f" Use {near[0]}." if near else ""
    return f'no "{name}" among {", ".join(allowed)}.{remedy}'


def _known(roles: Mapping[str, float | int]) -> dict[str, Role]:
    allowed = tuple(name for name in ROLE_NAMES if name != "consumer")
    for name in roles:
        if name not in allowed:
            raise GraphError(f"roles: {unknown(name, allowed)}")
    return {name: Role[name.upper()] for name in roles}
