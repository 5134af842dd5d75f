"""Run the studies of docs/robustness.md and write what came out: ``python docs/robustness.py``.

Each study is a command of womsim. Its answer, table and pictures go between the marks that bear its
name; the text around them is written by hand. A study that is in its folder already is not run
again. ``seeds`` is one small study repeated with eight seeds of luck: how far does a flip move?
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

SEEDS = "seeds"
FLIPS_AT = "media.channels.video.cost_per_thousand"
ONE_FLIP = [
    *STUDIES["phone_launch"],
    *("--strategy", "many_kocs", "--strategy", "advertising"),
    *("--only", "--parameter", f"{FLIPS_AT}=25..400"),
]
"""Options of a study in which one number alone turns the ranking."""

LUCKS = range(1, 9)

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
    for name in asked.names or (*STUDIES, SEEDS):
        if name == SEEDS:
            folders = [asked.out / f"{SEEDS}-{seed}" for seed in LUCKS]
            for seed, folder in zip(LUCKS, folders, strict=True):
                run(repeated(seed), folder, asked.workers)
            text = rewritten(text, name, seeds_part(folders))
            continue
        folder = asked.out / f"{name}-robustness"
        run(command(name), folder, asked.workers)
        text = rewritten(text, name, part(name, folder))
    PAGE.write_text(text, "utf-8")
    return 0


def run(words: Sequence[str], folder: Path, workers: int) -> None:
    """Run a command of womsim here."""
    more = ["--workers", str(workers), "--out", str(folder)]
    subprocess.run([sys.executable, "-c", RUN, *words, *more], cwd=ROOT, check=True)


def repeated(seed: int | str) -> list[str]:
    """The command of the study that is repeated, with the luck of a seed."""
    scenario = ["robustness", "scenarios/phone_launch.yaml", "--points", "60"]
    return [*scenario, *ONE_FLIP, "--set", f"seed={seed}"]


def seeds_part(folders: Sequence[Path]) -> str:
    """Where the ranking flips with each luck, as Markdown."""
    lines = ["```", *folded(["womsim", *repeated("K")]), "```", ""]
    lines += ["| seed of luck | flips at | 95 % interval | best in | best in, 95 % interval |"]
    lines += ["|---:|---:|---:|---:|---:|"]
    for seed, folder in zip(LUCKS, folders, strict=True):
        found = json.loads((folder / "robustness.json").read_text("utf-8"))["stays_best"]
        with (folder / "flips.csv").open(encoding="utf-8") as file:
            cut = next(csv.DictReader(file))
        at, low, high = (f"{float(cut[key]):.0f}" for key in ("value", "value_low", "value_high"))
        share = f"{found['value']:.0%} | {found['low']:.0%} to {found['high']:.0%}"
        flips = at if cut["effect"] == "flips" else f"not settled ({at})"
        lines.append(f"| {seed} | {flips} | {low} to {high} | {share} |")
    return "\n".join([*lines, all_lucks(folders)])


def all_lucks(folders: Sequence[Path]) -> str:
    """The same table's last row: where the ranking flips over the points of all lucks."""
    import numpy as np

    from simulation import Results
    from simulation.results.robustness.assumption import Assumption
    from simulation.results.robustness.flips import find_flips
    from simulation.results.robustness.standings import share

    values, margins = [], []
    for folder in folders:
        results = Results.open(folder)
        runs = results.runs[results.runs["point"] > 0]
        means = runs.pivot_table(index="point", columns="strategy", values="customers")
        others = means.drop(columns="advertising").max(axis=1)
        margins.append((means["advertising"] - others).to_numpy())
        values.append(results.points.set_index("point")[FLIPS_AT].loc[means.index].to_numpy())
    margin, low, high = np.concatenate(margins), values[0].min(), values[0].max()
    one = Assumption(FLIPS_AT, (FLIPS_AT,), low, low, high)
    (cut,) = find_flips([np.concatenate(values)], [one], margin >= 0.0, margin).splits
    best = share(int((margin >= 0.0).sum()), len(margin))
    return (
        f"| all {len(folders)} | {cut.value:.0f} | {cut.low:.0f} to {cut.high:.0f} "
        f"| {best.value:.0%} | {best.low:.0%} to {best.high:.0%} |"
    )


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
