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
def attraction(x, taste, log_price, press, p):  # type: ignore[no-untyped-def]
    """Attraction of buying today for somebody interested, against not buying (1).

    ::

        a = exp(base + b x - c ln(price / usual price) + taste + press)

    ``press`` is what levers, reviews and the season add (log-odds).
    """
    score = p.purchase_base + p.purchase_evidence * x - p.price_sensitivity * log_price + taste
    return math.exp(score + press)


@jit
def attachment(satisfaction, p):  # type: ignore[no-untyped-def]
    """Attraction of staying with the unit that one owns of a brand, against buying another's.

    ``exp(attachment (1 + y))``: a satisfied owner hardly looks at the rivals (assumption).
    """
    return math.exp(p.attachment * (1.0 + satisfaction))


@jit
def purchase_chance(own, others):  # type: ignore[no-untyped-def]
    """Chance a day that an interested consumer buys: multinomial logit.

    ``P = a / (1 + a + others)`` with the summed attraction of the ``others`` brands. With no other
    brand this is the logistic of science (5).
    """
    return own / (1.0 + own + others)


@jit
def decide(  # type: ignore[no-untyped-def]
    stage, heard, evidence_for, evidence_against, own, press, on_sale, others, before, u, v, w, p
):  # fmt: skip
    """Stage after what was heard: notice, become interested, buy, or turn away.

    * unaware -> aware as soon as any message arrives;
    * aware -> interested with chance ``logistic(b10 + b11 x + press)`` a day;
    * interested -> customer with :func:`purchase_chance` a day, if it is on sale;
    * aware or interested -> rejecter with chance ``rejection`` a day while ``x < rejection_below``.

    ``x`` is :func:`~simulation.dynamics.rules.hear.balance`. Each step is a daily Bernoulli trial
    on an addressed uniform: ``u`` forward, ``v`` away, ``w`` for the purchase. All brands share
    ``w``, and each owns a stretch of it as wide as its chance, so that at most one of them is
    bought: this brand's begins where those ``before`` it end. Rejecters and owners stay.

    Parameters
    ----------
    heard : float
        Weight heard today, in exposures.
    own : float
        :func:`attraction` of this brand; used where the consumer is interested.
    press : float
        What levers add to the log-odds of interest, less the confusion of mixed or vague messages.
    others, before : float
        Summed attraction of all other brands for this consumer, and of those in earlier slots; 0
        without rivals.
    u, v, w : float
        Uniforms in (0, 1) addressed by consumer and day, ``u`` and ``v`` by brand too.
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
    x = balance(evidence_for, evidence_against, p)
    if x < p.rejection_below and v < p.rejection:
        return REJECTER
    if stage == AWARE:
        chance = logistic(p.interest_base + p.interest_evidence * x + press)
        return INTERESTED if u < chance else AWARE
    if on_sale:
        from_here = purchase_chance(before, own + others - before)
        if from_here <= w and w < from_here + purchase_chance(own, others):
            return CUSTOMER
    return INTERESTED
