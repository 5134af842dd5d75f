"""Where the graphs of real people are that benchmarks use."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.measuring import FOLDER

FACEBOOK = "graphs/ego_facebook.edges.csv.gz"


def data_file() -> Path | None:
    """The file of the Facebook ego network of SNAP, or None.

    In the folder of real data: ``WOMSIM_DATA``, or ``../shared/data`` beside the project.
    """
    named = os.environ.get("WOMSIM_DATA")
    folder = Path(named) if named else FOLDER.parent.parent / "shared" / "data"
    return folder / FACEBOOK if (folder / FACEBOOK).is_file() else None
