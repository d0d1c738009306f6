"""Official figures beside ours: each difference explained by the first convention that removes it.

What is tried is known to exist in published data (`airshed.indices.composite.CompositeRounding`,
`airshed.assessment.period.PeriodRounding`): more decimals, another rounding, dust days not left out, another
stage of the limits. What none of them explains stays unexplained, with the days ours rests on.

Ours is what pages show and `explain` computes, by the same rule for the number of days (`periods.min_days`):
whole months are asked the law's number and are otherwise no value; other stretches are made of the days there
are, and for a place are asked their share, as in rankings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

import polars as pl

from airshed.assessment import standings
from airshed.assessment.period import PeriodRounding
from airshed.assessment.spans import Span, SpanKind
from airshed.assessment.standings import Method
from airshed.indices import composite as science
from airshed.indices.composite import CompositeRounding
from airshed.standards import registry as editions
from airshed.standards.tables import POLLUTANTS
from lantian.assessment import models
from lantian.assessment.queries import addresses, daybook, periods
from lantian.assessment.rules import lists
from lantian.assessment.rules.figures import text_of


class Why(StrEnum):
    """What explains a difference."""

    EQUAL = "equal"
    FEWER_DECIMALS = "fewer_decimals"
    MORE_DECIMALS = "more_decimals"
    SUM_ROUNDED = "sum_rounded"
    HALF_UP = "half_up"
    DUST_COUNTED = "dust_counted"
    OTHER_LIMITS = "other_limits"
    NO_VALUE = "no_value"
    TOO_FEW_DAYS = "too_few_days"
    UNEXPLAINED = "unexplained"


UNSETTLED = (Why.NO_VALUE, Why.TOO_FEW_DAYS, Why.UNEXPLAINED)
"""What leaves a row without an explanation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """One official figure and ours; ``detail`` names the limits that explain it, or our days."""

    code: str
    name_zh: str
    name_en: str
    printed_as: str
    figure: str
    official: str
    ours: Decimal | None
    difference: Decimal | None
    why: Why
    detail: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """A list of official figures beside ours."""

    listed: models.ImportedList
    rows: tuple[Reconciled, ...]

    @property
    def explained(self) -> int:
        """How many rows are equal or explained."""
        return sum(row.why not in UNSETTLED for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """One way of computing the figures of a period, and what it would explain."""

    why: Why
    detail: str
    figures: Mapping[str, Mapping[str, Decimal | None]]


def reconcile(list_id: int) -> Reconciliation:
    """Hold each figure of an official list against ours; ImportedList.DoesNotExist for another list."""
    listed = models.ImportedList.objects.get(pk=list_id, kind=models.ImportedList.Kind.OFFICIAL)
    figures = listed.figures.select_related("region").order_by("row", "id")
    spans = sorted({(one.first, one.last) for one in figures})
    rows: dict[int, Reconciled] = {}
    for first, last in spans:
        mine = [one for one in figures if (one.first, one.last) == (first, last)]
        for one, found in zip(mine, _reconciled(mine, first=first, last=last), strict=True):
            rows[one.pk] = found
    return Reconciliation(listed=listed, rows=tuple(rows[one.pk] for one in figures))


def _reconciled(figures: list[models.OfficialFigure], *, first: date, last: date) -> Iterator[Reconciled]:
    over = Span(kind=SpanKind.DAY, first=first, last=last)
    attempts, book = _attempts(_company({one.region.code for one in figures}), over)
    for one in figures:
        code, printed = one.region.code, Decimal(one.value)
        ours = attempts[0].figures.get(code, {}).get(one.figure)
        why, detail = _why(one, printed, ours=ours, attempts=attempts)
        days = book.of(code, over).height
        if why is Why.NO_VALUE and days:
            why = Why.TOO_FEW_DAYS
        if why in (Why.UNEXPLAINED, Why.TOO_FEW_DAYS):
            detail = f"{days}/{over.days}"
        yield Reconciled(
            code=code,
            name_zh=one.region.name_zh,
            name_en=one.region.name_en,
            printed_as=one.printed_as,
            figure=one.figure,
            official=one.value,
            ours=ours,
            difference=None if ours is None else ours - printed,
            why=why,
            detail=detail,
            address=addresses.of_composite(
                "region", code, first, last, figure=_period_figure(one.figure), position=book.position
            ),
        )


def _period_figure(figure: str) -> str:
    """The period value an address names; the composite index and what is counted have the whole one."""
    return figure if figure in POLLUTANTS else ""


def _why(
    one: models.OfficialFigure, printed: Decimal, *, ours: Decimal | None, attempts: list[_Attempt]
) -> tuple[Why, str]:
    """The first attempt whose figure is the printed one."""
    if ours is None:
        return Why.NO_VALUE, ""
    for attempt in attempts:
        if attempt.figures.get(one.region.code, {}).get(one.figure) == printed:
            return attempt.why, attempt.detail
    places = -int(printed.as_tuple().exponent)
    if places >= 0 and ours.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN) == printed:
        return Why.FEWER_DECIMALS, ""
    return Why.UNEXPLAINED, ""


def _company(listed: set[str]) -> list[str]:
    """The listed places with everybody they are ranked with, so that a place is one among all."""
    groups = [daybook.units(group).names.keys() for group in daybook.REGION_GROUPS]
    return sorted(listed.union(*(names for names in groups if listed & names)))


def _attempts(codes: list[str], over: Span) -> tuple[list[_Attempt], daybook.Daybook]:
    """Ours first, then every other way that is known to exist."""
    book = daybook.read("region", codes, first=over.first, last=over.last)
    whole = daybook.read("region", codes, first=over.first, last=over.last, is_excluding=False)
    own = science.denominators(over.last)
    ours = Method(min_days=periods.min_days(over.first, over.last))
    tries: list[tuple[Why, str, daybook.Daybook, Method]] = [
        (Why.EQUAL, "", book, ours),
        (Why.SUM_ROUNDED, "", book, replace(ours, rounding=CompositeRounding.SUM)),
        (Why.HALF_UP, "", book, replace(ours, rounding=CompositeRounding.SINGLES_HALF_UP)),
        (Why.MORE_DECIMALS, "", book, replace(ours, values=PeriodRounding.ONE_MORE)),
        (Why.DUST_COUNTED, "", whole, ours),
    ]
    for limits in editions.LIMIT_SETS:
        other = science.denominators(limits.in_force.since)
        if other.values != own.values:
            tries.append((Why.OTHER_LIMITS, other.name, book, replace(ours, denominators=other)))
    return [
        _Attempt(why=why, detail=detail, figures=_figures(days, over, method, counted=whole))
        for why, detail, days, method in tries
    ], book


def _figures(
    book: daybook.Daybook, over: Span, method: Method, *, counted: daybook.Daybook
) -> dict[str, dict[str, Decimal | None]]:
    """Every figure of every unit by one method; good days by the daily index as published."""
    table = _table(book, over, method)
    placed = table if method.min_days is None else _table(book, over, replace(method, min_days=None))
    places = dict(placed.select("unit", "place").rows())
    found: dict[str, dict[str, Decimal | None]] = {}
    for row in table.iter_rows(named=True):
        code = row["unit"]
        days = counted.of(code, over)["aqi"].to_list()
        good = sum(index is not None and index <= 100 for index in days)
        numbers = {name: _number(row[name]) for name in POLLUTANTS}
        found[code] = numbers | {
            lists.COMPOSITE: _number(row["composite"]),
            lists.GOOD_DAYS: Decimal(good),
            lists.PLACE: None if places[code] is None else Decimal(places[code]),
        }
    return found


def _table(book: daybook.Daybook, over: Span, method: Method) -> pl.DataFrame:
    values = standings.values_of(book.frame, over=over, method=method, dust=book.listed)
    return standings.standings(values, on=over.last, method=method)


def _number(value: float | None) -> Decimal | None:
    text = text_of(value)
    return None if text is None else Decimal(text)
