"""Which price list a scenario gets that names none."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.network.platforms import PLATFORM_NAMES
from simulation.scenario.load import scenario_from
from simulation.scenario.model import Scenario
from simulation.scenario.price_lists import OF_PLATFORM, price_lists


def scenario(**keys: Any) -> Scenario:
    """The plainest scenario with these keys."""
    return scenario_from({"question": "?", "strategies": {"a": []}, **keys})


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        (None, "xiaohongshu_2025"),
        ("weibo", "xiaohongshu_2025"),
        ("wechat", "xiaohongshu_2025"),
        ("xiaohongshu", "xiaohongshu_2025"),
        ("douyin", "douyin_2025"),
    ],
)
def test_the_platform_chooses_where_nothing_is_named(platform: str | None, name: str) -> None:
    media = scenario(network={} if platform is None else {"platform": platform}).media
    assert media.price_list == name
    assert media.prices == scenario(media={"price_list": name}).media.prices


def test_a_named_price_list_is_taken_on_any_platform() -> None:
    named = {"price_list": "xiaohongshu_2025"}
    media = scenario(network={"platform": "douyin"}, media=named).media
    assert media == scenario(media=named).media


def test_a_changed_price_lies_over_the_platforms_list() -> None:
    own = {"prices": {"koc": {"fee_base": 7}}}
    prices = scenario(network={"platform": "douyin"}, media=own).media.prices
    assert prices.koc.fee_base == 7
    assert prices.kol_head.followers_from == 10_000_000


def test_platforms_and_lists_exist() -> None:
    assert set(OF_PLATFORM) <= set(PLATFORM_NAMES)
    assert set(OF_PLATFORM.values()) == set(price_lists())


def test_tiers_rise() -> None:
    for name in price_lists():
        prices = scenario(media={"price_list": name}).media.prices
        tiers = ("koc", "kol_tail", "kol_waist", "kol_head")
        levels = [prices.of(role).followers_from for role in tiers]
        assert levels == sorted(set(levels))
