"""The real hours the demo plays, read from the shipped cut; no value is altered here."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

FILE = Path(__file__).parent / "data" / "station_hours.parquet"
DATA_ZONE = timezone(timedelta(hours=8))  # the set's own time; it has no summer time
HOUR = timedelta(hours=1)
COLUMNS = (
    "pm25", "pm10", "so2", "no2", "co", "o3",
    "temperature", "pressure", "dew_point", "wind_speed", "wind_from",
)  # fmt: skip
POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
DEGREES = {point: 22.5 * n for n, point in enumerate(POINTS)}

FloatArray = NDArray[np.float64]


class HourUnknown(LookupError):
    """An hour outside the real data was asked for."""

    def __init__(self, asked: datetime, first: datetime, last: datetime) -> None:
        self.asked, self.first, self.last = asked, first, last
        super().__init__(f"no real hour begins at {asked}; there are hours from {first} to {last}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RealHours:
    """All hours of all stations: `values[station, hour, column]`, NaN where the source is empty.

    Units are the source's: µg/m³ (CO too), °C, hPa, m/s, degrees from which the wind blows.
    """

    stations: tuple[str, ...]
    first: datetime
    last: datetime
    values: FloatArray

    def at(self, moment: datetime) -> FloatArray:
        """The hour that begins at a real moment, shape (stations, columns)."""
        number = round((moment - self.first) / HOUR)
        if moment < self.first or moment > self.last or self.first + number * HOUR != moment:
            raise HourUnknown(moment, self.first, self.last)
        return self.values[:, number, :]

    def of(self, station: str, moment: datetime) -> Mapping[str, float]:
        """One station's hour by column, without what the source left empty."""
        row = self.at(moment)[self.stations.index(station)]
        return {name: float(v) for name, v in zip(COLUMNS, row, strict=True) if not math.isnan(v)}

    def soundness(self, since: datetime, until: datetime, *, stations: tuple[str, ...]) -> float:
        """Share of hours in which both particle sizes are there and PM10 is above PM2.5, as it must be."""
        begin, end = (round((moment - self.first) / HOUR) for moment in (since, until))
        rows = [self.stations.index(name) for name in stations]
        particles = self.values[rows, begin:end, :]
        return float(np.mean(particles[:, :, 1] > particles[:, :, 0]))


@lru_cache(maxsize=1)
def real_hours() -> RealHours:
    """The shipped cut, read once."""
    table = pl.read_parquet(FILE).sort("station", "hour")
    degrees = pl.col("wind").replace_strict(DEGREES, default=None, return_dtype=pl.Float64)
    columns = table.with_columns(degrees.alias("wind_from")).select(COLUMNS).to_numpy()
    stations = tuple(table["station"].unique(maintain_order=True))
    hours = table["hour"].unique(maintain_order=True)
    return RealHours(
        stations=stations,
        first=hours[0].replace(tzinfo=DATA_ZONE).astimezone(UTC),
        last=hours[-1].replace(tzinfo=DATA_ZONE).astimezone(UTC),
        values=columns.reshape(len(stations), len(hours), len(COLUMNS)).astype(np.float64),
    )


def relative_humidity(temperature: float, dew_point: float) -> float:
    """Relative humidity [%] over water: Magnus formula, coefficients of Alduchov and Eskridge (1996)."""

    def pressure(t: float) -> float:
        return math.exp(17.625 * t / (243.04 + t))

    return min(100.0, 100.0 * pressure(dew_point) / pressure(temperature))
