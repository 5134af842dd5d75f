"""Facts that somebody claims: a default with its source, until the client has measured it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from simulation.fields import Evidence


def claimed_fact(
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
    """A setting that could be measured, with what is believed about it until it is."""
    extra: dict[str, Any] = {"nature": "fact", "unit": unit, "low": low, "high": high}
    extra |= {"evidence": evidence, "source": source}
    return Field(default, description=description, json_schema_extra=extra, **bounds)
