"""What a briefing is written from: plain values with their addresses, gathered by the queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lantian.reporting.rules.sheet import Amount, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AirDay:
    """The district's day: index, level, primary pollutants, the six values."""

    aqi: Amount
    level: int | None
    primary: tuple[str, ...]
    values: Mapping[str, Amount]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationHour:
    """One station's hour."""

    code: str
    name: Words
    kind: Words
    aqi: Amount
    level: int | None
    primary: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Wind and humidity of the day over the district's stations."""

    wind_from: float | None
    wind_speed: Amount
    humidity: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The district's place among its neighbours: 1 is the best; `tied_with` names those beside it."""

    place: Amount
    of: Amount
    tied_with: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A neighbouring district's index of the day."""

    code: str
    name: Words
    aqi: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The composite index from the first of the month to the day, its largest single index and the place."""

    first: date
    composite: Amount
    largest: tuple[str, ...]
    largest_single: Amount
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """Everything blocks one and two say."""

    day: date
    district: Words
    yesterday: AirDay
    hour: datetime | None
    hour_words: Words
    until_words: Words
    stations: tuple[StationHour, ...]
    weather: Weather
    place: Place
    neighbours: tuple[Neighbour, ...]
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What waits at one department: its count, the kinds of problem and the grids.

    It names areas and departments, never a candidate source and never a firm.
    """

    kind: str
    unit: str
    department: Words
    count: Amount
    categories: tuple[str, ...]
    grids: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something that was counted: what it is called, the address that leads to it, how often it counted."""

    address: str
    name: Words
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a mending changed at the place's own monitor: site minus background, before and after.

    `standing` says how far the case had come at the end of the day: handed in, failed, passed or closed.
    """

    case: str
    named: Named
    standing: str
    before: Amount
    after: Amount
    hours_before: Amount
    hours_after: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Points given or taken once: by which rule, for what, and why."""

    points: Decimal
    rule: Words
    why: Words
    named: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPoints:
    """Points one unit was given in the day, each of them."""

    unit: str
    name: Words
    points: Amount
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the day's work came to, and what waits for today.

    `alarms_since` says from when alarms were evaluated hour by hour, where that lies after the day's begin.
    """

    day: date
    counts: Mapping[str, Amount]
    named: Mapping[str, tuple[Named, ...]]
    concerns: tuple[Concern, ...]
    effects: tuple[Effect, ...]
    points: tuple[UnitPoints, ...]
    dry_stations: int
    alarms_since: Words | None = None
