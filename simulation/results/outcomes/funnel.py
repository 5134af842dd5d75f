"""Where people are on their journey: from heard to bought, kept or lost."""

from __future__ import annotations

from simulation.results.outcomes.base import NOT_NEGATIVE, SHARE, define, total

define(
    "aware",
    ("Heard of the brand", "知晓人数"),
    1,
    "consumers",
    "Consumers who ever heard of the brand, those who knew it at the start included",
    lambda run: run.end("ever_aware"),
    within=NOT_NEGATIVE,
)
define(
    "exposures",
    ("Messages heard", "曝光"),
    0,
    "messages",
    "Messages of any source that reached a consumer, over the run",
    lambda run: run.sum("exposures"),
    within=NOT_NEGATIVE,
)
define(
    "visits",
    ("Looked closer", "访问"),
    1,
    "visits",
    "Times that somebody became interested, over the run: a visit to the shop, the page, a search",
    lambda run: run.sum("visits"),
    within=NOT_NEGATIVE,
)
define(
    "interactions",
    ("Posts and reviews", "互动"),
    1,
    "posts",
    "Public posts and reviews written by consumers, over the run; what they were paid for is not "
    "left out, private talk is",
    lambda run: run.sum("posts") + run.sum("reviews_good") + run.sum("reviews_bad"),
    within=NOT_NEGATIVE,
)
define(
    "interested",
    ("Considered buying", "兴趣人数"),
    1,
    "consumers",
    "Consumers who ever considered buying",
    lambda run: run.end("ever_interested"),
    within=NOT_NEGATIVE,
)
CUSTOMERS = define(
    "customers",
    ("Customers", "客户数"),
    1,
    "customers",
    "Distinct consumers who paid for a unit during the run",
    lambda run: run.end("customers"),
    within=NOT_NEGATIVE,
).numerator
OWNERS = define(
    "owners",
    ("Owners", "持有者"),
    1,
    "consumers",
    "Consumers who hold a unit at the end, bought, given or had at the start",
    lambda run: run.end("owners"),
    within=NOT_NEGATIVE,
).numerator
define(
    "retained",
    ("Customers kept", "留存率"),
    1,
    "share",
    "Share of customers who have not lapsed at the end",
    total("active_at_end", lambda run: run.end("active_customers")),
    CUSTOMERS,
    within=SHARE,
)
define(
    "advocates",
    ("Advocates", "推荐者"),
    1,
    "consumers",
    "Consumers in the stage advocate at the end",
    lambda run: run.end("advocate"),
    within=NOT_NEGATIVE,
)
define(
    "rejecters",
    ("Rejecters", "拒绝者"),
    -1,
    "consumers",
    "Consumers in the stage rejecter at the end",
    lambda run: run.end("rejecter"),
    within=NOT_NEGATIVE,
)
define(
    "lapsed",
    ("Lapsed", "流失者"),
    -1,
    "consumers",
    "Consumers in the stage lapsed at the end",
    lambda run: run.end("lapsed"),
    within=NOT_NEGATIVE,
)
