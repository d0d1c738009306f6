"""Hours made for a test, and a cut of real ones."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from airshed.quality import scene
from airshed.quality.scene import Scene

START = datetime(2026, 3, 1, tzinfo=UTC)
REAL = Path(__file__).parent.parent / "authorities" / "station_hours.parquet"

Stations = Mapping[str, Mapping[str, Sequence[float | None]]]
MakeFrame = Callable[[Stations], pl.DataFrame]
MakeScene = Callable[[Stations], Scene]


def _frame(stations: Stations) -> pl.DataFrame:
    parts = []
    for name, columns in stations.items():
        length = max(len(values) for values in columns.values())
        table = pl.DataFrame(dict(columns), schema=dict.fromkeys(columns, pl.Float64), strict=False)
        times = [START + timedelta(hours=k) for k in range(length)]
        parts.append(
            table.insert_column(0, pl.Series("begins_at", times)).insert_column(
                0, pl.lit(name).alias("station")
            )
        )
    return pl.concat(parts, how="diagonal")


@pytest.fixture(scope="session")
def hours_of() -> MakeFrame:
    """Hours from 2026-03-01 00:00 UTC on: station → parameter → values, one an hour, None where missing."""
    return _frame


@pytest.fixture(scope="session")
def scene_of() -> MakeScene:
    """The same, laid out; all stations are neighbours."""
    return lambda stations: scene.of(_frame(stations))


@pytest.fixture(scope="session")
def real() -> pl.DataFrame:
    """Ninety days of six stations (see authorities/README.md)."""
    return pl.read_parquet(REAL)
