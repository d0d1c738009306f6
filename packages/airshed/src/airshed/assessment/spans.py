"""Stretches of local days that are ranked, from a day over ten days (旬) to a year and the year to date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from airshed import AirshedError

_ONE = timedelta(days=1)
_WEEK = timedelta(days=7)
_WEEKS_IN_A_YEAR = 52


class SpanKind(StrEnum):
    """What stretch of days is meant."""

    DAY = "day"
    WEEK = "week"
    """Monday to Sunday, numbered as in ISO 8601."""

    TENDAYS = "tendays"
    """旬: the 1st to 10th, the 11th to 20th and the rest of a month."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YTD = "ytd"
    """Year to date: from 1 January to the day asked about."""


MONTHS = {SpanKind.MONTH: 1, SpanKind.QUARTER: 3, SpanKind.HALF: 6, SpanKind.YEAR: 12}
"""Length of the kinds that are made of whole months. [months]"""


class UnreadableSpan(AirshedError):
    """A text was given as a name of a span that `Span.name` does not write."""

    def __init__(self, *, text: str) -> None:
        self.text = text
        super().__init__(
            f"{text!r} names no span of days; names read like 2026-03-05, 2026-W10, 2026-03-T1, 2026-03, "
            "2026-Q1, 2026-H1, 2026 or 2026-01-01/2026-03-05"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of local days, first and last included."""

    kind: SpanKind
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins on a first and ends on a last day of a month."""
        return self.first.day == 1 and (self.last + _ONE).day == 1

    @property
    def name(self) -> str:
        """Its name in files: ``2026-W10``, ``2026-03-T1``, ``2026-Q1`` …; both days of a year to date."""
        year, month = self.first.year, self.first.month
        week = self.first.isocalendar()
        names = {
            SpanKind.DAY: self.first.isoformat(),
            SpanKind.WEEK: f"{week.year}-W{week.week:02}",
            SpanKind.TENDAYS: f"{year}-{month:02}-T{min(self.first.day // 10, 2) + 1}",
            SpanKind.MONTH: f"{year}-{month:02}",
            SpanKind.QUARTER: f"{year}-Q{(month + 2) // 3}",
            SpanKind.HALF: f"{year}-H{(month + 5) // 6}",
            SpanKind.YEAR: f"{year}",
            SpanKind.YTD: f"{self.first}/{self.last}",
        }
        return names[self.kind]

    @property
    def name_zh(self) -> str:
        """Its name in Chinese, such as 2026年3月上旬."""
        year, month = self.first.year, self.first.month
        week = self.first.isocalendar()
        part = min(self.first.day // 10, 2)
        names = {
            SpanKind.DAY: f"{year}年{month}月{self.first.day}日",
            SpanKind.WEEK: f"{week.year}年第{week.week}周",
            SpanKind.TENDAYS: f"{year}年{month}月{'上中下'[part]}旬",
            SpanKind.MONTH: f"{year}年{month}月",
            SpanKind.QUARTER: f"{year}年第{'一二三四'[(month - 1) // 3]}季度",
            SpanKind.HALF: f"{year}年{'上下'[(month - 1) // 6]}半年",
            SpanKind.YEAR: f"{year}年",
            SpanKind.YTD: f"{year}年1月1日—{self.last.month}月{self.last.day}日",
        }
        return names[self.kind]


def span(on: date, *, kind: SpanKind) -> Span:
    """Return the span of a kind that holds a day.

    Parameters
    ----------
    on : date
        A local day; for the year to date its last day.
    kind : SpanKind
        What stretch.

    Returns
    -------
    Span
        First and last day; the third ten days of a month has 8 to 11 days.

    Examples
    --------
    >>> from datetime import date
    >>> found = span(date(2026, 2, 25), kind=SpanKind.TENDAYS)
    >>> found.name_zh, found.first.day, found.last.day
    ('2026年2月下旬', 21, 28)
    """
    if kind in MONTHS:
        return _whole_months(on, kind=kind)
    if kind is SpanKind.YTD:
        return Span(kind=kind, first=date(on.year, 1, 1), last=on)
    if kind is SpanKind.WEEK:
        first = on - _ONE * on.weekday()
        return Span(kind=kind, first=first, last=first + _WEEK - _ONE)
    if kind is SpanKind.TENDAYS:
        first = on.replace(day=(1, 11, 21)[min((on.day - 1) // 10, 2)])
        last = _last_of_month(on) if first.day == 21 else first.replace(day=first.day + 9)
        return Span(kind=kind, first=first, last=last)
    return Span(kind=kind, first=on, last=on)


def previous(of: Span) -> Span | None:
    """Return the span of the same kind before a span.

    Parameters
    ----------
    of : Span
        Any span.

    Returns
    -------
    Span or None
        The one that ends the day before ``of`` begins. For the year to date, the year to the end of the month
        before its last day's month (January to March is held against January to February); None in January.

    Examples
    --------
    >>> from datetime import date
    >>> previous(span(date(2026, 3, 31), kind=SpanKind.QUARTER)).name
    '2025-Q4'
    """
    if of.kind is SpanKind.YTD:
        if of.last.month == 1:
            return None
        return Span(kind=of.kind, first=of.first, last=of.last.replace(day=1) - _ONE)
    return span(of.first - _ONE, kind=of.kind)


def year_before(of: Span) -> Span:
    """Return the same span a year earlier, for a change against last year.

    Parameters
    ----------
    of : Span
        Any span.

    Returns
    -------
    Span
        For a week the one 52 weeks earlier, which has the same number except after a year of 53 weeks; for a
        29 February the 28th. A year to date that ends with a month ends with that month a year earlier too. A
        span that still runs (cut before its kind's last day) is held against as many days of the year before.

    Examples
    --------
    >>> from datetime import date
    >>> year_before(span(date(2028, 2, 29), kind=SpanKind.YTD)).name
    '2027-01-01/2027-02-28'
    """
    if of.kind is SpanKind.WEEK:
        return _as_long_as(of, span(of.first - _WEEK * _WEEKS_IN_A_YEAR, kind=of.kind))
    day = of.last if of.kind is SpanKind.YTD else of.first
    if of.kind is SpanKind.YTD and of.is_whole_months:
        return span(_last_of_month(date(day.year - 1, day.month, 1)), kind=of.kind)
    leap = (day.month, day.day) == (2, 29)
    return _as_long_as(of, span(day.replace(year=day.year - 1, day=28 if leap else day.day), kind=of.kind))


def _as_long_as(of: Span, earlier: Span) -> Span:
    """Cut an earlier span to the days that a running one has; a whole one stays whole."""
    if of.kind is SpanKind.YTD or of.last == span(of.first, kind=of.kind).last:
        return earlier
    return replace(earlier, last=min(earlier.last, earlier.first + (of.last - of.first)))


def spans(first: date, last: date, *, kind: SpanKind) -> Iterator[Span]:
    """Yield the spans of a kind that have a day between two days, in order; `SpanKind.YTD` by month's ends.

    Parameters
    ----------
    first, last : date
        Local days, both meant.
    kind : SpanKind
        What stretch.

    Returns
    -------
    iterator of Span
        Whole ones, also where the two days cut them.

    Examples
    --------
    >>> from datetime import date
    >>> [one.name for one in spans(date(2025, 12, 31), date(2026, 2, 1), kind=SpanKind.MONTH)]
    ['2025-12', '2026-01', '2026-02']
    """
    if kind is SpanKind.YTD:
        for month in spans(first, last, kind=SpanKind.MONTH):
            yield span(month.last, kind=kind)
        return
    found = span(first, kind=kind)
    while found.first <= last:
        yield found
        found = span(found.last + _ONE, kind=kind)


def read(text: str) -> Span:
    """Return the span that a name written by `Span.name` names; `UnreadableSpan` for any other text.

    Parameters
    ----------
    text : str
        A name such as ``2026-W10``.

    Returns
    -------
    Span
        What `Span.name` would name so.

    Raises
    ------
    UnreadableSpan
        Where it names none.

    Examples
    --------
    >>> read("2026-H1").last
    datetime.date(2026, 6, 30)
    """
    try:
        found = _read(text.strip())
    except ValueError as error:
        raise UnreadableSpan(text=text) from error
    if found is None or found.name != text.strip():
        raise UnreadableSpan(text=text)
    return found


def default_min_days(of: Span) -> int | None:
    """Return how many valid days a span is asked for where the law has no number.

    Parameters
    ----------
    of : Span
        Any span.

    Returns
    -------
    int or None
        None for whole months, where the law counts (GB 3095-2026 table 4). Else 27 days of 31 in proportion,
        rounded down, at least 1: a design default, no clause says so. [days]

    Examples
    --------
    >>> from datetime import date
    >>> [default_min_days(span(date(2026, 3, 5), kind=kind)) for kind in SpanKind][:4]
    [1, 6, 8, None]
    """
    if of.is_whole_months:
        return None
    return max(1, of.days * 27 // 31)


def _whole_months(on: date, *, kind: SpanKind) -> Span:
    """Return the span of whole months that holds a day."""
    length = MONTHS[kind]
    first = date(on.year, (on.month - 1) // length * length + 1, 1)
    return Span(kind=kind, first=first, last=_last_of_month(first.replace(month=first.month + length - 1)))


def _last_of_month(day: date) -> date:
    """Return the last day of a day's month."""
    return (day.replace(day=28) + 4 * _ONE).replace(day=1) - _ONE


def _read(text: str) -> Span | None:
    """Read a name; ValueError where its numbers are no date."""
    if "/" in text:
        last = date.fromisoformat(text.partition("/")[2])
        return span(last, kind=SpanKind.YTD)
    found = re.fullmatch(r"(\d{4})(?:-(?:([QHW])(\d{1,2})|(\d{2})(?:-(?:T([123])|(\d{2})))?))?", text)
    if found is None:
        return None
    year, letter, number, month, part, day = found.groups()
    if letter == "W":
        return span(date.fromisocalendar(int(year), int(number), 1), kind=SpanKind.WEEK)
    if letter is not None:
        kind = SpanKind.QUARTER if letter == "Q" else SpanKind.HALF
        return span(date(int(year), (int(number) - 1) * MONTHS[kind] + 1, 1), kind=kind)
    if part is not None:
        return span(date(int(year), int(month), int(part) * 10 - 9), kind=SpanKind.TENDAYS)
    if day is not None:
        return span(date(int(year), int(month), int(day)), kind=SpanKind.DAY)
    if month is not None:
        return span(date(int(year), int(month), 1), kind=SpanKind.MONTH)
    return span(date(int(year), 1, 1), kind=SpanKind.YEAR)
