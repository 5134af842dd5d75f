"""How the people of this market behave, in the order of a day."""

from __future__ import annotations

import math
from typing import Annotated, cast

from pydantic import Field, model_validator

from simulation.fields import Section, fact, wrong
from simulation.scenario.settings.decide import Decide
from simulation.scenario.settings.experience import Experience
from simulation.scenario.settings.hear import Hear
from simulation.scenario.settings.segments import Segment, overlaid
from simulation.scenario.settings.talk import Talk

MOST_SEGMENTS = 16
Name = Annotated[str, Field(pattern=r"^\w[\w-]*$")]


class Consumers(Section):
    """How people talk, hear, decide and experience, and which segments differ."""

    segments: dict[Name, Segment] = fact(
        {}, "Parts of the consumers who differ, by name", max_length=MOST_SEGMENTS
    )
    talk: Talk = Talk()
    hear: Hear = Hear()
    decide: Decide = Decide()
    experience: Experience = Experience()

    @model_validator(mode="after")
    def _everybody_in_one(self) -> Consumers:
        total = math.fsum(segment.share for segment in self.segments.values())
        if self.segments and abs(total - 1.0) > 1e-9:
            raise wrong(f"segments: the shares add up to {total:.10g}. Make them sum to 1.")
        return self

    def by_segment(self) -> list[Consumers]:
        """How the people of each segment behave; one entry without segments."""
        if not self.segments:
            return [self]
        return [
            self.model_copy(
                update={
                    verb: overlaid(getattr(self, verb), cast("Section", getattr(segment, verb)))
                    for verb in ("talk", "hear", "decide", "experience")
                }
            )
            for segment in self.segments.values()
        ]
