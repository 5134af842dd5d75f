"""A place for one file: its size is looked at before a byte of it is read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import solara
import traitlets
from ipyvuetify.extra import FileInput

from simulation.app.parts import HERE, box, component, error_box, words
from simulation.app.session import Session

SECONDS = 60
"""How long a browser may take for a piece of a file."""


class FileField(FileInput):  # type: ignore[misc]
    """The browser's own field for a file, read piece by piece."""

    template = traitlets.Unicode((HERE / "hand_in.vue").read_text("utf-8")).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    choose = traitlets.Unicode("").tag(sync=True)
    nothing = traitlets.Unicode("").tag(sync=True)


@component
def HandIn(  # noqa: N802
    session: Session, label: str, largest: int, take: Callable[[str, bytes], None], kind: str
) -> None:
    """A field for one file.

    Parameters
    ----------
    session
        Whose.
    label
        What is wanted.
    largest
        Bytes above which it is refused unread.
    take
        Called with name and content; what it raises is shown.
    kind
        Class of the element.
    """
    info, set_info = solara.use_state([])
    files, set_files = solara.use_state([])
    with box(f"w-hand {kind}"):
        words(label, "w-label")
        field = FileField.element(
            multiple=False,
            on_file_info=set_info,
            label=label,
            choose=session.say("Choose a file"),
            nothing=session.say("no file chosen"),
        )

    def wire() -> None:
        if info:
            widget: Any = solara.get_widget(field)
            widget.version += 1
            widget.reset_stats()
            set_files(list(widget.get_files(timeout=SECONDS)))

    solara.use_effect(wire, [info])

    def read(stop: threading.Event) -> None:
        for file in files[:1]:

            def hand(file: Any = file) -> None:
                session.uploads.refuse_size(str(file["name"]), int(file["size"]), largest)
                take(str(file["name"]), bytes(file["file_obj"].read()))

            session.attempt(hand)

    reading = solara.use_thread(read, dependencies=[files])
    if reading.error:
        error_box(f"{type(reading.error).__name__}: {reading.error}")
