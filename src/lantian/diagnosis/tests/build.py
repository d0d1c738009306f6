"""Builders: an episode above its peers with the wind from the north, sources around it, and people."""

from datetime import timedelta

from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import Role
from lantian.assessment import actions as assessment
from lantian.assessment import models as assessed
from lantian.assessment.tests import build
from lantian.assessment.tests.build import NOON, Lake
from lantian.registry.models import Grid

NOW = NOON + timedelta(hours=1, minutes=5)
KM = 1 / 111.195  # degrees of latitude in a kilometre on the sphere


def an_episode(
    lake: Lake, *, speed: float | None = 2.0, direction: float | None = 0.0, marks: str = ""
) -> str:
    """MS01 at 187 against 120 and 130; MS02 a kilometre off has the wind, MS03 farther off another one."""
    grid = a_grid()
    for code, north in (("MS01", 0.0), ("MS02", -1.0), ("MS03", -3.0)):
        build.a_station(code, kind="micro", lat=35.0 + north * KM, grid=grid)
    lake.add("MS01", NOON, {"pm10": 187.0})
    lake.add("MS02", NOON, {"pm10": 120.0, "ws": speed, "wd": direction}, marks=marks)
    lake.add("MS03", NOON, {"pm10": 130.0, "ws": None if speed is None else 3.0, "wd": 180.0})
    assessment.assess_hours(since=NOON, until=NOON + timedelta(hours=1), now=NOW)
    assessment.raise_alarms(begins_at=NOON, now=NOW)
    return assessed.Episode.objects.get().number


def a_grid() -> Grid:
    """The one grid of these tests."""
    return build.a_grid(build.a_district())


def a_source(code: str, *, north_km: float, east_km: float = 0.0, **changes: object) -> None:
    """A source some kilometres from MS01."""
    build.a_source(
        code, lon=113.0 + east_km * KM / 0.8192, lat=35.0 + north_km * KM, grid=a_grid(), **changes
    )  # cos 35° = 0.8192


def a_person(username: str, role: Role, unit: Organisation) -> Person:
    """Somebody who signs in."""
    return Person.objects.create(
        username=username, name_zh=username, name_en=username, role=role, organisation=unit, area=unit
    )
