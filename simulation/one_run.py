"""One finished run, whichever engine lived it, and what is measured before anything runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.brand_run import BrandRun
from simulation.dynamics.loops.count import count_all, opinion_rows
from simulation.dynamics.lots import lots
from simulation.dynamics.randomness import WHY_PICK
from simulation.dynamics.rules.hear import NOBODY
from simulation.dynamics.tables import (
    ACTIVE_CUSTOMERS,
    BAD_MESSAGES,
    CUSTOMERS,
    DETRACTORS,
    EVER_AWARE_COUNT,
    EVER_INTERESTED_COUNT,
    EXPOSURES,
    FAILURES,
    GOOD_MESSAGES,
    HEARD_WEIGHT,
    LOST_WEIGHT,
    N_COUNTS,
    NEW_CUSTOMERS,
    OPINION,
    OPINION_ABOVE,
    OPINION_ONE,
    OWNERS,
    POSTS,
    PROMOTERS,
    REFUSED_COUNT,
    REPEAT_CUSTOMERS,
    REVIEWS_BAD,
    REVIEWS_GOOD,
    SATISFIED,
    STAGES,
    STARS,
    VISITS,
)
from simulation.market.state import FIXED, NEVER, Stage
from simulation.market_run import MarketRun
from simulation.network.roles import Role
from simulation.scenario.build import BuiltMarket, build_market

if TYPE_CHECKING:
    from simulation.errors import Problem
    from simulation.scenario.model import Scenario

Engine = Literal["kernel", "agents"]
ORGANIC = "organic"
PROBE_SHARE = 0.01
"""Share of consumers who get a unit free in the probe of the reproduction number."""

_COUNTED = {
    "ever_aware": EVER_AWARE_COUNT,
    "ever_interested": EVER_INTERESTED_COUNT,
    "owners": OWNERS,
    "new_customers": NEW_CUSTOMERS,
    "customers": CUSTOMERS,
    "repeat_customers": REPEAT_CUSTOMERS,
}
_TALK = {"good_messages": GOOD_MESSAGES, "bad_messages": BAD_MESSAGES, "exposures": EXPOSURES}
_ATTITUDES = {"promoters": PROMOTERS, "detractors": DETRACTORS, "satisfied": SATISFIED}
_SEEN = {
    "visits": VISITS,
    "posts": POSTS,
    "reviews_good": REVIEWS_GOOD,
    "reviews_bad": REVIEWS_BAD,
    "review_stars": STARS,
    "turned_away": REFUSED_COUNT,
    "failures": FAILURES,
    "active_customers": ACTIVE_CUSTOMERS,
}
_BY_SEGMENT = {
    "aware": None,
    "customers": CUSTOMERS,
    "owners": OWNERS,
    "advocates": STAGES + Stage.ADVOCATE,
    "rejecters": STAGES + Stage.REJECTER,
}
"""Counts by segment and their places; None for who knows the brand."""

_SLOT_SHIFT, _SLOT_MASK = np.uint64(24), np.uint64(0xFF)


@dataclass
class FinishedRun:
    """A market that has lived all its days."""

    live: MarketRun
    slot: int = 0
    """Brand that the tables are about: 0 is ours."""

    @property
    def brand(self) -> BrandRun:
        """The brand that the tables are about."""
        return self.live.brands[self.slot]

    def of(self, name: str) -> FinishedRun:
        """The same run, seen from another brand."""
        return FinishedRun(self.live, self.live.brand(name).slot)

    @property
    def daily(self) -> dict[str, NDArray[np.generic]]:
        """One array a measure, (days,) each; counts are of people."""
        run = self.brand
        counts = run.daily[: run.day] * run.scenario.network.people_per_consumer
        columns: dict[str, NDArray[np.generic]] = {"day": np.arange(run.day, dtype=np.int32)}
        for stage in Stage:
            columns[stage.name.lower()] = counts[:, STAGES + stage].copy()
        columns |= {name: counts[:, place].copy() for name, place in _COUNTED.items()}
        columns["units"] = run.money.units[: run.day].copy()
        columns["revenue"] = run.money.revenue[: run.day].copy()
        columns["goods_cost"] = run.money.goods_cost[: run.day].copy()
        columns["cost"] = run.money.cost[: run.day].copy()
        columns |= {name: counts[:, place].copy() for name, place in _TALK.items()}
        columns["opinion_sum"] = counts[:, OPINION] / OPINION_ONE
        columns |= {name: counts[:, place].copy() for name, place in _ATTITUDES.items()}
        columns |= {name: counts[:, place].copy() for name, place in _SEEN.items()}
        columns["opinion_above"] = counts[:, OPINION_ABOVE] / OPINION_ONE
        columns["heard_weight"] = counts[:, HEARD_WEIGHT] / FIXED
        columns["lost_weight"] = counts[:, LOST_WEIGHT] / FIXED
        columns |= {name: values[: run.day].copy() for name, values in run.states.items()}
        people = run.scenario.network.people_per_consumer
        columns["brought_by_people"] = run.brought[: run.day] * people
        others = [rival for rival in self.live.brands if rival is not run]
        columns["rival_units"] = sum(
            (rival.money.units[: run.day] for rival in others), np.zeros(run.day, np.int64)
        )
        columns["rival_messages"] = sum(
            (
                (rival.daily[: run.day, GOOD_MESSAGES] + rival.daily[: run.day, BAD_MESSAGES])
                * people
                for rival in others
            ),
            np.zeros(run.day, np.int64),
        )
        return columns

    @property
    def ledger(self) -> dict[str, list[object]]:
        """Every cost: day, tactic, kind, amount."""
        entries = self.brand.desk.ledger.entries
        return {
            "day": [entry.day for entry in entries],
            "tactic": [entry.tactic for entry in entries],
            "kind": [entry.kind for entry in entries],
            "amount": [entry.amount for entry in entries],
        }

    @property
    def tactics(self) -> dict[str, list[object]]:
        """Cost, exposures and credited customers of consumers' own talk, each event and tactic."""
        run = self.brand
        names = {0: ORGANIC}
        names |= {run.addresses[event.label].slot: event.label for event in run.events}
        names |= {run.addresses[tactic.label].slot: tactic.label for tactic in run.tactics}
        bought = run.market.purchases > 0
        slots = (run.market.recruited[bought] >> _SLOT_SHIFT) & _SLOT_MASK
        untold = int((run.market.recruited[bought] == 0).sum())
        people = run.scenario.network.people_per_consumer
        rows: dict[str, list[object]] = {
            "tactic": [],
            "cost": [],
            "exposures": [],
            "customers": [],
            "left_because": [],
        }
        for slot, name in sorted(names.items()):
            rows["tactic"].append(name)
            rows["cost"].append(run.desk.ledger.spent(name))
            recruits = int((slots == slot).sum()) - (untold if slot == 0 else 0)
            rows["exposures"].append(int(run.by_slot[slot]) * people)
            rows["customers"].append(recruits * people)
            rows["left_because"].append(run.desk.ledger.reasons.get(name, ""))
        return rows

    def consumers(self) -> dict[str, NDArray[np.generic]]:
        """A row a consumer at the end: who, which stage, what it thinks, who recruited it."""
        run, market = self.brand, self.brand.market
        n = run.built.n_consumers
        labels = run.built.graph.labels
        talker = (market.recruited & np.uint64(NOBODY)).astype(np.int64)
        told = (market.recruited > 0) & (talker != NOBODY)
        slots = ((market.recruited >> _SLOT_SHIFT) & _SLOT_MASK).astype(np.int64)
        names = np.full(256, "", object)
        names[0] = ORGANIC
        for name, address in run.addresses.items():
            names[address.slot] = name
        by_tactic = np.where(market.recruited > 0, names[slots], "")
        experiences = [p.experience for p in run.parameters]
        segment = run.population.segment
        opinions = np.empty(n, np.int64)
        for number, experience in enumerate(experiences):
            opinion_rows(segment, number, market, experience, opinions)
        attributes = run.built.graph.attributes
        known: dict[str, NDArray[Any]] = {
            "consumer": np.arange(n, dtype=np.int32),
            "label": np.arange(n).astype(str) if labels is None else np.asarray(labels).astype(str),
            "role": np.array([role.name.lower() for role in Role], object)[run.population.role],
            "followers": run.population.followers.copy(),
            "taste": run.population.taste.copy(),
            **self._segments(),
            "stage": np.array([stage.name.lower() for stage in Stage], object)[market.stage],
            "opinion": opinions / OPINION_ONE,
            "satisfaction": np.where(market.units > 0, market.satisfaction, np.nan),
            "evidence_for": market.evidence_for.copy(),
            "evidence_against": market.evidence_against.copy(),
            "units": market.units.copy(),
            "purchases": market.purchases.copy(),
            "first_purchase_day": np.where(
                market.first_purchase_day == NEVER, -1, market.first_purchase_day
            ),
            "recruited_by": np.where(told, talker, -1),
            "recruited_by_tactic": by_tactic.astype(object),
        }
        return known | {name: a for name, a in attributes.items() if name not in known}

    def recruits(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Every customer, whose word brought each (-1: nobody's), and the day of the purchase."""
        market = self.brand.market
        bought = np.flatnonzero(market.purchases > 0)
        words = market.recruited[bought]
        talker = (words & np.uint64(NOBODY)).astype(np.int64)
        recruiter = np.where((words > 0) & (talker != NOBODY), talker, -1)
        return bought, recruiter, market.first_purchase_day[bought].astype(np.int64)

    def segments(self) -> dict[str, list[object]]:
        """A row for each segment at the end; none where nobody differs. Counts are of people."""
        run = self.brand
        people = run.scenario.network.people_per_consumer
        rows: dict[str, list[object]] = {"segment": list(run.scenario.consumers.segments)}
        rows |= {name: [] for name in ("people", *_BY_SEGMENT, "opinion_sum")}
        for place in range(len(rows["segment"])):
            counts = np.zeros(N_COUNTS, np.int64)
            experience = run.parameters[place].experience
            count_all(run.day - 1, run.population, run.market, place, counts, experience)
            counts *= people
            known = counts[STAGES : STAGES + len(Stage)].sum() - counts[STAGES + Stage.UNAWARE]
            rows["people"].append(known + counts[STAGES + Stage.UNAWARE])
            for name, at in _BY_SEGMENT.items():
                rows[name].append(known if at is None else counts[at])
            rows["opinion_sum"].append(counts[OPINION] / OPINION_ONE)
        return rows

    def _segments(self) -> dict[str, NDArray[Any]]:
        names = list(self.live.scenario.consumers.segments)
        if not names:
            return {}
        return {"segment": np.array(names, object)[self.live.population.segment]}

    def messages(self) -> dict[str, NDArray[np.generic]]:
        """Every message of a traced run; see :meth:`MarketRun.messages`."""
        return self.live.messages()


def run_strategy(
    scenario: Scenario,
    strategy: str,
    replicate: int = 0,
    *,
    built: BuiltMarket | None = None,
    engine: Engine = "kernel",
    trace: bool = False,
    threads: int = 1,
) -> FinishedRun:
    """Run one strategy on one replicate to its last day.

    Both engines give the same arrays to the last bit; ``agents`` is thousands of times slower.
    ``threads`` live a day of a large market together, to the same bits.
    """
    built = build_market(scenario, replicate) if built is None else built
    run = MarketRun(scenario, strategy, built, trace=trace, threads=threads)
    if engine == "agents":
        from simulation.model import WordOfMouthModel  # mesa only where it is asked for

        WordOfMouthModel.of_run(run).run_model()
    else:
        while run.day < scenario.days:
            run.live()
    return FinishedRun(run)


def check_market(
    scenario: Scenario, built: BuiltMarket, strategies: Sequence[str] | None = None
) -> list[Problem]:
    """What cannot work in this market before anything runs: of all strategies, or of some."""
    found = (
        problem
        for strategy in (scenario.strategies if strategies is None else strategies)
        for problem in MarketRun(scenario, strategy, built).problems()
    )
    return list(dict.fromkeys(found))  # those of a rival come with every strategy


def probe_reproduction(
    scenario: Scenario, replicate: int, built: BuiltMarket, customers: int | None = None
) -> tuple[float, float]:
    """Extra customers that free units bring within the run, and the number of units.

    The baseline, with its events, is run with and without units given to a lot of consumers on day
    0; the ratio is the market's reproduction number. It counts every generation until the last
    day, so it grows with the length of the run. ``customers`` are the consumers who bought in the
    baseline's run, where it was lived already.
    """
    given = MarketRun(scenario, scenario.baseline, built)
    n_gifts = max(1, math.ceil(PROBE_SHARE * built.n_consumers))
    order = np.argsort(lots(built.key, built.n_consumers, WHY_PICK), kind="stable")
    who = order[given.market.units[order] == 0][:n_gifts].astype(np.int32)
    given.desk.give(who)
    if customers is None:
        customers = _customers_of(MarketRun(scenario, scenario.baseline, built))
    return float(_customers_of(given) - customers), float(len(who))


def _customers_of(run: MarketRun) -> int:
    """Live a run to its end and count the consumers who bought."""
    while run.day < run.scenario.days:
        run.live()
    return int(run.daily[-1, CUSTOMERS])
