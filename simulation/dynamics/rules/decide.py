"""Decide: does what I heard move me along the journey?"""

from __future__ import annotations

import math

from simulation.dynamics.jit import jit
from simulation.dynamics.rules.hear import balance
from simulation.dynamics.rules.talk import AWARE, CUSTOMER, INTERESTED, REJECTER, UNAWARE


@jit
def logistic(z):  # type: ignore[no-untyped-def]
    """``1 / (1 + exp(-z))``: a chance from a score."""
    return 1.0 / (1.0 + math.exp(-z))


@jit
def purchase_chance(x, taste, log_price, others, p):  # type: ignore[no-untyped-def]
    """Chance a day that an interested consumer buys.

    Attraction ``a = exp(base + b x - c ln(price / usual price) + taste)`` against not buying (1)
    and
    the summed attraction of ``others`` brands::

        P = a / (1 + a + others)

    With no other brand this is the logistic of science (5), with rivals the multinomial logit.
    """
    score = p.purchase_base + p.purchase_evidence * x - p.price_sensitivity * log_price + taste
    return 1.0 / (1.0 + (1.0 + others) * math.exp(-score))


@jit
def decide(  # type: ignore[no-untyped-def]
    stage, heard, evidence_for, evidence_against, taste, log_price, on_sale, others, u, v, p
):  # fmt: skip
    """Stage after what was heard: notice, become interested, buy, or turn away.

    * unaware -> aware as soon as any message arrives;
    * aware -> interested with chance ``logistic(b10 + b11 x)`` a day;
    * interested -> customer with :func:`purchase_chance` a day, if it is on sale;
    * aware or interested -> rejecter with chance ``rejection`` a day while ``x < rejection_below``.

    ``x`` is :func:`~simulation.dynamics.rules.hear.balance`. Each step is a daily Bernoulli trial
    on an addressed uniform: ``u`` forward, ``v`` away. Rejecters and owners stay.

    Parameters
    ----------
    heard : float
        Weight heard today, in exposures.
    others : float
        Summed attraction of the other brands for this consumer; 0 without rivals.
    u, v : float
        Uniforms in (0, 1) addressed by consumer, day and brand.
    p : DecideParameters

    Returns
    -------
    int
        The new stage.
    """
    if stage == UNAWARE:
        return AWARE if heard > 0.0 else UNAWARE
    if stage != AWARE and stage != INTERESTED:
        return stage
    x = balance(evidence_for, evidence_against, p.negativity)
    if x < p.rejection_below and v < p.rejection:
        return REJECTER
    if stage == AWARE:
        return INTERESTED if u < logistic(p.interest_base + p.interest_evidence * x) else AWARE
    if on_sale and u < purchase_chance(x, taste, log_price, others, p):
        return CUSTOMER
    return INTERESTED
