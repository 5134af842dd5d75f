"""Markets of tight circles and chance acquaintances: the talk of the network, and bad news."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from simulation.classics.arguments import must_be, number, probability, whole_number
from simulation.classics.in_time import (
    Model,
    Pair,
    days_as_steps,
    market_size,
    spread_of,
)
from simulation.classics.loops_news import N_EARS, REJECTER, News, Room, spread_news
from simulation.classics.replicate import Repeat, repeat
from simulation.classics.spread import Spread
from simulation.classics.told import Told
from simulation.errors import ArgumentError

UpdateOrder = Literal["synchronous", "random_sequential"]
MOST_NEGATIVE = 1e3
MOST_MONEY = 1e12
ORDERS = get_args(UpdateOrder)


def talk_of_the_network(
    consumers: int = 3000,
    strong_ties: int = 17,
    weak_ties: int = 17,
    p_strong: float = 0.04,
    p_weak: float = 0.01,
    advertising: float = 0.00525,
    days: int = 30,
    *,
    replications: int = 100,
    seed: int = 0,
    threads: int | None = None,
) -> Spread:
    """How word and advertising work together where friends are few and acquaintances change.

    Each consumer lives in a circle with ``strong_ties`` others who all know one another (the last
    circle may be smaller), and in each period meets ``weak_ties`` different consumers of other
    circles, drawn anew. A consumer with m informed strong and j informed weak contacts is informed
    in this period with chance::

        1 - (1 - a) (1 - b_w)^j (1 - b_s)^m       a = advertising, b_w = p_weak, b_s = p_strong

    and talks from the next period on. All decide at once.

    Parameters
    ----------
    consumers
        Their number.
    strong_ties, weak_ties
        Contacts of each consumer, 0 or more.
    p_strong, p_weak
        Chance a period that an informed contact informs.
    advertising
        Chance a period to be informed by advertising.
    days
        Number of periods.
    replications, seed, threads
        Runs, their luck, and threads (None: all cores). Threads never change a number.

    Returns
    -------
    Spread
        ``size`` and ``daily`` count the informed.

    Raises
    ------
    ArgumentError
        When an argument is not possible.

    Notes
    -----
    Goldenberg, Libai and Muller 2001 (abstract); the ranges of parameters, of which the defaults
    are the middle, are quoted from a replication (secondary source, science 2.2).

    Examples
    --------
    >>> from simulation.classics import talk_of_the_network
    >>> talk_of_the_network(days=5, replications=2).daily.shape
    (2, 6)
    """
    news = _news(
        consumers, (strong_ties, weak_ties), (p_strong, p_weak), 1.0,
        (advertising, 1.0, 0.0), False, days,
    )  # fmt: skip
    model = _model(market_size(consumers), news)
    return spread_of(model, repeat(replications, seed, threads))


@dataclass(frozen=True, eq=False, repr=False)
class NewsSpread(Spread):
    """A :class:`Spread` of buyers that also counts those who turned away.

    Parameters
    ----------
    rejecters
        (replications,) int64, consumers who believed bad word and did not buy.
    """

    rejecters: NDArray[np.int64] | None = None


def bad_news(
    consumers: int = 3000,
    strong_ties: int = 8,
    weak_ties: int = 8,
    p_strong: float = 0.04,
    p_weak: float = 0.001,
    advertising: float = 0.005,
    advertising_decay: float = 0.9,
    dissatisfied: float = 0.15,
    negative_multiplier: float = 2.0,
    days: int = 100,
    *,
    update: UpdateOrder = "random_sequential",
    replications: int = 100,
    seed: int = 0,
    threads: int | None = None,
) -> NewsSpread:
    """What it costs when some buyers are disappointed and tell others, who then turn away.

    The market of :func:`talk_of_the_network` with a sign. Satisfied buyers spread good word;
    dissatisfied buyers, and consumers who turned away, spread bad word, which convinces with
    ``negative_multiplier`` times the chance. In a period a consumer who has not decided receives
    each contact's message with the chance of its tie, and advertising with chance
    ``advertising * advertising_decay^(period - 1)``. Then it

    * buys if advertising convinced it, or good messages alone came;
    * turns away if bad messages alone came;
    * with both buys with chance ``good / (good + bad)``, counted in messages.

    A buyer is dissatisfied with chance ``dissatisfied``. Decisions are final.

    Parameters
    ----------
    consumers, strong_ties, weak_ties, p_strong, p_weak
        As in :func:`talk_of_the_network`.
    advertising, advertising_decay
        Chance in the first period and what is left of it in each following one.
    dissatisfied
        Share of buyers who are disappointed.
    negative_multiplier
        How much more bad word convinces; its product with p_strong and p_weak is at most 1.
    days
        Number of periods.
    update
        "random_sequential": in each period consumers decide one after the other, in an order drawn
        anew, and see what the others before them just did. "synchronous": all at once. With the
        default parameters about .02 more of the consumers buy when all decide at once (computed),
        so say which order was used.
    replications, seed, threads
        Runs, their luck, and threads (None: all cores). Threads never change a number.

    Returns
    -------
    NewsSpread
        ``size`` and ``daily`` count everybody who bought, satisfied or not (``size_good``,
        ``size_bad``); ``rejecters`` those who turned away. Trees hold rejecters too.

    Raises
    ------
    ArgumentError
        When an argument is not possible.

    Notes
    -----
    Goldenberg, Libai, Moldovan and Muller 2007 (abstract). The rules in detail and the default
    parameters are those of an open replication (ETACE/uncertainty_and_negative_wom_model, read),
    which draws mutual weak ties; here each consumer draws its own. That advertising overrides bad
    word, that messages are counted, and the sequential order are taken from there.

    Examples
    --------
    >>> from simulation.classics import bad_news
    >>> spread = bad_news(300, days=10, replications=2)
    >>> bool((spread.size == spread.size_good + spread.size_bad).all())
    True
    """
    if update not in ORDERS:
        raise ArgumentError(f"update: {update!r} is not known. Give {' or '.join(ORDERS)}.")
    news = _news(
        consumers, (strong_ties, weak_ties), (p_strong, p_weak), negative_multiplier,
        (advertising, advertising_decay, dissatisfied), update == "random_sequential", days,
    )  # fmt: skip
    return _with_rejecters(market_size(consumers), news, repeat(replications, seed, threads))


def net_present_value(spread: Spread, margin: float, discount: float) -> NDArray[np.float64]:
    """What all adoptions are worth today: one margin each, later ones discounted.

    ``sum over days t of margin (new adopters of t) / (1 + discount)^t``, (replications,).

    Raises
    ------
    ArgumentError
        When the spread has no days, or a number is not possible.

    Examples
    --------
    >>> from simulation.classics import bass, net_present_value
    >>> sales = bass(100, p=0.5, q=0.0, days=50, replications=1)
    >>> float(net_present_value(sales, margin=1.0, discount=0.0)[0])
    100.0
    """
    must_be("spread", spread, Spread, "Give what a model returned.")
    if spread.daily is None:
        raise ArgumentError("spread: this model has no days. Give one that goes on in time.")
    each = number("margin", margin, -MOST_MONEY, MOST_MONEY)
    rate = number("discount", discount, 0.0, MOST_MONEY)
    new = np.diff(spread.daily, axis=1, prepend=0)
    factors = each / (1.0 + rate) ** np.arange(new.shape[1])
    worth: NDArray[np.float64] = new @ factors
    return worth


def _rate(chance: float) -> float:
    return math.inf if chance == 1.0 else -math.log1p(-chance)


def _news(
    consumers: object,
    ties: tuple[object, object],
    chances: tuple[object, object],
    multiplier: object,
    shares: tuple[object, object, object],
    sequential: bool,
    days: object,
) -> News:
    n = market_size(consumers)
    strong = whole_number("strong_ties", ties[0], 0)
    weak = whole_number("weak_ties", ties[1], 0)
    if strong >= n:
        raise ArgumentError(f"strong_ties: {strong} others, but only {n - 1} there are.")
    if weak > n - strong - 1:
        raise ArgumentError(
            f"weak_ties: {weak}, but only {n - strong - 1} consumers are outside a circle."
        )
    good = probability("p_strong", chances[0]), probability("p_weak", chances[1])
    factor = number("negative_multiplier", multiplier, 0.0, MOST_NEGATIVE)
    bad = good[0] * factor, good[1] * factor
    if max(bad) > 1.0:
        raise ArgumentError(
            f"negative_multiplier: {factor:g} times {max(good):g} is no chance. Give less."
        )
    return News(
        clique=strong + 1,
        weak=weak,
        good_strong=_rate(good[0]),
        bad_strong=_rate(bad[0]),
        good_weak=_rate(good[1]),
        bad_weak=_rate(bad[1]),
        advertising=probability("advertising", shares[0]),
        decay=probability("advertising_decay", shares[1]),
        dissatisfied=probability("dissatisfied", shares[2]),
        sequential=sequential,
        days=whole_number("days", days, 1),
    )


def _new_room(n: int, news: News) -> Room:
    return Room(
        undecided=np.zeros(n, np.int32),
        new=np.zeros(n, np.int8),
        stamp=np.zeros(max(news.clique, news.weak) + 1, np.int64),
        chosen=np.zeros(news.weak, np.int32),
        ears=np.zeros(N_EARS, np.int64),
    )


def _model(n: int, news: News) -> Model:
    def once(key: Pair, room: Room, told: Told) -> None:
        spread_news(key, news, room, told)

    return Model(n, once, lambda: _new_room(n, news), days_as_steps(news.days))


def _with_rejecters(n: int, news: News, asked: Repeat) -> NewsSpread:
    rejecters = np.zeros(asked.replications, np.int64)

    def count(replication: int, told: Told) -> None:
        rejecters[replication] = np.count_nonzero(told.sign == REJECTER)

    spread = spread_of(replace(_model(n, news), signed=True, watch=count), asked)
    return NewsSpread(**vars(spread), rejecters=rejecters)
