"""GB 3095-2012 with the amendment of 2018: ambient air quality limits until 2026-02-28.

The amendment (in force 2018-09-01) changed no number; it moved gases from 273 K to the reference state of
298.15 K and 1013.25 hPa, and particles to the temperature and pressure at the instrument.
"""

from datetime import date
from decimal import Decimal

from airshed.standards.tables import InForce, LimitRow, LimitSet, Period, ValidityRow

AMENDMENT_IN_FORCE = date(2018, 9, 1)
"""From this day gases are stated at 298.15 K and particles as measured (GB 3095-2012, amendment of 2018)."""

_BASIC = "GB 3095-2012 table 1"
_OTHER = "GB 3095-2012 table 2"
_VALID = "GB 3095-2012 table 4"


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


LIMITS = LimitSet(
    code="GB 3095-2012",
    stage="amended 2018",
    in_force=InForce(since=date(2016, 1, 1), until=date(2026, 2, 28)),
    rows=(
        _row("so2", Period.YEAR, "20", "60"),
        _row("so2", Period.DAY, "50", "150"),
        _row("so2", Period.HOUR, "150", "500"),
        _row("no2", Period.YEAR, "40", "40"),
        _row("no2", Period.DAY, "80", "80"),
        _row("no2", Period.HOUR, "200", "200"),
        _row("co", Period.DAY, "4", "4"),
        _row("co", Period.HOUR, "10", "10"),
        _row("o3", Period.HOURS_8, "100", "160"),
        _row("o3", Period.HOUR, "160", "200"),
        _row("pm10", Period.YEAR, "40", "70"),
        _row("pm10", Period.DAY, "50", "150"),
        _row("pm25", Period.YEAR, "15", "35"),
        _row("pm25", Period.DAY, "35", "75"),
        _row("tsp", Period.YEAR, "80", "200", _OTHER),
        _row("tsp", Period.DAY, "120", "300", _OTHER),
        _row("nox", Period.YEAR, "50", "50", _OTHER),
        _row("nox", Period.DAY, "100", "100", _OTHER),
        _row("nox", Period.HOUR, "250", "250", _OTHER),
        _row("pb", Period.YEAR, "0.5", "0.5", _OTHER),
        _row("pb", Period.QUARTER, "1", "1", _OTHER),
        _row("bap", Period.YEAR, "0.001", "0.001", _OTHER),
        _row("bap", Period.DAY, "0.0025", "0.0025", _OTHER),
    ),
    validity=(
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
            clause="HJ 663-2013 6.1.2",
        ),
        ValidityRow(
            pollutants=("so2", "no2", "co", "o3", "nox"),
            period=Period.HOUR,
            parts="minutes",
            needed=45,
            clause=_VALID,
        ),
    ),
)
