"""Parts of the default network that are off by default: groups, kinds of ties, returned follows."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from simulation.network import SocialGraph
from simulation.network.codes import no_codes, unpack
from simulation.network.following import clustered_followers, interests_of, returned_follows
from simulation.network.groups import group_pairs
from simulation.network.kinds.community import CommunityNetwork
from simulation.network.sampling import random_pairs
from simulation.network.statistics import (
    assortativity,
    clustering,
    hill_exponent,
    reciprocity,
    upward_share,
)
from simulation.network.ties import no_ties, ties_from_codes, ties_from_pairs
from tests.baseline import Baseline
from tests.network.same import (
    arcs,
    assert_mutual,
    assert_same,
    assert_same_ties,
    assert_well_formed,
    build,
    digest,
    make,
)

KINDS = {"kin": 0.25, "friend": 0.5, "neighbour": 0.15, "colleague": 0.1}


class TestDefault:
    def test_the_default_network_keeps_its_bits(self, baseline: Baseline) -> None:
        other = {"friends": 12.0, "circle": 9.0, "long_ties_share": 0.5, "acquaintances": 3.0}
        follow = {"mean": 25.0, "exponent": 2.0}
        networks = {
            "default, 2000 consumers": make("community", consumers=2_000),
            "default, 7 consumers": make("community", consumers=7),
            "other settings": make("community", consumers=500, **other, follow=follow),
        }
        found = {name: digest(build(network)) for name, network in networks.items()}
        baseline("community_graph", found)

    @pytest.mark.parametrize(
        "zero",
        [
            {"platform": None},
            {"groups": 0.0, "group_size": 5},
            {"tie_kinds": None},
            {"tie_kinds": {"colleague": 1.0}},
            {"follow": {"reciprocity": 0.0, "clustered_share": 0.0, "interests": 3}},
        ],
    )
    def test_nothing_of_a_part_changes_nothing(self, zero: dict[str, Any]) -> None:
        default = build(CommunityNetwork(consumers=300))
        assert_same(build(make("community", consumers=300, **zero)), default)

    def test_a_part_changes_its_own_layer_alone(self) -> None:
        default = build(CommunityNetwork(consumers=600))
        grouped = build(make("community", consumers=600, groups=2.0))
        both = build(make("community", consumers=600, groups=2.0, tie_kinds=KINDS))
        for layer in ("strong", "follow"):
            assert_same_ties(grouped.layers[layer], default.layers[layer])
        assert arcs(default.layers["weak"]) < arcs(grouped.layers["weak"])
        assert_same_ties(both.layers["weak"], grouped.layers["weak"])
        assert_same_ties(both.layers["follow"], default.layers["follow"])
        assert arcs(both.layers["strong"]) == arcs(default.layers["strong"])


class TestGroups:
    def test_a_consumer_is_in_so_many_groups(self) -> None:
        rng = np.random.default_rng(1)
        pairs = group_pairs(rng, 20_000, 0.5, 20)  # at most one group: nobody meets twice
        assert 2 * len(pairs) / 20_000 == pytest.approx(0.5 * 19, rel=0.03)
        few = group_pairs(rng, 20_000, 4.0, 20)  # some meet again
        assert 0.6 < 2 * len(few) / 20_000 / (4 * 19) < 1

    def test_groups_are_cliques_of_neighbours(self) -> None:
        one, other = unpack(group_pairs(np.random.default_rng(1), 2_000, 0.4, 10))
        graph = nx.Graph(zip(one.tolist(), other.tolist(), strict=True))
        assert nx.transitivity(graph) > 0.5
        assert np.median(other - one) < 30
        assert (one < other).all()

    def test_members_are_acquaintances_and_friends_stay_friends(self) -> None:
        graph = build(make("community", consumers=1_000, acquaintances=0.0, groups=3.0))
        weak = graph.layers["weak"]
        assert_well_formed(weak)
        assert_mutual(weak)
        assert not arcs(weak) & arcs(graph.layers["strong"])

    @pytest.mark.parametrize(("n", "groups", "size"), [(2, 1.0, 20), (3, 50.0, 2), (30, 9.0, 500)])
    def test_small_markets_have_groups(self, n: int, groups: float, size: int) -> None:
        graph = build(make("community", consumers=n, groups=groups, group_size=size))
        assert_well_formed(graph.layers["weak"])


class TestTieKinds:
    def test_each_pair_is_as_strong_as_its_kind(self) -> None:
        ties = build(make("community", consumers=5_000, tie_kinds=KINDS)).layers["strong"]
        assert_well_formed(ties)
        assert_mutual(ties)
        values, counts = np.unique(ties.strength, return_counts=True)
        mean = 0.25 * 1.2 + 0.5 * 1.0 + 0.25 * 0.8
        assert values == pytest.approx(np.array([0.8, 1.0, 1.2]) / mean, rel=0.01)
        assert counts / ties.n_ties == pytest.approx([0.25, 0.5, 0.25], abs=0.02)

    def test_strengths_can_be_changed(self) -> None:
        kinds = {"kin": 0.5, "friend": 0.5, "strength": {"kin": 3.0, "friend": 1.0}}
        ties = build(make("community", consumers=500, tie_kinds=kinds)).layers["strong"]
        assert ties.strength.max() / ties.strength.min() == pytest.approx(3)

    @pytest.mark.parametrize("kinds", [{}, {"kin": 0.3}, {"kin": 0.7, "colleague": 0.7}])
    def test_shares_add_up_to_one(self, kinds: dict[str, float]) -> None:
        with pytest.raises(ValidationError, match="shares add up to"):
            make("community", tie_kinds=kinds)

    def test_a_graph_with_kinds_survives_networkx(self) -> None:
        graph = build(make("community", consumers=60, tie_kinds=KINDS, groups=1.0))
        assert_same(SocialGraph.from_networkx(graph.to_networkx()), graph)


class TestFollowing:
    def test_follows_are_returned_between_friends_first(self) -> None:
        rng = np.random.default_rng(1)
        friends = random_pairs(rng, 500, 1_000, no_codes())
        some = arcs(ties_from_codes(returned_follows(rng, 500, friends, 400), 500))
        known = arcs(ties_from_codes(friends, 500))
        assert len(some) == 800
        assert all((u, v) in known or (v, u) in known for u, v in some)
        many = arcs(ties_from_codes(returned_follows(rng, 500, friends, 1_300), 500))
        assert len(many) == 2_600
        assert known < many

    def test_followers_are_as_many_as_asked_and_mostly_of_the_same_interest(self) -> None:
        rng = np.random.default_rng(1)
        n = 4_000
        followers = rng.integers(0, 40, n)
        interest = interests_of(rng, n, 8)
        assert np.bincount(interest).tolist() == [500] * 8
        taken = returned_follows(rng, n, no_codes(), 500)
        codes = clustered_followers(rng, followers, interest, 0.6, taken)
        ties = ties_from_codes(codes, n)
        assert_well_formed(ties)
        assert ties.n_listeners.tolist() == followers.tolist()
        assert not arcs(ties) & arcs(ties_from_codes(taken, n))
        same = interest[ties.talker] == interest[ties.listener]
        assert same.mean() == pytest.approx(0.6 + 0.4 / 8, abs=0.01)

    def test_no_more_than_half_of_an_interest_follows_for_it(self) -> None:
        rng = np.random.default_rng(1)
        interest = interests_of(rng, 100, 10)
        codes = clustered_followers(rng, np.full(100, 30), interest, 1.0, no_codes())
        ties = ties_from_codes(codes, 100)
        assert (ties.n_listeners == 30).all()

    @given(
        st.integers(2, 40), st.floats(0, 45), st.floats(0, 1), st.floats(0, 1), st.integers(1, 9)
    )
    def test_any_settings_give_a_sound_graph(
        self, n: int, mean: float, reciprocity: float, share: float, interests: int
    ) -> None:
        follow = {"mean": min(mean, n - 1.0), "reciprocity": reciprocity}
        follow |= {"clustered_share": share, "interests": interests}
        graph = build(make("community", consumers=n, follow=follow, groups=share))
        for ties in graph.layers.values():
            assert_well_formed(ties)

    def test_all_follows_may_be_returned(self) -> None:
        follow = {"mean": 10.0, "reciprocity": 1.0}
        ties = build(make("community", consumers=500, follow=follow)).layers["follow"]
        assert_mutual(ties)
        assert ties.n_ties / 500 == pytest.approx(10, rel=0.01)


class TestStatistics:
    def test_they_are_those_of_networkx(self) -> None:
        ties = build(make("community", consumers=400, platform="weibo")).layers["follow"]
        directed = nx.DiGraph(sorted(arcs(ties)))
        directed.add_nodes_from(range(400))
        plain = nx.Graph(directed)
        assert reciprocity(ties) == pytest.approx(nx.overall_reciprocity(directed))
        assert clustering(ties) == pytest.approx(nx.average_clustering(plain))
        expected = nx.degree_assortativity_coefficient(plain)
        assert assortativity(ties) == pytest.approx(expected)

    @pytest.mark.parametrize("exponent", [1.8, 2.2, 3.0])
    def test_the_exponent_is_that_of_the_law(self, exponent: float) -> None:
        level = np.random.default_rng(1).random(50_000)
        counts = 10 * level ** (-1 / (exponent - 1))
        # standard error: (exponent - 1) / sqrt(10,000)
        assert hill_exponent(counts) == pytest.approx(exponent, abs=4 * (exponent - 1) / 100)

    def test_a_star_is_followed_upward(self) -> None:
        talker, listener = np.array([0, 0, 0, 1]), np.array([1, 2, 3, 0])
        ties, _ = ties_from_pairs(talker, listener, 4)
        assert upward_share(ties) == 0.75
        assert reciprocity(ties) == 0.5
        assert assortativity(ties) == pytest.approx(-1)

    def test_nothing_is_counted_without_ties(self) -> None:
        none = no_ties(5)
        assert clustering(none) == reciprocity(none) == upward_share(none) == 0
        assert assortativity(none) == 0
        assert np.isnan(hill_exponent(none.n_listeners))
