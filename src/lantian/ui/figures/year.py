"""A year for a wall: twelve months as a desk calendar has them, each day in the colour of its level."""

from __future__ import annotations

import calendar as days_of
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lantian.ui.figures import svg
from lantian.ui.figures.calendar import Day

SIDE, STEP = 34, 37
ACROSS, DOWN = 4, 3
GAP = 26
HEAD = 44
MONTH_WIDTH, MONTH_HEIGHT = 7 * STEP - (STEP - SIDE), HEAD + 6 * STEP
WIDTH = ACROSS * MONTH_WIDTH + (ACROSS - 1) * GAP
HEIGHT = DOWN * MONTH_HEIGHT + (DOWN - 1) * 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The days of a year; days that are absent are drawn empty. Twelve month and seven weekday names."""

    label: str
    year: int
    days: Mapping[date, Day]
    month_names: tuple[str, ...]
    month_notes: tuple[str, ...]
    weekday_names: tuple[str, ...]
    summary: str = ""


def year(figure: Year) -> str:
    """The year as SVG text; weeks begin on Monday."""
    body = []
    for month in range(1, 13):
        row, column = divmod(month - 1, ACROSS)
        left, top = column * (MONTH_WIDTH + GAP), row * (MONTH_HEIGHT + 10)
        body.append(_month(figure, month, left=left, top=top))
    return svg.document(
        body, width=WIDTH, height=HEIGHT, label=figure.label, summary=figure.summary, kind="fig-wide"
    )


def _month(figure: Year, month: int, *, left: float, top: float) -> str:
    parts = [
        svg.text(left, top + 16, figure.month_names[month - 1], fill=svg.INK, bold=True, size=16),
        svg.text(left + MONTH_WIDTH, top + 16, figure.month_notes[month - 1], anchor="end", size=12),
    ]
    parts += [
        svg.text(left + at * STEP + SIDE / 2, top + 36, name, anchor="middle", fill=svg.INK_3, size=11)
        for at, name in enumerate(figure.weekday_names)
    ]
    before, count = days_of.monthrange(figure.year, month)
    for number in range(1, count + 1):
        week, weekday = divmod(before + number - 1, 7)
        day = date(figure.year, month, number)
        parts.append(_day(day, figure.days.get(day), x=left + weekday * STEP, y=top + HEAD + week * STEP))
    return svg.node("g", *parts)


def _day(day: date, known: Day | None, *, x: float, y: float) -> str:
    """A day: its number in the corner, its index in the middle."""
    level = None if known is None else known.level
    fill = "none" if known is None else svg.NO_INDEX if level is None else f"var(--aqi-{level})"
    edge = svg.LINE_2 if known is None else "var(--aqi-edge)"
    square = svg.node(
        "rect", x=x, y=y, width=SIDE, height=SIDE, rx=4, fill=fill, stroke=edge, stroke_width="0.8"
    )
    ink = svg.INK_3 if known is None else svg.INK if level is None else f"var(--aqi-{level}-on)"
    number = svg.text(x + 4, y + 11, str(day.day), fill=ink, size=9)
    if known is None:
        return square + number
    index = svg.MISSING if known.aqi is None else str(known.aqi)
    shown = svg.text(x + SIDE / 2, y + 27, index, anchor="middle", fill=ink, bold=True, size=14)
    group = svg.node("g", svg.title(known.words), square, number, shown)
    return svg.node("a", group, href=known.url) if known.url else group
