"""Kin, friends, neighbours, colleagues: what a strong tie is, and how much it carries."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from simulation.fields import Section, Share, belief, fact, wrong

TIE_KINDS = ("kin", "friend", "neighbour", "colleague")
"""Kinds of strong ties."""

_CLOSE_TO_ONE = 1e-6


class TieStrengths(Section):
    """How much a message counts over a tie of each kind, before the mean is set to 1."""

    kin: float = belief(
        1.2, "strength of a tie to kin, beside a friend's 1", "exposures", low=1.0, high=1.5, gt=0
    )
    friend: float = belief(
        1.0, "strength of a tie to a friend", "exposures", low=0.8, high=1.2, gt=0
    )
    neighbour: float = belief(
        0.8, "strength of a tie to a neighbour, beside a friend's 1", "exposures",
        low=0.5, high=1.0, gt=0,
    )  # fmt: skip
    colleague: float = belief(
        0.8, "strength of a tie to a colleague, beside a friend's 1", "exposures",
        low=0.5, high=1.0, gt=0,
    )  # fmt: skip


class TieKinds(Section):
    """What strong ties are: shares that add up to 1."""

    kin: Share = fact(0.0, "share of strong ties that are kin", "share")
    friend: Share = fact(0.0, "share of strong ties that are friends", "share")
    neighbour: Share = fact(0.0, "share of strong ties that are neighbours", "share")
    colleague: Share = fact(0.0, "share of strong ties that are colleagues", "share")
    strength: TieStrengths = Field(TieStrengths(), description="how much a tie of a kind carries")

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        total = float(self.shares.sum())
        if abs(total - 1) > _CLOSE_TO_ONE:
            raise wrong(f"shares add up to {total:.10g}. Make {', '.join(TIE_KINDS)} add up to 1.")
        return self

    @property
    def shares(self) -> NDArray[np.float64]:
        """(4,) shares in the order of `TIE_KINDS`."""
        return np.array([getattr(self, kind) for kind in TIE_KINDS])

    def strengths(self, rng: np.random.Generator, n_pairs: int) -> NDArray[np.float64]:
        """(n_pairs,) strengths, the kind of each pair by lot; their mean is not 1 yet."""
        kind = rng.choice(len(TIE_KINDS), n_pairs, p=self.shares / self.shares.sum())
        strength = np.array([getattr(self.strength, name) for name in TIE_KINDS])
        drawn: NDArray[np.float64] = strength[kind]
        return drawn
