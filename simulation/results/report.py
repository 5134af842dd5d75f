"""The report: one page of HTML that needs no other file, the answer first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from simulation.language import language, say
from simulation.results import wording
from simulation.results.cards import Card, Chart, Story, cards
from simulation.results.cards.ranking import table
from simulation.results.screen import size
from simulation.results.signs import legend
from simulation.results.wording_replicates import pairing, replicates
from simulation.results.worlds import Worlds

TEMPLATE = "report.html.j2"


def render(
    worlds: Worlds,
    svgs: Mapping[str, str],
    provenance: Sequence[tuple[str, str]],
    warnings: Sequence[str] = (),
    tested: Mapping[str, Any] | None = None,
    margins: Mapping[str, Any] | None = None,
) -> str:
    """The whole page, in the language of the moment.

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
    margins
        What is known of marginal returns.
    """
    story = Story(worlds, tuple(provenance), tuple(warnings), tested or {}, margins or {})
    return str(_page(TEMPLATE).render({**contents(story), "svgs": inlined(story, svgs)}))


def card(worlds: Worlds) -> str:
    """The answer and the ranking as a piece of HTML, for a notebook's cell."""
    story = Story(worlds)
    verdict = story.verdict
    said = [*wording.answer(verdict), *wording.leads(worlds)]
    notes = [wording.covers(), legend(verdict)]
    notes += [*replicates(verdict), pairing(verdict)]
    page = _page("card.html.j2").render(
        question=story.facts.question,
        size=size(story.measured),
        sentences=said,
        table=table(verdict),
        note=" ".join(note for note in notes if note),
    )
    return str(page)


def contents(story: Story) -> dict[str, Any]:
    """What every form of the report tells: the cards in their order, and what stands above them."""
    return {
        "lang": language(),
        "name": story.facts.name,
        "question": story.facts.question,
        "size": size(story.measured),
        "cards": cards(story),
        "say": say,
    }


def _page(template: str) -> Any:
    import jinja2

    loader = jinja2.PackageLoader("simulation.results", "templates")
    return jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template(template)


def inlined(story: Story, svgs: Mapping[str, str]) -> dict[str, str]:
    """The figures that cards show, each as a part of the page."""
    shown = {
        chart.figure: _alternative(told, chart) for told in cards(story) for chart in told.charts
    }
    return {name: inline(name, svgs[name], text) for name, text in shown.items() if name in svgs}


def _alternative(told: Card, chart: Chart) -> str:
    """What a screen reader says instead of a figure; the card's words with the first one."""
    words = told.sentences if chart is told.charts[0] else ()
    return " ".join([f"{chart.title}{say('.')}", *words, chart.note]).strip()


def inline(name: str, svg: str, alternative: str = "") -> str:
    """An SVG file as a part of a page: no XML head, and identifiers that no other figure has."""
    from html import escape

    body = svg[svg.index("<svg") :]
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = re.sub(r'href="#', f'href="#{name}-', body)
    body = re.sub(r"url\(#", f"url(#{name}-", body)
    spoken = f' aria-label="{escape(alternative)}"' if alternative else ""
    return body.replace("<svg ", f'<svg role="img"{spoken} ', 1)
