"""How large an outbreak gets on a random graph with given numbers of ties.

Generating functions of the configuration model (Newman 2002, doi:10.1103/PhysRevE.66.016128): a
cascade in which every tie works with chance T reaches the consumers whom working ties connect.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ROUNDS = 100_000
CLOSE = 1e-14


def final_share(reproduction: float) -> float:
    """Share whom an outbreak reaches among very many who meet at random: ``S = 1 - exp(-R S)``.

    Also the chance that one first talker starts an outbreak on an Erdos-Renyi graph, where
    R = mean number of ties x chance that a tie works.

    Examples
    --------
    >>> round(final_share(2.0), 6)
    0.796812
    """
    share = 1.0
    for _ in range(ROUNDS):
        following = -math.expm1(-reproduction * share)
        if abs(following - share) < CLOSE:
            break
        share = following
    return share


def outbreak_share(shares: Sequence[float], works: float) -> float:
    """Share whom an outbreak reaches, by the shares of consumers with 0, 1, 2, ... ties.

    ``u = 1 - T + T G1(u)``, ``S = 1 - G0(1 - T + T u')`` with G0 and G1 the generating functions
    of ties and of further ties.

    Examples
    --------
    >>> round(outbreak_share([0, 0, 0, 0, 1], 0.5), 6)
    0.854102
    """
    ties: NDArray[np.float64] = np.asarray(shares, dtype=np.float64)
    k = np.arange(len(ties))
    mean = float(k @ ties)
    if mean == 0.0:
        return 0.0
    silent = 0.0  # chance that a tie leads to nobody many
    for _ in range(ROUNDS):
        following = 1.0 - works + works * float(k[1:] * ties[1:] @ silent ** (k[1:] - 1)) / mean
        if abs(following - silent) < CLOSE:
            break
        silent = following
    return 1.0 - float(ties @ silent ** k.astype(np.float64))


def mean_size_below(reproduction: float) -> float:
    """Mean number reached from one first talker below the threshold: ``1 / (1 - R)``."""
    return 1.0 / (1.0 - reproduction)


def threshold_cascades(shares: Sequence[float], threshold: float) -> bool:
    """Whether one adopter can move a very large market of thresholds.

    ``sum over k <= 1/threshold of k (k - 1) p_k > sum of k p_k`` (Watts 2002,
    doi:10.1073/pnas.082090499; science 2.8).
    """
    ties = np.asarray(shares, dtype=np.float64)
    k = np.arange(len(ties))
    moved = k * threshold <= 1.0
    return float((k * (k - 1) * ties)[moved].sum()) > float(k @ ties)


def poisson_shares(mean: float, most: int = 60) -> list[float]:
    """Shares of consumers with 0 to ``most`` ties on an Erdos-Renyi graph."""
    return [math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(most + 1)]
