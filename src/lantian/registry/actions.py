"""Saying which station counts for which region, and who keeps which site or plant."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from lantian.accounts.models import Person
from lantian.accounts.rules import KEEPERS, Actor, NotAllowed, Verb, require
from lantian.calendar import queries as calendar
from lantian.kernel import outbox
from lantian.kernel.refusals import Refused, gettext_noop
from lantian.registry import events, models, permissions
from lantian.registry.queries import COUNTED

ONE = timedelta(days=1)
LARGEST = Decimal("999.999")
PLACES = 3


class BadMembership(Refused):
    """A station cannot count so."""


class NoReason(BadMembership):
    sentence = gettext_noop("Say why the station counts so; it stays beside the weight.")


class NoWeight(BadMembership):
    sentence = gettext_noop(
        "{weight} is no weight; one from 0 (does not count) to 999.999 with up to three decimals is needed."
    )


class Backward(BadMembership):
    sentence = gettext_noop("The stretch ends on {last}, before it begins on {first}.")


class NeverCounts(BadMembership):
    sentence = gettext_noop("{code} is a micro or site station, or no station at all; such never count.")


class NothingNew(BadMembership):
    sentence = gettext_noop("{code} counts exactly so already; nothing was changed.")


@transaction.atomic
def set_membership(
    *,
    region: str,
    station: str,
    weight: Decimal,
    first: date,
    last: date | None,
    reason: str,
    position: int,
    by: Actor,
    now: datetime,
) -> None:
    """State with what weight a station counts for a region over a stretch of days; 0: it does not count.

    What was stated of these days before stands no more from the position on; what was stated of other days
    stays.
    """
    require(Verb.SET_MEMBERSHIP, by)
    said = reason.strip()[:200]
    _check(weight, first=first, last=last, reason=said)
    place = models.Region.objects.select_related("organisation").get(code=region)
    if not permissions.decides_about_place(by, place):
        raise NotAllowed(Verb.SET_MEMBERSHIP, by, f"{region} lies outside the area")
    counted = models.Station.objects.filter(code=station, kind__in=COUNTED).first()
    if counted is None:
        raise NeverCounts(code=station)
    standing = list(
        models.Membership.objects.select_for_update()
        .filter(region=place, station=counted, ended_position__isnull=True)
        .order_by("valid_from")
    )
    touched = [row for row in standing if _meets(row, first=first, last=last)]
    if _is_said(touched, weight=weight, first=first, last=last):
        raise NothingNew(code=station)
    models.Membership.objects.filter(pk__in=[row.pk for row in touched]).update(ended_position=position)
    models.Membership.objects.bulk_create(
        [_rest(row, valid_from=begin, valid_to=end, position=position) for row in touched
         for begin, end in _outside(row, first=first, last=last)]
    )  # fmt: skip
    if weight:
        models.Membership.objects.create(
            station=counted, region=place, weight=weight, valid_from=first, valid_to=last, position=position,
            reason=said, set_by_id=by.id, set_at=now,
        )  # fmt: skip
    outbox.emit(
        events.MembershipSet(
            about=f"registry.membership:{region}/{station}",
            by=by.id,
            at=now,
            region=region,
            station=station,
            weight=f"{weight.normalize():f}",
            first=first.isoformat(),
            last=None if last is None else last.isoformat(),
            reason=said,
            position=position,
        )
    )


def _check(weight: Decimal, *, first: date, last: date | None, reason: str) -> None:
    if not reason:
        raise NoReason
    if not weight.is_finite() or not 0 <= weight <= LARGEST or round(weight, PLACES) != weight:
        raise NoWeight(weight=f"{weight}")
    if last is not None and last < first:
        raise Backward(first=f"{first}", last=f"{last}")


def _meets(row: models.Membership, *, first: date, last: date | None) -> bool:
    """Whether a row is about any day of a stretch."""
    return (last is None or row.valid_from <= last) and (row.valid_to is None or row.valid_to >= first)


def _is_said(touched: list[models.Membership], *, weight: Decimal, first: date, last: date | None) -> bool:
    """Whether what stands says the same already."""
    if not weight:
        return not touched
    if len(touched) != 1 or touched[0].weight != weight:
        return False
    (row,) = touched
    covers_end = row.valid_to is None or (last is not None and row.valid_to >= last)
    return row.valid_from <= first and covers_end


def _outside(row: models.Membership, *, first: date, last: date | None) -> list[tuple[date, date | None]]:
    """The days of a row before and behind a stretch."""
    found: list[tuple[date, date | None]] = []
    if row.valid_from < first:
        found.append((row.valid_from, first - ONE))
    if last is not None and (row.valid_to is None or row.valid_to > last):
        found.append((last + ONE, row.valid_to))
    return found


def _rest(
    row: models.Membership, *, valid_from: date, valid_to: date | None, position: int
) -> models.Membership:
    """What stays of a row."""
    return models.Membership(
        station_id=row.station_id, region_id=row.region_id, weight=row.weight, valid_from=valid_from,
        valid_to=valid_to, position=position, reason=row.reason, set_by_id=row.set_by_id, set_at=row.set_at,
    )  # fmt: skip


class NoKeeper(Refused):
    """Somebody without the role of one who keeps a place."""

    sentence = gettext_noop(
        "{person} is neither a site dust officer nor a plant or project manager. Give them that role first."
    )


@transaction.atomic
def name_keeper(*, person: str, source: str, by: Actor, now: datetime) -> None:
    """Say that somebody keeps a site or plant from today on; said twice nothing changes."""
    require(Verb.ADMINISTER, by)
    place = _place(source, by)
    who = Person.objects.get(username=person, organisation__path__startswith=by.area_path, is_active=True)
    if who.role not in KEEPERS:
        raise NoKeeper(person=who.name_zh)
    today = calendar.local_day(now)
    standing = models.Keeper.objects.select_for_update().filter(person=who, source=place)
    if standing.filter(valid_to__isnull=True).exists():
        return
    models.Keeper.objects.update_or_create(
        person=who, source=place, valid_from=today, defaults={"valid_to": None}
    )
    outbox.emit(
        events.KeeperNamed(
            about=f"registry.source:{source}", by=by.id, at=now, person=who.pk, since=today.isoformat()
        )
    )


@transaction.atomic
def end_keeper(*, person: str, source: str, by: Actor, now: datetime) -> None:
    """Say that somebody keeps a site or plant no more; from this moment they see nothing of it."""
    require(Verb.ADMINISTER, by)
    place = _place(source, by)
    standing = models.Keeper.objects.filter(person__username=person, source=place, valid_to__isnull=True)
    found = list(standing.values_list("person_id", flat=True))
    if standing.update(valid_to=calendar.local_day(now)):
        outbox.emit(events.KeeperLeft(about=f"registry.source:{source}", by=by.id, at=now, person=found[0]))


def _place(code: str, by: Actor) -> models.Source:
    """A source of the area; Source.DoesNotExist otherwise."""
    return models.Source.objects.get(code=code, grid__organisation__path__startswith=by.area_path)
