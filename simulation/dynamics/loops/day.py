"""One day of one brand, in one call: the verbs in their order."""

from __future__ import annotations

from simulation.dynamics.jit import jit
from simulation.dynamics.loops.count import count_all
from simulation.dynamics.loops.decide import decide_all, remember_all
from simulation.dynamics.loops.experience import experience_all
from simulation.dynamics.loops.hear import hear_broadcasts, hear_posts
from simulation.dynamics.loops.talk import talk_all


@jit
def live_day(key, brand, population, market, ties, weights, host, tally, p):  # type: ignore[no-untyped-def]
    """Talk, hear, decide, experience, count: each verb ends before the next begins."""
    talk_all(
        key, brand, population, market, host.calm, host.programmes, ties, weights, tally, p.talk
    )
    hear_posts(key, brand, host.posts, ties, market, tally)
    hear_broadcasts(key, brand, host.broadcasts, market, tally)
    remember_all(market, p.hear)
    decide_all(key, brand, population, market, host.log_price, host.others, tally, p.decide)
    experience_all(key, brand, population, market, host.log_price, tally, p.experience)
    count_all(brand.day, market, tally.counts, p.experience)
