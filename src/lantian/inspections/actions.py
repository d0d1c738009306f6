"""What officers do on a visit: check in, answer, take photos, file what they found."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import yaml
from django.conf import settings
from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.calendar import queries as calendar
from lantian.dispatch import actions as dispatch
from lantian.dispatch import permissions as dispatch_permissions
from lantian.dispatch.models import Order
from lantian.inspections import events, models, permissions, photos, queries, rules
from lantian.kernel import files, outbox, refusals
from lantian.registry.models import Source

SEEDS = Path(__file__).parent / "seeds"
TAKES_PHOTOS = (Verb.VISIT, Verb.REPORT, Verb.RECTIFY, Verb.RECHECK)


@transaction.atomic
def seed(*, now: datetime) -> int:
    """Lay down the checklists that ship with the house; versions already there stay as they are."""
    made = 0
    for row in yaml.safe_load((SEEDS / "templates.yaml").read_text(encoding="utf-8")):
        items = row.pop("items")
        template, is_new = models.Template.objects.get_or_create(
            code=row["code"], version=row["version"], defaults=row
        )
        if is_new:
            made += 1
            models.Item.objects.bulk_create(
                models.Item(template=template, position=place, **item)
                for place, item in enumerate(items, start=1)
            )
    return made


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
) -> models.Visit:
    """Say that one is there, with the proof; sending it twice is harmless.

    Without signal it is sent later with the phone's own time, `said_at`: that is kept beside the moment it
    arrived, never in its place, and chooses the checklist.
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
        template=queries.template_for(order, now=min(said_at or now, now)),
        officer_id=by.id,
        source=order.source,
        checked_in_at=now,
        said_at=said_at,
        lon=lon,
        lat=lat,
        accuracy_m=accuracy_m,
        distance_m=queries.distance_from_goal(order, lon=lon, lat=lat),
        place_note=place_note,
    )
    return _begin(visit, by=by, now=now)


@transaction.atomic
def answer(*, visit_key: UUID, item_id: int, value: str, note: str, by: Actor, now: datetime) -> None:
    """Answer one item; the last answer counts, earlier ones stay in the history."""
    visit = _own_open_visit(visit_key, by)
    item = _item(visit, item_id)
    value = models.Answer.Value(value).value
    before = visit.answers.filter(item=item).first()
    if before is not None and (before.value, before.note) == (value, note):
        return
    models.Answer.objects.update_or_create(
        visit=visit, item=item, defaults={"value": value, "note": note, "answered_at": now}
    )
    outbox.emit(
        events.Answered(
            about=_about(visit),
            by=by.id,
            at=now,
            item=item.code,
            before=before.value if before else "",
            value=value,
            note=note,
        )
    )


def attach_photo(
    *,
    visit_key: UUID | None,
    key: UUID,
    content: bytes,
    name: str,
    by: Actor,
    now: datetime,
    item_id: int | None = None,
    lon: float | None = None,
    lat: float | None = None,
    taken_at: datetime | None = None,
) -> models.Evidence:
    """Keep a photo: the original sealed by its hash, a copy without metadata for pages.

    Raises PhotoRefused for anything that is not a whole photo; sending a photo twice is harmless.
    """
    if not any(by.may(verb) for verb in TAKES_PHOTOS):
        raise NotAllowed(Verb.VISIT, by)
    visit = _own_visit(visit_key, by) if visit_key else None
    item = _item(visit, item_id) if visit and item_id else None
    zone = calendar.local_zone()
    photo = photos.read(content, name=name, limit=settings.LANTIAN_PHOTO_MAX_BYTES, zone=zone)
    original = files.store(content, kind="photo_original", name=name, now=now)
    before = models.Evidence.objects.filter(key=key).first()
    if before is not None:
        return _same_photo(before, sha256=original.sha256, by=by)
    taken = photo.taken_at or taken_at
    evidence = models.Evidence(
        key=key,
        visit=visit,
        item=item,
        original=original,
        public_copy=files.store(photo.public, kind="photo_public", name=name, now=now),
        taken_at=taken,
        received_at=now,
        lon=photo.lon if lon is None else lon,
        lat=photo.lat if lat is None else lat,
        camera_lon=photo.lon,
        camera_lat=photo.lat,
        width=photo.width,
        height=photo.height,
        picture_hash=photo.picture_hash,
        by_id=by.id,
        hints=_hints(original.sha256, taken=taken, visit=visit, now=now),
    )
    return _keep(evidence, by=by, now=now)


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
    visit = _own_open_visit(visit_key, by)
    result = models.Finding.Result(result).value
    answers = queries.answered(visit)
    is_problem = result == models.Finding.Result.PROBLEM
    category = (category or rules.gravest_category(answers)) if is_problem else ""
    taken = visit.evidence.count()
    rules.check_finding(result=result, answers=answers, words=words, category=category, has_photo=taken > 0)
    points = rules.score((a.weight, a.value) for a in answers)
    finding = models.Finding(
        visit=visit,
        result=result,
        category=category,
        source=Source.objects.get(code=source_code) if source_code else visit.source,
        words=words,
        at=now,
    )
    with transaction.atomic():
        _close_form(visit, now=now, score=points)
        finding.save(force_insert=True)
        outbox.emit(_filed(finding, by=by, score="" if points is None else str(points), photos=taken))
    return finding


def _order(number: str, by: Actor) -> Order:
    """An order on which this person goes."""
    details = ("source", "suspicion__episode__station", "grid")
    order = dispatch_permissions.visible_orders(by).select_related(*details).get(number=number)
    if by.id not in {order.officer_id, order.companion_id}:
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
        about=_about(visit),
        by=by.id,
        at=now,
        order_number=visit.order.number,
        suspicion_number=_suspicion(visit),
        source_code=visit.source.code if visit.source else "",
        template=str(visit.template),
        lon=visit.lon,
        lat=visit.lat,
        accuracy_m=visit.accuracy_m,
        distance_m=visit.distance_m,
        place_note=visit.place_note,
        said_at=visit.said_at,
    )


def _own_visit(key: UUID, by: Actor) -> models.Visit:
    """A visit this person made; absent and somebody else's look alike to strangers."""
    require(Verb.VISIT, by)
    details = ("order__suspicion", "template", "source")
    visit = permissions.visible_visits(by).select_related(*details).get(key=key)
    if by.id not in {visit.officer_id, visit.order.companion_id, visit.order.officer_id}:
        raise NotAllowed(Verb.VISIT, by, "the visit is somebody else's")
    return visit


def _own_open_visit(key: UUID, by: Actor) -> models.Visit:
    visit = _own_visit(key, by)
    if visit.state != models.Visit.State.OPEN:
        raise rules.VisitFiled(f"{visit.filed_at:%Y-%m-%d %H:%MZ}")
    return visit


def _item(visit: models.Visit, item_id: int) -> models.Item:
    """An item of this visit's checklist; ItemUnknown for any other."""
    item = visit.template.items.filter(pk=item_id).first()
    if item is None:
        raise rules.ItemUnknown(item_id)
    return item


def _hints(sha256: str, *, taken: datetime | None, visit: models.Visit | None, now: datetime) -> list[str]:
    return rules.photo_hints(
        is_reused=models.Evidence.objects.filter(original_id=sha256).exists(),
        taken_on=calendar.local_day(taken) if taken else None,
        visited_on=calendar.local_day((visit.said_at or visit.checked_in_at) if visit else now),
        is_late=visit is not None and visit.state != models.Visit.State.OPEN,
    )


def _same_photo(before: models.Evidence, *, sha256: str, by: Actor) -> models.Evidence:
    if (before.original_id, before.by_id) != (sha256, by.id):
        raise refusals.KeyTaken(before.key)
    return before


def _keep(evidence: models.Evidence, *, by: Actor, now: datetime) -> models.Evidence:
    try:
        with transaction.atomic():
            evidence.save(force_insert=True)
            outbox.emit(
                events.PhotoKept(
                    about=_about(evidence.visit)
                    if evidence.visit
                    else f"inspections.evidence:{evidence.key}",
                    by=by.id,
                    at=now,
                    key=str(evidence.key),
                    sha256=evidence.original_id,
                    public_sha256=evidence.public_copy_id,
                    item=evidence.item.code if evidence.item else "",
                    taken_at=evidence.taken_at,
                    hints=tuple(evidence.hints),
                )
            )
    except IntegrityError:  # the same upload came twice at once
        return _same_photo(models.Evidence.objects.get(key=evidence.key), sha256=evidence.original_id, by=by)
    return evidence


def _close_form(visit: models.Visit, *, now: datetime, score: object) -> None:
    state = models.Visit.State
    moved = models.Visit.objects.filter(pk=visit.pk, state=state.OPEN).update(
        state=state.FILED, filed_at=now, score=score
    )
    if not moved:
        raise rules.VisitFiled(f"{now:%Y-%m-%d %H:%MZ}")


def _filed(finding: models.Finding, *, by: Actor, score: str, photos: int) -> events.FindingFiled:
    visit = finding.visit
    return events.FindingFiled(
        about=_about(visit),
        by=by.id,
        at=finding.at,
        visit_key=str(visit.key),
        order_number=visit.order.number,
        suspicion_number=_suspicion(visit),
        kind_of_going=visit.order.kind,
        result=finding.result,
        category=finding.category,
        source_code=finding.source.code if finding.source else "",
        score=score,
        photos=photos,
    )


def _about(visit: models.Visit) -> str:
    return f"inspections.visit:{visit.key}"


def _suspicion(visit: models.Visit) -> str:
    return visit.order.suspicion.number if visit.order.suspicion else ""
