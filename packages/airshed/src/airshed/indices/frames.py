"""The index of every row of a frame, each row read by the edition that was the law on its day."""

from collections.abc import Collection
from functools import cache
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from airshed import AirshedError
from airshed.decimals import FloatArray
from airshed.indices import gaps, kernel
from airshed.indices.conventions import LAW, Convention
from airshed.indices.gaps import Gap
from airshed.standards import registry
from airshed.standards.tables import POLLUTANTS, IndexItem, IndexStandard

AUTO = "auto"
"""Asks for the edition that was the law on the day of each row."""

Report = Literal["hourly", "daily"]


class MissingColumn(AirshedError):
    """A frame has no column that was needed."""

    def __init__(self, *, column: str, present: Collection[str]) -> None:
        self.column = column
        super().__init__(f"there is no column {column!r}; the columns are {', '.join(present)}")


class MissingTime(AirshedError):
    """A row has no time, so the edition in force cannot be chosen."""

    def __init__(self, *, column: str, row: int) -> None:
        self.column = column
        self.row = row
        super().__init__(
            f"column {column!r} has no time in row {row + 1}; a time is needed to choose the edition"
        )


class NotATime(AirshedError):
    """The column that should date the rows holds something else."""

    def __init__(self, *, column: str, dtype: pl.DataType) -> None:
        self.column = column
        super().__init__(f"column {column!r} holds {dtype}; a date or a date with time is needed")


class NotANumber(AirshedError):
    """A concentration column holds something that is no number."""

    def __init__(self, *, column: str, dtype: pl.DataType) -> None:
        self.column = column
        super().__init__(f"column {column!r} holds {dtype}; numbers are needed")


def hourly_aqi(
    frame: pl.DataFrame,
    *,
    edition: str = AUTO,
    time: str = "begins_at",
    utc_offset_hours: float = 8,
    convention: Convention = LAW,
    not_monitored: Collection[str] = (),
) -> pl.DataFrame:
    """Real-time index of every row.

    Parameters
    ----------
    frame : DataFrame
        Hourly concentrations in ``so2 no2 co o3 pm10 pm25``, null or NaN where missing; for the 2012 edition
        optionally ``so2_24h``. [µg m⁻³; CO mg m⁻³]
    edition : str
        ``"2012"``, ``"2026"``, or ``"auto"`` for the edition in force on the local day of ``time``.
    time : str
        Column with the start of the hour: UTC-aware, or naive local time. Only read for ``"auto"``.
    utc_offset_hours : float
        Local time minus UTC, for aware times. [h]
    convention : Convention
        Rounding of the index and of the concentration.
    not_monitored : collection of str
        Columns that the monitoring plan leaves out: they need not exist and are no gap.

    Returns
    -------
    DataFrame
        The frame with these columns added (or replaced): ``edition``; ``aqi`` and ``level`` (1–6), null where
        nothing may be published; ``primary``, codes joined by commas in the order of the law's table, null up
        to 50; ``iaqi_<pollutant>``, null where there is none; ``na_reason`` such as ``"co:missing"``, null
        when complete (`airshed.indices.gaps.sentence` says it in words).

    Notes
    -----
    With an item missing the 2026 edition publishes only an index above 100 (HJ 633-2026 5.3.1); the older
    practice publishes the largest of what there is. Float32 columns are read by their shortest decimal.

    References
    ----------
    HJ 633-2026 4.2, 4.3, 5.3.1; HJ 633-2012 4.1, 6.2.

    Examples
    --------
    >>> hour = {"so2": [5], "no2": [20], "co": [0.4], "o3": [90], "pm10": [120], "pm25": [60]}
    >>> hourly_aqi(pl.DataFrame(hour), edition="2026").select("aqi", "level", "primary").row(0)
    (100, 2, 'pm10,pm25')
    """
    standards = _editions(frame, edition=edition, time=time, utc_offset_hours=utc_offset_hours)
    return _report(frame, kind="hourly", editions=standards, convention=convention, left=not_monitored)


def daily_aqi(
    frame: pl.DataFrame,
    *,
    edition: str = AUTO,
    time: str = "day",
    utc_offset_hours: float = 8,
    convention: Convention = LAW,
    not_monitored: Collection[str] = (),
) -> pl.DataFrame:
    """Daily index of every row.

    Parameters
    ----------
    frame : DataFrame
        Daily means ``so2 no2 co pm10 pm25`` and the daily maximum 8 h ``o3_8h``; for the 2012 edition also
        ``o3_1h_max``, if there is such a column. Null or NaN where missing. [µg m⁻³; CO mg m⁻³]
    edition, utc_offset_hours, convention, not_monitored
        As in `hourly_aqi`.
    time : str
        Column with the local day. Only read for ``"auto"``.

    Returns
    -------
    DataFrame
        As `hourly_aqi`; ``iaqi_o3`` is the larger of the two O3 items in the 2012 edition.

    References
    ----------
    HJ 633-2026 4.2, 4.3, 5.3.1; HJ 633-2012 4.1, 6.2.

    Examples
    --------
    >>> day = {"so2": [5], "no2": [20], "co": [None], "o3_8h": [161], "pm10": [50], "pm25": [30]}
    >>> daily_aqi(pl.DataFrame(day), edition="2026").select("aqi", "primary", "na_reason").row(0)
    (101, 'o3', 'co:missing')
    """
    standards = _editions(frame, edition=edition, time=time, utc_offset_hours=utc_offset_hours)
    return _report(frame, kind="daily", editions=standards, convention=convention, left=not_monitored)


def column_floats(frame: pl.DataFrame, column: str) -> FloatArray:
    """Return a column as float64, NaN where null; Float32 goes by its shortest decimal.

    Parameters
    ----------
    frame : DataFrame
        Any frame.
    column : str
        A numeric column; `MissingColumn` or `NotANumber` otherwise.

    Returns
    -------
    ndarray, shape (n_rows,)
        A fresh array in the column's unit.
    """
    if column not in frame.columns:
        raise MissingColumn(column=column, present=frame.columns)
    series = frame[column]
    if series.dtype == pl.Null:
        return np.full(len(series), np.nan)
    if not series.dtype.is_numeric():
        raise NotANumber(column=column, dtype=series.dtype)
    if series.dtype == pl.Float32:
        series = series.cast(pl.String)
    return series.cast(pl.Float64).to_numpy(writable=True)


def pollutants_of(masks: NDArray[np.uint8]) -> pl.Series:
    """Write masks, bit k for the k-th of `POLLUTANTS`, as codes joined by commas, null for none."""
    return _MASK_TEXTS[masks]


def local_days(frame: pl.DataFrame, *, time: str, utc_offset_hours: float) -> pl.Series:
    """Return the local day of each row's time: aware times are shifted, naive ones are local already."""
    if time not in frame.columns:
        raise MissingColumn(column=time, present=frame.columns)
    series = frame[time]
    if series.dtype == pl.Date:
        return series
    if not isinstance(series.dtype, pl.Datetime):
        raise NotATime(column=time, dtype=series.dtype)
    if series.dtype.time_zone is not None:
        shift = pl.duration(seconds=round(utc_offset_hours * 3600))
        series = pl.select(series.dt.convert_time_zone("UTC").dt.replace_time_zone(None) + shift).to_series()
    return series.dt.date()


def _editions(
    frame: pl.DataFrame, *, edition: str, time: str, utc_offset_hours: float
) -> list[tuple[IndexStandard, NDArray[np.intp] | None]]:
    """Pair each edition needed with the rows it reads; None stands for all rows."""
    if edition != AUTO:
        return [(registry.index_standard_of(edition), None)]
    days = local_days(frame, time=time, utc_offset_hours=utc_offset_hours)
    if days.null_count():
        raise MissingTime(column=time, row=int(days.is_null().arg_max() or 0))
    result: list[tuple[IndexStandard, NDArray[np.intp] | None]] = []
    starts = np.array(
        [standard.in_force.since for standard in registry.INDEX_STANDARDS], dtype="datetime64[D]"
    )
    dates = days.to_numpy().astype("datetime64[D]")
    which = np.clip(np.searchsorted(starts, dates, side="right") - 1, 0, None)
    for k, standard in enumerate(registry.INDEX_STANDARDS):
        places = np.flatnonzero(which == k)
        if places.size == len(which):
            return [(standard, None)]
        if places.size:
            result.append((standard, places))
    return result


def _report(
    frame: pl.DataFrame,
    *,
    kind: Report,
    editions: list[tuple[IndexStandard, NDArray[np.intp] | None]],
    convention: Convention,
    left: Collection[str],
) -> pl.DataFrame:
    """Add the index of every row to a frame."""
    parts = []
    for standard, places in editions:
        part = frame if places is None else frame[places]
        items = standard.hourly if kind == "hourly" else standard.daily
        columns = _columns(part, items=items, left=left)
        found = kernel.rows(columns, items=items, standard=standard, convention=convention)
        parts.append(_answer(found, standard=standard, n=part.height))
    if len(parts) == 1:
        return frame.with_columns(parts[0])
    order = np.argsort(
        np.concatenate([places for _, places in editions if places is not None]), kind="stable"
    )
    return frame.with_columns(pl.concat(parts)[order])


def _columns(
    frame: pl.DataFrame, *, items: tuple[IndexItem, ...], left: Collection[str]
) -> dict[str, FloatArray]:
    """Take the columns that a report needs out of a frame."""
    columns: dict[str, FloatArray] = {}
    for item in items:
        if item.column in left or (item.optional and item.column not in frame.columns):
            continue
        columns[item.column] = column_floats(frame, item.column)
        if item.instead is not None and item.instead in frame.columns:
            columns[item.instead] = column_floats(frame, item.instead)
    return columns


def _answer(found: kernel.Rows, *, standard: IndexStandard, n: int) -> pl.DataFrame:
    """Turn arrays into the columns that a report adds."""
    level = _level_table(standard.edition)[found.aqi]
    columns = {
        "edition": pl.Series([standard.edition]).new_from_index(0, n),
        "aqi": _nullable(found.aqi),
        "level": _nullable(level),
        "primary": pollutants_of(found.primary),
    }
    for k, pollutant in enumerate(POLLUTANTS):
        columns[f"iaqi_{pollutant}"] = _nullable(found.subs[k])
    columns["na_reason"] = _reasons(found)
    return pl.DataFrame(columns)


@cache
def _level_table(edition: str) -> NDArray[np.int8]:
    """Level number of every index; the last entry answers for `NO_INDEX`."""
    standard = registry.index_standard_of(edition)
    numbers = [standard.level(aqi).number for aqi in range(standard.highest + 1)]
    return np.array([*numbers, kernel.NO_INDEX], dtype=np.int8)


def _nullable(values: NDArray[np.int16] | NDArray[np.int8]) -> pl.Series:
    """Turn `NO_INDEX` into null."""
    series = pl.Series(values)
    present = values != kernel.NO_INDEX
    if present.all():
        return series
    return pl.select(pl.when(pl.Series(present)).then(series)).to_series()


def _mask_texts() -> pl.Series:
    """Write the pollutants of each of the 64 bit masks, null for none."""
    texts = [
        ",".join(code for k, code in enumerate(POLLUTANTS) if mask >> k & 1) or None
        for mask in range(2 ** len(POLLUTANTS))
    ]
    return pl.Series(texts, dtype=pl.String)


_MASK_TEXTS = _mask_texts()


def _reasons(found: kernel.Rows) -> pl.Series:
    """Write the gaps of each row down; each distinct combination is written once."""
    n = found.aqi.size
    incomplete = np.flatnonzero(found.gaps.any(axis=0))
    if not incomplete.size:
        return pl.Series([None], dtype=pl.String).new_from_index(0, n)
    code = np.zeros(incomplete.size, dtype=np.int64)
    for row in found.gaps[:, incomplete]:
        code = code * len(Gap) + row
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    texts = [
        gaps.written(zip(found.columns, (Gap(gap) for gap in found.gaps[:, place].tolist()), strict=True))
        for place in incomplete[first].tolist()
    ]
    which = np.zeros(n, dtype=np.uint32)
    which[incomplete] = inverse + 1
    return pl.Series([None, *texts], dtype=pl.String)[which]
