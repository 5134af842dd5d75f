"""Random edge lists in files, to measure how fast they are read."""

from __future__ import annotations

import subprocess
import zlib
from pathlib import Path
from typing import Literal, get_args

import numpy as np

Names = Literal["numbers", "names"]
NAMES: tuple[Names, ...] = get_args(Names)

_ROWS = 4_000_000


def write_edges(folder: Path, consumers: int, ties: int, names: Names) -> tuple[Path, Path]:
    """A Parquet file and a gzipped csv file (``gzip -1``) of the same random pairs.

    Numbers are 0 to consumers - 1; names are these numbers after the letter c.
    """
    import pyarrow as pa
    from pyarrow import compute, csv, parquet

    rng = np.random.default_rng(3)
    kind = pa.int64() if names == "numbers" else pa.string()
    schema = pa.schema([("talker", kind), ("listener", kind)])
    binary, text = folder / f"{names}.parquet", folder / f"{names}.csv"
    with (
        parquet.ParquetWriter(binary, schema) as into_parquet,
        csv.CSVWriter(
            text, schema, write_options=csv.WriteOptions(quoting_style="none")
        ) as into_text,
    ):
        for start in range(0, ties, _ROWS):
            count = min(_ROWS, ties - start)
            ends = [pa.array(rng.integers(0, consumers, count)) for _ in schema]
            if names == "names":
                ends = [
                    compute.binary_join_element_wise("c", end.cast(pa.string()), "") for end in ends
                ]
            table = pa.table(ends, schema=schema)
            into_parquet.write_table(table, row_group_size=1 << 20)
            into_text.write_table(table)
    subprocess.run(["gzip", "-1", "--force", str(text)], check=True)
    return binary, text.with_name(f"{text.name}.gz")


def unpack(file: Path) -> int:
    """Unpack a gzipped file and forget what was in it; bytes of its contents."""
    stream, size = zlib.decompressobj(31), 0
    with file.open("rb") as packed:
        while piece := packed.read(1 << 16):
            size += len(stream.decompress(piece))
    return size
