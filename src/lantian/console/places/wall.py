"""A place's year for a wall: every day in its colour, and what each pollutant adds to the composite index."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from airshed.assessment import spans
from airshed.assessment.spans import Span, SpanKind
from airshed.indices import composite
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.models import DailyAssessment
from lantian.assessment.queries import daybook, levels, periods
from lantian.assessment.queries.periods import Composite
from lantian.console import words
from lantian.console.places.page import square
from lantian.console.places.periods import REGION
from lantian.console.ranking import wording
from lantian.console.ranking.page import span_words
from lantian.registry.models import Region
from lantian.ui import formats
from lantian.ui.figures import stack
from lantian.ui.figures import year as figure
from lantian.ui.parts import Caption, Download

CALENDAR, PARTS = "calendar", "parts"
MONDAY = date(2026, 1, 5)
GOOD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A figure with what it says of itself and the file it can be taken as."""

    svg: str
    caption: Caption
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPage:
    """Everything the sheet shows."""

    name: str
    sentence: str
    year: int
    years: tuple[tuple[str, str, bool], ...]
    calendar: Drawn | None
    parts: Drawn | None
    place_url: str


def compose(region: Region, *, year: int, today: date) -> WallPage:
    """A year of a place."""
    name, rows = words.name(region), _rows(region, year=year, today=today)
    over = _over(year, today=today)
    return WallPage(
        name=name,
        sentence=_sentence(name, rows, year=year),
        year=year,
        years=_years(region, year=year),
        calendar=_calendar(region, rows, over=over) if rows else None,
        parts=_parts(region, over=over) if rows else None,
        place_url=reverse("console:place", args=[region.code]),
    )


def drawn(region: Region, *, what: str, year: int, today: date) -> str:
    """One of the figures alone; nothing where there is no day, or no such figure."""
    shown = compose(region, year=year, today=today)
    found = {CALENDAR: shown.calendar, PARTS: shown.parts}.get(what)
    return found.svg if found else ""


def _over(year: int, *, today: date) -> Span:
    """The year as far as its days are over."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), daybook.last_whole_day(today))
    kind = SpanKind.YEAR if last == date(year, 12, 31) else SpanKind.YTD
    return Span(kind=kind, first=first, last=max(first, last))


def _rows(region: Region, *, year: int, today: date) -> list[DailyAssessment]:
    found = DailyAssessment.objects.filter(
        subject_kind=REGION, subject=region.code, day__year=year, day__lt=today
    )
    return list(found.order_by("day"))


def _years(region: Region, *, year: int) -> tuple[tuple[str, str, bool], ...]:
    days = DailyAssessment.objects.filter(subject_kind=REGION, subject=region.code)
    there = {found.year for found in days.dates("day", "year")} | {year}
    return tuple((str(one), f"?year={one}", one == year) for one in sorted(there))


def _sentence(name: str, rows: list[DailyAssessment], *, year: int) -> str:
    known = [row.aqi for row in rows if row.aqi is not None]
    said = {"name": name, "year": year, "known": len(known)}
    if not known:
        return _("%(name)s, %(year)d: no day has been assessed.") % said
    said |= {"good": sum(aqi <= GOOD for aqi in known), "heavy": sum(aqi > 2 * GOOD for aqi in known)}
    return (
        _("%(name)s, %(year)d: %(good)d good days of %(known)d assessed, %(heavy)d of heavy pollution.")
        % said
    )


def _calendar(region: Region, rows: list[DailyAssessment], *, over: Span) -> Drawn:
    days = {row.day: square(row) for row in rows}
    known = [row for row in rows if row.aqi is not None]
    name = words.name(region)
    svg = figure.year(
        figure.Year(
            label=_("Every day of %(year)d in %(name)s by its AQI") % {"year": over.first.year, "name": name},
            year=over.first.year,
            days=days,
            month_names=tuple(
                dateformat.format(date(over.first.year, month, 1), pgettext("month of a year", "F"))
                for month in range(1, 13)
            ),
            month_notes=tuple(_good_of(rows, month) for month in range(1, 13)),
            weekday_names=tuple(
                dateformat.format(MONDAY + timedelta(days=at), pgettext("weekday, short", "D"))
                for at in range(7)
            ),
            summary=_sentence(name, rows, year=over.first.year),
        )
    )
    of = (over.last - over.first).days + 1
    caption = Caption(
        place=name,
        period=span_words(over),
        averaging=_("AQI of the local day (HJ 633)"),
        n=_("n = %(count)d") % {"count": len(known)},
        completeness=_("%(days)s of %(of)s days; grey: measured, no index; empty: nothing kept")
        % {"days": len(known), "of": of},
        source=_source(region, over, sorted({row.edition for row in known})),
    )
    return Drawn(svg=svg, caption=caption, downloads=_svg(region, CALENDAR, over))


def _good_of(rows: list[DailyAssessment], month: int) -> str:
    known = [row.aqi for row in rows if row.day.month == month and row.aqi is not None]
    said = {"good": sum(aqi <= GOOD for aqi in known), "known": len(known)}
    return _("%(good)d good of %(known)d") % said if known else ""


def _parts(region: Region, *, over: Span) -> Drawn | None:
    held = (over, spans.year_before(over))
    found = [periods.composite(REGION, region.code, one.first, one.last) for one in held]
    if found[0].index.total is None:
        return None
    found[1] = replace(
        found[1], index=composite.composite_index(found[1].values, denominators=found[0].denominators)
    )  # by the same limits, so that a change of the law does not look like one of the air
    order = sorted(POLLUTANTS, key=lambda name: -found[0].index.singles[name])
    sums = [_sum(one, span_words(of), order) for one, of in zip(found, held, strict=True)]
    svg = stack.stack(
        stack.Stack(
            label=_("What each pollutant adds to the composite index of %(name)s")
            % {"name": words.name(region)},
            sums=tuple(one for one in sums if one.parts),
            summary="; ".join(f"{one.name} {one.text}" for one in sums),
        )
    )
    caption = Caption(
        place=words.name(region),
        period=f"{span_words(held[0])}, {span_words(held[1])}",
        averaging=_(
            "composite index: period means, CO 95th, O3 90th percentile, each over its limit,"
            " both years by the same"
        ),
        n=_("n = %(count)d") % {"count": min(found[0].days.values())},
        completeness=_("%(now)s of %(of)s days; a year before %(then)s")
        % {"now": min(found[0].days.values()), "of": found[0].of, "then": min(found[1].days.values())},
        source=_source(region, over, [found[0].denominators.name]),
        sentence=_against_last_year(*found),
    )
    return Drawn(svg=svg, caption=caption, downloads=_svg(region, PARTS, over))


def _sum(one: Composite, name: str, order: list[str]) -> stack.Sum:
    singles: Mapping[str, Decimal] = one.index.singles if one.index.total is not None else {}
    return stack.Sum(
        name=name if singles else _("%(span)s: no index, too few values") % {"span": name},
        parts=tuple(
            stack.Part(
                name=formats.substance(code),
                value=float(singles[code]),
                text=formats.number(singles[code], "index"),
            )
            for code in order
            if code in singles
        ),
        text=formats.number(one.index.total, "index"),
    )


def _against_last_year(now: Composite, then: Composite) -> str:
    """What changed most, in a sentence."""
    if now.index.total is None or then.index.total is None:
        return _("The same days of the year before have no index to be held against.")
    change = {name: now.index.singles[name] - then.index.singles[name] for name in POLLUTANTS}
    largest = max(change, key=lambda name: abs(change[name]))
    said = {
        "by": f"{now.index.total - then.index.total:+f}".replace("-", "−"),
        "what": formats.substance(largest),
        "part": f"{change[largest]:+f}".replace("-", "−"),
    }
    return _("%(by)s against the same days of the year before, most of it by %(what)s (%(part)s).") % said


def _source(region: Region, over: Span, editions: list[str]) -> str:
    found = levels.of_region(region, first=over.first, last=over.last)
    told = "、".join(words.word(wording.DATA_LEVELS, level) for level in found.days)
    named = "、".join(words.edition(one) for one in editions)
    return " · ".join(one for one in (named, _("data level: %(levels)s") % {"levels": told}) if one)


def _svg(region: Region, what: str, over: Span) -> tuple[Download, ...]:
    url = reverse("console:place-year-figure", args=[region.code, what])
    return (Download(label="SVG", url=f"{url}?year={over.first.year}"),)
