"""Moving discs that stand on each other a little apart, so that every number can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, dist, pi, sin

from lantian.ui.figures.projection import Box
from lantian.ui.figures.svg import Point

DIRECTIONS = 16
STEPS = tuple(0.5 + 0.3 * step for step in range(27))  # of the disc's own radius
GAP = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A disc at its true place."""

    at: Point
    radius: float


def apart(
    discs: Sequence[Disc], *, frame: Box, standing: Sequence[Disc] = (), keep_off: Sequence[Box] = ()
) -> list[Disc]:
    """Where each disc is drawn, those that come first at their true place.

    A later one that would stand on an earlier one, on one already standing or on what must stay readable goes
    to the nearest free spot around its own place; where there is none it stays where it is.
    """
    placed = list(standing)
    for disc in discs:
        free = (spot for spot in _spots(disc) if _is_free(spot, placed, frame=frame, keep_off=keep_off))
        placed.append(next(free, disc))
    return placed[len(standing) :]


def square(disc: Disc, *, room: float = 0.0) -> Box:
    """The square around a disc, with some room."""
    (x, y), reach = disc.at, disc.radius + room
    return Box(left=x - reach, top=y - reach, right=x + reach, bottom=y + reach)


def _spots(disc: Disc) -> Iterator[Disc]:
    """Its own place, then rings around it, each from the top clockwise."""
    yield disc
    for step in STEPS:
        for turn in range(DIRECTIONS):
            angle, reach = 2 * pi * turn / DIRECTIONS, step * disc.radius
            at = (disc.at[0] + reach * sin(angle), disc.at[1] - reach * cos(angle))
            yield Disc(at=at, radius=disc.radius)


def _is_free(spot: Disc, placed: Sequence[Disc], *, frame: Box, keep_off: Sequence[Box]) -> bool:
    room = square(spot)
    if room.outside(frame) > 0 or any(room.overlap(box) > 0 for box in keep_off):
        return False
    return all(dist(spot.at, other.at) >= spot.radius + other.radius + GAP for other in placed)
