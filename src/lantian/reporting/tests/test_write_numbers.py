"""Numbers are printed as the law rounds them, and a missing one is a dash."""

from decimal import Decimal

import pytest

from lantian.reporting.rules import words
from lantian.reporting.rules.sheet import Amount, Sheet, filled, written


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (Decimal("12.5"), "pm10", "12"),  # half to even, GB/T 8170-2008 3.2
        (Decimal("13.5"), "pm10", "14"),
        (Decimal("0.85"), "co", "0.8"),
        (Decimal("0.8"), "co", "0.8"),
        (Decimal("5"), "composite", "5.00"),
        (Decimal("-3.25"), "difference", "−3.2"),
        (Decimal("-0.04"), "difference", "0.0"),
        (0, "", "0"),
        (None, "co", "—"),
    ],
)
def test_rounds_half_to_even_to_the_places_of_its_kind(value, code, text):
    assert written(value, code=code) == text


def test_a_sheet_keeps_text_unit_address_and_reason():
    sheet = Sheet()
    place = sheet.put("pm10", Amount(value=None, address="a.b:c", unit="µg/m³", reason="flag"))
    assert place == "{pm10}"
    figure = sheet.figures["pm10"]
    assert (figure.text, figure.unit, figure.address, figure.reason) == ("—", "µg/m³", "a.b:c", "flag")


def test_fills_known_keys_and_leaves_the_rest():
    assert filled("{a} of {b}", {"a": "1"}) == "1 of {b}"


def test_names_all_primary_pollutants_of_a_tie():
    assert words.primary(["pm25", "pm10"])["zh"] == "首要污染物PM2.5、PM10"
    assert words.primary([])["zh"] == "无首要污染物"
