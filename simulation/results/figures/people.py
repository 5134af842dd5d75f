"""The market as a picture: people, their ties, and the accounts that many follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.language import say
from simulation.network.layout import Picture
from simulation.network.roles import Role
from simulation.results.figures.style import COLOURS, FAINT, INK
from simulation.results.numbers import whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROLE_COLOURS: dict[Role, str] = {
    Role.CONSUMER: "#9DB7C9",
    Role.KOC: COLOURS[2],
    Role.KOL_TAIL: COLOURS[4],
    Role.KOL_WAIST: COLOURS[1],
    Role.KOL_HEAD: COLOURS[3],
    Role.EMPLOYEE: COLOURS[0],
}

ROLE_NAMES: dict[Role, str] = {
    Role.CONSUMER: "consumer",
    Role.KOC: "KOC",
    Role.KOL_TAIL: "tail KOL",
    Role.KOL_WAIST: "waist KOL",
    Role.KOL_HEAD: "head KOL",
    Role.EMPLOYEE: "employee",
}

LARGEST = 220.0
"""Size of the dot with the most followers, in square points."""


def network(
    picture: Picture, roles: NDArray[np.int8], followers: NDArray[np.int64], ax: Axes
) -> Axes:
    """People as dots, larger with more followers, coloured by role."""
    x, y = picture.place[:, 0], picture.place[:, 1]
    ax.plot(*_one_line(picture), color=FAINT, linewidth=0.3, zorder=1)
    reach = np.sqrt(followers[picture.rows] + 1.0)
    sizes = 6.0 + LARGEST * (reach / reach.max()) ** 2
    for role, ink in ROLE_COLOURS.items():
        mine: Any = np.flatnonzero(roles[picture.rows] == role)
        if len(mine):
            label = say(ROLE_NAMES[role])
            ax.scatter(
                x[mine],
                y[mine],
                s=sizes[mine],
                color=ink,
                edgecolors=INK,
                linewidths=0.3,
                label=label,
                zorder=2,
            )
    ax.set_title(_title(len(picture.rows), len(roles)))
    ax.set_axis_off()
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), markerscale=0.6)
    return ax


def _one_line(picture: Picture) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """All ties as one line that is lifted between them: one element of the SVG, not thousands."""
    gaps = np.full((len(picture.ties), 1), np.nan)
    x, y = (np.hstack([picture.place[picture.ties, axis], gaps]).ravel() for axis in (0, 1))
    return x, y


def _title(shown: int, all_consumers: int) -> str:
    if shown == all_consumers:
        return say("All {n} consumers").format(n=whole(shown))
    text = say("{k} of {n} consumers, around the biggest hubs")
    return text.format(k=whole(shown), n=whole(all_consumers))
