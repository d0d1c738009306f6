"""Cut the hours the demo plays: python scripts/cut_station_hours.py HOURLY.parquet.

The input holds the twelve stations of the UCI set as one table, one row per station and Beijing hour.
Nothing is averaged, filled or rounded: each 32-bit value becomes the shortest decimal that stands for it.
"""

import sys
from pathlib import Path

import polars as pl

TARGET = Path(__file__).parent.parent / "src/lantian/simulate/data/station_hours.parquet"
NUMBERS = {
    "PM25": "pm25", "PM10": "pm10", "SO2": "so2", "NO2": "no2", "CO": "co", "O3": "o3",
    "TEMP": "temperature", "PRES": "pressure", "DEWP": "dew_point", "WSPM": "wind_speed",
}  # fmt: skip


def main(source: Path) -> None:
    given = pl.read_parquet(source).sort("station", "time_bjt")
    numbers = [pl.col(old).cast(pl.String).cast(pl.Float64).alias(new) for old, new in NUMBERS.items()]
    cut = given.select("station", pl.col("time_bjt").alias("hour"), *numbers, pl.col("wd").alias("wind"))
    for old, new in NUMBERS.items():
        if not given[old].equals(cut[new].cast(pl.Float32).alias(old), null_equal=True):
            raise SystemExit(f"{old} changed on the way")
    cut.write_parquet(TARGET, compression="zstd", compression_level=19, row_group_size=len(cut))
    print(f"{len(cut)} rows, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
