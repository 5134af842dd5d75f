"""Starsim's SIR on given ties, many runs at once by its MultiSim; needs nothing of womsim.

The ties are handed over as arrays: its own network of a networkx graph takes 30 times as long to
set up. It infects at the end of a day and lets people recover at its start, so that the days of an
infection are one more for those who do not begin with it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import starsim as ss


class Epidemic(NamedTuple):
    """What is run."""

    seeds: list[int]
    probability: float
    infectious_days: int
    days: int
    seed: int


class GivenTies(ss.Network):
    """Ties that never change."""

    def __init__(self, one: np.ndarray, other: np.ndarray) -> None:
        super().__init__()
        self.ends = (one, other)

    def init_post(self, *arguments: object, **named: object) -> None:
        """Take the ties over."""
        super().init_post(*arguments, **named)
        one, other = (ss.uids(end) for end in self.ends)
        self.append({"p1": one, "p2": other, "beta": np.ones(len(one), dtype=ss.dtypes.float)})

    def step(self) -> None:
        """Change nothing."""


class SeededSIR(ss.SIR):
    """An SIR that begins with people who are named."""

    def __init__(self, seeds: list[int], days: int, **named: object) -> None:
        super().__init__(**named)
        self.seeds, self.days = seeds, days

    def init_post(self) -> None:
        """Infect those who are named, for as many days as anybody else."""
        super().init_post()
        uids = ss.uids(self.seeds)
        self.set_prognoses(uids)
        self.ti_recovered[uids] = self.days


class ManyRuns:
    """Final sizes of many runs, each with luck of its own, on as many processes as it likes."""

    def __init__(self, first: np.ndarray, listener: np.ndarray, job: Epidemic) -> None:
        talker = np.repeat(np.arange(len(first) - 1), np.diff(first))
        is_first = talker < listener  # a tie that works both ways is there once
        self.ties = (talker[is_first], listener[is_first].astype(np.int64))
        self.n_people = len(first) - 1
        self.job = job
        self.seed = job.seed

    def sim(self) -> ss.Sim:
        """A run that has not begun."""
        job = self.job
        disease = SeededSIR(
            job.seeds, job.infectious_days, name="sir", beta=ss.probperday(job.probability),
            init_prev=ss.bernoulli(p=0.0), dur_inf=ss.constant(ss.days(job.infectious_days + 1)),
            p_death=ss.bernoulli(p=0.0),
        )  # fmt: skip
        return ss.Sim(
            n_agents=self.n_people, dt=ss.day, start=ss.date("2020-01-01"), dur=ss.days(job.days),
            networks=GivenTies(*self.ties), diseases=disease, rand_seed=self.seed, verbose=0,
        )  # fmt: skip

    def __call__(self) -> int:
        """Final size of one run."""
        return self.many(1)[0]

    def many(self, times: int) -> list[int]:
        """Final sizes of so many runs.

        Each gets a copy, because several that one process takes together would share their state.
        """
        self.seed += 1_000
        sims = ss.MultiSim(self.sim(), n_runs=times).run(copy_sim=True).sims
        return [int(s.results.sir.n_recovered[-1] + s.results.sir.n_infected[-1]) for s in sims]
