"""What a brand can answer to a crisis, with how each answer is assumed to be taken."""

from __future__ import annotations

from typing import NamedTuple, get_args

from simulation.scenario.anatomy import nature_of
from simulation.scenario.tree import number_text
from simulation.tactics.crisis.calming import PRIVATE, WORDLESS, Calming, Response

CHINESE: dict[Response, str] = {
    "stay_silent": "沉默",
    "acknowledge": "先行声明",
    "deny": "否认",
    "rebut": "第三方辟谣",
    "explain": "说明",
    "apologise": "致歉",
    "compensate": "补偿",
    "recall": "召回",
    "correct": "整改",
    "change_channel": "转私信沟通",
    "remind": "重申过往善举",
    "delete_posts": "删帖",
}

GROUPS: dict[Response, str] = {
    **dict.fromkeys(("deny", "rebut"), "deny"),
    "explain": "diminish",
    **dict.fromkeys(("apologise", "compensate", "recall", "correct"), "rebuild"),
    "remind": "bolster",
}
"""Groups of situational crisis communication theory; the other answers are in none."""

CIRCUMSTANCES = ("victim", "accident", "preventable", "private", "public")
"""Who is to blame, or for compensation whether it is offered to each person or to all."""


class Answer(NamedTuple):
    """One response: names, group, and the share of the anger talk that it takes away."""

    response: str
    zh: str
    group: str
    public: str
    takes_away: str
    likely: str
    evidence: str
    source: str


def responses() -> list[Answer]:
    """Every response, and the table of its effects: a row for each blame where it matters."""
    return [row for response in get_args(Response) for row in _rows(response)]


def _rows(response: Response) -> list[Answer]:
    said = "says nothing" if response in WORDLESS else "to each person or in public"
    if response in PRIVATE:
        said = "to each person"
    start = (response, CHINESE[response], GROUPS.get(response, ""), said)
    rows = []
    for circumstance in CIRCUMSTANCES:
        field = Calming.model_fields.get(f"{response}_{circumstance}")
        if field is None:
            continue
        about = nature_of(field)
        ends = f"{number_text(about['low'])} to {number_text(about['high'])}"
        takes = f"{circumstance} {number_text(field.default)}"
        rows.append(Answer(*start, takes, ends, about["evidence"], about["source"]))
    return rows or [Answer(*start, "0", "", "", "")]
