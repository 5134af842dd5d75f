"""What a market costs by consumer, tie and exposure, what fits where, what parts would exchange.

``python benchmarks/bench_scaling.py``. Markets of the benchmark with ten and with 28 ties a
consumer are built and lived on one core, each in a process of its own; a straight line is laid
through them (`benchmarks.scaling_model`) and compared with a market three times as large as the
largest, and with the largest of ``results.json``. Times are those of the processor, so that other
work on the machine disturbs less.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.bench_graph import SHAPES, TINY, apart, peak
from benchmarks.machine_limits import bytes_a_second, ns_a_place, s_of_exchange
from benchmarks.markets import all_owners, lived, market
from benchmarks.measuring import RESULTS, Options, Row, finish, options
from benchmarks.scaling_model import LARGEST, Costs, Lived, Talked, errors, fitted
from simulation.dynamics.loops.arrive import new_said
from simulation.market_run import MarketRun
from simulation.scenario.build import BuiltMarket, audience_of, build_market

SIZES = (100_000, 1_000_000)
DAYS = 180
BEYOND = 3
"""The market that the model is tried on is so many times the largest that it was fitted to."""

STRATEGY = "three_tactics"
TALKING_DAYS = 10
MEMORIES = {"24 GiB": 24 * 2**30, "256 GiB": 256 * 2**30, "2 TiB": 2 * 2**40}
TIES = (10, 50)
PARTS = (2, 4, 16)
LINES_A_MESSAGE = 4
"""Places that an exposure touches: where a talker's ties begin, the tie, what was heard, credit."""


def one_market(consumers: int, days: int, shape: str) -> Lived:
    """A market built and lived on one core in this process."""
    small = market(TINY, days).with_changes(SHAPES[shape])
    lived(small, STRATEGY, build_market(small, 0))
    scenario = market(consumers, days).with_changes(SHAPES[shape])
    begun = time.process_time()
    built = build_market(scenario, 0)
    after_build = time.process_time()
    run = lived(scenario, STRATEGY, built)
    s_days = time.process_time() - after_build
    exposures = int(run.by_slot.sum())
    s_build = after_build - begun
    return Lived(consumers, built.graph.n_ties, days, exposures, peak(), s_build, s_days)


def exposures_alone(consumers: int) -> Talked:
    """What talk costs when everybody talks, less the same days in silence."""
    built = build_market(all_owners(consumers, TALKING_DAYS), 0)
    seconds: dict[bool, list[float]] = {False: [], True: []}
    exposures = 0
    for talking in (False, True, False, True):
        scenario = all_owners(consumers, TALKING_DAYS, talking=talking)
        begun = time.process_time()
        run = lived(scenario, "nothing", built)
        seconds[talking].append(time.process_time() - begun)
        exposures = int(run.by_slot.sum())
    return Talked(exposures, max(1e-9, min(seconds[True]) - min(seconds[False])))


def cut(consumers: int, days: int, shape: str) -> list[Row]:
    """Ties and exposures between consumers of different parts, parts being ranges of consumers."""
    scenario = market(consumers, days).with_changes(SHAPES[shape])
    built = build_market(scenario, 0)
    run = MarketRun(scenario, STRATEGY, built, trace=True)
    while run.day < scenario.days:
        run.live()
    told = run.messages()
    by_people = told["talker"].astype(np.int64) >= 0
    ends = told["talker"][by_people], told["listener"][by_people]
    return [
        {
            "shape": shape,
            "consumers": consumers,
            "parts": parts,
            "share_of_ties_cut": share_cut(_ties(built), consumers, parts),
            "share_of_talk_cut": share_cut([ends], consumers, parts),
            "share_of_exposures_by_people": float(by_people.mean()),
        }
        for parts in PARTS
    ]


_Ends = tuple[NDArray[np.generic], NDArray[np.generic]]


def _ties(built: BuiltMarket) -> Iterator[_Ends]:
    for layer in built.graph.layers.values():
        yield layer.talker, layer.listener


def share_cut(pairs: Sequence[_Ends] | Iterator[_Ends], consumers: int, parts: int) -> float:
    """Share of pairs whose ends lie in different ranges of consumers."""
    cut_ones = total = 0
    for talker, listener in pairs:
        part = [end.astype(np.int64) * parts // consumers for end in (talker, listener)]
        cut_ones += int(np.count_nonzero(part[0] != part[1]))
        total += len(talker)
    return cut_ones / max(1, total)


def bytes_touched(consumers: int) -> Row:
    """Bytes of a consumer that a day goes through in sequence, from the arrays themselves."""
    scenario = market(consumers, 1)
    built = build_market(scenario, 0)
    state = sum(array.nbytes for array in MarketRun(scenario, STRATEGY, built).market)
    audience = audience_of(built)
    offsets = (audience.strong_first, audience.weak_first, audience.follow_first)
    read = state + sum(array.nbytes for array in (*built.population, *offsets))
    message = sum(column.nbytes for column in new_said(1)[:-1])
    return {
        "bytes_read_a_consumer": read / consumers,
        "bytes_written_a_consumer": state / consumers,
        "bytes_a_message": message,
    }


def _row_of(one: Lived, shape: str, costs: Costs, *, is_fitted: str) -> Row:
    memory, build, days = errors(costs, one)
    return {
        "shape": shape,
        "fitted": is_fitted,
        "consumers": one.consumers,
        "ties": one.ties,
        "days": one.days,
        "exposures": one.exposures,
        "gib_peak": one.bytes_peak / 2**30,
        "s_build": one.s_build,
        "s_days": one.s_days,
        "error_of_memory": memory,
        "error_of_build": build,
        "error_of_days": days,
    }


def kept() -> list[Lived]:
    """The largest market of ``results.json``: its days on one thread, its memory on two."""
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    if not {"journey", "threads"} <= set(results):
        return []
    days = {row["consumers"]: row["s_one_thread"] for row in results["threads"]["rows"]}
    rows = [row for row in results["journey"]["rows"] if row["consumers"] in days]
    if not rows:
        return []
    row = max(rows, key=lambda row: int(row["consumers"]))
    size = (row["consumers"], row["ties"], row["days"], row["exposures"])
    return [Lived(*size, row["gib_peak"] * 2**30, row["s_market"], days[row["consumers"]])]


def what_fits(costs: Costs, exposures_a_consumer_day: float) -> list[Row]:
    """Consumers that a memory holds, and the days a minute of the largest market in it."""
    rows: list[Row] = []
    for name, memory in MEMORIES.items():
        for ties in TIES:
            fit = costs.fits(memory, ties)
            size = int(min(fit, LARGEST))
            a_day = costs.days(size, 1, exposures_a_consumer_day * size)
            rows.append(
                {
                    "memory": name,
                    "ties_a_consumer": ties,
                    "millions_that_fit": fit / 1e6,
                    "consumers_of_the_largest_market": size,
                    "its_gib": costs.memory(size, ties * size) / 2**30,
                    "such_markets_side_by_side": int(memory / costs.memory(size, ties * size)),
                    "s_to_build": costs.build(size, ties * size),
                    "days_a_minute_on_one_core": 60.0 / a_day,
                }
            )
    return rows


def limits(one: Lived, touched: Row) -> Row:
    """A day beside what memory alone would take: in sequence once, and at random."""
    speed, place = bytes_a_second(), ns_a_place(one.consumers)
    a_consumer = float(touched["bytes_read_a_consumer"]) + float(
        touched["bytes_written_a_consumer"]
    )
    in_sequence = a_consumer * one.consumers / speed
    at_random = one.exposures / one.days * LINES_A_MESSAGE * place * 1e-9
    a_day = one.s_days / one.days
    return {
        "consumers": one.consumers,
        **touched,
        "gb_a_second": speed / 1e9,
        "ns_a_place_at_random": place,
        "ms_in_sequence": in_sequence * 1e3,
        "ms_at_random": at_random * 1e3,
        "ms_a_day": a_day * 1e3,
        "times_memory_alone": a_day / (in_sequence + at_random),
    }


def exchanges(costs: Costs, cuts: Sequence[Row], a_consumer_day: float, message: int) -> list[Row]:
    """What machines that share the largest market would send each other, beside their day."""
    rows: list[Row] = []
    for row in cuts:
        exposures = a_consumer_day * LARGEST
        share = float(row["share_of_talk_cut"]) * float(row["share_of_exposures_by_people"])
        sent = exposures * share * message
        of_each = int(sent / int(row["parts"]))
        rows.append(
            {
                "shape": row["shape"],
                "consumers": LARGEST,
                "parts": row["parts"],
                "mb_a_day": sent / 1e6,
                "mb_a_day_of_each": of_each / 1e6,
                "ms_of_day_of_each": 1e3 * costs.days(LARGEST, 1, exposures) / int(row["parts"]),
                "ms_to_exchange_here": 1e3 * s_of_exchange(of_each),
            }
        )
    return rows


def measured(asked: Options, days: int) -> list[Row]:
    """All of it, in the order of the page on scaling."""
    jobs = [(size, shape) for shape in SHAPES for size in asked.sizes]
    found = [
        Lived(*apart(__file__, "market", size, days, shape).values())  # type: ignore[arg-type]
        for size, shape in jobs
    ]
    talked = [
        Talked(*apart(__file__, "talk", size).values())  # type: ignore[arg-type]
        for size in asked.sizes
    ]
    costs = fitted(found, talked)
    beyond = Lived(
        *apart(__file__, "market", BEYOND * max(asked.sizes), days, "ten ties").values()  # type: ignore[arg-type]
    )
    a_consumer_day = beyond.exposures / beyond.consumers / beyond.days
    cuts = [row for shape in SHAPES for row in cut(min(asked.sizes), days, shape)]
    touched = bytes_touched(min(asked.sizes))
    rows: list[Row] = [
        dict(costs._asdict()),
        *(
            _row_of(one, job[1], costs, is_fitted="yes")
            for one, job in zip(found, jobs, strict=True)
        ),
        _row_of(beyond, "ten ties", costs, is_fitted="no"),
        *(_row_of(one, "ten ties", costs, is_fitted="no: kept") for one in kept()),
        *what_fits(costs, a_consumer_day),
        *cuts,
        *exchanges(costs, cuts, a_consumer_day, int(touched["bytes_a_message"])),
        limits(beyond, touched),
    ]
    return rows


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:2] == ["child", "market"]:
        consumers, lasting, shape = arguments[2:]
        print(json.dumps(one_market(int(consumers), int(lasting), shape)._asdict()))
        return
    if arguments[:2] == ["child", "talk"]:
        print(json.dumps(exposures_alone(int(arguments[2]))._asdict()))
        return
    asked = options(Path(__file__).stem, __doc__ or "", argv, SIZES)
    days = asked.days if asked.quick or "--days" in arguments else DAYS
    finish("scaling", measured(asked, days), asked)


if __name__ == "__main__":
    main()
