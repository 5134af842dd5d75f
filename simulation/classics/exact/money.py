"""Closed forms of budgets, credit and the worth of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from math import factorial

Coalition = frozenset[int]


def best_split(first: float, second: float, synergy: float, budget: float) -> float:
    """How much of a budget the first of two media gets when together they do more than alone.

    Sales are ``b1 u1 + b2 u2 + kappa u1 u2`` with ``u1 + u2 = budget``; best is
    ``u1 = budget / 2 + (b1 - b2) / (2 kappa)``, at least nothing and at most everything
    (form of Naik & Raman 2003, doi:10.1509/jmkr.40.4.375.19385; optimum derived, science 2.23).

    Examples
    --------
    >>> best_split(2, 1, 0.1, 20)
    15.0
    """
    if synergy == 0.0:
        return budget if first > second else 0.0
    return min(budget, max(0.0, budget / 2.0 + (first - second) / (2.0 * synergy)))


def lifetime_value(margin: float, stays: float, interest: float) -> float:
    """What a customer is worth, first purchase included: ``m (1 + i) / (1 + i - r)``.

    Examples
    --------
    >>> round(lifetime_value(10, 0.9, 0.01), 2)
    91.82
    """
    return margin * (1.0 + interest) / (1.0 + interest - stays)


def progeny(offspring: float) -> tuple[float, float]:
    """Mean and variance of all whom one recruits, and they recruit, and so on, oneself included.

    Each recruits a Poisson number: ``1 / (1 - K)`` and ``K / (1 - K)^3`` (Borel distribution).

    Examples
    --------
    >>> progeny(0.5)
    (2.0, 4.0)
    """
    return 1.0 / (1.0 - offspring), offspring / (1.0 - offspring) ** 3


def shapley(values: Mapping[Coalition, float], players: int) -> list[float]:
    """What each player adds, averaged over all orders in which they could have come.

    Parameters
    ----------
    values
        What every set of players brings together, the empty set included.
    players
        Their number; players are 0 to players - 1.
    """
    worth = [0.0] * players
    for coalition, value in values.items():
        size = len(coalition)
        for player in range(players):
            if player in coalition:
                continue
            gain = values[coalition | {player}] - value
            weight = factorial(size) * factorial(players - size - 1) / factorial(players)
            worth[player] += weight * gain
    return worth


def removal(values: Mapping[Coalition, float], players: int) -> list[float]:
    """What is lost when one player stays away and all others come."""
    everybody = frozenset(range(players))
    return [values[everybody] - values[everybody - {player}] for player in range(players)]
