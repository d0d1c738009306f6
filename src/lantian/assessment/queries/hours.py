"""The latest hour, an hour of every station, and the last hours of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from airshed.assessment import daily, exact
from airshed.decimals import fraction_of
from airshed.standards import gbt8170
from airshed.standards import registry as editions
from airshed.standards.tables import POLLUTANTS, Level
from lantian.accounts.rules import Actor
from lantian.assessment import models, permissions
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import addresses
from lantian.assessment.rules.figures import UNITS, number_of
from lantian.assessment.rules.keys import INDEX
from lantian.calendar import queries as calendar
from lantian.observations import queries as observations
from lantian.registry import queries as registry

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationHour:
    """One station in one hour; `missing` says why a value or the index is not there."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    is_statutory: bool
    lon: float
    lat: float
    edition: str
    aqi: int | None
    level: Level | None
    primary: tuple[str, ...]
    values: Mapping[str, Decimal]
    sub_indices: Mapping[str, int]
    missing: Mapping[str, str]
    offline_since: datetime | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionHour:
    """A region in one hour, with how many stations each value rests on."""

    code: str
    begins_at: datetime
    edition: str
    aqi: int | None
    level: Level | None
    primary: tuple[str, ...]
    values: Mapping[str, Decimal]
    missing: Mapping[str, str]
    completeness: Mapping[str, int]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One hour of a series, with the mean of the peers that have a value."""

    begins_at: datetime
    value: Decimal | None
    reason: str
    peers_mean: Decimal | None
    peers: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The last hours of one station; `n` of `of` hours have a value."""

    station: str
    figure: str
    unit: str
    points: tuple[Point, ...]
    n: int
    of: int
    peers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """A day still running: the plain mean of its hours so far, no daily assessment.

    O3 has the highest of the 8 h averages that have ended so far, of as many as `windows`.
    """

    kind: str
    subject: str
    day: date
    values: Mapping[str, Decimal]
    hours: Mapping[str, int]
    of: int
    windows: int = 0


def latest_hour() -> datetime | None:
    """The newest hour that any station has been assessed for."""
    newest = models.HourlyIndex.objects.order_by("-begins_at").values_list("begins_at", flat=True)
    return newest.first()


def hour_of(begins_at: datetime, *, by: Actor) -> list[StationHour]:
    """Every station a person may see, in one hour; those without a row say since when they are silent."""
    rows = {
        row.subject: row
        for row in models.HourlyIndex.objects.filter(begins_at=begins_at, subject_kind=SubjectKind.STATION)
    }
    heard = observations.latest(period="1h")
    stations = permissions.visible_stations(by).order_by("kind", "code")
    return [_station_hour(station, rows.get(station.code), heard, begins_at) for station in stations]


def region_hour(code: str, begins_at: datetime) -> RegionHour | None:
    """A region in one hour; None when none of its stations reported."""
    row = models.HourlyIndex.objects.filter(
        subject_kind=SubjectKind.REGION, subject=code, begins_at=begins_at
    ).first()
    if row is None:
        return None
    return RegionHour(
        code=code,
        begins_at=begins_at,
        edition=row.edition,
        aqi=row.aqi,
        level=level_of(row.edition, row.aqi),
        primary=tuple(row.primary),
        values=numbers(row.values),
        missing=row.missing,
        completeness=row.completeness,
        address=addresses.of_hour(SubjectKind.REGION, code, begins_at, position=row.position),
    )


def series(station: models.Station, *, figure: str, last: datetime, hours: int = 24) -> Series:
    """The hours up to and including `last` of one station, beside its peers' mean of the same hours."""
    since = last - (hours - 1) * HOUR
    peers = tuple(registry.company()[station.code].peers)
    rows = models.HourlyIndex.objects.filter(
        subject_kind=SubjectKind.STATION,
        subject__in=[station.code, *peers],
        begins_at__gte=since,
        begins_at__lte=last,
    )
    by_hour: dict[datetime, dict[str, models.HourlyIndex]] = {}
    for row in rows:
        by_hour.setdefault(row.begins_at, {})[row.subject] = row
    moments = [since + ahead * HOUR for ahead in range(hours)]
    points = tuple(_point(station.code, figure, peers, at, by_hour.get(at, {})) for at in moments)
    return Series(
        station=station.code,
        figure=figure,
        unit=UNITS.get(figure, ""),
        points=points,
        n=sum(point.value is not None for point in points),
        of=hours,
        peers=peers,
    )


def day_so_far(kind: str, subject: str, day: date, *, last: datetime) -> SoFar:
    """The hours of a local day up to and including `last`: their means, and of how many hours."""
    since, until = calendar.day_bounds(day)
    rows = models.HourlyIndex.objects.filter(
        subject_kind=kind, subject=subject, begins_at__gte=since, begins_at__lt=min(until, last + HOUR)
    ).values_list("begins_at", "values")
    found: dict[str, dict[int, Fraction]] = {name: {} for name in POLLUTANTS}
    for begins_at, values in rows:
        for name, text in values.items():
            if name in found:
                found[name][int((begins_at - since) / HOUR)] = Fraction(text)
    elapsed = max(int((min(until, last + HOUR) - since) / HOUR), 0)
    windows = exact.windows_8h([found["o3"].get(hour) for hour in range(elapsed)])
    means = {name: sum(of.values()) / len(of) for name, of in found.items() if of and name != "o3"}
    if windows:
        means["o3"] = max(windows)
    return SoFar(
        kind=kind,
        subject=subject,
        day=day,
        values={
            name: gbt8170.round_to(means[name], digits=daily.digits(name))
            for name in POLLUTANTS
            if name in means
        },
        hours={name: len(hours) for name, hours in found.items()},
        of=elapsed,
        windows=len(windows),
    )


def level_of(edition: str, aqi: int | None) -> Level | None:
    """The level of an index under an edition; None without an index."""
    return None if aqi is None else editions.index_standard_of(edition).level(aqi)


def numbers(texts: Mapping[str, str]) -> dict[str, Decimal]:
    """Stored texts as numbers."""
    return {name: Decimal(text) for name, text in texts.items()}


def mean_of(values: list[Decimal], *, figure: str) -> Decimal | None:
    """The mean of several values, rounded once by law; None without any."""
    if not values:
        return None
    return gbt8170.round_to(
        sum(map(fraction_of, values), Fraction(0)) / len(values), digits=daily.digits(figure)
    )


def _station_hour(
    station: models.Station,
    row: models.HourlyIndex | None,
    heard: Mapping[str, object],
    begins_at: datetime,
) -> StationHour:
    newest = heard.get(station.code)
    silent_since = None
    if row is None and newest is not None:
        silent_since = min(getattr(newest, "begins_at", begins_at) + HOUR, begins_at)
    position = 0 if row is None else row.position
    return StationHour(
        code=station.code,
        name_zh=station.name_zh,
        name_en=station.name_en,
        kind=station.kind,
        is_statutory=station.kind in registry.COUNTED,
        lon=station.lon,
        lat=station.lat,
        edition=row.edition if row else "",
        aqi=row.aqi if row else None,
        level=level_of(row.edition, row.aqi) if row else None,
        primary=tuple(row.primary) if row else (),
        values=numbers(row.values) if row else {},
        sub_indices=row.sub_indices if row else {},
        missing=row.missing if row else {INDEX: "no_packet" if newest else "never_heard"},
        offline_since=silent_since,
        address=addresses.of_hour(SubjectKind.STATION, station.code, begins_at, position=position)
        if row
        else "",
    )


def _point(
    code: str,
    figure: str,
    peers: tuple[str, ...],
    at: datetime,
    rows: Mapping[str, models.HourlyIndex],
) -> Point:
    own = rows.get(code)
    others = [value for peer in peers if (value := _value(rows.get(peer), figure)) is not None]
    value = _value(own, figure)
    reason = "" if value is not None else ("no_packet" if own is None else own.missing.get(figure, "missing"))
    return Point(
        begins_at=at,
        value=value,
        reason=reason,
        peers_mean=mean_of(others, figure=figure),
        peers=len(others),
        address=""
        if own is None
        else addresses.of_hour(SubjectKind.STATION, code, at, figure=figure, position=own.position),
    )


def _value(row: models.HourlyIndex | None, figure: str) -> Decimal | None:
    if row is None:
        return None
    if figure == INDEX:
        return None if row.aqi is None else Decimal(row.aqi)
    return number_of(row.values.get(figure))
