"""A place over now, yesterday, the month, the year: values with counts, beside target and last year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from airshed.assessment import spans
from airshed.assessment.period import GoodDays
from airshed.assessment.spans import Span, SpanKind
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS
from lantian.assessment.models import DailyAssessment, HourlyIndex, Target
from lantian.assessment.queries import addresses, daybook, periods
from lantian.assessment.queries.periods import Composite
from lantian.calendar import queries as calendar
from lantian.console import air, words
from lantian.console.ranking.page import span_words
from lantian.registry import queries as registry
from lantian.ui import formats

REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value as it is shown, the page it comes from, and why it is missing."""

    text: str
    url: str = ""
    why: str = ""


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
    """Now, yesterday, the month and the year to date, last year's same, and targets."""
    today = calendar.local_day(now)
    last = daybook.last_whole_day(today)
    found = [_hour(code), _day(code, last)]
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


def _day(code: str, day: date) -> Row | None:
    row = DailyAssessment.objects.filter(subject_kind=REGION, subject=code, day=day).first()
    if row is None:
        return None

    def address(figure: str) -> str:
        return addresses.of_day(REGION, code, day, figure=figure, position=row.position)

    return Row(
        title=_("Yesterday"),
        note=formats.day(day),
        index=_index(row, address("aqi")),
        aqi=row.aqi,
        values=tuple(
            _cell(row.values.get(column), name, address(column), row.missing.get(column, ""))
            for name, column in DAY_COLUMNS.items()
        ),
        good="",
        complete=_("%(hours)s h of PM10") % {"hours": row.completeness.get("pm10", 0)},
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
        complete=_("%(days)s of %(of)s days") % {"days": max(one.days.values(), default=0), "of": one.of},
    )


def _total(one: Composite) -> Cell:
    why = "" if one.index.total is not None else words.missing("too_few_days")
    return Cell(text=formats.number(one.index.total, "index"), url=air.explain_url(one.address), why=why)


def _value(one: Composite, name: str) -> Cell:
    address = addresses.of_composite(
        one.kind, one.subject, one.first, one.last, figure=name, position=one.position
    )
    why = "" if name in one.values else words.missing(one.missing.get(name, "no_values"))
    return Cell(text=formats.number(one.values.get(name), name), url=air.explain_url(address), why=why)


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
