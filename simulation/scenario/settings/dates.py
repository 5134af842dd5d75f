"""Dates, written plainly or in quotes."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator


def _as_date(written: Any) -> Any:
    if isinstance(written, str):
        try:
            return datetime.date.fromisoformat(written)
        except ValueError:
            return written
    return written


Date = Annotated[datetime.date, BeforeValidator(_as_date)]
"""A date such as 2026-03-01."""
