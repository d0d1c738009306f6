"""A figure over time at full width: one or more lines, marked moments, a shaded stretch, named gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lantian.ui.figures import series, svg
from lantian.ui.figures.series import Scale, Tick, Values

Weight = Literal["ours", "peers", "other", "faint"]
TALL = 200  # from this height there is room for more level lines
STYLES: dict[str, tuple[str, float]] = {
    "ours": (svg.SKY, 1.8),
    "peers": (svg.MARK, 1.5),
    "other": (svg.INK_2, 1.2),
    "faint": (svg.INK_3, 0.6),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Values hour by hour; `name` stands at its end when there are several, `dash` tells them apart."""

    values: Values
    weight: Weight = "ours"
    name: str = ""
    dash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A marked moment, at an index that may lie between two hours."""

    index: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Hours without a value, and why."""

    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A level to compare with, named on the right."""

    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFigure:
    """The whole figure; from `shade_from` to `shade_to` or the end it is shaded, such as after the mending.

    Drawn for one kind of `screen` it is shown there alone; otherwise a narrow one scrolls it.
    """

    label: str
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...] = ()
    moments: tuple[Moment, ...] = ()
    gaps: tuple[Gap, ...] = ()
    limits: tuple[Limit, ...] = ()
    shade_from: float | None = None
    shade_to: float | None = None
    summary: str = ""
    width: float = 520
    height: float = 108
    screen: Literal["", "wide", "narrow"] = ""


def line_figure(figure: LineFigure) -> str:
    """The figure as SVG text."""
    scale, levels = _scale(figure)
    body = [_shade(figure, scale), series.grid(scale, levels)]
    for limit in figure.limits:
        body.append(_limit(limit, scale))
    for one in figure.lines:
        colour, stroke_width = STYLES[one.weight]
        body.append(series.curve(one.values, scale, colour=colour, stroke_width=stroke_width, dash=one.dash))
    body.append(_names(figure, scale))
    body.extend(_gap(gap, scale, figure) for gap in figure.gaps)
    body.append(_moments(figure, scale))
    body.append(series.tick_row(scale, figure.ticks, figure.height - 4))
    return svg.document(
        body,
        width=figure.width,
        height=figure.height,
        label=figure.label,
        summary=figure.summary,
        kind=f"fig-at-{figure.screen}" if figure.screen else "fig-wide",
    )


def _scale(figure: LineFigure) -> tuple[Scale, list[float]]:
    values = series.known(*(one.values for one in figure.lines)) + [limit.value for limit in figure.limits]
    pieces = 2 if figure.height < TALL else 4
    levels = svg.ticks(min([0.0, *values]), max(values, default=1.0), pieces)
    named = max((svg.width_of(one.name) for one in figure.lines if one.name), default=0.0)
    tick_room = max(svg.width_of(svg.tick_text(level)) for level in levels)
    scale = Scale(
        left=max(26.0, tick_room + 6),
        right=figure.width - 14 - (named + 6 if named else 0),
        top=18,
        bottom=figure.height - 20,
        count=max((len(one.values) for one in figure.lines), default=1),
        low=levels[0],
        high=levels[-1],
    )
    return scale, levels


def _shade(figure: LineFigure, scale: Scale) -> str:
    if figure.shade_from is None:
        return ""
    x = scale.x(figure.shade_from)
    end = scale.right if figure.shade_to is None else scale.x(figure.shade_to)
    return svg.node(
        "rect",
        x=x,
        y=scale.top,
        width=end - x,
        height=scale.bottom - scale.top,
        fill=svg.SURFACE_3,
        opacity=".7",
    )


def _limit(limit: Limit, scale: Scale) -> str:
    y = scale.y(limit.value)
    rule = svg.node(
        "path",
        d=f"M{svg.num(scale.left)} {svg.num(y)}H{svg.num(scale.right)}",
        stroke=svg.INK,
        stroke_dasharray="5 3",
    )
    return rule + svg.text(scale.right, y - 4, limit.text, anchor="end", fill=svg.INK, halo=svg.SURFACE)


def _names(figure: LineFigure, scale: Scale) -> str:
    """Each line's name at its last value, pushed apart where two would touch."""
    ends = []
    for one in figure.lines:
        last = next((value for value in reversed(one.values) if value is not None), None)
        if one.name and last is not None:
            ends.append((scale.y(last) + 4, one))
    drawn, lowest = [], float("-inf")
    for y, one in sorted(ends, key=lambda end: end[0]):
        lowest = max(y, lowest + 14)
        drawn.append(svg.text(scale.right + 6, lowest, one.name, fill=svg.INK, bold=one.weight == "ours"))
    return "".join(drawn)


def _gap(gap: Gap, scale: Scale, figure: LineFigure) -> str:
    middle = (gap.first + gap.last) / 2
    near = [
        value
        for one in figure.lines
        for value in one.values[max(gap.first - 4, 0) : gap.last + 5]
        if value is not None
    ]
    y = scale.y(max(near, default=scale.low)) - 8
    return svg.text(scale.x(middle), max(y, scale.top + 10), gap.text, anchor="middle", fill=svg.INK_3)


def _moments(figure: LineFigure, scale: Scale) -> str:
    """Dashed uprights with their words; words that would overlap go to the left of theirs."""
    drawn, taken = [], float("-inf")
    for moment in sorted(figure.moments, key=lambda one: one.index):
        x = scale.x(moment.index)
        room = svg.width_of(moment.text, bold=True)
        to_left = x + 6 + room > figure.width or x + 6 < taken
        drawn.append(
            svg.node(
                "path",
                d=f"M{svg.num(x)} 12V{svg.num(scale.bottom)}",
                stroke=svg.INK_2,
                stroke_dasharray="2 2",
            )
        )
        place, anchor = (x - 6, "end") if to_left else (x + 6, None)
        drawn.append(
            svg.text(place, 14, moment.text, anchor=anchor, fill=svg.INK, bold=True, halo=svg.SURFACE)
        )
        taken = x if to_left else x + 6 + room
    return "".join(drawn)
