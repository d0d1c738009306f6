"""Which names a district map shows, and where: the important ones first, none on top of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lantian.ui.figures import labels, projection, spread, svg
from lantian.ui.figures.labels import Board, Place
from lantian.ui.figures.projection import Box, Projection
from lantian.ui.figures.scene import DistrictMap, Source, Station, Township
from lantian.ui.figures.svg import Point

MAIN_RADIUS, RADIUS = 17.0, 13.0
MAIN_ROOM, ROOM = 5.0, 1.0  # kept free around a disc
SOURCE_ROOM = 8.0
WIDEST_REACH = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where each disc is drawn, and the names that found a place, as SVG: townships lie under everything."""

    discs: tuple[Disc, ...]
    townships: tuple[str, ...]
    spots: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A station's disc: where it is drawn, and where it truly stands."""

    station: Station
    drawn: spread.Disc
    true: spread.Disc

    @property
    def room(self) -> float:
        """How far from its middle a name begins."""
        return self.drawn.radius + (MAIN_ROOM if self.station.is_main else ROOM)

    @property
    def box(self) -> Box:
        """What no name may cover."""
        return spread.square(self.drawn, room=self.room - self.drawn.radius)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """A name that wants a place; the main station's must have one, townships stay clear of every mark."""

    words: str
    places: list[Place]
    draw: Callable[[Place], str]
    is_needed: bool = False
    may_cover_marks: bool = True


def put(figure: DistrictMap, view: Projection, *, frame: Box, reserved: Sequence[Box]) -> Shown:
    """Discs and names in the order: main and official stations, candidates, other stations, townships.

    What is important takes its room first, so that a crowd of clues cannot push an official name away.
    """
    ranked = sorted(figure.stations, key=lambda one: (not one.is_main, one.rank))
    first = [one for one in ranked if one.is_main or one.rank == 0]
    rest = [_true(one, view) for one in ranked if one not in first]
    sources = [_square(view.point(one.lon, one.lat), SOURCE_ROOM) for one in figure.sources]
    leading = _apart(first, view, frame=frame)
    board = Board(
        frame=frame,
        solid=[*reserved, *(disc.box for disc in leading)],
        soft=[*sources, *(spread.square(disc) for disc in rest)],
    )
    spots = list(_drawn([_station(disc, frame) for disc in leading], board))
    others = _apart(
        ranked[len(first) :],
        view,
        frame=frame,
        standing=[disc.drawn for disc in leading],
        keep_off=board.solid,
    )
    board.solid += [disc.box for disc in others]
    board.soft = sources
    wanted = [_source(one, view) for one in figure.sources if one.is_candidate]
    spots += _drawn([*wanted, *(_station(disc, frame) for disc in others)], board)
    under = tuple(_drawn([_township(one, view) for one in figure.townships], board))
    return Shown(discs=(*leading, *others), spots=tuple(spots), townships=under)


def _true(one: Station, view: Projection) -> spread.Disc:
    return spread.Disc(at=view.point(one.lon, one.lat), radius=MAIN_RADIUS if one.is_main else RADIUS)


def _apart(
    stations: Sequence[Station],
    view: Projection,
    *,
    frame: Box,
    standing: Sequence[spread.Disc] = (),
    keep_off: Sequence[Box] = (),
) -> list[Disc]:
    """The discs of some stations, moved apart where they would cover each other."""
    true = [_true(one, view) for one in stations]
    drawn = spread.apart(true, frame=frame, standing=standing, keep_off=keep_off)
    return [
        Disc(station=station, drawn=disc, true=place)
        for station, disc, place in zip(stations, drawn, true, strict=True)
    ]


def _drawn(wanted: Sequence[_Name], board: Board) -> Iterator[str]:
    for one in wanted:
        if not one.words:
            continue
        place = board.put(one.places)
        if place is None and one.may_cover_marks:
            place = board.put_over_soft(one.places)
        if place is None and one.is_needed:
            place = board.press(one.places)
        if place is not None:
            yield one.draw(place)


def _station(disc: Disc, frame: Box) -> _Name:
    one = disc.station
    words = f"{one.name} {one.note}".strip()
    ink = svg.INK_2 if one.aqi is None else svg.INK

    def draw(at: Place) -> str:
        return svg.text(at.x, at.y, words, anchor=at.anchor, fill=ink, bold=one.is_main, halo=svg.LAND)

    places = labels.beside(disc.drawn.at, words, distance=disc.room, bold=one.is_main)
    if one.is_main:
        places += labels.lines_off(disc.drawn.at, words, distance=disc.room, frame=frame, bold=True)
    return _Name(words=words, places=places, draw=draw, is_needed=one.is_main)


def _source(one: Source, view: Projection) -> _Name:
    words = f"{one.name} {one.standing}".strip()

    def draw(at: Place) -> str:
        return svg.text(at.x, at.y, words, anchor=at.anchor, fill=svg.INK, halo=svg.LAND)

    places = labels.beside(view.point(one.lon, one.lat), words, distance=SOURCE_ROOM)
    return _Name(words=words, places=places, draw=draw)


def _township(one: Township, view: Projection) -> _Name:
    rings = [[view.point(*corner) for corner in ring] for ring in one.rings]
    largest = max(rings, key=lambda ring: _around(ring).area)
    bounds = _around(largest)
    reach = min(bounds.right - bounds.left, WIDEST_REACH) / 2.4
    places = [
        place
        for place in labels.around(projection.centre(largest), one.name, reach=reach)
        if projection.contains(largest, (place.x, place.y - 4))
    ]

    def draw(at: Place) -> str:
        return svg.text(at.x, at.y, one.name, anchor="middle", fill="var(--map-name)")

    return _Name(words=one.name, places=places, draw=draw, may_cover_marks=False)


def _square(at: Point, reach: float) -> Box:
    return Box(left=at[0] - reach, top=at[1] - reach, right=at[0] + reach, bottom=at[1] + reach)


def _around(ring: Sequence[Point]) -> Box:
    across, down = [x for x, _ in ring], [y for _, y in ring]
    return Box(left=min(across), top=min(down), right=max(across), bottom=max(down))
