"""What one run leaves behind: daily measures, the ledger and one row for each tactic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

STAGE_COLUMNS = (
    "unaware",
    "aware",
    "interested",
    "customer",
    "loyal",
    "advocate",
    "rejecter",
    "lapsed",
)
"""How many consumers are in each stage of the journey at the end of the day."""

DAILY: Mapping[str, str] = {
    "day": "int32",
    **dict.fromkeys(STAGE_COLUMNS, "int64"),
    "ever_aware": "int64",  # consumers who ever heard of the brand
    "ever_interested": "int64",  # consumers who ever considered it
    "owners": "int64",  # consumers who hold a unit now
    "new_customers": "int64",  # first paid purchases today
    "customers": "int64",  # distinct consumers who paid until now
    "repeat_customers": "int64",  # of these, who paid at least twice
    "units": "int64",  # units paid today
    "revenue": "float64",  # money paid for them
    "goods_cost": "float64",  # what these units cost to make
    "cost": "float64",  # all spending of the ledger today
    "good_messages": "int64",  # good word of mouth said by consumers today
    "bad_messages": "int64",  # bad word of mouth said by consumers today
    "exposures": "int64",  # messages of any source heard today
    "opinion_sum": "float64",  # sum of opinion (-1 to 1) over those who know the brand
    "promoters": "int64",  # owners who would recommend it, now
    "detractors": "int64",  # owners who would warn of it, now
    "satisfied": "int64",  # owners who are satisfied, now
    "visits": "int64",  # consumers who looked closer (became interested) today
    "posts": "int64",  # public posts written by consumers today
    "reviews_good": "int64",  # good reviews written today
    "reviews_bad": "int64",  # bad reviews written today
    "review_stars": "int64",  # sum of their stars, 1 to 5 each
    "turned_away": "int64",  # consumers who wanted a unit today and could not get one
    "failures": "int64",  # units that failed today
    "active_customers": "int64",  # customers who have not lapsed
    "opinion_above": "float64",  # sum of the positive opinions
    "heard_weight": "float64",  # weight of the messages heard today, in messages of a friend
    "lost_weight": "float64",  # of it, what saturation and fatigue lost
    "trust": "float64",  # trust in what the brand says, 0 to 1
    "stars_shown": "float64",  # mean of the reviews that are shown, 1 to 5; NaN without any
    "brought_by_people": "int64",  # of the new customers, those credited to a consumer
    "rival_units": "int64",  # units paid today of all rivals
    "rival_messages": "int64",  # word of mouth about all rivals today
}
"""Daily measures and their dtypes, in the order of the tables; each array is (days,)."""

LEDGER: Mapping[str, str] = {"day": "int32", "tactic": "str", "kind": "str", "amount": "float64"}
"""Columns of the ledger: one row for each cost."""

TACTICS: Mapping[str, str] = {
    "tactic": "str",
    "cost": "float64",
    "exposures": "int64",
    "customers": "int64",
    "left_because": "str",  # why money of its purse stays unspent; empty where it says nothing
}
"""Columns of the tactics' table; ``organic`` is the consumers' own talk, events have rows too."""

ENDS: Mapping[str, str] = {
    "recruit_pairs": "float64",  # pairs of customers in the same tree of recruits
    "recruit_distance": "float64",  # steps between the two, summed over these pairs
    "recruited": "float64",  # customers brought by a consumer's word
    "trees": "float64",  # trees of recruits: who brought somebody, and all who hang on that
    "tree_depth": "float64",  # steps from the root to the last recruit of the deepest tree
    "tree_width": "float64",  # most recruits of one tree that are as far from its root
    "largest_tree": "float64",  # people of the largest tree, its root among them
    "most_recruits": "float64",  # most customers that one consumer brought
}
"""Measures taken once, when a run has ended, in consumers; one row."""

HUBS: Mapping[str, str] = {
    "consumer": "int64",  # number in the graph
    "label": "str",  # name in the user's graph; empty in a made one, new in each replicate
    "role": "str",
    "followers": "int64",
    "recruits": "int64",  # customers whom the consumer's word brought
    "descendants": "int64",  # these, whom these brought, and so on
}
"""Columns of the table of those who brought most people to a run, at most ten."""

SEGMENTS: Mapping[str, str] = {
    "segment": "str",
    "people": "int64",
    "aware": "int64",  # who know the brand at the end
    "customers": "int64",  # who paid during the run
    "owners": "int64",  # who hold a unit at the end
    "advocates": "int64",
    "rejecters": "int64",
    "opinion_sum": "float64",  # over those who know the brand
}
"""Columns of the table of segments at the end of a run; without segments it has no rows."""

MEDIA = "media"
"""What the ledger calls money for reach that is bought."""

ORGANIC = "organic"
"""Name of the consumers' own talk in the column ``tactic``."""

Column = NDArray[Any] | list[str]
Columns = dict[str, Column]
"""A table as columns of equal length."""


class RunRecord(NamedTuple):
    """Everything that one run (one strategy, one replicate) leaves behind."""

    strategy: str
    replicate: int
    daily: dict[str, NDArray[Any]]
    ledger: Columns
    tactics: Columns
    ends: Columns
    segments: Columns
    hubs: Columns

    @property
    def days(self) -> int:
        """Length of the run in days."""
        return len(self.daily["day"])


class MarketRecord(NamedTuple):
    """What all strategies of a replicate share: the market's size and one probe of it."""

    replicate: int
    consumers: int
    ties: int
    extra_customers: float
    """Customers that a handful of free products brought beside the same market without them."""
    gifts: float
    """How many free products that were."""


def as_column(values: Sequence[Any] | NDArray[Any], dtype: str) -> Column:
    """Values in the dtype that a table states: a list of ``str``, or an array."""
    if dtype == "str":
        return [str(value) for value in values]
    return np.asarray(values, dtype=dtype)


def make_record(
    strategy: str,
    replicate: int,
    daily: Mapping[str, Any],
    ledger: Mapping[str, Any],
    tactics: Mapping[str, Any],
    ends: Mapping[str, Any] | None = None,
    segments: Mapping[str, Any] | None = None,
    hubs: Mapping[str, Any] | None = None,
) -> RunRecord:
    """What a run leaves behind, with columns in their stated order and dtypes.

    Without ``ends`` and ``hubs`` nobody recruited anybody; without ``segments`` there are none.
    """
    ends = {name: [0.0] for name in ENDS} if ends is None else ends
    segments = {name: [] for name in SEGMENTS} if segments is None else segments
    hubs = {name: [] for name in HUBS} if hubs is None else hubs
    return RunRecord(
        strategy,
        int(replicate),
        {name: np.asarray(daily[name], dtype=dtype) for name, dtype in DAILY.items()},
        {name: as_column(ledger[name], dtype) for name, dtype in LEDGER.items()},
        {name: as_column(tactics[name], dtype) for name, dtype in TACTICS.items()},
        {name: as_column(ends[name], dtype) for name, dtype in ENDS.items()},
        {name: as_column(segments[name], dtype) for name, dtype in SEGMENTS.items()},
        {name: as_column(hubs[name], dtype) for name, dtype in HUBS.items()},
    )


def people_of(record: RunRecord) -> int:
    """People of the market: consumers, times the people whom each of them stands for."""
    return int(sum(int(record.daily[stage][0]) for stage in STAGE_COLUMNS))
