"""Squares of a district map: the more lies in one, the deeper its colour; its number where it fits."""

from __future__ import annotations

from collections.abc import Sequence

from lantian.ui.figures import svg
from lantian.ui.figures.projection import Box, Projection
from lantian.ui.figures.scene import Cell

PALEST, DEEPEST = 0.14, 0.62
FEW = 40  # squares that keep the names off themselves; more would leave no name anywhere
ROOM = 4.0  # on both sides of the number


def draw(cells: Sequence[Cell], view: Projection) -> str:
    """The squares as SVG text; one in which something is overdue has an edge of that colour."""
    most = max((one.count for one in cells), default=0)
    calm_first = sorted(cells, key=lambda one: one.is_late)
    return svg.node("g", *(_square(one, view, most=most) for one in calm_first)) if cells else ""


def boxes(cells: Sequence[Cell], view: Projection) -> list[Box]:
    """Where no name is put, while there are few of them."""
    return [_box(one, view) for one in cells] if len(cells) <= FEW else []


def _box(one: Cell, view: Projection) -> Box:
    left, top = view.point(one.lon - one.half, one.lat + one.half)
    right, bottom = view.point(one.lon + one.half, one.lat - one.half)
    return Box(left=left, top=top, right=right, bottom=bottom)


def _square(one: Cell, view: Projection, *, most: int) -> str:
    box = _box(one, view)
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    share = one.count / most
    edge = {"stroke": "var(--overdue)", "stroke_width": 1.8} if one.is_late else {"stroke": svg.SURFACE}
    drawn = svg.node(
        "rect",
        x=left,
        y=top,
        width=right - left,
        height=bottom - top,
        rx=2,
        fill=svg.SKY,
        fill_opacity=f"{PALEST + (DEEPEST - PALEST) * share:.2f}",
        **edge,
    )
    words = str(one.count)
    if svg.width_of(words) + ROOM <= right - left:
        middle = ((left + right) / 2, (top + bottom) / 2 + 4)
        drawn += svg.text(*middle, words, anchor="middle", size=12, bold=True)
    if not one.url:
        return svg.node("g", svg.title(one.detail), drawn)
    return svg.node("a", svg.title(one.detail), drawn, href=one.url, aria_label=one.detail)
