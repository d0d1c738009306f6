"""A trace as JSON: everything a page shows of a number, in fields a program can read."""

import json

import pytest

from lantian.observations import actions as observing
from lantian.observations.models import Flag
from lantian.reporting import queries
from lantian.reporting.tests import district
from lantian.reporting.tests.district import DAY, EIGHT, MORNING

pytestmark = pytest.mark.django_db
HOUR = f"assessment.hour:station/A/{EIGHT:%Y-%m-%dT%H:%M}Z"


def told(address: str) -> dict:
    """The JSON of a trace, once through text as it travels."""
    return json.loads(json.dumps(queries.trace_as_json(queries.trace(address)), ensure_ascii=False))["trace"]


def test_an_index_tells_law_steps_and_whether_it_comes_out_again(home, ours):
    district.air_of_the_day(home)
    worked = told(HOUR)["worked"]
    assert (worked["standard"], worked["edition"], worked["clause"]) == (
        "HJ 633-2026",
        "2026",
        "HJ 633-2026 4.2",
    )
    assert worked["steps"][-1]["after"] == "100" and worked["steps"][-1]["label"] == "index"
    assert (worked["kept"], worked["agrees"]) == ("100", True)
    assert worked["conventions"]["gaps"] == "by_law"


def test_a_reading_tells_mark_flags_and_its_packet(home, ours):
    district.air_of_the_day(home)
    observing.flag(
        station="A", parameter="pm10", first_begins_at=EIGHT, last_begins_at=EIGHT, kind=Flag.Kind.INVALID,
        reason="sprayed beside the inlet", by=None, now=MORNING, check_name="spike",
    )  # fmt: skip
    step = told(f"observations.reading:A/pm10/1h/{EIGHT:%Y-%m-%dT%H:%M:%S}Z")
    reading = step["reading"]
    assert (reading["mark"], reading["counts"], step["value"]) == ("N", False, "120")
    assert reading["flags"] == [
        {
            "kind": "invalid",
            "reason": "sprayed beside the inlet",
            "author": "spike",
            "set_at": "2026-11-21T00:20:00+00:00",
        }
    ]
    assert step["below"][0]["address"] == reading["packet"]


def test_an_input_that_did_not_count_says_why(home, ours):
    district.air_of_the_day(home, but=("B",))
    step = told(f"assessment.day:region/district/{DAY}/pm10")
    assert step["worked"]["completeness"]["pm10"] == "24"
    assert [
        one["why"] for one in told(f"assessment.hour:region/district/{EIGHT:%Y-%m-%dT%H:%MZ}/pm10")["below"]
    ]


def test_a_thing_that_was_not_computed_has_nothing_worked(home, ours):
    positions = district.send(home, district.frames_of("A", district.A, since=EIGHT, hours=1))
    step = told(f"observations.packet:{positions[0]}")
    assert (step["worked"], step["reading"], step["why"]) == (None, None, "")
