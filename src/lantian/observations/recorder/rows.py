"""From observations to rows of the lake: a base row, a whole-row revision, or nothing new. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import polars as pl

from lantian.observations import rules
from lantian.observations.lake.tables import FACTORS, MOMENT, READINGS
from lantian.observations.lake.view import month_of
from lantian.observations.recorder.decoding import Observation

Key = tuple[str, str, datetime]


class State(NamedTuple):
    """What is known of one station and interval."""

    values: Mapping[str, float]
    marks: Mapping[str, str]


def key_of(observation: Observation) -> Key:
    """What makes an observation's row unique."""
    return observation.station, observation.period, observation.begins_at


def merged(known: State | None, observation: Observation) -> State:
    """The whole row after an observation: what it speaks of is replaced, the rest stays."""
    if known is None:
        return State(observation.values, observation.marks)
    named = observation.named
    values = {name: value for name, value in known.values.items() if name not in named} | dict(
        observation.values
    )
    marks = {name: mark for name, mark in known.marks.items() if name not in named} | dict(observation.marks)
    return State(values, marks)


def reading_rows(observations: Iterable[Observation], *, known: dict[Key, State]) -> pl.DataFrame:
    """New rows in journal order; what changes nothing leaves no row. `known` is kept up to date."""
    return _frame(list(_rows(observations, known)), READINGS.schema)


def _rows(observations: Iterable[Observation], known: dict[Key, State]) -> Iterator[tuple[Any, ...]]:
    for one in observations:
        if not one.named:
            continue
        key = key_of(one)
        before = known.get(key)
        after = merged(before, one)
        if after == before:
            continue
        known[key] = after
        yield (
            one.station,
            one.period,
            month_of(one.begins_at),
            one.begins_at,
            *[after.values.get(parameter) for parameter in rules.PARAMETERS],
            rules.write_marks(after.marks),
            before is not None,
            one.received_at,
            one.position,
            one.seq,
        )


def factor_rows(observations: Iterable[Observation]) -> pl.DataFrame:
    """Rows of the long table: whatever has no column of its own."""
    rows = [
        (
            one.station,
            one.period,
            month_of(one.begins_at),
            one.begins_at,
            *factor,
            one.received_at,
            one.position,
            one.seq,
        )
        for one in observations
        for factor in one.factors
    ]
    return _frame(rows, FACTORS.schema)


def _frame(rows: list[tuple[Any, ...]], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    plain = {name: pl.Datetime("us") if kind == MOMENT else kind for name, kind in schema.items()}
    naive = [tuple(x.replace(tzinfo=None) if isinstance(x, datetime) else x for x in row) for row in rows]
    frame = pl.DataFrame(naive, schema=plain, orient="row")
    return frame.with_columns(pl.col(pl.Datetime("us")).dt.replace_time_zone("UTC"))


def states(rows: pl.DataFrame) -> dict[Key, State]:
    """What rows of the lake say, by key."""
    return {
        (row["station"], row["period"], row["begins_at"]): State(
            {name: row[name] for name in rules.PARAMETERS if row[name] is not None},
            dict(rules.read_marks(row["marks"])),
        )
        for row in rows.iter_rows(named=True)
    }
