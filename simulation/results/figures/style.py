"""How every figure looks: colours that the colour-blind tell apart, real text, the same bytes."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from simulation.results.facts import Facts
from simulation.results.numbers import whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

COLOURS: Final = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#000000",
    "#8C6D31",
)
"""Okabe and Ito (2008), without their yellow, which is faint on white."""

LINES: Final = ("-", "--", ":", "-.")
"""Line styles: a second mark beside colour."""

INK: Final = "#333333"
FAINT: Final = "#BBBBBB"

LARGE: Final = 1000.0
"""From here on numbers at an axis are written as in the text, and are whole ones."""

WRAP: Final = 24
"""Letters in a line beside a figure."""

SETTINGS: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "womsim",
    "text.parse_math": False,
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.titlesize": 10.0,
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "legend.fontsize": 8.0,
    "savefig.facecolor": "white",
}
"""Settings of matplotlib under which figures are drawn and written."""


CHINESE: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
)
"""Fonts with Chinese letters that machines have; Debian's package is ``fonts-noto-cjk``."""


@cache
def chinese_fonts() -> tuple[str, ...]:
    """The fonts with Chinese letters of this machine."""
    from matplotlib.font_manager import fontManager

    return tuple(name for name in CHINESE if name in set(fontManager.get_font_names()))


def colour(facts: Facts, strategy: str) -> str:
    """The colour of a strategy, the same in every figure."""
    return COLOURS[facts.names.index(strategy) % len(COLOURS)]


def line(facts: Facts, strategy: str) -> str:
    """The line style of a strategy, the same in every figure."""
    return LINES[facts.names.index(strategy) % len(LINES)]


def label(facts: Facts, strategy: str) -> str:
    """A strategy as people call it, in lines that fit beside a figure."""
    return wrapped(facts.strategy(strategy).label)


def wrapped(text: str) -> str:
    """A text in lines of about the same length; Chinese characters take two columns."""
    if text.isascii():
        return "\n".join(textwrap.wrap(text, WRAP)) or text
    return "\n".join(text[i : i + WRAP // 2] for i in range(0, len(text), WRAP // 2))


def wrapped_title(text: str) -> str:
    """The title of a panel, in lines that fit over it."""
    return "\n".join(textwrap.wrap(text, WRAP + 10)) if text.isascii() else text


def large_numbers(axis: Axis) -> None:
    """Write what is large at an axis as in the text: with separators, in the reader's units."""
    ends = axis.get_view_interval()
    if max(map(abs, ends)) >= LARGE:
        axis.set_major_formatter(lambda value, _: whole(value))


def mark_events(facts: Facts, ax: Axes) -> None:
    """A dotted line with its name for each scheduled event."""
    for event in facts.events:
        ax.axvline(event.day, color=INK, linewidth=0.8, linestyle=":")
        ax.annotate(
            f"! {event.name}",
            (event.day, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(2, -2),
            textcoords="offset points",
            va="top",
            fontsize=7.0,
            color=INK,
        )


def legend(ax: Axes, names: Sequence[str]) -> None:
    """A legend below the axes, where it hides nothing."""
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=min(3, len(names)))
