"""Real adoption: what its own notes say must come out of the files, and honest nulls."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.errors import ArgumentError
from simulation.experiments.adoption import (
    Adoption,
    fit_bass,
    fit_chance,
    reachable,
    read_adoption,
    simulate,
    tie_statistics,
)
from simulation.network.graph import SocialGraph

Printed = tuple[float, float, float]
MEDICAL, CORN = "adoption_medical_innovation", "adoption_brazil_hybrid_corn"


@pytest.mark.parametrize(
    ("name", "ties", "adopted", "half", "lowest", "highest"),
    [(MEDICAL, 294, 109, (6, 0.496), 0.810, 0.889), (CORN, 1854, 540, (16, 0.561), 0.290, 0.983)],
)
def test_curves_are_those_of_the_notes(
    shared_data: Path,
    name: str,
    ties: int,
    adopted: int,
    half: tuple[int, float],
    lowest: float,
    highest: float,
) -> None:
    adoption = read_adoption(shared_data / name)
    curve = adoption.curve()
    assert (adoption.graph.n_ties, adoption.adopted.sum()) == (ties, adopted)
    assert curve["all"][half[0]] == pytest.approx(half[1], abs=5e-4)
    ends = curve.drop(columns="all").iloc[-1]
    assert (ends.min(), ends.max()) == pytest.approx((lowest, highest), abs=5e-4)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        (MEDICAL, [(0.458, 0.402, 1.5), (0.847, 0.772, 2.0), (4.16, 4.68, -1.7)]),
        (CORN, [(0.510, 0.370, 5.8), (0.797, 0.722, 3.8), (4.34, 4.48, -0.8)]),
    ],
)
def test_ties_are_those_of_the_notes(shared_data: Path, name: str, printed: list[Printed]) -> None:
    """The notes drew other permutations: 500 of them leave z open by about 0.1 to 0.2."""
    for statistic, (observed, permuted, z) in zip(
        tie_statistics(read_adoption(shared_data / name)), printed, strict=True
    ):
        assert statistic.observed == pytest.approx(observed, abs=0.005)
        assert statistic.permuted == pytest.approx(permuted, rel=0.015)
        assert statistic.z == pytest.approx(z, abs=0.3)


@pytest.mark.parametrize(
    ("series", "p", "q", "m"),
    [
        ("room_air_conditioners", 0.009442, 0.37476, 18712.7),
        ("color_tv", 0.018466, 0.61586, 39658.6),
        ("clothes_dryers", 0.013596, 0.32670, 16497.0),
        ("ultrasound", 0.001318, 0.62060, 167.38),
        ("mammography", 0.000410, 0.86065, 111.39),
        ("foreign_language_program", 0.001479, 0.74097, 35.84),
        ("accelerated_program", 0.000742, 0.92828, 64.43),
        ("vcr_us", 0.008789, 0.64216, 67660.0),
        ("apple_iphone", 0.001782, 0.11166, 2006.6),
    ],
)
def test_bass_fits_to_the_printed_digits(
    shared_data: Path, series: str, p: float, q: float, m: float
) -> None:
    fit = fit_bass(values_of(shared_data, series))
    assert round(fit.p, 6) == p
    assert round(fit.q, 5) == q
    assert fit.m == pytest.approx(m, rel=3e-5)


def values_of(data: Path, series: str) -> list[float]:
    """Read one series in the order of time."""
    table = pd.read_csv(data / "bass_series" / "series.csv.gz")
    return table[table["series"] == series].sort_values("t")["value"].tolist()


def test_the_published_video_recorders_fit_the_density(shared_data: Path) -> None:
    fit = fit_bass(values_of(shared_data, "vcr_us"), "density")
    assert (round(fit.p, 6), round(fit.q, 5)) == (0.006594, 0.63809)
    assert (round(fit.m), round(fit.residual, 1)) == (67981, 727.2)


@given(st.floats(0.001, 0.05), st.floats(0.15, 0.8), st.floats(10, 1e5))
def test_a_curve_without_noise_is_found_again(p: float, q: float, m: float) -> None:
    time = np.arange(31)
    decay = np.exp(-(p + q) * time)
    share = (1 - decay) / (1 + q / p * decay)
    fit = fit_bass(m * np.diff(share))
    assert (fit.p, fit.q, fit.m) == pytest.approx((p, q, m), rel=1e-3)
    assert fit.r2 == pytest.approx(1.0)


@pytest.mark.parametrize("values", [[1, 2, 3], [0, 0, 0, 0], [1, 2, np.nan, 3], [[1, 2], [3, 4]]])
def test_a_series_that_cannot_be_fitted_is_refused(values: list[float]) -> None:
    with pytest.raises(ArgumentError, match="at least 4 numbers"):
        fit_bass(values)


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"nodes\.csv: no such file"):
        read_adoption(tmp_path)
    (tmp_path / "nodes.csv").write_text("node,toa\n1,2\n")
    (tmp_path / "edges.csv").write_text("source,target\n")
    with pytest.raises(ArgumentError, match="no column community or village"):
        read_adoption(tmp_path)


def village(never: int = 12) -> Adoption:
    """Two communities of a hundred, each on a ring of five neighbours a side, one first adopter."""
    here = np.arange(100)
    ring = np.concatenate([np.stack([here, (here + k) % 100], axis=1) for k in range(1, 6)])
    pairs = np.concatenate([ring, ring + 100])
    period = np.full(200, never)
    period[[0, 1, 150]] = [1, 1, 3]
    return Adoption(SocialGraph.from_edges(pairs), np.repeat([0, 1], 100), period, never)


def test_simulated_histories_start_from_the_first_adopters() -> None:
    adoption = village()
    assert adoption.first_adopters.tolist() == [0, 1, 150]
    for contagion in (True, False):
        for one in simulate(adoption, 0.3, contagion=contagion, replications=3):
            assert one.period[[0, 1, 150]].tolist() == [1, 1, 3]
            assert one.period[:100].min() == 1
            assert one.period[100:].min() == 3
            assert one.period.max() <= adoption.never
    assert reachable(adoption) == 1.0


def test_ties_show_contagion_where_there_is_some_and_none_where_not() -> None:
    adoption = village()
    for contagion in (True, False):
        chance = 0.15 if contagion else 0.12
        many = simulate(adoption, chance, contagion=contagion, replications=8, seed=3)
        z = np.array([[s.z for s in tie_statistics(one, permutations=80)] for one in many])
        if contagion:
            assert z[:, 0].mean() > 3.0
            assert z[:, 2].mean() < -3.0
        else:  # a standard deviation of about 1 each, 8 histories
            assert np.abs(z.mean(axis=0)).max() < 4.0 / np.sqrt(8)


def test_the_chance_that_made_a_curve_is_found_again() -> None:
    adoption = village()
    (made,) = simulate(adoption, 0.1, contagion=False, replications=1, seed=5)
    assert fit_chance(made, contagion=False) == pytest.approx(0.1, rel=0.35)
