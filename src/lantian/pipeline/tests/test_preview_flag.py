"""What is listed before a flag is judged is what moves once it is; and listing it writes nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lantian.accounts.models import Person
from lantian.accounts.queries import actor_of
from lantian.accounts.rules import Actor
from lantian.assessment import actions as assessment
from lantian.assessment.models import Alarm, Change, DailyAssessment, HourlyIndex
from lantian.assessment.queries import periods, standing
from lantian.assessment.queries.preview import Preview, preview
from lantian.assessment.tests import build
from lantian.assessment.tests.build import NOON
from lantian.calendar import queries as calendar
from lantian.kernel import clock, outbox
from lantian.kernel.models import Event
from lantian.observations import actions as observing
from lantian.observations.models import Flag
from lantian.observations.rules import Proposal
from lantian.observations.tests import build as wire
from lantian.pipeline import handlers
from lantian.registry.models import Device, Station

HOUR = timedelta(hours=1)
NOW = NOON + timedelta(days=1)
MIDNIGHT = NOON - 12 * HOUR
CLEAN = {"pm25": "30", "pm10": "60", "so2": "5", "no2": "20", "co": "0.4", "o3": "80"}
LISTED = ("subject", "at", "figure", "old", "new", "why", "because_of")


@pytest.fixture
def home(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # Any: untyped
    """A whole day of two statutory stations and a micro one; ST01's dust is high for three hours."""
    settings.LANTIAN_HOME = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assessment.seed(now=NOON)
    for number, kind in ((1, "national"), (2, "national"), (3, "micro")):
        build.a_station(f"ST0{number}", kind=kind)
        station = Station.objects.get(code=f"ST0{number}")
        Device.objects.create(mn=f"MN{number}", password=wire.PASSWORD, station=station)
    frames = [
        wire.a_frame(
            {**CLEAN, "pm10": "900" if number != 2 and hour in (9, 10, 11) else str(60 - 4 * (number == 1))},
            at=MIDNIGHT + hour * HOUR,
            mn=f"MN{number}",
        )
        for hour in range(24)
        for number in (1, 2, 3)
    ]
    wire.record(tmp_path, *frames, received_at=NOW)
    outbox.drain(handlers.HANDLERS, now=NOW)
    earlier_days()
    return tmp_path


def earlier_days() -> None:
    """The first nine days of the month, alike at both stations, so that the month has its ranking."""
    values = {"pm25": "30", "pm10": "60", "so2": "5", "no2": "20", "co": "0.4", "o3_8h": "80"}
    DailyAssessment.objects.bulk_create(
        DailyAssessment(
            subject_kind=kind, subject=code, day=date(2026, 3, day), edition="2026", aqi=60, values=values,
            position=1, computed_at=calendar.day_bounds(date(2026, 3, day))[1],
        )
        for day in range(1, 10)
        for kind, code in (("station", "ST01"), ("station", "ST02"), ("region", "D1"))
    )  # fmt: skip


@pytest.fixture
def analyst(home: Path) -> Actor:
    unit = build.an_organisation("d1", kind="district")  # the district the stations stand in
    made = Person.objects.create(
        username="analyst", name_zh="值班", name_en="Duty", role="duty_analyst", organisation=unit, area=unit
    )
    return actor_of(made)


def proposed(station: str = "ST01", **other: object) -> Flag:
    found = Proposal(
        station=station, parameter="pm10", first=MIDNIGHT + 9 * HOUR, last=MIDNIGHT + 11 * HOUR,
        check_name="flatline", check_version="1", severity="doubtful", seen_zh="相同", seen_en="flat",
        numbers={},
    )  # fmt: skip
    observing.propose_flags(proposals=[replace(found, **other)], now=NOW)
    outbox.drain(handlers.HANDLERS, now=NOW)
    return Flag.objects.get()


def judge(act: Any, flag: Flag, by: Actor) -> None:
    act(flag_id=flag.pk, by=by, reason="inlet blocked", now=NOW)
    outbox.drain(handlers.HANDLERS, now=NOW)


def listed(found: Preview) -> list[tuple[object, ...]]:
    rows = [
        tuple("" if name in ("old", "new") and one[name] is None else str(one[name]) for name in LISTED)
        for one in (*found.hours, *found.days)
    ]
    rows += [
        (f"{one.kind}/{one.subject}", f"{one.first}..{one.last}", one.figure, _text(one.old), _text(one.new),
         "flag", "['ST01']")
        for one in found.periods
    ]  # fmt: skip
    return sorted(rows)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def kept(since: int = 0) -> list[tuple[object, ...]]:
    rows = Change.objects.filter(pk__gt=since)
    return sorted(
        (
            f"{row.subject_kind}/{row.subject}", row.at, row.figure, row.old, row.new, row.why,
            str(row.because_of),
        )
        for row in rows
    )  # fmt: skip


def everything() -> list[object]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (HourlyIndex, DailyAssessment, Change, Event, Flag)
    ]


def month(subject: str, kind: str = "region") -> Decimal | None:
    return periods.composite(kind, subject, NOON.date().replace(day=1), NOON.date()).index.total


def place(code: str) -> int | None:
    rows = standing.standing(group="stations", by="composite", kind="month", on=NOON.date()).rows
    return next(row.place for row in rows if row.code == code)


def test_a_proposal_moves_nothing_and_neither_does_listing_what_would(home: Path) -> None:
    before = [list(model.objects.values()) for model in (HourlyIndex, DailyAssessment, Change)]
    flag = proposed()
    assert [list(model.objects.values()) for model in (HourlyIndex, DailyAssessment, Change)] == before
    whole = everything()
    assert not preview(flag, now=NOW).is_empty
    assert everything() == whole


def test_what_was_listed_before_accepting_is_what_moved(home: Path, analyst: Actor) -> None:
    flag = proposed()
    found = preview(flag, now=NOW)
    before = {code: place(code) for code in ("ST01", "ST02")}, month("D1")
    judge(observing.accept_flag, flag, analyst)
    assert kept() == listed(found) and len(found.hours) > 6
    days = {(one["subject"], one["figure"]): (one["old"], one["new"]) for one in found.days}
    assert days["station/ST01", "pm10"] == ("162", "56") and ("region/D1", "pm10") in days
    assert {one["why"] for one in (*found.hours, *found.days)} == {"flag"}
    assert all(one["because_of"] == ["ST01"] for one in (*found.hours, *found.days))
    moves = {
        (move.subject, move.first.month, move.figure): (move.old, move.new)
        for move in found.periods
        if move.first.day == 1
    }
    assert moves["D1", 3, "composite"] == (before[1], month("D1"))
    assert moves["D1", 3, "pm10"] == moves["D1", 1, "pm10"] == (65, 60), "the quarter and the year too"
    places = {
        (move.subject, move.first.month): (move.old, move.new)
        for move in found.periods
        if move.figure == "place" and move.last > move.first
    }
    by_dust = {(move.old, move.new) for move in found.periods if move.figure == "place_pm10"}
    assert by_dust == {(2, 1), (1, 2)}
    assert places["ST01", 3] == (before[0]["ST01"], place("ST01")) == (2, 1)
    assert place("ST02") == before[0]["ST02"] == 1


def test_history_brought_in_today_is_listed_as_not_published_yet(home: Path) -> None:
    flag = proposed()
    out = preview(flag, now=NOW)
    later = NOW + timedelta(days=5)
    for model in (HourlyIndex, DailyAssessment):
        model.objects.update(computed_at=later - HOUR)
    found = preview(flag, now=later)
    assert (found.hours, found.days, found.clues) == ((), (), ())
    assert {(one["at"], one["figure"], one["new"]) for one in found.fresh} == {
        (one["at"], one["figure"], one["new"]) for one in (*out.days, *out.hours)
    }
    assert (found.published, found.periods) == (0, ()) and not found.is_empty
    values = {(one.subject, one.figure) for one in out.periods if not one.group}
    assert {(one.subject, one.figure) for one in found.fresh_periods if not one.group} == values
    assert not any(one.is_published for one in found.fresh_periods)


def test_the_day_that_is_hardly_over_is_listed_with_its_periods_as_not_published_yet(home: Path) -> None:
    flag = proposed()
    out = preview(flag, now=NOW)
    hardly = calendar.day_bounds(NOON.date())[1] + timedelta(minutes=50)
    found = preview(flag, now=hardly)
    assert found.days == () and found.periods == ()
    assert [(one.subject, one.figure, one.new) for one in found.fresh_periods] == [
        (one.subject, one.figure, one.new) for one in out.periods
    ]


def standing_alarms() -> set[tuple[str, str]]:
    found = Alarm.objects.filter(withdrawn_at__isnull=True, station__code="ST01")
    return {(one.rule.code, f"{one.begins_at:%H}") for one in found.select_related("rule")}


def test_alarms_that_lose_their_ground_are_listed_before_and_those_are_withdrawn(
    home: Path, analyst: Actor
) -> None:
    before = standing_alarms()
    flag = proposed()
    found = preview(flag, now=NOW)
    gone = {(one.rule, f"{one.begins_at:%H}") for one in found.alarms if one.is_withdrawn}
    come = {(one.rule, f"{one.begins_at:%H}") for one in found.alarms if not one.is_withdrawn}
    assert gone and all(one.number and one.station == "ST01" for one in found.alarms if one.is_withdrawn)
    judge(observing.accept_flag, flag, analyst)
    assert standing_alarms() == (before - gone) | come
    flag.refresh_from_db()
    back = preview(flag, now=NOW)
    assert {(one.rule, f"{one.begins_at:%H}") for one in back.alarms if not one.is_withdrawn} == gone
    judge(observing.restore, flag, analyst)
    assert standing_alarms() == before


def test_what_was_listed_before_restoring_is_what_moved_back(home: Path, analyst: Actor) -> None:
    flag = proposed()
    there = preview(flag, now=NOW)
    judge(observing.accept_flag, flag, analyst)
    newest = Change.objects.latest("pk").pk
    flag.refresh_from_db()
    back = preview(flag, now=NOW)
    judge(observing.restore, flag, analyst)
    assert kept(newest) == listed(back)
    turned = [(one["subject"], one["at"], one["figure"], one["new"], one["old"]) for one in there.hours]
    assert [(o["subject"], o["at"], o["figure"], o["old"], o["new"]) for o in back.hours] == turned
    assert [(move.old, move.new) for move in back.periods] == [(move.new, move.old) for move in there.periods]
    flag.refresh_from_db()
    assert preview(flag, now=NOW).is_empty, "a settled flag can move nothing any more"


def test_rejecting_moves_nothing(home: Path, analyst: Actor) -> None:
    judge(observing.reject_flag, proposed(), analyst)
    assert not Change.objects.exists()


def test_a_micro_station_moves_clues_and_no_official_figure(home: Path, analyst: Actor) -> None:
    flag = proposed("ST03")
    found = preview(flag, now=NOW)
    assert found.published == 0 and {one["subject"] for one in found.clues} == {"station/ST03"}
    judge(observing.accept_flag, flag, analyst)
    assert not Change.objects.exists()
    assert HourlyIndex.objects.get(subject="ST03", begins_at=flag.first_begins_at).missing["pm10"]


def test_weather_moves_no_number(home: Path, analyst: Actor) -> None:
    assert preview(proposed(parameter="rh"), now=NOW).is_empty
