"""How a setting says what it is: unit, nature, evidence, range and source.

Every setting of a scenario is one of three natures. A *choice* is what the strategist decides (a
tactic's day or budget); a *fact* can be measured (a price); a *belief* is how people behave, and
carries its evidence: ``measured``, ``published``, ``practitioner_claim`` or ``assumption``.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

Nature = Literal["choice", "fact", "belief"]
Evidence = Literal["measured", "published", "practitioner_claim", "assumption"]
EVIDENCE: tuple[Evidence, ...] = ("measured", "published", "practitioner_claim", "assumption")
RANGE_KEYS = frozenset({"value", "low", "high", "evidence", "source"})


class Range(NamedTuple):
    """What a user wrote beside a value: how sure it is and who says so."""

    low: float | None = None
    high: float | None = None
    evidence: Evidence = "assumption"
    source: str = ""


def _field(default: Any, extra: dict[str, Any], bounds: dict[str, Any]) -> Any:
    return Field(default, json_schema_extra=extra, **bounds)


def choice(default: Any, description: str, unit: str = "", **bounds: Any) -> Any:
    """A setting that the strategist decides."""
    return _field(
        default, {"nature": "choice", "unit": unit}, {"description": description, **bounds}
    )


def fact(default: Any, description: str, unit: str = "", **bounds: Any) -> Any:
    """A setting that somebody could measure and write down."""
    return _field(default, {"nature": "fact", "unit": unit}, {"description": description, **bounds})


def belief(
    default: Any,
    description: str,
    unit: str = "",
    *,
    low: float,
    high: float,
    evidence: Evidence = "assumption",
    source: str = "",
    **bounds: Any,
) -> Any:
    """A setting that says how people behave, with its plausible range and who claims it."""
    extra = {
        "nature": "belief",
        "unit": unit,
        "low": low,
        "high": high,
        "evidence": evidence,
        "source": source,
    }
    return _field(default, extra, {"description": description, **bounds})


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Calendar(NamedTuple):
    """What turns a written day into a day number: length, first date and named phases."""

    days: int
    start_date: datetime.date | None = None
    phases: Mapping[str, int] = {}

    def number(self, written: object) -> int:
        """Day number of a day, a date, a phase or ``phase+3``."""
        day = self._number(written)
        if day > self.days - 1:
            raise _wrong(
                f"{written} is after the last day ({self.days - 1}). Lower it or raise days."
            )
        if day < 0:
            raise _wrong(f"{written} is before day 0. Raise it.")
        return day

    def _number(self, written: object) -> int:
        if isinstance(written, bool):
            raise _wrong(f"{str(written).lower()} is not a day. Write a day number.")
        if isinstance(written, int):
            return written
        if isinstance(written, float) and written.is_integer():
            return int(written)
        if isinstance(written, datetime.date) and not isinstance(written, datetime.datetime):
            if self.start_date is None:
                raise _wrong(f"{written} is a date, and there is no start_date. Add start_date.")
            return (written - self.start_date).days
        if isinstance(written, str):
            phase, _, shift = written.replace(" ", "").partition("+")
            if phase in self.phases and (not shift or shift.isdecimal()):
                return self.phases[phase] + int(shift or 0)
            date = _date(written) if self.start_date is not None else None
            if date is not None:
                return self._number(date)
            known = ", ".join(self.phases) or "none are named"
            raise _wrong(f'phase "{phase}" is not in phases ({known}).', phase, tuple(self.phases))
        raise _wrong(f"{written} is not a day. Write a day number, a date or a phase.")


def _date(text: str) -> datetime.date | None:
    """The date that a text is, as JSON writes one."""
    try:
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _wrong(text: str, given: str = "", allowed: tuple[str, ...] = ()) -> PydanticCustomError:
    context = {"text": text, "given": given, "allowed": allowed}
    return PydanticCustomError("womsim", "{text}", context)


def wrong(text: str, given: str = "", allowed: tuple[str, ...] = ()) -> PydanticCustomError:
    """An error inside a pydantic validator; ``allowed`` lets the loader name the nearest word."""
    return _wrong(text, given, allowed)


def _read_day(written: object, info: ValidationInfo) -> object:
    calendar = (info.context or {}).get("calendar")
    if written is None or calendar is None:
        return written
    return calendar.number(written)


Day = Annotated[int, BeforeValidator(_read_day)]
"""A day of the run: written as a number, a date, a phase or ``phase+3``; read as a number."""

Share = Annotated[float, Field(ge=0.0, le=1.0)]
"""A share or a chance, 0 to 1, never percent."""

Money = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
"""An amount in the scenario's currency, not negative."""

Text = str | dict[Literal["en", "zh"], str]
"""A text, or one text for each language."""


def text_in(text: Text, language: str = "en") -> str:
    """The text in a language, or in the one there is."""
    if isinstance(text, str):
        return text
    return text.get(language) or next(iter(text.values()))  # type: ignore[call-overload]


class Section(BaseModel):
    """A frozen, strict part of a scenario: unknown keys and wrong types are refused.

    A fact or a belief may be written as ``{value, low, high, evidence, source}``; the value takes
    the field's place and the rest is kept in :attr:`ranges`.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, validate_default=False, allow_inf_nan=False
    )

    _ranges: dict[str, Range] = PrivateAttr(default_factory=dict)

    @property
    def ranges(self) -> Mapping[str, Range]:
        """Ranges that the user wrote, by field name."""
        return self._ranges

    @model_validator(mode="wrap")
    @classmethod
    def _take_ranges(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, Mapping):
            return handler(data)
        plain: dict[str, Any] = {}
        ranges: dict[str, Range] = {}
        for key, value in data.items():
            info = cls.model_fields.get(key)
            extra = info.json_schema_extra if info is not None else None
            nature = extra.get("nature") if isinstance(extra, dict) else None
            if nature is not None and _is_range(value):
                if nature == "choice":
                    raise _wrong(
                        f"{key}: a range on a choice. Give one number here and vary it in a sweep."
                    )
                unknown = sorted(set(value) - RANGE_KEYS)
                if unknown:
                    known = "value, low, high, evidence, source"
                    raise _wrong(f"{key}: {unknown[0]} is not one of {known}.")
                ranges[key] = _range(key, value)
                value = value["value"]
            plain[key] = value
        made = handler(plain)
        made._ranges = ranges
        return made


def _is_range(value: object) -> bool:
    return isinstance(value, Mapping) and "value" in value


def _is_finite(number: float) -> bool:
    return abs(number) <= sys.float_info.max


def _range(key: str, written: Mapping[str, Any]) -> Range:
    low, high, value = written.get("low"), written.get("high"), written["value"]
    for name, bound in (("low", low), ("high", high), ("value", value)):
        if bound is None and name != "value":
            continue
        if isinstance(bound, bool) or not isinstance(bound, int | float) or not _is_finite(bound):
            raise _wrong(f"{key}.{name}: {bound!r} is not a number.")
    if low is not None and low > value:
        raise _wrong(f"{key}: {value} is below its own low ({low}). Lower low.")
    if high is not None and high < value:
        raise _wrong(f"{key}: {value} is above its own high ({high}). Raise high.")
    evidence = written.get("evidence", "assumption")
    if evidence not in EVIDENCE:
        said = f'"{evidence}" is not one of {", ".join(EVIDENCE)}.'
        raise _wrong(f"{key}.evidence: {said}", str(evidence), EVIDENCE)
    return Range(low, high, evidence, str(written.get("source", "")))
