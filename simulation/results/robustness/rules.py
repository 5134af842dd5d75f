"""Rules in words for when the leader stays the best: a small tree, past a gate.

The tree (Breiman et al. 1984, as scikit-learn grows it) may combine two assumptions. It is shown
only where it foretells points that it has not seen better than always saying what is usual does,
and a rule holds for no fewer points than a side of a cut has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.robustness.assumption import Assumption
from simulation.results.robustness.flips import smallest_side
from simulation.results.statistics import LEVEL

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DEPTH: Final = 2
FOLDS: Final = 10
FEWEST_OF_A_KIND: Final = FOLDS
"""Points in which the leader is best, and in which it is not, below which nothing is tested."""


class Bound(NamedTuple):
    """One condition of a rule."""

    assumption: Assumption
    is_above: bool
    value: float


class Box(NamedTuple):
    """A rule: where all its bounds hold, the leader is best in ``k`` of ``n`` points."""

    bounds: tuple[Bound, ...]
    k: int
    n: int


class Rules(NamedTuple):
    """What a tree learned, and how well it foretells points that it has not seen."""

    boxes: tuple[Box, ...]
    """Empty where the tree does not pass the gate."""
    accuracy: float
    """Share of unseen points foretold rightly (cross-validated)."""
    usual: float
    """Share that is right when one always says what is usual."""
    p_value: float
    """One-sided McNemar test that the tree foretells better; 1 where nothing could be tested."""
    is_tested: bool = True
    """Whether there are enough points of either kind to foretell some from the others."""

    @property
    def passes(self) -> bool:
        """Whether the tree beats saying what is usual by more than luck."""
        return self.accuracy > self.usual and self.p_value <= 1.0 - LEVEL


def find_rules(
    columns: Sequence[Floats], assumptions: Sequence[Assumption], stays: Flags, seed: int = 1
) -> Rules:
    """Grow a small tree on whether the leader stays the best, and test it on unseen points.

    Parameters
    ----------
    columns, assumptions
        Values of each assumption at the points, each (n,), and what they are.
    stays
        Whether the leader is the best, (n,).
    seed
        Of the folds.
    """
    n, k = len(stays), int(stays.sum())
    fewest = min(k, n - k)
    usual = max(k, n - k) / n if n else 0.0
    if fewest < FEWEST_OF_A_KIND or not columns:
        return Rules((), usual, usual, 1.0, is_tested=False)
    scaled = np.column_stack(
        [one.scaled(column) for one, column in zip(assumptions, columns, strict=True)]
    )
    foretold = _unseen(scaled, stays, seed)
    is_usual = stays == (2 * k >= n)
    is_right = foretold == stays
    accuracy = float(is_right.mean())
    p_value = _mcnemar(int((is_right & ~is_usual).sum()), int((~is_right & is_usual).sum()))
    rules = Rules((), accuracy, usual, p_value)
    if not rules.passes:
        return rules
    return rules._replace(boxes=tuple(_boxes(_tree(n).fit(scaled, stays), assumptions)))


def _tree(n: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    leaf = smallest_side(n)
    return DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=leaf, random_state=0)


def _unseen(scaled: Floats, stays: Flags, seed: int) -> Flags:
    """What trees foretell of the points that they were not grown on."""
    from sklearn.model_selection import StratifiedKFold

    foretold = np.zeros(len(stays), dtype=bool)
    folds = StratifiedKFold(n_splits=FOLDS, shuffle=True, random_state=seed)
    for seen, unseen in folds.split(scaled, stays):
        tree = _tree(len(seen)).fit(scaled[seen], stays[seen])
        foretold[unseen] = tree.predict(scaled[unseen])
    return foretold


def _mcnemar(better: int, worse: int) -> float:
    """Chance of so many points that only the tree foretells, were both as good (exact)."""
    if better + worse == 0:
        return 1.0
    from scipy.special import bdtrc

    return float(bdtrc(better - 1, better + worse, 0.5)) if better else 1.0


def _boxes(fitted: Any, assumptions: Sequence[Assumption]) -> list[Box]:
    """The leaves of a tree as boxes; neighbours that say the same are one box."""
    tree = fitted.tree_
    has_both = tree.value.shape[2] == 2

    def counts(node: int) -> tuple[int, int]:
        n = int(tree.n_node_samples[node])
        share = float(tree.value[node][0][1] / tree.value[node][0].sum()) if has_both else 0.0
        return round(share * n), n

    def grow(node: int, bounds: tuple[Bound, ...]) -> list[Box]:
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left == -1:
            return [Box(bounds, *counts(node))]
        one = assumptions[int(tree.feature[node])]
        value = one.unscaled(float(tree.threshold[node]))
        below = grow(left, (*bounds, Bound(one, False, value)))
        above = grow(right, (*bounds, Bound(one, True, value)))
        sides = {2 * box.k > box.n for box in (*below, *above)}
        return [Box(bounds, *counts(node))] if len(sides) == 1 and bounds else [*below, *above]

    return sorted(grow(0, ()), key=lambda box: -box.k / box.n)
