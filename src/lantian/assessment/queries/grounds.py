"""Which alarms would lose their ground, or get one, if readings stood otherwise; written nowhere."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from lantian.assessment import models
from lantian.assessment.queries import judged, rules
from lantian.assessment.queries.judged import Indices
from lantian.assessment.rules import judging
from lantian.calendar import queries as calendar
from lantian.observations.queries import Supposed

SILENCE = ""  # the parameter of an alarm about the device itself, which readings do not ground
Ground = tuple[datetime, str, str, str]
"""Hour, rule, station, parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmMove:
    """One alarm that would be withdrawn, with its episode's number, or one that would be raised."""

    number: str
    rule: str
    name_zh: str
    name_en: str
    station: str
    parameter: str
    begins_at: datetime
    is_withdrawn: bool


def moves(
    hours: Collection[datetime], *, supposed: Supposed, indices: Mapping[datetime, Indices], as_of: int
) -> tuple[AlarmMove, ...]:
    """The alarms of some hours that would come or go under other flags, and with these indices of hours."""
    if not hours:
        return ()
    met = set(_met(hours, supposed=supposed, indices=indices, as_of=as_of))
    kept = models.Alarm.objects.filter(begins_at__in=list(hours), withdrawn_at__isnull=True)
    standing = {
        (one.begins_at, one.rule.code, one.station.code, one.parameter): one
        for one in kept.exclude(parameter=SILENCE).select_related("rule", "station", "episode")
    }
    moved = sorted(met ^ standing.keys())
    return tuple(_move(key, standing.get(key)) for key in moved)


def _met(
    hours: Collection[datetime], *, supposed: Supposed, indices: Mapping[datetime, Indices], as_of: int
) -> Iterator[Ground]:
    """Every rule met in some hours as readings would stand."""
    for day, of_day in groupby(sorted(hours), key=calendar.local_day):
        in_force = rules.rules_in_force(day)
        judge = judging.Judge({code: rule.parameters for code, rule in in_force.items()})
        asked = judged.hours_of_stations(
            list(of_day), judge=judge, as_of=as_of, supposed=supposed, instead=indices
        )
        for begins_at, found in asked:
            for hour in found:
                for met in judge.judge(hour):
                    yield begins_at, met.rule, hour.station, met.parameter


def _move(key: Ground, alarm: models.Alarm | None) -> AlarmMove:
    begins_at, code, station, parameter = key
    rule = alarm.rule if alarm else rules.rule_in_force(code, on=calendar.local_day(begins_at))
    return AlarmMove(
        number=alarm.episode.number if alarm else "",
        rule=code,
        name_zh=rule.name_zh,
        name_en=rule.name_en,
        station=station,
        parameter=parameter,
        begins_at=begins_at,
        is_withdrawn=alarm is not None,
    )
