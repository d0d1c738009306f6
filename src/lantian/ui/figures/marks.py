"""The marks of a district map: source shapes by kind, station discs, sectors, wind, scale bar."""

from __future__ import annotations

from math import cos, pi, sin

from lantian.ui.figures import svg
from lantian.ui.figures.projection import Projection
from lantian.ui.figures.svg import Point

SOURCE = {"fill": "var(--map-src)", "stroke": svg.SURFACE, "stroke_width": 1.2}
EDGE = "var(--aqi-edge)"
KINDS = ("site", "stockpile", "plant", "mixing", "road", "plot")


def source(kind: str, at: Point, *, size: float = 1.0) -> str:
    """The kind's shape: square, triangle, diamond, hexagon, bar or frame, in the order of KINDS."""
    x, y = at
    if kind == "site":
        half = 4.7 * size
        return svg.node("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, **SOURCE)
    if kind == "road":
        return svg.node("rect", x=x - 8, y=y - 2.5, width=16, height=5, rx=2.5, **SOURCE)
    if kind == "plot":
        half = 4.2 * size
        return svg.node(
            "rect",
            x=x - half,
            y=y - half,
            width=2 * half,
            height=2 * half,
            fill=svg.SURFACE,
            stroke="var(--map-src)",
            stroke_width=1.8,
        )
    return svg.node("path", d=svg.path(_corners(kind, x, y, size), closed=True), **SOURCE)


def _corners(kind: str, x: float, y: float, size: float) -> list[Point]:
    if kind == "stockpile":
        return [(x, y - 5.8 * size), (x + 6 * size, y + 4.6 * size), (x - 6 * size, y + 4.6 * size)]
    if kind == "mixing":
        return [(x + 6 * size * sin(pi * turn / 3), y + 6 * size * cos(pi * turn / 3)) for turn in range(6)]
    reach = 6.4 * size
    return [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]


def disc(at: Point, *, level: int | None, words: str, radius: float) -> str:
    """A station: its index in a disc of the level's colour; dashed and empty without one."""
    x, y = at
    if level is None:
        fill, ink, dash = "var(--aqi-none)", "var(--aqi-none-on)", "3 2.5"
    else:
        fill, ink, dash = f"var(--aqi-{level})", f"var(--aqi-{level}-on)", None
    ring = svg.node(
        "circle", cx=x, cy=y, r=radius, fill=fill, stroke=EDGE, stroke_width=1.3, stroke_dasharray=dash
    )
    size = 14 if radius > 14 else 12
    return ring + svg.text(
        x, y + size * 0.36, words, anchor="middle", fill=ink, size=size, bold=level is not None
    )


def ring(at: Point, *, radius: float) -> str:
    """A dashed ring: where no water is to be sprayed."""
    return svg.node(
        "circle",
        cx=at[0],
        cy=at[1],
        r=radius,
        fill="none",
        stroke=EDGE,
        stroke_width=1,
        stroke_dasharray="2 3",
    )


def wedge(
    projection: Projection, at: Point, *, bearings: tuple[float, float], reach_km: tuple[float, float]
) -> str:
    """The outline of a sector between two bearings, clockwise, and two distances."""
    start, end = bearings
    sweep = (end - start) % 360 or 360.0
    turns = max(int(sweep // 5), 1)
    steps = [start + sweep * turn / turns for turn in range(turns + 1)]
    outer = [projection.off(at, bearing=bearing, km=reach_km[1]) for bearing in steps]
    inner = [projection.off(at, bearing=bearing, km=reach_km[0]) for bearing in reversed(steps)]
    return svg.path(outer + inner, closed=True)


def wind(at: Point, *, blows_from: float | None, name: str, speed: str) -> str:
    """One arrow along the wind, its name and its speed; no arrow in a calm."""
    x, y = at
    arrow = ""
    if blows_from is not None:
        shaft = svg.node("path", d="M0 -15V10", stroke=svg.INK, stroke_width=2.2)
        head = svg.node("path", d="M0 17 -5.5 7H5.5Z", fill=svg.INK)
        arrow = svg.node(
            "g",
            shaft,
            head,
            transform=f"translate({svg.num(x)} {svg.num(y)}) rotate({svg.num(blows_from % 360)})",
        )
    return arrow + svg.text(x + 22, y - 2, name, fill=svg.INK, bold=True) + svg.text(x + 22, y + 14, speed)


def scale_bar(at: Point, *, units_per_km: float, room: float) -> str:
    """A bar of a round length that fits the room."""
    x, y = at
    km = next((length for length in (50, 20, 10, 5, 2, 1, 0.5, 0.2) if length * units_per_km <= room), 0.1)
    words = f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"
    length = svg.num(km * units_per_km)
    bar = svg.node("path", d=f"M{svg.num(x)} {svg.num(y - 4)}v4h{length}v-4", fill="none", stroke=svg.INK_2)
    return bar + svg.text(x + km * units_per_km + 6, y + 2, words)
