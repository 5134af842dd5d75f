"""Every sentence and word that results are told in, kept together so that they can be translated.

Three verdicts: settled, not settled, too close to matter. Never a promise, never "no difference".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from simulation.language import language, say, say_count
from simulation.results.facts import BeliefFacts
from simulation.results.measured import Measured
from simulation.results.numbers import about, currency_name, number, rounded_up, span
from simulation.results.outcomes import OUTCOMES, Outcome
from simulation.results.statistics import LEVEL, Estimate
from simulation.results.verdict import Rival, Verdict
from simulation.results.worlds import Worlds, lead
from simulation.scenario.worlds import AS_WRITTEN

COVERS: Final = "covers luck, not assumptions"
"""Said under every interval."""

COUNTED: Final = frozenset({"consumers", "customers", "units", "messages"})
"""Units of outcomes that are counted, so that one strategy brings more of them."""

NOUNS: Final = {
    "aware": "consumers who heard of the brand",
    "interested": "interested consumers",
    "exposures": "messages heard",
    "units": "units sold",
    "lapsed": "lapsed consumers",
}
"""Counted outcomes whose name is not the noun that is counted."""

ANSWER_COUNT: Final = (
    "In this market {a} brings {d} {more} {what} than {b} ({span}); best in {k} of {n} replicates."
)
ANSWER_LEVEL: Final = (
    "In this market {a} has a {more} {what} than {b}: {d} ({span}); best in {k} of {n} replicates."
)
ANSWER_ALONE: Final = (
    "In this market {a} has the {most} {what}, {d} ({span}); best in {k} of {n} replicates."
)
ONLY: Final = "{a}: {d} {what} ({span}). There is no other strategy to compare with."
BASELINE_BEST: Final = "In this market no strategy does better than {b}, the baseline."
NOT_SETTLED: Final = "Not settled: {a} and {b} ({d} [{span}]{level}); {needed}."
TOO_CLOSE: Final = "Too close to matter: {a} and {b} ({d} [{span}]{level})."
NEEDED: Final = "{n} more replicates would settle a difference of this size"
NEEDED_ONE: Final = "{n} more replicate would settle a difference of this size"
NEEDED_NEVER: Final = "on average they are equal so far"
ONE_REPLICATE: Final = (
    "Not settled: one replicate says nothing about luck. Use --replications 20 or more."
)
NOTHING_DEFINED: Final = "Not settled: {what} is undefined in every strategy."
BEST: Final = (
    "{a} is the best of {k} strategies in {what}: settled against each of the others at {level} %."
)
PAIRS: Final = "{m} of {p} pairs are settled, when all are judged together (Holm)."
PAIR: Final = "{m} of {p} pair is settled, when all are judged together (Holm)."
RESTS_ON: Final = "{a} of {b} inputs about how people behave are assumptions."
RESTS_ON_ONE: Final = "{a} of {b} inputs about how people behave is an assumption."
LEADS: Final = "{a} leads in {k} of {n} worlds{but}."
LEADS_NOT: Final = "; elsewhere: {w}"
LEADS_NONE: Final = "In none of {n} worlds is a strategy settled to be the best."
LED_BY: Final = "{w} ({b} leads)"
LED_BY_NONE: Final = "{w} (not settled)"
AND_SO_ON: Final = ", "
ORGANIC: Final = "organic"
"""Name of the consumers' own talk among the sources."""

SOURCES: Final = {ORGANIC: "talk of consumers"}
"""Sources that no strategist has named."""

ON_THEIR_OWN: Final = "on their own, told by nobody"
"""Those who bought without having heard anything, which is no source."""

FUNNEL_STEPS: Final = {
    "people": "all people",
    "aware": "aware",
    "interested": "interested",
    "customers": "customers",
    "retained": "customers kept",
}
"""Steps of the funnel as people call them."""

STAGES: Final = {
    "unaware": "unaware",
    "aware": "aware",
    "interested": "interested",
    "customer": "customer",
    "loyal": "loyal",
    "advocate": "advocate",
    "rejecter": "rejecter",
    "lapsed": "lapsed",
}
"""Stages of the journey as people call them."""

EVIDENCE: Final = {
    "assumption": "assumption",
    "practitioner_claim": "practitioner claim",
    "published": "published",
    "measured": "measured",
}
"""Kinds of evidence as people call them."""


def title(outcome: Outcome) -> str:
    """An outcome at the head of a column or a figure."""
    return outcome.label[language()]


def title_of(outcome: str) -> str:
    """The same by its name."""
    return title(OUTCOMES[outcome])


def unit(outcome: Outcome, currency: str) -> str:
    """The unit of an outcome."""
    return currency_name(currency) if outcome.unit == "money" else say(outcome.unit)


def source(tactic: str) -> str:
    """Where a customer came from, or what was paid for.

    A tactic keeps the name that its strategist gave it. One that goes by its kind is called by the
    title of that kind in languages other than English, in which kinds are words already.
    """
    if tactic in SOURCES:
        return say(SOURCES[tactic])
    if language() == "en":
        return tactic
    from simulation.scenario.kinds import members_of

    kind: Any = {**members_of("event"), **members_of("tactic")}.get(tactic)
    return tactic if kind is None else str(kind.title.get(language(), tactic))


def world_name(world: str) -> str:
    """A world as people call it: the name that its strategist gave it."""
    return say(AS_WRITTEN) if world == AS_WRITTEN else world


def step(name: str) -> str:
    """A step of the funnel."""
    return say(FUNNEL_STEPS[name])


def stage(name: str) -> str:
    """A stage of the journey."""
    return say(STAGES[name])


def evidence(kind: str) -> str:
    """A kind of evidence."""
    return say(EVIDENCE[kind])


def more_word(outcome: Outcome, gap: float) -> str:
    """More or fewer, higher or lower."""
    words = ("more", "fewer") if outcome.unit in COUNTED else ("higher", "lower")
    return say(words[gap < 0.0])


def what(outcome: Outcome) -> str:
    """The outcome in the middle of a sentence."""
    if language() != "en":
        return outcome.label[language()]
    if outcome.unit in COUNTED:
        return NOUNS.get(outcome.name, outcome.name.replace("_", " "))
    return outcome.label["en"][0].lower() + outcome.label["en"][1:]


def answer(verdict: Verdict) -> list[str]:
    """The answer in one to four sentences, each past its gate."""
    if len(verdict.measured.replicates) < 2:
        return [say(ONE_REPLICATE)]
    if verdict.leader is None:
        return [say(NOTHING_DEFINED).format(what=what(verdict.outcome))]
    if len(verdict.measured.facts.names) == 1:
        return [_only(verdict, verdict.leader)]
    first = _headline(verdict, verdict.leader)
    return ([first] if first else []) + undecided(verdict)


def _only(verdict: Verdict, leader: str) -> str:
    found = verdict.measured.estimate(leader, verdict.outcome.name)
    return say(ONLY).format(
        a=name(verdict, leader),
        what=what(verdict.outcome),
        d=number(found.value, found.high - found.low),
        span=span(found.low, found.high, joint=say(" to ")),
    )


def best(verdict: Verdict) -> str:
    """Who is best of three or more, and at what level that is said; empty where nobody is."""
    if verdict.best is None or len(verdict.names) < 3:
        return ""
    return say(BEST).format(
        a=name(verdict, verdict.best),
        k=len(verdict.names),
        what=what(verdict.outcome),
        level=percent(verdict.level),
    )


def _headline(verdict: Verdict, leader: str) -> str | None:
    """What the leader brings beside the baseline, if that is settled."""
    other = verdict.baseline
    if leader == verdict.baseline:
        if verdict.best != leader:
            return None
        return say(BASELINE_BEST).format(b=name(verdict, leader))
    if other not in verdict.names:
        return _alone(verdict, leader)
    gap = verdict.against_baseline(leader).estimate
    if verdict.word(leader) not in ("up", "down"):
        return None
    text = ANSWER_COUNT if verdict.outcome.unit in COUNTED else ANSWER_LEVEL
    size = abs(gap.value) if verdict.outcome.unit in COUNTED else gap.value
    turned = gap if gap.value >= 0.0 or text is ANSWER_LEVEL else _turned(gap)
    return say(text).format(
        a=name(verdict, leader),
        b=name(verdict, other),
        d=number(size, gap.high - gap.low, signed=text is ANSWER_LEVEL),
        more=more_word(verdict.outcome, gap.value),
        what=what(verdict.outcome),
        span=span(turned.low, turned.high, joint=say(" to ")),
        k=verdict.times_best[leader],
        n=len(verdict.measured.replicates),
    )


def _alone(verdict: Verdict, leader: str) -> str | None:
    """The leader's own value, where the baseline has none and the leader is the best."""
    if len(verdict.names) > 1 and verdict.best != leader:
        return None
    found = verdict.measured.estimate(leader, verdict.outcome.name)
    return say(ANSWER_ALONE).format(
        a=name(verdict, leader),
        most=say("highest" if verdict.direction > 0 else "lowest"),
        what=what(verdict.outcome),
        d=number(found.value, found.high - found.low),
        span=span(found.low, found.high, joint=say(" to ")),
        k=verdict.times_best[leader],
        n=len(verdict.measured.replicates),
    )


def undecided(verdict: Verdict) -> list[str]:
    """A sentence for each rival that the leader is not settled against.

    What is said of the leader and the baseline is what the table says of them, at its level.
    """
    rivals = (
        verdict.beside_baseline if rival.name == verdict.baseline else (rival, verdict.level)
        for rival in verdict.rivals
    )
    return [
        _beside(verdict, rival, level)
        for rival, level in rivals
        if rival.standing != "settled" and not math.isnan(rival.gap.low)
    ]


def _beside(verdict: Verdict, rival: Rival, level: float) -> str:
    gap = rival.gap
    text = NOT_SETTLED if rival.standing == "not settled" else TOO_CLOSE
    more = more_replicates(verdict.measured, rival.needed)
    needed = say_count(NEEDED_ONE, NEEDED, more).format(n=about(more))
    return say(text).format(
        a=name(verdict, verdict.leader or ""),
        b=name(verdict, rival.name),
        d=number(gap.value, gap.high - gap.low, signed=True),
        span=span(gap.low, gap.high, signed=True),
        level=at_level(level),
        needed=needed if math.isfinite(more) else say(NEEDED_NEVER),
    )


def at_level(level: float) -> str:
    """At what level an interval is, where that is not the usual one."""
    return "" if level == LEVEL else say(", {level} % interval").format(level=percent(level))


def more_replicates(measured: Measured, needed: float) -> float:
    """How many replicates are missing, to two digits; infinite where no number would do."""
    if not math.isfinite(needed):
        return math.inf
    return rounded_up(max(1.0, needed - len(measured.replicates)))


def percent(level: float) -> str:
    """A level in percent, never rounded up to 100."""
    return f"{100 * level:.3g}" if level < 0.9995 else f"{100 * level:.5g}"


def name(verdict: Verdict, strategy: str) -> str:
    """A strategy as people call it."""
    return verdict.measured.facts.strategy(strategy).label


def pairs(verdict: Verdict) -> str:
    """How many pairs of strategies are settled."""
    settled, all_pairs = verdict.settled_pairs
    if not all_pairs:
        return ""
    return say_count(PAIR, PAIRS, all_pairs).format(m=settled, p=all_pairs)


def leads(worlds: Worlds) -> list[str]:
    """In how many worlds a strategy leads, and in which not; nothing where there is one world."""
    n = len(worlds)
    if n < 2:
        return []
    found = lead(worlds)
    if found.strategy is None:
        return [say(LEADS_NONE).format(n=n)]
    strategies = next(iter(worlds.values())).facts
    others = [
        say(LED_BY if best else LED_BY_NONE).format(
            w=world_name(world), b=strategies.strategy(best).label if best else ""
        )
        for world, best in found.elsewhere.items()
    ]
    but = say(LEADS_NOT).format(w=say(AND_SO_ON).join(others)) if others else ""
    leader = strategies.strategy(found.strategy).label
    return [say(LEADS).format(a=leader, k=len(found.worlds), n=n, but=but)]


def covers() -> str:
    """What an interval covers, as a sentence of a footnote."""
    text = say(COVERS)
    return f"{text[0].upper()}{text[1:]}{say('.')}"


def rests_on(beliefs: Sequence[BeliefFacts]) -> str:
    """How many inputs are assumptions; empty where no inputs are listed."""
    if not beliefs:
        return ""
    assumed = sum(belief.evidence == "assumption" for belief in beliefs)
    return say_count(RESTS_ON_ONE, RESTS_ON, assumed).format(a=assumed, b=len(beliefs))


def _turned(gap: Estimate) -> Estimate:
    return gap._replace(value=-gap.value, low=-gap.high, high=-gap.low)
