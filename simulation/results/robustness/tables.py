"""The tables of a robustness study: who is best how often, and where each assumption is cut."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from simulation.language import LANGUAGES, in_language, say, say_count
from simulation.results.numbers import number
from simulation.results.robustness import wording
from simulation.results.robustness.judged import Judged
from simulation.results.robustness.standings import Standing, least_regretted

if TYPE_CHECKING:
    import pandas as pd

STANDINGS: Final = (
    *("strategy", "n", "times_best", "share_best", "low", "high"),
    *("regret_mean", "regret_p90", "regret_worst", "regret_share"),
    *("share_above_baseline", "above_low", "above_high", "n_undefined"),
)
HEAD: Final = (
    *("Strategy", "Best in", "95 % interval"),
    *("Regret, mean", "90 % below", "Worst", "Better than {baseline}"),
)
"""What the columns of the table of strategies are called where people read it."""

FLIPS: Final = (
    *("parameter", "effect", "value", "value_low", "value_high", "side"),
    *("share_below", "share_above", "n_below", "n_above", "importance", "p_value"),
    *("margin_low", "margin_high", "swing", "as_written", "low", "high", "unit", "evidence"),
)


def standings_table(judged: Judged) -> pd.DataFrame:
    """A row a strategy, those most often best first."""
    import pandas as pd

    return pd.DataFrame([_standing(row) for row in judged.standings], columns=list(STANDINGS))


def _standing(row: Standing) -> tuple[Any, ...]:
    best, above = row.best, row.above_baseline
    return (
        *(row.strategy, best.n, best.k, best.value, best.low, best.high),
        *(row.regret_mean, row.regret_p90, row.regret_worst, row.regret_share),
        *(above.value, above.low, above.high, row.n_undefined),
    )


def head_of(judged: Judged) -> list[str]:
    """The columns of the table of strategies, with the baseline's name."""
    baseline = judged.label(judged.facts.baseline)
    return [say(cell).format(baseline=baseline) for cell in HEAD]


LIVED: Final = "{n} points x {r} replicates"
BROKEN: Final = ", {n} left out because a run failed"
INVALID: Final = ", {n} left out because no scenario can be so"
VARIED: Final = "{n} assumptions, {lived}"
VARIED_ONE: Final = "{n} assumption, {lived}"


def size(judged: Judged) -> str:
    """How much was run, in a line."""
    surface, n = judged.surface, len(judged.study.assumptions)
    said = say(LIVED).format(n=len(surface.points), r=surface.replicates)
    if surface.n_left_out:
        said += say(BROKEN).format(n=surface.n_left_out)
    if judged.study.n_invalid:
        said += say(INVALID).format(n=judged.study.n_invalid)
    return say_count(VARIED_ONE, VARIED, n).format(n=n, lived=said)


def told(judged: Judged) -> dict[str, Any]:
    """What a comparison shows of the study, in the language of the moment."""
    return {
        "answer": wording.answer(judged),
        "size": size(judged),
        "head": head_of(judged),
        "rows": standings_rows(judged),
    }


def in_other_languages(judged: Judged) -> dict[str, dict[str, Any]]:
    """The same in every language but English."""
    found: dict[str, dict[str, Any]] = {}
    for name in LANGUAGES:
        if name != "en":
            with in_language(name):
                found[name] = told(judged)
    return found


def standings_rows(judged: Judged) -> list[list[str]]:
    """A row a strategy, for a table on a page or a screen."""
    return [
        [
            judged.label(row.strategy),
            wording.percent(row.best.value),
            wording.percents(row.best) if row.best.n else "",
            number(row.regret_mean),
            number(row.regret_p90),
            number(row.regret_worst),
            wording.percent(row.above_baseline.value) if row.above_baseline.n else "",
        ]
        for row in judged.standings
    ]


def flips_table(judged: Judged) -> pd.DataFrame:
    """A row an assumption, those that tell most about the leader first.

    ``effect`` is ``flips`` only where the rules foretell unseen points too; see
    :attr:`Judged.flipping`.
    """
    import pandas as pd

    rows = []
    for split in judged.flips.splits:
        one = split.assumption
        rows.append(
            (
                *(one.label, judged.effect(split), split.value, split.low, split.high, split.side),
                *(split.below, split.above, split.n_below, split.n_above),
                *(split.importance, split.p_value),
                *(split.low_margin, split.high_margin, split.swing),
                *(one.value, one.low, one.high, one.unit, one.evidence),
            )
        )
    return pd.DataFrame(rows, columns=list(FLIPS))


def found(judged: Judged) -> dict[str, Any]:
    """The findings as plain values for ``robustness.json``."""
    surface, rules = judged.surface, judged.rules
    decided = int(surface.is_decided.sum())
    return {
        "answer": wording.answer(judged),
        "size": size(judged),
        "strategies": {
            "head": head_of(judged),
            "rows": standings_rows(judged),
        },
        "told": in_other_languages(judged),
        "outcome": judged.outcome.name,
        "unit": judged.unit,
        "leader": judged.leader,
        "stays_best": judged.stays_best._asdict(),
        "flips": [split.assumption.label for split in judged.flipping],
        "least_worst_regret": least_regretted(list(judged.standings)),
        "points": {
            "judged": len(surface.points),
            "decided": decided,
            "left_out_because_a_run_failed": surface.n_left_out,
            "left_out_because_invalid": judged.study.n_invalid,
        },
        "replicates": {"point": surface.replicates, "as_written": judged.written.replicates},
        "rules": {
            "accuracy": rules.accuracy,
            "usual": rules.usual,
            "p_value": rules.p_value,
            "passes": rules.passes,
            "said": [wording.rule(judged, box) for box in rules.boxes],
        },
        "swing_by_chance": judged.flips.chance,
        "assumptions": [
            {**one._asdict(), "is_log": one.is_log} for one in judged.study.assumptions
        ],
    }


def json_text(values: dict[str, Any]) -> str:
    """Plain values as JSON; what is undefined is null."""
    return json.dumps(_finite(values), indent=1, ensure_ascii=False) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
