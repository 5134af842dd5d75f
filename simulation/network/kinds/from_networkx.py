"""Any of networkx's own generators, by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import ValidationInfo, field_validator

from simulation.errors import GraphError
from simulation.fields import choice, wrong
from simulation.network.graph import SocialGraph
from simulation.network.kinds.base import GeneratedNetwork

if TYPE_CHECKING:
    import networkx as nx

Option = bool | int | float | None

_NOT_OPTIONS = frozenset(
    {"n", "seed", "create_using", "initial_graph", "pos", "pos_name", "backend", "backend_kwargs"}
)
"""Arguments of generators that the kind gives itself, or that no scenario can write."""

GENERATORS: dict[str, Callable[[int], dict[str, Option]]] = {
    "barabasi_albert_graph": lambda n: {"m": min(5, n - 1)},
    "connected_watts_strogatz_graph": lambda n: {"k": min(10, n - 1), "p": 0.1},
    "dual_barabasi_albert_graph": lambda n: {"m1": min(8, n - 1), "m2": min(2, n - 1), "p": 0.5},
    "duplication_divergence_graph": lambda n: {"p": 0.4},
    "fast_gnp_random_graph": lambda n: {"p": min(1.0, 10 / n)},
    "gaussian_random_partition_graph": lambda n: {
        "s": min(20, n), "v": 5, "p_in": 0.4, "p_out": min(1.0, 2 / n),
    },
    "gnm_random_graph": lambda n: {"m": 5 * n},
    "LFR_benchmark_graph": lambda n: {
        "tau1": 2.5, "tau2": 1.5, "mu": 0.2, "average_degree": min(8, n // 2),
        "max_degree": min(50, n // 2), "min_community": min(20, n // 2),
    },
    "newman_watts_strogatz_graph": lambda n: {"k": min(8, n - 1), "p": 0.1},
    "powerlaw_cluster_graph": lambda n: {"m": min(5, n - 1), "p": 0.5},
    "random_geometric_graph": lambda n: {"radius": min(1.0, 1.8 / n**0.5)},
    "random_k_out_graph": lambda n: {"k": 5, "alpha": 1.0, "self_loops": False},
    "random_regular_graph": lambda n: {"d": min(10, 2 * ((n - 1) // 2))},
    "scale_free_graph": lambda n: {},
    "watts_strogatz_graph": lambda n: {"k": min(10, n - 1), "p": 0.1},
}  # fmt: skip
"""Generators that may be named, each with options for a market of ``n`` consumers."""


class NetworkxNetwork(GeneratedNetwork):
    """A graph from a generator of networkx; its page there says what it assumes.

    The allowed generators are those that take a number of nodes and a seed. Every one works
    without options; an option that is given replaces the default. The tie u -> v of a directed
    generator means that u talks and v listens. For large markets the other kinds are much faster.
    """

    kind: Literal["networkx"] = "networkx"
    generator: str = choice(
        "powerlaw_cluster_graph", "generator of networkx, one of: " + ", ".join(GENERATORS)
    )
    options: dict[str, Any] = choice(
        {}, "the generator's own arguments by name, except the number of nodes and the seed"
    )

    @field_validator("generator")
    @classmethod
    def _allowed(cls, generator: str) -> str:
        if generator not in GENERATORS:
            names = tuple(GENERATORS)
            raise wrong(f'no generator "{generator}" among {", ".join(names)}.', generator, names)
        return generator

    @field_validator("options")
    @classmethod
    def _known(cls, options: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        generator = info.data.get("generator")
        if generator is None:  # wrong itself, and said so
            return options
        names = _option_names(generator)
        for name, value in options.items():
            if name not in names:
                raise wrong(
                    f'{generator} has no option "{name}". It has {", ".join(names)}.', name, names
                )
            if not isinstance(value, Option):
                raise wrong(f'{name}: "{value}" is not a number. Write a number, true or false.')
        return options

    def build(self, rng: np.random.Generator, folder: Path) -> SocialGraph:
        """Call the generator with a seed from ``rng``."""
        import networkx as nx

        options = GENERATORS[self.generator](self.consumers) | self.options
        seed = int(rng.integers(2**31))
        try:
            graph = getattr(nx, self.generator)(n=self.consumers, seed=seed, **options)
        except (nx.NetworkXException, ValueError, TypeError, ArithmeticError, IndexError) as error:
            raise GraphError(
                f"network.options: {self.generator} cannot use {_written(options)} "
                f"with {self.consumers:,} consumers: {error}. Change network.options."
            ) from error
        if len(graph) != self.consumers:
            raise GraphError(
                f"network.options: {self.generator} with {_written(options)} makes {len(graph):,} "
                f"consumers instead of {self.consumers:,}. Change network.options."
            )
        return SocialGraph.from_networkx(_in_order(graph))


def _in_order(graph: nx.Graph) -> nx.Graph:
    """The ties alone, with nodes in rising order; places and groups of nodes are left behind."""
    plain = graph.__class__()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(graph.edges())
    return plain


def _option_names(generator: str) -> tuple[str, ...]:
    import networkx as nx

    known = inspect.signature(getattr(nx, generator)).parameters
    return tuple(name for name in known if name not in _NOT_OPTIONS)


def _written(options: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in options.items()) or "no options"
