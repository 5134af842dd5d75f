"""Who really adopted what and when: curves, ties and what can be learnt from them.

Examples
--------
>>> adoption = read_adoption("../shared/data/adoption_brazil_hybrid_corn")  # doctest: +SKIP
>>> tie_statistics(adoption)  # doctest: +SKIP
"""

from __future__ import annotations

from simulation.experiments.adoption.fits import BassFit, fit_bass
from simulation.experiments.adoption.observed import Adoption, read_adoption
from simulation.experiments.adoption.simulated import fit_chance, reachable, simulate
from simulation.experiments.adoption.ties import TieStatistic, tie_statistics

__all__ = [
    "Adoption",
    "BassFit",
    "TieStatistic",
    "fit_bass",
    "fit_chance",
    "reachable",
    "read_adoption",
    "simulate",
    "tie_statistics",
]
