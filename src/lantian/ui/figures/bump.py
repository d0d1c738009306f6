"""Places over time: a line a unit, the first place at the top; ours is blue, the others grey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lantian.ui.figures import svg

ROW, TOP, BOTTOM = 30.0, 34.0, 14.0
LEFT = 40.0
DOT = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One unit: its place at each column, None where it has none, and what each place rests on in words."""

    name: str
    value: str
    places: tuple[int | None, ...]
    words: tuple[str, ...]
    is_ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bump:
    """The figure; units stand at the right in the order of their last place."""

    label: str
    columns: tuple[str, ...]
    courses: tuple[Course, ...]
    summary: str = ""
    width: float = 1080


def bump(figure: Bump) -> str:
    """The places as SVG text."""
    last = max((place for one in figure.courses for place in one.places if place), default=1)
    names = _names(figure)
    room = max((svg.width_of(f"{one.name} {one.value}", bold=True) for one in figure.courses), default=0) + 24
    right = figure.width - room
    step = (right - LEFT) / max(len(figure.columns) - 1, 1)
    height = TOP + max(last, len(names)) * ROW + BOTTOM

    def x(at: int) -> float:
        return LEFT + at * step

    def y(place: float) -> float:
        return TOP + (place - 0.5) * ROW

    body = [svg.text(x(at), 16, words, anchor="middle", size=12) for at, words in enumerate(figure.columns)]
    body += [
        svg.node("path", d=f"M{svg.num(LEFT)} {svg.num(y(place))}H{svg.num(right)}", stroke=svg.LINE)
        for place in range(1, last + 1)
    ]
    owners = {
        (at, place): one
        for one in sorted(figure.courses, key=lambda course: course.is_ours)
        for at, place in enumerate(one.places)
    }
    for one in sorted(figure.courses, key=lambda course: course.is_ours):
        points = [(x(at), y(place)) if place else None for at, place in enumerate(one.places)]
        body.append(_line(points, one))
        body += [
            _dot(point, one, at)
            for at, point in enumerate(points)
            if point is not None and owners[at, one.places[at]] is one  # of those who share it, one disc
        ]
    for row, one in names:
        body.append(
            svg.text(
                right + 16, y(row) + 4, f"{one.name} {one.value}", bold=one.is_ours,
                fill=svg.ACCENT if one.is_ours else svg.INK_2,
            )
        )  # fmt: skip
    return svg.document(
        body, width=figure.width, height=height, label=figure.label, summary=figure.summary, kind="fig-wide"
    )


def _names(figure: Bump) -> list[tuple[int, Course]]:
    """The row of each name: the last place, one further down for each unit that shares it."""
    placed = [(one.places[-1], one) for one in figure.courses if one.places and one.places[-1]]
    found: list[tuple[int, Course]] = []
    for place, one in sorted(placed, key=lambda pair: (pair[0] or 0, not pair[1].is_ours, pair[1].name)):
        row = max(place or 0, found[-1][0] + 1 if found else 0)
        found.append((row, one))
    return found


def _line(points: Sequence[svg.Point | None], one: Course) -> str:
    """The line, broken where there is no place."""
    pieces: list[list[svg.Point]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(point)
    drawn = "".join(svg.path(piece) for piece in pieces if len(piece) > 1)
    if not drawn:
        return ""
    return svg.node(
        "path", d=drawn, fill="none", stroke=svg.SKY if one.is_ours else svg.MARK,
        stroke_width="4" if one.is_ours else "2", stroke_linejoin="round",
        opacity=None if one.is_ours else "0.75",
    )  # fmt: skip


def _dot(point: svg.Point, one: Course, at: int) -> str:
    """The place in a disc."""
    fill, ink = (svg.ACCENT, "var(--on-accent)") if one.is_ours else (svg.SURFACE, svg.INK_2)
    disc = svg.node(
        "circle", cx=point[0], cy=point[1], r=DOT, fill=fill,
        stroke=svg.ACCENT if one.is_ours else svg.MARK, stroke_width="1.5",
    )  # fmt: skip
    number = svg.text(
        point[0], point[1] + 4, str(one.places[at]), anchor="middle", size=11, bold=one.is_ours, fill=ink
    )
    return svg.node("g", svg.title(one.words[at]), disc, number)
