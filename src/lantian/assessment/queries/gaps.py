"""Hours that are not there: from when to when which parameters of a station are missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from airshed.quality import scene, series
from airshed.quality.missing import Missing
from airshed.standards.tables import POLLUTANTS
from lantian.observations import queries as observations

HOUR = timedelta(hours=1)
LONG_HOURS = Missing().long_hours
"""From here on it is an outage rather than a calibration, as the check says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch without values; `is_open` while it lasts, `is_whole` where the station says nothing."""

    station: str
    parameters: tuple[str, ...]
    first: datetime
    last: datetime
    hours: int
    is_whole: bool
    is_open: bool

    @property
    def is_long(self) -> bool:
        """Whether it may cost a day its validity."""
        return self.hours >= LONG_HOURS


def looked_at(codes: Sequence[str], *, since: datetime, until: datetime) -> pl.DataFrame:
    """The hours as they came, also those a flag took out; without what the device itself marked."""
    found = observations.hourly(stations=codes, since=since, until=until, keep_rejected=True)
    return found.select(
        "station",
        "begins_at",
        *(
            pl.when(~pl.col("marks").str.contains(rf"(?:^|,){name}=")).then(pl.col(name)).alias(name)
            for name in scene.PARAMETERS
        ),
    )


def gaps(measured: Mapping[str, Collection[str]], *, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """The gaps of some stations, the longest first; `measured` says what each of them should report.

    What a device marked as invalid is missing too; what a person took out is not.
    """
    codes = sorted(measured)
    n_hours = max(round((until - since) / HOUR), 0)
    if not codes or not n_hours:
        return ()
    rows = looked_at(codes, since=since, until=until)
    at = {code: number for number, code in enumerate(codes)}
    station = np.array([at[code] for code in rows["station"]], dtype=np.int64)
    hour = (rows["begins_at"] - since).dt.total_hours().to_numpy()
    found: dict[tuple[int, int, int], list[str]] = {}
    for parameter in POLLUTANTS:
        is_there = np.ones((len(codes), n_hours), dtype=np.bool_)
        asked = [number for code, number in at.items() if parameter in measured[code]]
        is_there[asked] = False
        seen = rows[parameter].is_not_null().to_numpy()
        is_there[station[seen], hour[seen]] = True
        runs = series.runs(~is_there)
        for key in zip(runs.station.tolist(), runs.start.tolist(), runs.end.tolist(), strict=True):
            found.setdefault(key, []).append(parameter)
    told = [
        Gap(
            station=codes[row],
            parameters=tuple(parameters),
            first=since + start * HOUR,
            last=since + (end - 1) * HOUR,
            hours=end - start,
            is_whole=len(parameters) > 1 and len(parameters) == len(measured[codes[row]]),
            is_open=end == n_hours,
        )
        for (row, start, end), parameters in found.items()
    ]
    return tuple(sorted(told, key=lambda one: (-one.hours, one.station, one.first)))
