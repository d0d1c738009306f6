from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.indices import exact
from airshed.indices.profiles import profile as shapes
from airshed.indices.profiles import registry
from airshed.indices.profiles.profile import Beyond, Why
from airshed.standards import registry as editions

CODES = list(registry.PROFILES)
VALUES = st.none() | st.floats(0, 3000) | st.integers(0, 3000)


@pytest.mark.parametrize("code", CODES)
def test_rows_follow_each_other_and_bands_cover_their_numbers(code: str) -> None:
    found = registry.profile(code)
    for item in found.items.values():
        assert item.clause and item.unit in ("ug/m3", "mg/m3", "ppm", "ppb")
        for before, after in zip(item.segments[:-1], item.segments[1:], strict=True):
            assert before.high <= after.low <= before.high + Fraction(1, 10**item.digits)
            assert before.first <= before.last <= after.last
    assert [band.number for band in found.bands] == list(range(1, len(found.bands) + 1))
    assert all(
        one.highest + 1 == two.lowest for one, two in zip(found.bands[:-1], found.bands[1:], strict=True)
    )
    assert found.bands[-1].highest is None


@pytest.mark.parametrize("code", CODES)
def test_every_end_of_a_row_has_its_number_and_no_place_is_left_out(code: str) -> None:
    found = registry.profile(code)
    for item in found.items.values():
        for segment in item.segments:
            for amount, index in ((segment.low, segment.first), (segment.high, segment.last)):
                told = shapes.read_item(amount, item=item, profile=found)
                if found.is_scale and (amount == segment.high or item.segments[0] is segment):
                    assert told.index == index
                assert told.band is not None
        beyond = shapes.read_item(item.segments[-1].high * 3 + 1, item=item, profile=found)
        if item.beyond is Beyond.OTHER_ITEM:
            assert beyond.why is Why.ABOVE_TABLE
        elif item.beyond is Beyond.LAST_BAND:
            assert (beyond.index, beyond.band) == (None, found.bands[-1])
        elif item.beyond is Beyond.LAST_INDEX:
            assert beyond.index == item.segments[-1].last
        else:
            assert beyond.index > item.segments[-1].last


@pytest.mark.parametrize("code", CODES)
@settings(deadline=None)
@given(value=VALUES, more=st.floats(0, 500))
def test_dirtier_air_never_has_the_better_band(code: str, value: float | None, more: float) -> None:
    found = registry.profile(code)
    for item in found.items.values():
        low = shapes.read_item(value, item=item, profile=found)
        high = shapes.read_item(None if value is None else value + more, item=item, profile=found)
        if low.band is not None and high.band is not None:
            assert low.band.number <= high.band.number
            assert low.index is None or high.index is None or low.index <= high.index


@pytest.mark.parametrize("edition", ["2012", "2026"])
@settings(deadline=None)
@given(values=st.fixed_dictionaries({code: VALUES for code in ("so2", "no2", "co", "o3_8h", "pm10", "pm25")}))
def test_the_chinese_index_is_the_one_of_the_law(edition: str, values: dict[str, float | None]) -> None:
    standard = editions.index_standard_of(edition)
    law = exact.daily(values, edition=edition)
    row = {item.item: values[item.column] for item in standard.daily if item.column in values}
    found = shapes.read(row, profile=registry.profile(f"cn-{edition}"))
    told = {
        standard.breakpoints[name].pollutant: one.index for name, one in found.items.items() if name in row
    }
    assert told == law.sub_indices
    if law.na_reason is None:
        assert (found.index, found.band.number) == (law.aqi, law.level.number)
        assert law.aqi <= 50 or sorted(found.primary) == sorted(law.primary)


def test_what_has_no_value_says_why() -> None:
    us = registry.profile("us-2024")
    pm25, hour = us.items["pm25_24h"], us.items["o3_1h"]
    found = [
        shapes.read_item(value, item=pm25, profile=us).why for value in (None, float("nan"), -1, float("inf"))
    ]
    assert found == [Why.MISSING, Why.MISSING, Why.NEGATIVE, Why.NOT_FINITE]
    assert shapes.read_item(0.124, item=hour, profile=us).why is Why.BELOW_TABLE
    assert shapes.read({}, profile=us).why is Why.TOO_FEW


def test_refuses_names_it_has_no_table_for() -> None:
    with pytest.raises(shapes.UnknownColumn, match="has no table for 'pm25'; it has them for o3_8h"):
        shapes.read({"pm25": 1}, profile=registry.profile("us-2024"))
    with pytest.raises(registry.UnknownProfile, match="no index 'mars' here; the indices are cn-2012"):
        registry.profile("mars")
