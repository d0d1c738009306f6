"""Tracing: from a number down to the bytes, for those who may see it."""

import json
from uuid import uuid4

import pytest

import build
from lantian.accounts.rules import Role
from lantian.cases import actions as cases
from lantian.cases.states import State
from lantian.kernel.references import BadAddress
from lantian.observations import queries as observations
from lantian.observations.journal.record import Entry, Kind, Origin
from lantian.observations.journal.writer import JournalWriter
from lantian.reporting import actions, queries
from lantian.reporting.queries import CannotTrace, StepKind
from lantian.reporting.tests import district
from lantian.reporting.tests.district import DAY, EIGHT, MORNING

pytestmark = pytest.mark.django_db


def facts(step: queries.Step, label: str) -> list[str]:
    return [fact.text for fact in step.facts if fact.label == label]


def test_an_hour_leads_to_the_frame_its_values_came_in(home, ours):
    district.air_of_the_day(home)
    trace = queries.trace("assessment.hour:station/B/2026-11-20T23:00Z")
    assert (trace.top.kind, trace.top.text, trace.top.of.en) == (StepKind.VALUE, "116", "Station B")
    assert facts(trace.top, "Edition") == ["2026"]
    assert any("pm10:sub_index" in text and "→ 116" in text for text in facts(trace.top, "Step"))
    reading = next(
        step for step in trace.top.below if step.address.startswith("observations.reading:B/pm10/")
    )
    assert (reading.text, reading.unit, reading.at) == ("160", "µg/m³", EIGHT)
    assert facts(reading, "Data mark") == ["N"]
    packet = reading.below[0]
    assert packet.kind is StepKind.PACKET
    assert facts(packet, "Checksum") == ["matches"]
    assert facts(packet, "Device") == [district.mn_of("B")]
    assert "a34002-Avg = 160" in facts(packet, "Field")
    assert facts(packet, "Sent from") == ["198.51.100.7:50000"]
    raw = facts(packet, "As it came")[0]
    assert raw.startswith("##") and f"MN={district.mn_of('B')}" in raw
    assert packet.address == f"observations.packet:{packet.text}"


def test_no_password_is_shown(home, ours):
    district.air_of_the_day(home)
    trace = queries.trace("assessment.hour:station/B/2026-11-20T23:00Z")
    assert "PW=******" in str(trace)
    assert "PW=123456" not in str(trace)


def test_a_district_s_day_opens_the_way_that_decides_and_names_the_others(home, ours):
    district.air_of_the_day(home)
    top = queries.trace("assessment.day:region/district/2026-11-20").top
    opened = [step for step in top.below if step.below]
    assert [step.address.split("@")[0] for step in opened] == [
        "assessment.day:region/district/2026-11-20/pm10"
    ]
    named = [step for step in top.below if not step.below]
    assert len(named) == 5 and {step.note for step in named} == {"not_opened"}
    for step in named:  # and each of them leads on
        assert queries.trace(step.address).of_kind(StepKind.PACKET)


def test_a_bad_checksum_is_told(home, ours):
    frames = district.frames_of("A", district.A, since=EIGHT, hours=1)
    position = district.send(home, [frames[0][:-4] + b"0000"])[0]
    packet = queries.trace(f"observations.packet:{position}").top
    assert facts(packet, "Checksum") == ["does not match"]
    assert facts(packet, "Fault")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("assessment.hour:station/B/2019-01-01T00:00Z", "no readings lie under"),
        ("assessment.hour:station/ZZ/2026-11-20T23:00Z", "nothing is registered under this name"),
        ("assessment.hour:yesterday", "is needed"),
        ("observations.packet:7", "no packet is kept at journal position 7"),
        ("observations.packet:seven", "a number"),
        ("reporting.figure:JBN-2026-000009/aqi", "nothing is registered under this name"),
        ("reporting.count:sunshine/district/2026-11-20", "names no count"),
        ("reporting.count:orders/nowhere/2026-11-20", "nothing is registered under this name"),
        ("reporting.weather:district/2026-11-20/mood", "names no weather"),
        ("reporting.effect:QX-2026-000001", "names no effect"),
        ("inspections.visit:not-a-key", "hexadecimal"),
        ("weather.wish:1", "no room keeps anything under weather.wish"),
    ],
)
def test_an_address_that_leads_nowhere_says_why(home, ours, address, why):
    with pytest.raises(CannotTrace, match=why) as told:
        queries.trace(address)
    assert isinstance(told.value, LookupError)


def test_a_text_that_is_no_address_is_told_what_one_looks_like():
    with pytest.raises(BadAddress, match="room.kind:key@position is needed"):
        queries.trace("the number on page one")


def test_a_site_s_readings_are_for_those_who_answer_for_it(home, db):
    cast = build.a_cast()
    district.a_district()
    district.air_of_the_day(home, mended_at=build.NOON)
    address = "observations.reading:M/pm10/1h/2026-11-20T04:00:00Z"
    position = int(queries.trace(address).top.below[0].text)
    for by in (cast.unit_head, cast.analyst, None):
        assert queries.trace(address, by=by).top.text == "300"
    for hidden in (address, f"observations.packet:{position}", "assessment.hour:station/M/2026-11-20T04:00Z"):
        with pytest.raises(CannotTrace):
            queries.trace(hidden, by=cast.outsider)


def test_a_frame_set_aside_is_only_for_those_who_keep_the_house(home, db):
    cast = build.a_cast()
    district.a_district()
    frame = district.frames_of("A", district.A, since=EIGHT, hours=1)[0]
    writer = JournalWriter(home / "journal")
    try:
        entry = Entry(Kind.QUARANTINED, 1, Origin("hj212", "198.51.100.7:1", "wrong-password"), frame)
        [position] = writer.append([entry])
    finally:
        writer.close()
    address = f"observations.packet:{position}"
    assert queries.trace(address, by=cast.analyst).top.kind is StepKind.PACKET
    for by in (cast.officer, cast.handler, cast.leader):
        with pytest.raises(CannotTrace):
            queries.trace(address, by=by)


def test_a_stranger_is_told_of_a_figure_what_everybody_is_told_of_nothing(home, ours):
    district.air_of_the_day(home)
    number = actions.write(region_code="district", day=DAY, by_id=None, now=MORNING).number
    officer = build.an_actor(role=Role.GRID_OFFICER)
    seen = []
    for address in (f"reporting.figure:{number}/aqi", f"reporting.figure:{number[:-1]}9/aqi"):
        with pytest.raises(CannotTrace) as told:
            queries.trace(address, by=officer)
        seen.append(told.value.why)
    assert seen[0] == seen[1]


def test_a_count_lists_only_items_a_person_may_see_and_says_so(home, db):
    cast = build.a_cast()
    district.a_district()
    build.a_case(cast, state=State.ASSIGNED)
    address = "reporting.count:filed/district/2026-11-20"
    assert [step.address for step in queries.trace(address, by=cast.unit_head).top.below] == [
        "cases.case:QX-2026-000001"
    ]
    hidden = queries.trace(address, by=cast.outside_head).top
    assert (hidden.text, hidden.below, hidden.note) == ("1", (), "not_shown")


def test_a_case_leads_back_through_visit_and_order_to_the_suspicion(home, db):
    cast = build.a_cast()
    district.a_district()
    suspicion = build.a_suspicion()
    visit = build.a_visit(cast, order=build.an_order(cast, suspicion=suspicion))
    build.a_problem(cast, visit=visit)
    cases.report_finding(visit_key=visit.key, now=build.NOON)
    trace = queries.trace("cases.case:QX-2026-000001")
    chain = [step.address.partition(":")[0] for step in trace.of_kind(StepKind.ITEM)]
    assert chain == [
        "cases.case", "inspections.visit", "dispatch.order", "diagnosis.suspicion", "assessment.episode",
    ]  # fmt: skip
    assert any("cases.reported" in text for text in facts(trace.top, "Event"))
    with pytest.raises(CannotTrace):
        queries.trace("cases.case:QX-2026-000001", by=cast.outsider)
    with pytest.raises(CannotTrace):
        queries.trace(f"inspections.visit:{uuid4()}")


def test_is_told_as_json_and_as_lines(home, ours):
    district.air_of_the_day(home)
    trace = queries.trace("observations.reading:A/co/1h/2026-11-20T23:00:00Z")
    told = json.loads(json.dumps(queries.trace_as_json(trace)))
    assert told["address"] == "observations.reading:A/co/1h/2026-11-20T23:00:00Z"
    assert told["trace"]["value"] == "0.7" and told["trace"]["below"][0]["kind"] == "packet"
    lines = queries.trace_as_lines(trace)
    assert "Reading · Station A · 2026-11-20 23:00Z = 0.7 mg/m³" in lines
    assert any(line.strip() == "Checksum: matches" for line in lines)


def test_an_address_without_position_means_now(home, ours):
    district.air_of_the_day(home)
    now = observations.lake_position()
    assert facts(queries.trace("assessment.day:region/district/2026-11-20").top, "Journal position") == [
        str(now)
    ]
