"""What figures over time share: values by hour, where a value may be missing, and their scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lantian.ui.figures import svg
from lantian.ui.figures.svg import Point

Values = Sequence[float | None]
TICK_GAP = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A label under the figure, at the value with this index."""

    index: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where index and value lie in the figure: left, right, top, bottom in its units."""

    left: float
    right: float
    top: float
    bottom: float
    count: int
    low: float
    high: float

    def x(self, index: float) -> float:
        """Across, from the first value to the last."""
        return self.left + (self.right - self.left) * index / max(self.count - 1, 1)

    def y(self, value: float) -> float:
        """Down, from high to low."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def known(*lines: Values) -> list[float]:
    """Every value that is there."""
    return [value for line in lines for value in line if value is not None]


def runs(values: Values) -> list[list[tuple[int, float]]]:
    """The stretches without a gap, so that no line is drawn across missing hours."""
    found: list[list[tuple[int, float]]] = []
    open_run = False
    for index, value in enumerate(values):
        if value is None:
            open_run = False
            continue
        if not open_run:
            found.append([])
            open_run = True
        found[-1].append((index, value))
    return found


def curve(values: Values, scale: Scale, *, colour: str, stroke_width: float, dash: str = "") -> str:
    """The line of the values; a lone hour between gaps is a dot."""
    drawn = []
    for run in runs(values):
        points: list[Point] = [(scale.x(index), scale.y(value)) for index, value in run]
        if len(points) == 1:
            drawn.append(svg.node("circle", cx=points[0][0], cy=points[0][1], r=stroke_width, fill=colour))
            continue
        drawn.append(
            svg.node(
                "path",
                d=svg.path(points),
                fill="none",
                stroke=colour,
                stroke_width=stroke_width,
                stroke_linejoin="round",
                stroke_dasharray=dash or None,
            )
        )
    return "".join(drawn)


def grid(scale: Scale, levels: Sequence[float]) -> str:
    """Level lines with their numbers on the left."""
    drawn = []
    for level in levels:
        y = scale.y(level)
        drawn.append(
            svg.node("path", d=f"M{svg.num(scale.left)} {svg.num(y)}H{svg.num(scale.right)}", stroke=svg.LINE)
        )
        drawn.append(svg.text(scale.left - 4, y + 4, svg.tick_text(level), anchor="end", fill=svg.INK_3))
    return "".join(drawn)


def tick_row(scale: Scale, labels: Sequence[Tick], y: float) -> str:
    """The labels under the figure: the last, the first, then those between for which there is room."""
    ends = {scale.count - 1: "end", 0: "start"}
    order = sorted(labels, key=lambda one: (one.index != scale.count - 1, one.index != 0, one.index))
    taken: list[tuple[float, float]] = []
    drawn = {}
    for label in order:
        x, anchor = scale.x(label.index), ends.get(label.index, "middle")
        room = svg.width_of(label.text)
        left = x if anchor == "start" else x - room if anchor == "end" else x - room / 2
        if all(left - TICK_GAP >= right or left + room + TICK_GAP <= start for start, right in taken):
            taken.append((left, left + room))
            drawn[label.index] = svg.text(x, y, label.text, anchor=anchor, fill=svg.INK_3)
    return "".join(drawn[index] for index in sorted(drawn))
