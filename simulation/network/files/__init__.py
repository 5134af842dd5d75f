"""Graphs from files: edge lists, networkx's formats, Parquet; nodes from a second file."""

from __future__ import annotations

from pathlib import Path

from simulation.errors import GraphError
from simulation.network.columns import plain_labels
from simulation.network.files.edge_list import Asked, Listed, read_edge_list
from simulation.network.files.networkx_formats import FORMATS, read_exchange_file
from simulation.network.files.nodes import add_nodes, read_nodes
from simulation.network.files.opening import trouble
from simulation.network.files.parquet import read_parquet
from simulation.network.graph import SocialGraph, dropped_notes
from simulation.network.roles import ROLE_NAMES, first_unknown_role, unknown
from simulation.network.ties import ties_from_listed

EDGE_LISTS = (".txt", ".csv", ".tsv", ".edges", ".edgelist")
NODE_LISTS = (".csv", ".tsv", ".txt", ".parquet")


def read_graph(
    path: str | Path,
    *,
    directed: bool | None = None,
    talker: str | None = None,
    listener: str | None = None,
    strength: str | None = None,
    nodes: str | Path | None = None,
) -> SocialGraph:
    """A social graph from a file; see `SocialGraph.from_file`."""
    path = Path(path)
    suffix = _suffix(path, (*EDGE_LISTS, *FORMATS, ".parquet"))
    if suffix in FORMATS:
        if talker is not None or listener is not None:
            raise trouble(path, f"{FORMATS[suffix]} has no columns. Take talker and listener away.")
        graph = read_exchange_file(path, suffix, directed=directed, strength=strength)
    else:
        read = read_parquet if suffix == ".parquet" else read_edge_list
        listed = read(path, Asked(talker, listener, strength))
        graph = _graph(path, listed, one_way=directed is True)
    if not graph.n_ties:
        raise trouble(path, "holds no tie between two consumers. Give at least one.")
    if nodes is not None:
        _suffix(Path(nodes), NODE_LISTS)
        graph = add_nodes(graph, read_nodes(Path(nodes)))
    _check_roles(graph, path)
    return graph


def _suffix(path: Path, allowed: tuple[str, ...]) -> str:
    """The suffix that tells the format, without .gz."""
    plain = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    suffix = plain.suffix.lower()
    if suffix not in allowed:
        found = f'"{suffix}"' if suffix else "no suffix"
        raise trouble(path, f"has {found}, which names no format. Use one of {', '.join(allowed)}.")
    return suffix


def _graph(path: Path, listed: Listed, *, one_way: bool) -> SocialGraph:
    pairs, strength = listed.pairs, listed.strength
    try:
        ties, dropped = ties_from_listed(
            pairs.codes, len(pairs.labels), strength, mutual=not one_way
        )
    except GraphError as error:
        raise trouble(path, str(error)) from error
    return SocialGraph(
        {"strong": ties},
        labels=plain_labels(pairs.labels),
        directed=one_way,
        notes=(*listed.notes, *dropped_notes(dropped, strength is not None)),
    )


def _check_roles(graph: SocialGraph, path: Path) -> None:
    names = graph.attributes["role"].tolist() if "role" in graph.attributes else []
    row = first_unknown_role(names)
    if row is not None:
        label = row if graph.labels is None else graph.labels[row]
        raise trouble(path, f"role of {label}: {unknown(names[row], ROLE_NAMES)}")
