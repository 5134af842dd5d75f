"""Who is passed over without a look could not have moved: the bounds hold for every consumer."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulation.dynamics.loops import decide as loops
from simulation.dynamics.parameters import DecideParameters
from simulation.dynamics.rules.decide import decide
from simulation.dynamics.tables import N_GROUPS, Offer
from simulation.market.actions import Transition
from simulation.market.state import Stage
from tests.strategies import decide_parameters

most_interest = getattr(loops._most_interest, "py_func", loops._most_interest)
presses = st.floats(-8.0, 8.0)


def offering(of_all: float, of_some: float) -> Offer:
    """An offer with one push on the interest of all, and one on that of a group."""
    table = np.zeros((N_GROUPS, len(Transition)))
    table[:, Transition.INTEREST] = of_all
    table[5, Transition.INTEREST] += of_some
    zeros = np.zeros(N_GROUPS)
    return Offer(zeros.astype(np.int8), zeros, zeros, zeros, table, zeros, 0.0)


@given(
    p=decide_parameters, of_all=presses, of_some=presses, good=st.floats(0.0, 1e6),
    bad=st.floats(0.0, 1e6), member=st.booleans(), v=st.floats(1e-9, 1.0, exclude_max=True),
)  # fmt: skip
def test_nobody_becomes_interested_above_the_bound(
    p: DecideParameters,
    of_all: float,
    of_some: float,
    good: float,
    bad: float,
    member: bool,
    v: float,
) -> None:
    """Whatever was heard, whatever pushes: with a uniform at the bound nobody moves by it."""
    offer = offering(of_all, of_some)
    bound = float(most_interest(offer, p))
    if bound >= 1.0:
        return
    press = float(offer.press[5 if member else 0, Transition.INTEREST])
    new = decide(int(Stage.AWARE), 0.0, good, bad, 0.0, press, 1, 0.0, 0.0, bound, v, 0.5, p)
    assert Stage(int(new)) in (Stage.AWARE, Stage.REJECTER)
    if v >= p.rejection:
        assert Stage(int(new)) is Stage.AWARE


@given(p=decide_parameters, of_all=presses)
def test_the_bound_is_near_what_the_best_evidence_gives(p: DecideParameters, of_all: float) -> None:
    """A bound of 1 would hold too, and everybody would be looked at."""
    best = 1.0 / (1.0 + np.exp(-(p.interest_base + abs(p.interest_evidence) + of_all)))
    assert float(most_interest(offering(of_all, 0.0), p)) <= best + 1e-6
