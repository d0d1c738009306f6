"""What blocks one and two are written from: the district's day, the stations' hour, neighbours, the month."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from lantian.assessment import queries as assessment
from lantian.assessment.models import DailyAssessment, HourlyIndex, SubjectKind
from lantian.assessment.queries import addresses, places
from lantian.assessment.rules.figures import UNITS
from lantian.calendar import queries as calendar
from lantian.registry import queries as registry
from lantian.registry.models import Region, Station
from lantian.reporting.queries import weather
from lantian.reporting.rules import words
from lantian.reporting.rules.air import AS_READ_OUT
from lantian.reporting.rules.facts import Air, AirDay, Month, Neighbour, Place, StationHour
from lantian.reporting.rules.sheet import Amount, Words, both

MORNING = time(7)  # the hour that begins at seven is the one an office calls 08:00
KINDS = {"national": both("国控", "national"), "provincial": both("省控", "provincial")}


def air(region: Region, *, day: date, hour: datetime | None, position: int) -> Air:
    """Everything blocks one and two say of a day; `hour` is the morning hour of the stations."""
    return Air(
        day=day,
        district=named(region),
        yesterday=_day_of(region, day, position=position),
        hour=hour,
        hour_words=_hour_words(hour, day=day),
        until_words=_until_words(hour, day=day),
        stations=tuple(_stations(region, hour, position=position)),
        weather=weather.weather(region, day=day, position=position),
        place=_place(region, assessment.ranking(group=places.DISTRICTS, day=day), position=position),
        neighbours=tuple(_neighbour(one, day, position=position) for one in _others(region)),
        month=_month(region, day, position=position),
    )


def morning_hour(day: date, *, now: datetime) -> datetime | None:
    """The hour of 08:00 on the day after, or while that is not in yet the newest one; None without any."""
    zone = calendar.local_zone()
    wanted = datetime.combine(day + timedelta(days=1), MORNING, tzinfo=zone)
    return newest_hour(now=min(wanted, now))


def newest_hour(*, now: datetime) -> datetime | None:
    """The newest hour that is assessed, begun by a moment; None without any."""
    rows = HourlyIndex.objects.filter(begins_at__lte=now).order_by("-begins_at")
    return rows.values_list("begins_at", flat=True).first()


def named(thing: Region | Station) -> Words:
    """A row's name in both languages."""
    return both(thing.name_zh, thing.name_en)


def district_hours(region: Region, *, day: date) -> list[HourlyIndex]:
    """The district's hours of a local day, as assessed."""
    since, until = calendar.day_bounds(day)
    rows = HourlyIndex.objects.filter(
        subject_kind=SubjectKind.REGION, subject=region.code, begins_at__gte=since, begins_at__lt=until
    )
    return list(rows.order_by("begins_at"))


def day_row(region: Region, day: date) -> DailyAssessment | None:
    """The district's day as assessed."""
    return DailyAssessment.objects.filter(
        subject_kind=SubjectKind.REGION, subject=region.code, day=day
    ).first()


def _day_of(region: Region, day: date, *, position: int) -> AirDay:
    row = day_row(region, day)
    at = position if row is None else row.position
    values = {
        code: _value(
            None if row is None else row.values.get(code),
            address=addresses.of_day(SubjectKind.REGION, region.code, day, figure=code, position=at),
            unit=UNITS[code],
            reason=_reason(row, code),
        )
        for code in AS_READ_OUT
    }
    aqi = Amount(
        value=row.aqi if row else None,
        address=addresses.of_day(SubjectKind.REGION, region.code, day, position=at),
        reason=_reason(row, "aqi") if row is None or row.aqi is None else "",
    )
    return AirDay(
        aqi=aqi, level=row.level if row else None, primary=tuple(row.primary) if row else (), values=values
    )


def _stations(region: Region, hour: datetime | None, *, position: int) -> list[StationHour]:
    if hour is None:
        return []
    codes = registry.members_by_day(region, first=calendar.local_day(hour), last=calendar.local_day(hour))
    members = set(*codes.values())
    stations = registry.stations(kinds=registry.STATUTORY).filter(code__in=members).order_by("kind", "code")
    rows = {
        row.subject: row
        for row in HourlyIndex.objects.filter(
            subject_kind=SubjectKind.STATION, subject__in=members, begins_at=hour
        )
    }
    return [_station(one, rows.get(one.code), hour, position=position) for one in stations]


def _station(station: Station, row: HourlyIndex | None, hour: datetime, *, position: int) -> StationHour:
    at = position if row is None else row.position
    return StationHour(
        code=station.code,
        name=named(station),
        kind=KINDS[station.kind],
        aqi=Amount(
            value=row.aqi if row else None,
            address=addresses.of_hour(SubjectKind.STATION, station.code, hour, position=at),
            reason=_reason(row, "aqi") if row is None or row.aqi is None else "",
        ),
        level=row.level if row else None,
        primary=tuple(row.primary) if row else (),
    )


def _place(region: Region, view: places.RankingView, *, position: int) -> Place:
    own = view.place_of(region.code)
    address = own.address if own else _rank_address(view, region, position=position)
    reason = "" if own else next((one.reason for one in view.unranked if one.code == region.code), "unranked")
    tied = tuple(
        both(one.name_zh, one.name_en)
        for one in view.places
        if own is not None and one.place == own.place and one.code != own.code
    )
    return Place(
        place=Amount(value=own.place if own else None, address=address, reason=reason),
        of=Amount(value=len(view.places), address=address),
        tied_with=tied,
    )


def _rank_address(view: places.RankingView, region: Region, *, position: int) -> str:
    return addresses.of_rank(view.group, view.by, view.first, view.last, region.code, position=position)


def _others(region: Region) -> list[Region]:
    found = registry.counted_regions().filter(kind=Region.Kind.DISTRICT).exclude(pk=region.pk)
    return list(found)


def _neighbour(region: Region, day: date, *, position: int) -> Neighbour:
    return Neighbour(code=region.code, name=named(region), aqi=_day_of(region, day, position=position).aqi)


def _month(region: Region, day: date, *, position: int) -> Month:
    found = assessment.month_to_date(SubjectKind.REGION, region.code, day)
    view = assessment.ranking(group=places.DISTRICTS, by=places.COMPOSITE, first=found.first, last=day)
    has_days = any(found.days.values())
    address = (
        found.address
        if has_days
        else addresses.of_composite(SubjectKind.REGION, region.code, found.first, day, position=position)
    )
    largest = tuple(found.index.largest)
    return Month(
        first=found.first,
        composite=Amount(
            value=found.index.total,
            address=address,
            reason="" if found.index.total is not None else "incomplete" if has_days else "no_values",
        ),
        largest=largest,
        largest_single=Amount(value=found.index.singles[largest[0]] if largest else None, address=address),
        place=_place(region, view, position=position) if view.places else None,
    )


def _value(text: str | None, *, address: str, unit: str, reason: str) -> Amount:
    if text is None:
        return Amount(value=None, address=address, unit=unit, reason=reason)
    return Amount(value=Decimal(text), address=address, unit=unit)


def _reason(row: DailyAssessment | HourlyIndex | None, figure: str) -> str:
    if row is None:
        return "not_assessed"
    missing: Mapping[str, str] = row.missing
    return missing.get(figure, "missing")


def _hour_words(hour: datetime | None, *, day: date) -> Words:
    if hour is None:
        return both("今日尚无小时评价结果，", "No hour of today is assessed yet; ")
    ends = hour.astimezone(calendar.local_zone()) + timedelta(hours=1)
    is_today = ends.date() == day + timedelta(days=1)
    zh = f"今日{ends.hour}时" if is_today else f"{ends.month}月{ends.day}日{ends.hour}时"
    return both(f"{zh}（前一小时均值）", f"{ends:%Y-%m-%d %H:%M} (mean of the hour before)")


def _until_words(hour: datetime | None, *, day: date) -> Words:
    """To which moment block one stands: the day's midnight, and the end of the stations' hour."""
    whole = words.day_s_end(day)
    if hour is None:
        return whole
    ends = hour.astimezone(calendar.local_zone()) + timedelta(hours=1)
    return both(
        f"{whole['zh']}；各站截至{ends.month}月{ends.day}日{ends.hour}时",
        f"{whole['en']}; stations as of {ends:%Y-%m-%d %H:%M}",
    )
