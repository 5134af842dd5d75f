"""Numbers as people read them: no finer than a tenth of their interval."""

from __future__ import annotations

import math

from simulation.language import language, say

UNDEFINED = "n/a"
"""What is shown where a number is undefined."""

UNLIMITED = "unlimited"
"""What is shown where a number has no end."""

MYRIADS = ((1e8, "亿"), (1e4, "万"))
"""Units in which Chinese counts what is large."""

MYRIADS_FROM = 1e5
"""Value from which Chinese counts in them: smaller numbers are read and added more easily plain."""

MYRIAD_PLACES = 4
"""Places behind the point of a number in myriads: as many as one of 万 needs to be exact."""

SAME = 1e-9
"""Width of an interval, as a share of the value, below which all replicates are the same."""

NO_CENTS = 1000.0
"""Value from which a number that is the same in every replicate is shown without a fraction."""

UNSURE_DIGITS = 3
"""Significant digits of a number without an interval."""


def step(value: float, width: float = math.nan) -> float:
    """The power of ten to which a number is rounded: at most a tenth of its interval's width."""
    if math.isfinite(width) and width > SAME * abs(value):
        return float(10.0 ** math.floor(math.log10(width / 10.0)))
    if math.isfinite(width) or value == 0.0 or not math.isfinite(value):
        is_whole = abs(value - round(value)) <= SAME * abs(value) or abs(value) >= NO_CENTS
        return 1.0 if is_whole else 0.01
    unit = float(10.0 ** (math.floor(math.log10(abs(value))) + 1 - UNSURE_DIGITS))
    return max(unit, 1.0) if value == round(value) else unit


def number(value: float, width: float = math.nan, *, signed: bool = False) -> str:
    """A number rounded to what its interval allows, with thousands separators.

    >>> number(2183.4, width=660)
    '2,180'
    >>> number(0.0456, width=0.02, signed=True)
    '+0.046'
    """
    if math.isnan(value):
        return say(UNDEFINED)
    if math.isinf(value):
        return say(UNLIMITED)
    unit = step(value, width)
    rounded = round(value / unit) * unit
    sign = "+" if signed and rounded > 0 else ""
    size, word = _myriad(rounded)
    places = max(0, -round(math.log10(unit / size)))
    text = f"{rounded / size:,.{places}f}"
    if word and "." in text:
        text = text.rstrip("0").rstrip(".")
    return sign + ("0" if text.strip("-0.,") == "" else text) + word


def _myriad(value: float) -> tuple[float, str]:
    """The unit in which the language of the moment counts a number of this size."""
    if language() == "zh" and abs(value) >= MYRIADS_FROM:
        return next(unit for unit in MYRIADS if abs(value) >= unit[0])
    return 1.0, ""


def span(low: float, high: float, *, signed: bool = False, joint: str = ", ") -> str:
    """Both ends of an interval, rounded alike; empty without an interval."""
    if math.isnan(low) or math.isnan(high):
        return ""
    width = high - low
    return f"{number(low, width, signed=signed)}{joint}{number(high, width, signed=signed)}"


def whole(value: float) -> str:
    """A number without a fraction, with thousands separators.

    >>> whole(60000.0)
    '60,000'
    """
    if math.isnan(value):
        return say(UNDEFINED)
    size, word = _myriad(round(value))
    if not word:
        return f"{value:,.0f}"
    return f"{round(value) / size:,.{MYRIAD_PLACES}f}".rstrip("0").rstrip(".") + word


def currency_name(currency: str) -> str:
    """A currency as people write it behind an amount.

    >>> currency_name("CNY")
    'CNY'
    """
    if language() != "zh":
        return currency
    from babel.numbers import get_currency_name

    return "元" if currency == "CNY" else str(get_currency_name(currency, locale="zh"))


def rounded_up(count: float) -> float:
    """A count rounded up to two digits.

    >>> rounded_up(638.0)
    640.0
    """
    if not math.isfinite(count) or count <= 0.0:
        return count
    unit = 10.0 ** max(0, math.floor(math.log10(count)) - 1)
    return math.ceil(count / unit) * unit


def about(count: float) -> str:
    """A count rounded up to two digits, as words.

    >>> about(638)
    'about 640'
    """
    if math.isnan(count):
        return say(UNDEFINED)
    if count > 1e6:
        return say("more than a million")
    return say("about {n}").format(n=whole(rounded_up(count)))
