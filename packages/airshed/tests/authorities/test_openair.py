"""Our averages against those of openair, an R package; see README.md here for program, version and date."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from airshed.assessment import averages
from airshed.assessment.averages import Every

HERE = Path(__file__).parent
SCALARS = ("ws", "nox", "no2", "o3", "pm10", "so2", "co", "pm25")
CLOSE = 1e-9  # relative
LAST_DAY = date(2005, 6, 23)  # the record ends at 12:00
STATS = [
    row for row in pl.read_csv(HERE / "openair_aqstats.csv", infer_schema=False).to_dicts() if row["mean"]
]


@pytest.fixture(scope="module")
def hours() -> pl.DataFrame:
    """Hours of one station, times in UTC."""
    return pl.read_parquet(HERE / "openair_hours.parquet").with_columns(station=pl.lit("roadside"))


def of_years(hours: pl.DataFrame) -> pl.DataFrame:
    """The hours without the day before the first year."""
    return hours.filter(pl.col("begins_at") >= datetime(2003, 1, 1, tzinfo=UTC))


def same(ours: pl.Series, theirs: pl.Series) -> pl.Series:
    """Which entries agree: both missing, or within the relative tolerance."""
    mine, its = ours.to_numpy(), theirs.cast(pl.Float64).to_numpy()
    return pl.Series(np.isclose(mine, its, rtol=CLOSE, atol=0, equal_nan=True))


@pytest.mark.parametrize("column", [*SCALARS, "wd"])
@pytest.mark.parametrize(("thresh", "share"), [(75, Fraction(3, 4)), (0, 0)])
def test_daily_means_are_openair_s(hours: pl.DataFrame, column: str, thresh: int, share: Fraction) -> None:
    theirs = pl.read_parquet(HERE / "openair_days.parquet").filter(thresh=thresh)
    ours = averages.averages(
        of_years(hours), every=Every.DAY, columns=[column], min_share=share, utc_offset_hours=0
    )
    assert ours["first"].equals(theirs["date"].alias("first"))
    differing = ours.filter(~same(ours[column], theirs[column]))
    # openair asks the share of the rows that the last day has (13 of 13), we of the calendar day's hours
    assert set(differing["first"]) <= ({LAST_DAY} if thresh else set())
    assert differing[column].null_count() == differing.height


@pytest.mark.parametrize("column", SCALARS)
def test_monthly_percentiles_are_openair_s(hours: pl.DataFrame, column: str) -> None:
    theirs = pl.read_csv(HERE / "openair_months_pct95.csv", try_parse_dates=True)
    ours = averages.averages(
        of_years(hours), every=Every.MONTH, columns=[column], percent=95, min_share=0, utc_offset_hours=0
    )
    assert ours["first"].equals(theirs["date"].alias("first"))
    assert same(ours[column], theirs[column]).all()


def test_the_running_eight_hours_are_openair_s(hours: pl.DataFrame) -> None:
    ours = averages.rolling(hours, column="o3", hours=8)
    agrees = same(ours["o3_8h"], hours["rolling8o3"])
    # the cut lacks the hours before each of its two stretches, which openair had
    starts = [
        hours["begins_at"].min(),
        hours.filter(pl.col("begins_at").dt.year() == 2005)["begins_at"].min(),
    ]
    since = pl.min_horizontal(
        pl.when(pl.col("begins_at") >= start).then(pl.col("begins_at") - start) for start in starts
    )
    inside = hours.select(since >= timedelta(hours=7)).to_series()
    assert agrees.filter(inside).all()
    assert inside.sum() == hours.height - 14


@pytest.mark.parametrize("row", STATS, ids=lambda row: f"{row['pollutant']}-{row['year']}")
def test_a_year_s_figures_are_openair_s(hours: pl.DataFrame, row: dict[str, str]) -> None:
    code, year = row["pollutant"], int(row["year"])
    # openair fills a year up to its end and lets windows reach over the last hour
    times = pl.datetime_range(
        datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, tzinfo=UTC), interval="1h", eager=True
    ).alias("begins_at")
    own = pl.DataFrame(times).join(hours, on="begins_at", how="left").with_columns(station=pl.lit("roadside"))

    def one(percent: int | None, *, every: Every = Every.YEAR) -> pl.DataFrame:
        return averages.averages(
            own, every=every, columns=[code], percent=percent, min_share=0, utc_offset_hours=0
        )

    days = one(None, every=Every.DAY)[code]
    found = {
        "dat.cap": 100 * own[code].count() / own.height,
        "mean": one(None)[code].item(),
        "min": one(0)[code].item(), "median": one(50)[code].item(), "max": one(100)[code].item(),
        "percentile.95": one(95)[code].item(), "percentile.99": one(99)[code].item(),
        "max_daily": days.max(),
        "roll_8_max": averages.rolling(own, column=code, hours=8, min_share=0)[f"{code}_8h"].max(),
        "roll_24_max": averages.rolling(own, column=code, hours=24, min_share=0)[f"{code}_24h"].max(),
    }  # fmt: skip
    if code == "no2":
        found["hours"] = own.filter(pl.col(code) > 200).height
    if code == "pm10":
        found["days"] = int((days > 50).sum())
    assert {name: float(row[name]) for name in found} == pytest.approx(found, rel=CLOSE)
