"""What every check keeps, whatever it looks for."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from airshed.quality import flags, registry, scene
from airshed.quality.flags import Severity
from airshed.quality.registry import CHECKS, Row

CODES = [row.check.code for row in CHECKS]
EACH = pytest.mark.parametrize("row", CHECKS, ids=CODES)


def test_every_check_has_a_code_of_its_own_two_names_and_a_version() -> None:
    assert len(set(CODES)) == len(CODES) == 15
    assert all(row.check.name_zh and row.check.name_en and row.check.version for row in CHECKS)


@EACH
def test_no_hours_give_no_flags(row: Row, real: pl.DataFrame) -> None:
    found = row.find(scene.of(real.clear()), rule=row.rule)
    assert found.height == 0
    assert dict(found.schema) == dict(flags.SCHEMA)


@EACH
@pytest.mark.parametrize("n", [1, 2, 23, 24, 25, 169, 721])
def test_short_records_of_one_station_are_no_trouble(row: Row, n: int, real: pl.DataFrame) -> None:
    short = real.filter(pl.col("station") == real["station"][0]).head(n)
    assert dict(row.find(scene.of(short), rule=row.rule).schema) == dict(flags.SCHEMA)


@EACH
def test_a_record_without_values_is_only_missed_where_something_reports(row: Row, real: pl.DataFrame) -> None:
    nothing = real.with_columns(pl.lit(None, dtype=pl.Float64).alias(code) for code in real.columns[2:])
    assert row.find(scene.of(nothing), rule=row.rule).height == 0


@EACH
def test_flags_lie_inside_the_record_and_say_what_was_seen(row: Row, real: pl.DataFrame) -> None:
    found = row.find(scene.of(with_faults(real)), rule=row.rule)
    assert dict(found.schema) == dict(flags.SCHEMA)
    assert found.equals(found.sort(flags.ORDER))
    last = real["begins_at"].max() + pl.Series([3_600_000_000]).cast(pl.Duration("us"))[0]
    assert (found["begins_at"] >= real["begins_at"].min()).all()
    assert (found["ends_at"] <= last).all()
    assert (found["hours"] >= 1).all()
    assert (found["hours"] == (found["ends_at"] - found["begins_at"]).dt.total_hours()).all()
    assert set(found["check"]) <= {row.check.code}
    assert set(found["severity"]) <= {one.value for one in Severity}
    assert found["observed"].null_count() == 0
    for column in ("seen_zh", "seen_en"):
        assert not found[column].str.contains(r"[{}]").any()
        assert (found[column].str.len_chars() > 4).all()


@EACH
def test_the_order_of_rows_does_not_matter_and_hours_are_left_alone(row: Row, real: pl.DataFrame) -> None:
    faulty = with_faults(real)
    kept = faulty.clone()
    first = row.find(scene.of(faulty), rule=row.rule)
    shuffled = faulty.sample(fraction=1.0, shuffle=True, seed=5)
    assert row.find(scene.of(shuffled), rule=row.rule).equals(first)
    assert faulty.equals(kept)


@EACH
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1), share=st.floats(0, 1), alone=st.booleans())
def test_gaps_anywhere_are_no_trouble(
    row: Row, seed: int, share: float, alone: bool, real: pl.DataFrame
) -> None:
    rng = np.random.default_rng(seed)
    part = real.head(24 * 90) if alone else real.filter(pl.col("begins_at").dt.month() == 3)
    part = part.filter(pl.Series(rng.random(part.height) >= share / 2))
    gaps = {code: pl.Series(rng.random(part.height) >= share) for code in real.columns[2:]}
    holey = part.with_columns(
        pl.when(there).then(part[code]).otherwise(None).alias(code) for code, there in gaps.items()
    )
    found = row.find(scene.of(holey), rule=row.rule)
    assert dict(found.schema) == dict(flags.SCHEMA)
    assert found["begins_at"].null_count() == 0


def test_runs_all_checks_and_sorts_their_flags(real: pl.DataFrame) -> None:
    faulty = with_faults(real)
    found = registry.run(faulty)
    assert found.equals(found.sort(flags.ORDER))
    alone = [registry.run(faulty, checks=[code]) for code in CODES]
    assert sum(one.height for one in alone) == found.height
    assert {"range", "negative", "unit_slip", "flatline", "spike", "inversion", "missing"} <= set(
        found["check"]
    )


def test_parameters_reach_their_check_and_stand_in_its_flags(hours_of: Any) -> None:
    hours = hours_of({"a": {"pm25": [20.0] * 3, "pm10": [18.0] * 3}})
    assert registry.run(hours, checks=["inversion"]).height == 0
    found = registry.run(hours, checks=["inversion"], parameters={"inversion": {"tolerance": 1, "share": 0}})
    assert found["parameters"].to_list() == ['{"equal_share": 0.3, "share": 0.0, "tolerance": 1.0}']
    assert found["version"].to_list() == ["1"]


def test_a_check_that_is_not_there_is_named() -> None:
    with pytest.raises(
        registry.UnknownCheck, match="there is no check 'spikes'; the checks are range, negative"
    ):
        registry.run(pl.DataFrame({"station": [], "begins_at": []}), checks=["spikes"])


def test_no_checks_give_an_empty_frame(real: pl.DataFrame) -> None:
    assert registry.run(real, checks=[]).height == 0


def with_faults(real: pl.DataFrame) -> pl.DataFrame:
    """A few faults of every easy kind in the first station."""
    row = pl.int_range(pl.len())
    first = pl.col("station") == real["station"][0]

    def put(code: str, at: range, value: pl.Expr | float) -> pl.Expr:
        here = first & row.is_between(at.start, at.stop - 1)
        return pl.when(here).then(value).otherwise(pl.col(code)).alias(code)

    faulty = real
    for code, at, value in (
        ("pm25", range(100, 101), pl.lit(900.0)),
        ("no2", range(200, 224), pl.lit(77.0)),
        ("so2", range(300, 302), pl.lit(-9.99)),
        ("o3", range(400, 403), pl.lit(5000.0)),
        ("co", range(500, 530), pl.col("co") * 1000),
        ("pm10", range(600, 604), pl.col("pm25") / 2),
        ("pm25", range(700, 706), pl.lit(None, dtype=pl.Float64)),
    ):
        faulty = faulty.with_columns(put(code, at, value))
    return faulty
