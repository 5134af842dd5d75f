"""Who the consumers are: traits that never change during a run."""

from __future__ import annotations

import zlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Population(NamedTuple):
    """Traits of the consumers, one array a trait.

    ============= ======= =============== =====================================================
    field         dtype   range           meaning
    ============= ======= =============== =====================================================
    taste         float32 about -4 to 4   how much this consumer likes the category (mean 0)
    participation float32 >= 0            how readily this consumer posts in public (about 1)
    role          int8    Role            KOL tier, KOC, employee or ordinary consumer
    followers     int32   >= 0            size of the audience inside this market
    segment       uint8   0 to segments-1 segment of ``consumers.segments``
    ============= ======= =============== =====================================================
    """

    taste: NDArray[np.float32]
    participation: NDArray[np.float32]
    role: NDArray[np.int8]
    followers: NDArray[np.int32]
    segment: NDArray[np.uint8]


def named_stream(seed: int, replicate: int, name: str) -> np.random.Generator:
    """Random numbers for the host: one independent stream a purpose, of a seed and a replicate."""
    purpose = zlib.crc32(name.encode())
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(replicate, purpose)))


def draw_population(
    role: NDArray[np.int8],
    followers: NDArray[np.int64],
    *,
    taste_spread: float | NDArray[np.float64],
    participation_shape: float | NDArray[np.float64],
    participation_half_followers: float | NDArray[np.float64],
    rng: np.random.Generator,
    segment: NDArray[np.uint8] | None = None,
) -> Population:
    """Draw the traits of ``n`` consumers.

    Taste is normal with standard deviation ``taste_spread``. Participation is gamma with mean 1 and
    falls as ``1 / (1 + followers / participation_half_followers)``: who has a large audience posts
    about a given brand less readily (assumption; Hinz et al. 2011 found hubs to participate more
    when *asked*, which tactics express).
    """
    n = len(role)
    taste = rng.standard_normal(n) * taste_spread
    eagerness = rng.gamma(participation_shape, 1.0 / participation_shape, n)
    participation = eagerness / (1.0 + followers / participation_half_followers)
    return Population(
        taste=taste.astype(np.float32),
        participation=participation.astype(np.float32),
        role=role.astype(np.int8),
        followers=followers.astype(np.int32),
        segment=np.zeros(n, np.uint8) if segment is None else segment.astype(np.uint8),
    )
