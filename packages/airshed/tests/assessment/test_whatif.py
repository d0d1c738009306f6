from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.assessment import ranking, whatif
from airshed.assessment.composition import Composition
from airshed.assessment.gap import UnknownUnit
from airshed.indices import composite

PLAIN = Composition(denominators=composite.denominators_2012())
CLEAN = {"so2": 6, "no2": 20, "co": 0.4, "o3": 80, "pm10": 35, "pm25": 14}
VALUES = {"a": CLEAN, "b": CLEAN | {"pm10": 42}, "c": CLEAN | {"pm10": 49}, "d": CLEAN | {"o3": None}}


def test_places_are_recomputed_with_the_changed_values() -> None:
    found = whatif.what_if(
        VALUES, changes={"c": {"pm10": -14, "co": -0.1}, "a": {"so2": 6}}, composition=PLAIN
    )
    assert [(one.place, one.unit, one.value) for one in found.after.places] == [
        (1, "c", Decimal("2.08")), (2, "a", Decimal("2.20")), (2, "b", Decimal("2.20")),
    ]  # fmt: skip
    assert (found.moved["c"].up, found.moved["b"].up, found.moved["a"].up) == (2, 0, -1)
    assert [one.unit for one in found.after.unranked] == ["d"]
    assert (found.values["c"]["pm10"], VALUES["c"]["pm10"]) == (35, 49)


def test_a_changed_value_is_rounded_as_published() -> None:
    found = whatif.what_if(VALUES, changes={"b": {"pm10": -2.5, "co": 0.25}}, composition=PLAIN)
    assert (found.values["b"]["pm10"], found.values["b"]["co"]) == (40, Decimal("0.6"))


def test_refuses_what_is_not_there_and_what_cannot_be() -> None:
    with pytest.raises(UnknownUnit, match="'z'"):
        whatif.what_if(VALUES, changes={"z": {"pm10": -1}}, composition=PLAIN)
    with pytest.raises(whatif.NothingToChange, match="d has no value of 'o3'"):
        whatif.what_if(VALUES, changes={"d": {"o3": -1}}, composition=PLAIN)
    with pytest.raises(whatif.NothingToChange, match="'pm1'"):
        whatif.what_if(VALUES, changes={"a": {"pm1": -1}}, composition=PLAIN)
    with pytest.raises(whatif.BelowZero, match="pm10 of a would become -1; a concentration of at least 0"):
        whatif.what_if(VALUES, changes={"a": {"pm10": -36}}, composition=PLAIN)


@settings(deadline=None)
@given(st.integers(0, 50))
def test_there_and_back_is_where_it_was(by: int) -> None:
    there = whatif.what_if(VALUES, changes={"b": {"pm10": by}}, composition=PLAIN)
    back = whatif.what_if(there.values, changes={"b": {"pm10": -by}}, composition=PLAIN)
    assert back.after == there.before
    assert ranking.movements(back.after, earlier=there.after)["b"].up == -there.moved["b"].up
