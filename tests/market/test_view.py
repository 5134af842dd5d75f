"""What a tactic sees: people in an agreed order, its own luck, and nothing that it could change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.dynamics.lots import lots
from simulation.dynamics.randomness import WHY_PICK, why_of
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.market_run import MarketRun
from simulation.network.graph import SocialGraph
from tests.small_markets import on_graph, scenario, started

TACTICS: list[dict[str, Any]] = [
    {"kind": "seed_products", "number": 1, "budget": None},
    {"kind": "advertise", "budget": 70},
]


def view_of(label: str = "seed_products", **settings: Any) -> View:
    return started(TACTICS, budget=100, **settings).ours.view(label)


def lot_words(view: View, k: int = 0) -> NDArray[np.uint32]:
    return view.luck.lots(k)


class TestOrder:
    def test_the_best_first_and_equals_by_lot(self) -> None:
        view = view_of()
        score = np.arange(view.n_consumers, dtype=np.float64) % 3.0
        rows = np.arange(view.n_consumers) >= 6
        found = view.in_order(rows, score).tolist()
        words = lot_words(view)
        expected = sorted(np.flatnonzero(rows), key=lambda i: (-score[i], words[i]))
        assert found == [int(i) for i in expected]

    def test_by_lot_alone(self) -> None:
        view = view_of()
        everyone = np.ones(view.n_consumers, np.bool_)
        found = view.in_order(everyone, None)
        assert (lot_words(view)[found].argsort() == np.arange(view.n_consumers)).all()
        assert found.dtype == np.int32

    def test_lots_are_the_tactics_own(self) -> None:
        run = started(TACTICS)
        first, second = (lot_words(run.ours.view(name)) for name in ("seed_products", "advertise"))
        assert (first != second).any()
        stream = run.ours.addresses["advertise"].stream
        expected = lots(run.key, len(first), int(why_of(WHY_PICK, stream)))
        assert (second == expected).all()


class TestMeant:
    def test_owners_and_everyone(self) -> None:
        run = started(TACTICS)
        view = run.ours.view("seed_products")
        owners = np.flatnonzero(run.market.units > 0)
        assert sorted(view.meant("owners").tolist()) == owners.tolist()
        for word in ("everyone", "random"):
            assert sorted(view.meant(word).tolist()) == list(range(view.n_consumers))

    @pytest.mark.parametrize("word", ["hubs", "bridges", "core", "fringe", "early_adopters"])
    def test_ranks_fall_and_a_lot_is_drawn_among_the_best_tenth(self, word: str) -> None:
        view = view_of(size=60)
        score = view.rank(word)
        ranked = view.meant(word)
        assert (np.diff(score[ranked]) <= 0.0).all()
        assert sorted(ranked.tolist()) == list(range(60))
        by_lot = view.meant(word, "lot")
        assert set(by_lot.tolist()) == set(ranked[:6].tolist())
        assert (np.diff(lot_words(view)[by_lot].astype(np.int64)) > 0).all()

    def test_ranks_mean_what_they_say(self) -> None:
        view = view_of(size=80)
        assert view.meant("early_adopters")[0] == view.population.taste.argmax()
        assert view.rank("hubs")[view.meant("hubs")[0]] == view.graph.followers.max()
        degree = view.graph.ties.n_listeners
        assert degree[view.meant("fringe")[0]] == degree.min()

    def test_an_unknown_rank_is_refused(self) -> None:
        with pytest.raises(KeyError):
            view_of().rank("famous")

    def test_labels_of_the_graph(self) -> None:
        graph = SocialGraph.from_edges([[0, 1], [1, 2]], labels=["ann", "bob", 7])
        small = scenario(TACTICS, network={"kind": "random", "consumers": 3, "ties": 0}, roles={})
        view = MarketRun(small, "tested", on_graph(small, graph)).ours.view("seed_products")
        assert view.meant(["bob", "ann", "bob"]).tolist() == [1, 0]
        assert (view.row_of("7"), view.row_of(7), view.row_of("eve")) == (2, 2, -1)

    def test_without_labels_row_numbers_count(self) -> None:
        view = view_of(size=60)
        assert view.meant([59, "3", "59"]).tolist() == [59, 3]
        assert (view.row_of(60), view.row_of("x"), view.row_of(-1)) == (-1, -1, -1)


class TestShare:
    @pytest.mark.parametrize(
        ("share", "count"), [(0.0, 0), (0.001, 1), (0.25, 5), (0.26, 5), (0.28, 6), (1.0, 20)]
    )
    def test_is_rounded_and_somebody_where_it_is_above_0(self, share: float, count: int) -> None:
        view = view_of()
        rows = np.arange(view.n_consumers) < 20
        picked = view.by_share(rows, share)
        assert len(picked) == count
        assert (picked == view.in_order(rows, None)[:count]).all()

    def test_of_nobody_is_nobody(self) -> None:
        view = view_of()
        assert len(view.by_share(np.zeros(view.n_consumers, np.bool_), 0.5)) == 0


class TestMoneyAndLuck:
    def test_purse_and_spending_are_the_tactics_own(self) -> None:
        run = started(TACTICS, budget=100)
        assert (run.ours.view("advertise").purse, run.ours.view("seed_products").purse) == (
            70.0,
            30.0,
        )
        run.live()
        assert run.ours.view("advertise").spent == pytest.approx(
            100.0 - 30.0 - run.ours.view("advertise").purse
        )

    def test_chance_is_addressed_by_day_and_k(self) -> None:
        view = view_of()
        assert 0.0 < view.chance(1) < 1.0
        assert view.chance(1) == view.luck.chance(0, 1) != view.luck.chance(1, 1)
        assert view.chance(1) != view.chance(2)

    def test_luck_of_a_name_does_not_depend_on_what_else_is_there(self) -> None:
        alone = started(TACTICS[1:]).ours.view("advertise")
        among = started([*TACTICS, {"kind": "hire_kocs"}]).ours.view("advertise")
        assert alone.chance(3) == among.chance(3)
        assert (alone.luck.lots(0) == among.luck.lots(0)).all()


class TestReadOnly:
    def test_state_follows_but_cannot_be_written(self) -> None:
        run = started(TACTICS)
        view = run.ours.view("advertise")
        run.market.stage[0] = Stage.LOYAL
        assert view.market.stage[0] == Stage.LOYAL
        for array in view.market:
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0

    @pytest.mark.parametrize("part", ["population.taste", "graph.layers", "rank"])
    def test_nor_can_people_and_ties(self, part: str) -> None:
        """All strategies of a replicate share them: one tactic could move the luck of another."""
        view = view_of()
        arrays: dict[str, NDArray[Any]] = {
            "population.taste": view.population.taste,
            "graph.layers": view.graph.layers["strong"].listener,
            "rank": view.rank("hubs"),
        }
        with pytest.raises(ValueError, match="read-only"):
            arrays[part][0] = 0
