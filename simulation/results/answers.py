"""What a strategy answers to trouble, and how soon: the tactics of kind ``respond``."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from simulation.language import language, say
from simulation.results.numbers import number

SILENCE: Final = "stay_silent"
"""What a strategy answers that answers nothing."""

WITHIN: Final = "{response} within {hours} h"
THEN: Final = ", then "
SILENT: Final = "no answer"


class Answer(NamedTuple):
    """What a strategy says to trouble: its answers, and hours from notice."""

    responses: tuple[str, ...] = ()
    """Kinds of the answers in the order in which they come; none where all is silence."""
    hours_to_reply: float = math.nan
    """Until the first answer that is not silence; NaN where there is none."""
    hours_to_resolve: float = math.nan
    """Until complaints are settled; NaN where they never are."""

    @property
    def response(self) -> str:
        """The answers as tables hold them, joined by ``then``."""
        return " then ".join(self.responses) or SILENCE

    @property
    def words(self) -> str:
        """The answers as people call them: ``recall``, or ``apologise, then compensate``."""
        return say(THEN).join(_word(response) for response in self.responses) or say(SILENT)

    @property
    def label(self) -> str:
        """The answers and how soon the first one comes: ``recall within 6 h``."""
        if not self.responses:
            return say(SILENT)
        hours = number(self.hours_to_reply, 0.0)
        return say(WITHIN).format(response=self.words, hours=hours)


def answer_of(tactics: Iterable[Any]) -> Answer:
    """What the tactics of a strategy answer."""
    from simulation.tactics.crisis.respond import Respond

    answering = [tactic for tactic in tactics if isinstance(tactic, Respond)]
    steps = sorted(
        ((step.after_hours, step.response) for tactic in answering for step in tactic.spoken),
        key=lambda step: step[0],
    )
    settled = [each.hours_to_resolve for each in answering if each.hours_to_resolve is not None]
    return Answer(
        tuple(dict.fromkeys(response for _, response in steps)),
        steps[0][0] if steps else math.nan,
        min(settled, default=math.nan),
    )


def _word(response: str) -> str:
    if language() == "zh":
        from simulation.scenario.responses import CHINESE

        return {str(name): word for name, word in CHINESE.items()}.get(response, response)
    return response.replace("_", " ")
