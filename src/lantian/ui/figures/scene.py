"""What a district map shows: townships, stations, sources, wind, sectors, places without spraying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lantian.ui.figures.legend import MapWords
from lantian.ui.figures.svg import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Township:
    """A part of the district: its outer rings in (lon, lat)."""

    name: str
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part that is marked by hatching, such as a grid nobody has looked at in time."""

    name: str
    rings: tuple[tuple[Point, ...], ...]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A station; `note` follows its name ("187", "offline 2 h"), `detail` is read on hover.

    Where names collide, the main station's stays, then that of the lowest `rank`, then in the order given.
    """

    name: str
    lon: float
    lat: float
    aqi: int | None
    level: int | None
    note: str = ""
    detail: str = ""
    is_main: bool = False
    rank: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A known source; only candidates are named on the map, with their standing ("待查")."""

    name: str
    lon: float
    lat: float
    kind: str
    standing: str = ""
    is_candidate: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wind:
    """The wind: degrees it blows from, or none in a calm; its name and speed in words."""

    blows_from: float | None
    name: str
    speed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A suspected sector seen from a place: bearings clockwise from `start` to `end`, distances in km."""

    lon: float
    lat: float
    start: float
    end: float
    inner_km: float
    outer_km: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSpray:
    """Where no water is sent: a ring around a place."""

    lon: float
    lat: float
    radius_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A square of `half` a side's degrees around a middle, with how many things lie in it."""

    lon: float
    lat: float
    half: float
    count: int
    is_late: bool = False
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictMap:
    """Everything the map shows; `key` keeps its inner names apart from another map's on the page.

    `height` is the map's own; the legend is added below it, as high as its words need. A map drawn for one
    kind of `screen` is shown there alone: a phone's has another shape, so that its words keep their size.
    """

    label: str
    words: MapWords
    townships: tuple[Township, ...] = ()
    stations: tuple[Station, ...] = ()
    sources: tuple[Source, ...] = ()
    sectors: tuple[Sector, ...] = ()
    no_spray: tuple[NoSpray, ...] = ()
    hatched: tuple[Area, ...] = ()
    cells: tuple[Cell, ...] = ()
    wind: Wind | None = None
    key: str = "map"
    width: float = 444
    height: float = 324
    summary: str = ""
    screen: Literal["", "wide", "narrow"] = ""

    @property
    def spots(self) -> tuple[Station | Source, ...]:
        """Everything that stands at one place."""
        return (*self.stations, *self.sources)
