"""Questions about visits: the form to fill, what was answered and seen, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from lantian.accounts.rules import Actor
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.inspections import models, permissions, rules
from lantian.inspections.queries.checklists import template_for
from lantian.inspections.queries.photos import PhotoView, photo_view, photo_views
from lantian.registry import rules as geodesy

DETAILS = ("order__grid", "order__suspicion", "order__what", "template", "source", "officer__organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One question with its answer and photos."""

    id: int
    position: int
    code: str
    text_zh: str
    text_en: str
    category: str
    weight: int
    needs_photo: bool
    value: str | None
    note: str
    photos: tuple[PhotoView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitView:
    """A visit with its form as far as it is filled in."""

    key: str
    order_number: str
    suspicion_number: str
    state: str
    kind_of_going: str
    template_code: str
    template_zh: str
    template_en: str
    may_enter: bool
    source_code: str
    place_zh: str
    place_en: str
    officer_id: int
    checked_in_at: datetime
    said_at: datetime | None
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    distance_m: float | None
    place_note: str
    items: tuple[ItemView, ...]
    photos: tuple[PhotoView, ...]
    answered: int
    score: Decimal | None
    result: str
    category: str
    words: str
    filed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that waits for this person."""

    kind: str
    number: str
    title: str
    detail: str
    due_at: datetime | None
    clock: str
    is_overdue: bool
    act: str


def visit(key: UUID | str, by: Actor) -> VisitView:
    """One visit; Visit.DoesNotExist when absent or not for this person."""
    return _view(permissions.visible_visits(by).select_related(*DETAILS).get(key=key))


def visit_of(order_number: str, by: Actor) -> VisitView | None:
    """The visit of an order, None before the check-in."""
    found = permissions.visible_visits(by).select_related(*DETAILS).filter(order__number=order_number).first()
    return _view(found) if found else None


def form_of(order: Order, *, now: datetime) -> tuple[ItemView, ...]:
    """The empty checklist of an order nobody has checked in for; NoTemplate when none is in force."""
    return tuple(_item(item, None, ()) for item in template_for(order, now=now).items.all())


def finding_of(visit_key: UUID | str) -> models.Finding:
    """What a visit came to, for the rooms that act on it; Finding.DoesNotExist before it is filed."""
    details = (
        "visit__order__grid",
        "visit__order__suspicion__episode",
        "visit__source",
        "source",
        "visit__officer",
    )
    return models.Finding.objects.select_related(*details).get(visit__key=visit_key)


def distance_from_goal(order: Order, *, lon: float | None, lat: float | None) -> float | None:
    """Metres from the source that was to be looked at, or from the alarming station; None without a place."""
    goal = order.source or (order.suspicion.episode.station if order.suspicion else None)
    if lon is None or lat is None or goal is None:
        return None
    return geodesy.distance_m(lon, lat, goal.lon, goal.lat)


def answered(found: models.Visit) -> list[rules.Answered]:
    """The items of a visit as the rules see them."""
    answers = {answer.item_id: answer.value for answer in found.answers.all()}
    with_photo = set(found.evidence.exclude(item=None).values_list("item_id", flat=True))
    return [
        rules.Answered(
            text=item.text_zh,
            category=item.category,
            weight=item.weight,
            needs_photo=item.needs_photo,
            value=answers.get(item.pk),
            has_photo=item.pk in with_photo,
        )
        for item in found.template.items.all()
    ]


def needs_me(by: Actor, now: datetime) -> list[Need]:
    """Visits this person has begun and not filed."""
    mine = models.Visit.objects.filter(officer_id=by.id, state=models.Visit.State.OPEN)
    return [
        Need(
            kind="visit",
            number=str(found.key),
            title=(found.source or found.order.grid).name_zh,
            detail=found.order.what.name_zh,
            due_at=found.order.due_at,
            clock=found.order.clock,
            is_overdue=found.order.due_at < now,
            act="file_finding",
        )
        for found in mine.select_related(*DETAILS).order_by("checked_in_at")
    ]


def _view(found: models.Visit) -> VisitView:
    photos = list(found.evidence.order_by("pk"))
    answers = {answer.item_id: answer for answer in found.answers.all()}
    items = [_item(item, answers.get(item.pk), photos) for item in found.template.items.all()]
    finding = models.Finding.objects.filter(visit=found).first()
    place = found.source or found.order.grid
    return VisitView(
        key=str(found.key),
        order_number=found.order.number,
        suspicion_number=found.order.suspicion.number if found.order.suspicion else "",
        state=found.state,
        kind_of_going=found.order.kind,
        template_code=found.template.code,
        template_zh=found.template.name_zh,
        template_en=found.template.name_en,
        may_enter=_may_enter(found.order.kind),
        source_code=found.source.code if found.source else "",
        place_zh=place.name_zh,
        place_en=place.name_en,
        officer_id=found.officer_id,
        checked_in_at=found.checked_in_at,
        said_at=found.said_at,
        lon=found.lon,
        lat=found.lat,
        accuracy_m=found.accuracy_m,
        distance_m=found.distance_m,
        place_note=found.place_note,
        items=tuple(items),
        photos=tuple(photo_view(photo) for photo in photos),
        answered=sum(item.value is not None for item in items),
        score=rules.score((item.weight, item.value) for item in items),
        result=finding.result if finding else "",
        category=finding.category if finding else "",
        words=finding.words if finding else "",
        filed_at=found.filed_at,
    )


def _item(item: models.Item, answer: models.Answer | None, photos: Sequence[models.Evidence]) -> ItemView:
    return ItemView(
        id=item.pk,
        position=item.position,
        code=item.code,
        text_zh=item.text_zh,
        text_en=item.text_en,
        category=item.category,
        weight=item.weight,
        needs_photo=item.needs_photo,
        value=answer.value if answer else None,
        note=answer.note if answer else "",
        photos=photo_views(photo for photo in photos if photo.item_id == item.pk),
    )


def _may_enter(kind: str) -> bool:
    return dispatch.terms(kind).may_enter_firm
