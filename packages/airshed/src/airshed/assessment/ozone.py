"""The moving 8 h average of O3, hour by hour."""

import numpy as np
import polars as pl

from airshed.assessment import daily, daygrid, exact
from airshed.indices import frames


def moving_8h(hourly: pl.DataFrame) -> pl.DataFrame:
    """Mean of the eight hours that end with each row's hour.

    Parameters
    ----------
    hourly : DataFrame
        ``station``, ``begins_at`` (start of the hour, UTC-aware) and ``o3``, null or NaN where invalid; one
        row per station and hour, in any order. [µg m⁻³]

    Returns
    -------
    DataFrame
        One row per row of ``hourly``, in its order: ``station``, ``begins_at``, ``o3_8h`` rounded by law,
        null with fewer than 6 valid hours, ``n_o3_8h`` valid hours, ``why_o3_8h``. [µg m⁻³]

    References
    ----------
    GB 3095-2026 3.10, table 4.

    Examples
    --------
    >>> from datetime import datetime, timedelta, timezone
    >>> start = datetime(2026, 6, 1, tzinfo=timezone.utc)
    >>> hours = [start + timedelta(hours=k) for k in range(8)]
    >>> day = pl.DataFrame({"station": ["a"] * 8, "begins_at": hours, "o3": [100.0 + k for k in range(8)]})
    >>> moving_8h(day)["o3_8h"].to_list()[4:]
    [None, 102.0, 103.0, 104.0]
    """
    station, hour = daygrid.placed(hourly, utc_offset_hours=0)
    values = frames.column_floats(hourly, "o3")
    first = int(hour.min()) if hour.size else 0
    span = int(hour.max()) - first + exact.WINDOW_HOURS if hour.size else exact.WINDOW_HOURS
    line = np.full((int(station.max(initial=0)) + 1, span), np.nan)
    place = hour - first + exact.WINDOW_HOURS - 1
    line[station, place] = values
    last_eight = line[station[:, None], place[:, None] - np.arange(exact.WINDOW_HOURS)]
    column = daily.day_means(last_eight, digits=0, min_hours=exact.WINDOW_MIN_HOURS)
    return daily.with_columns(hourly.select("station", "begins_at"), {"o3_8h": column})
