"""What results keep in English, like a tactic's reason, said in the language of the moment."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import Final

from simulation.language import Language, language, stored_texts
from simulation.results.numbers import whole

NUMBER: Final = re.compile(r"\d{1,3}(,\d{3})+|\d{4,}")
"""A large whole number, which languages write in units of their own."""


def retell(text: str) -> str:
    """A text that was filled in English and kept, in the language of the moment.

    It is looked for among the texts of ``LANGUAGE*_stored.po``, whose places may hold anything,
    also another such text. What is not among them stays as it is.

    Examples
    --------
    >>> from simulation.language import in_language
    >>> with in_language("zh"):
    ...     retell("there are no more head KOLs")
    '已没有更多头部KOL'
    """
    spoken = language()
    if spoken == "en" or not text:
        return text
    for pattern, said in _patterns(spoken):
        found = pattern.fullmatch(text)
        if found is not None:
            return said.format(**{name: retell(value) for name, value in found.groupdict().items()})
    return whole(float(text.replace(",", ""))) if NUMBER.fullmatch(text) else text


@cache
def _patterns(spoken: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each stored text as a pattern, with its translation; those that say most come first."""
    texts = stored_texts(spoken)
    return tuple((_pattern(text), texts[text]) for text in sorted(texts, key=_says, reverse=True))


def _says(text: str) -> int:
    """Letters of a text that are no place."""
    return sum(len(literal) for literal, *_ in Formatter().parse(text))


def _pattern(text: str) -> re.Pattern[str]:
    parts = (
        re.escape(literal) + (f"(?P<{name}>.+?)" if name else "")
        for literal, name, *_ in Formatter().parse(text)
    )
    return re.compile("".join(parts), re.DOTALL)
