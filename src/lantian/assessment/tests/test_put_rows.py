"""Rows are put through the driver: new ones, and those that take another's place."""

from datetime import date

import pytest

from lantian.assessment import models
from lantian.assessment.actions import writing
from lantian.assessment.tests.build import NOW

NAMES = ("subject_kind", "subject", "day", "edition", "aqi", "primary", "values", "position", "computed_at")
UNIQUE = NAMES[:3]
REST = {
    "is_statutory": True, "level": None, "sub_indices": {}, "missing": {}, "completeness": {},
    "parameters": {},
}  # fmt: skip
pytestmark = pytest.mark.django_db


def put(*rows: tuple[str, int | None, list[str], dict[str, str]]) -> None:
    writing.put(
        models.DailyAssessment,
        (*NAMES, *REST),
        [
            ("region", code, date(2026, 3, 1), "2026", aqi, primary, values, 7, NOW, *REST.values())
            for code, aqi, primary, values in rows
        ],
        unique=UNIQUE,
    )


def test_what_is_put_is_read_again_as_it_was_said() -> None:
    put(("A", 80, ["pm10", "o3"], {"pm10": "110"}), ("B", None, [], {}))
    found = {row.subject: row for row in models.DailyAssessment.objects.all()}
    assert (found["A"].aqi, found["A"].primary, found["A"].values) == (80, ["pm10", "o3"], {"pm10": "110"})
    assert (found["B"].aqi, found["B"].day, found["B"].computed_at) == (None, date(2026, 3, 1), NOW)
    assert found["B"].is_statutory is True


def test_a_row_of_the_same_subject_and_day_takes_the_place_and_keeps_its_key() -> None:
    put(("A", 80, [], {"pm10": "110"}), ("B", 50, [], {}))
    before = models.DailyAssessment.objects.get(subject="A").pk
    put(("A", 90, ["pm10"], {"pm10": "130"}))
    row = models.DailyAssessment.objects.get(subject="A")
    assert (row.pk, row.aqi, row.values) == (before, 90, {"pm10": "130"})
    assert models.DailyAssessment.objects.get(subject="B").aqi == 50


def test_nothing_is_put_without_rows() -> None:
    put()
    assert not models.DailyAssessment.objects.exists()
