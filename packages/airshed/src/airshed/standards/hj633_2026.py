"""HJ 633-2026: the air quality index from 2026-03-01.

Real-time reports use the current hour of all six pollutants, particles read by the daily breakpoints; daily
reports use five daily means and the daily maximum 8 h of O3. Above 800 µg m⁻³ the SO2 hour counts as 200 and
the O3 8 h value as 300. The index runs from 1 to 500 (4.1.1), so an index computed as 0 is published as 1.
"""

from datetime import date
from decimal import Decimal
from types import MappingProxyType

from airshed.standards import health
from airshed.standards.tables import BreakpointRow, IndexItem, IndexStandard, InForce, MissingRule, Period

_TABLE = "HJ 633-2026 table 3"
_INDICES = (0, 50, 100, 150, 200, 300, 400, 500)


def _row(
    item: str, period: Period, concentrations: str, *, above: int | None = 500, clause: str = _TABLE
) -> BreakpointRow:
    points = tuple(Decimal(point) for point in concentrations.split())
    pollutant = item.partition("_")[0]
    return BreakpointRow(
        item=item, pollutant=pollutant, period=period, digits=1 if pollutant == "co" else 0,
        concentrations=points, indices=_INDICES[: len(points)], above=above, clause=clause,
    )  # fmt: skip


_ROWS = (
    _row("so2_24h", Period.DAY, "0 50 150 475 800 1600 2100 2620"),
    _row("so2_1h", Period.HOUR, "0 150 500 650 800", above=200, clause=f"{_TABLE}, note b"),
    _row("no2_24h", Period.DAY, "0 40 80 180 280 565 750 940"),
    _row("no2_1h", Period.HOUR, "0 100 200 700 1200 2340 3090 3840"),
    _row("co_24h", Period.DAY, "0 2 4 14 24 36 48 60"),
    _row("co_1h", Period.HOUR, "0 5 10 35 60 90 120 150"),
    _row("o3_8h", Period.HOURS_8, "0 100 160 215 265 800", above=300, clause=f"{_TABLE}, note c"),
    _row("o3_1h", Period.HOUR, "0 160 200 300 400 800 1000 1200"),
    _row("pm10_24h", Period.DAY, "0 50 120 250 350 420 500 600"),
    _row("pm25_24h", Period.DAY, "0 35 60 115 150 250 350 500"),
)

HOURLY = (
    IndexItem(column="so2", item="so2_1h"),
    IndexItem(column="no2", item="no2_1h"),
    IndexItem(column="co", item="co_1h"),
    IndexItem(column="o3", item="o3_1h"),
    IndexItem(column="pm10", item="pm10_24h"),
    IndexItem(column="pm25", item="pm25_24h"),
)

DAILY = (
    IndexItem(column="so2", item="so2_24h"),
    IndexItem(column="no2", item="no2_24h"),
    IndexItem(column="co", item="co_24h"),
    IndexItem(column="o3_8h", item="o3_8h"),
    IndexItem(column="pm10", item="pm10_24h"),
    IndexItem(column="pm25", item="pm25_24h"),
)

STANDARD = IndexStandard(
    code="HJ 633-2026",
    edition="2026",
    in_force=InForce(since=date(2026, 3, 1), until=None),
    breakpoints=MappingProxyType({row.item: row for row in _ROWS}),
    hourly=HOURLY,
    daily=DAILY,
    levels=health.levels(lowest=1, clause="HJ 633-2026 table 1, annex A"),
    groups=health.sensitive_groups(clause="HJ 633-2026 table 2"),
    missing=MissingRule.ONLY_ABOVE_100,
    lowest=1,
    highest=500,
)
