"""The daily values that periods, rankings and prospects are made of, official exclusions taken out.

Means, percentiles and the composite index leave out what an official list names; good days and the daily
index keep it (the notes of the national monthly reports of 2021-07 and 2022-09).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import or_

import polars as pl
from django.db.models import Q

from airshed.assessment import dust, spans
from airshed.assessment.spans import Span
from airshed.standards.tables import DAY_COLUMNS
from lantian.assessment import models
from lantian.assessment.models import SubjectKind
from lantian.registry import queries as registry
from lantian.registry.models import Region

COLUMNS = tuple(DAY_COLUMNS.values())
CITIES, DISTRICTS, TOWNSHIPS, STATIONS, MICRO = "cities", "districts", "townships", "stations", "micro"
GROUPS = (DISTRICTS, STATIONS, MICRO, TOWNSHIPS, CITIES)
_REGIONS = {DISTRICTS: "district", TOWNSHIPS: "township", CITIES: "city"}
SupposedDays = Mapping[tuple[str, date], tuple[int | None, Mapping[str, str]]]
"""Days as they might be: by unit and day the index and the values as text."""

REGION_GROUPS = tuple(_REGIONS)
_SCHEMA = {"unit": pl.String, "day": pl.Date, "aqi": pl.Int64, **dict.fromkeys(COLUMNS, pl.Float64)}


class NoSuchGroup(ValueError):
    """Nothing is ranked in such a group."""

    def __init__(self, *, group: str) -> None:
        self.group = group
        super().__init__(f"there is no group {group!r}; the groups are {', '.join(GROUPS)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units of a group: what they are, and their names by code (Chinese, English)."""

    group: str
    kind: str
    names: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Daybook:
    """Daily values of some units as published: ``unit day aqi pm25 pm10 so2 no2 co o3_8h``.

    ``listed`` is what the lists in force leave out (``unit day items``), ``position`` the highest journal
    position any day was computed at or any of these lists was taken in or withdrawn. [µg m⁻³; CO mg m⁻³]
    """

    kind: str
    frame: pl.DataFrame
    listed: pl.DataFrame
    position: int

    @cached_property
    def counted(self) -> pl.DataFrame:
        """The days without what the lists leave out; ``excluded`` names it."""
        return dust.exclude(self.frame, self.listed).days

    def of(self, unit: str, over: Span) -> pl.DataFrame:
        """One unit's counted days of a span, in order."""
        return self.counted.filter(
            pl.col("unit") == unit, pl.col("day").is_between(over.first, over.last)
        ).sort("day")

    def indices(self, over: Span) -> dict[str, list[int | None]]:
        """The daily indices of each unit in a span, as they were published whatever a list leaves out."""
        inside = self.frame.filter(pl.col("day").is_between(over.first, over.last))
        return dict(inside.group_by("unit").agg("aqi").rows())


def units(group: str) -> Units:
    """The units of a group that stations count for; NoSuchGroup otherwise."""
    if group in _REGIONS:
        regions = registry.counted_regions().filter(kind=_REGIONS[group])
        names = {one.code: (one.name_zh, one.name_en) for one in regions}
        return Units(group=group, kind=SubjectKind.REGION, names=names)
    if group not in GROUPS:
        raise NoSuchGroup(group=group)
    kinds = (MICRO,) if group == MICRO else registry.STATUTORY
    stations = registry.stations(kinds=kinds, region=registry.our_district())
    names = {one.code: (one.name_zh, one.name_en) for one in stations}
    return Units(group=group, kind=SubjectKind.STATION, names=names)


def group_of(region: Region) -> str | None:
    """The group in which a region that stations count for is ranked; None where its kind is not ranked."""
    return next((group for group, kind in _REGIONS.items() if kind == region.kind), None)


def groups_with_units() -> tuple[str, ...]:
    """The groups that have units; asked once for all of them."""
    regions, stations = registry.counted_kinds(), registry.kinds_of_ours()
    there = {group for group, kind in _REGIONS.items() if kind in regions}
    there |= {MICRO} & stations
    there |= {STATIONS} if stations.intersection(registry.STATUTORY) else set()
    return tuple(group for group in GROUPS if group in there)


def read(
    kind: str,
    codes: Collection[str],
    *,
    first: date,
    last: date,
    is_excluding: bool = True,
    supposed: SupposedDays | None = None,
    as_of: int | None = None,
    among: Collection[Span] = (),
) -> Daybook:
    """The days of some units as kept; with exclusions, regions without what the lists in force name.

    Days that are ``supposed`` stand in the place of those kept; the lists are those in force ``as_of`` a
    journal position, now where none is given. With spans to be ``among``, the days between them are left out.
    """
    inside = [Q(day__range=(span.first, span.last)) for span in among]
    rows = models.DailyAssessment.objects.filter(
        *([reduce(or_, inside)] if inside else []),
        subject_kind=kind,
        subject__in=list(codes),
        day__gte=first,
        day__lte=last,
    ).values_list("subject", "day", "aqi", "values", "position")
    laid, position = [], 0
    for subject, day, aqi, values, computed_at in rows.order_by("subject", "day").iterator():
        position = max(position, computed_at)
        aqi, values = (supposed or {}).get((subject, day), (aqi, values))
        numbers = (float(values[name]) if name in values else None for name in COLUMNS)
        laid.append((subject, day, aqi, *numbers))
    frame = pl.DataFrame(laid, schema=_SCHEMA, orient="row")
    if not is_excluding or kind != SubjectKind.REGION:
        return Daybook(kind=kind, frame=frame, listed=NO_LISTS.days, position=position)
    lists = exceptional(codes, first=first, last=last, as_of=as_of)
    position = max(position, *lists.positions.values(), 0)
    return Daybook(kind=kind, frame=frame, listed=lists.days, position=position)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptional:
    """What lists leave out, ``unit day items``, and by unit the position of the newest act of such a list.

    A list that was withdrawn leaves nothing out; its withdrawal moved numbers all the same, so it has its
    part in the positions.
    """

    days: pl.DataFrame
    positions: Mapping[str, int]


NO_LISTS = Exceptional(
    days=pl.DataFrame(schema={"unit": pl.String, "day": pl.Date, "items": pl.String}), positions={}
)


def exceptional(codes: Collection[str], *, first: date, last: date, as_of: int | None = None) -> Exceptional:
    """What the lists in force as of a journal position (None: now) leave out of regions, by their codes."""
    rows = models.ExceptionalDay.objects.filter(
        region__code__in=list(codes), day__gte=first, day__lte=last
    ).order_by("listed__position", "listed_id", "row")
    days: list[tuple[str, date, str]] = []
    positions: dict[str, int] = {}
    for code, day, parameters, since, withdrawn_at, until in rows.values_list(
        "region__code",
        "day",
        "parameters",
        "listed__position",
        "listed__withdrawn_at",
        "listed__withdrawn_position",
    ):
        if as_of is not None and since > as_of:
            continue
        is_over = withdrawn_at is not None if as_of is None else until is not None and until <= as_of
        positions[code] = max(positions.get(code, 0), until if is_over and until else since)
        if not is_over:
            days.append((code, day, ",".join(parameters)))
    return Exceptional(
        days=pl.DataFrame(days, schema=NO_LISTS.days.schema, orient="row"), positions=positions
    )


def needed_for(over: Span) -> tuple[Span, ...]:
    """The days a ranking over a span asks for: its own, a year before, and those of the span before."""
    before = spans.previous(over)
    return (over, spans.year_before(over), *(() if before is None else (before,)))


def last_whole_day(today: date) -> date:
    """The last day that is over."""
    return today - timedelta(days=1)
