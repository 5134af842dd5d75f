"""No link of a page or a notebook leads nowhere, and the site made of the pages is whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.pages import ROOT, name_of, pages

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
TAG = re.compile(r"<(?:a|img)\b[^>]*?(?:href|src)=\"([^\"]+)\"")


def prose(text: str) -> str:
    """A page without its code."""
    text = re.sub(r"^( *)(`{3,}).*?^\1\2 *$", "", text, flags=re.S | re.M)
    return re.sub(r"`[^`\n]*`", "", text)


def text_of(file: Path) -> str:
    """The Markdown of a page or of the cells of a notebook."""
    if file.suffix != ".ipynb":
        return file.read_text("utf-8")
    cells = json.loads(file.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def links(text: str) -> Iterator[str]:
    """Targets of all links and pictures in a text."""
    bare = prose(text)
    yield from LINK.findall(bare)
    yield from TAG.findall(bare)


def anchors(text: str) -> set[str]:
    """Names of the headings of a page, as links write them."""
    found: dict[str, int] = {}
    for title in re.findall(
        r"^#{1,6} +(.+?) *#*$", re.sub(r"```.*?```", "", text, flags=re.S), re.M
    ):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", title).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found[slug] = found.get(slug, -1) + 1
        if found[slug]:
            found[f"{slug}-{found[slug]}"] = 0
    return set(found)


def wrong(target: str, text: str, file: Path) -> str:
    """What is wrong with a link; empty if nothing is."""
    parts = urlsplit(target)
    if parts.scheme in {"http", "https"}:
        return "" if "." in parts.netloc or parts.hostname == "localhost" else "no host"
    if parts.scheme == "mailto":
        return "" if "@" in parts.path else "no address"
    if parts.scheme or parts.netloc or target.startswith("/"):
        return "neither on the net nor relative"
    place = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    if parts.path and not place.exists():
        return "no such file"
    if not place.is_relative_to(ROOT):
        return "outside of the project"
    if parts.fragment and place.suffix == ".md":
        headings = anchors(text if place == file else place.read_text("utf-8"))
        return "" if parts.fragment in headings else "no such heading"
    return ""


@pytest.mark.parametrize("file", [*pages(), *NOTEBOOKS], ids=name_of)
def test_links_lead_somewhere(file: Path) -> None:
    text = text_of(file)
    found = {target: wrong(target, text, file) for target in links(text)}
    assert {target: fault for target, fault in found.items() if fault} == {}


def test_a_dead_link_would_be_found() -> None:
    page = ROOT / "docs" / "made_up.md"
    text = "# A `b` c\n[x](odd.md) [y](#a-b-c) ![z](https://example.org/a)\n`[n](no.md)`\n"
    assert [wrong(target, text, page) for target in links(text)] == ["", "", ""]
    text = "[x](no.md) [y](#no) [z](odd.md#no) [w](https://example) [v](/odd.md)"
    faults = [wrong(target, text, page) for target in links(text)]
    assert faults[:3] == ["no such file", "no such heading", "no such heading"]
    assert all(faults)


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(links((folder / "index.md").read_text("utf-8")))
    assert listed == {file.name for file in folder.glob("0*.md")}


def test_both_readmes_lead_to_one_another() -> None:
    english, chinese = ROOT / "README.md", ROOT / "README.zh-CN.md"
    assert chinese.name in "\n".join(english.read_text("utf-8").splitlines()[:5])
    assert english.name in "\n".join(chinese.read_text("utf-8").splitlines()[:5])


@pytest.mark.slow
def test_the_site_is_built_and_needs_no_other_host(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(
        [*build, "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made = list((tmp_path / "site").rglob("*.html"))
    assert len(made) > 30
    loaded = re.compile(
        r"<(?:script|img|iframe)[^>]*src=\"https?:|<link[^>]*stylesheet[^>]*href=\"https?:"
    )
    assert [file.name for file in made if loaded.search(file.read_text("utf-8"))] == []
    names = (tmp_path / "site" / "api.html").read_text("utf-8")
    assert 'id="simulation.compare"' in names
