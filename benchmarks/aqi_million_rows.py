"""AQI of a million rows of six pollutants: ours against bare NumPy and against python-aqi, in one process.

Run with ``pip install python-aqi`` (the extra ``bench``):

    python benchmarks/aqi_million_rows.py [--rows 1000000] [--other-rows 20000]

python-aqi works value by value, so it is timed on fewer rows and its time per row is scaled up. It knows
the edition of 2012 only and raises where a value is above its tables; the data here stay below them. Its
results are not checked: they are known to differ from the law (breakpoints that start at 51, CO cut to a
whole number, a half to the even instead of always up).

Bare NumPy is ``np.interp`` of each column, ``np.ceil`` and the largest of the six: nothing is rounded first,
missing values are not looked for, and neither level, primary pollutant, sub-indices nor reasons come out. It
is what the arithmetic costs at least.
"""

import argparse
import json
import platform
import time
from collections.abc import Callable

import aqi as python_aqi
import numpy as np
import polars as pl
from aqi import constants

from airshed.indices import frames
from airshed.indices.conventions import CITY_FEED, LAW
from airshed.standards import registry

SHAPES = {"so2": 12.0, "no2": 30.0, "co": 0.9, "o3": 60.0, "pm10": 80.0, "pm25": 45.0}
TOPS = {"so2": 490.0, "no2": 1900.0, "co": 90.0, "o3": 750.0, "pm10": 590.0, "pm25": 490.0}
CODES = (
    ("so2", constants.POLLUTANT_SO2_1H),
    ("no2", constants.POLLUTANT_NO2_1H),
    ("co", constants.POLLUTANT_CO_1H),
    ("o3", constants.POLLUTANT_O3_1H),
    ("pm10", constants.POLLUTANT_PM10),
    ("pm25", constants.POLLUTANT_PM25),
)


def made_hours(rows: int, *, seed: int) -> pl.DataFrame:
    """Hours with the decimals that stations send: whole numbers, CO with one place."""
    rng = np.random.default_rng(seed)
    columns = {}
    for code, mean in SHAPES.items():
        values = np.minimum(rng.gamma(2.0, mean / 2.0, rows), TOPS[code])
        columns[code] = np.round(values, 1 if code == "co" else 0)
    return pl.DataFrame(columns)


def timed(work: Callable[[], object], *, repeats: int) -> tuple[float, float]:
    """Best wall and best CPU seconds of some repeats."""
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return min(walls), min(cpus)


def by_numpy(columns: dict[str, np.ndarray], points: dict[str, tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Largest of six interpolated sub-indices of each row."""
    return np.maximum.reduce([np.ceil(np.interp(columns[code], *points[code])) for code in columns])


def by_python_aqi(hours: pl.DataFrame) -> list[object]:
    """Index of each row by python-aqi, edition of 2012."""
    return [
        python_aqi.to_aqi([(code, row[column]) for column, code in CODES], algo=python_aqi.ALGO_MEP)
        for row in hours.to_dicts()
    ]


def main() -> None:
    """Time both and print one JSON object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--other-rows", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    hours = made_hours(options.rows, seed=20260301)
    first, _ = timed(lambda: frames.hourly_aqi(hours, edition="2012"), repeats=1)
    law = timed(lambda: frames.hourly_aqi(hours, edition="2012", convention=LAW), repeats=options.repeats)
    feed = timed(
        lambda: frames.hourly_aqi(hours, edition="2012", convention=CITY_FEED), repeats=options.repeats
    )
    columns = {code: hours[code].to_numpy() for code in SHAPES}
    standard = registry.index_standard_of("2012")
    rows = {item.column: standard.breakpoints[item.item] for item in standard.hourly}
    points = {
        code: (np.array(rows[code].concentrations, dtype=float), np.array(rows[code].indices, dtype=float))
        for code in SHAPES
    }
    bare = timed(lambda: by_numpy(columns, points), repeats=options.repeats)
    few = hours.head(options.other_rows)
    other = timed(lambda: by_python_aqi(few), repeats=options.repeats)
    scale = options.rows / options.other_rows
    result = {
        "python": platform.python_version(),
        "rows": options.rows,
        "ours_first_call_wall_s": round(first, 3),
        "ours_law_wall_s": round(law[0], 3),
        "ours_law_cpu_s": round(law[1], 3),
        "ours_half_up_none_wall_s": round(feed[0], 3),
        "ours_half_up_none_cpu_s": round(feed[1], 3),
        "bare_numpy_wall_s": round(bare[0], 3),
        "bare_numpy_cpu_s": round(bare[1], 3),
        "times_bare_numpy_law_cpu": round(law[1] / bare[1], 2),
        "times_bare_numpy_half_up_none_cpu": round(feed[1] / bare[1], 2),
        "python_aqi_rows_timed": options.other_rows,
        "python_aqi_wall_s_scaled": round(other[0] * scale, 1),
        "python_aqi_cpu_s_scaled": round(other[1] * scale, 1),
        "times_faster_law_cpu": round(other[1] * scale / law[1], 1),
        "times_faster_half_up_none_cpu": round(other[1] * scale / feed[1], 1),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
