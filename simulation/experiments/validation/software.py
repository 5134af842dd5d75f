"""Independent software on the page of evidence, from what ``make peers`` measured."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FILE = Path("benchmarks") / "peers.json"
"""Measured results, in the project's folder; there is none beside an installed package."""

AGREEMENT = """\
## Independent software

Same graph, same parameters, two programs; *apart* is the distance of the mean sizes in standard
errors (4 at most). Written by `make peers`, with the versions that are named."""

SPEED = """\
## Speed

Independent cascades a second on one thread, and how many times as many as other software on the
same job, measured alternately (`python benchmarks/peers/speed.py`). 50 seeds; scale-free graphs of
10 ties a consumer, and the Facebook graph. EoN has no independent cascade: it runs its SIR of one
day, which is the same model. Mesa runs plain agents, after its own examples."""


def software(project: Path) -> list[str]:
    """Lines of the page's last part; none where nothing was measured."""
    file = project / FILE
    if not file.is_file():
        return []
    measured: dict[str, Any] = json.loads(file.read_text("utf-8"))
    lines = []
    if "agreement" in measured:
        lines += [AGREEMENT, "", *_agreement(measured["agreement"]["rows"]), ""]
    if "speed" in measured:
        lines += [SPEED, "", *_speed(measured["speed"]["rows"]), ""]
    return lines


def _agreement(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    head = [
        "| graph | model | software | its mean | ours | apart |",
        "|---|---|---|---:|---:|---:|",
    ]
    return head + [
        f"| {row['graph']} | {row['model']} | {row['peer']} | {row['peer_mean']:,.10g} "
        f"| {row['womsim_mean']:,.10g} | {row['z']:.2f} |"
        for row in rows
    ]


def _speed(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    head = [
        "| consumers | chance | software | its cascades a second | times as many here | apart |",
        "|---|---:|---|---:|---:|---:|",
    ]
    return head + [
        f"| {row['graph']} | {row['probability']:g} | {row['peer']} | {_of(row['peer_a_second'])} "
        f"| {_of(row['ratio'])} | {_of(row['z'])} |"
        for row in rows
    ]


def _of(value: float | str) -> str:
    """A number to three digits, or the reason why there is none."""
    if isinstance(value, str):
        return value
    return f"{float(f'{value:.3g}'):,.10g}"
