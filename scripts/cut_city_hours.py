"""Cut the city hours the demo ranks: python scripts/cut_city_hours.py ARCHIVE.parquet.

The input holds city hours of the national real-time feed as one table, one row per city and hour. Nothing is
averaged, filled or rounded; the hour keeps the feed's own label, the end of the hour in Beijing time.
"""

import sys
from pathlib import Path

import polars as pl
import yaml

FOLDER = Path(__file__).parent.parent / "src/lantian/simulate"
TARGET = FOLDER / "data/city_hours.parquet"
NUMBERS = {"AQI": "aqi", "PM25": "pm25", "PM10": "pm10", "SO2": "so2", "NO2": "no2", "CO": "co", "O3": "o3"}


def main(source: Path) -> None:
    cities = [
        one["series"] for one in yaml.safe_load((FOLDER / "district/cities.yaml").read_text())["cities"]
    ]
    given = pl.read_parquet(source).filter(pl.col("city").is_in(cities)).sort("city", "time_bjt")
    numbers = [pl.col(old).alias(new) for old, new in NUMBERS.items()]
    cut = given.select("city", pl.col("time_bjt").alias("label"), *numbers)
    if set(cut["city"]) != set(cities):
        raise SystemExit(f"the archive lacks {sorted(set(cities) - set(cut['city']))}")
    cut.write_parquet(TARGET, compression="zstd", compression_level=19, row_group_size=len(cut))
    print(f"{len(cut)} rows, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
