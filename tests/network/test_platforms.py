"""Platforms lie below what is written, and their graphs have the shape they claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from simulation.errors import GraphError
from simulation.fields import EVIDENCE
from simulation.network import SocialGraph
from simulation.network.kinds.community import CommunityNetwork
from simulation.network.platforms import PLATFORM_NAMES, PLATFORMS, Target
from simulation.network.statistics import STATISTICS, shape_of
from simulation.scenario.load import scenario_from
from simulation.scenario.model import Scenario
from simulation.scenario.resolved import resolved
from tests.network.same import assert_mutual, assert_same, assert_well_formed, build, make

TARGETS = [(name, target) for name, its in PLATFORMS.items() for target in its.targets]


@cache
def town(platform: str, seed: int = 1) -> SocialGraph:
    """A market of 10,000 on a platform, built once."""
    return build(make("community", platform=platform), seed)


@cache
def shape(platform: str, seed: int) -> Mapping[str, float]:
    """Its statistics, counted once."""
    return shape_of(town(platform, seed))


def leaves(settings: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting by its address."""
    for key, written in settings.items():
        if isinstance(written, Mapping) and "value" not in written:
            yield from leaves(written, f"{at}{key}.")
        else:
            yield f"{at}{key}", written


def scenario(network: Mapping[str, Any]) -> Scenario:
    """The plainest scenario with this network."""
    return scenario_from({"question": "?", "strategies": {"a": []}, "network": network})


class TestShape:
    @pytest.mark.parametrize("seed", [1, 2])
    @pytest.mark.parametrize(("platform", "target"), TARGETS)
    def test_every_target_is_met(self, platform: str, target: Target, seed: int) -> None:
        assert target.low <= shape(platform, seed)[target.statistic] <= target.high

    @pytest.mark.parametrize("platform", PLATFORM_NAMES)
    def test_layers_are_sound(self, platform: str) -> None:
        graph = town(platform)
        for ties in graph.layers.values():
            assert_well_formed(ties)
        assert_mutual(graph.layers["strong"])
        assert_mutual(graph.layers["weak"])
        assert graph.n_consumers == 10_000

    @pytest.mark.parametrize(("platform", "follows"), [("weibo", 20), ("xiaohongshu", 12)])
    def test_the_mean_number_of_follows_is_as_written(self, platform: str, follows: float) -> None:
        # the one-way follows are drawn in strata, the returned ones counted: nearly exact
        assert shape(platform, 1)["audience"] == pytest.approx(follows, rel=0.005)

    def test_wechat_has_no_strangers(self) -> None:
        graph = town("wechat")
        assert list(graph.layers) == ["strong", "weak"]
        assert graph.audience is graph.layers["strong"]
        assert not graph.directed

    def test_follows_of_xiaohongshu_cluster_more_than_by_chance(self) -> None:
        plain = build(make("community", platform="xiaohongshu", follow={"clustered_share": 0.0}))
        assert shape("xiaohongshu", 1)["clustering"] > 3 * shape_of(plain)["clustering"]

    def test_friends_stay_the_same_where_a_platform_changes_follows_alone(self) -> None:
        default = build(CommunityNetwork())
        for platform in ("weibo", "xiaohongshu", "douyin"):
            for layer in ("strong", "weak"):
                one = SocialGraph({"strong": town(platform).layers[layer]})
                other = SocialGraph({"strong": default.layers[layer]})
                assert_same(one, other)


class TestSettings:
    @pytest.mark.parametrize("platform", PLATFORM_NAMES)
    def test_every_setting_says_who_claims_it(self, platform: str) -> None:
        its = PLATFORMS[platform]
        assert its.en
        assert its.zh
        for key, written in leaves(its.settings):
            if key in its.stated:
                evidence, source = its.stated[key]
            else:
                assert written["low"] <= written["value"] <= written["high"], key
                evidence, source = written["evidence"], written["source"]
            assert evidence in EVIDENCE
            assert source, key

    def test_targets_name_statistics_and_who_claims_them(self) -> None:
        assert {target.statistic for _, target in TARGETS} <= set(STATISTICS)
        assert all(target.source and target.evidence in EVIDENCE for _, target in TARGETS)

    def test_what_is_written_lies_over_the_platform(self) -> None:
        network = CommunityNetwork.model_validate(
            {"platform": "weibo", "friends": 5.0, "follow": {"mean": 15.0}}
        )
        assert network.friends == 5
        assert network.follow.mean == 15
        assert network.follow.reciprocity == 0.055
        assert set(network.follow.ranges) == {"exponent", "reciprocity", "clustered_share"}

    def test_python_takes_a_platform_too(self) -> None:
        assert CommunityNetwork(platform="wechat").groups == 1
        assert CommunityNetwork(platform="wechat", groups=0.0).groups == 0

    def test_parameters_tell_the_platforms_ranges(self) -> None:
        rows = {row.key: row for row in scenario({"platform": "douyin"}).parameters()}
        row = rows["network.follow.mean"]
        assert (row.value, row.low, row.high, row.evidence) == (6, 3, 12, "assumption")
        assert "recommender" in row.source

    def test_a_platform_can_be_set_and_removed(self) -> None:
        plain = scenario({})
        weibo = plain.with_changes({"network.platform": "weibo"})
        assert weibo.network.follow.mean == 20  # type: ignore[attr-defined]
        back = weibo.with_changes({"network.platform": None})
        assert back.network == plain.network

    @pytest.mark.parametrize("platform", PLATFORM_NAMES)
    def test_a_resolved_scenario_reads_as_the_same(self, platform: str) -> None:
        first = scenario({"platform": platform, "tie_kinds": {"kin": 0.5, "friend": 0.5}})
        again = scenario_from(resolved(first))
        assert resolved(again) == resolved(first)
        assert again.network == first.network

    def test_only_a_written_number_is_refused_in_a_small_market(self) -> None:
        for platform in PLATFORM_NAMES:
            graph = build(make("community", consumers=5, platform=platform))
            assert graph.n_ties > 0
            assert all(ties.n_ties <= 20 for ties in graph.layers.values())
        with pytest.raises(GraphError, match=r"network\.friends: 9 asked"):
            build(make("community", consumers=5, platform="wechat", friends=9.0))
        with pytest.raises(GraphError, match=r"network\.follow\.mean: 9 asked"):
            build(make("community", consumers=5, platform="weibo", follow={"mean": 9.0}))

    @pytest.mark.parametrize("platform", PLATFORM_NAMES)
    def test_the_seed_decides(self, platform: str) -> None:
        network = make("community", consumers=400, platform=platform)
        assert_same(build(network, 3), build(network, 3))
        one, other = (build(network, seed).audience.listener for seed in (3, 4))
        assert not np.array_equal(one, other)
