"""GraphML, GEXF, GML and node-link JSON, by networkx's readers.

Labels that are all whole numbers, also as text, become numbers, and consumers stand in rising
order; so the same graph is the same in every format.
"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from simulation.errors import GraphError
from simulation.network.columns import is_whole
from simulation.network.exchange import from_networkx
from simulation.network.files.labels import as_numbers
from simulation.network.files.opening import decoded, read_utf8, trouble
from simulation.network.graph import SocialGraph

if TYPE_CHECKING:
    import networkx as nx

FORMATS = {".graphml": "GraphML", ".gexf": "GEXF", ".gml": "GML", ".json": "node-link JSON"}
"""Names of the formats by suffix."""


def read_exchange_file(
    path: Path, suffix: str, *, directed: bool | None, strength: str | None
) -> SocialGraph:
    """A graph from a file in one of `FORMATS`.

    Raises
    ------
    GraphError
        When the file does not hold a graph in its format.
    """
    import networkx as nx

    text = decoded(path, read_utf8(path))
    try:
        graph = _READERS[suffix](text, directed is True)
    except json.JSONDecodeError as error:
        raise trouble(path, f"is not JSON: {error.msg}. Write it anew.", error.lineno) from error
    except (nx.NetworkXException, ParseError, LookupError, ValueError, TypeError) as error:
        said = " ".join(str(error).split()).rstrip(".") or type(error).__name__
        raise trouble(
            path, f"is not {FORMATS[suffix]} as networkx writes it: {said}. Write it anew."
        ) from error
    if not len(graph):
        raise trouble(path, "holds no consumers. Give nodes and ties.")
    try:
        return from_networkx(_in_order(graph), directed=directed, strength=strength)
    except GraphError as error:
        raise trouble(path, str(error)) from error


def _in_order(graph: nx.Graph) -> nx.Graph:
    """The same graph with whole numbers as numbers, in rising order."""
    nodes = list(graph)
    labels = as_numbers(nodes)
    if not all(is_whole(label) for label in labels):
        return graph
    new = dict(zip(nodes, labels, strict=True))
    ordered = graph.__class__()
    ordered.graph.update(graph.graph)
    for node in sorted(nodes, key=new.__getitem__):
        ordered.add_node(new[node], **graph.nodes[node])
    ordered.add_edges_from((new[u], new[v], data) for u, v, data in graph.edges(data=True))
    return ordered


def _graphml(text: str, directed: bool) -> nx.Graph:
    import networkx as nx

    if directed:
        text = re.sub(r"""edgedefault\s*=\s*["']undirected["']""", 'edgedefault="directed"', text)
    return nx.parse_graphml(text)


def _gexf(text: str, directed: bool) -> nx.Graph:
    import networkx as nx

    if directed:
        text = re.sub(r"""\s(defaultedgetype|type)\s*=\s*["'](undirected|mutual)["']""", "", text)
        text = re.sub(r"<graph\b", '<graph defaultedgetype="directed"', text, count=1)
    graph = nx.read_gexf(io.BytesIO(text.encode()))
    if all(data.get("label") == node for node, data in graph.nodes(data=True)):
        for _, data in graph.nodes(data=True):  # says nothing: GEXF asks for a label
            data.pop("label")
    return graph


def _gml(text: str, directed: bool) -> nx.Graph:
    import networkx as nx

    more = ""
    if directed:
        text = re.sub(r"\bdirected\s+[01]\b", "", text, count=1)
        more = " directed 1"
    if not re.search(r"\bmultigraph\s+1\b", text):
        more += " multigraph 1"  # else networkx refuses a pair that is listed twice
    text = re.sub(r"\bgraph\s*\[", rf"graph [{more} ", text, count=1)
    try:
        return nx.parse_gml(text)
    except nx.NetworkXError as error:
        if "label" not in str(error):
            raise
        return nx.parse_gml(text, label="id")


def _node_link(text: str, directed: bool) -> nx.Graph:
    import networkx as nx

    data: Any = json.loads(text)
    if not isinstance(data, dict) or "nodes" not in data:
        raise ValueError("no list of nodes")
    if directed:
        data["directed"] = True
    edges = next((key for key in ("edges", "links") if key in data), None)
    if edges is None:
        raise ValueError("no list of edges or links")
    return nx.node_link_graph(data, edges=edges)


_READERS = {".graphml": _graphml, ".gexf": _gexf, ".gml": _gml, ".json": _node_link}
