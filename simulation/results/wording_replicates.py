"""What is said of replicates: how many, why no more, what pairing saved, how many are missing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from simulation.language import say, say_count
from simulation.results.numbers import about, rounded_up
from simulation.results.stop import Reason, Stop
from simulation.results.verdict import Open, Verdict
from simulation.results.wording import AND_SO_ON, more_replicates, name, percent, what

WHY: Final[Mapping[Reason, str]] = {
    "asked": "{n}, exactly as asked.",
    "scenario": "{n}, as the scenario says.",
    "settled": "{n}: every {other}strategy is settled against {baseline}{looks}.",
    "precise": "{n}: every interval of {what} is within {precision} of {baseline}'s mean.",
    "most": "{n}, the most allowed{looks}.",
    "nothing": "{n}.",
    "alone": "{n}: there is no other strategy to settle.",
    "world": "{n}, as many as in the world as written.",
}
"""How many replicates and why no more, by reason."""

LOOKS: Final = ", at {level} % instead of 95 % because of up to {planned} looks (after {looks})"
LEFT_OUT: Final = "{left}: more replicates would not settle that."
EQUAL: Final = "{a} equals {baseline} in every replicate"
UNDEFINED: Final = "{a} has no {what} to compare"
OPEN: Final = "Not settled against {baseline}: {open}."
OPEN_ONE: Final = "{a} ({more} more replicates would settle a difference of this size)"
OPEN_BY_ONE: Final = "{a} ({more} more replicate would settle a difference of this size)"
OPEN_NEVER: Final = "{a} (on average equal so far)"
NOT_PRECISE: Final = (
    "{more} more replicates would bring its intervals within {precision} of {baseline}'s mean."
)
NOT_PRECISE_BY_ONE: Final = (
    "{more} more replicate would bring its intervals within {precision} of {baseline}'s mean."
)
SAVED: Final = (
    "Pairing on the same luck divides the variance of the difference to {baseline} by {saved}."
)

GREW: Final = (
    "Pairing on the same luck makes the variance of the difference to {baseline} larger, by a "
    "factor of {grown}."
)
STEADY: Final = 0.995
"""Below this the variance is said to grow."""


def replicates(verdict: Verdict) -> list[str]:
    """How many replicates there are, why no more, and what more of them would settle."""
    stop, n = verdict.measured.stop, len(verdict.measured.replicates)
    if n < 2:
        return []
    if stop is None:
        return _open(verdict)
    if stop.precision is not None:
        return [_why(verdict, stop), *_missing(verdict, stop)]
    return [*_left_out(verdict), _why(verdict, stop), *_open(verdict)]


def _why(verdict: Verdict, stop: Stop) -> str:
    return say(WHY[stop.reason]).format(
        n=counted(stop.replicates),
        baseline=name(verdict, verdict.baseline),
        what=what(verdict.outcome),
        precision=_share(stop.precision or 0.0),
        looks=_looks(stop),
        other=say("other ") if _left_out(verdict) else "",
    )


def counted(replicates: int) -> str:
    """So many replicates."""
    return say_count("{n} replicate", "{n} replicates", replicates).format(n=replicates)


def _looks(stop: Stop) -> str:
    """At what level, because of how many looks; empty where there was one."""
    if stop.planned == 1:
        return ""
    return say(LOOKS).format(
        level=percent(stop.level),
        looks=_listed([str(look) for look in stop.looks]),
        planned=stop.planned,
    )


def _left_out(verdict: Verdict) -> list[str]:
    """Strategies that no number of replicates settles."""
    said = {"equal": EQUAL, "undefined": UNDEFINED}
    left = [
        say(said[standing]).format(
            a=name(verdict, other),
            baseline=name(verdict, verdict.baseline),
            what=what(verdict.outcome),
        )
        for other, standing in verdict.against.items()
        if standing in said
    ]
    return [say(LEFT_OUT).format(left=_listed(left))] if left else []


def _missing(verdict: Verdict, stop: Stop) -> list[str]:
    """How many replicates would make intervals as narrow as was asked."""
    if stop.needed is None or stop.precision is None:
        return []
    missing = rounded_up(max(1.0, float(stop.needed - stop.replicates)))
    more = about(missing)
    return [
        say_count(NOT_PRECISE_BY_ONE, NOT_PRECISE, missing).format(
            more=more[0].upper() + more[1:],
            precision=_share(stop.precision),
            baseline=name(verdict, verdict.baseline),
        )
    ]


def _open(verdict: Verdict) -> list[str]:
    """Strategies that are not settled against the baseline and not spoken of in the answer."""
    told = {verdict.leader}
    open_ones = [one for one in verdict.open if one.name not in told]
    if not open_ones or verdict.leader == verdict.baseline:
        return []
    listed = _listed([_open_one(verdict, one) for one in open_ones])
    return [say(OPEN).format(baseline=name(verdict, verdict.baseline), open=listed)]


def _open_one(verdict: Verdict, one: Open) -> str:
    more = more_replicates(verdict.measured, one.needed)
    a = name(verdict, one.name)
    if not math.isfinite(more):
        return say(OPEN_NEVER).format(a=a)
    return say_count(OPEN_BY_ONE, OPEN_ONE, more).format(a=a, more=about(more))


def pairing(verdict: Verdict) -> str:
    """By how much pairing divides the variance of differences; empty where it cannot be known."""
    saved = [
        (name(verdict, other), verdict.against_baseline(other).variance_reduction)
        for other in verdict.against
    ]
    known = [(other, times) for other, times in saved if math.isfinite(times) and times > 0.0]
    less = [_factor(other, times) for other, times in known if times >= STEADY]
    more = [_factor(other, 1.0 / times) for other, times in known if times < STEADY]
    baseline = name(verdict, verdict.baseline)
    said = [say(SAVED).format(baseline=baseline, saved=_listed(less))] if less else []
    said += [say(GREW).format(baseline=baseline, grown=_listed(more))] if more else []
    return " ".join(said)


def _factor(strategy: str, times: float) -> str:
    return say("{value} ({ends})").format(value=f"{times:.3g}", ends=strategy)


def _share(share: float) -> str:
    return f"{100 * share:.3g} %"


def _listed(items: Sequence[str]) -> str:
    """Items in a sentence."""
    return say(AND_SO_ON).join(items)
