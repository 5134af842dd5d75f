"""What every tactic and every event keeps to; a new one is held to it by being there."""

from __future__ import annotations

import copy
import math
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, get_args

import numpy as np
import pytest
from pydantic import ValidationError

from simulation.events.base import Event
from simulation.fields import EVIDENCE, Section
from simulation.market.actions import Action, Give, Hurt, Proposal
from simulation.market_run import MarketRun
from simulation.one_run import run_strategy
from simulation.plugins import Plugin
from simulation.scenario.build import build_market
from simulation.tactics.base import Tactic
from tests.small_markets import (
    arrays_of,
    assert_same_bytes,
    live,
    messages_of,
    run_of,
    scenario,
    started,
)
from tests.tactics.minimal import EVENTS, TACTICS, minimal

ALL: dict[str, type[Plugin]] = {**TACTICS, **EVENTS}
KINDS_OF_COST = {"fee", "product", "media", "reward", "response", "settlement", "staff"}
TROUBLE = [{"kind": "scandal", "name": "trouble", "day": 1}]
LIVELY: dict[str, Any] = {
    "events": TROUBLE,
    "days": 9,
    "brand": {"owners_at_start": 0.3, "aware_at_start": 0.5, "hours_to_notice": 5.0},
    "consumers__decide": {"interest_base": 0.0, "purchase_base": 0.0},
}

each = pytest.mark.parametrize("kind", sorted(ALL))
each_tactic = pytest.mark.parametrize("kind", sorted(TACTICS))
each_event = pytest.mark.parametrize("kind", sorted(EVENTS))


CAUSING = sorted(kind for kind, member in TACTICS.items() if member.causes)  # type: ignore[attr-defined]
KNOWS_ITS_EVENTS = """
import importlib, sys
from simulation.events.base import Event
member = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
unknown = set(member.causes) - set(Event.members)
sys.exit(f"no event {unknown}" if unknown else 0)
"""


def sections(member: type[Section]) -> Iterator[type[Section]]:
    """A section and the sections among its fields."""
    yield member
    for field in member.model_fields.values():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Section):
            yield from sections(inner)


def proposals_of(run: MarketRun, plugin: Any) -> list[Proposal]:
    """What a tactic would propose today, without effect."""
    return list(plugin.propose(run.ours.view(plugin.label)))


class TestPapers:
    @each
    def test_has_its_kind_and_its_names(self, kind: str) -> None:
        member = ALL[kind]
        assert member.model_fields["kind"].default == kind
        assert get_args(member.model_fields["kind"].annotation) == (kind,)
        title = member.title  # type: ignore[attr-defined]
        assert set(title) == {"en", "zh"}
        assert title["en"].strip()
        assert any("\u4e00" <= character <= "\u9fff" for character in title["zh"])

    @each
    def test_its_first_line_says_what_it_is(self, kind: str) -> None:
        """`womsim list` prints it; it must be the kind's own."""
        own = ALL[kind].__dict__.get("__doc__")
        assert own
        first = own.strip().splitlines()[0]
        assert first.endswith((".", "?"))
        assert len(first) <= 100

    @each
    def test_every_setting_says_what_it_means(self, kind: str) -> None:
        for section in sections(ALL[kind]):
            for name, field in section.model_fields.items():
                if name == "kind":
                    continue
                assert field.description, name
                extra = field.json_schema_extra
                assert isinstance(extra, dict), name
                assert extra["nature"] in ("choice", "fact", "belief"), name
                if extra["nature"] == "belief":
                    assert extra["evidence"] in EVIDENCE, name
                    low, high = extra["low"], extra["high"]
                    assert isinstance(low, int | float), name
                    assert isinstance(high, int | float), name
                    assert low <= field.default <= high, name

    @each
    def test_is_frozen_and_strict(self, kind: str) -> None:
        made = ALL[kind].model_validate(minimal(ALL[kind]))
        with pytest.raises(ValidationError, match="frozen"):
            made.name = "other"  # type: ignore[attr-defined]
        with pytest.raises(ValidationError, match="extra"):
            ALL[kind].model_validate(minimal(ALL[kind]) | {"no_such_key": 1})


class TestTactic:
    @each_tactic
    def test_lives_in_both_engines_alike(self, kind: str) -> None:
        tactic = minimal(TACTICS[kind]) | {"budget": 5000.0}
        kernel, agents = (run_of([tactic], engine=e, **LIVELY) for e in ("kernel", "agents"))
        assert_same_bytes(kernel.live, agents.live)

    @each_tactic
    def test_proposes_known_actions_and_touches_nothing(self, kind: str) -> None:
        run = started([minimal(TACTICS[kind]) | {"budget": 5000.0}], **LIVELY)
        seen = []
        for _ in range(LIVELY["days"]):
            view = run.ours.view(run.ours.tactics[0].label)
            memory = copy.deepcopy(view.memory)
            run.desk.begin(run.day)
            before = {name: array.copy() for name, array in arrays_of(run).items()}
            seen += proposals_of(run, run.ours.tactics[0])
            for name, array in arrays_of(run).items():
                assert array.tobytes() == before[name].tobytes(), name
            view.memory.clear()
            view.memory.update(memory)
            run.live()
        assert seen
        for proposal in seen:
            assert isinstance(proposal, Proposal)
            assert all(isinstance(action, get_args(Action)) for action in proposal.actions)
            assert 0.0 <= proposal.cost < math.inf
            assert proposal.kind in KINDS_OF_COST

    @each_tactic
    @pytest.mark.parametrize("budget", [0.0, 0.1, 7.0, 150.0, 1999.99, 1e6])
    def test_never_spends_more_than_its_budget(self, kind: str, budget: float) -> None:
        written = minimal(TACTICS[kind])
        run = live(started([written | {"budget": budget}], **LIVELY))
        assert run.desk.ledger.spent(kind) <= budget * (1 + 1e-9)
        shared = live(started([written], budget=budget, **LIVELY))
        assert shared.desk.ledger.total() <= budget * (1 + 1e-9)

    @each_tactic
    def test_writes_its_costs_under_its_name_and_within_its_days(self, kind: str) -> None:
        written = minimal(TACTICS[kind]) | {"name": "lever", "budget": 5000.0, "day": 1, "until": 4}
        run = live(started([written], **LIVELY))
        entries = run.desk.ledger.entries
        assert {entry.tactic for entry in entries} <= {"lever"}
        assert {entry.kind for entry in entries} <= KINDS_OF_COST
        assert all(entry.day >= 1 for entry in entries)
        if kind != "respond":  # a case that began in time is answered even later
            assert all(entry.day <= 4 for entry in entries)

    @each_tactic
    def test_leaves_the_messages_of_others_alone(self, kind: str) -> None:
        """On its first day, posts and advertisements of other tactics reach the same people."""
        others: list[dict[str, Any]] = [
            {"kind": "hire_kocs", "name": "first", "number": 3},
            {"kind": "advertise", "name": "second", "channel": "social", "spend_per_day": 50},
        ]

        def told(written: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
            run = live(started(written, trace=True, budget=1e6, **LIVELY), 1)
            messages = messages_of(run)
            slots = [run.ours.addresses[name].slot for name in ("first", "second")]
            kept = np.isin(messages["slot"], slots)
            rows = (messages[name][kept].tolist() for name in ("talker", "listener", "weight"))
            return sorted(zip(*rows, strict=True))

        alone = told(others)
        assert alone
        assert told([minimal(TACTICS[kind]), *others]) == alone

    @each_tactic
    def test_has_the_same_luck_whatever_is_around_it(self, kind: str) -> None:
        """The same proposals on day 0, whether it stands alone or last in a list."""
        written = minimal(TACTICS[kind]) | {"budget": 3000.0}
        alone = started([written], **LIVELY)
        among = started([{"kind": "discount", "name": "sale", "share": 0.1}, written], **LIVELY)
        first = proposals_of(alone, alone.ours.tactics[0])
        second = proposals_of(among, among.ours.tactics[1])
        assert repr(first) == repr(second)

    @each_tactic
    def test_problems_are_lines_with_a_field(self, kind: str) -> None:
        """``field: text``, the field being one of its own or none."""
        member = TACTICS[kind]
        for budget in (0.0, 0.01):
            run = started([minimal(member) | {"budget": budget}], roles={}, **LIVELY)
            for problem in run.ours.tactics[0].problems(run.ours.view(kind)):
                field, colon, text = problem.partition(": ")
                assert colon
                assert field == "" or field in member.model_fields
                assert text.endswith(".")


class TestEvent:
    @each_event
    def test_lives_in_both_engines_alike(self, kind: str) -> None:
        lively = LIVELY | {"events": [minimal(EVENTS[kind])]}
        kernel, agents = (run_of(engine=engine, **lively) for engine in ("kernel", "agents"))
        assert_same_bytes(kernel.live, agents.live)

    @each_event
    def test_happens_on_its_day_and_costs_the_ledger_nothing(self, kind: str) -> None:
        quiet = started(**LIVELY | {"events": []})
        struck = started(**LIVELY | {"events": [minimal(EVENTS[kind]) | {"day": 2}]})
        for run in (quiet, struck):
            live(run, 2)
        assert_same_bytes(quiet, struck)
        struck.live()
        assert struck.desk.cases[kind].day == 2
        live(struck)
        assert struck.desk.ledger.entries == []

    @each_event
    def test_strikes_alike_in_every_strategy(self, kind: str) -> None:
        """Whom it hits does not depend on what a brand does that changes nobody."""
        event = minimal(EVENTS[kind]) | {"day": 0}
        hit = []
        for written in ([], [{"kind": "monitor_talk"}]):
            run = started(written, **LIVELY | {"events": [event]})
            proposals = list(run.scenario.events[0].strike(run.ours.view(kind)))
            hurt = [a for p in proposals for a in p.actions if isinstance(a, Hurt)]
            hit.append([a.who.tolist() for a in hurt])
        assert hit[0] == hit[1]
        assert hit[0] or not EVENTS[kind].is_trouble  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", CAUSING)
def test_a_tactic_brings_along_the_events_that_it_causes(kind: str) -> None:
    """A worker process is sent the tactic alone, and imports no more than its module."""
    member = TACTICS[kind]
    command = [sys.executable, "-c", KNOWS_ITS_EVENTS, member.__module__, member.__name__]
    alone = subprocess.run(command, check=False, capture_output=True, text=True)
    assert alone.returncode == 0, alone.stderr


@pytest.fixture
def notebook() -> Iterator[None]:
    """Forget plug-ins that a test defines, as if its notebook were closed."""
    kept = [(family, dict(family.members)) for family in (Tactic, Event)]
    yield
    for family, members in kept:
        family.members.clear()
        family.members.update(members)


@pytest.mark.usefixtures("notebook")
class TestNotebook:
    def test_a_tactic_of_ones_own_runs_at_once(self) -> None:
        from collections.abc import Iterable
        from typing import Literal

        from simulation.fields import choice
        from simulation.market.view import View

        class Street(Tactic):
            """Somebody hands out units in the street."""

            kind: Literal["street"] = "street"
            units: int = choice(2, "Units to hand out a day", ge=1)

            def propose(self, view: View) -> Iterable[Proposal]:
                who = view.meant("random")[: self.units]
                yield Proposal((Give(who),), self.units * view.unit_cost, "product")

        assert Tactic.members["street"] is Street
        lively = LIVELY | {"budget": 1000.0, "brand__unit_cost": 100.0}
        small = scenario([{"kind": "street", "units": 3}], **lively)
        built = build_market(small, 0)
        kernel, agents = (
            run_strategy(small, "tested", built=built, engine=engine)
            for engine in ("kernel", "agents")
        )
        assert_same_bytes(kernel.live, agents.live)
        assert kernel.ledger["amount"] == [300.0] * 3  # the fourth day is refused
        assert kernel.live.desk.given == 9

    def test_defining_a_kind_again_replaces_it(self) -> None:
        from typing import Literal

        def define(line: str) -> type[Tactic]:
            class Street(Tactic):
                __doc__ = line
                kind: Literal["street"] = "street"

            return Street

        define("First try.")
        second = define("Second try.")
        assert Tactic.members["street"] is second

    def test_an_event_of_ones_own_runs_at_once(self) -> None:
        from typing import Literal

        from numpy.typing import NDArray

        from simulation.events.trouble import Trouble
        from simulation.market.view import View

        class Rumour(Trouble):
            """Everybody who knows the brand hears something bad."""

            kind: Literal["rumour"] = "rumour"

            def hit(self, view: View) -> NDArray[np.int32]:
                return np.flatnonzero(view.market.stage != 0).astype(np.int32)

        assert Event.members["rumour"] is Rumour
        run = run_of(**LIVELY | {"events": [{"kind": "rumour", "day": 2}]}).live
        assert run.desk.cases["rumour"].n_hurt > 0


def test_what_tests_define_is_gone_afterwards() -> None:
    assert "street" not in Tactic.members
    assert "rumour" not in Event.members
