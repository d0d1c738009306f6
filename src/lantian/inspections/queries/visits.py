"""Questions about visits: the form to fill, what was answered and seen, and what is still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from lantian.accounts.rules import Actor
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.inspections import models, permissions, rules
from lantian.inspections.queries.checklists import questions, template_for
from lantian.inspections.queries.photos import PhotoView, photo_view, photo_views
from lantian.registry import rules as geodesy

DETAILS = ("order__grid", "order__suspicion", "order__what", "template", "source", "officer__organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One question with its answer and photos."""

    id: int
    position: int
    code: str
    section_zh: str
    section_en: str
    text_zh: str
    text_en: str
    help_zh: str
    help_en: str
    category: str
    weight: int
    photo: str
    is_red_line: bool
    stages: tuple[str, ...]
    asked_if: int | None
    asked_if_values: tuple[str, ...]
    is_asked: bool
    lost: Decimal | None
    value: str | None
    note: str
    photos: tuple[PhotoView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A stage of work that may be chosen."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """The empty checklist of an order."""

    template_id: int
    template_zh: str
    template_en: str
    items: tuple[ItemView, ...]
    stages: tuple[StageView, ...]
    stage_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitView:
    """A visit with its form as far as it is filled in."""

    key: str
    order_number: str
    suspicion_number: str
    state: str
    kind_of_going: str
    template_id: int
    template_code: str
    template_version: int
    template_zh: str
    template_en: str
    stages: tuple[StageView, ...]
    stage_code: str
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
    asked: int
    answered: int
    score: Decimal | None
    red_lines: tuple[str, ...]
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


def form_of(order: Order, *, now: datetime) -> FormView:
    """The empty checklist of an order nobody has checked in for; NoTemplate when none is in force."""
    return form(template_for(order, now=now), stage_code=last_stage(order.source_id))


def form(template: models.Template, *, stage_code: str = "") -> FormView:
    """A checklist with nothing in it."""
    items = list(template.items.all())
    empty = questions(items, values={}, with_photo=set())
    shown = _items(items, rules.outcome(empty, stage=stage_code), rules.asked(empty, stage=stage_code))
    return FormView(
        template_id=template.pk,
        template_zh=template.name_zh,
        template_en=template.name_en,
        items=shown,
        stages=_stages(items),
        stage_code=stage_code if any(item.stages for item in items) else "",
    )


def last_stage(source_id: int | None) -> str:
    """The stage of work a place was in when somebody was last there, so that nobody is asked again."""
    known = models.Visit.objects.filter(source_id=source_id, state=models.Visit.State.FILED).exclude(
        stage_code=""
    )
    last = known.order_by("-filed_at").values_list("stage_code", flat=True).first() if source_id else None
    return last or ""


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
    """The items of a visit as the rules see them, also those that are not asked."""
    values = {answer.item_id: answer.value for answer in found.answers.all()}
    with_photo = set(found.evidence.exclude(item=None).values_list("item_id", flat=True))
    return questions(found.template.items.all(), values=values, with_photo=with_photo)


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
    photos = list(found.evidence.filter(signature__isnull=True).order_by("pk"))
    answers = {answer.item_id: answer for answer in found.answers.all()}
    items = list(found.template.items.all())
    given = answered(found)
    came_to = rules.outcome(given, stage=found.stage_code, partial=found.template.partial_factor)
    codes = rules.asked(given, stage=found.stage_code)
    shown = _items(items, came_to, codes, answers=answers, photos=photos)
    finding = models.Finding.objects.filter(visit=found).first()
    place = found.source or found.order.grid
    return VisitView(
        key=str(found.key),
        order_number=found.order.number,
        suspicion_number=found.order.suspicion.number if found.order.suspicion else "",
        state=found.state,
        kind_of_going=found.order.kind,
        template_id=found.template_id,
        template_code=found.template.code,
        template_version=found.template.version,
        template_zh=found.template.name_zh,
        template_en=found.template.name_en,
        stages=_stages(items),
        stage_code=found.stage_code,
        may_enter=_may_enter(found.order),
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
        items=shown,
        photos=tuple(photo_view(photo) for photo in photos),
        asked=len(codes),
        answered=sum(item.value is not None for item in shown if item.is_asked),
        score=came_to.points,
        red_lines=came_to.failed,
        result=finding.result if finding else "",
        category=finding.category if finding else "",
        words=finding.words if finding else "",
        filed_at=found.filed_at,
    )


def _stages(items: Sequence[models.Item]) -> tuple[StageView, ...]:
    """The stages to choose from; none for a checklist that asks the same in all of them."""
    if not any(item.stages for item in items):
        return ()
    return tuple(
        StageView(code=stage.code, name_zh=stage.name_zh, name_en=stage.name_en)
        for stage in models.Stage.objects.all()
    )


def _items(
    items: Sequence[models.Item],
    came_to: rules.Outcome,
    asked: frozenset[str],
    *,
    answers: Mapping[int, models.Answer] | None = None,
    photos: Sequence[models.Evidence] = (),
) -> tuple[ItemView, ...]:
    ids = {item.code: item.pk for item in items}
    given = answers or {}
    return tuple(
        ItemView(
            id=item.pk,
            position=item.position,
            code=item.code,
            section_zh=item.section_zh,
            section_en=item.section_en,
            text_zh=item.text_zh,
            text_en=item.text_en,
            help_zh=item.help_zh,
            help_en=item.help_en,
            category=item.category,
            weight=item.weight,
            photo=item.photo,
            is_red_line=item.is_red_line,
            stages=tuple(item.stages),
            asked_if=ids.get(item.asked_if),
            asked_if_values=tuple(item.asked_if_values),
            is_asked=item.code in asked,
            lost=came_to.lost.get(item.code),
            value=given[item.pk].value if item.pk in given else None,
            note=given[item.pk].note if item.pk in given else "",
            photos=photo_views(photo for photo in photos if photo.item_id == item.pk),
        )
        for item in items
    )


def _may_enter(order: Order) -> bool:
    return dispatch.terms_of(order).may_enter_firm
