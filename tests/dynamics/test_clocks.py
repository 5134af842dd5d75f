"""Clocks on ties against their closed forms.

Seeds are fixed. A mean is accepted within 4 standard errors (false alarm 6e-5 for a right clock), a
distribution when chi-square gives p > 1e-5; there are about 30 such checks, so a right clock would
have failed here with a chance of about 0.1 %.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from simulation.dynamics.rules.hear import NOBODY
from simulation.dynamics.tables import BAD_MESSAGES, EXPOSURES, GOOD_MESSAGES
from simulation.market.state import FIXED
from simulation.network.graph import SocialGraph
from simulation.network.ties import Ties
from tests.dynamics.one_day import QUIET, Day, ring, star
from tests.naive.hearing import hear
from tests.small_markets import needs_compiled


def reach_rate(reach: float) -> float:
    return math.inf if reach >= 1.0 else -math.log(1.0 - reach)


def z_score(found: float, mean: float, sd: float) -> float:
    return abs(found - mean) / sd


def is_poisson(counts: NDArray[np.int64], rate: float, top: int) -> bool:
    """Whether whole numbers follow a Poisson law, everything from ``top`` on in one cell."""
    cells = np.bincount(np.minimum(counts, top), minlength=top + 1)
    law = stats.poisson(rate)
    expected = np.append(law.pmf(np.arange(top)), law.sf(top - 1)) * len(counts)
    return bool(stats.chisquare(cells, expected).pvalue > 1e-5)


def posts_of_star(reach: float, n_followers: int, n_posts: int) -> NDArray[np.int64]:
    """(posts, followers): how often each follower heard each of the posts of consumer 0."""
    graph = star(n_followers)
    times = np.zeros((n_posts, n_followers), np.int64)
    for post in range(n_posts):
        day = Day(graph, day=post // 10)
        day.posted((0, reach_rate(reach), FIXED, 1, 3, 77, post % 10))
        np.add.at(times[post], day.column("listener") - 1, 1)
    return times


@needs_compiled
class TestPost:
    @pytest.mark.parametrize("reach", [0.02, 0.15, 0.35, 0.8, 0.98])
    def test_reaches_its_share_and_everybody_at_most_once(self, reach: float) -> None:
        n_posts, n_followers = 200, 500
        times = posts_of_star(reach, n_followers, n_posts)
        assert times.max() <= 1
        n, variance = times.size, reach * (1 - reach)
        assert z_score(times.sum(), n * reach, math.sqrt(n * variance)) < 4.0
        # Ties ring independently: the reach of single posts is binomial ...
        spread = ((times.sum(axis=1) - n_followers * reach) ** 2).sum() / (n_followers * variance)
        assert 1e-5 < stats.chi2(n_posts).sf(spread) < 1 - 1e-5
        # ... and so is the luck of single followers: nobody is favoured.
        spread = ((times.sum(axis=0) - n_posts * reach) ** 2).sum() / (n_posts * variance)
        assert 1e-5 < stats.chi2(n_followers).sf(spread) < 1 - 1e-5

    def test_two_posts_of_a_day_reach_different_followers(self) -> None:
        reach, n_followers = 0.3, 500
        times = posts_of_star(reach, n_followers, 200)
        both = (times[0::2] & times[1::2]).sum()
        mean = 100 * n_followers * reach**2
        assert z_score(both, mean, math.sqrt(mean * (1 - reach**2))) < 4.0


class TestPostLimits:
    def test_full_reach_is_everybody_once(self) -> None:
        day = Day(star(50)).posted((0, math.inf, FIXED, 1, 3, 77, 0))
        assert sorted(day.column("listener").tolist()) == list(range(1, 51))
        assert day.counts[EXPOSURES] == day.by_slot[3] == 50

    def test_no_reach_is_nobody(self) -> None:
        assert Day(star(50)).posted((0, reach_rate(0.0), FIXED, 1, 3, 77, 0)).messages == []

    def test_an_account_without_followers_is_heard_by_nobody(self) -> None:
        for rate in (1.0, math.inf):
            assert Day(star(5)).posted((3, rate, FIXED, 1, 3, 77, 0)).messages == []

    def test_strength_scales_what_a_message_weighs(self) -> None:
        strength = [0.25, 0.5, 1.0, 2.25]
        edges = [[0, 1], [0, 2], [0, 3], [0, 4]]
        graph = SocialGraph.from_edges(edges, directed=True, strength=strength)
        day = Day(graph).posted((0, math.inf, 1001, 1, 3, 77, 0))
        expected = [int(1001 * s + 0.5) for s in strength]
        assert [m.weight for m in sorted(day.messages, key=lambda m: m.listener)] == expected
        assert day.market.heard_good.tolist() == [0, *expected]

    def test_a_bad_post_counts_as_bad_and_earns_no_credit(self) -> None:
        day = Day(star(9)).posted((0, math.inf, FIXED, 0, 3, 77, 0))
        assert day.market.heard_bad[1:].tolist() == [FIXED] * 9
        assert not day.market.heard_good.any()
        assert not day.market.credit.any()


def two_layers(n: int) -> SocialGraph:
    """Friends one and two places on, acquaintances three to five places on, each both ways."""
    strong, weak = ring(n, 1, 2).layers["strong"], ring(n, 3, 4, 5).layers["strong"]
    return SocialGraph({"strong": strong, "weak": weak})


@needs_compiled
class TestConversations:
    n = 20_000

    def places(self, day: Day) -> NDArray[np.int64]:
        """How many places on each listener is, -5 to 5."""
        gap: NDArray[np.int64] = day.column("listener").astype(np.int64) - day.column("talker")
        return (gap + self.n // 2) % self.n - self.n // 2

    @pytest.mark.parametrize("rate", [0.05, 0.7, 3.0])
    def test_are_poisson_and_meet_all_ties_alike(self, rate: float) -> None:
        day = Day(ring(self.n, 1, 2), QUIET._replace(good_contacts=rate), day=5).consumers_talk()
        made = np.bincount(day.column("talker"), minlength=self.n)
        assert day.counts[GOOD_MESSAGES] == day.counts[EXPOSURES] == made.sum()
        assert z_score(made.sum(), self.n * rate, math.sqrt(self.n * rate)) < 4.0
        assert is_poisson(made, rate, top=3 if rate < 1 else 8)
        times = np.bincount(self.places(day) + 2, minlength=5)
        assert times[2] == 0
        assert stats.chisquare(np.delete(times, 2)).pvalue > 1e-5

    def test_one_tie_rings_with_chance_1_minus_exp(self) -> None:
        rate = 1.2
        day = Day(ring(self.n, 1, 2), QUIET._replace(good_contacts=rate)).consumers_talk()
        rang = np.unique(day.column("talker")[self.places(day) == 1])
        p = 1 - math.exp(-rate / 4)
        assert z_score(len(rang), self.n * p, math.sqrt(self.n * p * (1 - p))) < 4.0

    @pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
    def test_go_to_friends_by_the_strong_share(self, share: float) -> None:
        talk = QUIET._replace(good_contacts=1.0, strong_share=share)
        day = Day(two_layers(self.n), talk).consumers_talk()
        far = np.abs(self.places(day))
        n = len(far)
        sd = math.sqrt(n * share * (1 - share))
        assert abs((far <= 2).sum() - n * share) <= 4.0 * sd
        for layer in (far <= 2, far > 2):
            times = np.unique(self.places(day)[layer], return_counts=True)[1]
            assert len(times) == 0 or stats.chisquare(times).pvalue > 1e-5

    def test_good_and_bad_talk_have_clocks_of_their_own(self) -> None:
        talk = QUIET._replace(good_contacts=0.5, anger_contacts=0.5)
        day = Day(ring(self.n, 1, 2), talk)
        day.market.anger[:] = 1.0
        day.consumers_talk()
        good = np.bincount(day.column("talker")[day.column("good") == 1], minlength=self.n)
        bad = np.bincount(day.column("talker")[day.column("good") == 0], minlength=self.n)
        assert day.counts[BAD_MESSAGES] == bad.sum()
        r = float(np.corrcoef(good, bad)[0, 1])
        assert abs(r) * math.sqrt(self.n) < 4.0


@needs_compiled
class TestOwnPosts:
    def test_are_made_with_chance_1_minus_exp_and_once_a_day(self) -> None:
        """Rate 1 conversation a day times .5 post each; nobody has ties but followers."""
        n = 10_000
        none = Ties(np.zeros(n + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32))
        graph = SocialGraph({"strong": none, "follow": ring(n, 1).layers["strong"]})
        talk = QUIET._replace(good_contacts=1.0, posts_per_contact=0.5, post_rate=math.inf)
        day = Day(graph, talk, participation=1.0).consumers_talk()
        p = 1 - math.exp(-0.5)
        made = int(day.counts[GOOD_MESSAGES])
        assert z_score(made, n * p, math.sqrt(n * p * (1 - p))) < 4.0
        assert np.bincount(day.column("talker"), minlength=n).tolist().count(2) == made
        assert day.counts[EXPOSURES] == 2 * made


@needs_compiled
class TestIncited:
    n = 20_000

    def test_owners_add_the_gain_times_their_own_talk(self) -> None:
        day = Day(ring(self.n, 1, 2), QUIET._replace(good_contacts=0.8))
        day.market.satisfaction[: self.n // 2] = 0.5
        day.consumers_talk((0.4, 1.5, 0.0, 7, 99))
        made = np.bincount(day.column("talker", slot=7), minlength=self.n)
        assert is_poisson(made[self.n // 2 :], 1.2, top=5)
        assert is_poisson(made[: self.n // 2], 0.6, top=4)
        assert set(day.column("weight", slot=7).tolist()) == {FIXED // 2}  # rewarded factor .5
        assert day.by_slot[7] == made.sum()
        assert day.by_slot[[0, 7]].sum() == day.counts[EXPOSURES] == day.counts[GOOD_MESSAGES]

    def test_what_they_say_by_themselves_stays_as_it_is(self) -> None:
        talk = QUIET._replace(good_contacts=0.8)
        alone = Day(ring(1000, 1), talk).consumers_talk()
        paid = Day(ring(1000, 1), talk).consumers_talk((0.0, 1.5, 0.0, 7, 99))
        assert [m for m in paid.messages if m.slot == 0] == alone.messages

    def test_who_is_less_satisfied_than_asked_is_not_invited(self) -> None:
        day = Day(ring(1000, 1), QUIET._replace(good_contacts=5.0, bad_contacts=5.0))
        day.market.satisfaction[:500] = -0.2
        day.market.units[-1] = 0
        day.consumers_talk((0.0, 1.0, 0.0, 7, 99))
        talkers = set(day.column("talker", slot=7).tolist())
        assert min(talkers) >= 500
        assert 999 not in talkers
        assert set(day.column("good", slot=7).tolist()) == {1}

    def test_the_dissatisfied_say_what_they_think(self) -> None:
        day = Day(ring(1000, 1), QUIET._replace(bad_contacts=5.0))
        day.market.satisfaction[:] = -1.0
        day.consumers_talk((-1.0, 1.0, 0.0, 7, 99))
        assert day.counts[GOOD_MESSAGES] == 0 < day.counts[BAD_MESSAGES]
        assert set(day.column("good", slot=7).tolist()) == {0}

    def test_anger_is_not_incited(self) -> None:
        day = Day(ring(1000, 1), QUIET._replace(anger_contacts=5.0))
        day.market.anger[:] = 1.0
        day.consumers_talk((-1.0, 1.0, 1.0, 7, 99))
        assert day.by_slot[0] > 0 == day.by_slot[7]

    def test_posts_are_counted_for_the_reward(self) -> None:
        talk = QUIET._replace(good_contacts=2.0, posts_per_contact=0.5, post_rate=math.inf)
        day = Day(ring(self.n, 1), talk, participation=1.0)
        day.consumers_talk((-1.0, 0.0, 0.3, 7, 99), (-1.0, 0.0, 0.0, 8, 98))
        p = 1 - math.exp(-2.0 * 0.5 * 0.3)
        made = day.programmes.made.tolist()
        assert made[1] == 0
        assert z_score(made[0], self.n * p, math.sqrt(self.n * p * (1 - p))) < 4.0
        assert day.by_slot[7] == 2 * made[0]


@needs_compiled
class TestBroadcast:
    def test_is_a_poisson_number_of_messages_to_anybody(self) -> None:
        n, days, total = 100, 400, 250.0
        graph = ring(n, 1)
        counts, listeners = [], np.zeros(n, np.int64)
        for day in range(days):
            lived = Day(graph, day=day).broadcast((total, FIXED, 1, 9, 5, 0))
            counts.append(int(lived.counts[EXPOSURES]))
            listeners += np.bincount(lived.column("listener"), minlength=n)
            assert set(lived.column("talker").tolist()) == {NOBODY}
        heard = np.array(counts)
        assert z_score(heard.sum(), days * total, math.sqrt(days * total)) < 4.0
        spread = ((heard - total) ** 2 / total).sum()
        assert 1e-5 < stats.chi2(days).sf(spread) < 1 - 1e-5
        assert stats.chisquare(listeners).pvalue > 1e-5


class TestBroadcastLimits:
    def test_nothing_bought_is_nothing_heard(self) -> None:
        assert Day(ring(5, 1)).broadcast((0.0, FIXED, 1, 9, 5, 0)).messages == []


class TestHearing:
    @given(st.integers(0, 10**6), st.floats(0.0, 3.0), st.floats(0.0, 0.99))
    def test_is_what_the_messages_add_up_to(self, seed: int, rate: float, reach: float) -> None:
        """Sums and credit of a busy day, added up again from the list of messages."""
        graph = two_layers(30)
        talk = QUIET._replace(
            good_contacts=rate, anger_contacts=rate, posts_per_contact=0.5,
            post_rate=reach_rate(reach),
        )  # fmt: skip
        day = Day(graph, talk, day=seed % 50, participation=1.0)
        day.market.anger[::2] = 1.0
        day.consumers_talk()
        told = hear(day.messages, {})
        for name, sums in (("heard_good", told.good), ("heard_bad", told.bad)):
            expected = [sums.get(i, 0) for i in range(30)]
            assert getattr(day.market, name).tolist() == expected
        assert day.market.credit.tolist() == [told.credit.get(i, 0) for i in range(30)]
