"""Talk: does this consumer mention the brand today, well or badly, how often?"""

from __future__ import annotations

import math

from simulation.dynamics.jit import jit
from simulation.dynamics.randomness import below, draw, unit

UNAWARE, AWARE, INTERESTED, CUSTOMER, LOYAL, ADVOCATE, REJECTER, LAPSED = range(8)
OWNERS, INTERESTED_PEOPLE, WAITING, ANYBODY = range(4)
OWN_OPINION, SAYS_GOOD, SAYS_BAD = range(3)


@jit
def fade(age, p):  # type: ignore[no-untyped-def]
    """What is left of the urge to talk ``age`` days after an experience: 1, falling to a floor.

    ``f(age) = floor + (1 - floor) exp(-age / fade_days)`` (assumption).
    """
    return p.floor + (1.0 - p.floor) * math.exp(-age / p.fade_days)


@jit
def talk(stage, units, satisfaction, urge, anger, calm, participation, eagerness, p):  # type: ignore[no-untyped-def]
    """How often a consumer talks today: good and bad conversations, good and bad posts (rates).

    Owners talk in proportion to how far their satisfaction ``y`` is from zero, on either side
    (U-shape; Anderson 1998, recalled), and the urge ``f`` fades with the age of the experience::

        good = a+ max(0, y) f e      a+ = p.good_contacts, advocates times p.advocate_factor
        bad  = a- max(0, -y) f + anger c p.anger_contacts

    Anger (of anybody who was hurt, owner or not) adds bad talk until a reply calms it (``calm`` 1
    to 0). Interested people mention the brand a little, rejecters speak against it a little, people
    who never had it and are merely aware say nothing. Posts in public follow conversations:
    ``post = contacts * posts_per_contact * participation``. ``e`` is the ``eagerness`` that a
    product worth showing gives (``0.5 + shareability``: client's article S0, row 14). The size of
    every term is an assumption.

    Parameters
    ----------
    stage, units, satisfaction, anger, participation
        The consumer's row.
    urge : float
        :func:`fade` of the days since the last experience.
    calm : float
        1 without a reply, less after one: factor on the anger of the consumer's case.
    p : TalkParameters

    Returns
    -------
    tuple of float
        Good and bad conversations, good and bad posts, each a rate a day.
    """
    good = 0.0
    bad = 0.0
    if stage == UNAWARE:
        return good, bad, good, bad
    if units > 0:
        if satisfaction > 0.0 and stage != LAPSED:
            good = p.good_contacts * satisfaction * urge * eagerness
            if stage == ADVOCATE:
                good = good * p.advocate_factor
        elif satisfaction < 0.0:
            bad = -p.bad_contacts * satisfaction * urge
    elif stage == INTERESTED:
        good = p.interested_contacts
    elif stage == REJECTER:
        bad = p.rejecter_contacts
    bad = bad + p.anger_contacts * anger * calm
    post = p.posts_per_contact * participation
    return good, bad, good * post, bad * post


@jit
def incited(  # type: ignore[no-untyped-def]
    stage, units, satisfaction, waits, rates, participation, to, voice,
    contacts_gain, posts_gain, contacts, posts,
):  # fmt: skip
    """What a programme adds to the talk of somebody who takes part: rates like those of talk.

    ``rates`` is what the consumer says by itself (without anger). ``to`` is :data:`OWNERS`,
    :data:`INTERESTED_PEOPLE`, :data:`WAITING` (interested and turned away) or :data:`ANYBODY` who
    knows the brand; ``voice`` is :data:`OWN_OPINION`, :data:`SAYS_GOOD` or :data:`SAYS_BAD`. A
    programme never makes a dissatisfied owner speak well, unless it says what to say.
    """
    good, bad, good_post, bad_post = rates
    owner = units > 0 and stage != LAPSED
    if stage == UNAWARE or (to == OWNERS and not owner):
        return 0.0, 0.0, 0.0, 0.0
    if (to in (INTERESTED_PEOPLE, WAITING)) and stage != INTERESTED:
        return 0.0, 0.0, 0.0, 0.0
    if to == WAITING and not waits:
        return 0.0, 0.0, 0.0, 0.0
    public = posts * participation
    for_it = satisfaction > 0.0 if units > 0 else (stage in (AWARE, INTERESTED))
    if voice != OWN_OPINION:
        for_it = voice == SAYS_GOOD
    if for_it:
        return (
            good * contacts_gain + contacts,
            bad * contacts_gain,
            (good_post * posts_gain + public),
            bad_post * posts_gain,
        )
    return (
        good * contacts_gain,
        bad * contacts_gain + contacts,
        good_post * posts_gain,
        (bad_post * posts_gain + public),
    )


@jit
def first_gap(word, rate):  # type: ignore[no-untyped-def]
    """Level of a clock's first point, or a level beyond ``rate`` when it surely lies there.

    The level is ``-ln u``. Since ``-ln u >= 1 - u``, most silent clocks need no logarithm.
    """
    u = unit(word)
    if 1.0 - u >= rate:
        return 1.0 + rate
    return -math.log(u)


@jit
def gap(word):  # type: ignore[no-untyped-def]
    """Distance from a point of a clock to the next: exponential of mean 1."""
    return -math.log(unit(word))


@jit
def contact_tie(layer_word, tie_word, n_strong, n_weak, strong_share):  # type: ignore[no-untyped-def]
    """Whether a conversation goes over a weak tie (0 or 1), and the place of the tie in its layer.

    It is a strong tie with chance ``strong_share`` (all, if there is no weak one), then any of the
    layer.
    """
    if n_strong == 0 or (n_weak > 0 and unit(layer_word) >= strong_share):
        return 1, below(tie_word, n_weak)
    return 0, below(tie_word, n_strong)


@jit
def contact_point(key, talker, when, why, k, n_strong, n_weak, strong_share):  # type: ignore[no-untyped-def]
    """The k-th point of a talker's conversation clock: gap to the next, tie and priority.

    Each of the talker's ties has a Poisson clock; together they ring at the rate of the talk rule.
    A point picks a tie (:func:`contact_tie`), so a larger rate only adds points.

    Returns
    -------
    tuple
        Gap of the next level (float), whether the tie is weak (int), its place among the talker's
        ties of that layer (int), priority of the arrival (word).
    """
    gap_word, layer_word, tie_word, priority = draw(key, talker, when, why, k)
    is_weak, place = contact_tie(layer_word, tie_word, n_strong, n_weak, strong_share)
    return gap(gap_word), is_weak, place, priority


@jit
def audience_point(key, who, when, why, k, n_listeners):  # type: ignore[no-untyped-def]
    """The k-th point of a post's or broadcast's clock: gap before it, listener, priority."""
    gap_word, listener_word, priority, _ = draw(key, who, when, why, k)
    return gap(gap_word), below(listener_word, n_listeners), priority
