"""Figures of the page of evidence: what must come out as lines, what came out as dots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from simulation.classics import (
    bad_news,
    bass,
    independent_cascade,
    maki_thompson,
    net_present_value,
    seeding_value,
    talk_of_the_network,
)
from simulation.classics.exact.growth import bass_by_steps, bass_share
from simulation.classics.exact.percolation import final_share
from simulation.classics.exact.rumours import ignorant_share
from simulation.experiments.validation.check import SEED, Effort
from simulation.experiments.validation.growth import P, Q
from simulation.experiments.validation.percolation import OUTBREAK, TIES, random_graph
from simulation.experiments.validation.talk import CONSUMERS, days_until
from simulation.results.figures import drawing, svg_text
from simulation.results.figures.style import COLOURS, FAINT, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (5.6, 3.2)
ORDERS: tuple[Literal["random_sequential", "synchronous"], ...] = (
    "random_sequential",
    "synchronous",
)
DOT = 4.0


class Figure(NamedTuple):
    """A figure and the family on whose part of the page it stands."""

    name: str
    family: str
    title: str
    note: str
    draw: Callable[[Axes, Effort], None]


def draw_all(effort: Effort) -> Iterator[tuple[str, str]]:
    """Name and SVG text of every figure."""
    from matplotlib.figure import Figure as Canvas

    for figure in FIGURES:
        with drawing():
            canvas = Canvas(figsize=SIZE, layout="constrained")
            ax = canvas.subplots()
            ax.set_title(figure.title)
            figure.draw(ax, effort)
        yield figure.name, svg_text(canvas)


def _percolation(ax: Axes, effort: Effort) -> None:
    n = effort.of(50_000, 10_000)
    graph = random_graph(n)
    line = np.linspace(0.0, 3.0, 301)
    ax.plot(line, [final_share(r) for r in line], color=INK, label="generating functions")
    ax.axvline(1.0, color=FAINT, linestyle="--", label="threshold")
    for reproduction in (0.4, 0.8, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0, 2.5, 3.0):
        spread = independent_cascade(
            graph, probability=reproduction / TIES, seeds=1, replications=100, seed=SEED
        )
        shares = spread.size / n
        large = shares[shares > OUTBREAK]
        size = large.mean() if len(large) else 0.0
        (dots,) = ax.plot(reproduction, size, color=COLOURS[0], marker="o", markersize=DOT)
    dots.set_label("simulated, mean outbreak")
    ax.set(xlabel="reproduction number R", ylabel="share reached in an outbreak")
    ax.legend()


def _rumours(ax: Axes, effort: Effort) -> None:
    n = 10_000
    bins = np.arange(0.0, 0.2501, 0.0025).tolist()
    for k, ink in zip((1, 2, 3), COLOURS, strict=False):
        heard = maki_thompson(n, stale_contacts=k, replications=effort.of(400, 100), seed=SEED).size
        ax.hist(1.0 - heard / n, bins=bins, color=ink, alpha=0.6, label=f"k = {k}")
        ax.axvline(ignorant_share(k), color=INK, linewidth=0.8)
    ax.set(xlabel="share that never hears (lines: limit)", ylabel="runs", xlim=(0.0, 0.25))
    ax.legend()


def _bass(ax: Axes, effort: Effort) -> None:
    n, years = effort.of(50_000, 10_000), np.arange(16)
    line = np.linspace(0.0, 15.0, 151)
    ax.plot(line, [bass_share(P, Q, t) for t in line], color=INK, label="Bass 1969")
    late = [bass_by_steps(P, Q, float(year), 1.0, "hazard") for year in years]
    ax.plot(years, late, color=INK, linestyle="--", label="recursion, a step a year")
    for dt, ink, label in ((1.0 / 30.0, COLOURS[0], "dt = 1/30"), (1.0, COLOURS[1], "dt = 1")):
        spread = bass(n, P, Q, 15, dt, replications=5, seed=SEED)
        assert spread.daily is not None
        shares = spread.daily.mean(axis=0) / n
        ax.plot(
            years, shares, color=ink, marker="o", markersize=DOT, linestyle="none",
            label=f"simulated, {label}",
        )  # fmt: skip
    ax.set(xlabel="years", ylabel="share that has adopted")
    ax.legend()


def _talk(ax: Axes, effort: Effort) -> None:
    strong = dict(zip((0.01, 0.03, 0.05, 0.07), COLOURS, strict=False))
    weak = np.array([0.005, 0.0075, 0.01, 0.0125, 0.015])
    for p_strong, ink in strong.items():
        days = []
        for p_weak in weak:
            spread = talk_of_the_network(
                CONSUMERS, 17, 17, p_strong, float(p_weak), 0.00525, 60,
                replications=effort.of(20, 5), seed=SEED,
            )  # fmt: skip
            assert spread.daily is not None
            days.append(days_until(spread.daily)[:, 2].mean())
        ax.plot(weak, days, color=ink, marker="o", markersize=3.5, label=f"{p_strong:g}")
    ax.set(xlabel="chance that a weak tie informs, a day", ylabel="days until 95 % know")
    ax.set_ylim(bottom=0.0)
    ax.legend(title="strong tie")


def _bad_news(ax: Axes, effort: Effort) -> None:
    shares = np.array([0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3])
    for update, ink in zip(ORDERS, COLOURS, strict=False):
        bought, worth = [], []
        for share in shares:
            spread = bad_news(
                CONSUMERS, dissatisfied=float(share), update=update,
                replications=effort.of(60, 10), seed=SEED,
            )  # fmt: skip
            bought.append(spread.mean / CONSUMERS)
            worth.append(net_present_value(spread, 1.0, 0.01).mean())
        label = update.replace("_", " ")
        ax.plot(shares, bought, color=ink, marker="o", markersize=3.5, label=f"buyers, {label}")
        ax.plot(
            shares, np.array(worth) / worth[0], color=ink, linestyle="--", marker="s",
            markersize=3.0, label=f"worth against none dissatisfied, {label}",
        )  # fmt: skip
    ax.set(xlabel="share of buyers who are dissatisfied", ylabel="share", ylim=(0.0, 1.05))
    ax.legend()


def _seeding(ax: Axes, effort: Effort) -> None:
    graph = random_graph(2_000)
    horizons = (5, 10, 20, 30, 40, 60, 80, 120)
    for rival, ink in ((True, COLOURS[0]), (False, COLOURS[1])):
        shares = [
            seeding_value(
                graph, seeds=20, rival=rival, days=days, external=0.02, imitation=0.01,
                replications=effort.of(60, 10), seed=SEED,
            ).expansion_share
            for days in horizons
        ]  # fmt: skip
        label = "a rival" if rival else "one brand"
        ax.plot(horizons, shares, color=ink, marker="o", markersize=3.5, label=label)
    ax.set(xlabel="horizon in periods", ylabel="expansion, share of the worth", ylim=(0.0, 1.0))
    ax.legend()


FIGURES = (
    Figure(
        "percolation", "Percolation", "Outbreaks on a random graph",
        "Below R = 1 a message dies; above, an outbreak reaches the share that it must.",
        _percolation,
    ),
    Figure(
        "rumours", "Rumours", "Maki and Thompson: who never hears",
        "Share that never hears, by the number k of knowers whom a spreader meets before stopping.",
        _rumours,
    ),
    Figure(
        "bass", "Bass", "Bass curve, p = .03 and q = .38 a year",
        "Fine steps give the curve; one decision a year gives the recursion of yearly steps.",
        _bass,
    ),
    Figure(
        "talk_of_the_network", "Talk of the network", "Talk of the network, by strength of ties",
        "Both kinds of ties matter; more of the one makes the other matter less.",
        _talk,
    ),
    Figure(
        "bad_news", "Bad news", "Bad news, by share dissatisfied",
        "A few dissatisfied buyers cost a lot; the order of updates matters a little.",
        _bad_news,
    ),
    Figure(
        "expansion", "Seeding", "Expansion share of a seeding programme",
        "With one brand and time enough everybody buys anyway: all worth is acceleration.",
        _seeding,
    ),
)  # fmt: skip
