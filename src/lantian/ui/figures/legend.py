"""The map's legend: the six levels with their words, the source shapes that occur, sector and ring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lantian.ui.figures import marks, svg

ROW = 22.0
LEAST_GAP, MOST_GAP = 5.0, 16.0
MARK_ROOM = 17.0
MARGIN = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MapWords:
    """The legend's words in the reader's language; levels are short and carry their bound ("优≤50")."""

    levels: tuple[str, ...]  # of the six levels, or none where no station is drawn
    kinds: Mapping[str, str]
    sector: str
    no_spray: str
    hatched: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One mark and its word."""

    mark: str
    words: str

    @property
    def room(self) -> float:
        """How wide it is."""
        return MARK_ROOM + svg.width_of(self.words)


def rows(
    words: MapWords, width: float, *, kinds: Sequence[str], sectors: bool, rings: bool, hatched: bool = False
) -> list[list[Entry]]:
    """The entries broken into rows that fit: levels first, then what stands for sources."""
    levels = [Entry(mark=_level(number), words=text) for number, text in enumerate(words.levels, 1)]
    shapes = [
        Entry(mark=marks.source(kind, (7, 0), size=0.87), words=words.kinds.get(kind, kind)) for kind in kinds
    ]
    if sectors:
        patch = svg.node("rect", x=-4, y=-7, width=18, height=14, rx=2, fill=svg.SKY, opacity=".3")
        shapes.append(Entry(mark=patch, words=words.sector))
    if rings:
        shapes.append(Entry(mark=marks.ring((7, 0), radius=6), words=words.no_spray))
    if hatched:
        patch = svg.node("rect", x=-3, y=-7, width=16, height=14, fill="none", stroke=svg.OVERDUE)
        lines = svg.node("path", d="M-3 3L7 -7M-3 7L11 -7M3 7L13 -3", stroke=svg.OVERDUE, stroke_width=1)
        shapes.append(Entry(mark=patch + lines, words=words.hatched))
    return _broken(levels, width) + _broken(shapes, width)


def _level(number: int) -> str:
    return svg.node(
        "circle", cx=7, cy=0, r=6, fill=f"var(--aqi-{number})", stroke=marks.EDGE, stroke_width=1.2
    )


def _broken(entries: Sequence[Entry], width: float) -> list[list[Entry]]:
    found: list[list[Entry]] = []
    used = width + 1
    for entry in entries:
        if used + LEAST_GAP + entry.room > width - 2 * MARGIN:
            found.append([])
            used = -LEAST_GAP
        found[-1].append(entry)
        used += LEAST_GAP + entry.room
    return found


def height(found: Sequence[Sequence[Entry]]) -> float:
    """How high the rows are together."""
    return ROW * len(found)


def draw(found: Sequence[Sequence[Entry]], top: float, *, width: float) -> str:
    """The rows, their entries spread over the width."""
    drawn = []
    for number, entries in enumerate(found):
        free = width - 2 * MARGIN - sum(entry.room for entry in entries)
        gap = min(free / max(len(entries) - 1, 1), MOST_GAP)
        x, y = MARGIN, top + ROW * number + ROW / 2
        for entry in entries:
            mark = svg.node("g", entry.mark, transform=f"translate({svg.num(x)} {svg.num(y)})")
            drawn.append(mark + svg.text(x + MARK_ROOM, y + 4, entry.words))
            x += entry.room + gap
    return "".join(drawn)
