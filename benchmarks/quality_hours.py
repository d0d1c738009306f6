"""The hours that the benchmark of checks is made on: two halves of the stations the demo plays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from quality_faults import POLLUTANTS, Floats, Hours

from airshed.quality import series
from airshed.quality.series import Runs

DATA = Path(__file__).resolve().parent.parent / "src/lantian/simulate/data/station_hours.parquet"
BEGINS_AT = datetime(2013, 2, 28, 16, tzinfo=UTC)
N_STATIONS, N_HOURS = 12, 26_304

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Six stations and their hours."""

    names: tuple[str, ...]
    hours: Hours


def halves() -> tuple[Half, Half]:
    """The stations to tune on and those to report on: every other one by name."""
    table = pl.read_parquet(DATA).sort("station", "hour")
    names = table["station"].unique(maintain_order=True).to_list()

    def laid_out(column: str) -> Floats:
        return table[column].fill_null(float("nan")).to_numpy().reshape(N_STATIONS, N_HOURS).copy()

    hours = {code: laid_out(code) for code in POLLUTANTS}
    hours["co"] = np.round(hours["co"]) / 1000
    t, dew_point = laid_out("temperature"), laid_out("dew_point")
    hours["rh"] = np.round(
        100 * np.exp(17.625 * dew_point / (243.04 + dew_point) - 17.625 * t / (243.04 + t)), 1
    )
    return tuple(  # type: ignore[return-value]  # a pair
        Half(names=tuple(names[first::2]), hours={code: values[first::2] for code, values in hours.items()})
        for first in (0, 1)
    )


def frame_of(names: Iterable[str], hours: Hours) -> pl.DataFrame:
    """The hours as a table, as `airshed.quality` takes them."""
    n_hours = hours["pm25"].shape[1]
    ends_at = BEGINS_AT + timedelta(hours=n_hours - 1)
    begins_at = pl.datetime_range(BEGINS_AT, ends_at, "1h", eager=True)
    return pl.concat(
        pl.DataFrame({"station": name, "begins_at": begins_at, **{code: hours[code][row] for code in hours}})
        for row, name in enumerate(names)
    )


def mask_of(found: pl.DataFrame, *, names: tuple[str, ...], parameter: str, n_hours: int) -> Mask:
    """The hours of one parameter that flags cover."""
    here = found.filter(pl.col("parameter") == parameter)
    row = {name: k for k, name in enumerate(names)}
    runs = Runs(
        np.array([row[name] for name in here["station"]], dtype=np.int64),
        (here["begins_at"] - BEGINS_AT).dt.total_hours().to_numpy(),
        (here["ends_at"] - BEGINS_AT).dt.total_hours().to_numpy(),
    )
    return series.spread(runs, shape=(len(names), n_hours))
