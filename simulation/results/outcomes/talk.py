"""What consumers say: good and bad word of mouth."""

from __future__ import annotations

from simulation.results.outcomes.base import define, total

define(
    "good_messages",
    ("Good word of mouth", "好口碑量"),
    1,
    "messages",
    "Good messages said by consumers, over the run; paid posts, ads and news are not counted",
    lambda run: run.sum("good_messages"),
)
define(
    "bad_messages",
    ("Bad word of mouth", "差口碑量"),
    -1,
    "messages",
    "Bad messages said by consumers, over the run; news is not counted",
    lambda run: run.sum("bad_messages"),
)
define(
    "net_sentiment",
    ("Net sentiment", "净情感值"),
    1,
    "-1 to 1",
    "(Good - bad) / all word of mouth of consumers, summed over the run and over replicates",
    total("message_balance", lambda run: run.sum("good_messages") - run.sum("bad_messages")),
    total("messages", lambda run: run.sum("good_messages") + run.sum("bad_messages")),
)
