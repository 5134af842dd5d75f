"""Whatever possible arguments the models in time are given, their numbers hold together."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulation.classics import Spread, bad_news, bass, maki_thompson, sir, talk_of_the_network
from simulation.classics.growth import BassForm
from simulation.classics.news import UpdateOrder
from simulation.classics.rumour import RumourMode
from simulation.errors import ArgumentError

chance = st.floats(0.0, 1.0) | st.sampled_from([0.0, 1.0])
people = st.integers(2, 12)
no_chance = st.floats().filter(lambda x: not 0.0 <= x <= 1.0) | st.sampled_from([True, "0.5", None])
FEW = settings(max_examples=25)


def assert_holds_together(spread: Spread, n: int, first: int) -> None:
    assert ((spread.size >= first) & (spread.size <= n)).all()
    assert spread.reached.sum() == pytest.approx(spread.size.mean())
    if spread.daily is not None:
        assert (spread.daily[:, 0] == first).all()
        assert (np.diff(spread.daily, axis=1) >= 0).all()
        assert (spread.daily[:, -1] == spread.size).all()


@FEW
@given(people, st.integers(1, 3), st.sampled_from(get_args(RumourMode)), st.floats(0.1, 4.0))
def test_rumours(n: int, stale: int, mode: RumourMode, contacts: float) -> None:
    spread = maki_thompson(
        n, stale_contacts=stale, mode=mode, contacts_per_day=contacts, replications=3, threads=1
    )
    assert_holds_together(spread, n, 1)
    assert (spread.size >= 2).all()  # the first contact is always new


@FEW
@given(people, chance, st.floats(0.05, 1.0), st.booleans(), st.data())
def test_contagion(n: int, p: float, recovery: float, sure: bool, data: st.DataObject) -> None:
    seeds = data.draw(st.integers(1, n))
    spread = sir(
        consumers=n,
        seeds=seeds,
        probability=1.0 if sure else p,
        recovery=recovery,
        replications=3,
        threads=1,
    )
    assert_holds_together(spread, n, seeds)
    assert not sure or (spread.size == n).all()


@FEW
@given(
    people,
    st.floats(0.0, 2.0),
    st.floats(0.0, 2.0),
    st.floats(0.5, 6.0),
    st.floats(0.05, 0.49),
    st.sampled_from(get_args(BassForm)),
)
def test_growth(n: int, p: float, q: float, days: float, dt: float, form: BassForm) -> None:
    spread = bass(n, p, q, days, dt, form=form, replications=3, threads=1)
    assert spread.daily is not None
    assert spread.daily.shape == (3, int(days + 1e-9) + 1)
    assert (spread.daily[:, -1] <= spread.size).all()
    assert (np.diff(spread.daily, axis=1) >= 0).all()


@FEW
@given(
    people,
    st.integers(0, 5),
    st.integers(0, 5),
    st.tuples(chance, chance, chance, chance, chance),
    st.floats(0.0, 3.0),
    st.sampled_from(get_args(UpdateOrder)),
)
def test_circles(
    n: int,
    strong: int,
    weak: int,
    shares: tuple[float, ...],
    multiplier: float,
    update: UpdateOrder,
) -> None:
    assume(strong < n and weak <= n - strong - 1)
    p_strong, p_weak, advertising, decay, dissatisfied = shares
    plain = talk_of_the_network(
        n, strong, weak, p_strong, p_weak, advertising, 4, replications=3, threads=1
    )
    assert_holds_together(plain, n, 0)
    assume(multiplier * max(p_strong, p_weak) <= 1.0)
    signed = bad_news(
        n, strong, weak, p_strong, p_weak, advertising, decay, dissatisfied, multiplier, 4,
        update=update, replications=3, threads=1,
    )  # fmt: skip
    assert_holds_together(signed, n, 0)
    assert signed.size_good is not None
    assert signed.size_bad is not None
    assert signed.rejecters is not None
    assert (signed.size == signed.size_good + signed.size_bad).all()
    assert (signed.size + signed.rejecters <= n).all()
    assert not signed.rejecters.any() or dissatisfied > 0


@given(no_chance)
def test_what_is_no_chance_is_refused(value: object) -> None:
    for name in ("p_strong", "p_weak", "advertising"):
        with pytest.raises(ArgumentError, match=rf"^{name}\b"):
            talk_of_the_network(**{name: value})  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match=r"^probability\b"):
        sir(consumers=5, seeds=1, probability=value, recovery=0.5)  # type: ignore[arg-type]
