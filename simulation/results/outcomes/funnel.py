"""Where people are on their journey: from heard to bought, kept or lost."""

from __future__ import annotations

from simulation.results.outcomes.base import define

define(
    "aware",
    ("Heard of the brand", "知晓人数"),
    1,
    "consumers",
    "Consumers who ever heard of the brand, those who knew it at the start included",
    lambda run: run.end("ever_aware"),
)
define(
    "exposures",
    ("Messages heard", "曝光"),
    0,
    "messages",
    "Messages of any source that reached a consumer, over the run",
    lambda run: run.sum("exposures"),
)
define(
    "interested",
    ("Considered buying", "兴趣人数"),
    1,
    "consumers",
    "Consumers who ever considered buying",
    lambda run: run.end("ever_interested"),
)
CUSTOMERS = define(
    "customers",
    ("Customers", "客户数"),
    1,
    "customers",
    "Distinct consumers who paid for a unit during the run",
    lambda run: run.end("customers"),
).numerator
OWNERS = define(
    "owners",
    ("Owners", "持有者"),
    1,
    "consumers",
    "Consumers who hold a unit at the end, bought, given or had at the start",
    lambda run: run.end("owners"),
).numerator
define(
    "advocates",
    ("Advocates", "推荐者"),
    1,
    "consumers",
    "Consumers in the stage advocate at the end",
    lambda run: run.end("advocate"),
)
define(
    "rejecters",
    ("Rejecters", "拒绝者"),
    -1,
    "consumers",
    "Consumers in the stage rejecter at the end",
    lambda run: run.end("rejecter"),
)
define(
    "lapsed",
    ("Lapsed", "流失者"),
    -1,
    "consumers",
    "Consumers in the stage lapsed at the end",
    lambda run: run.end("lapsed"),
)
