"""The same through the real journal and lake: frames in, numbers and their explanation out."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lantian.assessment import actions, models, queries
from lantian.assessment.tests import build
from lantian.assessment.tests.build import NOON, NOW
from lantian.observations import actions as observing
from lantian.observations import queries as observations
from lantian.observations.models import Flag
from lantian.observations.tests import build as wire
from lantian.registry.models import Device, Station

HOUR = timedelta(hours=1)
CLEAN = {"pm25": "30", "pm10": "60", "so2": "5", "no2": "20", "co": "0.4", "o3": "80"}


@pytest.fixture
def home(db: None, settings: Any, tmp_path: Path) -> Path:  # Any: pytest-django's settings wrapper
    """A home with two statutory stations, each with a device."""
    settings.LANTIAN_HOME = tmp_path
    for number in (1, 2):
        build.a_station(f"ST0{number}")
        station = Station.objects.get(code=f"ST0{number}")
        Device.objects.create(mn=f"MN{number}", password=wire.PASSWORD, station=station)
    return tmp_path


def receive(
    home: Path, number: int, *, marks: dict[str, str] | None = None, qn: int = 0, **values: str
) -> None:
    frame = wire.a_frame({**CLEAN, **values}, at=NOON, mn=f"MN{number}", marks=marks, qn=qn)
    wire.record(home, frame, received_at=NOW)


def assess() -> list[str]:
    return actions.assess_hours(since=NOON, until=NOON + HOUR, now=NOW)


def row(subject: str) -> models.HourlyIndex:
    return models.HourlyIndex.objects.get(subject=subject, begins_at=NOON)


def test_frames_become_indices_whose_explanation_ends_at_their_packets(home: Path) -> None:
    receive(home, 1, pm25="60.6")
    receive(home, 2, marks={"co": "D"})
    assess()
    assert (row("ST01").aqi, row("ST02").missing["co"], row("D1").values["pm25"]) == (101, "mark:D", "45")
    found = queries.explain(f"assessment.hour:region/D1/2026-03-10T04:00Z/pm25@{row('D1').position}")
    assert found.agrees and [one.value for one in found.inputs] == ["60.6", "30"]
    reading = observations.reading_at(found.inputs[0].address)
    packet = observations.packet(reading.position)
    assert reading.value == 60.6 and b"a34004-Avg=60.6" in packet.raw


def test_a_correction_moves_the_number_and_the_old_address_still_gives_the_old_one(home: Path) -> None:
    receive(home, 1)
    receive(home, 2)
    assess()
    before = row("D1").position
    receive(home, 1, qn=1, pm10="100")
    assess()
    assert (row("D1").values["pm10"], row("ST02").position) == ("80", before)
    old = queries.explain(f"assessment.hour:region/D1/2026-03-10T04:00Z/pm10@{before}")
    assert (old.value, old.is_superseded) == ("60", True)
    assert queries.explain("assessment.hour:region/D1/2026-03-10T04:00Z/pm10").agrees


def test_the_next_packet_does_not_slip_into_what_was_computed_before_it(home: Path) -> None:
    receive(home, 1)
    assess()
    at = row("D1").position
    receive(home, 2, pm10="100")
    again = queries.explain(f"assessment.hour:region/D1/2026-03-10T04:00Z/pm10@{at}")
    assert again.value == "60" and again.agrees


def test_a_flag_takes_a_reading_out_and_the_number_says_so(home: Path) -> None:
    receive(home, 1)
    receive(home, 2, pm10="100")
    assess()
    observing.flag(
        station="ST02", parameter="pm10", first_begins_at=NOON, last_begins_at=NOON, kind=Flag.Kind.INVALID,
        reason="calibration", by=None, now=NOW, check_name="test",
    )  # fmt: skip
    assess()
    assert row("ST02").missing["pm10"] == "flag" and row("D1").values["pm10"] == "60"


def test_a_batch_is_assessed_and_judged_in_one_go(home: Path) -> None:
    actions.seed(now=NOON)
    receive(home, 1, o3="201")
    receive(home, 2)
    actions.assess_batch(
        stretches=[(NOON - timedelta(minutes=10), NOON + timedelta(minutes=50))],  # ten-minute readings too
        stations=["ST01", "ST02"],
        position=observations.lake_position(),
        now=NOW,
    )
    assert models.DailyAssessment.objects.count() == 3
    assert [alarm.parameter for alarm in models.Alarm.objects.all()] == ["o3"]
