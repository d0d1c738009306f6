"""Hours that are not there are listed with what is missing, how long, and whether it goes on."""

from datetime import timedelta

from lantian.assessment.queries.gaps import gaps
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOON, Lake

HOUR = timedelta(hours=1)
SINCE = NOON - 24 * HOUR
PARTICLES = ("pm25", "pm10")


def fill(lake: Lake, code: str, *, without: range = range(0), parameter: str = "") -> None:
    for hour in range(24):
        gone = hour in without
        if not gone or parameter:
            lake.add(code, SINCE + hour * HOUR, {**CLEAN, parameter: None} if gone else CLEAN)


def test_a_silent_station_is_one_gap_that_goes_on(lake: Lake) -> None:
    code = build.a_station("ST01").code
    fill(lake, code, without=range(18, 24))
    (found,) = gaps({code: tuple(CLEAN)}, since=SINCE, until=NOON)
    assert (found.first, found.last, found.hours) == (SINCE + 18 * HOUR, NOON - HOUR, 6)
    assert found.is_whole and found.is_open and found.is_long
    assert set(found.parameters) == set(CLEAN)


def test_a_parameter_that_falls_silent_is_named_and_a_short_gap_is_not_long(lake: Lake) -> None:
    for code, without in (("ST01", range(3, 8)), ("ST02", range(3, 7))):
        fill(lake, build.a_station(code).code, without=without, parameter="so2")
    found = gaps({"ST01": tuple(CLEAN), "ST02": tuple(CLEAN)}, since=SINCE, until=NOON)
    assert [(one.station, one.parameters, one.hours, one.is_long) for one in found] == [
        ("ST01", ("so2",), 5, True), ("ST02", ("so2",), 4, False),
    ]  # fmt: skip
    assert not any(one.is_whole or one.is_open for one in found)


def test_a_station_that_never_spoke_lacks_everything_it_should_report(lake: Lake) -> None:
    fill(lake, build.a_station("ST01").code)
    silent = build.a_station("ST02").code
    (found,) = gaps({"ST01": tuple(CLEAN), silent: PARTICLES}, since=SINCE, until=NOON)
    assert (found.station, found.hours, set(found.parameters), found.is_whole) == (
        silent, 24, set(PARTICLES), True,
    )  # fmt: skip


def test_what_a_device_marked_is_missing_too(lake: Lake) -> None:
    code = build.a_station("ST01").code
    fill(lake, code, without=range(10, 12))
    for hour in (10, 11):
        lake.add(code, SINCE + hour * HOUR, CLEAN, marks="pm10=D")
    (found,) = gaps({code: tuple(CLEAN)}, since=SINCE, until=NOON)
    assert (found.parameters, found.hours, found.is_whole) == (("pm10",), 2, False)


def test_no_station_and_no_hour_have_no_gap(lake: Lake) -> None:
    assert gaps({}, since=SINCE, until=NOON) == ()
    assert gaps({"ST01": PARTICLES}, since=NOON, until=NOON) == ()
