"""The command line of the Spark carrier; its help needs neither pyspark nor Java."""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Sequence
from datetime import date

from airshed import AirshedError

_DESCRIPTION = """\
Assess hours of a country's stations under Apache Spark: daily values, daily air quality index and
primary pollutants, the statistics of each month and year against the limits, composite index and
places. The same functions as in `airshed assess` compute, and every number is the same.

FILE is Parquet, or a folder of it, on any file system Spark reads; one row per station and hour, in
any order, with the columns
  station    text
  begins_at  start of the hour, a moment in UTC
  so2 no2 co o3 pm10 pm25 in µg/m³, co in mg/m³; missing or NaN means: not measured.

Written into DIR, which must not exist: the folders days, statistics and periods of Parquet files. One
station whose hours cannot be right refuses all, by name, and nothing is written.
"""

_EPILOG = """\
examples:
  python -m lantian.assessment.spark nation.parquet --master 'local[2]' --out 2026
  spark-submit --master yarn … $(python -c 'from lantian.assessment.spark import cli; print(cli.SCRIPT)') \\
      hdfs:///hours/2026 --from 2026-01-01 --to 2026-12-31 --out hdfs:///assessed/2026

Needed: the extra lantian[spark] and Java 17. On one machine `airshed assess` is several times faster.
A real cluster: docs/how-to-spark.md.
"""

SCRIPT = __file__.replace("cli.py", "__main__.py")
"""What `spark-submit` is given."""

_NEEDED = ("pyspark", "pandas", "pyarrow")
_BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 2 bad input or usage, each in one sentence."""
    options = parser().parse_args(arguments)
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        said = f"{' and '.join(missing)} cannot be imported; install the extra: pip install 'lantian[spark]'"
        print(f"lantian: {said}", file=sys.stderr)
        return _BAD_INPUT
    driver = importlib.import_module("lantian.assessment.spark.driver")  # it needs what was looked for
    try:
        print(driver.run(options))
    except (AirshedError, driver.NotCarried) as error:
        print(f"lantian: {error}", file=sys.stderr)
        return _BAD_INPUT
    return 0


def parser() -> argparse.ArgumentParser:
    """Describe the command and its options."""
    said = argparse.ArgumentParser(
        prog="python -m lantian.assessment.spark", description=_DESCRIPTION, epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    said.add_argument("files", metavar="FILE", nargs="+", help="Parquet file or folder of hours")
    said.add_argument(
        "--master", metavar="URL", default=None,
        help="where to run: local[2], spark://host:7077, yarn, k8s://… (default: what spark-submit says, "
        "else this machine)",
    )  # fmt: skip
    said.add_argument("--out", metavar="DIR", required=True, help="folder to write, on any file system")
    said.add_argument(
        "--from", dest="first", metavar="DATE", type=_day, default=None,
        help="first local day (default: the first in the files)",
    )  # fmt: skip
    said.add_argument(
        "--to", dest="last", metavar="DATE", type=_day, default=None,
        help="last local day (default: the last in the files)",
    )  # fmt: skip
    said.add_argument(
        "--edition", choices=("auto", "2012", "2026"), default="auto",
        help="edition of HJ 633 and of the limits; auto (default) takes the one in force on each day",
    )  # fmt: skip
    said.add_argument(
        "--utc-offset", metavar="HOURS", type=float, default=8.0,
        help="local time minus UTC, for cutting days (default: 8)",
    )  # fmt: skip
    return said


def _day(text: str) -> date:
    """Read a day of an option."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; it reads like 2026-03-01") from error
