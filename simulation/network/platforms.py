"""Shapes of four platforms: what of it is published, what is assumed, and what must come out.

Only Weibo's graph was measured in public. Its mean number of follows is scaled down to a town, so
that the shape of the tail is kept and not the number of followers. Of WeChat it is published who
sees whose posts; of Xiaohongshu and Douyin no graph was found. On these two most reach comes from a
recommender, which is no part of the network: the preset is the layer of follows alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

from simulation.fields import Evidence

PlatformName = Literal["weibo", "wechat", "xiaohongshu", "douyin"]
PLATFORM_NAMES: tuple[PlatformName, ...] = get_args(PlatformName)


class Target(NamedTuple):
    """What a statistic of the graph must come to, and who says so."""

    statistic: str
    low: float
    high: float
    evidence: Evidence
    source: str


class Platform(NamedTuple):
    """A platform's settings, which lie below the user's own, and what they must give.

    Parameters
    ----------
    en, zh
        Name for people.
    about
        What the shape says, and what it leaves out.
    settings
        Keys of the network with value, range, evidence and source.
    targets
        Statistics of `simulation.network.statistics` that a market of 10,000 must meet.
    stated
        Evidence and source of settings that are no numbers, by key.
    """

    en: str
    zh: str
    about: str
    settings: Mapping[str, Any]
    targets: tuple[Target, ...]
    stated: Mapping[str, tuple[Evidence, str]] = {}


def _set(
    value: float,
    low: float,
    high: float,
    source: str,
    evidence: Evidence = "assumption",
) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "evidence": evidence, "source": source}


_HAN = "Han et al. 2016, doi:10.1109/tst.2016.7399279 (abstract)"
_CHEN = "Chen et al. 2012, arXiv:1212.0167 (abstract)"
_SCALED = "town scale; shape of the tail kept, not the counts"
_NO_GRAPH = "no published graph found"
_TAIL = "exponent of follow graphs, recalled"
_QUARTER = f"a quarter of Twitter's: {_HAN}; Twitter's 22 % is recalled"
_LINKS = f"122 follows a user in {_HAN}, 89 in {_CHEN}; {_SCALED}"
_CONTACTS = f"100 to 150 contacts, recalled; {_SCALED}"
_MOMENTS = "no stranger sees a post: Li et al. 2016, arXiv:1602.00193 (introduction)"
_WEAK_FOLLOW = f"recommender decides what is seen, few follows matter; {_NO_GRAPH}"
_BY_INTEREST = f"follows stay within a category; {_NO_GRAPH}"

_WEIBO = Platform(
    "Weibo",
    "微博",
    "Directed follows of few famous accounts by many; hardly any follow is returned.",
    {
        "follow": {
            "mean": _set(20.0, 12.0, 30.0, _LINKS),
            "exponent": _set(2.2, 2.1, 2.3, _TAIL),
            "reciprocity": _set(0.055, 0.05, 0.06, _QUARTER),
            "clustered_share": _set(0.0, 0.0, 0.3, f"lower clustering than Twitter: {_HAN}"),
        },
    },
    (
        Target("audience", 12.0, 30.0, "assumption", _LINKS),
        Target("exponent", 2.1, 2.3, "assumption", _TAIL),
        Target("reciprocity", 0.05, 0.06, "assumption", _QUARTER),
        Target("clustering", 0.0, 0.1, "assumption", f"below Twitter's: {_HAN}; bound assumed"),
        Target("assortativity", -1.0, 0.0, "published", f"disassortative: {_CHEN}"),
        Target("upward", 0.5, 1.0, "published", f"follows lead upward: {_CHEN}; bound assumed"),
    ),
)

_WECHAT = Platform(
    "WeChat",
    "微信",
    "Friends and group chats alone: a post goes to friends, no stranger sees it. Official accounts "
    "are not part of it, so nobody has a large audience.",
    {
        "friends": _set(20.0, 12.0, 30.0, _CONTACTS),
        "acquaintances": _set(4.0, 0.0, 10.0, f"most contacts know each other; {_NO_GRAPH}"),
        "long_ties_share": _set(0.1, 0.05, 0.3, f"contacts come from circles; {_NO_GRAPH}"),
        "circle": _set(40.0, 25.0, 60.0, f"high clustering; {_NO_GRAPH}"),
        "groups": _set(1.0, 0.5, 3.0, _SCALED),
        "group_size": _set(20, 10, 50, _SCALED),
        "follow": {"strangers": False},
    },
    (
        Target("friends", 12.0, 30.0, "assumption", _CONTACTS),
        Target("friends_clustering", 0.3, 1.0, "assumption", f"high clustering; {_NO_GRAPH}"),
        Target("weak", 10.0, 30.0, "assumption", _SCALED),
        Target("audience", 12.0, 30.0, "assumption", _CONTACTS),
        Target("reciprocity", 1.0, 1.0, "published", f"contacts are mutual, {_MOMENTS}"),
        Target("clustering", 0.3, 1.0, "assumption", f"high clustering; {_NO_GRAPH}"),
    ),
    {"follow.strangers": ("published", _MOMENTS)},
)

_XIAOHONGSHU = Platform(
    "Xiaohongshu",
    "小红书",
    "Directed follows that mostly stay within an interest. Most reach comes from search and the "
    "recommender, which the network leaves out.",
    {
        "follow": {
            "mean": _set(12.0, 6.0, 20.0, _SCALED),
            "exponent": _set(2.2, 2.0, 2.5, _NO_GRAPH),
            "reciprocity": _set(0.02, 0.0, 0.1, _NO_GRAPH),
            "clustered_share": _set(0.7, 0.4, 0.9, _BY_INTEREST),
            "interests": _set(20, 10, 40, _NO_GRAPH),
        },
    },
    (
        Target("audience", 6.0, 20.0, "assumption", _SCALED),
        Target("exponent", 2.0, 2.5, "assumption", _NO_GRAPH),
        Target("reciprocity", 0.0, 0.1, "assumption", _NO_GRAPH),
        Target("clustering", 0.02, 0.3, "assumption", _BY_INTEREST),
        Target("assortativity", -1.0, 0.0, "assumption", _NO_GRAPH),
    ),
)

_DOUYIN = Platform(
    "Douyin",
    "抖音",
    "Few follows, most of them of a few famous accounts. What people see comes from the "
    "recommender, which the network leaves out.",
    {
        "follow": {
            "mean": _set(6.0, 3.0, 12.0, _WEAK_FOLLOW),
            "exponent": _set(2.1, 2.0, 2.5, _NO_GRAPH),
            "reciprocity": _set(0.02, 0.0, 0.1, _NO_GRAPH),
            "clustered_share": _set(0.2, 0.0, 0.5, _NO_GRAPH),
            "interests": _set(20, 10, 40, _NO_GRAPH),
        },
    },
    (
        Target("audience", 3.0, 12.0, "assumption", _WEAK_FOLLOW),
        Target("exponent", 2.0, 2.5, "assumption", _NO_GRAPH),
        Target("reciprocity", 0.0, 0.1, "assumption", _NO_GRAPH),
        Target("assortativity", -1.0, 0.0, "assumption", _NO_GRAPH),
    ),
)

PLATFORMS: Mapping[str, Platform] = {
    "weibo": _WEIBO,
    "wechat": _WECHAT,
    "xiaohongshu": _XIAOHONGSHU,
    "douyin": _DOUYIN,
}
"""Every platform by its name in a scenario."""


def below_own(preset: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The preset's settings with the user's own laid over them; sections merge.

    Examples
    --------
    >>> below_own({"a": {"b": {"value": 1}, "c": {"value": 2}}}, {"a": {"b": 5}})
    {'a': {'b': 5, 'c': {'value': 2}}}
    """
    merged = {**preset, **own}
    for key, below in preset.items():
        above = own.get(key)
        if isinstance(above, Mapping) and "value" not in below:
            merged[key] = {**below, **above}
    return merged
