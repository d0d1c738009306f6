"""A place over now, yesterday, the month, the year: values with counts, beside target and last year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from airshed.assessment import averages, spans
from airshed.assessment.exact import WINDOW_HOURS
from airshed.assessment.period import GoodDays
from airshed.assessment.spans import Span, SpanKind
from airshed.standards import registry as editions
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS, Period
from lantian.assessment.models import DailyAssessment, HourlyIndex, Target
from lantian.assessment.queries import addresses, daybook, hours, periods
from lantian.assessment.queries.hours import SoFar
from lantian.assessment.queries.periods import Composite
from lantian.assessment.rules.figures import text_of
from lantian.calendar import queries as calendar
from lantian.console import air, words
from lantian.console.ranking.page import span_words
from lantian.registry import queries as registry
from lantian.ui import formats

REGION = "region"
HOUR = timedelta(hours=1)
YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value as it is shown, its page, why it is missing, how it was averaged and of how many."""

    text: str
    url: str = ""
    why: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One stretch of time: the index (AQI or composite), the six, good days and how complete it is."""

    title: str
    note: str
    index: Cell
    aqi: int | None
    values: tuple[Cell, ...]
    good: str
    complete: str
    is_target: bool = False


def rows(code: str, *, now: datetime) -> tuple[Row, ...]:
    """Now, today, yesterday, month and year to date, each with limit or target and last year's same."""
    today = calendar.local_day(now)
    last = daybook.last_whole_day(today)
    day = Span(kind=SpanKind.DAY, first=last, last=last)
    before = spans.year_before(day).first
    hour = _hour(code)
    found = [
        hour,
        _hour_limits(hour, today),
        _today(code, today, now=now),
        _limits(today),
        _day(code, last, title=_("Yesterday")),
        _day(code, before, title=_("The same day a year before")),
    ]
    for kind in (SpanKind.MONTH, SpanKind.YTD):
        over = _cut(spans.span(last, kind=kind), last)
        found += [_period(code, over), _target(code, spans.span(last, kind=_whole(kind)))]
        found.append(_period(code, spans.year_before(over)))
    return tuple(row for row in found if row is not None)


def latest(code: str) -> HourlyIndex | None:
    """A region's newest hour."""
    return HourlyIndex.objects.filter(subject_kind=REGION, subject=code).order_by("-begins_at").first()


def latest_of_counted() -> dict[str, HourlyIndex]:
    """The newest hour of every region that stations count for, by its code; in one statement."""
    newest = HourlyIndex.objects.filter(subject_kind=REGION, subject=OuterRef("code"))
    of_each = registry.counted_regions().annotate(
        newest=Subquery(newest.order_by("-begins_at").values("pk")[:1])
    )
    rows = HourlyIndex.objects.filter(pk__in=of_each.order_by().values("newest"))
    return {row.subject: row for row in rows}


def _whole(kind: SpanKind) -> SpanKind:
    return SpanKind.YEAR if kind is SpanKind.YTD else kind


def _cut(over: Span, last: date) -> Span:
    return Span(kind=over.kind, first=over.first, last=min(over.last, last))


def _hour(code: str) -> Row | None:
    row = latest(code)
    if row is None:
        return None

    def address(figure: str) -> str:
        return addresses.of_hour(REGION, code, row.begins_at, figure=figure, position=row.position)

    values = {name: row.values.get(name) for name in POLLUTANTS}
    return Row(
        title=_("Now"),
        note=f"{formats.day(row.begins_at)} {formats.hour_label(row.begins_at)}",
        index=_index(row, address("aqi")),
        aqi=row.aqi,
        values=tuple(
            _cell(values[name], name, address(name), row.missing.get(name, "")) for name in POLLUTANTS
        ),
        good="",
        complete=_stations(row.completeness),
    )


def _today(code: str, today: date, *, now: datetime) -> Row | None:
    """The hours of today so far; no index before the day is over."""
    so_far = hours.day_so_far(REGION, code, today, last=now - HOUR)
    if not so_far.values:
        return None
    return Row(
        title=_("Today so far"),
        note=formats.day(today),
        index=Cell(text=formats.MISSING, why=_("a day has its index once it is over")),
        aqi=None,
        values=tuple(
            Cell(
                text=formats.number(so_far.values.get(name), name),
                why="" if name in so_far.values else _why_not_yet(name, so_far),
                told=_how_so_far(name, so_far),
            )
            for name in POLLUTANTS
        ),
        good="",
        complete=_("%(count)s of %(of)s h") % {"count": _between(so_far.hours.values()), "of": so_far.of},
    )


def _how_so_far(name: str, so_far: SoFar) -> str:
    """How a value of a running day is averaged, and of how much."""
    if name == "o3":
        return _("highest 8 h average so far, %(count)d of them, %(hours)d of %(of)d h") % {
            "count": so_far.windows,
            "hours": so_far.hours[name],
            "of": so_far.of,
        }
    return _("%(how)s, %(count)d of %(of)d h") % {
        "how": _("mean of hours"),
        "count": so_far.hours[name],
        "of": so_far.of,
    }


def _why_not_yet(name: str, so_far: SoFar) -> str:
    """Why a running day has no value of a pollutant."""
    if name == "o3" and so_far.hours[name]:
        if so_far.of < WINDOW_HOURS:
            return _("the first 8 h average of a day ends at 8:00")
        return words.missing("too_few_windows")
    return words.missing("no_values")


def _hour_limits(row: Row | None, today: date) -> Row | None:
    """What an hour's values are held against, where an hour is shown; particles have no limit of an hour."""
    if row is None:
        return None
    limits = editions.limits(today)
    return Row(
        title=_("Limits of an hour, second grade"),
        note=limits.code,
        index=Cell(text=""),
        aqi=None,
        values=tuple(Cell(text=_limit(limits.limit(name, period=Period.HOUR))) for name in POLLUTANTS),
        good="",
        complete="",
        is_target=True,
    )


def _limits(today: date) -> Row:
    """What a day's values are held against: the second-grade limits in force, of O3 that of 8 h."""
    limits = editions.limits(today)
    return Row(
        title=_("Limits of a day, second grade"),
        note=limits.code,
        index=Cell(text=""),
        aqi=None,
        values=tuple(
            Cell(
                text=_limit(limits.limit(name, period=Period.HOURS_8 if name == "o3" else Period.DAY)),
                told=_("8 h average") if name == "o3" else _("24 h mean"),
            )
            for name in POLLUTANTS
        ),
        good="",
        complete="",
        is_target=True,
    )


def _limit(limit: Decimal | None) -> str:
    return "" if limit is None else f"≤ {limit.normalize():f}"


def _between(counts: Iterable[int]) -> str:
    """The least and the most of some counts."""
    held = list(counts)
    least, most = min(held, default=0), max(held, default=0)
    return f"{most}" if least == most else f"{least}–{most}"


def _day(code: str, day: date, *, title: str) -> Row | None:
    row = DailyAssessment.objects.filter(subject_kind=REGION, subject=code, day=day).first()
    if row is None:
        return None

    def address(figure: str) -> str:
        return addresses.of_day(REGION, code, day, figure=figure, position=row.position)

    return Row(
        title=title,
        note=formats.day(day),
        index=_index(row, address("aqi")),
        aqi=row.aqi,
        values=tuple(
            _cell(row.values.get(column), name, address(column), row.missing.get(column, ""))
            for name, column in DAY_COLUMNS.items()
        ),
        good="",
        complete=_("%(count)s of %(of)s h")
        % {
            "count": _between(int(row.completeness.get(name, 0)) for name in POLLUTANTS if name != "o3"),
            "of": 24,
        },
    )


def _period(code: str, over: Span) -> Row:
    one = periods.composite(REGION, code, over.first, over.last)
    return Row(
        title=span_words(over),
        note=_("up to %(day)s") % {"day": formats.day(over.last)} if one.is_provisional else "",
        index=_total(one),
        aqi=None,
        values=tuple(_value(one, name) for name in POLLUTANTS),
        good=_good(one.good),
        complete=_("%(days)s of %(of)s days") % {"days": _between(one.days.values()), "of": one.of},
    )


def three_years(code: str, *, last: date) -> Row:
    """The mean of the last three whole years' values; each year by the law's number of days."""
    years = [last.year - back for back in range(YEARS, 0, -1)]
    annual = [periods.composite(REGION, code, date(year, 1, 1), date(year, 12, 31)) for year in years]
    frame = pl.DataFrame(
        {
            "station": [code] * YEARS,
            "year": years,
            **{name: [_float(one.values.get(name)) for one in annual] for name in POLLUTANTS},
        },
        schema={"station": pl.String, "year": pl.Int64, **dict.fromkeys(POLLUTANTS, pl.Float64)},
    )
    row = averages.moving_years(frame, columns=list(POLLUTANTS), years=YEARS, min_years=YEARS).to_dicts()[-1]
    days = _between(max(one.days.values(), default=0) for one in annual)
    return Row(
        title=_("Three-year moving mean"),
        note=f"{years[0]}–{years[-1]}",
        index=Cell(text=formats.MISSING, why=_("the composite index is of one period, not of a moving mean")),
        aqi=None,
        values=tuple(_moving(row, name) for name in POLLUTANTS),
        good="",
        complete=_("%(years)s of %(of)d years, %(days)s days each")
        % {"years": _between(row[f"n_{name}"] for name in POLLUTANTS), "of": YEARS, "days": days},
    )


def _moving(row: Mapping[str, Any], name: str) -> Cell:  # Any: a row of a table
    """One pollutant's mean of the years; all three must have a value."""
    value = None if row[name] is None else Decimal(text_of(row[name]) or "0")
    lacks = _("%(count)d of %(of)d years have a value; all are needed") % {
        "count": row[f"n_{name}"],
        "of": YEARS,
    }
    told = _("mean of %(count)d years' values") % {"count": row[f"n_{name}"]}
    return Cell(text=formats.number(value, name), why="" if value is not None else lacks, told=told)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _total(one: Composite) -> Cell:
    why = "" if one.index.total is not None else words.missing("too_few_days")
    told = _("composite index over the limits of %(law)s") % {"law": one.denominators.name}
    return Cell(
        text=formats.number(one.index.total, "index"), url=air.explain_url(one.address), why=why, told=told
    )


def _value(one: Composite, name: str) -> Cell:
    address = addresses.of_composite(
        one.kind, one.subject, one.first, one.last, figure=name, position=one.position
    )
    why = "" if name in one.values else words.missing(one.missing.get(name, "no_values"))
    how = {"co": _("95th percentile of days"), "o3": _("90th percentile of days")}.get(
        name, _("mean of days")
    )
    told = _("%(how)s, %(count)d of %(of)d days") % {"how": how, "count": one.days[name], "of": one.of}
    return Cell(
        text=formats.number(one.values.get(name), name), url=air.explain_url(address), why=why, told=told
    )


def _target(code: str, over: Span) -> Row | None:
    found = Target.objects.filter(
        subject_kind=REGION, subject=code, first=over.first, last=over.last, withdrawn_at__isnull=True
    )
    wanted: Mapping[str, Target] = {one.figure: one for one in found}
    if not wanted:
        return None
    good = wanted.get("good_days")
    return Row(
        title=_("Target of %(span)s") % {"span": span_words(over)},
        note="；".join(sorted({one.source for one in wanted.values()})),
        index=Cell(text=_wanted(wanted.get("composite"))),
        aqi=None,
        values=tuple(Cell(text=_wanted(wanted.get(name))) for name in POLLUTANTS),
        good="" if good is None else f"≥ {good.value:.0f}",
        complete="",
        is_target=True,
    )


def _wanted(one: Target | None) -> str:
    return "" if one is None else f"≤ {one.value.normalize():f}"


def _index(row: HourlyIndex | DailyAssessment, address: str) -> Cell:
    return _cell(None if row.aqi is None else str(row.aqi), "", address, row.missing.get("aqi", ""))


def _good(good: GoodDays) -> str:
    """Good days of those that have an index, and their share."""
    return formats.MISSING if good.share is None else f"{good.good}/{good.valid} ({good.share}%)"


def _cell(text: str | None, code: str, address: str, reason: str) -> Cell:
    value = None if text is None else Decimal(text)
    return Cell(
        text=formats.number(value, code),
        url=air.explain_url(address),
        why="" if value is not None else words.missing(reason or "no_values"),
    )


def _stations(completeness: Mapping[str, object]) -> str:
    return _("%(count)s of %(of)s stations") % {
        "count": completeness.get("pm10", 0),
        "of": completeness.get("of", 0),
    }
