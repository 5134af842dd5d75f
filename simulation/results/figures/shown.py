"""A figure that a notebook shows by itself; imports matplotlib, so it is imported late."""

from __future__ import annotations

from matplotlib.figure import Figure


class Drawing(Figure):
    """A matplotlib figure without pyplot's global state, shown as SVG in a notebook."""

    def _repr_svg_(self) -> str:
        from simulation.results.figures import svg_text

        return svg_text(self)
