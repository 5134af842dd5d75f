"""Only this page may ask, scripts come from what is installed, and the command refuses plainly."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from simulation.app import server
from simulation.app.offline import Guard, installed_path
from simulation.errors import ArgumentError


async def nobody(scope: object, receive: object, send: object) -> None:
    raise AssertionError("not reached")


def asks(**heads: str) -> dict[str, object]:
    pairs = [(name.encode(), value.encode()) for name, value in heads.items()]
    return {"type": "http", "path": "/", "headers": pairs}


@pytest.mark.parametrize(
    ("heads", "is_allowed"),
    [
        ({"host": "127.0.0.1:8765"}, True),
        ({"host": "localhost:8765", "origin": "http://localhost:8765"}, True),
        ({"host": "127.0.0.1:8765", "origin": "https://elsewhere.example"}, False),
        ({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:9999"}, False),
        ({"host": "elsewhere.example:8765"}, False),
        ({"host": "127.0.0.1:8765", "origin": "null"}, False),
    ],
)
def test_other_sites_are_refused(heads: dict[str, str], is_allowed: bool) -> None:
    guard = Guard(nobody, "127.0.0.1", Path())
    assert guard.allows(asks(**heads)) is is_allowed


def test_an_open_address_takes_any_host_but_its_own_page_only() -> None:
    guard = Guard(nobody, "0.0.0.0", Path())
    assert guard.allows(asks(host="shop.example", origin="http://shop.example"))
    assert not guard.allows(asks(host="shop.example", origin="http://elsewhere.example"))


def test_scripts_come_from_what_is_installed(tmp_path: Path) -> None:
    file = tmp_path / "@them" / "page@5.1.1" / "dist" / "page.js"
    file.parent.mkdir(parents=True)
    file.write_text("1")
    asked = "@them/page@5.2.0/dist/page.js"
    assert installed_path(tmp_path, asked) == "@them/page@5.1.1/dist/page.js"
    assert installed_path(tmp_path, "@them/page@6.0.0/dist/page.js") is None
    assert installed_path(tmp_path, "@them/page@5.1.1/dist/other.js") is None
    assert installed_path(tmp_path, "../secret.js") is None
    assert installed_path(tmp_path, "@them/page@5.1.1/../../secret.js") is None


def test_a_taken_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ArgumentError, match=rf"port: {port} on 127.0.0.1 cannot be used"):
            server.listening("127.0.0.1", port)


def test_a_free_port_is_found() -> None:
    with server.listening("127.0.0.1", 0) as made:
        assert server.address_of(made, "127.0.0.1").startswith("http://127.0.0.1:")


def test_without_the_extra_the_command_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "find_spec", lambda name: None)
    with pytest.raises(ArgumentError, match=r'pip install "womsim\[app\]"'):
        server.check_installed()


def test_a_bad_scenario_is_refused_before_the_server_starts(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("question: Which?\nbrand: {}\nstrateges: {}\n", encoding="utf-8")
    program = "from simulation.cli import main; main()"
    command = [sys.executable, "-c", program, "app", str(file), "--no-browser", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "bad.yaml:3:1 strateges: no such key. Use strategies." in done.stderr
    assert done.stdout == ""


BUSY = "import threading, time; threading.Thread(target=time.sleep, args=(90,)).start(); "
"""Something that is under way for long, and that Python would wait for."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "before", "said"),
    [
        (signal.SIGINT, "", ""),
        (signal.SIGTERM, "", ""),
        (signal.SIGINT, BUSY, "page: ended while something was still under way"),
        (signal.SIGTERM, BUSY, "page: ended while something was still under way"),
    ],
)
def test_the_server_ends_and_leaves_no_folder(
    tmp_path: Path, how: signal.Signals, before: str, said: str
) -> None:
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    program += f"{before}from simulation.cli import main; main()"
    command = [sys.executable, "-c", program, "app", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found
        with urllib.request.urlopen(found.group(), timeout=60) as answer:
            assert answer.status == 200
        assert list(tmp_path.glob("womsim-app-*"))
        time.sleep(0.2)
        process.send_signal(how)
        assert process.wait(30) == 0
        complaint = process.stderr.read()
        assert "Traceback" not in complaint
        assert complaint.startswith(said)
        assert bool(complaint) == bool(said)
    assert list(tmp_path.glob("womsim-*")) == []
