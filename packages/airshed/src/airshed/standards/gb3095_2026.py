"""GB 3095-2026: ambient air quality limits from 2026-03-01, in two stages (clause 4.4).

From 2026-03-01 to 2030-12-31 the transition limits apply, from 2031-01-01 the final ones. HJ 633-2026 has one
set of breakpoints only, so from 2031 the daily limits (50 and 100 µg m⁻³) no longer meet the index of 100.
"""

from datetime import date
from decimal import Decimal

from airshed.standards.tables import InForce, LimitRow, LimitSet, Period, ValidityRow

_BASIC = "GB 3095-2026 table 1, 4.4"
_OTHER = "GB 3095-2026 table 2, 4.5"
_ANNEX = "GB 3095-2026 annex A (for reference)"
_VALID = "GB 3095-2026 table 4"


def _row(pollutant: str, period: Period, grade_1: str, grade_2: str, clause: str = _BASIC) -> LimitRow:
    unit = "mg/m³" if pollutant == "co" else "µg/m³"
    return LimitRow(
        pollutant=pollutant,
        period=period,
        grade_1=Decimal(grade_1),
        grade_2=Decimal(grade_2),
        unit=unit,
        clause=clause,
    )


_SAME_IN_BOTH_STAGES = (
    _row("no2", Period.HOUR, "200", "200"),
    _row("co", Period.DAY, "4", "4"),
    _row("co", Period.HOUR, "10", "10"),
    _row("o3", Period.HOURS_8, "100", "160"),
    _row("o3", Period.HOUR, "160", "200"),
    _row("tsp", Period.YEAR, "80", "200", _OTHER),
    _row("tsp", Period.DAY, "120", "300", _OTHER),
    _row("nox", Period.HOUR, "250", "250", _OTHER),
    _row("pb", Period.YEAR, "0.5", "0.5", _OTHER),
    _row("pb", Period.QUARTER, "1", "1", _OTHER),
    _row("bap", Period.YEAR, "0.001", "0.001", _OTHER),
    _row("bap", Period.DAY, "0.0025", "0.0025", _OTHER),
    _row("cd", Period.YEAR, "0.005", "0.005", _ANNEX),
    _row("hg", Period.YEAR, "0.05", "0.05", _ANNEX),
    _row("as", Period.YEAR, "0.006", "0.006", _ANNEX),
    _row("cr6", Period.YEAR, "0.000025", "0.000025", _ANNEX),
    _row("fluoride", Period.HOUR, "20", "20", _ANNEX),
    _row("fluoride", Period.DAY, "7", "7", _ANNEX),
)

_VALIDITY = (
    ValidityRow(
        pollutants=("so2", "no2", "pm10", "pm25", "nox"),
        period=Period.YEAR,
        parts="days",
        needed=324,
        clause=_VALID,
    ),
    ValidityRow(
        pollutants=("so2", "no2", "pm10", "pm25", "nox"),
        period=Period.MONTH,
        parts="days (25 in February)",
        needed=27,
        clause=_VALID,
    ),
    ValidityRow(
        pollutants=("so2", "no2", "co", "pm10", "pm25", "nox"),
        period=Period.DAY,
        parts="hours",
        needed=20,
        clause=_VALID,
    ),
    ValidityRow(pollutants=("o3",), period=Period.HOURS_8, parts="hours", needed=6, clause=_VALID),
    ValidityRow(
        pollutants=("o3",),
        period=Period.DAY,
        parts="8 h windows, unless the maximum is above the limit",
        needed=14,
        clause="HJ 663-2026 6.1.2",
    ),
    ValidityRow(
        pollutants=("so2", "no2", "co", "o3", "nox"),
        period=Period.HOUR,
        parts="minutes",
        needed=45,
        clause=_VALID,
    ),
    ValidityRow(pollutants=("tsp", "bap", "pb"), period=Period.YEAR, parts="days", needed=60, clause=_VALID),
    ValidityRow(pollutants=("tsp", "bap", "pb"), period=Period.MONTH, parts="days", needed=5, clause=_VALID),
    ValidityRow(pollutants=("pb",), period=Period.QUARTER, parts="days", needed=15, clause=_VALID),
    ValidityRow(pollutants=("tsp", "bap", "pb"), period=Period.DAY, parts="hours", needed=24, clause=_VALID),
)

TRANSITION = LimitSet(
    code="GB 3095-2026",
    stage="transition",
    in_force=InForce(since=date(2026, 3, 1), until=date(2030, 12, 31)),
    rows=(
        _row("so2", Period.YEAR, "20", "60"),
        _row("so2", Period.DAY, "50", "150"),
        _row("so2", Period.HOUR, "150", "500"),
        _row("no2", Period.YEAR, "40", "40"),
        _row("no2", Period.DAY, "80", "80"),
        _row("pm10", Period.YEAR, "40", "60"),
        _row("pm10", Period.DAY, "50", "120"),
        _row("pm25", Period.YEAR, "15", "30"),
        _row("pm25", Period.DAY, "35", "60"),
        _row("nox", Period.YEAR, "50", "50", _OTHER),
        _row("nox", Period.DAY, "100", "100", _OTHER),
        *_SAME_IN_BOTH_STAGES,
    ),
    validity=_VALIDITY,
)

FINAL = LimitSet(
    code="GB 3095-2026",
    stage="final",
    in_force=InForce(since=date(2031, 1, 1), until=None),
    rows=(
        _row("so2", Period.YEAR, "20", "20"),
        _row("so2", Period.DAY, "50", "50"),
        _row("so2", Period.HOUR, "150", "150"),
        _row("no2", Period.YEAR, "30", "30"),
        _row("no2", Period.DAY, "50", "50"),
        _row("pm10", Period.YEAR, "20", "50"),
        _row("pm10", Period.DAY, "50", "100"),
        _row("pm25", Period.YEAR, "10", "25"),
        _row("pm25", Period.DAY, "25", "50"),
        _row("nox", Period.YEAR, "40", "40", _OTHER),
        _row("nox", Period.DAY, "70", "70", _OTHER),
        *_SAME_IN_BOTH_STAGES,
    ),
    validity=_VALIDITY,
)
