"""Texts in the user's language: English in the code, other languages in catalogues beside it.

A text is said by :func:`say`, in the language of :func:`in_language`. The catalogue of a language
is every ``LANGUAGE*.po`` file of this folder, in gettext's format, so that any translator's editor
opens it. What a catalogue does not know is said in English; tests allow no such text in a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Literal, get_args

from simulation.errors import ArgumentError

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_spoken: ContextVar[Language] = ContextVar("language", default="en")


def language() -> Language:
    """The language in which texts are said now."""
    return _spoken.get()


@contextmanager
def in_language(wanted: str) -> Iterator[None]:
    """Say texts in a language, here and in what is called from here.

    Parameters
    ----------
    wanted
        ``en`` or ``zh``.

    Raises
    ------
    ArgumentError
        When there is no such language.

    Examples
    --------
    >>> with in_language("zh"):
    ...     say("Answer")
    '结论'
    """
    known = next((name for name in LANGUAGES if name == wanted), None)
    if known is None:
        raise ArgumentError(f'lang: no language "{wanted}". Use one of {", ".join(LANGUAGES)}.')
    before = _spoken.set(known)
    try:
        yield
    finally:
        _spoken.reset(before)


def say(text: str) -> str:
    """A text, or a template with its places, in the language of the moment."""
    spoken = _spoken.get()
    return text if spoken == "en" else catalogue(spoken).get(text, text)


@cache
def catalogue(wanted: Language) -> dict[str, str]:
    """Every text of a language by the English one."""
    from babel.messages.pofile import read_po

    found: dict[str, str] = {}
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(".po"))
    for file in sorted(files, key=lambda file: file.name):
        if file.name.startswith(wanted):
            with file.open("rb") as text:
                messages = read_po(text, locale=wanted)
            found.update({str(m.id): str(m.string) for m in messages if m.id and m.string})
    return found
