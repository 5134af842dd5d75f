"""The files of a comparison: tables, figures, the report and, last of all, the manifest."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.language import in_language, language
from simulation.network.layout import Picture
from simulation.results import tables
from simulation.results.credit import credit
from simulation.results.hubs import hubs, trees
from simulation.results.journey import funnel, journey
from simulation.results.measured import Measured
from simulation.results.numbers import whole
from simulation.results.parquet import whole_file, write_columns, write_text
from simulation.results.record import HUBS, Columns
from simulation.results.segments import segments
from simulation.results.worlds import Worlds, stacked

MARKET = "market"
"""Name of the picture of the market among the figures."""


class People(NamedTuple):
    """What the picture of the market needs."""

    picture: Picture
    roles: NDArray[np.int8]
    followers: NDArray[np.int64]


GivePeople = Callable[[], People | None] | None


def write_all(
    worlds: Worlds, folder: Path, manifest: MutableMapping[str, Any], people: GivePeople
) -> None:
    """Write everything about all worlds, each file whole or not at all, the manifest last.

    The seconds that writing took go into ``manifest["timings"]["write"]``.
    """
    begun = time.perf_counter()
    write_tables(worlds, folder)
    svgs = write_figures(worlds, folder / "figures", people, manifest.get("margins"))
    write_text(page(worlds, svgs, manifest), folder / "report.html")
    manifest.setdefault("timings", {})["write"] = round(time.perf_counter() - begun, 3)
    write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", folder / "manifest.json")


def write_tables(worlds: Worlds, folder: Path) -> None:
    """Write every table; ``runs.parquet`` last, because it says which runs are finished."""
    csv: dict[str, Callable[[Measured], Columns]] = {
        "summary": tables.summary,
        "differences": tables.differences,
        "tactics": tables.tactics_table,
        "funnel": funnel,
        "journey": journey,
        "credit": credit,
        "hubs": hubs,
        "trees": trees,
    }
    if any(measured.facts.segments for measured in worlds.values()):
        csv["segments"] = segments
    for name, table in csv.items():
        with whole_file(folder / f"{name}.csv") as beside:
            tables.write_csv(stacked(table, worlds), beside)
    parquet: dict[str, Callable[[Measured], Columns]] = {
        "daily": lambda measured: tables.daily(measured.runs),
        "ledger": lambda measured: tables.ledger(measured.runs),
        "tactics": lambda measured: tables.tactics_by_run(measured.runs),
        "ends": lambda measured: tables.ends(measured.runs),
        "segments": lambda measured: tables.segments_by_run(measured.runs),
        "hubs": lambda measured: tables.stack(measured.runs, lambda run: run.hubs, HUBS),
        "markets": tables.markets,
        "runs": tables.runs,
    }
    for name, table in parquet.items():
        write_columns(stacked(table, worlds), folder / f"{name}.parquet")


def write_figures(
    worlds: Worlds, folder: Path, people: GivePeople, margins: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """Write every figure as PNG and SVG; the SVG texts come back by name."""
    from simulation.results.figures import write
    from simulation.results.figures.style import chinese_fonts

    folder.mkdir(exist_ok=True)
    plain: dict[str, Any] = {}
    if language() != "en" and not chinese_fonts():  # a PNG has no letters but those of this machine
        with in_language("en"):
            plain = _figures(worlds, people, margins)
    return {
        name: write(figure, folder / name, plain.get(name))
        for name, figure in _figures(worlds, people, margins).items()
    }


def draw_svgs(
    worlds: Worlds, people: GivePeople, margins: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """Every figure as SVG text by name."""
    from simulation.results.figures import svg_text

    figures = _figures(worlds, people, margins)
    return {name: svg_text(figure) for name, figure in figures.items()}


def _figures(
    worlds: Worlds, people: GivePeople, margins: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The figures of the world as written, and one of all worlds where there are several."""
    from simulation.results.figures import (
        PLOTS,
        WHAT_IF,
        draw,
        draw_curves,
        draw_people,
        draw_worlds,
    )

    measured = next(iter(worlds.values()))
    figures: dict[str, Any] = {name: draw(plot, measured) for name, plot in PLOTS.items()}
    if len(worlds) > 1:
        figures[WHAT_IF] = draw_worlds(worlds)
    if margins and margins.get("levers"):
        figures["response"] = draw_curves(measured.facts, margins)
    market = people() if people else None
    if market is not None:
        figures[MARKET] = draw_people(*market)
    return figures


def page(worlds: Worlds, svgs: Mapping[str, str], manifest: Mapping[str, Any]) -> str:
    """The report, with how it was run taken from the manifest."""
    from simulation.results.report import render

    return render(
        worlds,
        svgs,
        provenance(manifest),
        manifest.get("warnings", ()),
        manifest.get("robustness"),
        manifest.get("margins"),
    )


def provenance(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How it was run, as pairs of a name and a value."""
    machine, counts = manifest.get("machine", {}), manifest.get("counts", {})
    found = [
        ("command", manifest.get("command", "")),
        ("womsim", manifest.get("versions", {}).get("womsim", "")),
        ("seed", manifest.get("seed", "")),
        ("scenario", manifest.get("hash", "")),
        ("runs", counts.get("runs", "")),
        ("consumers", counts.get("consumers", "")),
        ("ties", counts.get("ties", "")),
        ("Python", machine.get("python", "")),
        ("platform", machine.get("platform", "")),
    ]
    large = {"runs", "consumers", "ties"}
    return [
        (name, whole(value) if name in large else str(value))
        for name, value in found
        if value != ""
    ]
