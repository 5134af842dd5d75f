"""The page on paper: printed by a browser that shows no window."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulation.errors import OutputError
from simulation.results.export import html
from simulation.results.parquet import whole_file

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison

BROWSERS: tuple[str, ...] = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("msedge", "microsoft-edge"),
)
NAMED: Final = "WOMSIM_BROWSER"
"""Environment variable with the browser's program."""

SECONDS = 120
"""How long a browser may take."""


def write(result: Comparison, path: Path) -> None:
    """Write the page and let a browser print it.

    Raises
    ------
    OutputError
        When there is no browser, or it prints nothing.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="womsim-") as place, whole_file(path) as beside:
        page = Path(place, "report.html")
        page.write_text(html.text_of(result), encoding="utf-8")
        _print(browser, page, Path(place, "report.pdf"))
        shutil.copyfile(Path(place, "report.pdf"), beside)


def find_browser() -> str:
    """The program of a browser that can print without a window.

    Raises
    ------
    OutputError
        When there is none.
    """
    named = os.environ.get(NAMED)
    if named:
        found = shutil.which(named)
        if found is None:
            raise OutputError(f"{NAMED}: there is no program {named}. Name a browser's program.")
        return found
    for name in BROWSERS:
        found = shutil.which(name)
        if found is not None:
            return found
    raise OutputError(
        "a PDF is printed by a browser, and none was found (Chromium, Chrome or Edge). Install "
        f"one, name its program in {NAMED}, or open report.html and print it."
    )


def _print(browser: str, page: Path, pdf: Path) -> None:
    """Let the browser print a page into a file."""
    words = [
        *(browser, "--headless", "--disable-gpu", "--no-pdf-header-footer"),
        *(f"--user-data-dir={page.parent / 'browser'}", f"--print-to-pdf={pdf}", page.as_uri()),
    ]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        words.insert(1, "--no-sandbox")  # Chromium refuses to start as root otherwise
    try:
        done = subprocess.run(words, capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise OutputError(f"{browser} did not print within {SECONDS} seconds. {_ELSE}") from None
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(f"{browser} cannot be started: {why}. {_ELSE}") from error
    if not pdf.exists() or pdf.stat().st_size == 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        last = f": {said[-1]}" if said else ""
        raise OutputError(f"{browser} printed nothing (exit code {done.returncode}){last}. {_ELSE}")


_ELSE: Final = f"Name another browser in {NAMED}, or open report.html and print it."
