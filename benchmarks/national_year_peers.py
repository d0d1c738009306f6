"""The national year as one writes it in DuckDB or pandas: floats, one edition, no reasons, no exact rounding.

    python benchmarks/national_year_peers.py duckdb|pandas FILE

Daily means of 20 hours, the daily maximum 8 h of O3 (windows of 6 hours, 14 of 17), rounding half to even,
sub-indices and index by HJ 633-2026, and a station's year: means, 95th and 90th percentile, composite index.
Prints wall and CPU seconds and the largest resident memory. Called by ``national_year.py --peers``.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from airshed.standards import registry

ITEMS = {
    "so2": "so2_24h", "no2": "no2_24h", "co": "co_24h", "o3": "o3_8h", "pm10": "pm10_24h", "pm25": "pm25_24h",
}  # fmt: skip
LIMITS = {"so2": 60, "no2": 40, "co": 4, "o3": 160, "pm10": 60, "pm25": 30}
HOURS = "INTERVAL 8 HOUR"


def points(code: str) -> tuple[list[float], list[int]]:
    """Breakpoints of a pollutant's day."""
    row = registry.index_standard_of("2026").breakpoints[ITEMS[code]]
    return [float(point) for point in row.concentrations], list(row.indices)


def by_duckdb(path: str) -> float:
    """One query; returns the sum of the composite indices."""
    import duckdb

    def sub_index(code: str) -> str:
        concentrations, indices = points(code)
        cases = [
            f"WHEN {code} <= {high} "
            f"THEN ceil(({top} - {bottom}) / ({high} - {low}) * ({code} - {low}) + {bottom})"
            for low, high, bottom, top in zip(
                concentrations, concentrations[1:], indices, indices[1:], strict=False
            )
        ]
        return f"CASE {' '.join(cases)} WHEN {code} IS NULL THEN NULL ELSE {indices[-1]} END AS iaqi_{code}"

    means = ", ".join(
        f"CASE WHEN count({code}) >= 20 THEN round_even(avg({code}), {int(code == 'co')}) END AS {code}"
        for code in ITEMS
        if code != "o3"
    )
    year = ", ".join(f"avg({code}) / {LIMITS[code]} AS {code}" for code in ("so2", "no2", "pm10", "pm25"))
    query = f"""
        WITH hours AS (
            SELECT station, begins_at AT TIME ZONE 'UTC' + {HOURS} AS local, so2, no2, co, o3, pm10, pm25
            FROM read_parquet('{path}')
        ), windows AS (
            SELECT station, CAST(local AS DATE) AS day, hour(local) AS hour, so2, no2, co, pm10, pm25,
                CASE WHEN count(o3) OVER last8 >= 6 THEN avg(o3) OVER last8 END AS o3_8h
            FROM hours
            WINDOW last8 AS (PARTITION BY station ORDER BY local ROWS BETWEEN 7 PRECEDING AND CURRENT ROW)
        ), days AS (
            SELECT station, day, {means}, CASE WHEN count(o3_8h) FILTER (hour >= 7) >= 14
                THEN round_even(max(o3_8h) FILTER (hour >= 7), 0) END AS o3
            FROM windows GROUP BY station, day
        ), indexed AS (SELECT *, {", ".join(map(sub_index, ITEMS))} FROM days
        ), stations AS (
            SELECT station, {year}, quantile_cont(co, 0.95) / 4 AS co, quantile_cont(o3, 0.9) / 160 AS o3,
                sum(greatest({", ".join(f"iaqi_{code}" for code in ITEMS)})) AS aqi
            FROM indexed GROUP BY station
        )
        SELECT sum(so2 + no2 + pm10 + pm25 + co + o3) FROM stations
    """
    return float(duckdb.sql(query).fetchall()[0][0])


def by_pandas(path: str) -> float:
    """Columns of frames; returns the sum of the composite indices."""
    import numpy as np
    import pandas as pd

    frame = pd.read_parquet(path)
    local = frame["begins_at"].dt.tz_convert("UTC").dt.tz_localize(None) + pd.Timedelta(hours=8)
    day = local.dt.floor("D")
    moving = frame.groupby("station", sort=False)["o3"].rolling(8, min_periods=6).mean().to_numpy()
    frame["o3"] = np.where(local.dt.hour >= 7, moving, np.nan)
    groups = frame.groupby(["station", day], sort=False)
    mean, n, top = groups[list(ITEMS)].mean(), groups[list(ITEMS)].count(), groups["o3"].max()
    days = mean.where(n >= 20)
    days["o3"] = top.where(n["o3"] >= 14)
    days = days.round({code: int(code == "co") for code in ITEMS})
    for code in ITEMS:
        days[f"iaqi_{code}"] = np.ceil(np.interp(days[code], *points(code)))
    days["aqi"] = days[[f"iaqi_{code}" for code in ITEMS]].max(axis=1)
    year = days.groupby("station")
    total = sum(year[code].mean() / LIMITS[code] for code in ("so2", "no2", "pm10", "pm25"))
    total = total + year["co"].quantile(0.95) / 4 + year["o3"].quantile(0.9) / 160
    return float(total.sum())


def main() -> None:
    """Time one peer."""
    work: Callable[[str], float] = {"duckdb": by_duckdb, "pandas": by_pandas}[sys.argv[1]]
    wall, cpu = time.perf_counter(), time.process_time()
    total = work(sys.argv[2])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    resident = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    spent = f"wall {wall:.2f} s, CPU {cpu:.2f} s, {resident:.0f} MB"
    print(f"\n{sys.argv[1]}: {spent}; composites add up to {total:.2f}")


if __name__ == "__main__":
    main()
