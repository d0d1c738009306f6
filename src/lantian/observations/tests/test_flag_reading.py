"""Flags lie beside readings: they reject without deleting, and what was computed before can be repeated."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lantian.accounts.models import Organisation, Person
from lantian.kernel.models import Event
from lantian.kernel.references import BadAddress
from lantian.observations import actions, models, queries
from lantian.observations.tests import build
from lantian.observations.tests.build import NOON
from lantian.registry.models import Device

HOUR = timedelta(hours=1)


@pytest.fixture
def analyst(db: None) -> Person:
    unit = Organisation.objects.create(code="hq", name_zh="办", name_en="Office", kind="office", path="/hq/")
    return Person.objects.create(
        username="analyst",
        name_zh="值班分析员",
        name_en="Duty analyst",
        role="duty_analyst",
        organisation=unit,
        area=unit,
    )


def pm10(**options: object) -> list[float | None]:
    return queries.hourly(since=NOON, until=NOON + 3 * HOUR, **options)["pm10"].to_list()


def a_flag(
    by: Person | None, *, kind: models.Flag.Kind = models.Flag.Kind.INVALID, check: str = ""
) -> models.Flag:
    return actions.flag(
        station="ST01", parameter="pm10", first_begins_at=NOON + HOUR, last_begins_at=NOON + HOUR, kind=kind,
        reason="sprayed beside the inlet", by=by, now=NOON + 5 * HOUR, check_name=check,
    )  # fmt: skip


@pytest.fixture
def three_hours(home: Path, device: Device) -> list[int]:
    return build.record(
        home, *[build.a_frame({"pm10": str(n), "so2": "5"}, at=NOON + n * HOUR) for n in range(3)]
    )


def test_an_invalid_flag_rejects_its_hours_and_keeps_the_values(
    three_hours: list[int], analyst: Person
) -> None:
    a_flag(analyst)
    assert pm10() == [0.0, None, 2.0]
    assert pm10(keep_rejected=True) == [0.0, 1.0, 2.0]
    assert queries.hourly(since=NOON, until=NOON + 3 * HOUR)["so2"].to_list() == [5.0] * 3
    reading = queries.reading(station="ST01", parameter="pm10", begins_at=NOON + HOUR)
    assert (reading.value, reading.counts) == (1.0, False)
    assert [(note.reason, note.author) for note in reading.flags] == [
        ("sprayed beside the inlet", str(analyst))
    ]
    assert Event.objects.get(name="observations.reading_flagged").by_id == analyst.pk


def test_which_values_a_flag_took_out_is_told_beside_them_when_asked(
    three_hours: list[int], analyst: Person
) -> None:
    before = queries.act_position() - 1
    a_flag(analyst)
    hours = {"since": NOON, "until": NOON + 3 * HOUR}
    told = queries.hourly(tell_flagged=True, **hours)
    assert told["flagged_pm10"].to_list() == [False, True, False] and told["pm10"].to_list()[1] is None
    assert not told["flagged_so2"].any()
    assert not queries.hourly(tell_flagged=True, as_of=before, **hours)["flagged_pm10"].any()
    supposed = queries.Supposed(lifted=frozenset({models.Flag.objects.get().pk}))
    lifted = queries.hourly(tell_flagged=True, supposed=supposed, **hours)
    assert not lifted["flagged_pm10"].any() and lifted["pm10"].to_list() == [0.0, 1.0, 2.0]
    assert "flagged_pm10" not in queries.hourly(**hours).columns


def test_a_suspect_flag_of_a_check_only_shows(three_hours: list[int]) -> None:
    a_flag(None, kind=models.Flag.Kind.SUSPECT, check="spike")
    assert pm10() == [0.0, 1.0, 2.0]
    reading = queries.reading(station="ST01", parameter="pm10", begins_at=NOON + HOUR)
    assert reading.counts and reading.flags[0].author == "spike"


def test_as_of_a_position_only_flags_of_that_time_count(
    home: Path, three_hours: list[int], analyst: Person
) -> None:
    before = three_hours[-1]
    flag = a_flag(analyst)
    (between,) = build.record(home, build.a_frame({"no2": "1"}, at=NOON + 9 * HOUR))
    actions.lift_flag(flag_id=flag.pk, by=analyst, reason="it was a mist", now=NOON + 10 * HOUR)
    assert pm10(as_of=before) == [0.0, 1.0, 2.0]
    assert pm10(as_of=between) == [0.0, None, 2.0]
    assert pm10() == [0.0, 1.0, 2.0]
    with pytest.raises(actions.FlagLiftedAlready):
        actions.lift_flag(flag_id=flag.pk, by=analyst, reason="again", now=NOON)


def test_acts_between_two_packets_have_positions_of_their_own(
    home: Path, three_hours: list[int], analyst: Person
) -> None:
    seen = [queries.lake_position()]
    for _ in range(3):
        made = a_flag(analyst)
        seen.append(queries.lake_position())
        actions.lift_flag(flag_id=made.pk, by=analyst, reason="mist", now=NOON)
        seen.append(queries.lake_position())
    assert three_hours[-1] < seen[0] and seen == list(range(seen[0], seen[0] + 7))
    for _ in range(30):
        a_flag(analyst)
    assert queries.lake_position() == queries.recorded_position() - 1, "never the next packet's"
    (later,) = build.record(home, build.a_frame({"no2": "1"}, at=NOON + 9 * HOUR))
    assert later < queries.lake_position() < queries.recorded_position()


def test_the_event_of_a_lifted_flag_tells_its_stretch(three_hours: list[int], analyst: Person) -> None:
    made = a_flag(analyst)
    actions.lift_flag(flag_id=made.pk, by=analyst, reason="mist", now=NOON)
    facts = Event.objects.get(name="observations.flag_lifted").facts
    assert (facts["station"], facts["parameter"], facts["period"], facts["kind"]) == (
        "ST01", "pm10", "1h", "invalid",
    )  # fmt: skip
    assert facts["first_begins_at"] == facts["last_begins_at"] == "2026-03-01T05:00:00Z"


def test_an_address_leads_to_the_reading_and_on_to_its_packet(three_hours: list[int]) -> None:
    text = f"observations.reading:ST01/pm10/1h/2026-03-01T05:00:00Z@{three_hours[-1]}"
    reading = queries.reading_at(text)
    assert (str(reading.address), reading.value, reading.position) == (text, 1.0, three_hours[1])
    packet = queries.packet(reading.position)
    assert b"a34002-Avg=1," in packet.raw and packet.header is not None
    assert (packet.header.mn, packet.faults, packet.door) == (build.MN, (), "hj212")
    assert str(packet.address) == f"observations.packet:{three_hours[1]}"


@pytest.mark.parametrize(
    "text",
    [
        "observations.reading:ST01/pm10/1h",
        "observations.reading:ST01/dust/1h/2026-03-01T05:00:00Z",
        "observations.reading:ST01/pm10/2h/2026-03-01T05:00:00Z",
        "observations.reading:ST01/pm10/1h/2026-03-01T05:00:00",
        "observations.reading:ST01/pm10/1h/noon",
        "observations.reading:ST01/pm10/1h/0001-01-01T00:00:00+14:00",
        "cases.case:QX-2026-000001",
    ],
)
def test_what_is_no_address_of_a_reading_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadAddress, match="is not an address"):
        queries.reading_at(text)


def test_a_reading_that_never_came_is_named(db: None) -> None:
    with pytest.raises(queries.NoSuchReading, match="observations.reading:ST01/pm10/1h/2026-03-01T04:00:00Z"):
        queries.reading(station="ST01", parameter="pm10", begins_at=NOON)


def test_flags_of_a_stretch_are_those_in_force_on_its_readings(
    three_hours: list[int], analyst: Person
) -> None:
    row = a_flag(analyst)
    asked = {"stations": ["ST01"], "since": NOON, "until": NOON + 3 * HOUR}
    (found,) = queries.flags_between(**asked)
    assert (found.station, found.parameter, found.first, found.kind) == (
        "ST01",
        "pm10",
        NOON + HOUR,
        "invalid",
    )
    assert queries.flags_between(stations=["ST01"], since=NOON, until=NOON + HOUR) == ()
    assert queries.flags_between(**asked, period="10min") == ()
    actions.lift_flag(flag_id=row.pk, by=analyst, reason="it was the rain", now=NOON + 6 * HOUR)
    assert queries.flags_between(**asked) == ()
