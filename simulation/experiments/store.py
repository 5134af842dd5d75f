"""A comparison's folder: finished runs are never lost, and nothing in it is half-written.

While runs are made, each finished replicate is a file in ``parts/``. At the end all runs that were
asked for become the tables, always in the order of the scenario, so that the tables do not depend
on workers, order or interruptions; then the manifest is written and the parts are removed. Finished
runs that were not asked for this time (fewer replications, fewer strategies) stay in ``parts/``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from simulation.errors import OutputError
from simulation.experiments.folder import check_place, read_json, writing
from simulation.experiments.identity import Identity
from simulation.experiments.lock import locked
from simulation.experiments.parts import Part, read_part, write_part
from simulation.experiments.store_reports import remove_stale_reports
from simulation.results.parquet import remove_unfinished, write_text
from simulation.results.record import MarketRecord, RunRecord
from simulation.results.saved_runs import MarketKey, RunKey, read_runs

MANIFEST = "manifest.json"
PARTS = "parts"
SUMMARY = "summary.csv"
OF = "of.json"
"""In ``parts/``: which scenario they are of, while there is no manifest yet."""

OURS = (
    *("summary.csv", "differences.csv", "tactics.csv", "report.html", MANIFEST, PARTS, "figures"),
    *("funnel.csv", "journey.csv", "credit.csv", "segments.csv", "hubs.csv", "trees.csv"),
    *("runs.parquet", "daily.parquet", "ledger.parquet", "tactics.parquet", "markets.parquet"),
    *("ends.parquet", "segments.parquet", "hubs.parquet"),
)
"""Everything that a comparison writes; --force removes these and nothing else."""


class Store:
    """The folder of one comparison.

    Attributes
    ----------
    runs : dict
        Finished runs by world, strategy and replicate.
    markets : dict
        Markets by world and replicate.
    timings : dict
        Seconds that the finished runs took, over all commands that made them.
    unreadable : list
        Names of damaged parts; their runs are run again.
    """

    def __init__(self, folder: Path, identity: Identity, *, force: bool = False) -> None:
        self.folder = folder
        self.force = force
        self.runs: dict[RunKey, RunRecord] = {}
        self.markets: dict[MarketKey, MarketRecord] = {}
        self.timings = {"compile": 0.0, "build": 0.0, "days": 0.0}
        self.unreadable: list[str] = []
        self.identity = identity
        self._lock = ExitStack()
        check_place(folder)
        if not force:
            self._take_over()

    def _take_over(self) -> None:
        """Read what is finished, after making sure that it is of the same scenario."""
        older = _identity_in(self.folder)
        if older is None:
            taken = [name for name in OURS if (self.folder / name).exists()]
            if taken:
                raise OutputError(
                    f"{self.folder} has a {taken[0]} that is not of a comparison. "
                    "Use another folder (out), or replace it (force)."
                )
            return
        difference = self.identity.difference(older)
        if difference:
            raise OutputError(
                f"{self.folder} holds results of another scenario ({difference}). "
                "Use another folder (out), or replace them (force)."
            )
        self.identity = self.identity.with_older(older)
        self._read()

    def _read(self) -> None:
        manifest = read_json(self.folder / MANIFEST)
        if manifest is not None:
            self._keep(*_read_tables(self.folder))
            self._spent(manifest.get("timings", {}))
        for path in sorted((self.folder / PARTS).glob("[!.]*.parquet")):
            try:
                part = read_part(path)
            except (OSError, ValueError, KeyError):
                self.unreadable.append(path.name)
                continue
            self._take(part)

    def _take(self, part: Part) -> None:
        self._keep(part.records, {(part.world, part.market.replicate): part.market})
        self._spent({"build": part.build, "days": part.days})

    def _keep(
        self, runs: Mapping[RunKey, RunRecord], markets: Mapping[MarketKey, MarketRecord]
    ) -> None:
        self.runs.update(runs)
        self.markets.update(markets)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let go of the folder at the end, which :meth:`open` keeps others out of."""
        with self._lock:
            yield

    def open(self) -> None:
        """Make the folder ready for parts; from here on something is written."""
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        self._lock.enter_context(locked(self.folder))
        with writing(self.folder):
            if self.force:
                _remove_ours(self.folder)
                remove_stale_reports(self.folder)
            (self.folder / PARTS).mkdir(parents=True, exist_ok=True)
            remove_unfinished(self.folder)
            remove_unfinished(self.folder / PARTS)
            for name in self.unreadable:
                (self.folder / PARTS / name).unlink(missing_ok=True)
            write_text(json.dumps(self.identity._asdict(), indent=1), self.folder / PARTS / OF)

    def _spent(self, seconds: Mapping[str, float]) -> None:
        for name in self.timings:
            self.timings[name] += seconds.get(name, 0.0)

    def add(self, part: Part) -> None:
        """Keep a finished job."""
        with writing(self.folder):
            write_part(part, self.folder / PARTS)
        self._take(part)

    def close(self, asked: set[RunKey], write: Callable[[Path], None]) -> None:
        """Turn the parts into the final files.

        Parameters
        ----------
        asked
            The runs that go into the tables; the others stay in ``parts/``.
        write
            Writes every final file into the folder, the manifest last.
        """
        parts, summary = self.folder / PARTS, self.folder / SUMMARY
        with writing(self.folder):
            before = summary.read_bytes() if summary.exists() else None
            kept = {write_part(part, parts) for part in self._not_asked(asked)}
            write(self.folder)
            if before is not None and summary.read_bytes() != before:
                remove_stale_reports(self.folder)
            for path in parts.glob("*.parquet"):
                if path not in kept:
                    path.unlink()
            if not kept:
                shutil.rmtree(parts)

    def _not_asked(self, asked: set[RunKey]) -> list[Part]:
        rest: dict[MarketKey, list[RunRecord]] = {}
        for key in sorted(self.runs):
            if key not in asked:
                rest.setdefault((key.world, key.replicate), []).append(self.runs[key])
        return [Part(self.markets[at], tuple(runs), world=at[0]) for at, runs in rest.items()]


def _identity_in(folder: Path) -> Identity | None:
    for path in (folder / PARTS / OF, folder / MANIFEST):
        written = read_json(path)
        if written is not None:
            fields = {**written, **written.get("identity", {})}
            if set(Identity._fields) <= set(fields):
                return Identity(**{name: fields[name] for name in Identity._fields})
    return None


def _read_tables(
    folder: Path,
) -> tuple[dict[RunKey, RunRecord], dict[MarketKey, MarketRecord]]:
    try:
        return read_runs(folder)
    except (OSError, ValueError, KeyError) as broken:
        raise OutputError(
            f"the tables in {folder} cannot be read ({broken}). "
            "Use another folder (out), or replace them (force)."
        ) from broken


def _remove_ours(folder: Path) -> None:
    for name in OURS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
