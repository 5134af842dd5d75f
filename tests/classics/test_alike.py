"""Cascades on ties that are all alike go a way of their own: to the byte the way of all others."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.classics import independent_cascade
from simulation.classics.loops_alike import STRIDE
from simulation.dynamics.loops.points import BLOCK, ROOM, TOGETHER
from simulation.network.graph import SocialGraph
from tests.small_markets import needs_compiled

CONSUMERS = 900


def at_random(ties: int) -> SocialGraph:
    """So many ties drawn by lot among 900 consumers."""
    pairs: NDArray[np.int64] = np.random.default_rng(3).integers(0, CONSUMERS, (ties, 2))
    different = pairs[pairs[:, 0] != pairs[:, 1]]
    return SocialGraph.from_edges(
        np.unique(different, axis=0), n_consumers=CONSUMERS, directed=True
    )


def star(listeners: int) -> SocialGraph:
    """One consumer talks to all others."""
    to = np.arange(1, listeners + 1)
    return SocialGraph.from_edges(np.stack([np.zeros_like(to), to], axis=1), directed=True)


def assert_same_members(graph: SocialGraph, chance: float, replications: int) -> None:
    """One chance for all ties, and that chance given for each tie."""
    alike = independent_cascade(
        graph, probability=chance, seeds=[0, 5, 7], replications=replications, seed=4
    )
    each = independent_cascade(
        graph, probability=np.full(graph.n_ties, chance), seeds=[0, 5, 7],
        replications=replications, seed=4,
    )  # fmt: skip
    assert alike.size.max() > 3
    assert alike.size.tobytes() == each.size.tobytes()
    assert alike.reached.tobytes() == each.reached.tobytes()


@needs_compiled
class TestTheSameMembers:
    @pytest.mark.parametrize("chance", [0.1, 0.3, 0.7])
    def test_where_talkers_have_few_points(self, chance: float) -> None:
        assert_same_members(at_random(3000), chance, 100)

    @pytest.mark.parametrize("chance", [0.15, 0.3, 0.95])
    def test_where_a_block_has_more_points_than_there_is_room(self, chance: float) -> None:
        """A step has more than a block of talkers, of about ten, 20 and more than 100 points."""
        assert 0.15 * 60_000 / CONSUMERS * BLOCK > ROOM
        assert_same_members(at_random(60_000), chance, 20)

    @pytest.mark.parametrize("chance", [0.002, 0.1, 0.9, 0.9999])
    def test_where_a_talker_goes_on_alone(self, chance: float) -> None:
        """Some stop together with others (18 points), some take several blocks of draws alone."""
        assert -np.log1p(-0.1) * 9000 > BLOCK + TOGETHER
        assert_same_members(star(9000), chance, 40)


def test_a_few_cascades_in_plain_python_too() -> None:
    assert_same_members(at_random(3000), 0.35, 2)


def test_strides_fill_a_block() -> None:
    """Draws of a last stride that nobody needs have a place all the same."""
    assert BLOCK % STRIDE == 0
