"""Independent cascade in plain Mesa, as its users write it: an agent a consumer on a network.

After Mesa's own example of a virus on a network: each step every agent is asked, and who has just
heard tries each neighbour once. Steps are synchronous: first all tell, then all take note.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import mesa
import networkx as nx
from mesa.discrete_space import Cell, FixedAgent, Network


class State(Enum):
    """Where somebody stands."""

    UNAWARE = 0
    HEARD = 1
    TELLING = 2
    SILENT = 3


class Person(FixedAgent):  # type: ignore[misc]
    """Somebody who passes on once what was heard."""

    def __init__(self, model: Cascade, cell: Cell) -> None:
        super().__init__(model)
        self.cell = cell
        self.state = State.UNAWARE

    def tell(self) -> None:
        """Try each neighbour who is unaware."""
        if self.state is State.TELLING:
            for other in self.cell.neighborhood.agents:
                if other.state is State.UNAWARE and self.random.random() < self.model.probability:
                    other.state = State.HEARD

    def take_note(self) -> None:
        """Tell in the next step what was heard, once."""
        if self.state is State.TELLING:
            self.state = State.SILENT
        elif self.state is State.HEARD:
            self.state = State.TELLING


class Cascade(mesa.Model):  # type: ignore[misc]
    """People on a network; built once and started anew for each cascade."""

    def __init__(self, graph: nx.DiGraph, probability: float, seed: int) -> None:
        super().__init__(seed=seed)
        self.probability = probability
        self.network = Network(graph, capacity=1, random=self.random)
        Person.create_agents(self, len(graph), list(self.network.all_cells))

    def start(self, seeds: Iterable[int]) -> None:
        """Let the seeds know."""
        for person in self.agents:
            person.state = State.UNAWARE
        for seed in seeds:
            self.network[seed].agents[0].state = State.TELLING

    def step(self) -> None:
        """Let all who heard tell."""
        self.agents.do("tell")
        self.agents.do("take_note")

    def number(self, state: State) -> int:
        """How many stand so."""
        return sum(person.state is state for person in self.agents)
