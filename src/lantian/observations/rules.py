"""What the codes, marks, labels and units of a source mean here. Pure.

Factor codes: HJ 212-2017, appendix B.2; ozone (a05024) is not in it and comes from HJ 524-2009, as sent in
the field. Marks and commands: HJ 212-2017, 6.6. The units of the standard's own tables are not trusted:
stations send µg/m³ (CO mg/m³), and a device that differs says so in the register.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple


class Parameter(NamedTuple):
    """What is measured: its name and column here, its code on the wire, the unit kept and the one sent."""

    name: str
    code: str
    unit: str
    sent_in: str = ""  # where the wire's unit is not ours


# Everything with a column of its own; what else is sent is kept by its code in the long table. To add one: a
# row here and its name in `ui/formats.py`; what the law judges is `airshed.standards.tables.POLLUTANTS`.
MEASURED = (
    Parameter("pm25", "a34004", "µg/m³"),
    Parameter("pm10", "a34002", "µg/m³"),
    Parameter("so2", "a21026", "µg/m³"),
    Parameter("no2", "a21004", "µg/m³"),
    Parameter("co", "a21005", "mg/m³"),
    Parameter("o3", "a05024", "µg/m³"),
    Parameter("ws", "a01007", "m/s"),
    Parameter("wd", "a01008", "°"),
    Parameter("t", "a01001", "°C"),
    Parameter("rh", "a01002", "%"),
    Parameter("p", "a01006", "hPa", sent_in="kPa"),
)
PARAMETERS = tuple(one.name for one in MEASURED)
UNITS: Mapping[str, str] = {one.name: one.unit for one in MEASURED}
PARAMETER_OF_CODE: Mapping[str, str] = {one.code: one.name for one in MEASURED}
HJ212_UNITS: Mapping[str, str] = {one.name: one.sent_in for one in MEASURED if one.sent_in}

PERIOD_OF_COMMAND: Mapping[str, str] = {"2011": "rtd", "2051": "10min", "2061": "1h", "2031": "1d"}
STATISTIC_OF_PERIOD: Mapping[str, str] = {"rtd": "Rtd", "10min": "Avg", "1h": "Avg", "1d": "Avg"}
LENGTH_OF_PERIOD: Mapping[str, timedelta] = {
    "rtd": timedelta(0),
    "1min": timedelta(minutes=1),
    "10min": timedelta(minutes=10),
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
}
PERIODS = tuple(LENGTH_OF_PERIOD)

NORMAL_MARK = "N"  # the only mark that counts; any other is kept beside the value
CLOCK_TOLERANCE = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST_YEAR = 2199
HOUR = timedelta(hours=1)
ONE_STRETCH_WITHIN = 3 * HOUR  # two findings of one check this near are one
GROWN_AGAIN = 6 * HOUR  # a finding somebody called wrong is proposed anew only when it goes on this long
LONGEST_REASON = 200

# Our unit → units a source may send, spelt plainly, with the factor to ours.
_FACTORS: Mapping[str, Mapping[str, str]] = {
    "µg/m³": {"ug/m3": "1", "mg/m3": "1000", "ng/m3": "0.001"},
    "mg/m³": {"mg/m3": "1", "ug/m3": "0.001"},
    "hPa": {"hPa": "1", "kPa": "10", "Pa": "0.01"},
    "m/s": {"m/s": "1"},
    "°C": {"degC": "1"},
    "%": {"%": "1"},
    "°": {"deg": "1"},
}
_SPELLINGS = (("µ", "u"), ("μ", "u"), ("³", "3"), ("℃", "degC"), ("°C", "degC"), ("°", "deg"))


class Stretch(NamedTuple):
    """Hours from the first to the last, both included, by their starts."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a check found about a stretch of hours of one parameter, and the numbers that decided."""

    station: str
    parameter: str
    first: datetime
    last: datetime
    check_name: str
    check_version: str
    severity: str
    seen_zh: str
    seen_en: str
    numbers: Mapping[str, float | str | None]
    parameters: Mapping[str, object] = field(default_factory=dict)
    period: str = "1h"

    @property
    def evidence(self) -> dict[str, object]:
        """What is kept of it beside the stretch."""
        return {**self.numbers, "seen_zh": self.seen_zh, "seen_en": self.seen_en}

    def touches(self, other: Stretch) -> bool:
        """Whether another stretch is so near that both are one."""
        return self.first <= other.last + ONE_STRETCH_WITHIN and self.last >= other.first - ONE_STRETCH_WITHIN


class UnitUnknown(ValueError):
    """A device or file names a unit that cannot be converted."""

    def __init__(self, parameter: str, unit: str) -> None:
        self.parameter, self.unit = parameter, unit
        known = ", ".join(_FACTORS[UNITS[parameter]])
        super().__init__(f"{parameter} is said to come in {unit!r}; known units are {known}")


class ClockWrong(ValueError):
    """A packet's time cannot be the time of a measurement."""

    def __init__(self, seen: str, *, why: str) -> None:
        self.seen, self.why = seen, why
        super().__init__(f"the packet says {seen!r}; {why}")


def factor(parameter: str, unit: str) -> Decimal:
    """What a value in `unit` is multiplied by to reach the canonical unit of `parameter`."""
    known = {name.lower(): value for name, value in _FACTORS[UNITS[parameter]].items()}
    plain = unit.strip()
    for written, meant in _SPELLINGS:
        plain = plain.replace(written, meant)
    if plain.lower() not in known:
        raise UnitUnknown(parameter, unit)
    return Decimal(known[plain.lower()])


def factors(units: Mapping[str, str]) -> dict[str, Decimal]:
    """The parameters whose values must be converted, with their factors."""
    found = {
        parameter: factor(parameter, unit) for parameter, unit in units.items() if parameter in PARAMETERS
    }
    return {parameter: by for parameter, by in found.items() if by != 1}


def number(text: str, *, by: Decimal | None = None) -> float | None:
    """The float nearest to the source's own decimal, converted exactly; None if it is no number."""
    try:
        value = float(text) if by is None else float(Decimal(text.strip()) * by)
    except (ValueError, InvalidOperation):
        return None
    return value if math.isfinite(value) else None


def begins_at(local: datetime, *, offset_minutes: int, period: str, is_end: bool) -> datetime:
    """The UTC start of the interval that a device's local label names."""
    start = local.replace(tzinfo=UTC) - timedelta(minutes=offset_minutes)
    return start - LENGTH_OF_PERIOD[period] if is_end else start


def moment(received_ns: int) -> datetime:
    """The UTC moment of a count of nanoseconds, to the microsecond."""
    return EPOCH + timedelta(microseconds=received_ns // 1000)


def check_clock(moment: datetime, *, received_at: datetime) -> None:
    """Raise ClockWrong for a time more than a day ahead of its own arrival, or before 1990."""
    if moment > received_at + CLOCK_TOLERANCE:
        raise ClockWrong(moment.isoformat(), why=f"it arrived earlier, at {received_at.isoformat()}")
    if moment < EARLIEST:
        raise ClockWrong(moment.isoformat(), why=f"nothing here was measured before {EARLIEST.year}")


def write_marks(marks: Mapping[str, str]) -> str:
    """The marks of a row as one text, `co=M,pm10=D`; only those that are not N."""
    return ",".join(f"{name}={marks[name]}" for name in sorted(marks))


@lru_cache(maxsize=1024)
def read_marks(text: str) -> Mapping[str, str]:
    """The marks a row's text says."""
    return dict(part.split("=", 1) for part in text.split(",") if "=" in part)


def unsettled(found: Proposal, *, settled: Sequence[tuple[Stretch, bool]]) -> Proposal | None:
    """What of a finding nobody has decided about yet; None where nothing is left.

    Each settled stretch says whether the finding was held to be right. What goes on behind a stretch that was
    is new at once; behind one that was not, only when it has grown by `GROWN_AGAIN`.
    """
    left = found
    for stretch, was_right in sorted(settled):
        if not left.touches(stretch):
            continue
        grown = left.last - stretch.last
        if grown <= timedelta(0) or (not was_right and grown < GROWN_AGAIN):
            return None
        left = replace(left, first=max(left.first, stretch.last + LENGTH_OF_PERIOD[left.period]))
    return left
