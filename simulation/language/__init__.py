"""Texts in the user's language: English in the code, other languages in catalogues beside it.

A text is said by :func:`say`, in the language of :func:`in_language`. The catalogue of a language
is every ``LANGUAGE*.po`` file of this folder, in gettext's format, so that any translator's editor
opens it. What a catalogue does not know is said in English; tests allow no such text in a report.
Texts about a count are said by :func:`say_count`; a catalogue's header says which numbers take
which of its forms (``Plural-Forms``). ``LANGUAGE*_stored.po`` has the texts that are kept
in English, with places for what differs; see :mod:`simulation.results.retold`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, get_args

from simulation.errors import ArgumentError

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

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


def say_count(one: str, many: str, n: float) -> str:
    """A text about ``n`` things, in the language of the moment.

    Parameters
    ----------
    one, many
        The text about one thing and about several, in English.
    n
        How many there are; a number with a fraction is several.

    Examples
    --------
    >>> say_count("{n} day", "{n} days", 1).format(n=1)
    '1 day'
    """
    spoken = _spoken.get()
    if spoken == "en":
        return one if n == 1 else many
    form = _rule(spoken)(int(n)) if float(n).is_integer() else 1
    english = one if form == 0 else many
    return catalogue(spoken).get(english, english)


STORED = "stored"
"""Ending of the catalogues of what results keep in English."""


@cache
def catalogue(wanted: Language) -> dict[str, str]:
    """Every text of a language by the English one; of a text about a count, both English forms."""
    found: dict[str, str] = {}
    for messages in _files(wanted, ""):
        found |= _texts(messages)
    return found


@cache
def stored_texts(wanted: Language) -> dict[str, str]:
    """The texts of a language that results keep in English, with their places, by these."""
    found: dict[str, str] = {}
    for messages in _files(wanted, STORED):
        found |= _texts(messages)
    return found


def _files(wanted: Language, ending: str) -> Iterator[Catalog]:
    """The catalogues of a language whose names end so, in the order of their names."""
    from babel.messages.pofile import read_po

    for file in sorted(resources.files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.startswith(wanted) and file.name.endswith(f"{ending}.po"):
            with file.open("rb") as text:
                yield read_po(text, locale=wanted)


def _texts(messages: Catalog) -> dict[str, str]:
    found: dict[str, str] = {}
    for message in messages:
        if message.id and message.string:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            found |= {str(one): str(said[min(i, len(said) - 1)]) for i, one in enumerate(ids)}
    return found


@cache
def _rule(wanted: Language) -> Callable[[int], int]:
    """Which form of a text a number takes, by the header of the language's catalogues."""
    from gettext import c2py

    return c2py(next(_files(wanted, "")).plural_expr)
