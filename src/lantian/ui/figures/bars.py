"""Bars across, each with its word and number: for a file or a PDF, where a page would use a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lantian.ui.figures import svg

ROW = 27
COLOURS = {"": svg.MARK, "us": svg.SKY, "late": svg.OVERDUE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar; `text` is its number as shown, `late` is for overdue only."""

    label: str
    value: float
    text: str
    kind: Literal["", "us", "late"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """The figure; the longest bar fills the room between words and numbers."""

    label: str
    rows: tuple[Bar, ...]
    width: float = 360


def bars(figure: Bars) -> str:
    """The bars as SVG text."""
    words = max((svg.width_of(row.label) for row in figure.rows), default=0.0) + 10
    numbers = max((svg.width_of(row.text, bold=True) for row in figure.rows), default=0.0) + 8
    room = max(figure.width - words - numbers, 40.0)
    longest = max((row.value for row in figure.rows), default=0.0) or 1.0
    body = []
    for index, row in enumerate(figure.rows):
        y = index * ROW
        ink = svg.OVERDUE if row.kind == "late" else svg.INK
        body.append(svg.text(0, y + 17, row.label, fill=ink, bold=row.kind == "late"))
        length = room * max(row.value, 0.0) / longest
        body.append(svg.node("rect", x=words, y=y + 7, width=length, height=12, rx=2, fill=COLOURS[row.kind]))
        body.append(svg.text(figure.width, y + 17, row.text, anchor="end", fill=ink, bold=row.kind == "late"))
    summary = "; ".join(f"{row.label} {row.text}" for row in figure.rows)
    return svg.document(
        body, width=figure.width, height=ROW * max(len(figure.rows), 1), label=figure.label, summary=summary
    )
