"""A row of days: a full square where somebody was, an empty one where nobody needed to be, a struck one else.

The three are told apart by shape, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lantian.ui.figures import svg

CELL, GAP, HEIGHT = 7.0, 1.5, 14.0
State = Literal["seen", "fine", "hole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The days in order; `weeks` are the indices at which a week begins and a wider gap stands."""

    label: str
    days: Sequence[State]
    weeks: frozenset[int] = frozenset()


def course(figure: Course) -> str:
    """The row as SVG text."""
    x, drawn = 0.5, []
    for index, state in enumerate(figure.days):
        if index and index in figure.weeks:
            x += 3.0
        drawn.append(_cell(state, x))
        x += CELL + GAP
    return svg.document(drawn, width=x, height=HEIGHT, label=figure.label)


def _cell(state: State, x: float) -> str:
    box = {"x": x, "y": 3.5, "width": CELL, "height": CELL, "rx": 1}
    if state == "seen":
        return svg.node("rect", **box, fill=svg.SKY)
    if state == "fine":
        return svg.node("rect", **box, fill="none", stroke=svg.MARK, stroke_width=0.8)
    outline = svg.node("rect", **box, fill="none", stroke=svg.OVERDUE, stroke_width=1)
    struck = svg.node("path", d=f"M{svg.num(x)} 10.5L{svg.num(x + CELL)} 3.5", stroke=svg.OVERDUE)
    return outline + struck
