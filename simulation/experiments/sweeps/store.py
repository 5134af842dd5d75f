"""A sweep's folder while it grows: each finished batch is a few files, written whole or not at all.

The table of runs of a batch is written last, and a batch counts only when it is there. Nothing else
says what is finished, so that a command that was killed at any moment loses the batches in flight
and nothing more.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.errors import ArgumentError, OutputError
from simulation.experiments.folder import check_place, read_json, writing
from simulation.experiments.sweeps.batch import FAILED, Finished
from simulation.experiments.sweeps.identity import about_sweep, difference
from simulation.results.parquet import remove_unfinished, write_columns, write_text

if TYPE_CHECKING:
    from simulation.experiments.sweeps.plan import Sweep

ABOUT = "sweep.json"
MANIFEST = "manifest.json"
PARTS = "parts"
WORK = "work"
TABLES = ("daily", "failures", "runs")
"""Tables of runs, in the order in which they are written: what is finished is said last."""
OURS = (ABOUT, MANIFEST, PARTS, WORK, "points.parquet", *(f"{name}.parquet" for name in TABLES))
"""Everything that a sweep writes; --force removes these and nothing else."""
FINAL = "final"
"""Name of the part that earlier final tables become, when a finished sweep is gone on with."""


class Tally(NamedTuple):
    """What is finished, by job: a market, that is a point and a replicate."""

    done: NDArray[np.bool_]
    """(points, replications): every strategy is there."""
    failed: NDArray[np.int32]
    """(points, replications): how many of its runs failed."""


class SweepStore:
    """The folder of one sweep.

    Attributes
    ----------
    unreadable : list
        Names of damaged parts; their runs are run again.
    """

    def __init__(self, folder: Path, sweep: Sweep, *, force: bool = False) -> None:
        self.folder = folder
        self.sweep = sweep
        _check_scenario(sweep)
        self.about = about_sweep(sweep)
        self.unreadable: list[str] = []
        self.force = force
        check_place(folder)
        if not force:
            self._check_older()

    @property
    def parts(self) -> Path:
        """Where finished batches are."""
        return self.folder / PARTS

    @property
    def is_new(self) -> bool:
        """Whether nothing of this sweep is here yet."""
        return self.force or not (self.folder / ABOUT).exists()

    @property
    def is_finished(self) -> bool:
        """Whether the final tables are there, and hold all replicates that are asked for."""
        older = {} if self.force else read_json(self.folder / ABOUT) or {}
        same = older.get("replications") == self.sweep.replications
        return same and (self.folder / MANIFEST).exists()

    def _check_older(self) -> None:
        older = read_json(self.folder / ABOUT)
        if older is None:
            taken = [name for name in OURS if (self.folder / name).exists()]
            if taken:
                raise OutputError(
                    f"{self.folder} has a {taken[0]} that is not of a sweep. "
                    "Use another folder (out), or replace it (force)."
                )
            return
        found = difference(self.about, older)
        if found:
            raise OutputError(
                f"{self.folder} holds another sweep ({found}). "
                "Use another folder (out), or replace it (force)."
            )

    def open(self, *, is_alone: bool = True, again: bool = False) -> None:
        """Make the folder ready for parts.

        Parameters
        ----------
        is_alone
            Whether no other shard works here: only then is it tidied up.
        again
            Go on with a sweep that is finished.
        """
        with writing(self.folder):
            if self.force:
                self._remove_ours()
            self.folder.mkdir(parents=True, exist_ok=True)
            text = json.dumps(self.about, indent=1, ensure_ascii=False, default=str)
            goes_on = again or not self.is_finished
            if goes_on:  # first, so that a kill leaves nothing that calls itself finished
                (self.folder / MANIFEST).unlink(missing_ok=True)
            write_text(text + "\n", self.folder / ABOUT)
            self.parts.mkdir(exist_ok=True)
            (self.folder / WORK).mkdir(exist_ok=True)
            if goes_on:
                self._take_back()
            if is_alone:
                remove_unfinished(self.folder)
                remove_unfinished(self.parts)
            points = np.arange(len(self.sweep.points), dtype=np.int64)
            table = {"point": points, **self.sweep.points.columns}
            write_columns(table, self.folder / "points.parquet")

    def _take_back(self) -> None:
        """Make final tables a part: they are read like any other, and the runs come last."""
        for name in TABLES:
            path = self.folder / f"{name}.parquet"
            if path.exists():
                path.replace(self.parts / f"{FINAL}.{name}.parquet")

    def _remove_ours(self) -> None:
        for name in OURS:
            path = self.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def tally(self) -> Tally:
        """What is finished; damaged parts are noted and do not count."""
        shape = (len(self.sweep.points), self.sweep.replications)
        found = np.zeros((*shape, len(self.sweep.strategies)), np.int8)
        number = {name: i for i, name in enumerate(self.sweep.strategies)}
        self.unreadable = []
        for path in run_parts(self.folder):
            try:
                points, strategies, replicates, status = read_keys(path)
                names = np.array([number[name] for name in strategies[0]], np.int64)
                at = (points, replicates, names[strategies[1]])
                is_failed = status == FAILED
                found[at] = np.where(is_failed, np.maximum(found[at], 1), 2)
            except (OSError, ValueError, KeyError, IndexError):
                self.unreadable.append(path.name)
        return Tally(np.asarray((found > 0).all(axis=2)), (found == 1).sum(axis=2, dtype=np.int32))

    def remove_unreadable(self) -> None:
        """Remove damaged parts before their runs are run again."""
        with writing(self.folder):
            for name in self.unreadable:
                (self.parts / name).unlink(missing_ok=True)

    def add(self, batch: Finished) -> None:
        """Keep a finished batch."""
        name = part_name(batch)
        with writing(self.folder):
            for table in TABLES:
                columns = getattr(batch, table)
                if table == "runs" or len(columns["point"]):
                    write_columns(columns, self.parts / f"{name}.{table}.parquet")

    def log(self, work: Mapping[str, Any], file: str) -> None:
        """Note where and how fast a batch was lived, apart from the tables."""
        path = self.folder / WORK / f"{file}.jsonl"
        with writing(self.folder), path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(work) + "\n")

    def remove_parts(self) -> None:
        """Remove the finished batches, once they are in the final tables."""
        with writing(self.folder):
            if self.parts.exists():
                shutil.rmtree(self.parts)

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Say how the tables were made; from here on the sweep is finished."""
        text = json.dumps(manifest, indent=1, ensure_ascii=False, default=str)
        write_text(text + "\n", self.folder / MANIFEST)


def read_work(folder: Path) -> dict[str, float]:
    """Seconds that a sweep took, summed over workers: compile, build, days, and all in all."""
    spent = dict.fromkeys(("compile", "build", "days", "seconds"), 0.0)
    for path in sorted((folder / WORK).glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            try:
                found = json.loads(line)
            except ValueError:  # cut off by a kill
                continue
            for name in spent:
                spent[name] += found.get(name, 0.0)
    return spent


def _check_scenario(sweep: Sweep) -> None:
    """Refuse a scenario that says other things than what points are changes of."""
    if sweep.scenario.with_changes({}).hash != sweep.scenario.hash:
        raise ArgumentError(
            f"scenario: {sweep.scenario.name} was changed in a way that points of a sweep would "
            'lose. Use scenario.with_changes({"KEY": value}) instead.'
        )


def part_name(batch: Finished) -> str:
    """A name that only the same runs have."""
    runs = batch.runs
    points, replicates = np.asarray(runs["point"]), np.asarray(runs["replicate"])
    keys = points.tobytes() + replicates.tobytes() + "\0".join(runs["strategy"]).encode()
    return f"{int(points[0]):09d}-{hashlib.sha256(keys).hexdigest()[:12]}"


def run_parts(folder: Path) -> list[Path]:
    """The tables of runs of finished batches, by their first point."""
    return sorted((folder / PARTS).glob("[!.]*.runs.parquet"))


Keys = tuple[NDArray[np.int64], tuple[list[str], NDArray[np.int64]], NDArray[np.int32], Any]


def read_keys(path: Path) -> Keys:
    """Point, strategy (names and the number of each row's), replicate and status of each run."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        table = file.read(columns=["point", "strategy", "replicate", "status"])
    encoded = table.column("strategy").combine_chunks().dictionary_encode()
    names = (encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False))
    status = np.array(table.column("status").to_pylist())
    return (
        table.column("point").to_numpy(),
        (names[0], names[1].astype(np.int64)),
        table.column("replicate").to_numpy(),
        status,
    )
