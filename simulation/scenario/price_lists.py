"""Dated price lists of posts: presets by name, or a file of the user's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from simulation.errors import Problem
from simulation.scenario.extends import PRESETS, names_a_file
from simulation.scenario.kinds import problem_at
from simulation.scenario.merge import overlay
from simulation.scenario.nearest import use_nearest
from simulation.scenario.tree import Node, from_plain, shown
from simulation.scenario.yaml_source import read_yaml

PRICE_LISTS = PRESETS / "price_lists"
"""Price lists that come with womsim."""

DEFAULT_PRICE_LIST = "xiaohongshu_2025"
"""Price list of a scenario that names none, nor a platform with prices of its own."""

OF_PLATFORM = {"xiaohongshu": "xiaohongshu_2025", "douyin": "douyin_2025"}
"""Price list of each platform for which prices or tiers were found."""


def price_lists() -> list[str]:
    """Names of the price lists that come with womsim."""
    return sorted(file.stem for file in PRICE_LISTS.glob("*.yaml"))


def with_prices(
    media: Node, folder: Path, network: Node | None = None
) -> tuple[Node, list[Problem]]:
    """``media`` with the named price list under ``prices``, below the scenario's own changes to it.

    Where no price list is named, that of the ``network``'s platform is taken.

    Raises
    ------
    ScenarioError
        If the price list's file cannot be read.
    """
    if not media.is_mapping:
        return media, []
    name = media.get("price_list")
    if name is None:
        name = from_plain(_usual(network), media.mark, ("media", "price_list"))
        media = media.with_value({**media.value, "price_list": name})
    file = _file_of(name.value, folder)
    if file is None:
        known = ", ".join(price_lists())
        word = name.value if isinstance(name.value, str) else ""
        remedy = use_nearest(word, price_lists()) or f" Price lists: {known}, or a YAML file."
        fact = f"no price list {shown(name)}.{remedy}"
        return _without_prices(media), [problem_at(name, fact)]
    if file.parent == PRICE_LISTS:
        prices = _preset(file)
    elif not file.is_file():
        fact = f"no file {shown(name)} beside the scenario. Check the path."
        return _without_prices(media), [problem_at(name, fact)]
    else:
        prices = read_yaml(file)
    own = media.get("prices")
    if own is not None:
        prices = overlay(prices, own, ("media", "prices"))
    return media.with_value({**media.value, "prices": _moved(prices)}), []


def _usual(network: Node | None) -> str:
    """Price list of the network's platform, else the default."""
    platform = None if network is None else network.get("platform")
    named = None if platform is None else platform.value
    if isinstance(named, str) and named in OF_PLATFORM:
        return OF_PLATFORM[named]
    return DEFAULT_PRICE_LIST


@cache
def _preset(file: Path) -> Node:
    """A price list that comes with womsim, read once."""
    return read_yaml(file)


def _file_of(name: object, folder: Path) -> Path | None:
    if not isinstance(name, str):
        return None
    if names_a_file(name):
        return folder / name
    preset = PRICE_LISTS / f"{name}.yaml"
    return preset if name in price_lists() else None


def _without_prices(media: Node) -> Node:
    return with_prices(media.with_value({"price_list": from_plain(DEFAULT_PRICE_LIST)}), PRESETS)[0]


def _moved(node: Node) -> Node:
    """Address of a price in a scenario, whose first level the price list's file lacks."""
    if node.path[:1] == ("media",):
        return node
    value = node.value
    if node.is_mapping:
        value = {key: _moved(child) for key, child in value.items()}
    elif node.is_list:
        value = [_moved(child) for child in value]
    return node._replace(value=value, path=("media", "prices", *node.path))
