"""``womsim app``: the page, for who would rather move sliders than edit a file."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class PageLanguage(StrEnum):
    """Languages of the page."""

    EN = "en"
    ZH = "zh"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("app")(app_command)


def app_command(
    scenario: Annotated[
        Path | None,
        typer.Argument(metavar="SCENARIO", help="Scenario file to open first.", show_default=False),
    ] = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address; other machines cannot reach this one.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            max=65535,
            help="Port; 0 for any that is free. 8765 if left out.",
            show_default=False,
        ),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
    lang: Annotated[
        PageLanguage, typer.Option(help="Language in which the page begins.")
    ] = PageLanguage.EN,
) -> None:
    """Open the page: edit a scenario, watch a run, compare strategies, save the report."""
    from simulation.app import server

    server.check_installed()
    if scenario is not None:
        from simulation.scenario.load import load_scenario

        load_scenario(scenario)
    made = server.listening(host, port)
    address = server.address_of(made, host)
    if server.is_open_to_others(host):
        text = "warning: whoever can reach this machine can use the page; there is no password"
        print(text, file=sys.stderr)
    print(f"page: {address}   (Ctrl-C ends it)", flush=True)
    if not no_browser:
        server.open_browser_soon(address)
    server.serve(made, host, lang.value, scenario)
