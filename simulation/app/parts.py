"""Small pieces that every screen uses, and Solara's decorators with types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any, TypeVar, cast

import solara

F = TypeVar("F", bound=Callable[..., None])

HERE = Path(__file__).parent

BLUE = "#0b6aa2"
"""Colour of what is to be pressed next."""


def component(function: F) -> F:
    """A Solara component."""
    return cast(F, solara.component(function))


def drawn_by(file: str) -> Callable[[F], F]:
    """A component that a Vue file of this folder draws."""
    return cast(Callable[[F], F], solara.component_vue(str(HERE / file)))


def box(kind: str, tag: str = "div") -> Any:
    """An element of the page with a class of its style sheet, to be filled in a ``with`` block."""
    return solara.v.Html(tag=tag, class_=kind)


def keyed(key: str, draw: Callable[..., Any], *given: Any) -> None:
    """A component in a list whose members come and go: what is open in it stays with its key."""
    draw(*given).key(key)


def words(text: str, kind: str = "", tag: str = "div") -> None:
    """Plain text; nothing where there is none."""
    if text:
        solara.v.Html(tag=tag, class_=kind, children=[text])


def error_box(text: str, note: str = "") -> None:
    """What is wrong, exactly as the command says it, below a note on it."""
    if text and note:
        words(note, "w-note")
    if text:
        solara.v.Html(tag="pre", class_="w-error", children=[text], attributes={"role": "alert"})


def command_box(title: str, command: str) -> None:
    """The command that does the same."""
    with box("w-command"):
        words(title, "w-command-title", "span")
        words(command, "w-code", "code")


def table(head: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> None:
    """A table whose first columns are words and whose others are numbers."""

    def cells(row: Sequence[str], tag: str) -> str:
        return "".join(
            f'<{tag} class="{"" if i < texts else "w-number"}">{escape(cell)}</{tag}>'
            for i, cell in enumerate(row)
        )

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    inside = f"<thead><tr>{cells(head, 'th')}</tr></thead><tbody>{body}</tbody>"
    solara.HTML(
        tag="div", unsafe_innerHTML=f'<table class="w-table">{inside}</table>', classes=["w-scroll"]
    )
