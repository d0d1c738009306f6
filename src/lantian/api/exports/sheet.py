"""A table on its way out: what it says of itself, its columns with units, and its rows one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"  # a float, or the decimal text of one
    WHOLE = "whole"
    MOMENT = "moment"  # written in UTC
    CLOCK = "clock"  # the office's own clock
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its code, the same in every language, its title for people, and its unit."""

    code: str
    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""

    @property
    def heading(self) -> str:
        """The title with its unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing the table says of itself, above its rows."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole table; its rows are made while they are written, so that none of them waits in memory."""

    name: str
    title: str
    notes: tuple[Note, ...]
    columns: tuple[Column, ...]
    rows: Iterator[Row]
