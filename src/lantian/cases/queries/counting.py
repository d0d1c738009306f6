"""How many cases there are of each kind, counted only so far as anybody reads the number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.cases import models, rules
from lantian.cases.states import OPEN_STATES, State

SOON = timedelta(hours=24)
WAITS_ON_CLOCK = (State.ASSIGNED, State.ACCEPTED, State.RECTIFYING, State.SUBMITTED)
MOST_COUNTED = 1000  # of one state; whoever has more reads “1000+”


class Tally(int):
    """A number of cases; `is_more` where the counting stopped before the end."""

    is_more: bool

    def __new__(cls, number: int = 0, *, is_more: bool = False) -> "Tally":
        made = super().__new__(cls, number)
        made.is_more = is_more
        return made

    def __add__(self, other: int) -> "Tally":
        return Tally(int(self) + int(other), is_more=self.is_more or getattr(other, "is_more", False))

    __radd__ = __add__

    def __str__(self) -> str:
        return f"{int(self)}+" if self.is_more else str(int(self))

    def __hash__(self) -> int:
        return int.__hash__(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Open cases of an area by what the clock says."""

    overdue: Tally
    soon: Tally
    later: Tally
    without: Tally

    @property
    def open(self) -> Tally:
        return self.overdue + self.soon + self.later + self.without


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """How many cases lie in one square of the map, and where its middle is."""

    cell: int
    lon: float
    lat: float
    count: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    """One range of the index: a state, and the deadlines in it."""

    name: str
    state: State
    since: datetime | None = None
    until: datetime | None = None


def counts_by_state(by: Actor, *, states: Sequence[State] = OPEN_STATES) -> dict[State, Tally]:
    """How many cases of a person's area are in each of some states; the open ones unless told."""
    return _by_state(_counted(by.area_path, [_Range(name="", state=state) for state in states]))


def counts_by_deadline(by: Actor, now: datetime) -> Deadlines:
    """Open cases of a person's area: overdue, due within a day, later, and not on a clock."""
    return _deadlines(_counted(by.area_path, _by_clock(now)))


def counts(by: Actor, now: datetime) -> tuple[dict[State, Tally], Deadlines]:
    """Every state and the deadlines of a person's area, each range counted once for both."""
    ended = [_Range(name="", state=state) for state in State if state not in OPEN_STATES]
    found = _counted(by.area_path, [*_by_clock(now), *ended])
    return _by_state(found), _deadlines(found)


def _by_clock(now: datetime) -> list[_Range]:
    ranges = [_Range(name="without", state=state) for state in OPEN_STATES if state not in WAITS_ON_CLOCK]
    for state in WAITS_ON_CLOCK:
        ranges += [
            _Range(name="overdue", state=state, until=now),
            _Range(name="soon", state=state, since=now, until=now + SOON),
            _Range(name="later", state=state, since=now + SOON),
        ]
    return ranges


def _by_state(found: Sequence[tuple[_Range, Tally]]) -> dict[State, Tally]:
    counted: dict[State, Tally] = {}
    for one, tally in found:
        counted[one.state] = _bounded(counted.get(one.state, Tally()) + tally)
    return counted


def _deadlines(found: Sequence[tuple[_Range, Tally]]) -> Deadlines:
    counted = {name: Tally() for name in ("overdue", "soon", "later", "without")}
    for one, tally in found:
        if one.name:
            counted[one.name] += tally
    return Deadlines(**counted)


def _bounded(tally: Tally) -> Tally:
    """A state counted in several ranges says no more than one counted in one."""
    return Tally(min(tally, MOST_COUNTED), is_more=tally.is_more or tally > MOST_COUNTED)


def squares(by: Actor, *, states: Sequence[State], now: datetime) -> tuple[Square, ...]:
    """The squares of the map in which cases of a person's area lie, with how many, and how many overdue."""
    if not states:
        return ()
    late = f"state IN ({_marks(WAITS_ON_CLOCK)}) AND deadline < %s"
    sql = (
        f"SELECT cell, COUNT(*), SUM(CASE WHEN {late} THEN 1 ELSE 0 END) FROM {_table()}"
        f" WHERE ancestor_id = {_area()} AND state IN ({_marks(states)}) GROUP BY cell ORDER BY cell"
    )
    values = [*map(str, WAITS_ON_CLOCK), _kept(now), by.area_path, *map(str, states)]
    with connection.cursor() as asked:
        asked.execute(sql, values)
        rows = asked.fetchall()
    return tuple(
        Square(cell=cell, lon=lon, lat=lat, count=int(count), overdue=int(overdue))
        for cell, count, overdue in rows
        for lon, lat in [rules.middle_of_cell(cell)]
    )


def _counted(area_path: str, ranges: Sequence[_Range]) -> list[tuple[_Range, Tally]]:
    """How many lie in each range, counted up to the bound, in one statement."""
    parts: list[str] = []
    values: list[object] = [area_path]
    for number, one in enumerate(ranges):
        conditions = "ancestor_id = (SELECT id FROM area) AND state = %s"
        values.append(str(one.state))
        for sign, moment in ((">=", one.since), ("<", one.until)):
            if moment is not None:
                conditions += f" AND deadline {sign} %s"
                values.append(_kept(moment))
        parts.append(
            f"SELECT {number}, COUNT(*) FROM"
            f" (SELECT 1 FROM {_table()} WHERE {conditions} LIMIT {MOST_COUNTED + 1}) AS r{number}"
        )
    with connection.cursor() as asked:
        asked.execute(f"WITH area AS {_area()} {' UNION ALL '.join(parts)}", values)
        rows = dict(asked.fetchall())
    return [(one, _bounded(Tally(rows[number]))) for number, one in enumerate(ranges)]


def _area() -> str:
    return f"(SELECT id FROM {connection.ops.quote_name(Organisation._meta.db_table)} WHERE path = %s)"


def _kept(moment: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(moment.astimezone(UTC))


def _marks(values: Iterable[object]) -> str:
    return ", ".join("%s" for _ in values)


def _table() -> str:
    return connection.ops.quote_name(models.CaseScope._meta.db_table)
