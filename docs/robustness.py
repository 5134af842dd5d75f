"""Run the studies of docs/robustness.md and write what came out: ``python docs/robustness.py``.

Each study is a command of womsim. Its answer, table and pictures go between the marks that bear its
name; the text around them is written by hand. A study that is in its folder already is not run
again.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "robustness.md"
PICTURES = ROOT / "docs" / "img"

SMALL_TOWN = ["network.consumers=4000", "budget=12000", "decide_by.matters=10"] + [
    f"strategies.{tactic}.budget=12000"
    for tactic in (
        "famous_kols.hire_kols",
        "many_kocs.hire_kocs",
        "angel_users.seed_products",
        "advertising.advertise",
    )
]
"""A fifth of the town and of the purse of phone_launch: a fifth of the time."""

STUDIES: dict[str, list[str]] = {
    "phone_launch": [part for change in SMALL_TOWN for part in ("--set", change)],
    "product_crisis": [],
    "fake_posts": [
        *("--strategy", "in_the_open"),
        *("--strategy", "agency"),
        *("--strategy", "own_staff"),
    ],
}
"""Options of each study, by its scenario."""

HEAD = (
    "strategy",
    "best in",
    "95 % interval",
    "mean regret",
    "worst regret",
    "better than baseline",
)
RUN = "from simulation.cli import main; main()"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the studies that are asked for and write their parts of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="scenarios; all if left out")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "docs")
    asked = parser.parse_args(arguments)
    text = PAGE.read_text("utf-8")
    for name in asked.names or STUDIES:
        folder = asked.out / f"{name}-robustness"
        more = ["--workers", str(asked.workers), "--out", str(folder)]
        subprocess.run([sys.executable, "-c", RUN, *command(name), *more], cwd=ROOT, check=True)
        text = rewritten(text, name, part(name, folder))
    PAGE.write_text(text, "utf-8")
    return 0


def command(name: str) -> list[str]:
    """The command of a study, without what does not change its result."""
    return ["robustness", f"scenarios/{name}.yaml", "--points", "200", *STUDIES[name]]


def part(name: str, folder: Path) -> str:
    """What came out of a study, as Markdown; its pictures are copied."""
    found = json.loads((folder / "robustness.json").read_text("utf-8"))
    PICTURES.mkdir(exist_ok=True)
    pictures = []
    for kind, words in (("shares", "how often best, and regret"), ("flips", "where it flips")):
        picture = PICTURES / f"robustness_{name}_{kind}.svg"
        shutil.copyfile(folder / "figures" / f"robustness_{kind}.svg", picture)
        pictures.append(f"![{name}: {words}](img/{picture.name})")
    said = [f"> {line}" for line in found["answer"][:-1]]
    lines = ["```", *folded(["womsim", *command(name)]), "```", "", "\n>\n".join(said), ""]
    return "\n".join([*lines, *table(folder), "", "\n\n".join(pictures)])


def folded(words: Sequence[str]) -> list[str]:
    """A command over as many lines as it needs; an option stays with its value."""
    options = re.split(r" (?=--)", shlex.join(words))
    lines = [""]
    for option in options:
        if len(lines[-1]) + len(option) > 98:
            lines[-1] += " \\"
            lines.append("   ")
        lines[-1] += f" {option}" if lines[-1] else option
    return lines


def table(folder: Path) -> list[str]:
    """The table of strategies, as Markdown."""
    with (folder / "robustness.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines = [f"| {' | '.join(HEAD)} |", "|---|" + "---:|" * (len(HEAD) - 1)]
    for row in rows:
        above = row["share_above_baseline"]
        cells = [
            row["strategy"],
            f"{float(row['share_best']):.0%}",
            f"{float(row['low']):.0%} to {float(row['high']):.0%}",
            f"{float(row['regret_mean']):,.3g}" if row["regret_mean"] else "n/a",
            f"{float(row['regret_worst']):,.3g}" if row["regret_worst"] else "n/a",
            f"{float(above):.0%}" if above else "",
        ]
        lines.append(f"| {' | '.join(plain(cell) for cell in cells)} |")
    return lines


def plain(cell: str) -> str:
    """A number without an exponent.

    >>> plain("2.13e+05")
    '213,000'
    """
    return f"{float(cell):,.0f}" if re.fullmatch(r"-?[\d.]+e\+\d+", cell) else cell


def rewritten(text: str, name: str, part: str) -> str:
    """The page with a study's part written anew."""
    begin, end = f"<!-- {name} -->", "<!-- end -->"
    before, mark, rest = text.partition(begin)
    _, end_mark, after = rest.partition(end)
    if not mark or not end_mark:
        raise SystemExit(f"{PAGE.name}: no marks {begin} and {end}. Add them.")
    return f"{before}{begin}\n\n{part}\n\n{end}{after}"


if __name__ == "__main__":
    sys.exit(main())
