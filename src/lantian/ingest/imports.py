"""Files of readings: which columns mean what, which rows are good, and why the others are not. Pure.

A table has a time column (`time`, `begins_at`, `datetime`, 时间), a `station` column (站点编码) unless one
station is named, and any of the parameters, in any case. A unit may stand in brackets behind the name,
`co [ug/m3]`, and is converted; without brackets it is taken to be ours (CO mg/m³, the others µg/m³, pressure
hPa).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from lantian.ingest.tables import TableUnreadable
from lantian.observations import rules

TIME_NAMES = (
    "time",
    "begins_at",
    "datetime",
    "date_time",
    "timepoint",
    "time_bjt",
    "时间",
    "数据时间",
    "监测时间",
)
STATION_NAMES = ("station", "stationcode", "station_code", "站点编码", "站点")
MAX_REFUSALS = 1000
LARGEST = 1e9  # of any unit; what is larger is a slip, and sums of it would not be exact
_HEADER = re.compile(r"\s*([A-Za-z0-9_.]+)\s*(?:[\[(（【](.+)[\])）】])?\s*")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_END_OF_DAY = re.compile(r"(\d{4}\D\d{1,2}\D\d{1,2}[T ])24((?::?00){0,2}(?:Z|[+-]\d{2}:?\d{2})?)", re.ASCII)
_TIMES = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One row that was not taken; `seen` is what it holds, where the reason does not say so."""

    row: int
    reason: str
    seen: str = ""

    @property
    def sentence(self) -> str:
        """Row, reason, and what was seen."""
        return f"row {self.row}: {self.reason}" + (f" ({self.seen})" if self.seen else "")


@dataclass(slots=True, kw_only=True)
class Judged:
    """The good rows by station, `[epoch seconds, value of each parameter]`, and the refused ones.

    `numbers` are the good rows' numbers in the file, the first row below the heading being 1; `passed_over`
    are the columns nobody reads.
    """

    rows: dict[str, list[list[float | None]]] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    passed_over: tuple[str, ...] = ()


def judge(
    table: pl.DataFrame,
    *,
    name: str,
    known: Collection[str],
    station: str | None,
    period: str,
    offset_minutes: int,
    labels_end: bool,
    now: datetime,
) -> Judged:
    """Sort the rows of a table into good ones and refused ones."""
    if period not in rules.LENGTH_OF_PERIOD:
        raise TableUnreadable(name, why=f"{period!r} is no period; they are {', '.join(rules.PERIODS)}")
    found = _columns(table, name=name, needs_station=station is None)
    judged = Judged(passed_over=tuple(one for one in table.columns if one not in found.names))
    length = rules.LENGTH_OF_PERIOD[period] if labels_end else timedelta(0)
    taken: dict[tuple[str, float], int] = {}
    for number, row in enumerate(table.iter_rows(named=True), start=1):
        code = station or str(row[found.station])
        begins_at = _moment(row[found.time], offset_minutes)
        values = [_value(row, found.parameters.get(parameter)) for parameter in rules.PARAMETERS]
        reason, seen = _fault(
            code, begins_at, values, known=known, now=now, seen=row[found.time], period=period,
            offset_minutes=offset_minutes,
        ), ""  # fmt: skip
        seconds = 0.0 if begins_at is None else (begins_at - length).timestamp()
        if not reason and taken.setdefault((code, seconds), number) != number:
            reason = "the same station and time stand in an earlier row"
            seen = f"{code}, {row[found.time]} in row {taken[code, seconds]}"
        if reason:
            if len(judged.refused) < MAX_REFUSALS:
                seen = seen or _odd_cells(row, values, found=found)
                judged.refused.append(Refusal(row=number, reason=reason, seen=seen))
            continue
        judged.rows.setdefault(code, []).append([seconds, *values])
        judged.numbers.setdefault(code, []).append(number)
    return judged


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Which columns are read: station and time by name, each parameter with its factor."""

    station: str
    time: str
    parameters: Mapping[str, tuple[str, Decimal]]

    @property
    def names(self) -> set[str]:
        return {self.station, self.time, *(column for column, _ in self.parameters.values())}


def _columns(table: pl.DataFrame, *, name: str, needs_station: bool) -> _Columns:
    """The columns of a table that are read; TableUnreadable where one lacks or says the same as another."""
    by_name = {column.lower().strip(): column for column in table.columns}
    times = [by_name[one] for one in TIME_NAMES if one in by_name]
    if not times:
        raise TableUnreadable(name, why=f"it has no time column; one of {', '.join(TIME_NAMES)} is needed")
    stations = [by_name[one] for one in STATION_NAMES if one in by_name]
    if needs_station and not stations:
        raise TableUnreadable(name, why="it has no station column and no station was named")
    found: dict[str, tuple[str, Decimal]] = {}
    for column in table.columns:
        named = _HEADER.fullmatch(column)
        parameter = named[1].lower().replace(".", "").replace("pm2_5", "pm25") if named else ""
        if not named or parameter not in rules.PARAMETERS:
            continue
        if parameter in found:
            raise TableUnreadable(
                name, why=f"it has two columns for {parameter}: {found[parameter][0]} and {column}"
            )
        found[parameter] = (column, rules.factor(parameter, named[2]) if named[2] else Decimal(1))
    if not found:
        raise TableUnreadable(name, why=f"no column is one of {', '.join(rules.PARAMETERS)}")
    return _Columns(station=stations[0] if needs_station else "", time=times[0], parameters=found)


def _moment(seen: Any, offset_minutes: int) -> datetime | None:  # Any: a cell of a foreign table
    stamp = seen if isinstance(seen, datetime) else _read_moment(str(seen).strip())
    if stamp is None or stamp.year > rules.LATEST_YEAR:
        return None
    try:
        if stamp.tzinfo is not None:
            return stamp.astimezone(UTC)
        return stamp.replace(tzinfo=UTC) - timedelta(minutes=offset_minutes)
    except OverflowError:  # the first hours of the year 1
        return None


def _read_moment(text: str) -> datetime | None:
    """The moment a text names in plain digits; 24:00 is the end of its day."""
    at_end = _END_OF_DAY.fullmatch(text)
    if at_end is not None:
        begun = _read_moment(f"{at_end[1]}00{at_end[2]}")
        return None if begun is None or begun.year > rules.LATEST_YEAR else begun + timedelta(days=1)
    if not text.isascii():
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _TIMES:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  the file's own clock, moved by its caller
        except ValueError:
            continue
    return None


def _value(row: Mapping[str, Any], column: tuple[str, Decimal] | None) -> float | None:  # Any: as above
    """The value in our unit; None where there is none; NaN where the text is no number."""
    if column is None or row[column[0]] is None:
        return None
    text = str(row[column[0]]).strip()
    if text.lower() in ("", "na", "nan", "null", "-"):
        return None
    value = rules.number(text, by=column[1]) if _NUMBER.fullmatch(text) else None
    return math.nan if value is None or abs(value) > LARGEST else value


def _odd_cells(row: Mapping[str, Any], values: list[float | None], *, found: _Columns) -> str:
    """What the cells hold that are no numbers."""
    odd = (
        found.parameters[name][0]
        for name, value in zip(rules.PARAMETERS, values, strict=True)
        if value is not None and math.isnan(value)
    )
    return ", ".join(f"column {column} holds {str(row[column])!r}" for column in odd)


def _fault(
    code: str,
    begins_at: datetime | None,
    values: list[float | None],
    *,
    known: Collection[str],
    now: datetime,
    seen: object,
    period: str,
    offset_minutes: int,
) -> str:
    if code not in known:
        return f"station {code!r} is not in the register"
    if begins_at is None:
        return f"the time {seen!r} cannot be read"
    try:
        rules.check_clock(begins_at, received_at=now)
    except rules.ClockWrong as error:
        return str(error)
    local = begins_at + timedelta(minutes=offset_minutes)
    if period == "1h" and (local.minute, local.second, local.microsecond) != (0, 0, 0):
        return f"the time {str(seen)!r} is not on the full hour"
    bad = [
        name
        for name, value in zip(rules.PARAMETERS, values, strict=True)
        if value is not None and math.isnan(value)
    ]
    if bad:
        return f"{', '.join(bad)} is not a number"
    return "" if any(value is not None for value in values) else "no parameter has a value"
