"""How far the readings behind a figure have been looked at."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lantian.assessment import models
from lantian.registry import queries as registry
from lantian.registry.models import Region

Level = models.DataLevel.Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """How many station-days of a stretch are at each level, and whether levels are mixed in it."""

    days: dict[str, int]

    @property
    def is_mixed(self) -> bool:
        """Whether a figure over the stretch mixes levels."""
        return len(self.days) > 1

    @property
    def lowest(self) -> str:
        """The least that can be said of all of it; real-time where nothing was declared."""
        return next((level for level in Level.values if level in self.days), Level.REAL_TIME)


def of_stations(codes: Collection[str], *, first: date, last: date) -> Levels:
    """The levels of some stations over a stretch of days; the newest declaration counts."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return _of({(code, day) for code in codes for day in days}, first=first, last=last)


def of_each_station(codes: Collection[str], *, first: date, last: date) -> dict[str, Levels]:
    """The levels of each of some stations over a stretch of days, asked once for all of them."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    found = _by_day({(code, day) for code in codes for day in days}, first=first, last=last)
    return {code: _counted(found[code, day] for day in days) for code in codes}


def of_region(region: Region, *, first: date, last: date) -> Levels:
    """The levels of the stations that count for a region, each on the days it counts."""
    members = registry.members_by_day(region, first=first, last=last)
    return _of({(code, day) for day, codes in members.items() for code in codes}, first=first, last=last)


def of_subjects(kind: str, codes: Collection[str], *, first: date, last: date) -> Levels:
    """The levels behind a figure of several stations or regions, each station-day once."""
    if kind == models.SubjectKind.STATION:
        return of_stations(codes, first=first, last=last)
    return _of(registry.days_counted(codes, first=first, last=last), first=first, last=last)


def _of(asked: Collection[tuple[str, date]], *, first: date, last: date) -> Levels:
    """How many of some station-days, all of them within a stretch, are at each level."""
    return _counted(_by_day(asked, first=first, last=last).values())


def _by_day(asked: Collection[tuple[str, date]], *, first: date, last: date) -> dict[tuple[str, date], str]:
    """The level of each of some station-days."""
    rows = models.DataLevel.objects.filter(
        station__code__in={code for code, _ in asked}, first__lte=last, last__gte=first
    ).order_by("declared_at", "id")
    levels: dict[tuple[str, date], str] = dict.fromkeys(asked, Level.REAL_TIME)
    for code, begin, end, level in rows.values_list("station__code", "first", "last", "level"):
        begin, end = max(begin, first), min(end, last)
        for ahead in range((end - begin).days + 1):
            day = begin + timedelta(days=ahead)
            if (code, day) in levels:
                levels[code, day] = level
    return levels


def _counted(levels: Iterable[str]) -> Levels:
    count = Counter(levels)
    return Levels(days={str(level): count[level] for level in Level.values if count[level]})
