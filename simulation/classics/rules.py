"""How one consumer decides in the published models: scalars in, scalars out.

This is all that they change about the market: talking and hearing are the market's.
"""

from __future__ import annotations

from simulation.dynamics.jit import jit
from simulation.dynamics.randomness import below

UNHEARD = 0
"""Standing of a consumer whom no word has reached."""
HEARD = 1
"""Standing of a consumer who has heard but has not decided, or not decided to join."""
GOOD = 2
"""Standing of a consumer who passes (good) word on, or did."""
BAD = 3
"""Standing of a consumer who passes bad word on, or did."""

JOINING = 4
"""Standing of a consumer who decided in this step and talks from the next one on."""

FULL_WEIGHT = 1 << 30
"""Fixed-point one of the weights of ties in threshold models."""


@jit
def believe(good, bad, word):  # type: ignore[no-untyped-def]
    """Whether a consumer goes by the good word, where good and bad arrive together.

    Chance ``good / (good + bad)`` of the numbers of messages: one of them, by lot, came first
    (Chen et al. 2011, science 2.7; the same rule as in Goldenberg et al. 2007, science 2.3).
    ``word`` is a random word; with one kind only it is not looked at.
    """
    if bad == 0:
        return True
    return good > 0 and below(word, good + bad) < good


@jit
def fixed_threshold(word):  # type: ignore[no-untyped-def]
    """A threshold uniform over (0, 1], as a whole number 1 to :data:`FULL_WEIGHT`.

    Heard weight W (fixed point) reaches it with chance exactly W / FULL_WEIGHT.
    """
    return 1 + int(word >> 2)
