"""Text files that commands write: whole or not at all, and never over another one unasked."""

from __future__ import annotations

from pathlib import Path


def write_new(text: str, path: Path, *, force: bool) -> None:
    """Write a text file.

    Raises
    ------
    OutputError
        When it is there and may not be replaced, or cannot be written.
    """
    from simulation.errors import OutputError
    from simulation.results.export import check_file
    from simulation.results.parquet import write_text

    check_file(path, force=force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(text, path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}.") from error
