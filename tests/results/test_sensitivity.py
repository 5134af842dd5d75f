"""Sensitivity: indices of functions whose indices are known, and luck that is told from effects."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import lxml.etree
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from simulation.results.figures import svg_text
from simulation.results.robustness.assumption import Assumption
from simulation.results.sensitivity import wording
from simulation.results.sensitivity.design import Design, Effect, Method, block_of, design_of
from simulation.results.sensitivity.figures import drawings
from simulation.results.sensitivity.judged import Judged, Output, Study, outputs_of
from simulation.results.sensitivity.luck import luck_of
from tests.results.made_up_points import assumptions, facts, runs_frame

Floats = NDArray[np.float64]


def ishigami(shares: Floats) -> Floats:
    """Ishigami and Homma (1990) with a = 7 and b = 0.1, on the cube from -pi to pi."""
    x = math.pi * (2.0 * shares - 1.0)
    wave = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2
    return np.asarray(wave + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def even(k: int) -> list[Assumption]:
    """Assumptions on the unit range."""
    return [Assumption(f"a.{i}", (f"a.{i}",), 0.5, 0.0, 1.0) for i in range(k)]


def by_label(effects: list[Effect]) -> dict[str, Effect]:
    """Effects by the assumption's name."""
    return {effect.assumption.label: effect for effect in effects}


def effects_of(
    method: Method, n: int, k: int, f: Callable[[Floats], Floats], noise: float = 0.0, r: int = 1
) -> dict[str, Effect]:
    """Effects of a function with luck of each run added."""
    design = design_of(method, n, k, seed=3)
    luck = np.random.default_rng(5).normal(size=(len(design.shares), r))
    return by_label(design.effects(even(k), f(design.shares)[:, None] + noise * luck, seed=1))


def test_sobol_of_the_ishigami_function() -> None:
    """First-order and total indices in closed form (Saltelli et al. 2008, section 4.6)."""
    found = effects_of("sobol", 2048, 3, ishigami)
    first = [found[f"a.{i}"].other for i in range(3)]
    total = [found[f"a.{i}"].size for i in range(3)]
    assert first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)
    for i, expected in enumerate((0.5576, 0.4424, 0.2437)):
        assert found[f"a.{i}"].low < expected < found[f"a.{i}"].high


def test_morris_of_a_linear_function() -> None:
    """The effect over the whole range is the slope, and depends on nothing else."""
    slopes = np.array([4.0, -2.0, 0.0, 1.0])
    found = effects_of("morris", 8, 4, lambda shares: shares @ slopes)
    assert [found[f"a.{i}"].size for i in range(4)] == pytest.approx([4.0, 2.0, 0.0, 1.0])
    assert [found[f"a.{i}"].mean for i in range(4)] == pytest.approx([4.0, -2.0, 0.0, 1.0])
    assert max(effect.other for effect in found.values()) == pytest.approx(0.0, abs=1e-9)
    assert [found[f"a.{i}"].is_beyond_luck for i in range(4)] == [True, True, False, True]


def test_morris_sees_an_interaction_in_sigma() -> None:
    found = effects_of("morris", 20, 3, lambda shares: 6.0 * shares[:, 0] * shares[:, 1])
    assert found["a.0"].other > 1.0
    assert found["a.2"].size == 0.0


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_what_luck_alone_gives_is_foretold(method: Method) -> None:
    """A design of pure luck has effects of about the size that is said, and none beyond it."""
    found = effects_of(method, 64, 8, lambda shares: np.zeros(len(shares)), noise=2.0, r=4)
    sizes = np.array([effect.size for effect in found.values()])
    luck = np.array([effect.luck for effect in found.values()])
    assert sizes.mean() == pytest.approx(luck.mean(), rel=0.15)
    assert sum(effect.is_beyond_luck for effect in found.values()) <= 1


def test_true_effects_stand_out_of_luck() -> None:
    slopes = np.array([5.0, 0.0, 0.0, 0.0])
    found = effects_of("morris", 30, 4, lambda shares: shares @ slopes, noise=1.0, r=4)
    assert [label for label, effect in found.items() if effect.is_beyond_luck] == ["a.0"]


def test_luck_that_all_points_share_is_no_effect_and_is_told_apart() -> None:
    rng = np.random.default_rng(1)
    n, r = 400, 3
    truth = rng.normal(size=n) * 2.0
    shared = np.array([0.0, 5.0, -2.0])
    only_shared = luck_of(truth[:, None] + shared)
    assert only_shared.share == pytest.approx(0.0, abs=1e-9)
    assert only_shared.shared > 0.5
    assert not only_shared.is_much
    both = luck_of(truth[:, None] + shared + 3.0 * rng.normal(size=(n, r)))
    assert both.share == pytest.approx((9.0 / 3.0) / (4.0 + 9.0 / 3.0), abs=0.05)
    assert both.is_much
    # luck of 9 / R is a fifth of 4 + 9 / R where R is 9
    assert both.replicates_needed == pytest.approx(9, abs=2)
    assert math.isnan(luck_of(truth[:, None]).share)


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_blocks_with_a_spoilt_point_are_left_out_whole(method: Method) -> None:
    design = design_of(method, 8, 4, seed=1)
    assert design.size == block_of(method, 4)
    assert design.n_blocks == 8
    spoilt = np.zeros(len(design.shares), dtype=bool)
    spoilt[[0, design.size + 1, design.size + 2]] = True
    fewer, rows = design.without(spoilt)
    assert fewer.n_blocks == 6
    assert rows.tolist() == list(range(2 * design.size, 8 * design.size))
    assert np.array_equal(fewer.shares, design.shares[rows])
    slopes = np.arange(4.0)
    found = by_label(fewer.effects(even(4), (fewer.shares @ slopes)[:, None], 1))
    if method == "morris":
        assert [found[f"a.{i}"].size for i in range(4)] == pytest.approx([0, 1, 2, 3])


def test_same_seed_same_design_and_intervals() -> None:
    for method in ("morris", "sobol"):
        one, other = (effects_of(method, 8, 3, ishigami) for _ in range(2))
        assert repr(one) == repr(other)
    assert not np.array_equal(
        design_of("morris", 4, 3, 1).shares, design_of("morris", 4, 3, 2).shares
    )


def study(noise: float = 0.1, n: int = 10, undefined: int = 0) -> Judged:
    """Kocs bring 20 times the first assumption, nothing brings 5 times the second."""
    varied = assumptions(4)
    design = design_of("morris", n, 4, seed=1)
    values = {
        "nothing": 5.0 * design.shares[:, 1],
        "kocs": 5.0 * design.shares[:, 1] + 20.0 * design.shares[:, 0],
        "ads": np.full(len(design.shares), 3.0),
    }
    runs = runs_frame(values, noise)
    runs["point"] += 1
    runs.loc[(runs["point"] <= undefined) & (runs["strategy"] == "ads"), "status"] = "cannot"
    runs.loc[(runs["point"] <= undefined) & (runs["strategy"] == "ads"), "customers"] = math.nan
    outputs = outputs_of(facts(), ["customers"], None)
    return Judged(Study(facts(), tuple(varied), design, runs, outputs))


def test_outputs_are_the_baselines_level_and_every_difference() -> None:
    level, kocs, ads = outputs_of(facts(), ["customers"], None)
    assert level == Output("customers", "nothing")
    assert (kocs.strategy, kocs.minus) == ("kocs", "nothing")
    assert outputs_of(facts(), ["customers"], ["ads"]) == (ads,)
    assert [each.minus for each in outputs_of(facts(), ["romi"], None)] == ["", ""]


def test_a_difference_has_causes_of_its_own() -> None:
    judged = study()
    level, kocs, _ads = judged.found
    assert level.effects[0].assumption.label == "a.1"
    assert kocs.effects[0].assumption.label == "a.0"
    assert kocs.effects[0].size == pytest.approx(20.0, abs=0.3)
    assert kocs.luck.share < 0.01
    said = wording.answer(judged)
    assert any(
        line.startswith("Customers, kocs minus nothing: a.0 [A] moves it most, by 20")
        for line in said
    )
    assert said[-1] == wording.SAME_LUCK
    table = judged.table()
    assert table.columns[4] == "mu_star"
    assert len(table) == 3 * 4


def test_much_luck_is_warned_of() -> None:
    said = " ".join(wording.answer(study(noise=60.0)))
    assert "That is much: about" in said
    assert "no assumption moves it by more than luck does" in said


def test_where_nothing_but_luck_is_seen_no_number_of_replicates_is_foretold() -> None:
    judged = study()
    found = judged.found[1]
    all_luck = found._replace(luck=found.luck._replace(share=1.0))
    assert wording.luck(all_luck)[1:] == [wording.ALL_LUCK]


@pytest.mark.parametrize(("n", "is_said"), [(6, True), (8, False)])
def test_base_samples_that_are_no_power_of_2_are_told_in_our_words(n: int, is_said: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        design = design_of("sobol", n, 4, seed=1)
    judged = Judged(study().study._replace(design=design, outputs=()))
    assert (wording.UNEVEN.format(n=6, a=4, b=8) in wording.at_last(judged)) == is_said


def test_points_at_which_a_strategy_cannot_work_take_their_path_away() -> None:
    judged = study(undefined=7)  # points 1 to 7: of the first two paths of five points
    ads = judged.found[2]
    assert (ads.n_blocks, ads.n_left_out) == (8, 2)
    assert judged.found[1].n_left_out == 0
    assert "2 of 10 paths were left out" in " ".join(wording.answer(judged))
    nothing = study(undefined=50).found[2]
    assert nothing.effects == ()


def test_where_most_paths_are_left_out_that_is_said() -> None:
    judged = study(undefined=34)
    few = wording.about(judged, judged.found[2])
    assert "7 of 10 paths were left out" in " ".join(few)
    assert wording.MOSTLY_OUT.format(k=3, blocks="paths") in few
    assert "That is most of them" not in " ".join(wording.answer(study(undefined=7)))
    judged = study(undefined=50)
    (nothing,) = wording.about(judged, judged.found[2])
    assert "undefined somewhere in 10 of 10 paths" in nothing


def test_paths_that_were_never_run_are_counted() -> None:
    whole = study()
    fewer = Judged(whole.study._replace(n_invalid=3, why_invalid="days: 5 is too few. Raise it."))
    assert wording.at_last(fewer) == [
        "3 of 13 paths were left out before anything was run: no scenario can be so (days: 5 is "
        "too few. Raise it).",
        wording.SAME_LUCK,
    ]


@pytest.mark.parametrize(("total", "is_said"), [(1.2, True), (-0.1, True), (1.004, False)])
def test_an_index_that_no_share_can_be_is_called_noise(total: float, is_said: bool) -> None:
    judged = study()
    found = judged.found[1]
    effect = found.effects[0]._replace(size=total, other=0.5)
    sobol = judged.study._replace(
        design=judged.study.design.__class__("sobol", np.zeros((6, 4)), 6)
    )
    made = Judged(sobol)
    object.__setattr__(made, "found", (found._replace(effects=(effect,)),))
    assert (wording.NOISE in wording.at_last(made)) == is_said
    assert not wording.is_noise(judged, effect)  # a size in units of the output may be any


def test_figures_are_deterministic_and_name_things() -> None:
    one, other = (
        {name: svg_text(each) for name, each in drawings(study()).items()} for _ in range(2)
    )
    assert one == other
    assert "sensitivity_customers_kocs_difference_plane" in one
    for svg in one.values():
        assert "a.0" in " ".join(lxml.etree.fromstring(svg.encode()).itertext())


def test_an_output_that_nothing_moves() -> None:
    design = design_of("sobol", 8, 3, seed=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = Design("sobol", design.shares, design.size).effects(
            even(3), np.ones((len(design.shares), 2)), 1
        )
    assert {effect.size for effect in found} == {0.0}
    assert not any(effect.is_beyond_luck for effect in found)


def test_runs_in_any_order_give_the_same() -> None:
    judged = study()
    mixed = judged.study.runs.sample(frac=1.0, random_state=1)
    again = Judged(judged.study._replace(runs=mixed))
    pd.testing.assert_frame_equal(judged.table(), again.table())
