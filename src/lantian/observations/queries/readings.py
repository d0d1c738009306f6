"""What was observed: rows as they hold now or held as of a journal position, and one reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl
from django.db.models import Q

from lantian.kernel.references import Address, BadAddress, parse_address
from lantian.observations import models, rules
from lantian.observations.lake import tables, view
from lantian.observations.queries.positions import home
from lantian.observations.states import State

COLUMNS = ["station", "begins_at", *rules.PARAMETERS, "marks", "is_rev", "received_at", "position"]
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


class NoSuchReading(LookupError):
    """The lake has no row for an address."""

    def __init__(self, address: Address) -> None:
        self.address = address
        super().__init__(f"nothing was recorded for {address}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagNote:
    """A flag that lies on a reading; `seen_en` is the English of what a check saw."""

    kind: str
    reason: str
    author: str
    created_at: datetime
    seen_en: str = ""

    def said(self, *, is_chinese: bool) -> str:
        """The reason in the reader's language; what a person wrote stands as it was written."""
        return self.reason if is_chinese else self.seen_en or self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagStretch:
    """A flag in force, and the readings it lies on: `first` to `last` of one parameter, both included."""

    station: str
    parameter: str
    first: datetime
    last: datetime
    kind: str
    reason: str
    seen_en: str = ""

    def said(self, *, is_chinese: bool) -> str:
        """The reason in the reader's language, as `FlagNote.said`."""
        return self.reason if is_chinese else self.seen_en or self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAct:
    """Readings taken out by a flag, or counting again, from a position on."""

    station: str
    first: datetime
    last: datetime
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """Flags as they might stand: stretches called invalid besides, and flags that count no more, by id."""

    invalid: tuple[FlagStretch, ...] = ()
    lifted: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value with everything that may be asked about it; `position` is the packet it came in."""

    address: Address
    station: str
    parameter: str
    period: str
    begins_at: datetime
    value: float | None
    mark: str
    flags: tuple[FlagNote, ...]
    position: int
    received_at: datetime
    is_rev: bool

    @property
    def counts(self) -> bool:
        """Whether assessments may use the value."""
        return self.value is not None and self.mark == rules.NORMAL_MARK and not self.is_invalid

    @property
    def is_invalid(self) -> bool:
        return any(flag.kind == models.Flag.Kind.INVALID for flag in self.flags)


def hourly(
    *,
    stations: Sequence[str] | None = None,
    since: datetime,
    until: datetime,
    as_of: int | None = None,
    period: str = "1h",
    keep_rejected: bool = False,
    tell_flagged: bool = False,
    supposed: Supposed | None = None,
) -> pl.DataFrame:
    """The current rows with since ≤ begins_at < until, sorted by station and time.

    Values whose mark is not N, or that a flag calls invalid, are null unless `keep_rejected`; the column
    `marks` tells of marks either way (`co=M,pm10=D`), and `flagged_<parameter>`, where it is asked for,
    whether a flag took a value out. With `as_of`, as they held then; with `supposed`, as they would be under
    other flags.
    """
    since, until = view.utc(since), view.utc(until)
    rows = view.between(
        home() / "lake",
        tables.READINGS,
        period=period,
        since=since,
        until=until,
        stations=stations,
        as_of=as_of,
    )
    found = view.held(rows.select(*COLUMNS, "period", "seq")).select(COLUMNS).sort("station", "begins_at")
    if keep_rejected:
        return found
    rejected = _rejected(found, since=since, until=until, period=period, as_of=as_of, supposed=supposed)
    told = [
        (rejected[parameter] & pl.col(parameter).is_not_null()).alias(f"flagged_{parameter}")
        for parameter in (rules.PARAMETERS if tell_flagged else ())
    ]
    return found.with_columns(
        *told,
        *(
            pl.when(~pl.col("marks").str.contains(rf"(?:^|,){parameter}=") & ~rejected[parameter]).then(
                pl.col(parameter)
            )
            for parameter in rules.PARAMETERS
        ),
    )


def months_with_rows(
    *, since: datetime, until: datetime, period: str = "1h"
) -> list[tuple[datetime, datetime]]:
    """The parts of a stretch that lie in months with any rows at all, in order, a month each."""
    since, until = view.utc(since), view.utc(until)
    found = []
    for month in view.months(home() / "lake", tables.READINGS, period=period):
        begins = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
        ends = (begins + timedelta(days=32)).replace(day=1)
        if begins < until and since < ends:
            found.append((max(since, begins), min(until, ends)))
    return found


def latest(*, stations: Sequence[str] | None = None, period: str = "1h") -> dict[str, models.Latest]:
    """The newest row of each station, by station code."""
    rows = models.Latest.objects.filter(period=period).select_related("station")
    if stations is not None:
        rows = rows.filter(station__code__in=list(stations))
    return {row.station.code: row for row in rows}


def reading(
    *, station: str, parameter: str, begins_at: datetime, as_of: int | None = None, period: str = "1h"
) -> Reading:
    """One value as of a position, its mark and flags, and the packet it came in; NoSuchReading otherwise."""
    begins_at = view.utc(begins_at)
    address = address_of(
        station=station, parameter=parameter, begins_at=begins_at, period=period, as_of=as_of
    )
    until = begins_at + timedelta(microseconds=1)
    rows = view.between(
        home() / "lake",
        tables.READINGS,
        period=period,
        since=begins_at,
        until=until,
        stations=[station],
        as_of=as_of,
    )
    history = list(rows.sort(view.NEWEST).collect().iter_rows(named=True))
    if not history:
        raise NoSuchReading(address)
    came_in = history[-1]
    for row in reversed(history):  # the packet that first said what the newest row still says
        if _said(row, parameter) != _said(came_in, parameter):
            break
        came_in = row
    value, mark = _said(came_in, parameter)
    return Reading(
        address=address,
        station=station,
        parameter=parameter,
        period=period,
        begins_at=begins_at,
        value=value,
        mark=mark,
        flags=_notes(station, parameter, begins_at, period=period, as_of=as_of),
        position=came_in["position"],
        received_at=came_in["received_at"],
        is_rev=came_in["is_rev"],
    )


def flags_between(
    *, stations: Sequence[str], since: datetime, until: datetime, period: str = "1h"
) -> tuple[FlagStretch, ...]:
    """The flags in force now on readings of some stations with since ≤ begins_at < until."""
    flags = models.Flag.objects.filter(
        _in_force(None),
        station__code__in=list(stations),
        period=period,
        first_begins_at__lt=until,
        last_begins_at__gte=since,
    ).select_related("station")
    return tuple(
        FlagStretch(
            station=flag.station.code,
            parameter=flag.parameter,
            first=flag.first_begins_at,
            last=flag.last_begins_at,
            kind=flag.kind,
            reason=flag.reason,
            seen_en=str(flag.evidence.get("seen_en", "")),
        )
        for flag in flags.order_by("first_begins_at", "id")
    )


def flag_acts(
    *, stations: Sequence[str], since: datetime, until: datetime, period: str = "1h"
) -> tuple[FlagAct, ...]:
    """When flags that take readings out were set and lifted, for readings with since ≤ begins_at < until."""
    flags = models.Flag.objects.filter(
        kind=models.Flag.Kind.INVALID,
        station__code__in=list(stations),
        period=period,
        first_begins_at__lt=until,
        last_begins_at__gte=since,
    ).values_list("station__code", "first_begins_at", "last_begins_at", "position", "lifted_position")
    return tuple(
        FlagAct(station=station, first=first, last=last, position=position)
        for station, first, last, set_at, lifted_at in flags
        for position in (set_at, lifted_at)
        if position is not None
    )


def address_of(
    *, station: str, parameter: str, begins_at: datetime, period: str = "1h", as_of: int | None = None
) -> Address:
    """`observations.reading:ST01/pm10/1h/2026-11-21T05:00:00Z@8843211`."""
    stamp = begins_at.astimezone(UTC).strftime(_STAMP)
    return Address(
        room="observations", kind="reading", key=f"{station}/{parameter}/{period}/{stamp}", as_of=as_of
    )


def reading_at(address: str) -> Reading:
    """The reading that an address names; BadAddress or NoSuchReading otherwise."""
    parsed = parse_address(address)
    if (parsed.room, parsed.kind) != ("observations", "reading") or len(parsed.parts) != 4:
        raise BadAddress(address)
    station, parameter, period, stamp = parsed.parts
    if parameter not in rules.PARAMETERS or period not in rules.PERIODS:
        raise BadAddress(address)
    try:
        begins_at = datetime.fromisoformat(stamp)
    except ValueError as error:
        raise BadAddress(address) from error
    if begins_at.tzinfo is None or not rules.EARLIEST.year <= begins_at.year <= rules.LATEST_YEAR:
        raise BadAddress(address)
    return reading(
        station=station, parameter=parameter, begins_at=begins_at, as_of=parsed.as_of, period=period
    )


def _said(row: dict[str, object], parameter: str) -> tuple[float | None, str]:
    mark = rules.read_marks(str(row["marks"])).get(parameter, rules.NORMAL_MARK)
    value = row[parameter]
    return (value if isinstance(value, float) else None), mark


def _in_force(as_of: int | None) -> Q:
    """Flags that count as of a position; without one, those nobody lifted."""
    if as_of is None:
        return Q(lifted_at__isnull=True)
    return Q(position__lte=as_of) & (Q(lifted_position__isnull=True) | Q(lifted_position__gt=as_of))


def _notes(
    station: str, parameter: str, begins_at: datetime, *, period: str, as_of: int | None
) -> tuple[FlagNote, ...]:
    flags = models.Flag.objects.filter(
        _in_force(as_of) | _proposed(as_of),
        station__code=station,
        parameter=parameter,
        period=period,
        first_begins_at__lte=begins_at,
        last_begins_at__gte=begins_at,
    ).select_related("author", "judged_by")
    return tuple(_note(flag, as_of=as_of) for flag in flags.order_by("created_at"))


def _proposed(as_of: int | None) -> Q:
    """Flags that a check had proposed and nobody had judged as of a position."""
    if as_of is None:
        return Q(state=State.PROPOSED)
    return Q(proposed_position__lte=as_of, position__gt=as_of)


def _note(flag: models.Flag, *, as_of: int | None) -> FlagNote:
    """What a flag says: the check's words until somebody has judged it, theirs from then on."""
    is_judged = flag.judged_by is not None and (as_of is None or flag.position <= as_of)
    person = flag.judged_by if is_judged else flag.author
    return FlagNote(
        kind=flag.kind if is_judged or flag.judged_by is None else models.Flag.Kind.SUSPECT,
        reason=flag.judged_reason if is_judged else flag.reason,
        author=str(person) if person else flag.check_name,
        created_at=flag.created_at,
        seen_en="" if is_judged else str(flag.evidence.get("seen_en", "")),
    )


def _rejected(
    found: pl.DataFrame,
    *,
    since: datetime,
    until: datetime,
    period: str,
    as_of: int | None,
    supposed: Supposed | None,
) -> dict[str, pl.Expr]:
    """For each parameter, which rows a flag calls invalid, or would."""
    flags = models.Flag.objects.filter(
        _in_force(as_of),
        kind=models.Flag.Kind.INVALID,
        period=period,
        first_begins_at__lt=until,
        last_begins_at__gte=since,
        station__code__in=found["station"].unique().to_list(),
    )
    if supposed is not None:
        flags = flags.exclude(pk__in=supposed.lifted)
    stretches = list(flags.values_list("station__code", "parameter", "first_begins_at", "last_begins_at"))
    if supposed is not None:
        stretches += [(one.station, one.parameter, one.first, one.last) for one in supposed.invalid]
    rejected = {parameter: pl.lit(False) for parameter in rules.PARAMETERS}
    for station, parameter, first, last in stretches:
        here = (pl.col("station") == station) & pl.col("begins_at").is_between(first, last)
        rejected[parameter] = rejected[parameter] | here
    return rejected
