"""From one record of the journal to observations: device, time, units, marks and codes made ours. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import hj212
from lantian.observations import rules
from lantian.observations.journal.record import Kind, Record


class Setup(NamedTuple):
    """What the register says about a device that its packets do not."""

    station: str
    offset_minutes: int = 480
    labels_end: bool = False
    factors: Mapping[str, Decimal] = {}
    problem: str = ""  # why its packets cannot be read, where the register itself is wrong


class Factor(NamedTuple):
    """A value that has no column of its own."""

    code: str
    statistic: str
    value: float
    mark: str


class Observation(NamedTuple):
    """What one packet or file row says about one station and interval."""

    station: str
    period: str
    begins_at: datetime
    values: Mapping[str, float]
    marks: Mapping[str, str]  # of the parameters it speaks of, only those that are not N
    named: frozenset[str]  # the parameters it speaks of
    factors: tuple[Factor, ...]
    received_at: datetime
    position: int
    seq: int = 0


class Misread(NamedTuple):
    """A record that became no observation: the reason's code and a sentence."""

    position: int
    end: int
    reason: str
    sentence: str


def observe(record: Record, *, devices: Mapping[str, Setup]) -> list[Observation] | Misread:
    """The observations a record holds; none for packets that carry no readings."""
    if record.kind is Kind.HJ212:
        return _from_packet(record, devices)
    if record.kind is Kind.ROWS:
        return _from_rows(record)
    return []


def _misread(record: Record, reason: str, sentence: str) -> Misread:
    return Misread(record.position, record.end, reason, sentence[:300])


def _from_packet(record: Record, devices: Mapping[str, Setup]) -> list[Observation] | Misread:
    packet = hj212.decode(record.body)
    period = rules.PERIOD_OF_COMMAND.get(packet.header.cn or "")
    if period is None or not packet.readings:
        return []
    setup = devices.get(packet.header.mn or "")
    if setup is None:
        return _misread(record, "unknown-device", f"the register has no device with MN {packet.header.mn}")
    if setup.problem:
        return _misread(record, "bad-unit", setup.problem)
    if packet.data_time is None:
        seen = packet.fields.get("DataTime", "")
        return _misread(record, "bad-time", f"DataTime is {seen!r}; 14 digits YYYYMMDDhhmmss are needed")
    begins_at = rules.begins_at(
        packet.data_time, offset_minutes=setup.offset_minutes, period=period, is_end=setup.labels_end
    )
    received_at = rules.moment(record.received_ns)
    try:
        rules.check_clock(begins_at, received_at=received_at)
    except rules.ClockWrong as error:
        return _misread(record, "bad-time", str(error))
    values, marks, named, others = _sorted_out(
        packet.readings, rules.STATISTIC_OF_PERIOD[period], setup.factors
    )
    return [
        Observation(
            setup.station, period, begins_at, values, marks, named, others, received_at, record.position
        )
    ]


def _sorted_out(
    readings: tuple[hj212.Reading, ...], statistic: str, factors: Mapping[str, Decimal]
) -> tuple[dict[str, float], dict[str, str], frozenset[str], tuple[Factor, ...]]:
    """The common parameters by name, their marks, and everything else."""
    values: dict[str, float] = {}
    marks: dict[str, str] = {}
    named = []
    others = []
    for code, texts, mark, *_ in readings:
        parameter = rules.PARAMETER_OF_CODE.get(code)
        for suffix, text in texts.items():
            if parameter is not None and suffix == statistic:
                value = rules.number(text, by=factors.get(parameter))
                if value is not None:
                    values[parameter] = value
            else:
                value = rules.number(text)
                if value is not None:
                    others.append(Factor(code, suffix, value, mark or ""))
        is_marked = bool(mark) and mark != rules.NORMAL_MARK
        if parameter is not None and (statistic in texts or is_marked):
            named.append(parameter)
            if is_marked:
                marks[parameter] = str(mark)
    return values, marks, frozenset(named), tuple(others)


def _from_rows(record: Record) -> list[Observation] | Misread:
    """Rows of a file: `{"station", "period", "columns", "rows": [[epoch seconds, value, …], …]}`."""
    try:
        body = json.loads(record.body)
        station, period, columns = body["station"], body["period"], body["columns"]
        received_at = rules.moment(record.received_ns)
        return [
            _row(station, period, columns, row, received_at, record.position, seq)
            for seq, row in enumerate(body["rows"])
        ]
    except (ValueError, KeyError, TypeError) as error:
        return _misread(record, "bad-body", f"the rows cannot be read: {error}")


def _row(
    station: str,
    period: str,
    columns: list[str],
    row: list[float],
    received_at: datetime,
    position: int,
    seq: int,
) -> Observation:
    values = {name: value for name, value in zip(columns, row[1:], strict=True) if value is not None}
    begins_at = rules.EPOCH + timedelta(seconds=row[0])
    return Observation(
        station, period, begins_at, values, {}, frozenset(values), (), received_at, position, seq
    )
