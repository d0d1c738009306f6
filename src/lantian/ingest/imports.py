"""Files of readings: which columns mean what, which rows are good, and why the others are not. Pure.

A table has a time column (`time`, `begins_at`, `datetime`), a `station` column unless one station is named,
and any of the parameters, in any case. A unit may stand in brackets behind the name, `co [ug/m3]`, and is
converted; without brackets it is taken to be ours (CO mg/m³, the others µg/m³, pressure hPa).
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from lantian.observations import rules

TIME_NAMES = ("time", "begins_at", "datetime", "date_time")
MAX_REFUSALS = 1000
_HEADER = re.compile(r"\s*([A-Za-z0-9_.]+)\s*(?:\[(.+)\])?\s*")


class TableUnreadable(ValueError):
    """The file is not a table this can read."""

    def __init__(self, name: str, *, why: str) -> None:
        self.name, self.why = name, why
        super().__init__(f"{name} cannot be brought in: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One row that was not taken."""

    row: int
    reason: str


@dataclass(slots=True, kw_only=True)
class Judged:
    """The good rows by station, `[epoch seconds, value of each parameter]`, and the refused ones.

    `numbers` are the good rows' numbers in the file, the first row below the heading being 1.
    """

    rows: dict[str, list[list[float | None]]] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)


def read_table(content: bytes, *, name: str) -> pl.DataFrame:
    """The table in a CSV (all text) or Parquet file; TableUnreadable otherwise."""
    try:
        if content[:4] == b"PAR1":
            return pl.read_parquet(io.BytesIO(content))
        return pl.read_csv(io.BytesIO(content), infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TableUnreadable(name, why=str(error).splitlines()[0]) from error


def judge(
    table: pl.DataFrame,
    *,
    known: Collection[str],
    station: str | None,
    period: str,
    offset_minutes: int,
    labels_end: bool,
    now: datetime,
) -> Judged:
    """Sort the rows of a table into good ones and refused ones."""
    time_name, columns = _columns(table, needs_station=station is None)
    judged = Judged()
    length = rules.LENGTH_OF_PERIOD[period] if labels_end else timedelta(0)
    for number, row in enumerate(table.iter_rows(named=True), start=1):
        code = station or str(row["station"])
        begins_at = _moment(row[time_name], offset_minutes)
        values = [_value(row, columns.get(parameter)) for parameter in rules.PARAMETERS]
        reason = _fault(code, begins_at, values, known=known, now=now, seen=row[time_name])
        if reason or begins_at is None:
            if len(judged.refused) < MAX_REFUSALS:
                judged.refused.append(Refusal(row=number, reason=reason))
            continue
        seconds = (begins_at - length).timestamp()
        judged.rows.setdefault(code, []).append([seconds, *values])
        judged.numbers.setdefault(code, []).append(number)
    return judged


def _columns(table: pl.DataFrame, *, needs_station: bool) -> tuple[str, Mapping[str, tuple[str, Decimal]]]:
    """The time column, and for each parameter its column and factor."""
    by_name = {name.lower().strip(): name for name in table.columns}
    times = [by_name[name] for name in TIME_NAMES if name in by_name]
    if not times:
        raise TableUnreadable(
            "the table", why=f"it has no time column; one of {', '.join(TIME_NAMES)} is needed"
        )
    if needs_station and "station" not in table.columns:
        raise TableUnreadable("the table", why="it has no station column and no station was named")
    found = {}
    for name in table.columns:
        named = _HEADER.fullmatch(name)
        parameter = named[1].lower().replace(".", "") if named else ""
        if named and parameter in rules.PARAMETERS:
            by = rules.factor(parameter, named[2]) if named[2] else Decimal(1)
            found[parameter] = (name, by)
    if not found:
        raise TableUnreadable("the table", why=f"no column is one of {', '.join(rules.PARAMETERS)}")
    return times[0], found


def _moment(seen: Any, offset_minutes: int) -> datetime | None:  # Any: a cell of a foreign table
    try:
        stamp = seen if isinstance(seen, datetime) else datetime.fromisoformat(str(seen).strip())
    except ValueError:
        return None
    if stamp.tzinfo is not None:
        return stamp.astimezone(UTC)
    return stamp.replace(tzinfo=UTC) - timedelta(minutes=offset_minutes)


def _value(row: Mapping[str, Any], column: tuple[str, Decimal] | None) -> float | None:  # Any: as above
    """The value in our unit; None where there is none; NaN where the text is no number."""
    if column is None or row[column[0]] is None:
        return None
    text = str(row[column[0]]).strip()
    if text.lower() in ("", "na", "nan", "null", "-"):
        return None
    value = rules.number(text, by=column[1])
    return math.nan if value is None else value


def _fault(
    code: str,
    begins_at: datetime | None,
    values: list[float | None],
    *,
    known: Collection[str],
    now: datetime,
    seen: object,
) -> str:
    if code not in known:
        return f"station {code!r} is not in the register"
    if begins_at is None:
        return f"the time {seen!r} cannot be read"
    try:
        rules.check_clock(begins_at, received_at=now)
    except rules.ClockWrong as error:
        return str(error)
    bad = [
        name
        for name, value in zip(rules.PARAMETERS, values, strict=True)
        if value is not None and math.isnan(value)
    ]
    if bad:
        return f"{', '.join(bad)} is not a number"
    return "" if any(value is not None for value in values) else "no parameter has a value"
