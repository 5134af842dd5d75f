"""What the sampled points say, in sentences; each past its gate, never a promise."""

from __future__ import annotations

import math
from typing import Final

from simulation.results.numbers import number, span
from simulation.results.robustness.flips import Split
from simulation.results.robustness.judged import Judged
from simulation.results.robustness.rules import Box
from simulation.results.robustness.standings import Share, least_regretted

STAYS: Final = "{a} stays best in {x} of sampled assumptions ({k} of {n} points{span}); {flip}."
FLIPS: Final = "flips when {p} {passes} {v}{span}"
FLIPS_BACK: Final = "it is best in most points only when {p} is {side} {v}{span}"
NO_FLIP: Final = "no single assumption flips it"
NEVER_MOST: Final = "no single assumption makes it best in most points"
OTHER: Final = "{b} is best most often, in {x}."
BEYOND: Final = "There it is best in {k} of {n} points, and {b} in {m}."
ALSO: Final = "It also flips when {p} {passes} {v}{span}."
TELLS: Final = (
    "It is best less often when {p} is {side} {v}: in {here} of points there, in {there} elsewhere."
)
REGRET: Final = "Relying on {a} costs {mean} {unit} on average, {worst} at worst{where}."
REGRET_LEAST: Final = "; no strategy has a smaller worst regret"
REGRET_OTHER: Final = "; the worst regret is smallest with {b} ({v})"
CANNOT: Final = (
    "{a} cannot work in {k} of {n} points ({why}): it is not best there, and its regret is of the "
    "others."
)
UNDEFINED: Final = "{what} of {a} is undefined in {k} of {n} points: it is not best there."
OPEN: Final = (
    "In {k} of {n} points luck could change who is best: {r} replicates a point are few. "
    "Of the other {m}, {a} is best in {x}."
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
        *most_often(judged),
        *_beyond(judged),
        *_also(judged),
        regret(judged),
        *impossible(judged),
        *_luck(judged),
        *not_settled(judged),
        SHARES,
    ]


def headline(judged: Judged) -> str:
    """How often the leader stays best, and what flips it."""
    found = judged.stays_best
    nothing = NO_FLIP if 2 * found.k >= found.n else NEVER_MOST
    return STAYS.format(
        a=judged.label(judged.leader),
        x=percent(found.value),
        k=found.k,
        n=found.n,
        span=f", {percents(found)}" if found.n else "",
        flip=flip(judged, judged.flipping[0]) if judged.flipping else nothing,
    )


def most_often(judged: Judged) -> list[str]:
    """Who is best most often, where that is not the leader."""
    first = judged.standings[0]
    if first.best.k <= judged.stays_best.k:
        return []
    return [OTHER.format(b=judged.label(first.strategy), x=percent(first.best.value))]


def flip(judged: Judged, split: Split) -> str:
    """At what value an assumption flips the ranking."""
    was_lost = (split.assumption.value > split.value) == (split.side == "above")
    return (FLIPS_BACK if was_lost else FLIPS).format(
        p=split.assumption.said,
        passes="rises above" if split.side == "above" else "falls below",
        side="below" if split.side == "above" else "above",
        v=cut_text(split),
        span=_cut_span(split),
    )


def _beyond(judged: Judged) -> list[str]:
    """Who takes over beyond the first flip."""
    if not judged.flipping:
        return []
    split = judged.flipping[0]
    other = judged.takeover(split)
    n = split.n_above if split.side == "above" else split.n_below
    share = split.above if split.side == "above" else split.below
    if other is None:
        return []
    where = BEYOND.format(k=round(share * n), n=n, b=judged.label(other.strategy), m=other.k)
    return [where]


def _also(judged: Judged) -> list[str]:
    """Further assumptions that flip the ranking, or on which the leader's place depends."""
    lines = [
        ALSO.format(
            p=split.assumption.said,
            passes="rises above" if split.side == "above" else "falls below",
            v=cut_text(split),
            span=_cut_span(split),
        )
        for split in judged.flipping[1:]
    ]
    rest = [split for split in judged.telling if split not in judged.flipping]
    return [*lines, *(tells(split) for split in rest)][:MOST_ALSO]


def tells(split: Split) -> str:
    """On which side of a cut the leader is best less often."""
    is_above = split.side == "above"
    return TELLS.format(
        p=split.assumption.said,
        side=split.side,
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
        where = REGRET_LEAST
    elif least is not None:
        where = REGRET_OTHER.format(
            b=judged.label(least), v=number(judged.standing(least).regret_worst)
        )
    return REGRET.format(
        a=judged.label(judged.leader),
        mean=number(mine.regret_mean),
        worst=number(mine.regret_worst),
        unit=judged.unit,
        where=where,
    )


def impossible(judged: Judged) -> list[str]:
    """A sentence for each strategy that cannot work, or has no such outcome, at some points."""
    lines = []
    for row in judged.standings:
        why = judged.study.why_not.get(row.strategy)
        if row.n_undefined:
            lines.append(
                (CANNOT if why else UNDEFINED).format(
                    a=judged.label(row.strategy),
                    what=judged.outcome.label["en"],
                    k=row.n_undefined,
                    n=row.best.n,
                    why=(why or "").rstrip("."),
                )
            )
    return lines


def _luck(judged: Judged) -> list[str]:
    if judged.surface.replicates < 2:
        return [OPEN_ONE]
    decided = int(judged.surface.is_decided.sum())
    n = len(judged.surface.points)
    if decided == n:
        return []
    mine = judged.standing(judged.leader)
    return [
        OPEN.format(
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
            NOT_SETTLED.format(
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
    ends = span(split.low, split.high, joint=" to ")
    return f" ({ends})" if ends else ""


def value_text(value: float) -> str:
    """A value of an assumption."""
    return f"{value:.3g}"


def percent(value: float) -> str:
    """A share in percent.

    >>> percent(0.255)
    '26 %'
    """
    return "n/a" if math.isnan(value) else f"{100.0 * value:.0f} %"


def percents(found: Share) -> str:
    """The interval of a share in percent."""
    return f"{100.0 * found.low:.0f} to {100.0 * found.high:.0f} %"
