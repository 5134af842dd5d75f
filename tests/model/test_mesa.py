"""The market as Mesa's users expect one: step, run, agents, collectors, rng and subclasses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mesa
import numpy as np
import pytest

from simulation import Consumer, WordOfMouthModel
from simulation.dynamics.parameters import BrandDay
from simulation.engines import Today
from simulation.errors import ArgumentError, ScenarioError
from simulation.market.state import Stage
from simulation.messages import Message
from simulation.network.roles import Role
from simulation.one_run import run_strategy
from simulation.scenario import Scenario
from tests.small_markets import assert_same_bytes, scenario

TACTICS: list[dict[str, Any]] = [
    {"kind": "hire_kocs", "number": 3},
    {"kind": "referral_reward", "referrer": 5.0},
    {"kind": "advertise", "spend_per_day": 20},
]
DAYS = 8


@pytest.fixture(scope="module")
def small() -> Scenario:
    return scenario(
        TACTICS, days=DAYS, brand={"owners_at_start": 0.3, "aware_at_start": 0.4},
        consumers__decide={"interest_base": -1.0, "purchase_base": -1.0},
    )  # fmt: skip


def model_of(small: Scenario, **settings: Any) -> WordOfMouthModel:
    return WordOfMouthModel(small, "tested", **settings)


class TestRunning:
    def test_is_a_mesa_model(self, small: Scenario) -> None:
        model = model_of(small)
        assert isinstance(model, mesa.Model)
        assert (model.running, model.day) == (True, 0)
        assert isinstance(model.rng, np.random.Generator)

    def test_a_step_is_a_day(self, small: Scenario) -> None:
        model = model_of(small)
        model.step()
        model.step()
        assert model.day == model.steps == 2
        assert len(model.daily) == 2

    def test_every_way_to_run_gives_the_same_bytes(self, small: Scenario) -> None:
        stepped, ran, counted = (model_of(small) for _ in range(3))
        for _ in range(DAYS):
            stepped.step()
        ran.run_model()
        counted.run_for(3)
        assert counted.day == 3
        counted.run_for(100)
        reference = run_strategy(small, "tested").live
        for model in (stepped, ran, counted):
            assert not model.running
            assert model.day == DAYS
            assert_same_bytes(model.run, reference)

    def test_ends_with_the_scenario(self, small: Scenario) -> None:
        model = model_of(small)
        model.run_model()
        model.run_for(1)
        assert model.day == DAYS
        with pytest.raises(ArgumentError, match=f"ended after {DAYS} days"):
            model.step()

    def test_the_baseline_is_what_runs_unless_one_says_so(self, small: Scenario) -> None:
        assert WordOfMouthModel(small).run.strategy == "nothing"
        with pytest.raises(ArgumentError, match='no strategy "testd"'):
            WordOfMouthModel(small, "testd")

    def test_what_cannot_work_is_said_at_once(self) -> None:
        impossible = scenario([{"kind": "hire_kols", "tier": "head", "number": 9}])
        with pytest.raises(ScenarioError, match="9 head KOLs asked, 1 exist"):
            WordOfMouthModel(impossible, "tested")

    def test_rng_replaces_the_seed(self, small: Scenario) -> None:
        daily = []
        for rng in (None, 5, 5, np.random.default_rng(5), np.random.default_rng(5), 6):
            model = model_of(small, rng=rng)
            model.run_model()
            daily.append(model.run.daily)
        assert (daily[1] == daily[2]).all()
        assert (daily[3] == daily[4]).all()
        different = [daily[0], daily[1], daily[3], daily[5]]
        for i, one in enumerate(different):
            assert not any((one == other).all() for other in different[:i])

    def test_an_impossible_rng_is_a_users_error(self, small: Scenario) -> None:
        with pytest.raises(ScenarioError, match="seed"):
            model_of(small, rng=-1)

    def test_the_default_rng_leaves_the_seed_alone(self, small: Scenario) -> None:
        assert model_of(small, rng=small.seed).settings.hash == small.hash

    def test_mesas_own_random_numbers_do_not_depend_on_the_strategy(self, small: Scenario) -> None:
        one, other = model_of(small), WordOfMouthModel(small)
        assert one.random.random() == other.random.random()
        assert one.rng.random() == other.rng.random()


class TestAgents:
    def test_are_not_made_until_somebody_asks(self, small: Scenario) -> None:
        made = []

        class Counted(Consumer):
            def __init__(self, model: WordOfMouthModel, row: int) -> None:
                super().__init__(model, row)
                made.append(row)

        model = model_of(small, consumer_class=Counted)
        model.run_for(3)
        model.datacollector.get_model_vars_dataframe()
        assert made == []
        assert len(model.agents) == 60
        assert made == list(range(60))
        assert len(model.agents) == len(made) == 60

    def test_are_windows_on_their_rows(self, small: Scenario) -> None:
        model = model_of(small)
        model.run_for(3)
        market = model.market
        for row in (0, 17, 59):
            consumer = model.consumer(row)
            assert consumer.row == row
            assert consumer.stage == Stage(int(market.stage[row]))
            assert consumer.role == Role(int(model.population.role[row]))
            assert consumer.satisfaction == market.satisfaction[row]
            assert consumer.is_owner == (market.units[row] > 0)
            assert consumer.units == market.units[row]
        consumer = model.consumer(5)
        consumer.stage = Stage.REJECTER
        consumer.satisfaction = -0.5
        assert (market.stage[5], market.satisfaction[5]) == (Stage.REJECTER, -0.5)
        assert repr(consumer).startswith("<Consumer 5: rejecter, opinion ")

    def test_friends_are_those_of_the_graph(self, small: Scenario) -> None:
        model = model_of(small)
        ties = model.graph.layers["strong"]
        for row in range(10):
            listeners = ties.listener[ties.first[row] : ties.first[row + 1]].tolist()
            assert [friend.row for friend in model.consumer(row).friends] == listeners

    def test_can_be_selected_and_summed_up(self, small: Scenario) -> None:
        model = model_of(small)
        model.run_for(DAYS)
        owners = model.agents.select(lambda consumer: consumer.is_owner)
        assert len(owners) == (model.market.units > 0).sum() > 0
        assert owners.agg("units", sum) == model.market.units.sum()
        assert model.agents.get("row") == list(range(60))
        assert list(model.agents_by_type) == [Consumer]

    def test_cannot_be_replaced(self, small: Scenario) -> None:
        with pytest.raises(AttributeError, match="agents"):
            model_of(small).agents = []


class TestCollector:
    def test_daily_measures_are_there_without_asking(self, small: Scenario) -> None:
        model = model_of(small)
        model.run_model()
        frame = model.datacollector.get_model_vars_dataframe()
        assert len(frame) == DAYS
        assert frame["day"].tolist() == list(range(DAYS))
        assert frame["customers"].iloc[-1] == (model.market.purchases > 0).sum()
        assert frame.equals(model.daily)

    def test_reporters_of_ones_own(self, small: Scenario) -> None:
        model = model_of(
            small,
            model_reporters={"angriest": lambda m: float(m.market.anger.max()), "today": "day"},
            agent_reporters={"stage": "stage", "y": lambda consumer: consumer.satisfaction},
        )
        model.run_for(3)
        frame = model.datacollector.get_model_vars_dataframe()
        assert frame["today"].tolist() == [1, 2, 3]
        assert frame["angriest"].tolist() == [0.0, 0.0, 0.0]
        assert {"customers", "exposures"} <= set(frame.columns)
        agents = model.datacollector.get_agent_vars_dataframe()
        assert len(agents) == 3 * 60
        last = agents.xs(3, level="Step")
        assert last["y"].tolist() == model.market.satisfaction.astype(float).tolist()

    def test_looking_on_changes_nothing(self, small: Scenario) -> None:
        watched = model_of(small, agent_reporters={"opinion": "opinion"})
        watched.run_model()
        assert_same_bytes(watched.run, run_strategy(small, "tested").live)


class Deaf(Consumer):
    """Hears nothing."""

    def hear(self, message: Message, brand: BrandDay) -> None:
        """Let it pass."""


class Mute(Consumer):
    """Says nothing."""

    def talk(self, today: Today) -> Iterator[Message]:
        """Keep silent."""
        yield from ()


class Stubborn(Consumer):
    """Never moves along the journey."""

    def decide(self, today: Today) -> bool:
        """Decide nothing."""
        self.model.market.heard_good[self.row] = 0
        self.model.market.heard_bad[self.row] = 0
        return False


class Steady(Consumer):
    """Neither judges nor forgets."""

    def experience(self, today: Today) -> bool:
        """Live on."""
        return False


class Unchanged(Consumer):
    """A subclass that changes nothing."""


class TestSubclass:
    def test_that_changes_nothing_gives_the_same_bytes(self, small: Scenario) -> None:
        model = model_of(small, engine="agents", consumer_class=Unchanged)
        model.run_model()
        assert_same_bytes(model.run, run_strategy(small, "tested").live)
        assert isinstance(model.consumer(0), Unchanged)

    @pytest.mark.parametrize("changed", [Deaf, Mute, Stubborn, Steady])
    def test_of_one_verb_changes_results_with_agents_alone(
        self, small: Scenario, changed: type[Consumer]
    ) -> None:
        reference = run_strategy(small, "tested").live
        kernel = model_of(small, consumer_class=changed)
        kernel.run_model()
        assert_same_bytes(kernel.run, reference)
        agents = model_of(small, engine="agents", consumer_class=changed)
        agents.run_model()
        assert (agents.run.daily != reference.daily).any()

    def test_does_what_it_says(self, small: Scenario) -> None:
        lived = {}
        for changed in (Deaf, Mute, Stubborn):
            model = model_of(small, engine="agents", consumer_class=changed)
            model.run_model()
            lived[changed] = model
        assert not lived[Deaf].market.evidence_for.any()
        assert not lived[Deaf].market.credit.any()
        said = lived[Mute].daily
        assert not said[["good_messages", "bad_messages"]].to_numpy().any()
        assert said["exposures"].sum() > 0  # the brand goes on speaking
        assert not lived[Stubborn].market.purchases.any()


class TestTrace:
    def test_messages_of_a_traced_model(self, small: Scenario) -> None:
        traced = [model_of(small, trace=True, engine=engine) for engine in ("kernel", "agents")]
        for model in traced:
            model.run_model()
        kernel, agents = (model.run.messages() for model in traced)
        assert all((kernel[name] == agents[name]).all() for name in kernel)
        assert len(kernel["day"]) == traced[0].run.by_slot.sum()

    def test_without_a_trace_there_are_none_to_see(self, small: Scenario) -> None:
        model = model_of(small)
        with pytest.raises(ArgumentError, match="trace=True"):
            model.run.messages()
