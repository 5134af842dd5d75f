"""The word that somebody probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, words: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The most similar of some words, or None where none is similar.

    Examples
    --------
    >>> nearest("strateges", ["seed", "strategies"])
    'strategies'
    >>> nearest("head_kol", ["kol_head"])
    'kol_head'
    >>> nearest("kol", ["koc", "kol_head", "kol_tail"])
    'kol_head'
    >>> nearest("zebra", ["seed", "strategies"])
    """
    known = list(words)
    folded = {known_word.lower(): known_word for known_word in known}
    if word.lower() in folded:
        return folded[word.lower()]
    parts = sorted(word.lower().split("_"))
    for folded_word, known_word in folded.items():
        if len(parts) > 1 and sorted(folded_word.split("_")) == parts:
            return known_word
    for folded_word, known_word in folded.items():
        if folded_word.startswith(f"{word.lower()}_"):
            return known_word
    near = difflib.get_close_matches(word.lower(), folded, 1, cutoff)
    return folded[near[0]] if near else None


def use_nearest(word: str, words: Iterable[str]) -> str:
    """``" Use WORD."`` with the most similar of some words, or nothing."""
    near = nearest(word, words)
    return f" Use {near}." if near else ""
