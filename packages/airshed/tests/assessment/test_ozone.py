from datetime import UTC, datetime, timedelta

import polars as pl

from airshed.assessment import ozone

START = datetime(2026, 6, 1, tzinfo=UTC)


def hours(values: list[float | None], *, station: str = "a", skip: int = 0) -> pl.DataFrame:
    """Hours of one station; ``skip`` rows in the middle are absent."""
    times = [START + timedelta(hours=k + (skip if k >= 4 else 0)) for k in range(len(values))]
    return pl.DataFrame(
        {"station": station, "begins_at": times, "o3": values}, schema_overrides={"o3": pl.Float64}
    )


def test_six_of_the_last_eight_hours_are_enough() -> None:
    found = ozone.moving_8h(hours([100.0, None, None, 100.0, 100.0, 100.0, 100.0, 101.0, 90.0]))
    assert found["n_o3_8h"].to_list() == [1, 1, 1, 2, 3, 4, 5, 6, 6]
    assert found["o3_8h"].to_list() == [None] * 7 + [100.0, 98.0]  # 98.5, to the even
    assert found["why_o3_8h"].to_list()[6:] == ["too_few_hours", None, None]


def test_absent_rows_are_missing_hours() -> None:
    found = ozone.moving_8h(hours([100.0] * 8, skip=3))
    assert found["n_o3_8h"].to_list() == [1, 2, 3, 4, 5, 5, 5, 5]


def test_stations_do_not_mix_and_rows_keep_their_order() -> None:
    both = pl.concat([hours([10.0] * 8), hours([90.0] * 8, station="b")]).sort("begins_at", descending=True)
    found = ozone.moving_8h(both)
    assert found.select("station", "begins_at").equals(both.select("station", "begins_at"))
    assert found.filter(pl.col("n_o3_8h") == 8).sort("station")["o3_8h"].to_list() == [10.0, 90.0]


def test_no_rows_give_no_rows() -> None:
    assert ozone.moving_8h(hours([100.0]).clear()).height == 0
