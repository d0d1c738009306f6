from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.indices import composite
from airshed.indices.composite import CompositeRounding

MONTH = {"so2": 3, "no2": 13, "pm10": 16, "pm25": 13, "co": 0.9, "o3": 87}
OLD = composite.denominators_2012()


@pytest.mark.parametrize(
    ("values", "singles", "total", "half_up"),
    [
        ((3, 13, 16, 13, 0.9, 87), "1.73", "1.74", "1.75"),
        ((14, 14, 14, 14, 0.2, 18), "1.34", "1.35", "1.34"),
        ((21, 21, 21, 21, 0.1, 34), "2.00", "2.01", "2.02"),
        ((9, 15, 39, 21, 0.7, 192), "3.07", "3.06", "3.07"),
    ],
)
def test_three_roundings_of_four_published_cases(values, singles: str, total: str, half_up: str) -> None:
    month = dict(zip(("so2", "no2", "pm10", "pm25", "co", "o3"), values, strict=True))
    found = [
        str(composite.composite_index(month, denominators=OLD, rounding=rounding).total)
        for rounding in CompositeRounding
    ]
    assert found == [singles, total, half_up]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 2, 28), "60 40 4 160 70 35"),
        (date(2026, 3, 1), "60 40 4 160 60 30"),
        (date(2031, 1, 1), "20 30 4 160 50 25"),
    ],
)
def test_denominators_follow_the_edition(on: date, expected: str) -> None:
    assert " ".join(str(value) for value in composite.denominators(on).values.values()) == expected


def test_without_all_six_there_is_no_total_but_the_singles_stay() -> None:
    found = composite.composite_index(MONTH | {"co": float("nan"), "o3": None}, denominators=OLD)
    assert (found.total, found.missing) == (None, ("co", "o3"))
    assert found.singles["pm25"] == Decimal("0.37")
    assert found.largest == ("pm25",)


def test_all_largest_singles_are_named() -> None:
    found = composite.composite_index(MONTH | {"pm10": 70, "pm25": 35}, denominators=OLD)
    assert found.largest == ("pm10", "pm25")


def test_weights_count_a_single_index_several_times() -> None:
    plain = composite.composite_index(MONTH, denominators=OLD)
    weighted = composite.composite_index(MONTH, denominators=OLD, weights={"pm25": 3})
    assert weighted.total == plain.total + 2 * plain.singles["pm25"]
    assert weighted.largest == ("pm25",)


def test_all_count_alike_unless_weights_are_given() -> None:
    claimed = {"pm25": 3, "no2": 2, "o3": 2}  # in use in places, confirmed by no text: never the default
    plain = composite.composite_index(MONTH, denominators=OLD)
    assert plain.total == sum(plain.singles.values())
    assert composite.composite_index(MONTH, denominators=OLD, weights=dict.fromkeys(MONTH, 1)) == plain
    weighted = composite.composite_index(MONTH, denominators=OLD, weights=claimed)
    extra = 2 * plain.singles["pm25"] + plain.singles["no2"] + plain.singles["o3"]
    assert weighted.total == plain.total + extra
    exact = composite.composite_index(
        MONTH, denominators=OLD, weights=claimed, rounding=CompositeRounding.SUM
    )
    assert exact.total == Decimal("3.36")  # 0.05 + 0.65 + 0.225 + 1.0875 + 0.2286 + 1.1143


@given(st.integers(0, 500), st.integers(0, 500))
def test_cleaner_air_never_has_the_larger_index(one: int, other: int) -> None:
    low, high = (
        composite.composite_index(MONTH | {"pm10": value}, denominators=OLD).total
        for value in sorted((one, other))
    )
    assert low <= high


value = st.one_of(
    st.just(float("nan")), st.integers(-2, 400).map(float), st.decimals(0, 60, places=1).map(float),
    st.sampled_from([1 / 3, 0.1 + 0.2, 1e300]),
)  # fmt: skip
months = st.lists(st.fixed_dictionaries(dict.fromkeys(MONTH, value)), min_size=1, max_size=5)


@given(months, st.sampled_from(CompositeRounding), st.sampled_from([None, {"pm25": 3, "no2": 2, "o3": 2}]))
def test_many_rows_are_each_row_by_itself(rows: list[dict[str, float]], rounding, weights) -> None:
    columns = {code: np.array([row[code] for row in rows]) for code in MONTH}
    found = composite.composite_rows(columns, denominators=OLD, rounding=rounding, weights=weights)
    for place, row in enumerate(rows):
        one = composite.composite_index(row, denominators=OLD, rounding=rounding, weights=weights)
        assert repr(found.total[place].item()) == repr(float("nan" if one.total is None else one.total))
        for code in MONTH:
            single = one.singles.get(code)
            assert repr(found.singles[code][place].item()) == repr(float("nan" if single is None else single))
            assert found.largest[code][place] == (code in one.largest)


def test_rows_without_a_pollutant_have_no_total() -> None:
    columns = {code: np.array([float(number)]) for code, number in MONTH.items() if code != "co"}
    found = composite.composite_rows(columns, denominators=OLD)
    assert np.isnan(found.total).tolist() == [True]
    assert found.singles["pm25"].tolist() == [0.37]
