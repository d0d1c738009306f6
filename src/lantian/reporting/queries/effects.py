"""What a mended place's own monitor says: site minus background, before the report and after the mending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from lantian.calendar import queries as calendar
from lantian.cases.models import Case
from lantian.kernel.references import Address
from lantian.observations import queries as observations
from lantian.registry import queries as registry
from lantian.reporting.rules.facts import Effect, Named
from lantian.reporting.rules.sheet import Amount

PARAMETER = "pm10"
WINDOW = timedelta(hours=24)
UNIT = "µg/m³"
SIDES = ("before", "after")


class BadEffect(ValueError):
    """A key does not name an effect."""

    def __init__(self, seen: str) -> None:
        self.seen = seen
        super().__init__(f"{seen!r} names no effect; CASE/2026-11-21/before or …/after_hours is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectKey:
    """One side of a case's effect as told of one day; `hours` counts the hours instead."""

    case: str
    day: date
    side: str
    is_count: bool = False

    def __str__(self) -> str:
        return f"{self.case}/{self.day.isoformat()}/{self.side}{'_hours' if self.is_count else ''}"


class Pair(NamedTuple):
    """One hour with both values."""

    begins_at: datetime
    site: float
    background: Decimal
    stations: tuple[str, ...]

    @property
    def difference(self) -> Decimal:
        return Decimal(str(self.site)) - self.background


class Side(NamedTuple):
    """The hours of one side, or why there are none."""

    station: str
    since: datetime
    until: datetime
    pairs: tuple[Pair, ...]
    reason: str

    @property
    def mean(self) -> Decimal | None:
        if not self.pairs:
            return None
        total = sum((pair.difference for pair in self.pairs), Decimal(0))
        return (total / len(self.pairs)).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)


def read_effect(key: str) -> EffectKey:
    """The effect a key names; BadEffect otherwise."""
    parts = key.split("/")
    if len(parts) != 3 or parts[2].removesuffix("_hours") not in SIDES:
        raise BadEffect(key)
    try:
        day = date.fromisoformat(parts[1])
    except ValueError:
        raise BadEffect(key) from None
    side = parts[2].removesuffix("_hours")
    return EffectKey(case=parts[0], day=day, side=side, is_count=side != parts[2])


def effect(case: Case, *, named: Named, standing: str, day: date, position: int) -> Effect:
    """Both sides of one case's mending, with how far the case had come."""
    sides = {side: side_of(case, side=side, day=day, as_of=position) for side in SIDES}
    amounts = {
        (side, is_count): _amount(case, found, side=side, day=day, is_count=is_count, position=position)
        for side, found in sides.items()
        for is_count in (False, True)
    }
    return Effect(
        case=case.number,
        named=named,
        standing=standing,
        before=amounts["before", False],
        after=amounts["after", False],
        hours_before=amounts["before", True],
        hours_after=amounts["after", True],
    )


def side_of(case: Case, *, side: str, day: date, as_of: int) -> Side:
    """The 24 hours before the report, or after the last mending until the end of the day it is told of."""
    ends = calendar.day_bounds(day)[1]
    if side == "before":
        until = _hour(case.reported_at)
        since = until - WINDOW
    else:
        handed_in = case.rectifications.filter(submitted_at__lt=ends).order_by("-round")
        mended = handed_in.values_list("submitted_at", flat=True).first()
        if mended is None:
            return Side("", ends, ends, (), "no_pairs")
        since = _hour(mended) + timedelta(hours=1)
        until = min(since + WINDOW, ends)
    monitor = case.source.monitor if case.source else None
    if monitor is None:
        return Side("", since, until, (), "no_monitor")
    pairs = tuple(_pairs(monitor.code, since=since, until=until, as_of=as_of)) if since < until else ()
    return Side(monitor.code, since, until, pairs, "" if pairs else "no_pairs")


def _pairs(station: str, *, since: datetime, until: datetime, as_of: int) -> Iterator[Pair]:
    background = registry.company()[station].background
    frame = observations.hourly(stations=[station, *background], since=since, until=until, as_of=as_of)
    hours: dict[datetime, dict[str, float]] = {}
    for row in frame.iter_rows(named=True):
        if row[PARAMETER] is not None:
            hours.setdefault(row["begins_at"], {})[row["station"]] = row[PARAMETER]
    for at, values in sorted(hours.items()):
        others = tuple(code for code in background if code in values)
        if station in values and others:
            mean = sum((Decimal(str(values[code])) for code in others), Decimal(0)) / len(others)
            yield Pair(at, values[station], mean, others)


def _amount(case: Case, found: Side, *, side: str, day: date, is_count: bool, position: int) -> Amount:
    key = EffectKey(case=case.number, day=day, side=side, is_count=is_count)
    address = str(Address(room="reporting", kind="effect", key=str(key), as_of=position))
    if is_count:
        return Amount(value=len(found.pairs), address=address)
    return Amount(value=found.mean, address=address, unit=UNIT, reason=found.reason)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
