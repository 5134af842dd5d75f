"""How the command is typed here, so that what is printed works when it is copied."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

NAME = "womsim"

WORDS = (
    *("app", "check", "compare", "list", "margins", "new", "parameters", "query", "report"),
    *("robustness", "run", "schema", "sensitivity", "sweep", "validate"),
)
"""What may stand behind the name."""

_TYPED = re.compile(rf"(?<![\w./-]){NAME}(?= (?:{'|'.join(WORDS)})\b)")


def called() -> str:
    """The name where it is found by itself, else the path by which this command was started.

    An environment that nobody activated is not searched by a shell: there ``.venv/bin/womsim`` has
    to be typed.
    """
    started = sys.argv[0]
    if Path(started).stem != NAME or not Path(started).exists():
        return NAME
    found = shutil.which(NAME)
    if found is not None and Path(found).samefile(started):
        return NAME
    near = os.path.relpath(started)
    path = started if near.startswith(os.pardir) else near
    return shlex.quote(path if os.sep in path else f"{os.curdir}{os.sep}{path}")


def as_typed(text: str) -> str:
    """A text in which commands are written as they have to be typed here.

    Examples
    --------
    >>> as_typed("All: womsim list tactics. Made by womsim 0.1.0.")
    'All: womsim list tactics. Made by womsim 0.1.0.'
    """
    name = called()
    return text if name == NAME else _TYPED.sub(lambda _: name, text)
