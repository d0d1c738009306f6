"""How text is searched: without case and width, by every two characters that stand side by side."""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

SHORTEST = 2  # characters; one alone says nothing


def readable(parts: Iterable[str]) -> str:
    """Parts of a text as search compares them; parts stay apart, so that nothing is found across them."""
    return "\n".join(_plain(part) for part in parts if part)


def terms(asked: str) -> tuple[str, ...]:
    """What is asked for, word by word: all must be found. Words of one character are left aside."""
    return tuple(term for term in _plain(asked).split() if len(term) >= SHORTEST)


def grams(text: str) -> set[str]:
    """Every two characters that stand side by side; none across a space or a line."""
    return {one + other for run in text.split() for one, other in pairwise(run)}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
