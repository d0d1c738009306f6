"""What officers do on a visit: check in, answer, file what they found."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.dispatch import actions as dispatch
from lantian.dispatch import permissions as dispatch_permissions
from lantian.dispatch import queries as orders
from lantian.dispatch import rules as going
from lantian.dispatch.models import Order
from lantian.inspections import events, models, queries, rules
from lantian.inspections.actions import own
from lantian.kernel import outbox, refusals
from lantian.registry.models import Source


def check_in(
    *,
    order_number: str,
    key: UUID,
    lon: float | None,
    lat: float | None,
    accuracy_m: float | None,
    place_note: str,
    by: Actor,
    now: datetime,
    said_at: datetime | None = None,
    template_id: int | None = None,
) -> models.Visit:
    """Say that one is there, with the proof; sending it twice is harmless.

    Without signal it is sent later with the phone's own time, `said_at`: that is kept beside the moment it
    arrived, never in its place, and chooses the checklist, unless the phone says by `template_id` which
    version it holds: its answers are answers to that one.
    """
    require(Verb.VISIT, by)
    order = _order(order_number, by)
    before = models.Visit.objects.filter(key=key).first()
    if before is not None:
        return _same_visit(before, order=order, key=key)
    rules.check_place(lon=lon, lat=lat, place_note=place_note)
    visit = models.Visit(
        key=key,
        order=order,
        template=_template(order, template_id, said_at=said_at, now=now),
        officer_id=by.id,
        source=order.source,
        checked_in_at=now,
        said_at=said_at,
        lon=lon,
        lat=lat,
        accuracy_m=accuracy_m,
        distance_m=queries.distance_from_goal(order, lon=lon, lat=lat),
        place_note=place_note,
        stage_code=queries.last_stage(order.source_id),
    )
    going.check_presence(
        orders.terms_of(order),
        distance_m=visit.distance_m,
        has_scan=orders.scan_of(order) is not None,
        is_explained=bool(place_note.strip()),
    )
    return _begin(visit, by=by, now=now)


@transaction.atomic
def answer(*, visit_key: UUID, item_id: int, value: str, note: str, by: Actor, now: datetime) -> None:
    """Answer one item; the last answer counts, earlier ones stay in the history."""
    visit = own.own_open_visit(visit_key, by)
    item = own.item_of(visit, item_id)
    value = models.Answer.Value(value).value
    before = visit.answers.filter(item=item).first()
    if before is not None and (before.value, before.note) == (value, note):
        return
    models.Answer.objects.update_or_create(
        visit=visit, item=item, defaults={"value": value, "note": note, "answered_at": now}
    )
    outbox.emit(
        events.Answered(
            about=own.about(visit),
            by=by.id,
            at=now,
            item=item.code,
            before=before.value if before else "",
            value=value,
            note=note,
        )
    )


@transaction.atomic
def name_stage(*, visit_key: UUID, stage_code: str, by: Actor, now: datetime) -> None:
    """Say which stage of work the place is in; questions of other stages are not asked."""
    visit = own.own_open_visit(visit_key, by)
    if not models.Stage.objects.filter(code=stage_code).exists():
        raise rules.StageUnknown(stage_code)
    if visit.stage_code == stage_code:
        return
    moved = models.Visit.objects.filter(pk=visit.pk, state=models.Visit.State.OPEN).update(
        stage_code=stage_code
    )
    if not moved:
        raise rules.VisitFiled(f"{now:%Y-%m-%d %H:%MZ}")
    outbox.emit(
        events.StageNamed(about=own.about(visit), by=by.id, at=now, before=visit.stage_code, stage=stage_code)
    )


def file_finding(
    *,
    visit_key: UUID,
    result: str,
    category: str,
    words: str,
    source_code: str | None,
    by: Actor,
    now: datetime,
) -> models.Finding:
    """Say what the visit came to; from then on it cannot be changed."""
    visit = own.own_open_visit(visit_key, by)
    result = models.Finding.Result(result).value
    every = queries.answered(visit)
    if result != models.Finding.Result.UNSEEN and rules.has_stages(every) and not visit.stage_code:
        raise rules.StageMissing()
    answers = rules.as_asked(every, stage=visit.stage_code)
    is_problem = result == models.Finding.Result.PROBLEM
    category = (category or rules.gravest_category(answers)) if is_problem else ""
    taken = visit.evidence.filter(signature__isnull=True).count()
    rules.check_finding(result=result, answers=answers, words=words, category=category, has_photo=taken > 0)
    came_to = rules.outcome(every, stage=visit.stage_code, partial=visit.template.partial_factor)
    finding = models.Finding(
        visit=visit,
        result=result,
        category=category,
        source=Source.objects.get(code=source_code) if source_code else visit.source,
        words=words,
        at=now,
    )
    with transaction.atomic():
        _close_form(visit, now=now, came_to=came_to)
        finding.save(force_insert=True)
        outbox.emit(_filed(finding, by=by, came_to=came_to, photos=taken))
    return finding


def _template(
    order: Order, template_id: int | None, *, said_at: datetime | None, now: datetime
) -> models.Template:
    if template_id is not None:
        return queries.template_held(order, template_id, now=now)
    return queries.template_for(order, now=min(said_at or now, now))


def _order(number: str, by: Actor) -> Order:
    """An order on which this person goes."""
    details = ("source", "suspicion__episode__station", "grid__organisation", "what")
    order = dispatch_permissions.visible_orders(by).select_related(*details).get(number=number)
    if not orders.goes_now(order, by):
        raise NotAllowed(Verb.VISIT, by, f"{number} was given to somebody else")
    return order


def _same_visit(before: models.Visit, *, order: Order, key: UUID) -> models.Visit:
    if before.order_id != order.pk:
        raise refusals.KeyTaken(key)
    return before


def _begin(visit: models.Visit, *, by: Actor, now: datetime) -> models.Visit:
    """Write the visit and tell the order; of two phones with one order exactly one begins."""
    if models.Visit.objects.filter(order=visit.order).exists():
        raise rules.AlreadyVisited(visit.order.number)
    try:
        with transaction.atomic():
            dispatch.arrive(number=visit.order.number, by=by, now=now)
            visit.save(force_insert=True)
            outbox.emit(_checked_in(visit, by=by, now=now))
    except IntegrityError as error:
        raise rules.AlreadyVisited(visit.order.number) from error
    return visit


def _checked_in(visit: models.Visit, *, by: Actor, now: datetime) -> events.CheckedIn:
    return events.CheckedIn(
        about=own.about(visit),
        by=by.id,
        at=now,
        order_number=visit.order.number,
        suspicion_number=own.suspicion_of(visit),
        source_code=visit.source.code if visit.source else "",
        template=str(visit.template),
        lon=visit.lon,
        lat=visit.lat,
        accuracy_m=visit.accuracy_m,
        distance_m=visit.distance_m,
        place_note=visit.place_note,
        said_at=visit.said_at,
    )


def _close_form(visit: models.Visit, *, now: datetime, came_to: rules.Outcome) -> None:
    state = models.Visit.State
    moved = models.Visit.objects.filter(pk=visit.pk, state=state.OPEN).update(
        state=state.FILED, filed_at=now, score=came_to.points, is_failed=bool(came_to.failed)
    )
    if not moved:
        raise rules.VisitFiled(f"{now:%Y-%m-%d %H:%MZ}")


def _filed(finding: models.Finding, *, by: Actor, came_to: rules.Outcome, photos: int) -> events.FindingFiled:
    visit = finding.visit
    return events.FindingFiled(
        about=own.about(visit),
        by=by.id,
        at=finding.at,
        visit_key=str(visit.key),
        order_number=visit.order.number,
        suspicion_number=own.suspicion_of(visit),
        kind_of_going=visit.order.kind,
        result=finding.result,
        category=finding.category,
        source_code=finding.source.code if finding.source else "",
        score="" if came_to.points is None else str(came_to.points),
        photos=photos,
        red_lines=came_to.failed,
    )
