"""Exact Markov chains of the models in time on very small markets, in plain Python.

A state says how every consumer stands. ``choices(state, i)`` gives what consumer i does in a period
with which chance; all decide at once unless an order is asked for.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations, product

State = tuple[int, ...]
Chances = dict[State, float]
Choices = Callable[[State, int], dict[int, float]]

UNDECIDED, SATISFIED, DISSATISFIED, REJECTER = 0, 1, -1, -2


def at_once(chances: Chances, choices: Choices) -> Chances:
    """One period in which all decide at once."""
    after: Chances = defaultdict(float)
    for state, chance in chances.items():
        options = [choices(state, i).items() for i in range(len(state))]
        for picked in product(*options):
            weight = math.prod(p for _, p in picked)
            if weight:
                after[tuple(what for what, _ in picked)] += chance * weight
    return after


def in_turn(chances: Chances, choices: Choices) -> Chances:
    """One period in which consumers decide one after the other, every order equally likely."""
    after: Chances = defaultdict(float)
    n = len(next(iter(chances)))
    orders = list(permutations(range(n)))
    for order in orders:
        now = {state: chance / len(orders) for state, chance in chances.items()}
        for i in order:
            then: Chances = defaultdict(float)
            for state, chance in now.items():
                for what, weight in choices(state, i).items():
                    then[(*state[:i], what, *state[i + 1 :])] += chance * weight
            now = then
        for state, chance in now.items():
            after[state] += chance
    return after


def mean_of(chances: Chances, count: Callable[[State], float]) -> float:
    """Mean of a number that a state has."""
    return sum(chance * count(state) for state, chance in chances.items())


# --- markets -------------------------------------------------------------------------------------


def growth(
    talkers: Sequence[Sequence[int]], advertising: float, talk: float, product_form: bool
) -> Choices:
    """Bass: rate ``talk`` shared by those whom one listens to (``talkers[i]``)."""

    def choices(state: State, i: int) -> dict[int, float]:
        if state[i]:
            return {1: 1.0}
        share = sum(state[u] for u in talkers[i]) / len(talkers[i]) if talkers[i] else 0.0
        quiet = 1.0 - advertising if product_form else math.exp(-advertising)
        stays = quiet * math.exp(-talk * share)
        return {1: 1.0 - stays, 0: stays}

    return choices


class Circles:
    """A market of circles: who the contacts of a consumer can be."""

    def __init__(self, n: int, strong: int, weak: int) -> None:
        self.n, self.strong, self.weak = n, strong, weak

    def friends(self, i: int) -> list[int]:
        """The others of the circle."""
        start = i - i % (self.strong + 1)
        return [j for j in range(start, min(self.n, start + self.strong + 1)) if j != i]

    def strangers(self, i: int) -> Iterator[tuple[int, ...]]:
        """All draws of weak ties, equally likely."""
        near = {i, *self.friends(i)}
        return combinations([j for j in range(self.n) if j not in near], self.weak)


def news(
    circles: Circles,
    p_strong: float,
    p_weak: float,
    multiplier: float,
    advertising: float,
    dissatisfied: float,
) -> Choices:
    """Goldenberg et al.: messages of each contact, then the rule, averaged over weak ties."""

    def buys(state: State, contacts: list[tuple[int, float]]) -> tuple[float, float]:
        good = [p for j, p in contacts if state[j] == SATISFIED]
        bad = [p * multiplier for j, p in contacts if state[j] < 0]
        adopt = reject = 0.0
        for rung in product((0, 1), repeat=len(good) + len(bad)):
            chance = math.prod(p if r else 1.0 - p for r, p in zip(rung, good + bad, strict=True))
            n_good, n_bad = sum(rung[: len(good)]), sum(rung[len(good) :])
            if n_good + n_bad:
                adopt += chance * n_good / (n_good + n_bad)
                reject += chance * n_bad / (n_good + n_bad)
        return adopt, reject

    def choices(state: State, i: int) -> dict[int, float]:
        if state[i] != UNDECIDED:
            return {state[i]: 1.0}
        draws = list(circles.strangers(i))
        adopt = reject = 0.0
        for strangers in draws:
            contacts = [(j, p_strong) for j in circles.friends(i)]
            contacts += [(j, p_weak) for j in strangers]
            a, r = buys(state, contacts)
            adopt += a / len(draws)
            reject += r / len(draws)
        adopt = advertising + (1.0 - advertising) * adopt
        reject *= 1.0 - advertising
        return {
            SATISFIED: adopt * (1.0 - dissatisfied),
            DISSATISFIED: adopt * dissatisfied,
            REJECTER: reject,
            UNDECIDED: 1.0 - adopt - reject,
        }

    return choices


def two_brands(
    talkers: Sequence[Sequence[int]], external: float, imitation: float, rival: bool
) -> Choices:
    """Libai et al.: 1 has ours, -1 the rival's, 0 neither."""

    def choices(state: State, i: int) -> dict[int, float]:
        if state[i]:
            return {state[i]: 1.0}
        a, b = (
            1.0 - (1.0 - external) * (1.0 - imitation) ** sum(state[u] == who for u in talkers[i])
            for who in (1, -1)
        )
        if not rival:
            return {1: a, 0: 1.0 - a}
        both = a * b
        tilt = a / (a + b) if a + b else 0.0
        ours = a * (1.0 - b) + tilt * both
        theirs = b * (1.0 - a) + (1.0 - tilt) * both
        return {1: ours, -1: theirs, 0: 1.0 - ours - theirs}

    return choices


# --- contagion -----------------------------------------------------------------------------------


def well_mixed_sir(
    n: int, probability: float, recovery: float, fixed: int, days: int
) -> list[Chances]:
    """Chances of (susceptible, infected by days left to talk or all alike) by day, one seed.

    ``fixed`` 0: recovery by chance, state (S, I). Otherwise state (S, I_1, ..., I_fixed), the first
    those infected today.
    """
    start: State = (n - 1, 1, *([0] * (max(fixed, 1) - 1)))
    by_day: list[Chances] = [{start: 1.0}]
    for _ in range(days):
        after: Chances = defaultdict(float)
        for (susceptible, *infected), chance in by_day[-1].items():
            told = 1.0 - (1.0 - probability) ** sum(infected)
            for new in range(susceptible + 1):
                here = chance * binomial(susceptible, new, told)
                if not here:
                    continue
                left = susceptible - new
                if fixed:
                    after[(left, new, *infected[:-1])] += here
                    continue
                for well in range(infected[0] + 1):
                    after[(left, new + infected[0] - well)] += here * binomial(
                        infected[0], well, recovery
                    )
        by_day.append(after)
    return by_day


def binomial(n: int, k: int, p: float) -> float:
    """Chance of k successes in n trials."""
    return math.comb(n, k) * p**k * (1.0 - p) ** (n - k)


def markov_sir_sizes(n: int, rate: float, recovery: float) -> list[float]:
    """Chances of final sizes 0 to n in continuous time, everybody meets everybody, one seed.

    The next event is an infection with chance ``b S / (b S + g)``, whoever is infected.
    """
    sizes = [0.0] * (n + 1)
    now: Chances = {(n - 1, 1): 1.0}
    while now:
        then: Chances = defaultdict(float)
        for (susceptible, infected), chance in now.items():
            if infected == 0:
                sizes[n - susceptible] += chance
                continue
            up = rate * susceptible / (rate * susceptible + recovery)
            if up:
                then[(susceptible - 1, infected + 1)] += chance * up
            then[(susceptible, infected - 1)] += chance * (1.0 - up)
        now = then
    return sizes


def daily_rumour_sizes(n: int, contact: float) -> list[float]:
    """Chances of 0 to n who hear, all contacts of a day at once, one stale contact stops.

    A state is what each consumer is: 0 ignorant, 1 spreading, 2 stopped. Days on which nobody makes
    a contact change nothing and are left out.
    """
    sizes = [0.0] * (n + 1)
    now: Chances = {(1, *([0] * (n - 1))): 1.0}
    while now and sum(now.values()) > 1e-13:
        then: Chances = defaultdict(float)
        for state, chance in now.items():
            spreaders = [i for i in range(n) if state[i] == 1]
            if not spreaders:
                sizes[n - state.count(0)] += chance
                continue
            some = 1.0 - (1.0 - contact) ** len(spreaders)
            whom = [
                [(None, 1.0 - contact)] + [(j, contact / (n - 1)) for j in range(n) if j != i]
                for i in spreaders
            ]
            for picked in product(*whom):
                weight = math.prod(p for _, p in picked) / some
                if not weight or all(j is None for j, _ in picked):
                    continue
                after = list(state)
                for i, (j, _) in zip(spreaders, picked, strict=True):
                    if j is None:
                        continue
                    if state[j] == 0:
                        after[j] = 1
                    else:
                        after[i] = 2
                then[tuple(after)] += chance * weight
        now = then
    return sizes
