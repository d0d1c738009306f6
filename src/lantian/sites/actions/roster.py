"""Who is on duty, somebody else in their place, and checking in."""

from datetime import date, datetime

from django.db import transaction

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Verb, require
from lantian.calendar import queries as calendar
from lantian.inspections import rules as going
from lantian.kernel import outbox
from lantian.registry import rules as geodesy
from lantian.registry.models import Source
from lantian.sites import events, models, queries, rules
from lantian.sites.actions import own


@transaction.atomic
def set_duty(*, source_code: str, day: date, person_id: int, by: Actor, now: datetime) -> models.Shift:
    """Put somebody who keeps the place on duty on a day that is not over; set again it hands over instead."""
    require(Verb.KEEP_ROSTER, by)
    source = own.own_place(source_code, by)
    _check_day(day, now=now)
    person = _keeper(source, person_id, on=day)
    shift, is_new = models.Shift.objects.get_or_create(
        source=source, day=day, defaults={"person_id": person.pk}
    )
    if is_new:
        outbox.emit(
            events.DutySet(
                about=own.about(source),
                by=by.id,
                at=now,
                source=source.code,
                day=day.isoformat(),
                person=person.pk,
            )
        )
    return shift


@transaction.atomic
def hand_over(
    *, source_code: str, day: date, person_id: int, reason: str, by: Actor, now: datetime
) -> models.Shift:
    """Somebody is away: another keeper of the place is on duty that day, with the reason."""
    require(Verb.KEEP_ROSTER, by)
    source = own.own_place(source_code, by)
    rules.check_reason(reason)
    _check_day(day, now=now)
    person = _keeper(source, person_id, on=day)
    shift = models.Shift.objects.get(source=source, day=day)
    moved = models.Shift.objects.filter(
        pk=shift.pk, person_id=shift.person_id, checked_in_at__isnull=True
    ).update(person_id=person.pk, was_id=shift.person_id, reason=reason)
    if not moved:
        raise rules.AlreadyThere(day)
    outbox.emit(
        events.DutyHandedOver(
            about=own.about(source),
            by=by.id,
            at=now,
            source=source.code,
            day=day.isoformat(),
            was=shift.person_id,
            person=person.pk,
            reason=reason,
        )
    )
    return models.Shift.objects.get(pk=shift.pk)


@transaction.atomic
def check_in(
    *,
    source_code: str,
    lon: float | None,
    lat: float | None,
    accuracy_m: float | None,
    place_note: str,
    by: Actor,
    now: datetime,
) -> models.Shift:
    """Say that one is there, on the day itself, with time and place; sent twice the first stands."""
    require(Verb.CHECK_IN, by)
    source = own.own_place(source_code, by)
    day = calendar.local_day(now)
    shift = queries.shift_today(source, by.id, now=now)
    if shift is None:
        raise rules.NotOnDuty(day)
    if shift.checked_in_at is not None:
        return shift
    going.check_place(lon=lon, lat=lat, place_note=place_note)
    distance = None
    if lon is not None and lat is not None:
        distance = geodesy.distance_m(lon, lat, source.lon, source.lat)
    there = models.Shift.objects.filter(pk=shift.pk, person_id=by.id, checked_in_at__isnull=True).update(
        checked_in_at=now,
        lon=lon,
        lat=lat,
        accuracy_m=accuracy_m,
        distance_m=distance,
        place_note=place_note,
    )
    if there:
        outbox.emit(
            events.DutyBegun(
                about=own.about(source),
                by=by.id,
                at=now,
                source=source.code,
                day=day.isoformat(),
                lon=lon,
                lat=lat,
                accuracy_m=accuracy_m,
                distance_m=distance,
                place_note=place_note,
            )
        )
    return models.Shift.objects.get(pk=shift.pk)


def _check_day(day: date, *, now: datetime) -> None:
    if day < calendar.local_day(now):
        raise rules.DayPast(day)


def _keeper(source: Source, person_id: int, *, on: date) -> Person:
    """Somebody who keeps the place on a day; NotAKeeper otherwise."""
    found = {person.pk: person for person in queries.keepers(source, on=on)}
    if person_id not in found:
        raise rules.NotAKeeper(str(person_id), place=source.name_zh)
    return found[person_id]
