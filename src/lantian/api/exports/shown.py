"""What a page of the desk shows as a table: its rows as the page makes them, typed, with notes above them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from lantian.api.exports import notes
from lantian.api.exports.sheet import Cell, Column, Kind, Note, Sheet

NUMBERS = frozenset({"value", "ours", "difference", "peers_mean"})
WHOLE = frozenset({"peers"})


def sheet(
    rows: Iterable[Sequence[str]],
    *,
    name: str,
    title: str,
    facts: Sequence[str],
    now: datetime,
    position: int,
    figure: str = "",
) -> Sheet:
    """A sheet of rows that begin with their header; ``figure`` names a column that holds numbers too."""
    lines = iter(rows)
    codes = list(next(lines))
    kinds = [_kind(code, figure) for code in codes]
    return Sheet(
        name=name,
        title=title,
        notes=(Note(label=_("Facts"), text="; ".join(facts)), *notes.made(now, position=position)),
        columns=tuple(
            Column(code=code, title=code, kind=kind) for code, kind in zip(codes, kinds, strict=True)
        ),
        rows=_typed(lines, kinds),
    )


def _kind(code: str, figure: str) -> Kind:
    if code in WHOLE:
        return Kind.WHOLE
    return Kind.NUMBER if code in NUMBERS or code == figure else Kind.TEXT


def _typed(lines: Iterator[Sequence[str]], kinds: Sequence[Kind]) -> Iterator[list[Cell]]:
    """An empty text is no value."""
    for line in lines:
        yield [
            None if text == "" and kind is not Kind.TEXT else text
            for text, kind in zip(line, kinds, strict=True)
        ]
