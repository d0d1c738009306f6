"""What a machine knows of a site's day, and which days, weeks and check-ins are missing. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import atan2, cos, degrees, radians, sin

from lantian.sites.rules import refusals
from lantian.sites.rules.values import Stage, Tap

DAY = timedelta(days=1)
WEEK = 7
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One hour of a site's monitor: its value, the background's, and what is between them."""

    begins_at: datetime
    value: Decimal | None
    above: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dust:
    """A day of a monitor: how many hours it spoke, how high, and which hours stood over the limit."""

    of: int
    online: int
    mean: Decimal | None
    highest: Decimal | None
    highest_at: datetime | None
    over: tuple[tuple[datetime, Decimal], ...]
    limit: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """The part of the hours that the monitor spoke; None before the first hour."""
        return None if not self.of else Decimal(self.online) / self.of


def dust_of(hours: Sequence[Hour], *, limit: Decimal | None) -> Dust:
    """What a monitor says of some hours; an hour at the limit itself is not over it."""
    heard = [(hour.value, hour) for hour in hours if hour.value is not None]
    highest = max(heard, key=lambda pair: pair[0], default=None)
    over = tuple(
        (hour.begins_at, hour.above)
        for hour in hours
        if limit is not None and hour.above is not None and hour.above > limit
    )
    mean = sum((value for value, _ in heard), Decimal(0)) / len(heard) if heard else None
    return Dust(
        of=len(hours),
        online=len(heard),
        mean=None if mean is None else mean.quantize(Decimal(1)),
        highest=None if highest is None else highest[0],
        highest_at=None if highest is None else highest[1].begins_at,
        over=over,
        limit=limit,
    )


def wind_from(winds: Iterable[tuple[float, float]]) -> int | None:
    """The direction a day's wind came from, of (speed, direction) pairs; None when calm or unknown."""
    east = north = 0.0
    for speed, direction in winds:
        east += speed * sin(radians(direction))
        north += speed * cos(radians(direction))
    if abs(east) < 1e-9 and abs(north) < 1e-9:
        return None
    return round(degrees(atan2(east, north))) % 360


def check_taps(
    taps: Mapping[str, str], *, items: Mapping[str, str], words: str, stage: str, needs_stage: bool
) -> None:
    """Raise unless every line is tapped, the stage is chosen, and words stand for what is not met.

    `items` are the texts of the lines by code.
    """
    if needs_stage and stage not in set(Stage):
        raise refusals.StageMissing()
    still_open = [text for code, text in items.items() if taps.get(code) not in set(Tap)]
    if still_open:
        raise refusals.ItemsOpen(still_open)
    unmet = [text for code, text in items.items() if taps[code] == Tap.NO]
    if unmet and not words.strip():
        raise refusals.NoWordsForNo(unmet)


def due_at(day: date, *, day_ends_at: datetime, hour: Decimal) -> datetime:
    """When the sheet of a day must be signed: so many hours after the day is over."""
    return day_ends_at + timedelta(hours=float(hour))


def days_of(*, first: date, last: date) -> list[date]:
    """Every day from the first to the last, both counted; none when they are the other way round."""
    return [first + ahead * DAY for ahead in range((last - first).days + 1)]


def missing_days(
    *, since: date, until: date, signed: Collection[date], due: Mapping[date, datetime], now: datetime
) -> list[date]:
    """The days of a stretch without a signed sheet whose time to sign is over."""
    return [day for day in days_of(first=since, last=until) if day not in signed and due[day] < now]


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_to_confirm(
    *, since: date, today: date, back_days: int, confirmed: Collection[date], grace_days: int
) -> list[date]:
    """The Mondays of whole weeks in the window that nobody has confirmed in time."""
    first = monday_of(max(since, today - timedelta(days=back_days)))
    if first < since:
        first += WEEK * DAY
    found = []
    while first + (WEEK - 1 + grace_days) * DAY < today:
        if first not in confirmed:
            found.append(first)
        first += WEEK * DAY
    return found
