"""What stands before Solara: only this page may ask, and nothing is fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine for itself."""

ASSETS = "/_solara/cdn/"
"""Where Solara looks for scripts, and would fetch those that are not installed."""

_VERSION = re.compile(r"^(?P<name>(?:@[\w-]+/)?[\w.-]+)@(?P<version>[\w.-]+)(?P<rest>/.*)?$")


class Guard:
    """Refuses what another site asks for, and serves scripts only from what is installed.

    Parameters
    ----------
    application
        The page.
    host
        Address on which it is served.
    assets
        Folder of the installed scripts.
    """

    def __init__(self, application: Application, host: str, assets: Path) -> None:
        self.application = application
        self.host = host
        self.assets = assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] not in ("http", "websocket"):
            await self.application(scope, receive, send)
            return
        if not self.allows(scope):
            await _refuse(scope, send, 403)
            return
        path = str(scope["path"])
        if path.startswith(ASSETS):
            installed = installed_path(self.assets, path.removeprefix(ASSETS))
            if installed is None:
                await _refuse(scope, send, 404)
                return
            scope = {**scope, "path": ASSETS + installed, "raw_path": None}
        await self.application(scope, receive, send)

    def allows(self, scope: Scope) -> bool:
        """Whether a request comes from this very page.

        Any site that the visitor has open could ask this address too; its requests carry its own
        name as origin, or, where it lets its name point here, as host.
        """
        heads = {name.decode("latin-1").lower(): value.decode("latin-1")
                 for name, value in scope.get("headers", [])}  # fmt: skip
        host = heads.get("host", "")
        name = urlsplit(f"//{host}").hostname or ""
        if self.host in LOOPBACK and name not in LOOPBACK:
            return False
        origin = heads.get("origin")
        return origin is None or urlsplit(origin).netloc == host


def installed_path(assets: Path, asked: str) -> str | None:
    """The installed file for a script that is asked for; None where there is none.

    Of a package that is installed in another version of the same major number, that one is taken.
    """
    found = _VERSION.match(asked)
    if found is None or ".." in asked:
        return asked if ".." not in asked and (assets / asked).is_file() else None
    name, version, rest = found["name"], found["version"], found["rest"] or ""
    if not (assets / f"{name}@{version}").is_dir():
        major = version.split(".")[0]
        others = sorted(assets.glob(f"{name}@{major}.*"))
        if not others:
            return None
        version = others[-1].name.rpartition("@")[2]
    here = f"{name}@{version}{rest}"
    return here if (assets / here).is_file() else None


async def _refuse(scope: Scope, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    head = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": b"refused\n"})
