"""Sums laid end to end: what each part adds, one bar above the other, so that they can be compared.

Parts are told apart by their names and by light and dark, never by hue: the colours of the index mean the
index.
"""

from __future__ import annotations

from dataclasses import dataclass

from lantian.ui.figures import svg

BAR, GAP, TOP = 46.0, 40.0, 26.0
SHADES = ("0.95", "0.78", "0.62", "0.48", "0.34", "0.2")
DARK = 3  # shades on which letters are light


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece: its name and its length; `text` is the length as shown."""

    name: str
    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One bar: what it is of, its pieces in order, and what they come to as shown."""

    name: str
    parts: tuple[Part, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The figure; all bars on one scale."""

    label: str
    sums: tuple[Sum, ...]
    summary: str = ""
    width: float = 1080


def stack(figure: Stack) -> str:
    """The bars as SVG text."""
    room = max((svg.width_of(one.text, size=16, bold=True) for one in figure.sums), default=0.0) + 12
    longest = max((sum(part.value for part in one.parts) for one in figure.sums), default=0.0) or 1.0
    scale = (figure.width - room) / longest
    body = []
    for at, one in enumerate(figure.sums):
        y = TOP + at * (BAR + GAP)
        body.append(svg.text(0, y - 8, one.name, fill=svg.INK, bold=True, size=14))
        x = 0.0
        for number, part in enumerate(one.parts):
            width = part.value * scale
            body.append(_piece(part, number, x=x, y=y, width=width))
            x += width
        body.append(svg.text(x + 8, y + BAR / 2 + 6, one.text, fill=svg.INK, bold=True, size=16))
    return svg.document(
        body,
        width=figure.width,
        height=TOP + len(figure.sums) * (BAR + GAP) - GAP + 22,
        label=figure.label,
        summary=figure.summary,
        kind="fig-wide",
    )


def _piece(part: Part, number: int, *, x: float, y: float, width: float) -> str:
    """A piece with its name and number in it, or its name under it where it is narrow."""
    rect = svg.node(
        "rect", x=x, y=y, width=width, height=BAR, fill=svg.INK_2, fill_opacity=SHADES[number % len(SHADES)],
        stroke=svg.SURFACE, stroke_width="1.5",
    )  # fmt: skip
    told = svg.title(f"{part.name} {part.text}")
    wide = max(svg.width_of(part.name, bold=True), svg.width_of(part.text)) + 8
    if width < wide:
        if width < svg.width_of(part.name, size=10):
            return svg.node("g", told, rect)
        under = svg.text(x + width / 2, y + BAR + 13, part.name, anchor="middle", size=10)
        return svg.node("g", told, rect, under)
    ink = svg.SURFACE if number < DARK else svg.INK
    name = svg.text(x + width / 2, y + 19, part.name, anchor="middle", fill=ink, bold=True)
    value = svg.text(x + width / 2, y + 36, part.text, anchor="middle", fill=ink)
    return svg.node("g", told, rect, name, value)
