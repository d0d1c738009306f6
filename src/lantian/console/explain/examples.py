"""Addresses to begin with: the newest real numbers this person may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.assessment import permissions
from lantian.assessment.models import DailyAssessment, HourlyIndex, SubjectKind
from lantian.assessment.queries import addresses
from lantian.assessment.rules import keys
from lantian.console import air, words
from lantian.console.explain import wording
from lantian.observations import queries as observations
from lantian.registry import queries as registry
from lantian.registry.models import Region, Station
from lantian.reporting import queries as reporting
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A number, its address, and where that leads."""

    name: str
    value: str
    address: str
    url: str


def examples(by: Actor) -> tuple[Example, ...]:
    """At most one of each kind; fewer while the house is new."""
    return (*_of_an_hour(by), *_of_the_day(by), *_of_a_briefing(by))


def _of_an_hour(by: Actor) -> Iterator[Example]:
    stations = {one.code: one for one in permissions.visible_stations(by).filter(kind__in=air.STATUTORY)}
    row = (
        HourlyIndex.objects.filter(subject_kind=SubjectKind.STATION, subject__in=stations, aqi__isnull=False)
        .order_by("-begins_at", "subject")
        .first()
    )
    if row is None:
        return
    station, at = stations[row.subject], wording.hour(row.begins_at)
    yield _example(
        _("AQI, %(place)s, %(when)s") % {"place": words.name(station), "when": at},
        str(row.aqi),
        air.hour_address(row),
    )
    yield from _of_a_reading(station, row, at)


def _of_a_reading(station: Station, row: HourlyIndex, at: str) -> Iterator[Example]:
    code = next((one for one in ("pm10", "pm25", *row.values) if row.values.get(one)), None)
    if code is None:
        return
    reading = observations.address_of(
        station=station.code, parameter=code, begins_at=row.begins_at, as_of=row.position
    )
    name = _("Reading of %(code)s, %(place)s, %(when)s") % {
        "code": formats.substance(code),
        "place": words.name(station),
        "when": at,
    }
    yield _example(name, wording.with_unit(str(row.values[code]), formats.unit(code)), str(reading))


def _of_the_day(by: Actor) -> Iterator[Example]:
    try:
        region = registry.our_district()
    except Region.DoesNotExist:
        return
    if not permissions.may_see_subject(by, kind=SubjectKind.REGION, subject=region.code):
        return
    row = (
        DailyAssessment.objects.filter(
            subject_kind=SubjectKind.REGION, subject=region.code, aqi__isnull=False
        )
        .order_by("-day")
        .first()
    )
    if row is not None:
        address = addresses.of_day(
            row.subject_kind, row.subject, row.day, figure=keys.INDEX, position=row.position
        )
        name = _("AQI of the day, %(place)s, %(when)s") % {
            "place": words.name(region),
            "when": formats.day(row.day),
        }
        yield _example(name, str(row.aqi), address)


def _of_a_briefing(by: Actor) -> Iterator[Example]:
    if not by.may(Verb.SEE_BRIEFINGS):
        return
    newest = reporting.briefings(by).first()
    figure = newest.figures.first() if newest else None
    if newest is not None and figure is not None:
        address = f"reporting.figure:{newest.number}/{figure.key}"
        name = _("First figure of briefing %(number)s") % {"number": newest.number}
        yield _example(name, wording.with_unit(figure.text, figure.unit), address)


def _example(name: str, value: str, address: str) -> Example:
    return Example(name=name, value=value, address=address, url=air.explain_url(address))
