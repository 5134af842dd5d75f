"""The project names no machine: neither somebody's folders nor where packages were fetched."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

# Brackets keep these lines from matching themselves.
MACHINE_PATHS = r"(?<![\w.])/(?:[w]ork|[r]oot|[h]ome/\w+|[U]sers/\w+|[o]pt/\w+|[v]ar/\w+)/|[C]:\\"
REGISTRY_HOSTS = (
    r"[p]ypi\.org|[p]ythonhosted\.org|[r]egistry\.npmjs|[d]eb\.debian\.org|[a]naconda\.org"
    r"|--(?:extra-)?[i]ndex-url|--[t]rusted-host|--[f]ind-links|[s]ha256:"
)


def tracked(root: Path) -> list[Path]:
    """Every file that a clone would bring."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: which files are tracked is not known")
    files = [root / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


@pytest.mark.parametrize("words", [MACHINE_PATHS, REGISTRY_HOSTS], ids=["paths", "hosts"])
def test_no_tracked_file_names_a_machine(root: Path, words: str) -> None:
    pattern = re.compile(words)
    found = [
        f"{file.relative_to(root)}:{number}: {match.group()}"
        for file in tracked(root)
        for number, line in enumerate(file.read_text("utf-8", "ignore").splitlines(), start=1)
        for match in pattern.finditer(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (MACHINE_PATHS, "reads /" + "work/x/data.csv"),
        (MACHINE_PATHS, '"/' + 'home/ann/market.csv"'),
        (REGISTRY_HOSTS, "https://" + "pypi" + ".org/simple"),
    ],
)
def test_the_patterns_find_what_they_look_for(words: str, text: str) -> None:
    assert re.search(words, text)
