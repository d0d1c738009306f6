"""Placing names beside their marks so that they cover as little as possible of anything else.

Greedy and in the caller's order of importance: each name takes the first of its places with the least cost,
where cost is the area it would share with marks and names already there, or lie outside the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lantian.ui.figures import svg
from lantian.ui.figures.projection import Box
from lantian.ui.figures.svg import Point

LINE_HEIGHT = 14.0
OUTSIDE_COSTS = 4.0
LATER_PLACE_COSTS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a name may stand: its text anchor, the baseline, and the room it takes."""

    x: float
    y: float
    anchor: str
    box: Box


def beside(mark: Point, words: str, *, distance: float, bold: bool = False) -> list[Place]:
    """Right, left, below, above, then the four corners of the mark."""
    x, y = mark
    low, high = y + distance + 10, y - distance - 3
    slant = distance * 0.75
    spots = (
        (x + distance + 4, y + 4, "start"),
        (x - distance - 4, y + 4, "end"),
        (x, low, "middle"),
        (x, high, "middle"),
        (x + slant + 2, y + slant + 8, "start"),
        (x + slant + 2, y - slant - 1, "start"),
        (x - slant - 2, y + slant + 8, "end"),
        (x - slant - 2, y - slant - 1, "end"),
    )
    return [place(spot_x, spot_y, anchor, words, bold=bold) for spot_x, spot_y, anchor in spots]


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
    """What is already drawn; names are put on it one after the other."""

    frame: Box
    taken: list[Box]

    def put(self, places: Sequence[Place]) -> Place:
        """The best of the places, which is taken from now on."""
        best = min(
            enumerate(places),
            key=lambda one: (round(self.cost(one[1]) + LATER_PLACE_COSTS * one[0], 3), one[0]),
        )[1]
        self.taken.append(best.box)
        return best

    def cost(self, one: Place) -> float:
        """The area the name would share with what is there, and dearer what would lie outside."""
        shared = sum(one.box.overlap(box) for box in self.taken)
        return shared + OUTSIDE_COSTS * one.box.outside(self.frame)
