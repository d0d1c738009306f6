"""The pages of places: the overview, and one place with its calendar, periods, stations and targets."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from airshed.standards.tables import POLLUTANTS
from lantian.assessment.models import DailyAssessment, HourlyIndex
from lantian.assessment.queries import addresses, daybook, levels
from lantian.calendar import queries as calendar
from lantian.console import air, files, words
from lantian.console.places import periods
from lantian.console.ranking import wording
from lantian.console.sorting import Key, Order
from lantian.registry import queries as registry
from lantian.registry.models import Region
from lantian.ui import formats
from lantian.ui.figures import calendar as figure
from lantian.ui.parts import Download, SortHeading

MONTHS_SHOWN = 12
OURS_FIRST = "ours"
COLUMNS = ("name", "aqi", "begins_at", "primary", "yesterday", "yesterday_primary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A place in the list: its newest index, yesterday's, and where it leads."""

    name: str
    kind: str
    url: str
    is_ours: bool
    aqi: int | None
    begins_at: datetime | None
    hour: str
    primary: str
    yesterday: int | None
    yesterday_primary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A station that counts for a place."""

    name: str
    kind: str
    weight: str
    since: str
    until: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """Everything the page of one place shows."""

    code: str
    name: str
    sentence: str
    facts: tuple[str, ...]
    aqi: int | None
    columns: tuple[str, ...]
    rows: tuple[periods.Row, ...]
    calendar: str
    caption: str
    stations: tuple[Counted, ...]
    prospects_url: str
    days: tuple[Download, ...]


def headings(order: Order) -> Iterator[SortHeading]:
    """The columns of the list of places."""

    def heading(column: str, label: str, **said: bool) -> SortHeading:
        return order.heading(column, label, lambda turned: f"?sort={turned}", is_number=False, **said)

    yield heading("name", pgettext("region", "Place"))
    yield heading("aqi", _("AQI now"), is_down_first=True)
    yield heading("begins_at", _("Hour"), is_down_first=True)
    yield heading("primary", _("Primary pollutant"))
    yield heading("yesterday", _("AQI yesterday"), is_down_first=True)
    yield heading("yesterday_primary", _("Primary pollutant"))


def overview(order: Order) -> dict[str, tuple[Overview, ...]]:
    """All places that stations count for by kind, each kind in the order asked for; ours first at first."""
    regions = list(registry.counted_regions())
    latest = periods.latest_of_counted()
    days = {
        row.subject: row
        for row in DailyAssessment.objects.filter(
            subject_kind=periods.REGION,
            subject__in=[one.code for one in regions],
            day=_yesterday(latest.values()),
        )
    }
    found: dict[str, list[Overview]] = {}
    for region in sorted(regions, key=lambda one: (not one.is_ours, one.code)):
        hour, day = latest.get(region.code), days.get(region.code)
        group = daybook.group_of(region) or daybook.DISTRICTS
        found.setdefault(words.word(words.RANK_GROUPS, group), []).append(
            Overview(
                name=words.name(region),
                kind=region.kind,
                url=reverse("console:place", args=[region.code]),
                is_ours=region.is_ours,
                aqi=hour.aqi if hour else None,
                begins_at=hour.begins_at if hour else None,
                hour=formats.hour_label(hour.begins_at) if hour else "",
                primary=_primary(hour.primary if hour else []),
                yesterday=day.aqi if day else None,
                yesterday_primary=_primary(day.primary if day else []),
            )
        )
    if order.column == OURS_FIRST:
        return {kind: tuple(rows) for kind, rows in found.items()}
    return {kind: tuple(order.of(rows, _key(order))) for kind, rows in found.items()}


def _key(order: Order) -> Callable[[Overview], Key]:
    def key(row: Overview) -> Key:
        found: Key = getattr(row, order.column)
        return None if found == "" else found

    return key


def compose(region: Region, *, now: datetime) -> PlacePage:
    """One place."""
    hour = periods.latest(region.code)
    name = words.name(region)
    today = calendar.local_day(now)
    return PlacePage(
        code=region.code,
        name=name,
        sentence=_sentence(region, name, now=now),
        facts=_facts(region, today=today),
        aqi=hour.aqi if hour else None,
        columns=tuple(formats.substance(code) for code in POLLUTANTS),
        rows=(
            *periods.rows(region.code, now=now),
            periods.three_years(region.code, last=daybook.last_whole_day(today)),
        ),
        calendar=_calendar(region, name, today=today),
        caption=_("%(name)s, daily AQI (HJ 633), whole local days; grey: no index") % {"name": name},
        stations=tuple(_counted(region)),
        prospects_url=_prospects(region),
        days=_days(region, today=today),
    )


def _days(region: Region, *, today: date) -> tuple[Download, ...]:
    """Every whole day of a place as a file; no link before the first."""
    days = DailyAssessment.objects.filter(subject_kind=periods.REGION, subject=region.code)
    first = days.order_by("day").values_list("day", flat=True).first()
    last = daybook.last_whole_day(today)
    if first is None or first > last:
        return ()
    return files.links(
        "days", _("Daily values"), kind=periods.REGION, subject=region.code, first=first, last=last
    )


def _yesterday(latest: Iterable[HourlyIndex]) -> date:
    """The day before the newest hour of all; a day nobody has where there is none."""
    hours = [hour.begins_at for hour in latest]
    return calendar.local_day(max(hours)) - timedelta(days=1) if hours else date.min


def _primary(codes: list[str]) -> str:
    return "、".join(formats.substance(code.removesuffix("_8h")) for code in codes)


def _sentence(region: Region, name: str, *, now: datetime) -> str:
    today = calendar.local_day(now)
    days = DailyAssessment.objects.filter(
        subject_kind=periods.REGION, subject=region.code, day__year=today.year, day__lt=today
    ).values_list("aqi", flat=True)
    known = [aqi for aqi in days if aqi is not None]
    if not known:
        return _("%(name)s: no day has been assessed this year yet.") % {"name": name}
    return _(
        "%(name)s: %(good)d good days of %(known)d assessed this year, %(heavy)d of heavy pollution."
    ) % {
        "name": name,
        "good": sum(aqi <= 100 for aqi in known),
        "known": len(known),
        "heavy": sum(aqi > 200 for aqi in known),
    }


def _facts(region: Region, *, today: date) -> tuple[str, ...]:
    found = levels.of_region(region, first=today.replace(day=1), last=daybook.last_whole_day(today))
    told = "、".join(words.word(wording.DATA_LEVELS, level) for level in found.days)
    facts = [_("data level this month: %(levels)s") % {"levels": told}] if told else []
    facts += sorted({words.provenance(one) for one in registry.members(region, on=today) if one.provenance})[
        :1
    ]
    if found.is_mixed:
        facts.append(_("levels are mixed in this month's figures"))
    facts.append(
        _(
            "gases at 298.15 K and 1013.25 hPa, particles as at the instrument"
            " (before 1 September 2018: 273 K)"
        )
    )
    return tuple(facts)


def _calendar(region: Region, name: str, *, today: date) -> str:
    first = _months_back(today, MONTHS_SHOWN - 1)
    rows = DailyAssessment.objects.filter(
        subject_kind=periods.REGION, subject=region.code, day__gte=first, day__lt=today
    )
    days = {row.day: square(row) for row in rows}
    if not days:
        return ""
    begin = max(first, min(days).replace(day=1))
    months = {}
    month = begin
    while month <= today:
        months[month.year, month.month] = dateformat.format(month, _("M Y"))
        month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return figure.calendar(
        figure.Calendar(
            label=_("Calendar of the daily AQI of %(name)s") % {"name": name},
            days=days,
            month_names=months,
            summary=_("%(good)d of %(count)d days had an index up to 100.")
            % {
                "good": sum(day.aqi is not None and day.aqi <= 100 for day in days.values()),
                "count": len(days),
            },
        )
    )


def square(row: DailyAssessment) -> figure.Day:
    """A day as the calendar draws it."""
    index = formats.MISSING if row.aqi is None else row.aqi
    address = addresses.of_day(periods.REGION, row.subject, row.day, position=row.position)
    return figure.Day(
        aqi=row.aqi,
        level=row.level,
        words=f"{formats.day(row.day)} AQI {index} {_primary(row.primary)}".strip(),
        url=air.explain_url(address),
    )


def _months_back(day: date, count: int) -> date:
    month = day.year * 12 + day.month - 1 - count
    return date(month // 12, month % 12 + 1, 1)


def _counted(region: Region) -> Iterator[Counted]:
    for row in registry.memberships(region):
        yield Counted(
            name=words.name(row.station),
            kind=words.word(words.STATION_KINDS, row.station.kind),
            weight=f"{row.weight.normalize():f}",
            since=formats.day(row.valid_from),
            until="" if row.valid_to is None else formats.day(row.valid_to),
            url="" if row.station.kind == "feed" else reverse("console:station", args=[row.station.code]),
        )


def _prospects(region: Region) -> str:
    group = daybook.group_of(region)
    return reverse("console:prospects", args=[group, region.code]) if group else ""
