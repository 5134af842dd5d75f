"""The report: one page of HTML that needs no other file, the answer first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulation.results import wording
from simulation.results.facts import BeliefFacts
from simulation.results.figures import PLOTS, WHAT_IF
from simulation.results.measured import Measured
from simulation.results.numbers import number, span, whole
from simulation.results.outcomes import OUTCOMES
from simulation.results.screen import against, shown, size
from simulation.results.signs import legend
from simulation.results.tables import TacticUse, tactics
from simulation.results.verdict import Verdict
from simulation.results.wording_replicates import pairing, replicates
from simulation.results.worlds import Worlds

TEMPLATE = "report.html.j2"

EVIDENCE = ("assumption", "practitioner_claim", "published", "measured")
"""Kinds of evidence, the weakest first."""


class Chart(NamedTuple):
    """A figure in the page: title, a note and the SVG."""

    title: str
    note: str
    svg: str


def render(
    worlds: Worlds,
    svgs: Mapping[str, str],
    provenance: Sequence[tuple[str, str]],
    warnings: Sequence[str] = (),
    tested: Mapping[str, Any] | None = None,
) -> str:
    """The whole page.

    Parameters
    ----------
    worlds
        The runs in each world, that as written first.
    svgs
        Figures by name, as SVG text.
    provenance
        How it was run: pairs of a name and a value.
    warnings
        What the user should know about these results.
    tested
        What is known of robustness; see :func:`simulation.experiments.tested.what_was_tested`.
    """
    import jinja2

    loader = jinja2.PackageLoader("simulation.results", "templates")
    page = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template(TEMPLATE)
    return page.render({**contents(worlds, svgs, provenance, warnings), "tested": tested or {}})


def card(worlds: Worlds) -> str:
    """The answer and the ranking as a piece of HTML, for a notebook's cell."""
    import jinja2

    page = jinja2.Environment(
        loader=jinja2.PackageLoader("simulation.results", "templates"), autoescape=True
    ).get_template("card.html.j2")
    return page.render(contents(worlds, {}, (), ()))


def contents(
    worlds: Worlds,
    svgs: Mapping[str, str],
    provenance: Sequence[tuple[str, str]],
    warnings: Sequence[str],
) -> dict[str, Any]:
    """What the template fills in."""
    measured = next(iter(worlds.values()))
    verdict = Verdict(measured)
    return {
        "text": wording.REPORT,
        "covers": wording.COVERS,
        "facts": measured.facts,
        "answer": wording.answer(verdict),
        "best": wording.best(verdict),
        "pairs": wording.pairs(verdict),
        "replicates": [*replicates(verdict), pairing(verdict)],
        "ribbon": wording.unequal(measured),
        "size": size(measured),
        "head": _head(verdict),
        "ranking": _ranking(verdict),
        "legend": legend(verdict),
        "outcomes": _outcomes(measured),
        "charts": _charts({name: svg for name, svg in svgs.items() if name != WHAT_IF}),
        "leads": wording.leads(worlds),
        "worlds": _worlds(worlds),
        "world_charts": _charts({name: svg for name, svg in svgs.items() if name == WHAT_IF}),
        "uses": [_use(use) for use in tactics(measured)],
        "reproduction": wording.reproduction(measured.reproduction, measured.facts.days),
        "beliefs": _weakest_first(measured.facts.beliefs),
        "rests_on": wording.rests_on(measured.facts.beliefs),
        "evidence": _evidence(measured.facts.beliefs),
        "warnings": list(warnings),
        "provenance": list(provenance),
    }


def _worlds(worlds: Worlds) -> list[dict[str, Any]]:
    """Each world with its answer and its ranking, past the same gates; none where there is one."""
    verdicts = {name: Verdict(measured) for name, measured in worlds.items()}
    return [
        {
            "name": name,
            "size": size(verdict.measured),
            "answer": wording.answer(verdict),
            "replicates": [*replicates(verdict), pairing(verdict)],
            "head": _head(verdict),
            "ranking": _ranking(verdict),
            "legend": legend(verdict),
        }
        for name, verdict in verdicts.items()
        if len(worlds) > 1
    ]


def _head(verdict: Verdict) -> list[str]:
    columns = ("strategy", "outcome", "against", "best_in", "spent", "romi")
    return [
        wording.REPORT[f"column_{column}"].format(
            outcome=verdict.outcome.label["en"], baseline=wording.name(verdict, verdict.baseline)
        )
        for column in columns
    ]


def _ranking(verdict: Verdict) -> list[list[str]]:
    n = len(verdict.measured.replicates)
    return [
        [
            wording.name(verdict, name),
            shown(verdict.measured.estimate(name, verdict.outcome.name)),
            against(verdict, name),
            f"{verdict.times_best[name]}/{n}",
            whole(verdict.measured.estimate(name, "cost").value),
            shown(verdict.measured.estimate(name, "romi")),
        ]
        for name in verdict.ranked
    ]


def _outcomes(measured: Measured) -> list[dict[str, Any]]:
    """Each outcome asked for: its definition, and every strategy's value with the interval."""
    return [
        {
            "label": OUTCOMES[outcome].label["en"],
            "definition": OUTCOMES[outcome].definition,
            "rows": [_value(measured, name, outcome) for name in measured.facts.names],
        }
        for outcome in measured.facts.outcomes
    ]


def _value(measured: Measured, strategy: str, outcome: str) -> tuple[str, str, str]:
    found = measured.estimate(strategy, outcome)
    return (
        measured.facts.strategy(strategy).label,
        shown(found),
        span(found.low, found.high, joint=" to "),
    )


def _charts(svgs: Mapping[str, str]) -> list[Chart]:
    charts = []
    for name, svg in svgs.items():
        charts.append(Chart(*_about(name), inline(name, svg)))
    return charts


def _about(figure: str) -> tuple[str, str]:
    """Title and note of a figure."""
    if figure in PLOTS:
        return PLOTS[figure].title, PLOTS[figure].note
    return wording.WORLDS_FIGURE if figure == WHAT_IF else wording.MARKET


def inline(name: str, svg: str) -> str:
    """An SVG file as a part of a page: no XML head, and identifiers that no other figure has."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = re.sub(r'href="#', f'href="#{name}-', body)
    body = re.sub(r"url\(#", f"url(#{name}-", body)
    return body.replace("<svg ", '<svg role="img" ', 1)


def _use(use: TacticUse) -> list[str]:
    price = number(use.cost_per_exposure, use.ci_high - use.ci_low) if use.cost else "not paid"
    ends = span(use.ci_low, use.ci_high, joint=" to ") if use.cost else ""
    return [
        use.strategy,
        use.tactic,
        whole(use.cost),
        whole(use.exposures),
        number(use.exposures_per_consumer),
        f"{price} ({ends})" if ends else price,
        whole(use.customers),
    ]


def _weakest_first(beliefs: Sequence[BeliefFacts]) -> list[BeliefFacts]:
    return sorted(beliefs, key=lambda belief: EVIDENCE.index(belief.evidence))


def _evidence(beliefs: Sequence[BeliefFacts]) -> list[tuple[str, int, float]]:
    """Each kind of evidence with its count and its share in percent."""
    counts = [(kind, sum(b.evidence == kind for b in beliefs)) for kind in EVIDENCE]
    return [(kind.replace("_", " "), n, 100.0 * n / len(beliefs)) for kind, n in counts if n]
