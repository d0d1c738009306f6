"""The keys under which assessed numbers are found again: `station/ST01/2026-11-21T05:00Z/pm10`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

INDEX = "aqi"
YEARS = range(1990, 2200)  # what can be a year of the air here; anything else is a slip of the pen


class BadKey(ValueError):
    """A key does not name an assessed number."""

    def __init__(self, seen: str, needed: str) -> None:
        self.seen, self.needed = seen, needed
        super().__init__(f"{seen!r} names no assessed number; {needed} is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class HourKey:
    """One figure of one hour: the index, or one parameter's value."""

    kind: str
    subject: str
    begins_at: datetime
    figure: str = INDEX

    def __str__(self) -> str:
        return _joined(self.kind, self.subject, written(self.begins_at), self.figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayKey:
    """One figure of one local day."""

    kind: str
    subject: str
    day: date
    figure: str = INDEX

    def __str__(self) -> str:
        return _joined(self.kind, self.subject, self.day.isoformat(), self.figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodKey:
    """One figure of a stretch of local days, both ends included: the composite index, a period value."""

    kind: str
    subject: str
    first: date
    last: date
    figure: str = ""

    def __str__(self) -> str:
        base = f"{self.kind}/{self.subject}/{self.first.isoformat()}..{self.last.isoformat()}"
        return f"{base}/{self.figure}" if self.figure else base


@dataclass(frozen=True, slots=True, kw_only=True)
class RankKey:
    """One unit's place in a ranking of a group over a stretch of days, by one figure."""

    group: str
    by: str
    first: date
    last: date
    subject: str

    def __str__(self) -> str:
        return f"{self.group}/{self.by}/{self.first.isoformat()}..{self.last.isoformat()}/{self.subject}"


def written(moment: datetime) -> str:
    """A moment as keys write it, to the minute in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def moment(text: str) -> datetime:
    """The moment a key writes; BadKey otherwise."""
    try:
        found = datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        raise BadKey(text, "a moment like 2026-11-21T05:00Z") from None
    if found.year not in YEARS:
        raise BadKey(text, f"a year from {YEARS[0]} to {YEARS[-1]}")
    return found


def read_hour(key: str) -> HourKey:
    """The hour's figure a key names; BadKey otherwise."""
    kind, subject, at, figure = _parts(key, needed="kind/subject/2026-11-21T05:00Z[/parameter]")
    return HourKey(kind=kind, subject=subject, begins_at=moment(at), figure=figure or INDEX)


def read_day(key: str) -> DayKey:
    """The day's figure a key names; BadKey otherwise."""
    kind, subject, day, figure = _parts(key, needed="kind/subject/2026-11-21[/parameter]")
    return DayKey(kind=kind, subject=subject, day=_day(day), figure=figure or INDEX)


def read_period(key: str) -> PeriodKey:
    """The period's figure a key names; BadKey otherwise."""
    kind, subject, span, figure = _parts(key, needed="kind/subject/2026-11-01..2026-11-21[/parameter]")
    first, last = read_span(span)
    return PeriodKey(kind=kind, subject=subject, first=first, last=last, figure=figure)


def read_rank(key: str) -> RankKey:
    """The place in a ranking a key names; BadKey otherwise."""
    parts = key.split("/")
    if len(parts) != 4:
        raise BadKey(key, "group/by/2026-11-01..2026-11-21/subject")
    first, last = read_span(parts[2])
    return RankKey(group=parts[0], by=parts[1], first=first, last=last, subject=parts[3])


def _joined(kind: str, subject: str, when: str, figure: str) -> str:
    base = f"{kind}/{subject}/{when}"
    return base if figure == INDEX else f"{base}/{figure}"


def _parts(key: str, *, needed: str) -> tuple[str, str, str, str]:
    parts = key.split("/")
    if len(parts) not in {3, 4} or not all(parts):
        raise BadKey(key, needed)
    return parts[0], parts[1], parts[2], parts[3] if len(parts) == 4 else ""


def read_span(text: str) -> tuple[date, date]:
    """The first and last day a stretch names; BadKey otherwise."""
    first, dots, last = text.partition("..")
    if not dots:
        raise BadKey(text, "two days like 2026-11-01..2026-11-21")
    return _day(first), _day(last)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BadKey(text, "a day like 2026-11-21") from None
    if found.year not in YEARS:
        raise BadKey(text, f"a year from {YEARS[0]} to {YEARS[-1]}")
    return found
