"""New products by advertising and imitation: against Bass's curve and recursions (science T6)."""

from __future__ import annotations

from collections.abc import Iterator

from simulation.classics import bass
from simulation.classics.exact.growth import Form, bass_by_steps, bass_peak, bass_share
from simulation.experiments.validation.check import SEED, Check, Effort, Family, drawn, equal

P, Q = 0.03, 0.38
"""Yearly averages (secondary source, science 2.1)."""

YEARS = (5, 10, 15)
FORMS: tuple[Form, ...] = ("product", "hazard")
WITHIN = 0.005
LIMIT = "T6, Bass 1969, closed form (C)"
STEPS = "T6, exact recursion (C)"
SHRINKS_WITHIN = 0.25


def checks(effort: Effort) -> Iterator[Check]:
    """By year, by day, and how the error of long steps shrinks."""
    n = effort.of(100_000, 20_000)
    for dt, label in ((1.0, "1"), (1.0 / 30.0, "1/30")):
        for form in FORMS:
            spread = bass(n, P, Q, 15, dt, form=form, replications=effort.of(20, 10), seed=SEED)
            assert spread.daily is not None
            for year in YEARS:
                name = f"dt = {label}, {form} form: F({year})"
                expected = bass_by_steps(P, Q, year, dt, form)
                yield drawn(name, STEPS, expected, spread.daily[:, year] / n, allowed=WITHIN)
    fine = bass(n, P, Q, 15, 0.01, replications=effort.of(20, 10), seed=SEED)
    assert fine.daily is not None
    for year in YEARS:
        expected = bass_share(P, Q, year)
        yield drawn(
            f"dt = 1/100: F({year})", LIMIT, expected, fine.daily[:, year] / n, allowed=WITHIN
        )
    yield from _order(n, effort.of(20, 10))
    yield equal("time of the peak, from the fine curve", LIMIT, bass_peak(P, Q), _peak(n), 0.35)


def _order(n: int, replications: int) -> Iterator[Check]:
    """Half the step, half the error."""
    errors = []
    for dt in (0.5, 0.25):
        spread = bass(n, P, Q, 5, dt, replications=replications, seed=SEED)
        errors.append(bass_share(P, Q, 5) - spread.mean / n)
    ratio = errors[0] / errors[1]
    name = "error at F(5), dt = 1/2 against 1/4: ratio"
    yield equal(name, "T6, error in proportion to dt (C)", 2.0, ratio, 2.0 * SHRINKS_WITHIN)


def _peak(n: int) -> float:
    """Middle of the quarter of a year in which most adopt, in years."""
    quarters = 4
    spread = bass(n, P / quarters, Q / quarters, 15 * quarters, 0.05, replications=10, seed=SEED)
    assert spread.daily is not None
    new = spread.daily.mean(axis=0)
    best = max(range(1, len(new)), key=lambda day: new[day] - new[day - 1])
    return (best - 0.5) / quarters


FAMILY = Family(
    "Bass", "Growth by advertising and imitation among consumers who may meet anybody.", checks
)
