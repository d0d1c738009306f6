"""Assessing hours and days as of a journal position: the one computation that is stored and that explains.

Statutory stations and regions are judged by the law's own rule for gaps. Micro and site stations measure
only part of the six pollutants; what a row lacks is left out as "not monitored", and the row is marked as
not statutory. A region's hour is the mean of its stations by the weights of the day, where enough of them, by
heads, have one; the weights are alike unless the register says otherwise.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

import polars as pl

from airshed.assessment import daily, district
from airshed.indices import frames, gaps
from airshed.indices.conventions import LAW
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import readings
from lantian.assessment.rules.figures import text_of
from lantian.calendar import queries as calendar
from lantian.observations.queries import Supposed
from lantian.registry import queries as registry
from lantian.registry.models import Region

Json = dict[str, object]

KEPT_OF_DAY = (*DAY_COLUMNS.values(), "o3_1h_max")
LEFT_OUT = "left_out"
BY_LAW = "by_law"


class Result(NamedTuple):
    """Everything said of one subject for one hour or day; `inputs` are the stations it rests on."""

    kind: str
    subject: str
    at: datetime | date
    inputs: tuple[str, ...]
    is_statutory: bool
    edition: str
    aqi: int | None
    level: int | None
    primary: list[str]
    sub_indices: Json
    values: Json
    missing: Json
    completeness: Json
    parameters: Json


class Assessed(NamedTuple):
    """Results, and the counted readings they were computed from."""

    results: list[Result]
    readings: pl.DataFrame


class Members(NamedTuple):
    """The stations that count for a region with their weights, day by day."""

    code: str
    by_day: Mapping[date, Mapping[str, Decimal]]

    @property
    def stations(self) -> frozenset[str]:
        return frozenset(code for weights in self.by_day.values() for code in weights)


class Scope(NamedTuple):
    """What is assessed: stations by code with their kind, and regions with their members."""

    kinds: Mapping[str, str]
    regions: tuple[Members, ...]

    @property
    def readings_of(self) -> frozenset[str]:
        return frozenset(self.kinds).union(*(region.stations for region in self.regions))


def scope(*, stations: Collection[str] | None, first: date, last: date, as_of: int | None = None) -> Scope:
    """The stations asked for (all when None) and every region any of them counts for in these days.

    By what was known as of a journal position of who counts for whom, without one by what is known now.
    """
    known = dict(registry.stations().values_list("code", "kind"))
    asked = known if stations is None else {code: known[code] for code in stations if code in known}
    regions = registry.counted_regions(stations=None if stations is None else list(asked), as_of=as_of)
    found = _members(list(regions), first=first, last=last, as_of=as_of)
    return Scope(asked, tuple(members for members in found if members.stations & asked.keys()))


def region_scope(code: str, *, first: date, last: date, as_of: int | None = None) -> Scope:
    """One region alone; Region.DoesNotExist where no station counted for it as of the position."""
    region = registry.counted_regions(as_of=as_of).get(code=code)
    return Scope({}, tuple(_members([region], first=first, last=last, as_of=as_of)))


def scope_of(kind: str, subjects: Collection[str], *, first: date, last: date, as_of: int) -> Scope:
    """Some stations or some regions alone; a region for which nobody counted by then is left out."""
    if kind != SubjectKind.REGION:
        found = registry.stations().filter(code__in=list(subjects))
        return Scope(dict(found.values_list("code", "kind")), ())
    regions = registry.counted_regions(as_of=as_of).filter(code__in=list(subjects))
    return Scope({}, tuple(_members(list(regions), first=first, last=last, as_of=as_of)))


def _members(regions: Sequence[Region], *, first: date, last: date, as_of: int | None) -> Iterator[Members]:
    weights = registry.weights_of(regions, first=first, last=last, as_of=as_of)
    return (Members(region.code, weights[region.pk]) for region in regions)


def hours(
    scope: Scope, *, since: datetime, until: datetime, as_of: int, supposed: Supposed | None = None
) -> Assessed:
    """Every hour with since ≤ begins_at < until in which a subject has at least one row."""
    frame = readings.counted_hours(
        stations=scope.readings_of, since=since, until=until, as_of=as_of, supposed=supposed
    )
    results: list[Result] = []
    for offset, part in by_offset(frame):
        own = part.filter(pl.col("station").is_in(list(scope.kinds)))
        results += _station_results(own, scope=scope, offset=offset)
        for region in scope.regions:
            results += _region_hours(part, region=region, offset=offset)
    return Assessed(results, frame)


def days(scope: Scope, *, first: date, last: date, as_of: int, supposed: Supposed | None = None) -> Assessed:
    """Every local day, both ends included, in which a subject has at least one row.

    A day on which the clocks were turned back has its last 24 hours; `airshed` cuts days of 24.
    """
    since, until = calendar.day_bounds(first)[0], calendar.day_bounds(last)[1]
    frame = readings.counted_hours(
        stations=scope.readings_of, since=since, until=until, as_of=as_of, supposed=supposed
    )
    results: list[Result] = []
    for offset, stretch in by_offset(frame):
        part = stretch.filter(_day_at(offset) == local_day())
        own = part.filter(pl.col("station").is_in(list(scope.kinds)))
        if own.height:
            values = daily.daily_values(
                own.select("station", "begins_at", *POLLUTANTS), utc_offset_hours=offset
            )
            results += _station_days(values, scope=scope)
        for region in scope.regions:
            results += _region_days(part, region=region, offset=offset)
    return Assessed(results, frame)


def by_offset(frame: pl.DataFrame) -> Iterator[tuple[float, pl.DataFrame]]:
    """Rows of the days that keep the same time: local time minus UTC at their noon [h], and the rows."""
    zone = calendar.local_zone()
    days: dict[float, list[date]] = {}
    for day in frame.select(day=local_day())["day"].unique().sort():
        shift = datetime.combine(day, time(12), tzinfo=zone).utcoffset() or timedelta()
        days.setdefault(shift.total_seconds() / 3600, []).append(day)
    for offset, alike in days.items():
        yield offset, frame if len(days) == 1 else frame.filter(local_day().is_in(alike))


def local_day() -> pl.Expr:
    """The local day of a row's begins_at, by the time kept at that moment."""
    return pl.col("begins_at").dt.convert_time_zone(str(calendar.local_zone())).dt.date()


def _day_at(offset: float) -> pl.Expr:
    """The day of a row's begins_at at a fixed offset from UTC."""
    return (pl.col("begins_at") + pl.duration(seconds=round(offset * 3600))).dt.date()


def conventions(*, gaps_are: str) -> Json:
    """The conventions a row is computed by, as it keeps them."""
    return {"rounding": str(LAW.rounding), "concentrations": str(LAW.concentrations), "gaps": gaps_are}


def _station_results(frame: pl.DataFrame, *, scope: Scope, offset: float) -> Iterator[Result]:
    statutory = [code for code, kind in scope.kinds.items() if kind in registry.COUNTED]
    by_law = frame.filter(pl.col("station").is_in(statutory))
    if by_law.height:
        judged = frames.hourly_aqi(by_law, utc_offset_hours=offset)
        yield from _results(judged, kind=SubjectKind.STATION, columns=POLLUTANTS, gaps_are=BY_LAW)
    others = frame.filter(~pl.col("station").is_in(statutory))
    for part, absent in _by_gaps(others, columns=POLLUTANTS):
        judged = frames.hourly_aqi(part, utc_offset_hours=offset, not_monitored=absent)
        yield from _results(judged, kind=SubjectKind.STATION, columns=POLLUTANTS, gaps_are=LEFT_OUT)


def _station_days(values: pl.DataFrame, *, scope: Scope) -> Iterator[Result]:
    statutory = [code for code, kind in scope.kinds.items() if kind in registry.COUNTED]
    by_law = values.filter(pl.col("station").is_in(statutory))
    if by_law.height:
        judged = frames.daily_aqi(by_law)
        yield from _results(judged, kind=SubjectKind.STATION, columns=KEPT_OF_DAY, gaps_are=BY_LAW)
    others = values.filter(~pl.col("station").is_in(statutory))
    for part, absent in _by_gaps(others, columns=KEPT_OF_DAY):
        judged = frames.daily_aqi(part, not_monitored=absent)
        yield from _results(judged, kind=SubjectKind.STATION, columns=KEPT_OF_DAY, gaps_are=LEFT_OUT)


def _by_gaps(
    frame: pl.DataFrame, *, columns: Collection[str]
) -> Iterator[tuple[pl.DataFrame, tuple[str, ...]]]:
    """Rows that lack the same columns, together; rows that lack all keep them as gaps."""
    if not frame.height:
        return
    pattern = pl.concat_str(pl.col(name).is_null().cast(pl.Int8) for name in columns)
    for (seen,), part in frame.with_columns(gap_pattern=pattern).group_by("gap_pattern", maintain_order=True):
        absent = tuple(name for name, gone in zip(columns, str(seen), strict=True) if gone == "1")
        yield part.drop("gap_pattern"), absent if len(absent) < len(columns) else ()


def _region_hours(frame: pl.DataFrame, *, region: Members, offset: float) -> Iterator[Result]:
    for weights, days_of in _runs(region):
        part = frame.filter(
            pl.col("station").is_in(list(weights)), local_day().is_between(days_of[0], days_of[-1])
        )
        if part.height:
            values = district.district_hours(
                part.select("station", "begins_at", *POLLUTANTS), weights=weights
            )
            judged = frames.hourly_aqi(
                values.with_columns(station=pl.lit(region.code)), utc_offset_hours=offset
            )
            yield from _results(
                judged, kind=SubjectKind.REGION, columns=POLLUTANTS, gaps_are=BY_LAW, members=weights
            )


def _region_days(frame: pl.DataFrame, *, region: Members, offset: float) -> Iterator[Result]:
    for weights, days_of in _runs(region):
        part = frame.filter(
            pl.col("station").is_in(list(weights)), local_day().is_between(days_of[0], days_of[-1])
        )
        if part.height:
            values = district.district_days(
                part.select("station", "begins_at", *POLLUTANTS),
                weights=weights,
                utc_offset_hours=offset,
            )
            judged = frames.daily_aqi(values.with_columns(station=pl.lit(region.code)))
            yield from _results(
                judged, kind=SubjectKind.REGION, columns=KEPT_OF_DAY, gaps_are=BY_LAW, members=weights
            )


def _runs(region: Members) -> Iterator[tuple[Mapping[str, Decimal], list[date]]]:
    """Stretches of consecutive days on which the same stations count with the same weights."""
    days = sorted(region.by_day.items(), key=lambda pair: pair[0])
    for weights, stretch in groupby(days, key=lambda pair: pair[1]):
        if weights:
            yield weights, [day for day, _ in stretch]


def _results(
    frame: pl.DataFrame,
    *,
    kind: str,
    columns: Collection[str],
    gaps_are: str,
    members: Mapping[str, Decimal] | None = None,
) -> Iterator[Result]:
    """The rows of a judged frame as results."""
    at = "day" if "day" in frame.columns else "begins_at"
    parameters = conventions(gaps_are=gaps_are) | _weights(members or {})
    for row in frame.iter_rows(named=True):
        values = {name: text_of(row[name]) for name in columns if row.get(name) is not None}
        counts = {name: row[f"n_{name}"] for name in columns if f"n_{name}" in row}
        yield Result(
            kind=kind,
            subject=row["station"],
            at=row[at],
            inputs=tuple(members) if members else (row["station"],),
            is_statutory=gaps_are == BY_LAW,
            edition=row["edition"],
            aqi=row["aqi"],
            level=row["level"],
            primary=row["primary"].split(",") if row["primary"] else [],
            sub_indices={name: row[f"iaqi_{name}"] for name in POLLUTANTS if row[f"iaqi_{name}"] is not None},
            values=dict(values),
            missing=_missing(row, columns=columns),
            completeness={**counts, "of": len(members)} if members and at == "begins_at" else dict(counts),
            parameters=dict(parameters),
        )


def _weights(members: Mapping[str, Decimal]) -> Json:
    """What a row keeps of its members' weights: nothing where all are alike."""
    if len(set(members.values())) <= 1:
        return {}
    return {"weights": {code: f"{weight.normalize():f}" for code, weight in members.items()}}


def _missing(row: Mapping[str, object], *, columns: Collection[str]) -> Json:
    """Why each value is missing or unusable, and under 'aqi' why there is no index."""
    reasons: Json = {column: gap.name.lower() for column, gap in gaps.read(_text(row["na_reason"]))}
    for name in columns:
        why = _text(row.get(f"why_{name}"))
        if why is not None:
            reasons[name] = why
        elif row.get(name) is None and name not in reasons:
            reasons[name] = "not_monitored" if row["aqi"] is not None else "missing"
    if row["aqi"] is None:
        has_any = any(row[f"iaqi_{name}"] is not None for name in POLLUTANTS)
        reasons["aqi"] = "incomplete" if has_any else "no_values"
    return reasons


def _text(value: object) -> str | None:
    return None if value is None else str(value)
