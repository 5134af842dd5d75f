"""Tables of a folder as a database in memory: DuckDB reads them, and cannot write them.

The files are handed over as open tables, not as paths, so that a locked database needs no right to
open any file. Numbers that are undefined are NULL in it: an average leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from simulation.errors import ArgumentError, OutputError
from simulation.scenario.nearest import nearest, use_nearest

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

TYPES: Mapping[str, str] = {
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "str": "VARCHAR",
}
"""What the database calls the types of columns."""

QUESTIONS = frozenset({"SELECT", "EXPLAIN", "MULTI"})
"""Kinds of statements that are asked; a pivot counts as several."""

ONLY_READS = "only the tables of the folder can be read, and nothing can be written."

CHANGED = "a file was changed or removed while the folder was read. Open it again."


class View(NamedTuple):
    """A table of the database."""

    files: Sequence[Path]
    columns: Mapping[str, str] = {}
    """Names and types of the columns; needed where there are no files."""
    ending: str = ""
    """SQL behind ``select ... from files``: which rows, and in which order."""


def connect(views: Mapping[str, View], *, is_locked: bool = False) -> duckdb.DuckDBPyConnection:
    """A database in memory with these views.

    Parameters
    ----------
    views
        The tables by name.
    is_locked
        Whether it may open no file and change no setting, from here on.
    """
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("set python_enable_replacements = false")
    for name, view in views.items():
        _create(connection, name, view)
    if is_locked:
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
    return connection


def _create(connection: duckdb.DuckDBPyConnection, name: str, view: View) -> None:
    if not view.files:
        typed = (f"null::{TYPES[kind]} as {quoted(key)}" for key, kind in view.columns.items())
        connection.execute(f"create view {name} as select {', '.join(typed)} where false")
        return
    from pyarrow import dataset, types

    try:
        files = dataset.dataset([str(path) for path in view.files], format="parquet")
    except OSError as error:
        raise OutputError(CHANGED) from error
    columns = [
        _undefined_is_null(field.name) if types.is_floating(field.type) else quoted(field.name)
        for field in files.schema
    ]
    select = f"select {', '.join(columns)} from files {view.ending}"
    selected: Any = connection.from_arrow(files).query("files", select)
    selected.create_view(name)


def _undefined_is_null(name: str) -> str:
    column = quoted(name)
    return f"case when isnan({column}) then null else {column} end as {column}"


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever letters it has.

    >>> quoted("network.consumers")
    '"network.consumers"'
    """
    return '"' + name.replace('"', '""') + '"'


def texts(values: Iterable[str]) -> str:
    """A list of texts as SQL takes it.

    >>> texts(["it's", "b"])
    "['it''s', 'b']::varchar[]"
    """
    each = ("'" + value.replace("'", "''") + "'" for value in values)
    return f"[{', '.join(each)}]::varchar[]"


class Rows(NamedTuple):
    """What a question gives: names of columns, and rows that come when they are asked for."""

    columns: list[str]
    each: Iterator[tuple[Any, ...]]


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> Rows:
    """The rows that a select gives.

    Raises
    ------
    ArgumentError
        Where the SQL is wrong, or gives no rows because it is no question.
    """
    with explained(connection, sql):
        cursor = _answer(connection, sql)
        columns = [column[0] for column in cursor.description]
        first = cursor.fetchmany(_AT_ONCE)
    return Rows(columns, _each(connection, sql, first))


_AT_ONCE = 10_000


def _each(
    connection: duckdb.DuckDBPyConnection, sql: str, rows: list[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    while rows:
        yield from rows
        with explained(connection, sql):
            rows = connection.fetchmany(_AT_ONCE)


def frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    """The rows that a select gives, as a pandas DataFrame."""
    with explained(connection, sql):
        found: pd.DataFrame = _answer(connection, sql).df()
    if found.empty:  # text without any rows comes as objects
        texts = [name for name, kind in found.dtypes.items() if kind.kind == "O"]
        found = found.astype(dict.fromkeys(texts, "str"))
    return found


def arrays(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """The rows that a select gives, as arrays by column; masked where there are NULLs."""
    with explained(connection, sql):
        found: dict[str, Any] = _answer(connection, sql).fetchnumpy()
    return found


def _answer(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        said = f"it has {len(statements)} statements"
        raise ArgumentError(f"query: {said}. Write one select, such as select * from runs.")
    if statements[0].type.name not in QUESTIONS:
        raise ArgumentError(f"query: {ONLY_READS}")
    return connection.execute(statements[0])


@contextmanager
def explained(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[None]:
    """Turn what DuckDB says of wrong SQL, or of a file that is gone, into one message."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        if "reading the Arrow source failed" in str(error):
            raise OutputError(CHANGED) from error
        raise ArgumentError(f"query: {_explanation(connection, str(error), sql)}") from error


def _explanation(connection: duckdb.DuckDBPyConnection, said: str, sql: str) -> str:
    known = connection.execute(
        "select table_name, column_name from information_schema.columns where table_schema = 'main'"
    ).fetchall()
    columns = list(dict.fromkeys(column for _, column in known))
    tables = list(dict.fromkeys(table for table, _ in known))
    if "file system operations are disabled" in said or "configuration has been locked" in said:
        return ONLY_READS
    wrong = re.search(r'Referenced column "(.+?)" not found|have a column named "(.+?)"', said)
    if wrong:
        column = wrong.group(1) or wrong.group(2)
        return f'no column "{column}".' + (_use(column, columns) or _some(columns))
    wrong = re.search(r'Referenced table "(.+?)" not found', said)
    if wrong:
        return _unknown_owner(wrong.group(1), sql, columns, tables)
    wrong = re.search(r"Table with name (.+?) does not exist", said)
    if wrong:
        table = wrong.group(1)
        return f'no table "{table}".' + (use_nearest(table, tables) or _some(tables))
    first = said.split("\n", maxsplit=1)[0].strip().rstrip(".!")
    return f"{first}{_place(said)}."


def _unknown_owner(owner: str, sql: str, columns: Sequence[str], tables: Sequence[str]) -> str:
    """``network.consumers`` without quotes looks like a column of a table ``network``."""
    dotted = re.findall(rf"\b{re.escape(owner)}(?:\.\w+)+", sql)
    for name in dotted:
        near = nearest(name, [column for column in columns if "." in column])
        if near:
            return f"{name}: write {quoted(near)}, with quotes, because its name has dots."
    return f'no table "{owner}".' + (use_nearest(owner, tables) or _some(tables))


def _use(column: str, columns: Sequence[str]) -> str:
    near = nearest(column, columns)
    if near is None:
        return ""
    return f" Use {quoted(near) if '.' in near else near}."


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:12])
    return f" There are {shown}{' and more' if len(names) > 12 else ''}."


def _place(said: str) -> str:
    """Where in the SQL it is, from the line that DuckDB underlines."""
    found = re.search(r"LINE (\d+): (.*)\n( *)\^", said)
    if not found:
        return ""
    column = len(found.group(3)) - len(f"LINE {found.group(1)}: ") + 1
    return f" (line {found.group(1)}, column {column})"
