"""Real past hours play as now: one offset for the whole region, in whole weeks, in the same season. Pure."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WEEK = timedelta(weeks=1)
YEAR_OF_WEEKS = 52 * WEEK
BEFORE = timedelta(days=35)  # a demo begins with a month behind it
AFTER = timedelta(days=28)  # and plays on for a month before it must go round
DRIFTS = ((0,), (-1, 1), (-2, 2))  # weeks off season, tried in this order


class DataTooShort(ValueError):
    """No stretch of the data is long enough, in the right season, to be played as now."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self.first, self.last = first, last
        needed = (BEFORE + AFTER).days
        super().__init__(f"hours run from {first} to {last}; {needed} days around the season are needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """How far real time lies behind played time, and where the real hours end."""

    weeks: int
    last: datetime

    def source_of(self, moment: datetime) -> datetime:
        """The real moment that plays at a moment; past the end the last 52 weeks go round."""
        return moment - self.weeks * WEEK - self.rounds(moment) * YEAR_OF_WEEKS

    def rounds(self, moment: datetime) -> int:
        """How often the last 52 weeks have gone round by a moment; 0 while real time lasts."""
        beyond = moment - self.weeks * WEEK - self.last
        return max(0, math.ceil(beyond / YEAR_OF_WEEKS))

    @property
    def goes_round_at(self) -> datetime:
        """The first moment that plays an hour for the second time."""
        return self.last + self.weeks * WEEK + timedelta(hours=1)


def candidates(now: datetime, *, first: datetime, last: datetime, drift: int = 0) -> list[Offset]:
    """One offset per year of data, so many weeks off the ones nearest to the season; latest year first."""
    found = []
    for years in range(1, now.year - first.year + 1):
        weeks = round(_since_same_day(now.date(), years=years) / WEEK) + drift
        source = now - weeks * WEEK
        if source - BEFORE >= first and source + AFTER <= last:
            found.append(Offset(weeks=weeks, last=last))
    return found


def choose(
    now: datetime,
    *,
    first: datetime,
    last: datetime,
    soundness: Callable[[Offset], float],
    is_telling: Callable[[Offset], bool] = lambda offset: True,
) -> Offset:
    """The soundest of the offsets nearest to the season whose present is telling.

    Where no year's present is, those a week or two away are asked; where none is there either, the soundest
    in season is taken. Of equals the later year wins.
    """
    in_season = candidates(now, first=first, last=last)
    if not in_season:
        raise DataTooShort(first, last)

    def merit(offset: Offset) -> tuple[float, int]:
        return soundness(offset), -offset.weeks

    for drift in DRIFTS:
        telling = [
            o for d in drift for o in candidates(now, first=first, last=last, drift=d) if is_telling(o)
        ]
        if telling:
            return max(telling, key=merit)
    return max(in_season, key=merit)


def days_off_season(day: date, source: date) -> int:
    """Days between a source day and the same day of the year; never more than half a year."""
    away = abs(_of_year(day) - _of_year(source))
    return min(away, 366 - away)


def _since_same_day(day: date, *, years: int) -> timedelta:
    """How long ago the same day was; 29 February was a 28th."""
    try:
        return day - day.replace(year=day.year - years)
    except ValueError:
        return day - day.replace(year=day.year - years, day=28)


def _of_year(day: date) -> int:
    """Number of the day in a leap year, so that the same date has the same number every year."""
    return day.replace(year=2000).timetuple().tm_yday
