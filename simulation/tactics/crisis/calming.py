"""How each answer to a crisis is taken: the table of responses, by blame and by heat."""

from __future__ import annotations

from typing import Literal

from simulation.fields import Section, Share, belief

Response = Literal[
    "stay_silent",
    "acknowledge",
    "deny",
    "rebut",
    "explain",
    "apologise",
    "compensate",
    "recall",
    "correct",
    "change_channel",
    "remind",
    "delete_posts",
]
"""What a brand can do when something went wrong. In the groups of situational crisis communication
theory: deny and rebut deny; explain diminishes; apologise, compensate, recall and correct rebuild;
remind bolsters."""

WORDLESS: frozenset[Response] = frozenset({"stay_silent", "delete_posts"})
"""Responses that say nothing."""
PRIVATE: frozenset[Response] = frozenset({"change_channel"})
"""Responses that are never public."""

_FACTS = frozenset({"explain", "rebut", "correct"})
_EMPATHY = frozenset({"acknowledge", "apologise", "compensate", "change_channel"})

_SCCT = "direction: Coombs, situational crisis communication theory (recalled); size assumed"
_HERHAUSEN = "direction: Herhausen et al. 2019 (slides); size assumed"
_ASSUMED = "direction and size assumed"
_USUAL_HEAT = 0.5


def _calming(default: float, what: str, source: str) -> float:
    """One entry of the table of answers."""
    low, high = min(default - 0.2, 0.0), max(default + 0.2, 0.2)
    return belief(  # type: ignore[no-any-return]
        default, f"Share of the anger talk that {what} takes away (below 0: fuels it)", "share",
        low=round(low, 2), high=round(high, 2), source=source, ge=-1.0, le=1.0,
    )  # fmt: skip


class Calming(Section):
    """How much anger talk a reply takes away, by answer and blame; silence takes none."""

    deny_victim: float = _calming(0.2, "denying what the brand did not do", _SCCT)
    deny_accident: float = _calming(0.0, "denying an accident", _SCCT)
    deny_preventable: float = _calming(-0.25, "denying what was preventable", _SCCT)
    explain_victim: float = _calming(0.3, "explaining, as a victim,", _SCCT)
    explain_accident: float = _calming(0.2, "explaining an accident", _SCCT)
    explain_preventable: float = _calming(0.05, "explaining what was preventable", _SCCT)
    apologise_victim: float = _calming(0.25, "apologising, as a victim,", _HERHAUSEN)
    apologise_accident: float = _calming(0.35, "apologising for an accident", _HERHAUSEN)
    apologise_preventable: float = _calming(0.35, "apologising for the preventable", _HERHAUSEN)
    compensate_private: float = _calming(0.25, "compensating each person in private", _HERHAUSEN)
    compensate_public: float = _calming(-0.1, "offering money in public", _HERHAUSEN)
    acknowledge_victim: float = _calming(0.1, "saying, as a victim, that one looks into it,",
                                         _ASSUMED)  # fmt: skip
    acknowledge_accident: float = _calming(0.1, "saying that one looks into an accident", _ASSUMED)
    acknowledge_preventable: float = _calming(
        0.1, "saying that one looks into what was preventable", _ASSUMED
    )
    rebut_victim: float = _calming(0.5, "having a third party refute what is false", _SCCT)
    rebut_accident: float = _calming(-0.05, "having a third party dispute an accident", _SCCT)
    rebut_preventable: float = _calming(-0.3, "having a third party dispute the preventable", _SCCT)
    recall_victim: float = _calming(0.2, "recalling, as a victim,", _SCCT)
    recall_accident: float = _calming(0.4, "recalling after an accident", _SCCT)
    recall_preventable: float = _calming(0.45, "recalling what was preventable", _SCCT)
    correct_victim: float = _calming(0.15, "changing the product, as a victim,", _SCCT)
    correct_accident: float = _calming(0.3, "setting right an accident", _SCCT)
    correct_preventable: float = _calming(0.4, "setting right what was preventable", _SCCT)
    change_channel_victim: float = _calming(0.15, "asking each, as a victim, to talk in private,",
                                            _HERHAUSEN)  # fmt: skip
    change_channel_accident: float = _calming(
        0.2, "asking each to talk in private about an accident", _HERHAUSEN
    )
    change_channel_preventable: float = _calming(
        0.15, "asking each to talk in private about the preventable", _HERHAUSEN
    )
    remind_victim: float = _calming(0.0, "pointing, as a victim, to good deeds that nobody knows,",
                                    _SCCT)  # fmt: skip
    remind_accident: float = _calming(
        -0.05, "pointing to good deeds that nobody knows after an accident", _SCCT
    )
    remind_preventable: float = _calming(
        -0.3, "pointing to good deeds that nobody knows after the preventable", _SCCT
    )
    remind_reserve: float = belief(
        0.6, "What reminding takes away beside this where the image is full", "share",
        low=0.2, high=1.0, source=_SCCT, ge=0.0,
    )  # fmt: skip
    facts_when_furious: float = belief(
        0.0, "How much more of the talk explaining, rebutting and correcting take away at severity "
        "1 than at 0.5, as a factor less one", "ratio",
        low=-0.5, high=0.5, source="Herhausen et al. 2019: explain more the higher the arousal",
    )  # fmt: skip
    empathy_when_furious: float = belief(
        0.0, "The same for acknowledging, apologising, compensating and changing the channel",
        "ratio", low=-0.5, high=0.5, source="direction open: Herhausen et al. 2019",
    )  # fmt: skip
    late_loss_per_day: Share = belief(
        0.0, "Share of its effect that an answer loses with each day since the trouble", "share",
        low=0.0, high=0.3,
    )  # fmt: skip

    def of(
        self, response: Response, blame: str, *, public: bool, image: float, severity: float
    ) -> float:
        """Share of the anger talk that an answer given at once takes away.

        ``table (1 + furious (2 severity - 1))``; reminding adds ``remind_reserve image``.
        """
        if response in WORDLESS:
            return 0.0
        word = blame
        if response == "compensate":
            word = "public" if public else "private"
        value = float(getattr(self, f"{response}_{word}"))
        if response == "remind":
            value += self.remind_reserve * image
        furious = 0.0
        if response in _FACTS:
            furious = self.facts_when_furious
        elif response in _EMPATHY:
            furious = self.empathy_when_furious
        if furious != 0.0:
            value *= 1.0 + furious * (severity - _USUAL_HEAT) / (1.0 - _USUAL_HEAT)
        return max(-1.0, min(1.0, value))

    def late(self, days: float) -> float:
        """Share of its effect that an answer keeps ``days`` after the trouble."""
        return float((1.0 - self.late_loss_per_day) ** days)
