"""Hours as feeds send them, made for tests."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from airshed.standards.tables import POLLUTANTS

MEANS = {"so2": 9, "no2": 28, "co": 0.8, "o3": 80, "pm10": 75, "pm25": 40}
MadeHours = Callable[..., pl.DataFrame]


@pytest.fixture(scope="session")
def made_hours() -> MadeHours:
    """Hours of some stations over local days at UTC+8: whole numbers, CO with one place, some missing."""
    return _made_hours


def _made_hours(
    names: list[str], *, first: date, last: date, seed: int = 1, gaps: float = 0.05, digits: int | None = None
) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    since = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=8)
    n = ((last - first).days + 1) * 24
    times = pl.datetime_range(since, since + timedelta(hours=n - 1), interval="1h", eager=True)
    frames = []
    for name in names:
        columns: dict[str, object] = {"station": [name] * n, "begins_at": times}
        for code in POLLUTANTS:
            values = MEANS[code] * rng.lognormal(0, 0.5) * rng.lognormal(0, 0.6, n)
            values = np.round(values, (1 if code == "co" else 0) if digits is None else digits)
            values[rng.random(n) < gaps] = np.nan
            columns[code] = pl.Series(values).fill_nan(None)
        frames.append(pl.DataFrame(columns))
    return pl.concat(frames)
