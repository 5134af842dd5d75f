"""Small markets, made quickly: scenarios from a few keys, runs, and what two runs must share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.brand_run import BrandRun
from simulation.dynamics.jit import is_compiled
from simulation.dynamics.lots import lots
from simulation.dynamics.randomness import WHY_EMPLOYEE
from simulation.dynamics.tables import HostTables
from simulation.engines import Loops, Today
from simulation.market_run import MarketRun
from simulation.network.graph import SocialGraph
from simulation.network.roles import assign_roles
from simulation.one_run import Engine, FinishedRun, run_strategy
from simulation.scenario import Scenario, scenario_from
from simulation.scenario.build import BuiltMarket, build_market

Written = Mapping[str, Any]

needs_compiled = pytest.mark.skipif(
    not is_compiled(), reason="draws too many numbers for loops that are not compiled"
)
"""For statistics; everything else also runs with NUMBA_DISABLE_JIT=1."""


def scenario(
    tactics: Sequence[Written] = (),
    *,
    events: Sequence[Written] = (),
    days: int = 10,
    size: int = 60,
    **settings: Any,
) -> Scenario:
    """A small scenario with one strategy, ``tested``, and the empty baseline ``nothing``.

    ``settings`` are first-level keys, or dotted addresses with ``__`` for the dot:
    ``brand__quality=0.9``.
    """
    written: dict[str, Any] = {
        "question": "What happens?",
        "days": days,
        "network": {"kind": "community", "consumers": size},
        "roles": {"kol_head": 1, "kol_waist": 2, "kol_tail": 3, "koc": 0.1},
        "brand": {"owners_at_start": 0.1, "aware_at_start": 0.3},
        "events": [dict(event) for event in events],
        "strategies": {"tested": [dict(tactic) for tactic in tactics], "nothing": []},
        "baseline": "nothing",
    }
    for address, value in settings.items():
        place = written
        *sections, key = address.split("__")
        for section in sections:
            place = place.setdefault(section, {})
        place[key] = value
    return scenario_from(written)


def run_of(
    tactics: Sequence[Written] = (),
    *,
    engine: Engine = "kernel",
    trace: bool = False,
    graph: SocialGraph | None = None,
    **settings: Any,
) -> FinishedRun:
    """A finished run of the strategy ``tested`` of :func:`scenario`, on a graph if one is given."""
    small = scenario(tactics, **settings)
    built = build_market(small, 0) if graph is None else on_graph(small, graph)
    return run_strategy(small, "tested", 0, built=built, engine=engine, trace=trace)


def started(tactics: Sequence[Written] = (), *, trace: bool = False, **settings: Any) -> MarketRun:
    """A market before its first day, with the strategy ``tested`` of :func:`scenario`."""
    small = scenario(tactics, **settings)
    return MarketRun(small, "tested", build_market(small, 0), trace=trace)


def on_graph(small: Scenario, graph: SocialGraph, replicate: int = 0) -> BuiltMarket:
    """The scenario's people on a graph of one's own (as many consumers as the scenario says)."""
    built = build_market(small, replicate)
    assert built.n_consumers == graph.n_consumers
    asked = {name: value for name, value in small.roles.accounts.items() if value}
    role = assign_roles(graph, asked, lots(built.key, graph.n_consumers, WHY_EMPLOYEE))
    population = built.population._replace(
        role=role.astype(np.int8), followers=graph.followers.astype(np.int32)
    )
    return replace(built, graph=graph, population=population, _ranks={})


def arrays_of(run: MarketRun) -> dict[str, NDArray[Any]]:
    """Everything that a run leaves behind, by name; that of rivals under theirs."""
    arrays = brand_arrays(run.ours)
    for rival in run.brands[1:]:
        named = brand_arrays(rival)
        arrays |= {f"{rival.settings.name}.{name}": array for name, array in named.items()}
    return arrays


def brand_arrays(run: BrandRun) -> dict[str, NDArray[Any]]:
    """Everything that one brand leaves behind, by name."""
    arrays: dict[str, NDArray[Any]] = {**run.market._asdict(), "daily": run.daily}
    arrays |= {"by_slot": run.by_slot, "brought": run.brought, **run.states}
    arrays |= {f"money.{name}": values for name, values in vars(run.money).items()}
    board = run.desk.board
    arrays["board"] = np.array([board.good, board.bad, board.fake])
    return arrays


def assert_same_bytes(one: MarketRun, other: MarketRun, *, leave_out: Iterable[str] = ()) -> None:
    """Fail, naming the array and the first place, where two runs differ in a bit."""
    theirs = arrays_of(other)
    for name, ours in arrays_of(one).items():
        if name in leave_out or ours.tobytes() == theirs[name].tobytes():
            continue
        places = np.argwhere(ours.reshape(len(ours), -1) != theirs[name].reshape(len(ours), -1))
        first = tuple(int(i) for i in places[0]) if len(places) else ()
        pytest.fail(f"{name} differs in {len(places)} places, first at {first}")
    for brand, same in zip(one.brands, other.brands, strict=True):
        assert brand.desk.ledger.entries == same.desk.ledger.entries


def live(run: MarketRun, days: int | None = None) -> MarketRun:
    """Live some days, or all that are left."""
    until = run.scenario.days if days is None else run.day + days
    while run.day < until:
        run.live()
    return run


def messages_of(run: MarketRun) -> dict[str, NDArray[Any]]:
    """Every message of a traced run, a column a key."""
    return dict(run.messages())


def daily_of(run: MarketRun) -> dict[str, NDArray[Any]]:
    """The daily measures, a column a key."""
    return dict(FinishedRun(run).daily)


def laid_out(run: MarketRun) -> HostTables:
    """Live a day and give what the desk had laid out for it."""
    seen: list[HostTables] = []

    class Watched(Loops):
        def talk(self, today: Today) -> None:
            seen.append(today.tables)
            super().talk(today)

    run.live(Watched())
    return seen[0]
