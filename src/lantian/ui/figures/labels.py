"""Placing names beside their marks so that no two of them touch.

Greedy and in the caller's order of importance: each name takes the first of its places that is free. A name
without a free place is left out: it is read when the pointer rests on its mark, and in the list beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lantian.ui.figures import svg
from lantian.ui.figures.projection import Box
from lantian.ui.figures.svg import Point

SPARE = 0.01  # of a unit; names may touch
LINE_HEIGHT, LINES_OFF = 14.0, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a name may stand: its text anchor, the baseline, and the room it takes."""

    x: float
    y: float
    anchor: str
    box: Box


def beside(mark: Point, words: str, *, distance: float, bold: bool = False) -> list[Place]:
    """Right, left, below, above, the four corners, then the sides a little higher and lower."""
    x, y = mark
    low, high = y + distance + 11, y - distance - 4
    slant = distance * 0.75
    right, left = x + distance + 4, x - distance - 4
    spots = (
        (right, y + 4, "start"),
        (left, y + 4, "end"),
        (x, low, "middle"),
        (x, high, "middle"),
        (x + slant + 2, y + slant + 9, "start"),
        (x + slant + 2, y - slant - 2, "start"),
        (x - slant - 2, y + slant + 9, "end"),
        (x - slant - 2, y - slant - 2, "end"),
        (right, y - 4, "start"),
        (right, y + 12, "start"),
        (left, y - 4, "end"),
        (left, y + 12, "end"),
        (x, low, "start"),
        (x, low, "end"),
        (x, high, "start"),
        (x, high, "end"),
    )
    return [place(spot_x, spot_y, anchor, words, bold=bold) for spot_x, spot_y, anchor in spots]


def lines_off(mark: Point, words: str, *, distance: float, frame: Box, bold: bool = False) -> list[Place]:
    """Above and below, a line further each time, pushed into the frame: for a name that must be there."""
    x, y = mark
    half = svg.width_of(words, bold=bold) / 2 + 1
    middle = min(max(x, frame.left + half), frame.right - half)
    reaches = [distance + LINE_HEIGHT * line for line in range(LINES_OFF)]
    tops = [spot for reach in reaches for spot in (y - reach - 4, y + reach + 11)]
    return [place(middle, top, "middle", words, bold=bold) for top in tops]


def around(middle: Point, words: str, *, reach: float) -> list[Place]:
    """The middle first, then rings of places around it: for the name of an area."""
    x, y = middle
    steps = [(0.0, 0.0)]
    for ring in (0.35, 0.7, 1.0):
        steps += [
            (across * ring, down * ring)
            for down in (-1.0, 0.0, 1.0)
            for across in (-1.0, 0.0, 1.0)
            if across or down
        ]
    return [place(x + across * reach, y + 4 + down * reach * 0.7, "middle", words) for across, down in steps]


def place(x: float, y: float, anchor: str, words: str, *, bold: bool = False) -> Place:
    """A place with the room its words need."""
    room = svg.width_of(words, bold=bold)
    left = x if anchor == "start" else x - room if anchor == "end" else x - room / 2
    return Place(
        x=x, y=y, anchor=anchor, box=Box(left=left - 1, top=y - 11, right=left + room + 1, bottom=y + 3)
    )


@dataclass(slots=True)
class Board:
    """What is drawn: solid things no name may cover, and soft ones it may where there is no other room."""

    frame: Box
    solid: list[Box]
    soft: list[Box]

    def put(self, places: Sequence[Place]) -> Place | None:
        """The first place free of everything, which is taken from now on; None where there is none."""
        return self._first(places, (*self.solid, *self.soft))

    def put_over_soft(self, places: Sequence[Place]) -> Place | None:
        """The first place free of what is solid, which is taken from now on; None where there is none."""
        return self._first(places, self.solid)

    def _first(self, places: Sequence[Place], obstacles: Sequence[Box]) -> Place | None:
        for one in places:
            is_inside = one.box.outside(self.frame) < SPARE
            if is_inside and all(one.box.overlap(box) < SPARE for box in obstacles):
                self.solid.append(one.box)
                return one
        return None

    def press(self, places: Sequence[Place]) -> Place:
        """The place that covers least, for a name that must be there."""
        best = min(places, key=lambda one: (round(self._covered(one.box), 3), places.index(one)))
        self.solid.append(best.box)
        return best

    def _covered(self, box: Box) -> float:
        return sum(box.overlap(other) for other in self.solid) + box.outside(self.frame)
