"""Cases: what replies leave of anger talk and news, by the hour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.market.crisis import Case
from tests.naive.crisis import Answer, talk_of_day

answers = st.lists(
    st.builds(Answer, at=st.floats(3.0, 6.99), calming=st.floats(-0.5, 1.0)), max_size=5
).map(lambda drawn: sorted(drawn, key=lambda answer: answer.at))


def opened() -> Case:
    return Case("battery", "product_defect", "accident", 1, 3, 4.0)


def lived(replies: list[Answer], days: range, *, public: bool = True) -> list[tuple[float, float]]:
    """Share of talk and of news on each day, with replies given when they are due."""
    case, shares = opened(), []
    for day in days:
        case.next_day()
        for reply in replies:
            if int(reply.at) == day:
                case.reply(reply.at - day, reply.calming, public=public)
        shares.append((case.talk_today, case.news_today))
    return shares


class TestReply:
    def test_within_the_day_the_hours_before_it_count_in_full(self) -> None:
        """After 6 of 24 hours, 40 % is taken away: 1/4 + 3/4 * .6 = .7 today, .6 from tomorrow."""
        case = opened()
        case.reply(0.25, 0.4, public=True)
        assert (case.talk_today, case.talk_left) == pytest.approx((0.7, 0.6))
        assert (case.news_today, case.news_left) == pytest.approx((0.7, 0.6))
        case.next_day()
        assert (case.talk_today, case.news_today) == pytest.approx((0.6, 0.6))

    def test_in_private_the_news_goes_on(self) -> None:
        case = opened()
        case.reply(0.0, 0.4, public=False)
        assert (case.talk_today, case.news_today) == pytest.approx((0.6, 1.0))

    def test_limits(self) -> None:
        assert lived([Answer(3.0, 1.0)], range(3, 5)) == [(0.0, 0.0), (0.0, 0.0)]
        assert lived([Answer(3.5, 0.0)], range(3, 5)) == [(1.0, 1.0), (1.0, 1.0)]
        assert lived([Answer(3.5, -0.2)], range(3, 5))[0][0] == pytest.approx(1.1)

    @given(answers)
    def test_is_what_a_diary_by_the_hour_adds_up_to(self, replies: list[Answer]) -> None:
        """Also with several replies on one day."""
        shares = lived(replies, range(3, 9))
        for day, (talk, news) in zip(range(3, 9), shares, strict=True):
            assert talk == pytest.approx(talk_of_day(replies, day), abs=1e-9)
            assert news == talk

    @given(st.floats(0.0, 1.0), st.floats(0.0, 0.99), st.floats(0.0, 0.99))
    def test_sooner_is_never_worse(self, calming: float, one: float, other: float) -> None:
        soon, late = sorted([one, other])
        first, second = (lived([Answer(3 + at, calming)], range(3, 5)) for at in (soon, late))
        assert all(a[0] <= b[0] + 1e-12 for a, b in zip(first, second, strict=True))


class TestNotice:
    def test_the_first_notice_holds(self) -> None:
        case = opened()
        case.notice(4.5)
        assert case.noticed_at == 4.0
        case.notice(3.1)
        assert case.noticed_at == 3.1
