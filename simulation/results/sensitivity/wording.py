"""What a sensitivity study says, in sentences."""

from __future__ import annotations

import math
from typing import Final

from simulation.results.numbers import number, span
from simulation.results.robustness.wording import percent
from simulation.results.sensitivity.design import Effect
from simulation.results.sensitivity.judged import Found, Judged

MOST: Final = "{output}: {first} moves it most, {size}{rest}."
SIZE_MORRIS: Final = "by {size} {unit} on average over its range ({span})"
SIZE_SOBOL: Final = (
    "{first} of its variance by itself ({span_first}), {total} with interactions ({span})"
)
REST: Final = "; then {names}"
NOTHING: Final = "{output}: no assumption moves it by more than luck does."
NO_BLOCKS: Final = (
    "{output}: undefined somewhere in {n} of {all} {blocks}, so that nothing can be said."
)
LEFT_OUT: Final = "{n} of {all} {blocks} were left out: the output is undefined somewhere in them."
MOSTLY_OUT: Final = (
    "That is most of them: what is said holds for the part of the ranges that is left, and rests "
    "on {k} {blocks}."
)
INVALID: Final = (
    "{n} of {all} {blocks} were left out before anything was run: no scenario can be so ({why})."
)
NOISE: Final = (
    "An index above 100 % or below 0 is noise of the estimator, and so may the others be by as "
    "much: more base samples make it smaller."
)
LUCK: Final = "Luck that differs from point to point is {share} of its variance ({r} replicates)."
MUCH: Final = "That is much: about {n} replicates would bring it below 20 %."
ALL_LUCK: Final = "That is all of it: nothing is seen here but luck. More replicates may show more."
LUCK_UNKNOWN: Final = "How much of it is luck is not known with one replicate."
SAME_LUCK: Final = (
    "All points meet the same luck. That makes effects smoother, but it does not average luck: "
    "other lucks may give somewhat other effects."
)
UNEVEN: Final = "{n} base samples are no power of 2, and cover the ranges unevenly: use {a} or {b}."
BLOCKS: Final = {"morris": "paths", "sobol": "base samples"}
ROUNDING: Final = 0.005
"""Half of the last digit of a share in percent."""

NAMED: Final = 3
"""Assumptions that a sentence names after the first."""


def answer(judged: Judged) -> list[str]:
    """A sentence or more for each output, and what holds for all of them."""
    return [line for found in judged.found for line in about(judged, found)] + at_last(judged)


def at_last(judged: Judged) -> list[str]:
    """What holds for every output: points that cannot be, noise, and what the same luck means."""
    lines = []
    if judged.study.n_invalid:
        lines.append(
            INVALID.format(
                n=judged.study.n_invalid,
                all=judged.study.n_invalid + judged.study.design.n_blocks,
                blocks=BLOCKS[judged.method],
                why=judged.study.why_invalid.rstrip("."),
            )
        )
    asked = judged.study.n_invalid + judged.study.design.n_blocks
    if judged.method == "sobol" and asked & (asked - 1):
        near = 1 << (asked.bit_length() - 1)
        lines.append(UNEVEN.format(n=asked, a=near, b=2 * near))
    if any(is_noise(judged, effect) for found in judged.found for effect in found.effects):
        lines.append(NOISE)
    return [*lines, SAME_LUCK]


def is_noise(judged: Judged, effect: Effect) -> bool:
    """Whether a share of the variance is said that no share can be; rounding aside."""
    if judged.method != "sobol":
        return False
    return any(not -ROUNDING <= index <= 1.0 + ROUNDING for index in (effect.size, effect.other))


def about(judged: Judged, found: Found) -> list[str]:
    """What moves one output, and how much of it is luck."""
    output = judged.label(found.output)
    if not found.effects:
        blocks, n_all = BLOCKS[judged.method], found.n_left_out + found.n_blocks
        return [NO_BLOCKS.format(output=output, n=found.n_left_out, all=n_all, blocks=blocks)]
    effects = found.beyond_luck
    if not effects:
        lines = [NOTHING.format(output=output)]
    else:
        names = ", ".join(effect.assumption.said for effect in effects[1 : NAMED + 1])
        lines = [
            MOST.format(
                output=output,
                first=effects[0].assumption.said,
                size=_size(judged, found, effects[0]),
                rest=REST.format(names=names) if names else "",
            )
        ]
    if found.n_left_out:
        lines.append(
            LEFT_OUT.format(
                n=found.n_left_out,
                all=found.n_left_out + found.n_blocks,
                blocks=BLOCKS[judged.method],
            )
        )
        if found.n_left_out > found.n_blocks:
            lines.append(MOSTLY_OUT.format(k=found.n_blocks, blocks=BLOCKS[judged.method]))
    return [*lines, *luck(found)]


def _size(judged: Judged, found: Found, effect: Effect) -> str:
    if judged.method == "morris":
        return SIZE_MORRIS.format(
            size=number(effect.size, effect.high - effect.low),
            unit=judged.unit(found.output),
            span=span(effect.low, effect.high, joint=" to "),
        )
    return SIZE_SOBOL.format(
        first=percent(effect.other),
        span_first=f"{100 * effect.other_low:.0f} to {100 * effect.other_high:.0f} %",
        total=percent(effect.size),
        span=f"{100 * effect.low:.0f} to {100 * effect.high:.0f} %",
    )


def luck(found: Found) -> list[str]:
    """How much of what differs between points is luck."""
    if math.isnan(found.luck.share):
        return [LUCK_UNKNOWN] if found.luck.replicates < 2 else []
    share = 100.0 * found.luck.share
    said = f"{share:.0f} %" if share >= 1.0 else f"{share:.2g} %"
    lines = [LUCK.format(share=said, r=found.luck.replicates)]
    if found.luck.is_all:
        lines.append(ALL_LUCK)
    elif found.luck.is_much:
        lines.append(MUCH.format(n=found.luck.replicates_needed))
    return lines
