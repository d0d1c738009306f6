"""A calendar of daily indices: a month a row, a day a square in the colour of its level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lantian.ui.figures import svg

STEP, SIDE = 22, 20
LEFT, TOP = 80, 22
LEVELS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day's index and level, None where there is none; `words` are read at the pointer."""

    aqi: int | None
    level: int | None
    words: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days from a first to a last month; days that are absent are drawn empty."""

    label: str
    days: Mapping[date, Day]
    month_names: Mapping[tuple[int, int], str]
    summary: str = ""


def calendar(figure: Calendar) -> str:
    """The calendar as SVG text."""
    months = sorted(figure.month_names)
    body = [
        svg.text(LEFT + (number - 1) * STEP + SIDE / 2, TOP - 8, str(number), anchor="middle", size=10)
        for number in range(1, 32)
    ]
    for row, month in enumerate(months):
        y = TOP + row * STEP
        body.append(svg.text(LEFT - 8, y + 14, figure.month_names[month], anchor="end"))
        body.extend(_square(day, figure.days.get(day), y=y) for day in _days_of(month))
    return svg.document(
        body,
        width=LEFT + 31 * STEP + 4,
        height=TOP + len(months) * STEP + 4,
        label=figure.label,
        summary=figure.summary,
        kind="fig-wide",
    )


def _days_of(month: tuple[int, int]) -> list[date]:
    first = date(*month, 1)
    found = []
    day = first
    while day.month == first.month:
        found.append(day)
        day += timedelta(days=1)
    return found


def _square(day: date, known: Day | None, *, y: float) -> str:
    """A day: its square, its index in it, and its words at the pointer."""
    x = LEFT + (day.day - 1) * STEP
    level = None if known is None else known.level
    fill = "none" if known is None else svg.NO_INDEX if level is None else f"var(--aqi-{level})"
    square = svg.node(
        "rect", x=float(x), y=float(y), width=SIDE, height=SIDE, rx=3, fill=fill, stroke=svg.LINE_2
    )
    if known is None:
        return square
    ink = svg.INK if level is None else f"var(--aqi-{level}-on)"
    index = svg.MISSING if known.aqi is None else str(known.aqi)
    shown = svg.text(x + SIDE / 2, y + 14, index, anchor="middle", fill=ink, size=9)
    group = svg.node("g", svg.title(known.words), square, shown)
    return svg.node("a", group, href=known.url) if known.url else group
