"""Progress: pace and time left of what was finished lately, plain lines, failures, a summary."""

from __future__ import annotations

import math
import sys

import pytest

from simulation.cli.progress import Pace, plain_lines, progress, summary


class Clock:
    """Time that a test sets."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_pace_is_unknown_until_some_are_finished(clock: Clock) -> None:
    pace = Pace(clock)
    pace.add(0)
    for finished in range(4):
        assert math.isnan(pace.rate)
        assert pace.words(finished, 10) == ""
        clock.at += 1.0
    assert pace.words(4, 10) == "about 6 s left, 1 a second"


def test_compiling_is_no_part_of_the_pace(clock: Clock) -> None:
    pace = Pace(clock)
    pace.add(0)
    clock.at += 160.0  # compiles
    for finished in range(1, 5):
        clock.at += 0.5
        said = pace.words(finished, 24)
        assert said == ("" if finished < 4 else "about 10 s left, 2 a second")


def test_two_that_end_at_once_do_not_hurry_the_pace(clock: Clock) -> None:
    pace = Pace(clock)
    pace.add(0)
    for finished in range(2, 6, 2):
        clock.at += 10.0
        pace.add(finished - 1)
        clock.at += 0.1
        pace.add(finished)
    assert pace.rate == pytest.approx(3 / 10.2)


def test_long_runs_have_a_pace_after_two(clock: Clock) -> None:
    pace = Pace(clock)
    pace.add(0)
    clock.at += 400.0
    assert pace.words(1, 10) == ""
    clock.at += 300.0
    assert pace.words(2, 10) == "about 40 min left, 5 min each"


def test_the_pace_is_that_of_the_last_minute(clock: Clock) -> None:
    pace = Pace(clock)
    for finished in range(100):
        pace.add(finished)
        clock.at += 1.0
    for finished in range(100, 120):
        clock.at += 10.0
        pace.add(finished)
    assert pace.rate == pytest.approx(0.1, rel=0.05)
    assert pace.words(119, 125).endswith("10 s each")


def test_runs_that_were_there_before_are_not_part_of_the_pace(clock: Clock) -> None:
    pace = Pace(clock)
    pace.add(900)
    for finished in (910, 920, 930, 940):
        clock.at += 10.0
        pace.add(finished)
    assert pace.words(940, 1000) == "about 1 min left, 1 a second"


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_a_line_for_each_tenth(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    show = plain_lines(now=clock)
    for finished in range(2001):
        show(finished, 2000)
        clock.at += 0.01
    said = lines(capsys)
    assert [line.split(" of ")[0] for line in said] == [f"{k * 200:,}" for k in range(1, 10)]
    assert said[0] == "200 of 2,000 runs, about 18 s left, 100 a second"


def test_a_line_at_least_each_minute(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    show = plain_lines("points", now=clock)
    for finished in range(7):
        show(finished, 1000)
        clock.at += 25.0
    assert lines(capsys) == [
        "3 of 1,000 points",
        "6 of 1,000 points, about 6.9 h left, 25 s each",
    ]


def test_failures_are_said(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    show = plain_lines(now=clock)
    show(0, 10, 0)
    clock.at += 10.0
    show(5, 10, 2)
    assert lines(capsys) == ["5 of 10 runs, 2 failed"]


def test_work_that_grows_is_told_of_again(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    show = plain_lines(now=clock)
    for finished in range(11):
        clock.at += 1.0
        show(finished, 10)
    capsys.readouterr()
    for finished in range(10, 20):
        clock.at += 1.0
        show(finished, 20)
    assert [line.split(",")[0] for line in lines(capsys)] == [
        f"{finished} of 20 runs" for finished in (10, 12, 14, 16, 18)
    ]


def test_nothing_to_do_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show = plain_lines()
    show(0, 0)
    show(12, 12)
    assert lines(capsys) == []


def test_quiet_is_quiet() -> None:
    with progress(quiet=True) as show:
        assert show is None


def test_a_terminal_has_a_bar_without_colours_where_they_are_not_wanted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress(quiet=False) as show:
        assert show is not None
        show(0, 40)
        show(10, 40, 3)
    told = capsys.readouterr().err
    assert "10/40" in told
    assert "3 failed" in told
    assert "\x1b[3" not in told  # no colour


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (summary(1, 1, 2.0), "1 run in 2 s on 1 core, 2 s a run and core"),
        (
            summary(100_000, 2, 7200.0, 21.0),
            "100,000 runs in 2.0 h on 2 cores, 0.14 s a run and core; compiling took 21 s",
        ),
        (summary(8, 2, 4.0, 0.2, 4), "8 runs in 4 s on 2 cores, 1 s a run and core; 4 failed"),
        (summary(0, 2, 0.04), "0 runs in 0 s on 2 cores"),
    ],
)
def test_a_summary_is_one_line(said: str, wanted: str) -> None:
    assert said == wanted
