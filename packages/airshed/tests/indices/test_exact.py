from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.indices import exact
from airshed.indices.conventions import CITY_FEED, LAW, ConcentrationRounding, Convention
from airshed.indices.gaps import sentence
from airshed.standards import registry

ROWS = [
    pytest.param(standard.edition, row, id=f"{standard.edition} {row.item}")
    for standard in registry.INDEX_STANDARDS
    for row in standard.breakpoints.values()
]
CLEAN = {"so2": 5, "no2": 10, "co": 0.4, "o3": 40, "pm10": 20, "pm25": 10}
CLEAN_DAY = {"so2": 5, "no2": 10, "co": 0.4, "o3_8h": 40, "pm10": 20, "pm25": 10}


@pytest.mark.parametrize(
    ("item", "concentration", "index"),
    [
        ("pm25_24h", 36, 52), ("pm25_24h", 59, 98), ("pm25_24h", 60, 100), ("pm25_24h", 61, 101),
        ("pm25_24h", 75, 114), ("pm25_24h", 114, 150), ("pm25_24h", 151, 201), ("pm25_24h", 501, 500),
        ("pm25_24h", 60.5, 100), ("pm25_24h", 60.6, 101),
        ("pm10_24h", 119, 100), ("pm10_24h", 120, 100), ("pm10_24h", 121, 101), ("pm10_24h", 150, 112),
        ("pm10_24h", 601, 500),
        ("so2_24h", 50, 50), ("so2_24h", 51, 51), ("so2_24h", 150, 100), ("so2_24h", 475, 150), ("so2_24h",
        800, 200), ("so2_1h", 475, 97), ("so2_1h", 801, 200), ("no2_1h", 350, 115),
        ("co_24h", 2.1, 53), ("co_24h", 2.2, 55), ("co_1h", 5.3, 53),
        ("o3_8h", 153, 95), ("o3_8h", 161, 101), ("o3_8h", 801, 300), ("o3_1h", 1201, 500),
    ],
)  # fmt: skip
def test_golden_values_of_the_edition_of_2026(item: str, concentration: float, index: int) -> None:
    assert exact.sub_index(concentration, item=item, edition="2026") == index


@pytest.mark.parametrize(
    ("item", "concentration", "index"),
    [
        ("pm25_24h", 75, 100), ("pm25_24h", 60, 82), ("pm25_24h", 61, 83), ("pm25_24h", 76, 102),
        ("pm10_24h", 150, 100), ("pm10_24h", 120, 85), ("pm10_24h", 151, 101),
        ("so2_1h", 800, 200), ("so2_1h", 801, None), ("o3_8h", 800, 300), ("o3_8h", 801, None),
        ("o3_1h", 1201, 500), ("co_24h", 2.2, 55), ("so2_24h", 475, 150),
    ],
)  # fmt: skip
def test_golden_values_of_the_edition_of_2012(item: str, concentration: float, index: int | None) -> None:
    assert exact.sub_index(concentration, item=item, edition="2012") == index


@pytest.mark.parametrize(("edition", "row"), ROWS)
def test_each_breakpoint_and_its_neighbours(edition: str, row) -> None:
    step = Decimal(1).scaleb(-row.digits)
    top = len(row.concentrations) - 1
    for k, (point, index) in enumerate(zip(row.concentrations, row.indices, strict=True)):
        assert exact.sub_index(point, item=row.item, edition=edition) == index
        if k > 0:
            rise = Fraction(index - row.indices[k - 1]) / Fraction(point - row.concentrations[k - 1])
            below = exact.sub_index(point - step, item=row.item, edition=edition)
            assert below == -((-(index - rise * Fraction(step))) // 1)
        after = exact.sub_index(point + step, item=row.item, edition=edition)
        if k == top:
            assert after == row.above
        else:
            rise = Fraction(row.indices[k + 1] - index) / Fraction(row.concentrations[k + 1] - point)
            assert after == -((-(index + rise * Fraction(step))) // 1)


@pytest.mark.parametrize(("edition", "row"), ROWS)
def test_the_index_never_falls_while_the_concentration_rises(edition: str, row) -> None:
    top = int(row.concentrations[-1])
    found = [exact.sub_index(value, item=row.item, edition=edition) for value in range(top + 1)]
    assert found == sorted(found)


@pytest.mark.parametrize("value", [None, float("nan"), Decimal("NaN"), float("inf"), -1, -0.6])
@pytest.mark.parametrize("edition", ["2012", "2026"])
def test_what_is_no_concentration_has_no_index(value: object, edition: str) -> None:
    assert exact.sub_index(value, item="pm25_24h", edition=edition) is None


def test_a_whisker_below_zero_rounds_to_zero_by_law_only() -> None:
    unrounded = Convention(concentrations=ConcentrationRounding.NONE)
    assert exact.sub_index(-0.4, item="pm25_24h", edition="2026") == 0
    assert exact.sub_index(-0.4, item="pm25_24h", edition="2026", convention=unrounded) is None


def test_the_ceiling_is_not_fooled_by_floats() -> None:
    unrounded = Convention(concentrations=ConcentrationRounding.NONE)
    assert exact.sub_index(2.2, item="co_24h", edition="2026", convention=unrounded) == 55  # floats give 56


def test_conventions_differ_where_they_should() -> None:
    assert exact.sub_index(36, item="pm25_24h", edition="2012", convention=LAW) == 52  # 51.25
    assert exact.sub_index(36, item="pm25_24h", edition="2012", convention=CITY_FEED) == 51
    assert exact.sub_index(0.45, item="co_1h", edition="2012", convention=LAW) == 4  # 0.4 → 4
    assert exact.sub_index(0.45, item="co_1h", edition="2012", convention=CITY_FEED) == 5  # 4.5


def test_refuses_an_unknown_item() -> None:
    with pytest.raises(exact.UnknownItem, match="no breakpoints for 'pm25_1h'"):
        exact.sub_index(1, item="pm25_1h", edition="2026")


def test_all_tied_pollutants_are_primary_in_the_order_of_the_table() -> None:
    found = exact.daily(CLEAN_DAY | {"pm25": 60, "pm10": 120, "o3_8h": 160}, edition="2026")
    assert (found.aqi, found.primary) == (100, ("o3", "pm10", "pm25"))


def test_an_index_of_fifty_has_no_primary_pollutant() -> None:
    assert exact.hourly(CLEAN | {"pm25": 35}, edition="2026").primary == ()
    assert exact.hourly(CLEAN | {"pm25": 36}, edition="2026").primary == ("pm25",)


@pytest.mark.parametrize(("pm25", "aqi"), [(60, None), (61, 101)])
def test_with_an_item_missing_2026_publishes_only_above_one_hundred(pm25: int, aqi: int | None) -> None:
    found = exact.hourly(CLEAN | {"pm25": pm25, "co": None}, edition="2026")
    assert (found.aqi, found.na_reason) == (aqi, "co:missing")
    assert found.level is None if aqi is None else found.level.number == 3
    assert found.primary == (() if aqi is None else ("pm25",))
    assert found.sub_indices["pm25"] == (100 if aqi is None else 101)
    assert found.sub_indices["co"] is None


def test_with_items_missing_2012_publishes_the_largest_of_the_rest() -> None:
    found = exact.hourly({"pm25": 60}, edition="2012")
    assert (found.aqi, found.primary) == (82, ("pm25",))
    assert found.na_reason == "so2:missing,no2:missing,co:missing,o3:missing,pm10:missing"
    assert exact.hourly({}, edition="2012").aqi is None


def test_what_the_plan_leaves_out_is_no_gap() -> None:
    found = exact.hourly(CLEAN | {"pm25": 60, "co": None}, edition="2026", not_monitored=("co",))
    assert (found.aqi, found.na_reason, found.sub_indices["co"]) == (100, None, None)


def test_2026_never_publishes_zero() -> None:
    zeros = dict.fromkeys(CLEAN, 0)
    assert exact.hourly(zeros, edition="2026").aqi == 1  # 4.1.1: the index runs from 1 to 500
    assert exact.hourly(zeros, edition="2012").aqi == 0


def test_2012_reports_the_day_of_so2_where_its_hour_is_above_the_table() -> None:
    assert exact.hourly(CLEAN | {"so2": 801}, edition="2012").na_reason == "so2:above_table"
    found = exact.hourly(CLEAN | {"so2": 801, "so2_24h": 475}, edition="2012")
    assert (found.aqi, found.primary, found.na_reason) == (150, ("so2",), None)
    assert exact.hourly(CLEAN | {"so2": 801, "so2_24h": 475}, edition="2026").aqi == 200


def test_2012_reports_the_hour_of_ozone_where_its_eight_hours_are_above_the_table() -> None:
    found = exact.daily(CLEAN_DAY | {"o3_8h": 801, "o3_1h_max": 1000}, edition="2012")
    assert (found.aqi, found.na_reason) == (400, "o3_8h:above_table")
    assert exact.daily(CLEAN_DAY | {"o3_8h": 801, "o3_1h_max": 1000}, edition="2026").aqi == 300


def test_the_day_of_2012_takes_the_worse_of_two_ozone_items() -> None:
    assert exact.daily(CLEAN_DAY | {"o3_8h": 100, "o3_1h_max": 300}, edition="2012").aqi == 150
    assert exact.daily(CLEAN_DAY | {"o3_8h": 215, "o3_1h_max": None}, edition="2012").aqi == 150


def test_a_reason_can_be_said_in_words() -> None:
    assert sentence("co:missing,o3:negative", language="en") == "co was not measured; o3 is negative"
    assert sentence("co:missing") == "co 缺测"
    assert sentence(None) == ""


@given(st.decimals(0, 700, places=2), st.decimals(0, 700, places=2))
def test_more_never_gives_less(one: Decimal, other: Decimal) -> None:
    for convention in (LAW, CITY_FEED):
        low, high = (
            exact.sub_index(value, item="pm10_24h", edition="2026", convention=convention)
            for value in sorted((one, other))
        )
        assert low <= high
