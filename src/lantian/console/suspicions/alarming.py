"""The stations that alarm now: which rule, from where, who was sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lantian.accounts.rules import Actor
from lantian.assessment import queries as assessment
from lantian.assessment.models import Episode
from lantian.console import air
from lantian.console.suspicions import course
from lantian.console.suspicions.course import Course
from lantian.registry.models import Station
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarming:
    """A station whose alarm is not over: its value now, and the course of the alarm."""

    name: str
    url: str
    value: str
    hours: str
    explain_url: str
    course: Course


def courses(by: Actor, stations: Sequence[Station]) -> list[Course]:
    """What runs here, one a station: what alarmed last, what waits for a decision, red, then official."""
    kinds = {one.code: one.kind for one in stations}
    running = {
        one.number: one
        for one in assessment.running_episodes(by)
        if one.kind == Episode.Kind.AIR and one.station in kinds
    }

    def rank(one: Course) -> tuple[float, bool, bool, bool, str]:
        episode = running[one.number]
        waits = one.pointer is not None and one.pointer.is_open
        is_official = kinds[one.station] in air.STATUTORY
        return (
            -episode.last_at.timestamp(), not waits, episode.severity != "red", not is_official, one.number
        )  # fmt: skip

    first: dict[str, Course] = {}
    for one in sorted(course.of_episodes(list(running.values()), by), key=rank):
        first.setdefault(one.station, one)
    return list(first.values())


def rows(found: Iterable[Course], hours: air.Hours, *, at: datetime) -> tuple[Alarming, ...]:
    """The stations of some courses with their value in an hour."""
    return tuple(_row(one, hours, at=at) for one in found)


def _row(one: Course, hours: air.Hours, *, at: datetime) -> Alarming:
    hour = hours.get(one.station, {}).get(at)
    value = hour.values.get(one.parameter) if hour else None
    shown = formats.number(float(value), one.parameter) if value is not None else ""
    return Alarming(
        name=one.station_name,
        url=reverse("console:station", args=[one.station]),
        value=f"{one.substance} {shown} {formats.unit(one.parameter)}" if shown else "",
        hours=air.stretch(one.begins_at, one.last_at, today=at),
        explain_url=air.explain_url(air.hour_address(hour, one.parameter)) if hour and shown else "",
        course=one,
    )
