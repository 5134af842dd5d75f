"""Groups of consumers who behave differently: what they do not say holds for everybody."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from typing import Any

from pydantic import create_model

from simulation.fields import Section, Share, fact
from simulation.scenario.settings.decide import Decide
from simulation.scenario.settings.experience import Experience
from simulation.scenario.settings.hear import Hear
from simulation.scenario.settings.talk import Talk


def part_of(section: type[Section], *, common: Collection[str] = ()) -> type[Section]:
    """The section with every key optional: what is left out holds as for everybody.

    ``common`` are keys that cannot differ between segments, because they say what a message is
    worth when it is sent.
    """
    fields: dict[str, Any] = {}
    for name, info in section.model_fields.items():
        if name in common:
            continue
        kind: Any = info.annotation
        copied: Any = copy(info)
        copied.default, copied.default_factory = None, None
        copied.annotation = kind | None
        fields[name] = (kind | None, copied)
    made = create_model(f"{section.__name__}Part", __base__=Section, **fields)
    made.__doc__ = section.__doc__
    return made


SENT = (
    "credibility",
    "disclosed_factor",
    "rewarded_factor",
    "employee_bad_factor",
    "fidelity",
)
"""Keys of ``hear`` that say what a message is worth when it is sent, whoever hears it."""

TalkPart = part_of(Talk)
HearPart = part_of(Hear, common=SENT)
DecidePart = part_of(Decide, common=("confusion",))
ExperiencePart = part_of(Experience)


class Segment(Section):
    """A part of the consumers: its share, who they are and how they differ."""

    share: Share = fact(..., "Share of all consumers; the shares of all segments sum to 1", "share")
    generation: str | None = fact(None, "Generation, for tables")
    online_share: Share = fact(
        1.0, "Share who see posts of accounts they follow, advertising and news", "share"
    )
    talk: TalkPart = TalkPart()  # type: ignore[valid-type]
    hear: HearPart = HearPart()  # type: ignore[valid-type]
    decide: DecidePart = DecidePart()  # type: ignore[valid-type]
    experience: ExperiencePart = ExperiencePart()  # type: ignore[valid-type]


def overlaid(whole: Section, part: Section) -> Section:
    """A section with what a segment says in place of what holds for everybody."""
    said: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if value is not None:
            said[name] = value
    return whole.model_copy(update=said) if said else whole
