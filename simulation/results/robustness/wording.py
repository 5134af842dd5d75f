"""What the sampled points say, in sentences; each past its gate, never a promise."""

from __future__ import annotations

import math
from typing import Final

from simulation.language import say
from simulation.results.numbers import UNDEFINED as UNDEFINED_NUMBER
from simulation.results.numbers import number, span
from simulation.results.robustness.flips import Split, smallest_side
from simulation.results.robustness.judged import Judged
from simulation.results.robustness.rules import Box
from simulation.results.robustness.standings import Share, least_regretted
from simulation.results.wording import title, unit

STAYS: Final = "{a} stays best in {x} of sampled assumptions ({k} of {n} points{span}); {flip}."
FLIPS: Final = "flips when {p} {passes} {v}{span}"
FLIPS_BACK: Final = "it is best in most points only when {p} is {side} {v}{span}"
MAYBE: Final = "that it flips when {p} {passes} {v} is not settled"
MAYBE_BACK: Final = "that it is best in most points only when {p} is {side} {v} is not settled"
NO_FLIP: Final = "no single assumption flips it"
NEVER_MOST: Final = "no single assumption makes it best in most points"
OTHER: Final = "{b} is best most often, in {x}."
BEYOND: Final = "There it is best in {k} of {n} points, and {b} in {m}."
BEYOND_BACK: Final = "Elsewhere it is best in {k} of {n} points, and {b} in {m}."
ALSO: Final = "It also flips when {p} {passes} {v}{span}."
ALSO_BACK: Final = "It is also best in most points only when {p} is {side} {v}{span}."
TELLS: Final = (
    "It is best less often when {p} is {side} {v}: in {here} of points there, in {there} elsewhere."
)
UNTESTED: Final = (
    "It is best in {k} of {n} points: too few {others} to test whether that foretells other points."
)
NOT_FORETOLD: Final = (
    "To know that does not foretell other points better than always saying what is usual."
)
SMALL_SIDES: Final = (
    "Only cuts with {n} points or more on either side were tested: what turns it in fewer points "
    "is not seen."
)
INVALID: Final = "{k} of {n} points were left out: no scenario can be so ({why})."
BROKEN: Final = "{k} of {n} points were left out because a run failed: nothing is said of them."
REGRET: Final = "Relying on {a} costs {mean} {unit} on average, {worst} at worst{where}."
REGRET_WHERE: Final = (
    "Where {a} can be judged, relying on it costs {mean} {unit} on average, {worst} at "
    "worst{where}."
)
REGRET_LEAST: Final = "; no strategy has a smaller worst regret"
REGRET_OTHER: Final = "; the worst regret is smallest with {b} ({v})"
REGRET_EVERYWHERE: Final = (
    "; of those that can be judged everywhere {b} has the smallest worst regret ({v})"
)
CANNOT: Final = (
    "{a} cannot work in {k} of {n} points ({why}): it is not best there, and its regret is of the "
    "others."
)
UNDEFINED: Final = "{what} of {a} is undefined in {k} of {n} points: it is not best there."
OPEN: Final = (
    "In {k} of {n} points luck could change who is best: {r} replicates a point are few. "
    "Of the other {m}, {a} is best in {x}."
)
OPEN_ALL: Final = (
    "In each of the {n} points luck could change who is best: {r} replicates a point are few."
)
OPEN_ONE: Final = "With one replicate a point it is not known where luck decides who is best."
NOT_SETTLED: Final = (
    "As written {a} and {b} are not settled ({gap} [{span}], {n} replicates): what is tested here "
    "is a lead that luck may have made."
)
SHARES: Final = (
    "Points lie evenly over the ranges, each assumption by itself: shares of them are no "
    "probabilities of being right."
)
MOST_ALSO: Final = 3
"""Further assumptions that get a sentence."""


def answer(judged: Judged) -> list[str]:
    """What stays best, what flips it, what it costs to be wrong, and how sure all that is."""
    return [
        headline(judged),
        *_beyond(judged),
        *most_often(judged),
        *_also(judged),
        *_how_sure(judged),
        regret(judged),
        *impossible(judged),
        *left_out(judged),
        *_luck(judged),
        *not_settled(judged),
        say(SHARES),
    ]


def headline(judged: Judged) -> str:
    """How often the leader stays best, and what flips it."""
    found = judged.stays_best
    return say(STAYS).format(
        a=judged.label(judged.leader),
        x=percent(found.value),
        k=found.k,
        n=found.n,
        span=say(", {ends}").format(ends=percents(found)) if found.n else "",
        flip=_what_flips(judged),
    )


def _what_flips(judged: Judged) -> str:
    """What flips the ranking past both gates, what may, or that nothing was found."""
    if judged.flipping:
        return flip(judged.flipping[0])
    if judged.perhaps_flipping:
        return flip(judged.perhaps_flipping[0], is_settled=False)
    found = judged.stays_best
    return say(NO_FLIP if 2 * found.k >= found.n else NEVER_MOST)


def most_often(judged: Judged) -> list[str]:
    """Who is best most often, where that is not the leader."""
    first = judged.standings[0]
    if first.best.k <= judged.stays_best.k:
        return []
    return [say(OTHER).format(b=judged.label(first.strategy), x=percent(first.best.value))]


def flip(split: Split, *, is_settled: bool = True) -> str:
    """At what value an assumption flips the ranking, or may."""
    texts = (FLIPS, FLIPS_BACK) if is_settled else (MAYBE, MAYBE_BACK)
    return _of_a_flip(texts[_was_lost(split)], split)


def _was_lost(split: Split) -> bool:
    """Whether the scenario as written lies on the side where the leader is best less often."""
    return (split.assumption.value > split.value) == (split.side == "above")


def _of_a_flip(text: str, split: Split) -> str:
    """A text about a flip, with its assumption, its value and the side that it holds for."""
    return say(text).format(
        p=split.assumption.said,
        passes=say("rises above" if split.side == "above" else "falls below"),
        side=say("below" if split.side == "above" else "above"),
        v=cut_text(split),
        span=_cut_span(split),
    )


def _beyond(judged: Judged) -> list[str]:
    """Who takes over on the side of the first flip where the leader is best less often."""
    if not judged.flipping:
        return []
    split = judged.flipping[0]
    other = judged.takeover(split)
    n = split.n_above if split.side == "above" else split.n_below
    share = split.above if split.side == "above" else split.below
    if other is None:
        return []
    text = say(BEYOND_BACK if _was_lost(split) else BEYOND)
    return [text.format(k=round(share * n), n=n, b=judged.label(other.strategy), m=other.k)]


def _also(judged: Judged) -> list[str]:
    """Further assumptions that flip the ranking, or on which the leader's place depends."""
    lines = [
        _of_a_flip(ALSO_BACK if _was_lost(split) else ALSO, split) for split in judged.flipping[1:]
    ]
    rest = [split for split in judged.telling if split not in judged.flipping]
    return [*lines, *(tells(split) for split in rest)][:MOST_ALSO]


def _how_sure(judged: Judged) -> list[str]:
    """Why what seems to flip the ranking is not said to, and where nothing was looked for."""
    if judged.flipping:
        return []
    lines = []
    found = judged.stays_best
    if judged.perhaps_flipping:
        others = say("others" if 2 * found.k >= found.n else "such points")
        too_few = say(UNTESTED).format(k=found.k, n=found.n, others=others)
        lines.append(say(NOT_FORETOLD) if judged.rules.is_tested else too_few)
    return [*lines, say(SMALL_SIDES).format(n=smallest_side(found.n))]


def tells(split: Split) -> str:
    """On which side of a cut the leader is best less often."""
    is_above = split.side == "above"
    return say(TELLS).format(
        p=split.assumption.said,
        side=say(split.side),
        v=cut_text(split),
        here=percent(split.above if is_above else split.below),
        there=percent(split.below if is_above else split.above),
    )


def regret(judged: Judged) -> str:
    """What relying on the leader costs where another one is best."""
    mine = judged.standing(judged.leader)
    least = least_regretted(list(judged.standings))
    where = ""
    if least == judged.leader:
        where = say(REGRET_LEAST)
    elif least is not None:
        where = say(REGRET_EVERYWHERE if mine.n_undefined else REGRET_OTHER).format(
            b=judged.label(least), v=number(judged.standing(least).regret_worst)
        )
    return say(REGRET_WHERE if mine.n_undefined else REGRET).format(
        a=judged.label(judged.leader),
        mean=number(mine.regret_mean),
        worst=number(mine.regret_worst),
        unit=unit(judged.outcome, judged.facts.currency),
        where=where,
    )


def impossible(judged: Judged) -> list[str]:
    """A sentence for each strategy that cannot work, or has no such outcome, at some points."""
    lines = []
    for row in judged.standings:
        why = judged.study.why_not.get(row.strategy)
        if row.n_undefined:
            lines.append(
                say(CANNOT if why else UNDEFINED).format(
                    a=judged.label(row.strategy),
                    what=title(judged.outcome),
                    k=row.n_undefined,
                    n=row.best.n,
                    why=(why or "").rstrip("."),
                )
            )
    return lines


def left_out(judged: Judged) -> list[str]:
    """Sampled points of which nothing can be said."""
    n_invalid, n_broken = judged.study.n_invalid, judged.surface.n_left_out
    n = len(judged.surface.points) + n_invalid + n_broken
    why = judged.study.why_invalid.rstrip(".")
    lines = [say(INVALID).format(k=n_invalid, n=n, why=why)] if n_invalid else []
    return [*lines, *([say(BROKEN).format(k=n_broken, n=n)] if n_broken else [])]


def _luck(judged: Judged) -> list[str]:
    if judged.surface.replicates < 2:
        return [say(OPEN_ONE)]
    decided = int(judged.surface.is_decided.sum())
    n = len(judged.surface.points)
    if decided == n:
        return []
    if not decided:
        return [say(OPEN_ALL).format(n=n, r=judged.surface.replicates)]
    mine = judged.standing(judged.leader)
    return [
        say(OPEN).format(
            k=n - decided,
            n=n,
            r=judged.surface.replicates,
            m=decided,
            a=judged.label(judged.leader),
            x=percent(mine.decided_best.value),
        )
    ]


def not_settled(judged: Judged) -> list[str]:
    """A sentence where the leader's lead as written is not settled."""
    lines = []
    for name, found in judged.written_gaps.items():
        gap = found.estimate
        if math.isnan(gap.low) or gap.excludes_zero:
            continue
        lines.append(
            say(NOT_SETTLED).format(
                a=judged.label(judged.leader),
                b=judged.label(name),
                gap=number(gap.value, gap.high - gap.low, signed=True),
                span=span(gap.low, gap.high, signed=True),
                n=judged.written.replicates,
            )
        )
    return lines


def rule(judged: Judged, box: Box) -> str:
    """A rule of the tree in words."""
    bounds = " and ".join(
        f"{bound.assumption.said} is {'above' if bound.is_above else 'below'} "
        f"{value_text(bound.value)}"
        for bound in box.bounds
    )
    where = f"Where {bounds}" if bounds else "Everywhere"
    return f"{where}: {judged.label(judged.leader)} is best in {box.k} of {box.n} points."


def cut_text(split: Split) -> str:
    """The value of a cut, no finer than a tenth of its interval."""
    width = split.high - split.low
    return number(split.value, width) if width > 0.0 else value_text(split.value)


def _cut_span(split: Split) -> str:
    ends = span(split.low, split.high, joint=say(" to "))
    return say(" ({ends})").format(ends=ends) if ends else ""


def value_text(value: float) -> str:
    """A value of an assumption."""
    return f"{value:.3g}"


def percent(value: float) -> str:
    """A share in percent.

    >>> percent(0.255)
    '26 %'
    """
    if math.isnan(value):
        return say(UNDEFINED_NUMBER)
    return say("{n} %").format(n=f"{100.0 * value:.0f}")


def percents(found: Share) -> str:
    """The interval of a share in percent."""
    ends = f"{100.0 * found.low:.0f}{say(' to ')}{100.0 * found.high:.0f}"
    return say("{n} %").format(n=ends)
