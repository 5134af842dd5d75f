"""Every block of code of every page is executed, loaded or parsed: what readers copy works."""

from __future__ import annotations

import re
import shlex
import sys
import textwrap
import types
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
import typer

import simulation
from simulation import load_scenario
from simulation.cli import build_app
from simulation.events.base import Event
from simulation.experiments.sweeps.language import load_sweep
from simulation.network.kinds.base import NetworkKind
from simulation.results.figures import PLOTS
from simulation.results.outcomes import OUTCOMES, TOTALS
from simulation.scenario.kinds import load_kinds
from simulation.tactics.base import Tactic
from tests.cli.womsim import womsim
from tests.docs.pages import ROOT, Block, blocks, commands, name_of, pages

BLOCKS = [block for page in pages() for block in blocks(page)]
PYTHON = sorted({block.page for block in BLOCKS if block.language == "python"})
YAML = [block for block in BLOCKS if block.language == "yaml"]
SHELL = [block for block in BLOCKS if block.language in {"", "console", "sh", "shell", "bash"}]

NOT_RUN = {
    ("docs/clusters.md", "# cluster.py: keeps a scheduler alive, and asks SLURM for 20 jobs of 16"),
    ("docs/clusters.md", "# cluster.yaml"),
}
"""Page and beginning of the blocks that need a cluster of SLURM or Kubernetes."""

NEEDS_A_BROWSER = {"pdf", "app"}
"""Words of commands that are parsed only."""

CHEAP = {"check", "list", "parameters", "schema"}
"""Commands that run where what they read comes with womsim."""

TAKES_LONG = {"docs/shell.md", "docs/sweeps.md"}
"""Pages whose Python takes longer than a quick test may."""

SMALL = {"consumers: 20000": "consumers: 2000", "days: 180": "days: 100"}
"""What is smaller in the scenarios that pages are tried on."""

FEWER = {"replications: 20": "replications: 2"}
"""What is smaller in files that pages write."""

CHEAP_LINES = sorted(
    {
        line
        for block in SHELL
        for line in commands(block)
        if line.split()[1] in CHEAP and (".yaml" not in line or "scenarios/" in line)
    }
)


def is_run(block: Block) -> bool:
    """Whether a block is not one of the exceptions."""
    return not any(
        block.page == page and block.first_line.startswith(begin) for page, begin in NOT_RUN
    )


def where(block: Block) -> str:
    """Page and line of a block, as the name of its test."""
    return f"{block.page}:{block.line}"


def test_every_exception_is_still_there() -> None:
    assert len([block for block in BLOCKS if not is_run(block)]) == len(NOT_RUN)


def test_blocks_are_of_a_known_language() -> None:
    known = {"", "console", "python", "yaml", "csv", "text"}
    assert [where(block) for block in BLOCKS if block.language not in known] == []


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenarios that come with womsim, smaller."""
    folder = tmp_path_factory.mktemp("pages") / "scenarios"
    for file in sorted((ROOT / "scenarios").rglob("*")):
        if file.is_file():
            text = exchanged(file.read_text("utf-8"), SMALL)
            copy = folder / file.relative_to(ROOT / "scenarios")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, "utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path, scenarios: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to try a page in: the scenarios, and phone_launch.yaml beside them."""
    (tmp_path / "scenarios").symlink_to(scenarios)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "phone_launch.yaml").symlink_to(scenarios / "phone_launch.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def defined() -> Iterator[None]:
    """Forget the tactics, events, networks and outcomes that a page defines."""
    load_kinds()
    known: list[MutableMapping[str, Any]] = [
        Tactic.members, Event.members, NetworkKind.members, OUTCOMES, TOTALS, PLOTS,
    ]  # fmt: skip
    before = [dict(each) for each in known]
    yield
    sys.modules.pop("a_plugin", None)
    for each, was in zip(known, before, strict=True):
        each.clear()
        each.update(was)


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=[pytest.mark.slow] * (page in TAKES_LONG)) for page in PYTHON],
)
@pytest.mark.usefixtures("defined")
def test_python_runs(page: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("a_page")
    monkeypatch.setitem(sys.modules, "a_page", module)
    for block in BLOCKS:
        if block.page != page or not is_run(block):
            continue
        write_beside(block, place)
        if block.language == "python":
            code = "\n" * (block.line - 1) + textwrap.dedent(block.text)
            exec(compile(code, str(ROOT / page), "exec"), module.__dict__)


def write_beside(block: Block, place: Path) -> None:
    """Write a block that is a file of its own, where it does not belong into the package."""
    name = block.marks.get("file", "")
    if name and not name.startswith("simulation/"):
        (place / name).write_text(exchanged(block.text, FEWER), "utf-8")


def exchanged(text: str, words: dict[str, str]) -> str:
    """A text with other words."""
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def whole(block: Block) -> str:
    """A fragment as a scenario of its own."""
    text = textwrap.dedent(block.text)
    for key in reversed(block.marks.get("within", "").split(".")):
        if key:
            text = f"{key}:\n" + textwrap.indent(text, "  ")
    if block.marks.keys() & {"within", "over"}:
        text += f"extends: scenarios/{block.marks.get('over', 'phone_launch.yaml')}\n"
    return text


@pytest.mark.parametrize("block", [each for each in YAML if is_run(each)], ids=where)
@pytest.mark.usefixtures("defined")
def test_yaml_is_read(block: Block, place: Path) -> None:
    define_plugins(block.page)
    file = place / "a_file.yaml"
    file.write_text(whole(block), "utf-8")
    if block.text.startswith("scenario:") or "\nscenario:" in block.text:
        assert load_sweep(file).scenario.strategies
    else:
        assert load_scenario(file).strategies


def define_plugins(page: str) -> None:
    """Define what the files of a page define that belong into the package."""
    for block in BLOCKS:
        if block.page == page and block.marks.get("file", "").startswith("simulation/"):
            module = types.ModuleType("a_plugin")
            sys.modules["a_plugin"] = module
            exec(compile(block.text, page, "exec"), module.__dict__)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["docs/strategists.md", "README.zh-CN.md"])
def test_a_strategist_gets_from_a_new_scenario_to_a_report(page: str, tmp_path: Path) -> None:
    """The page's commands are typed in its order; its change is written into the file."""
    file = tmp_path / "my_launch.yaml"
    begin = "  do_nothing: []\n"
    for block in [each for each in BLOCKS if each.page == page]:
        if block.language == "yaml":
            written = file.read_text("utf-8")
            assert begin in written
            change = begin + textwrap.indent(block.text, "  ")
            file.write_text(written.replace(begin, change), "utf-8")
        for line in commands(block):
            words = shlex.split(line, comments=True)[1:]
            if NEEDS_A_BROWSER & set(words) or "scenarios/" in line:
                continue
            if words[0] == "compare":
                words += ["--replications", "2"]
            done = womsim(*words, folder=tmp_path)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    results = tmp_path / "out" / "my_launch"
    made = {"report.html", "report_zh.html", "report.xlsx"}
    assert made <= {each.name for each in results.iterdir()}
    assert "kocs_and_film" in file.read_text("utf-8")
    explained = (ROOT / "docs" / "strategists.md").read_text("utf-8")
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", (results / "report.html").read_text("utf-8"))
    if page == "docs/strategists.md":
        assert len(titles) > 8
        assert [title for title in titles if f"**{title}.**" not in explained] == []


@pytest.fixture(scope="module")
def command() -> Any:
    """The command as it is."""
    return typer.main.get_command(build_app())


@pytest.mark.parametrize("block", [each for each in SHELL if commands(each)], ids=where)
def test_commands_are_those_of_womsim(block: Block, command: Any) -> None:
    for line in commands(block):
        parse(command, shlex.split(line, comments=True)[1:])


def parse(command: Any, words: list[str]) -> None:
    """Read the words behind a command with its real options; run nothing."""
    values = ["2" if word in {"N", "K"} else word for word in words]
    context = command.make_context(command.name, list(values))
    if hasattr(command, "resolve_command"):  # a group of commands
        _, inner, rest = command.resolve_command(context, values)
        parse(inner, rest)


@pytest.mark.parametrize("line", CHEAP_LINES)
def test_cheap_commands_run(line: str, place: Path) -> None:
    done = womsim(*shlex.split(line, comments=True)[1:], folder=place)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_a_wrong_option_would_be_found(command: Any) -> None:
    block = Block("made up", 1, "", "womsim compare a.yaml --replicates 3\n", {})
    with pytest.raises(Exception, match="replicates"):
        test_commands_are_those_of_womsim(block, command)
    assert commands(block._replace(text="womsim query a \\\n  'b\nc'\n")) == [
        "womsim query a    'b\nc'"
    ]


def test_pages_have_code_of_every_kind() -> None:
    assert len(PYTHON) >= 2
    assert len(YAML) > 10
    assert sum(len(commands(block)) for block in SHELL) > 40
    assert {"README.md", "docs/sweeps.md"} <= {name_of(page) for page in pages()}


def test_every_public_name_is_on_the_page_of_names() -> None:
    page = (ROOT / "docs" / "api.md").read_text("utf-8").partition("## For new")[0]
    assert set(re.findall(r"^::: simulation\.(\w+)$", page, re.M)) == set(simulation.__all__)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "head", "least"), [("en", "vs do_nothing", 6), ("zh", "较do_nothing", 2)]
)
def test_tables_that_pages_show_are_what_comes_out(
    language: str, head: str, least: int, tmp_path: Path
) -> None:
    asked = ["compare", str(ROOT / "scenarios" / "phone_launch.yaml"), "--replications", "20"]
    done = womsim(*asked, "--workers", "2", "--lang", language, folder=tmp_path, pictures=False)
    shown = [
        line
        for block in BLOCKS
        if block.language == "text" and head in block.text
        for line in block.text.splitlines()
    ]
    assert len(shown) >= least
    assert [line for line in shown if line not in done.stdout.splitlines()] == []
