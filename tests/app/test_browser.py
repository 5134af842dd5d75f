"""The page in a real Chromium: open, move a slider, step, compare, download, mistakes, a phone."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulation import load_scenario

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PROGRAM = "from simulation.cli import main; main()"
SECONDS = 60_000
"""Milliseconds that a busy machine may take for an answer."""

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium in the path"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the small scenario, in a process of its own."""
    from tests.app.conftest import SMALL

    folder = tmp_path_factory.mktemp("page")
    file = folder / "village.yaml"
    file.write_text(SMALL, encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, "app", str(file), "--port", "0", "--no-browser"]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert found, said
        yield found.group()
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


class Visit:
    """One visitor's page, and everything that went wrong on it."""

    def __init__(self, browser: Any, address: str, width: int = 1280) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 844})
        self.page = self.context.new_page()
        self.page.set_default_timeout(SECONDS)
        self.outside: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("response", self._answered)
        self.page.goto(address)
        self.page.locator(".w-step").first.wait_for()

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "blob:", "data:")):
            self.outside.append(request.url)

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} {response.url}")

    def go(self, number: int) -> None:
        """Press a step of the head."""
        self.page.locator(".w-step").nth(number - 1).click()

    def see(self, text: str) -> None:
        """Wait until a text is there."""
        from playwright.sync_api import TimeoutError as TooLate

        try:
            self.page.get_by_text(text).first.wait_for()
        except TooLate:
            shown = self.page.locator("body").inner_text()
            pytest.fail(f"not seen: {text}\nthe page shows:\n{shown}\nwrong: {self.wrong}")

    def move(self, key: str, value: str) -> None:
        """Move a slider or fill a box, as a hand does."""
        field = self.page.locator(f'[data-key="{key}"], [data-box="{key}"]').first
        field.wait_for()
        field.evaluate(
            "(field, value) => { field.value = value;"
            " field.dispatchEvent(new Event('input', {bubbles: true}));"
            " field.dispatchEvent(new Event('change', {bubbles: true})); }",
            value,
        )

    def download(self, label: str) -> str:
        """The text of a file that a button gives."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=label).click()
        return Path(coming.value.path()).read_text(encoding="utf-8")

    def close(self) -> None:
        """Leave; nothing may have failed, and nothing may have been asked elsewhere."""
        self.context.close()
        assert self.outside == []
        assert self.wrong == []


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Visit]:
    made = Visit(chromium, address)
    yield made
    made.close()


def test_from_a_slider_to_the_report(visit: Visit, tmp_path: Path) -> None:
    visit.go(2)
    visit.move("brand.quality", "0.75")
    visit.see("--set brand.quality.value=0.75")
    visit.go(3)
    visit.move("strategies.gifts.advertise.budget", "400")
    visit.see("--set strategies.gifts.advertise.budget=400")

    visit.go(5)
    visit.page.get_by_label("Replicates").fill("3")
    visit.page.get_by_label("Replicates").press("Enter")
    visit.see("--replications 3")
    visit.page.locator(".w-start").click()
    visit.see("In this market")
    assert "customers" in visit.page.locator(".w-answer").inner_text()
    visit.page.locator(".w-chart svg").first.wait_for()

    visit.go(6)
    file = tmp_path / "village.yaml"
    file.write_text(visit.download("Scenario (YAML)"), encoding="utf-8")
    read = load_scenario(file)
    assert read.brand.quality == 0.75
    assert read.brand.ranges["quality"].high == 0.8
    assert read.strategies["gifts"].tactics[1].budget == 400
    report = visit.download("Report (HTML)")
    assert report.startswith("<!doctype html>") or "<html" in report[:200].lower()
    assert "village" in report
    table = visit.download("summary.csv")
    assert {line.split(",")[0] for line in table.splitlines()[1:]} >= {"kocs", "gifts"}


def test_a_wrong_value_is_refused_as_on_the_command_line(visit: Visit) -> None:
    visit.go(2)
    visit.move("brand.price", "-5")
    visit.page.get_by_role("alert").wait_for()
    assert "--set brand.price: -5" in visit.page.get_by_role("alert").inner_text()
    visit.move("brand.price", "250")
    visit.see("--set brand.price=250")
    assert visit.page.get_by_role("alert").count() == 0


def test_a_run_is_stepped_played_and_reset(visit: Visit) -> None:
    visit.go(4)
    visit.see("day 0 of 120")
    visit.page.get_by_role("button", name="Step").click()
    visit.see("day 1 of 120")
    visit.page.get_by_role("button", name="10 days").click()
    visit.see("day 11 of 120")
    drawn = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)"
    colours = visit.page.locator(".w-network canvas").evaluate(
        f"canvas => new Set(new Uint32Array(({drawn})(canvas).data.buffer)).size"
    )
    assert colours > 10
    visit.page.get_by_role("button", name="Play").click()
    moved = "parseInt(document.querySelector('.w-day').innerText.split(' ')[1]) > 13"
    visit.page.wait_for_function(moved)
    visit.page.get_by_role("button", name="Pause").click()
    visit.page.get_by_role("button", name="Play").wait_for()
    assert "day 120" not in visit.page.locator(".w-day").inner_text()
    visit.page.get_by_role("button", name="Reset").click()
    visit.see("day 0 of 120")


def test_a_tactic_and_a_strategy_are_added(visit: Visit) -> None:
    visit.go(3)
    card = visit.page.locator(".w-card").nth(1)
    card.locator(".w-add-tactic").click()
    card.locator(".w-kind").select_option("referral_reward")
    visit.see("who buys on such a recommendation brings the owner a reward")
    card.locator('[data-field="referrer"]').fill("-3")
    card.locator(".w-send").click()
    visit.see("strategies.kocs.tactics[1].referrer: -3 is below 0")
    card.locator('[data-field="referrer"]').fill("20")
    card.locator('[data-field="budget"]').fill("900")
    card.locator(".w-send").click()
    visit.see('"referrer": 20')
    visit.move("strategies.kocs.referral_reward.budget", "850")
    visit.see("--set strategies.kocs.referral_reward.budget=850")
    card.locator(".w-copy-strategy").click()
    visit.page.get_by_role("heading", name="kocs_2").wait_for()
    visit.page.locator(".w-new-strategy input").fill("mixed")
    visit.page.locator(".w-add-strategy").click()
    visit.page.get_by_role("heading", name="mixed").wait_for()
    visit.page.locator(".w-remove-strategy").last.click()
    visit.page.get_by_role("heading", name="mixed").wait_for(state="detached")
    visit.go(6)
    text = visit.download("Scenario (YAML)")
    assert "kocs_2:" in text
    assert "# A shop in a village." in text


def test_a_comparison_is_cancelled(visit: Visit) -> None:
    visit.go(5)
    visit.page.get_by_label("Replicates").fill("900")
    visit.page.get_by_label("Replicates").press("Enter")
    visit.see("--replications 900")
    visit.page.locator(".w-start").click()
    visit.see("of 2700 runs")
    visit.see("of 900 replicates: what is called settled is so for these only")
    visit.page.locator(".w-card-ranking .w-table").wait_for()
    visit.page.get_by_role("button", name="Cancel").click()
    visit.see("Stopped.")


def test_uploads_good_and_bad(visit: Visit, tmp_path: Path, village: Path) -> None:
    visit.go(1)
    bad = tmp_path / "bad.yaml"
    bad.write_text("question: Which?\nbrand: {}\nstrateges: {}\n", encoding="utf-8")
    scenario = visit.page.locator(".w-hand-scenario input")
    scenario.set_input_files(bad)
    visit.see("bad.yaml:3:1 strateges: no such key. Use strategies.")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (3 * 2**20))
    scenario.set_input_files(large)
    visit.see("large.yaml: 3.0 MB")

    ties = tmp_path / "ties.csv"
    ties.write_text("talker,listener\n" + "".join(f"a{i},a{(i + 1) % 40}\n" for i in range(40)))
    visit.page.locator(".w-hand-graph input").set_input_files(ties)
    visit.see("Here: ties.csv")
    text = village.read_text("utf-8").replace(
        "{kind: community, consumers: 300}", "{kind: file, path: ties.csv}"
    )
    mine = tmp_path / "mine.yaml"
    mine.write_text(text.replace("name: village", "name: mine"), encoding="utf-8")
    scenario.set_input_files(mine)
    visit.see("womsim compare mine.yaml")


def test_five_questions_in_chinese_on_a_phone(chromium: Any, address: str) -> None:
    visit = Visit(chromium, address, width=390)
    visit.page.get_by_role("button", name="中文").click()
    visit.go(1)
    visit.see("五个问题")
    visit.see("选择文件")
    price = visit.page.locator(".w-pair input").first
    assert price.input_value() == "400"
    price.fill("1,250.5")
    price.press("Enter")
    visit.page.locator(".w-begin").click()
    visit.see("womsim compare first_scenario.yaml")
    visit.page.locator('[data-box="brand.price"]').wait_for()
    assert visit.page.locator('[data-box="brand.price"]').input_value() == "1250.5"
    for number in (1, 2, 3, 4, 5, 6):
        visit.go(number)
        visit.see("等价命令" if number > 1 else "打开情景")
        widths = visit.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1], number
    visit.close()
