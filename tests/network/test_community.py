from __future__ import annotations

import math
from collections import Counter
from functools import cache, cached_property
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.network import SocialGraph
from simulation.network.kinds.community import CommunityNetwork
from tests.network.same import assert_mutual, assert_same, assert_well_formed, build, make


@cache
def town() -> SocialGraph:
    """A community of 20,000, built once."""
    return build(CommunityNetwork(consumers=20_000))


class TestCommunity:
    @cached_property
    def graph(self) -> SocialGraph:
        return town()

    def test_it_is_the_default_shape_of_a_market(self) -> None:
        assert list(self.graph.layers) == ["strong", "weak", "follow"]
        assert self.graph.directed
        assert_mutual(self.graph.layers["strong"])
        assert_mutual(self.graph.layers["weak"])

    @pytest.mark.parametrize(("layer", "mean"), [("strong", 8), ("weak", 8), ("follow", 12)])
    def test_means_are_as_asked(self, layer: Any, mean: float) -> None:
        # friends within circles: binomial, standard error 0.3 %; the others are exact or nearly
        assert self.graph.layers[layer].n_ties / 20_000 == pytest.approx(mean, rel=0.012)

    def test_friends_form_circles_and_acquaintances_do_not(self) -> None:
        layers: Any = self.graph.layers
        small = SocialGraph({"strong": layers["strong"]}).to_networkx()
        # a pair of friends of mine both in my circle (chance 0.64) are friends with 6.4 / 19
        assert nx.transitivity(small) == pytest.approx(0.64 * 6.4 / 19, rel=0.06)
        loose = SocialGraph({"strong": layers["weak"]}).to_networkx()
        assert nx.transitivity(loose) < 0.002

    def test_long_ties_lead_out_of_the_circle(self) -> None:
        ties = self.graph.layers["strong"]
        near = np.abs(ties.talker - ties.listener) < 20
        assert near.mean() == pytest.approx(0.8, abs=0.01)
        alone = build(CommunityNetwork(consumers=2_000, long_ties_share=0.0)).layers["strong"]
        assert (alone.talker // 20 == alone.listener // 20).all()
        assert alone.n_ties / 2_000 == pytest.approx(8, rel=0.03)

    def test_a_circle_grows_with_friends(self) -> None:
        graph = build(CommunityNetwork(consumers=3_000, friends=60.0, long_ties_share=0.1))
        ties = graph.layers["strong"]
        assert ties.n_ties / 3_000 == pytest.approx(60, rel=0.01)
        assert nx.transitivity(SocialGraph({"strong": ties}).to_networkx()) < 0.55

    def test_famous_accounts_have_a_power_law_of_followers(self) -> None:
        followers = np.sort(self.graph.followers)
        assert self.graph.followers.max() <= 2_000
        assert self.graph.followers.max() > 500
        # between 20 and 200 the law is cut at 2,000: P(X >= x) ~ x**-1.2 - 2000**-1.2
        above = [(followers >= x).sum() for x in (20, 60, 200)]
        law = [(x - 0.5) ** -1.2 - 2_000**-1.2 for x in (20, 60, 200)]
        assert above[0] / above[1] == pytest.approx(law[0] / law[1], rel=0.06)
        assert above[1] / above[2] == pytest.approx(law[1] / law[2], rel=0.12)

    def test_followers_are_anybody(self) -> None:
        ties = self.graph.layers["follow"]
        following = np.bincount(ties.listener, minlength=20_000)
        assert following.var() == pytest.approx(12, rel=0.05)  # Poisson
        order = np.argsort(-self.graph.followers)[:5]
        for star in order.tolist():
            fans = ties.listener[ties.first[star] : ties.first[star + 1]]
            middle = 20_000 / math.sqrt(12 * len(fans))  # standard error of a mean place
            assert fans.mean() == pytest.approx(10_000, abs=4 * middle)

    @pytest.mark.parametrize(
        ("settings", "layer"),
        [
            ({"friends": 0.0}, "strong"),
            ({"acquaintances": 0.0}, "weak"),
            ({"follow": {"mean": 0.0}}, "follow"),
        ],
    )
    def test_a_layer_may_be_empty(self, settings: dict[str, Any], layer: Any) -> None:
        graph = build(make("community", consumers=200, **settings))
        assert graph.layers[layer].n_ties == 0
        assert graph.n_ties > 0
        assert_same(SocialGraph.from_networkx(graph.to_networkx()), graph)

    def test_circles_cut_the_market_into_equal_parts(self) -> None:
        network = CommunityNetwork(consumers=2_009, friends=9.0, long_ties_share=0.0)
        parts = nx.connected_components(
            SocialGraph({"strong": build(network).layers["strong"]}).to_networkx()
        )
        assert Counter(len(part) for part in parts) == {20: 91, 21: 9}

    @given(
        st.integers(2, 60),
        st.floats(0, 30),
        st.floats(0, 1),
        st.floats(2, 40),
        st.integers(0, 2**32),
    )
    def test_any_settings_give_a_sound_graph(
        self, consumers: int, friends: float, long_ties_share: float, circle: float, seed: int
    ) -> None:
        friends = min(friends, consumers - 1.0)
        network = CommunityNetwork(
            consumers=consumers, friends=friends, long_ties_share=long_ties_share, circle=circle
        )
        graph = build(network, seed)
        for ties in graph.layers.values():
            assert_well_formed(ties)
        assert_mutual(graph.layers["strong"])
