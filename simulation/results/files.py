"""The files of a comparison: tables, figures, the report and, last of all, the manifest."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.network.layout import Picture
from simulation.results import tables
from simulation.results.measured import Measured
from simulation.results.parquet import whole_file, write_columns, write_text
from simulation.results.record import Columns

MARKET = "market"
"""Name of the picture of the market among the figures."""


class People(NamedTuple):
    """What the picture of the market needs."""

    picture: Picture
    roles: NDArray[np.int8]
    followers: NDArray[np.int64]


GivePeople = Callable[[], People | None] | None


def write_all(
    measured: Measured, folder: Path, manifest: MutableMapping[str, Any], people: GivePeople
) -> None:
    """Write everything, each file whole or not at all, the manifest last.

    The seconds that writing took go into ``manifest["timings"]["write"]``.
    """
    begun = time.perf_counter()
    write_tables(measured, folder)
    svgs = write_figures(measured, folder / "figures", people)
    write_text(page(measured, svgs, manifest), folder / "report.html")
    manifest.setdefault("timings", {})["write"] = round(time.perf_counter() - begun, 3)
    write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", folder / "manifest.json")


def write_tables(measured: Measured, folder: Path) -> None:
    """Write every table; ``runs.parquet`` last, because it says which runs are finished."""
    csv: dict[str, Columns] = {
        "summary": tables.summary(measured),
        "differences": tables.differences(measured),
        "tactics": tables.tactics_table(measured),
    }
    for name, columns in csv.items():
        with whole_file(folder / f"{name}.csv") as beside:
            tables.write_csv(columns, beside)
    parquet: dict[str, Columns] = {
        "daily": tables.daily(measured.runs),
        "ledger": tables.ledger(measured.runs),
        "tactics": tables.tactics_by_run(measured.runs),
        "markets": tables.markets(measured),
        "runs": tables.runs(measured),
    }
    for name, columns in parquet.items():
        write_columns(columns, folder / f"{name}.parquet")


def write_figures(measured: Measured, folder: Path, people: GivePeople) -> dict[str, str]:
    """Write every figure as PNG and SVG; the SVG texts come back by name."""
    from simulation.results.figures import write

    folder.mkdir(exist_ok=True)
    return {
        name: write(figure, folder / name) for name, figure in _figures(measured, people).items()
    }


def draw_svgs(measured: Measured, people: GivePeople) -> dict[str, str]:
    """Every figure as SVG text by name."""
    from simulation.results.figures import svg_text

    return {name: svg_text(figure) for name, figure in _figures(measured, people).items()}


def _figures(measured: Measured, people: GivePeople) -> dict[str, Any]:
    from simulation.results.figures import PLOTS, draw, draw_people

    figures: dict[str, Any] = {name: draw(plot, measured) for name, plot in PLOTS.items()}
    market = people() if people else None
    if market is not None:
        figures[MARKET] = draw_people(*market)
    return figures


def page(measured: Measured, svgs: Mapping[str, str], manifest: Mapping[str, Any]) -> str:
    """The report, with how it was run taken from the manifest."""
    from simulation.results.report import render

    return render(measured, svgs, provenance(manifest), manifest.get("warnings", ()))


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
    return [(name, str(value)) for name, value in found if value != ""]
