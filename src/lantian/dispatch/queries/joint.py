"""Visits that may be made one, who goes on an order, and the proof that they are there."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.dispatch import models, permissions
from lantian.dispatch.queries import going
from lantian.dispatch.queries.issued import DETAILS
from lantian.dispatch.states import RUNNING, State
from lantian.registry.models import Source


def near_visits(
    by: Actor, *, source: Source, kind: str, mode: str, on: date, but: str = ""
) -> list[models.Order]:
    """Visits to the same firm that are planned so near a day that one joint visit is offered."""
    days = going.terms(kind, on=on).merge_within_days
    firm, _name = going.firm_of(source)
    if not days:
        return []
    found = permissions.visible_orders(by).filter(
        firm=firm,
        kind=kind,
        mode=mode,
        state=State.ISSUED,
        planned_on__range=(on - timedelta(days=days), on + timedelta(days=days)),
    )
    return list(found.exclude(number=but).select_related(*DETAILS).order_by("planned_on", "pk"))


def who_goes(order: models.Order) -> list[tuple[Person, str]]:
    """Everybody who goes on an order with their part: the officer, the companion, those who join."""
    own = [(person, "") for person in (order.officer, order.companion) if person]
    joined = order.parts.select_related("person__organisation")
    return own + [(one.person, one.part) for one in joined]


def goes(order: models.Order, person_id: int) -> bool:
    """Whether somebody goes on an order."""
    return person_id in {order.officer_id, order.companion_id} or joins(order.pk, person_id)


def goes_now(order: models.Order, by: Actor) -> bool:
    """Whether a person goes on an order now: their own, or one of somebody they stand in for.

    Where certificates are asked for, only a stand-in who holds one goes instead of its holder.
    """
    if goes(order, by.id):
        return True
    asked = going.terms(order.kind, on=calendar.local_day(order.issued_at)).certificates_needed
    fit = by.has_certificate or not asked
    return fit and any(goes(order, absent.id) for absent in by.stands_in_for)


def joins(order_id: int, person_id: int) -> bool:
    """Whether somebody of another unit goes along."""
    return models.Part.objects.filter(order_id=order_id, person_id=person_id).exists()


def scan_of(order: models.Order) -> models.ScanIn | None:
    """The first scan of the place's code on an order."""
    return order.scans.order_by("at").first()


def place_of_code(code: str) -> Source:
    """The place a code hangs at; PlaceCode.DoesNotExist for any other."""
    return models.PlaceCode.objects.select_related("source__grid__organisation").get(code=code).source


def orders_here(by: Actor, source: Source) -> QuerySet[models.Order]:
    """Orders on which a person goes to a place and that nobody has ended."""
    goes = Q(officer_id__in=by.ids) | Q(companion_id__in=by.ids) | Q(parts__person_id__in=by.ids)
    mine = permissions.visible_orders(by).filter(goes, source=source, state__in=RUNNING).distinct()
    return mine.select_related(*DETAILS).order_by("due_at", "pk")


def places_with_codes(by: Actor) -> QuerySet[Source]:
    """Places of a person's area to which people go, for printing their codes."""
    kinds = [Source.Kind.SITE, Source.Kind.PLANT, Source.Kind.STOCKPILE, Source.Kind.MIXING]
    found = Source.objects.filter(kind__in=kinds, grid__organisation__path__startswith=by.area_path)
    return found.select_related("grid", "answerable", "place_code").order_by("kind", "code")
