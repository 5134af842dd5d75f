"""What is known of consumers, from a second file: a row for each, a column for each attribute."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simulation.network.columns import (
    Column,
    attribute_array,
    plain_labels,
    stretched,
    text_array,
)
from simulation.network.files.labels import are_whole
from simulation.network.files.opening import trouble
from simulation.network.files.parquet import as_text, open_parquet
from simulation.network.files.sniffing import is_number
from simulation.network.files.text_table import open_table, read_columns
from simulation.network.graph import SocialGraph
from simulation.network.roles import ROLE_NAMES, first_unknown_role, unknown
from simulation.network.ties import Ties

NODE_NAMES = ("node", "id", "label")
"""Names of the column that holds the consumer, the first that is there."""

NOT_KNOWN = frozenset({"", "NA", "N/A", "NaN", "nan", "null", "None"})
"""What stands for a missing number."""

_TRUTH = {"true": "1", "false": "0"}


class Nodes(NamedTuple):
    """Labels and attributes of consumers, in the order of the file."""

    labels: Column
    attributes: dict[str, Column]


def read_nodes(path: Path) -> Nodes:
    """Labels and attributes from a csv, tsv or Parquet file.

    Raises
    ------
    GraphError
        When the file cannot be used, or names a consumer twice or not at all.
    """
    columns, line_of = (_parquet if path.suffix == ".parquet" else _text)(path)
    low = [name.lower() for name in columns]
    place = next((low.index(name) for name in NODE_NAMES if name in low), None)
    if place is None:
        raise trouble(
            path,
            f"no column {', '.join(NODE_NAMES)} among {', '.join(columns)}. Name the consumers' "
            "column node.",
        )
    key = list(columns)[place]
    labels = columns.pop(key)
    seen = set()
    for row, label in enumerate(labels):
        if label == "" or label in seen:
            what = f'{key} "{label}" is there twice' if label else f"{key} is empty"
            raise trouble(path, f"{what}. Give every consumer one row.", line_of(row))
        seen.add(label)
    bad = first_unknown_role(columns.get("role", []))
    if bad is not None:
        raise trouble(path, f"role: {unknown(columns['role'][bad], ROLE_NAMES)}", line_of(bad))
    arrays = {name: _attribute(texts) for name, texts in columns.items() if name}
    known = {name: array for name, array in arrays.items() if array is not None}
    return Nodes(_labels(labels), known)


def add_nodes(graph: SocialGraph, nodes: Nodes) -> SocialGraph:
    """The graph with attributes from a table, and with the consumers who are only in the table.

    Whole numbers stay in rising order; names that are only in the table come last. An attribute of
    the table takes the place of one with the same name.
    """
    old = np.arange(graph.n_consumers) if graph.labels is None else graph.labels
    new = nodes.labels
    if old.dtype.kind == "i" and new.dtype.kind == "i":
        labels: Column = np.unique(np.concatenate([old, new]))
        row_of_old, row_of_new = np.searchsorted(labels, old), np.searchsorted(labels, new)
    else:
        names = [str(label) for label in old.tolist()]
        row_of = {name: row for row, name in enumerate(names)}
        added = [str(label) for label in new.tolist()]
        for name in added:
            row_of.setdefault(name, len(row_of))
        labels = text_array(list(row_of))
        row_of_old = np.arange(len(old))
        row_of_new = np.array([row_of[name] for name in added], dtype=np.int64)
    n = len(labels)
    attributes = {
        **{name: stretched(array, row_of_old, n) for name, array in graph.attributes.items()},
        **{name: stretched(array, row_of_new, n) for name, array in nodes.attributes.items()},
    }
    layers = {name: _spread(ties, row_of_old, n) for name, ties in graph.layers.items()}
    return SocialGraph(layers, plain_labels(labels), attributes, graph.directed, graph.notes)


def _spread(ties: Ties, row: np.ndarray, n: int) -> Ties:
    """The same ties among ``n`` consumers; ``row`` rises, so rows stay sorted."""
    count = np.zeros(n, dtype=np.int64)
    count[row] = ties.n_listeners
    first = np.concatenate([[0], np.cumsum(count)])
    return Ties(first, row.astype(np.int32)[ties.listener], ties.strength)


def _labels(texts: list[str]) -> Column:
    return np.array(texts, dtype=np.int64) if are_whole(texts) else text_array(texts)


def _attribute(texts: list[str]) -> Column | None:
    """Numbers where all that is known are numbers or true and false, else text."""
    known = [text for text in texts if text not in NOT_KNOWN]
    truth = all(text.lower() in _TRUTH for text in known)
    if known and (truth or all(is_number(text) for text in known)):
        numbers = [_TRUTH.get(text.lower(), text) if truth else text for text in texts]
        return attribute_array([None if text in NOT_KNOWN else float(text) for text in numbers])
    return attribute_array(texts)


def _text(path: Path) -> tuple[dict[str, list[str]], Callable[[int], int]]:
    """Columns as texts, and the line number of a row."""
    import pyarrow as pa

    table = open_table(path)
    names = table.shape.rows[0]
    try:
        read = read_columns(table, dict.fromkeys(range(table.width), pa.string()), header=True)
    except pa.ArrowInvalid as error:
        raise trouble(path, f"cannot be read: {error}. Check its quotes.") from error
    for name in names:
        if names.count(name) > 1:
            raise trouble(path, f'two columns are called "{name}". Rename one.')
    texts = [[text.strip() for text in column.to_pylist()] for column in read]
    return dict(zip(names, texts, strict=True)), lambda row: table.row_line(row, header=True)


def _parquet(path: Path) -> tuple[dict[str, list[str]], Callable[[int], int]]:
    """Columns as texts; rows have no lines."""
    table = open_parquet(path)
    columns = {
        name: [text or "" for text in as_text(table.column(name)).to_pylist()]
        for name in table.column_names
    }
    return columns, lambda row: 0
