"""A flag moves the published numbers of its hours and no others; lifted, they are what they were."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lantian.accounts.models import Person
from lantian.assessment import actions as assessment
from lantian.assessment import queries
from lantian.assessment.models import Alarm, DailyAssessment, Episode, HourlyIndex
from lantian.assessment.tests import build
from lantian.assessment.tests.build import NOON, NOW
from lantian.kernel import clock, outbox
from lantian.kernel.models import Event
from lantian.observations import actions as observing
from lantian.observations.models import Flag
from lantian.observations.tests import build as wire
from lantian.pipeline import handlers
from lantian.registry.models import Device, Station

HOUR = timedelta(hours=1)
CLEAN = {"pm25": "30", "pm10": "60", "so2": "5", "no2": "20", "co": "0.4", "o3": "80"}


@pytest.fixture
def home(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # Any: untyped
    """Two statutory stations: one with ozone above its limit at noon, quiet in the two hours before."""
    settings.LANTIAN_HOME = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assessment.seed(now=NOON)
    for number in (1, 2):
        build.a_station(f"ST0{number}")
        station = Station.objects.get(code=f"ST0{number}")
        Device.objects.create(mn=f"MN{number}", password=wire.PASSWORD, station=station)
    frames = [
        wire.a_frame(
            {**CLEAN, **({"o3": "201"} if back == 0 and number == 1 else {})},
            at=NOON - back * HOUR,
            mn=f"MN{number}",
        )
        for back in (2, 1, 0)
        for number in (1, 2)
    ]
    wire.record(tmp_path, *frames, received_at=NOW)
    outbox.drain(handlers.HANDLERS, now=NOW)
    return tmp_path


@pytest.fixture
def analyst(home: Path) -> Person:
    unit = build.an_organisation("hq", kind="office")
    return Person.objects.create(
        username="analyst", name_zh="值班", name_en="Duty", role="duty_analyst", organisation=unit, area=unit
    )


def flag(kind: Flag.Kind = Flag.Kind.INVALID, *, period: str = "1h") -> Flag:
    made = observing.flag(
        station="ST01", parameter="o3", first_begins_at=NOON, last_begins_at=NOON, kind=kind,
        reason="calibration", by=None, now=NOW, check_name="test", period=period,
    )  # fmt: skip
    outbox.drain(handlers.HANDLERS, now=NOW)
    return made


def lift(made: Flag, by: Person) -> None:
    observing.lift_flag(flag_id=made.pk, by=by, reason="it was none", now=NOW)
    outbox.drain(handlers.HANDLERS, now=NOW)


def noon(subject: str) -> HourlyIndex:
    return HourlyIndex.objects.get(subject=subject, begins_at=NOON)


def positions() -> dict[tuple[str, object], int]:
    return {(row.subject, row.begins_at): row.position for row in HourlyIndex.objects.all()}


def test_the_number_moves_and_says_why_and_comes_back_when_the_flag_is_lifted(
    home: Path, analyst: Person
) -> None:
    before = noon("ST01").aqi, noon("D1").values["o3"], day()
    assert before[:2] == (101, "140")
    made = flag()
    assert (noon("ST01").aqi, noon("ST01").missing["o3"]) == (None, "flag")
    assert noon("D1").values["o3"] == "80"
    assert day() != before[2]
    changed = Event.objects.filter(name="assessment.hours_assessed").latest("id").facts["changed"]
    assert {one["why"] for one in changed} == {"flag"}
    lift(made, analyst)
    assert (noon("ST01").aqi, noon("D1").values["o3"], day()) == before
    assert noon("ST01").missing == {}


def day() -> tuple[object, object]:
    row = DailyAssessment.objects.get(subject="ST01")
    return row.values, row.completeness


def test_no_other_hour_is_touched(home: Path, analyst: Person) -> None:
    before = positions()
    made = flag()
    touched = {key for key, position in positions().items() if position != before[key]}
    assert touched == {("ST01", NOON), ("D1", NOON)}
    lift(made, analyst)
    assert {key for key, at in positions().items() if at != before[key]} == touched


def test_the_alarm_is_withdrawn_and_raised_again(home: Path, analyst: Person) -> None:
    alarm = Alarm.objects.get(parameter="o3")
    assert alarm.withdrawn_at is None
    made = flag()
    alarm.refresh_from_db()
    assert alarm.withdrawn_at == NOW
    assert Episode.objects.get().state == "void"
    lift(made, analyst)
    alarm.refresh_from_db()
    assert alarm.withdrawn_at is None
    assert sorted(Episode.objects.values_list("state", flat=True)) == ["open", "void"]


def test_every_address_still_gives_what_stood_there(home: Path, analyst: Person) -> None:
    found = [number()]
    made = flag()
    found.append(number())
    lift(made, analyst)
    found.append(number())
    assert [value for _, value in found] == ["140", "80", "140"]
    assert len(dict(found)) == 3, "each act has a position of its own, though no packet came between"
    assert [queries.explain(address).value for address, _ in found] == ["140", "80", "140"]
    assert queries.explain(found[-1][0]).agrees


def number() -> tuple[str, str]:
    """The district's ozone at noon: its address and what it is."""
    row = noon("D1")
    return f"assessment.hour:region/D1/2026-03-10T04:00Z/o3@{row.position}", row.values["o3"]


@pytest.mark.parametrize("options", [{"kind": Flag.Kind.SUSPECT}, {"period": "10min"}])
def test_a_flag_that_takes_nothing_out_of_the_hours_moves_nothing(
    home: Path, options: dict[str, Any]
) -> None:
    before = positions()
    flag(**options)
    assert positions() == before
    assert Alarm.objects.get(parameter="o3").withdrawn_at is None


def test_a_flag_meets_a_number_computed_from_a_later_packet(home: Path) -> None:
    made = observing.flag(
        station="ST01", parameter="o3", first_begins_at=NOON, last_begins_at=NOON, kind=Flag.Kind.INVALID,
        reason="calibration", by=None, now=NOW, check_name="test",
    )  # fmt: skip
    HourlyIndex.objects.filter(begins_at=NOON).update(position=made.position + 100)
    wire.record(home, wire.a_frame({"no2": "21"}, at=NOON, mn="MN2", qn=1), received_at=NOW)
    outbox.drain(handlers.HANDLERS, now=NOW)
    assert noon("ST01").missing["o3"] == "flag"
