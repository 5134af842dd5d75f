"""A rival: another brand over the same consumers, with tactics of its own."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator

from simulation.fields import Money, choice, fact
from simulation.scenario.settings.brand import Brand
from simulation.tactics.base import Tactic


def _as_tuple(written: Any) -> Any:
    return tuple(written) if isinstance(written, list) else written


class Rival(Brand):
    """Another brand: all that a brand is, and the tactics that it pulls in every strategy."""

    name: Annotated[str, Field(pattern=r"^\w[\w-]*$")] = fact(..., "Name in tables and addresses")
    budget: Money | None = fact(None, "Most that the rival spends; no limit if left out", "money")
    tactics: Annotated[
        tuple[Annotated[Tactic, PlainValidator(Tactic.read)], ...], BeforeValidator(_as_tuple)
    ] = choice((), "Levers that the rival pulls, whatever the brand does")
