"""Serving the page: Solara on one address of this machine, without calling anywhere else."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
import threading
import warnings
import webbrowser
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

from simulation.app.ending import end_anyway
from simulation.app.offline import LOOPBACK, Guard
from simulation.errors import ArgumentError
from simulation.language import Language

PORT = 8765
"""Port of the page where it is free and none is asked for."""

_QUIET = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_TELEMETRY_SERVER_USER_ID": "none",
    "SOLARA_THEME_TITLE": "womsim",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_KERNEL_CULL_TIMEOUT": "1h",
    "SOLARA_APP": "simulation.app.page",
}
"""Solara counts visits and keeps an identifier unless it is told not to."""


def check_installed() -> None:
    """Refuse to begin without the extra ``app``.

    Raises
    ------
    ArgumentError
        With how to install it.
    """
    if any(find_spec(name) is None for name in ("solara", "uvicorn", "starlette")):
        raise ArgumentError('app: the page needs an extra. Install it: pip install "womsim[app]".')


def listening(host: str, port: int | None) -> socket.socket:
    """A socket that nobody else uses.

    Parameters
    ----------
    host
        Address of this machine.
    port
        Port; 0 takes any that is free; None the usual one, or any where that is taken.

    Raises
    ------
    ArgumentError
        When it cannot be used.
    """
    try:
        return _bound(host, PORT if port is None else port)
    except OSError as error:
        if port is None:
            return _bound(host, 0)
        reason = (error.strerror or str(error)).lower()
        text = f"port: {port} on {host} cannot be used: {reason}. Use --port 0 for a free one."
        raise ArgumentError(text) from None


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def address_of(made: socket.socket, host: str) -> str:
    """What to type into a browser."""
    port = made.getsockname()[1]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(made: socket.socket, host: str, language: Language, file: Path | None) -> None:
    """Serve the page until Ctrl-C; the process ends with it, at the latest after a few seconds.

    Parameters
    ----------
    made
        From :func:`listening`.
    host
        Its address.
    language
        Language in which the page begins.
    file
        Scenario that it opens first.
    """
    os.environ.update(_QUIET)
    with tempfile.TemporaryDirectory(prefix="womsim-app-") as home:
        os.environ["SOLARA_HOME"] = home
        warnings.filterwarnings("ignore", module=r"solara\.")
        import solara.server.starlette as solara_server
        import uvicorn
        from solara.server import settings

        from simulation.app import page

        page.OPENING[0] = page.Opening(language, file)
        guard = Guard(solara_server.app, host, Path(settings.assets.proxy_cache_dir))
        config = uvicorn.Config(
            guard, log_level="error", timeout_graceful_shutdown=1, ws_max_size=8 * 2**20
        )
        signal.signal(signal.SIGTERM, _end)
        running = uvicorn.Server(config)
        end_anyway(lambda: running.should_exit, partial(shutil.rmtree, home, ignore_errors=True))
        with suppress(KeyboardInterrupt):
            running.run(sockets=[made])


def _end(number: int, frame: FrameType | None) -> None:
    """End in order when the machine asks for it, so that temporary folders are removed."""
    raise SystemExit(0)


def open_browser_soon(address: str) -> None:
    """Open the page in the visitor's browser once the server is up."""
    threading.Timer(1.5, webbrowser.open, [address]).start()


def is_open_to_others(host: str) -> bool:
    """Whether other machines can reach the page."""
    return host not in LOOPBACK
