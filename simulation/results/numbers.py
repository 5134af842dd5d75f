"""Numbers as people read them: no finer than a tenth of their interval."""

from __future__ import annotations

import math

UNDEFINED = "n/a"
"""What is shown where a number is undefined."""

UNSURE_DIGITS = 3
"""Significant digits of a number without an interval."""


def step(value: float, width: float = math.nan) -> float:
    """The power of ten to which a number is rounded: at most a tenth of its interval's width."""
    if math.isfinite(width) and width > 0.0:
        return float(10.0 ** math.floor(math.log10(width / 10.0)))
    if width == 0.0 or value == 0.0 or not math.isfinite(value):
        return 0.01 if not float(value).is_integer() else 1.0
    return float(10.0 ** (math.floor(math.log10(abs(value))) + 1 - UNSURE_DIGITS))


def number(value: float, width: float = math.nan, *, signed: bool = False) -> str:
    """A number rounded to what its interval allows, with thousands separators.

    >>> number(2183.4, width=660)
    '2,180'
    >>> number(0.0456, width=0.02, signed=True)
    '+0.046'
    """
    if math.isnan(value):
        return UNDEFINED
    if math.isinf(value):
        return "unlimited"
    unit = step(value, width)
    places = max(0, -round(math.log10(unit)))
    rounded = round(value / unit) * unit
    sign = "+" if signed and rounded > 0 else ""
    text = f"{rounded:,.{places}f}"
    return sign + ("0" if text.strip("-0.,") == "" else text)


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
    return UNDEFINED if math.isnan(value) else f"{value:,.0f}"


def about(count: float) -> str:
    """A count rounded up to two digits, as words.

    >>> about(638)
    'about 640'
    """
    if math.isnan(count):
        return UNDEFINED
    if count > 1e6:
        return "more than a million"
    unit = 10.0 ** max(0, math.floor(math.log10(count)) - 1) if count > 0 else 1.0
    return f"about {math.ceil(count / unit) * unit:,.0f}"
