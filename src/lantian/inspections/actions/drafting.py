"""Writing checklists: a draft is copied, edited, published from a day on; what is published never changes."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor, Verb, require
from lantian.calendar import queries as calendar
from lantian.inspections import events, models, permissions, queries, rules
from lantian.kernel import outbox

State = models.Template.State
DAY = timedelta(days=1)
DESCRIBED = (
    "name_zh", "name_en", "kinds_of_going", "part_of_day", "source_kinds", "purposes", "partial_factor",
    "origin",
)  # fmt: skip


@transaction.atomic
def draft_version(*, template_id: int, by: Actor, now: datetime) -> models.Template:
    """Copy a version into a draft of the person's own area; visits go on with the old one meanwhile."""
    require(Verb.WRITE_TEMPLATE, by)
    source = permissions.visible_templates(by).get(pk=template_id)
    owner = Organisation.objects.get(path=by.area_path)
    running = models.Template.objects.filter(code=source.code, owner=owner, state=State.DRAFT).first()
    if running is not None:
        raise rules.DraftExists(running.name_zh, version=running.version)
    newest = models.Template.objects.filter(code=source.code).aggregate(newest=Max("version"))["newest"]
    fields = {name: getattr(source, name) for name in DESCRIBED}
    draft = _draft(source.code, version=newest + 1, owner=owner, by=by, now=now, based_on=source, **fields)
    _lay_down(draft, queries.written(source))
    return _told_draft(draft, by=by, now=now)


@transaction.atomic
def draft_new(
    *, name_zh: str, name_en: str, kinds_of_going: Sequence[str], by: Actor, now: datetime
) -> models.Template:
    """Begin an empty checklist of the person's own area."""
    require(Verb.WRITE_TEMPLATE, by)
    owner = Organisation.objects.get(path=by.area_path)
    code = f"own_{(models.Template.objects.aggregate(last=Max('pk'))['last'] or 0) + 1}"
    fields = {"name_zh": name_zh, "name_en": name_en, "kinds_of_going": list(kinds_of_going)}
    draft = _draft(code, version=1, owner=owner, by=by, now=now, origin=owner.name_zh, **fields)
    return _told_draft(draft, by=by, now=now)


@transaction.atomic
def describe(*, template_id: int, by: Actor, now: datetime, **given: Any) -> None:  # Any: fields of DESCRIBED
    """Say what a draft is called, what it is for, and what “mostly” is worth in it."""
    draft = _open(template_id, by=by, now=now)
    before = {name: _plain(getattr(draft, name)) for name in DESCRIBED if name in given}
    after = {name: _plain(given[name]) for name in before}
    changed = sorted(name for name in before if before[name] != after[name])
    if not changed:
        return
    models.Template.objects.filter(pk=draft.pk).update(**{name: given[name] for name in changed})
    outbox.emit(
        events.TemplateDescribed(
            about=_about(draft), by=by.id, at=now,
            before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
        )
    )  # fmt: skip


@transaction.atomic
def write_item(*, template_id: int, question: rules.Question, by: Actor, now: datetime) -> str:
    """Add an item at the end, or change the one with this code; returns its code."""
    draft = _open(template_id, by=by, now=now)
    _check_stages([question])
    before = queries.written(draft)
    known = next((one for one in before if one.code == question.code), None)
    if known is None:
        question = replace(question, code=_new_code(before))
    elif known == question:
        return question.code
    after = [question if one is known else one for one in before] + ([] if known else [question])
    rules.check_conditions(after)
    if known:
        models.Item.objects.filter(template=draft, code=question.code).update(**_fields(question))
    else:
        last = draft.items.aggregate(last=Max("position"))["last"] or 0
        _row(draft, question, position=last + 1).save(force_insert=True)
    _tell_item(draft, question.code, before=known, after=question, by=by, now=now)
    return question.code


@transaction.atomic
def move_item(*, template_id: int, code: str, is_up: bool, by: Actor, now: datetime) -> None:
    """Let an item change places with its neighbour; at the end of the list nothing happens."""
    draft = _open(template_id, by=by, now=now)
    items = list(draft.items.all())
    here = _index(items, code)
    there = here + (-1 if is_up else 1)
    if not 0 <= there < len(items):
        return
    order = queries.written(draft)
    order[here], order[there] = order[there], order[here]
    rules.check_conditions(order)
    moved, other = items[here], items[there]
    _place(moved, 0)
    _place(other, moved.position)
    _place(moved, other.position)
    outbox.emit(
        events.ItemMoved(
            about=_about(draft), by=by.id, at=now, item=code, before=moved.position, after=other.position
        )
    )


@transaction.atomic
def remove_item(*, template_id: int, code: str, by: Actor, now: datetime) -> None:
    """Take an item out of a draft; those after it move up."""
    draft = _open(template_id, by=by, now=now)
    before = queries.written(draft)
    items = list(draft.items.all())
    here = _index(items, code)
    rules.check_removable(before, code=code)
    items[here].delete()
    for place, item in enumerate(items[here + 1 :], start=items[here].position):
        _place(item, place)
    _tell_item(draft, code, before=before[here], after=None, by=by, now=now)


@transaction.atomic
def replace_items(
    *, template_id: int, questions: Sequence[rules.Question], sha256: str, by: Actor, now: datetime
) -> None:
    """Put the items of a sheet in the place of a draft's: all of them or none."""
    draft = _open(template_id, by=by, now=now)
    _check_stages(questions)
    rules.check_conditions(questions)
    before = tuple(one.text_zh for one in queries.written(draft))
    draft.items.all().delete()
    _lay_down(draft, questions)
    after = tuple(one.text_zh for one in questions)
    outbox.emit(
        events.ItemsReplaced(about=_about(draft), by=by.id, at=now, before=before, after=after, sha256=sha256)
    )


@transaction.atomic
def publish(*, template_id: int, valid_from: date, by: Actor, now: datetime) -> None:
    """Let a draft hold from a day on; the version before it ends the day before."""
    draft = _open(template_id, by=by, now=now)
    if valid_from < calendar.local_day(now):
        raise rules.PublishedInPast(valid_from)
    rules.check_publishable(queries.written(draft), name=draft.name_zh)
    older = _running(draft, since=valid_from)
    if older is not None and older.valid_from is not None and older.valid_from >= valid_from:
        raise rules.VersionPlanned(older.name_zh, version=older.version, day=older.valid_from)
    if older is not None:
        models.Template.objects.filter(pk=older.pk).update(valid_to=valid_from - DAY)
    models.Template.objects.filter(pk=draft.pk).update(state=State.PUBLISHED, valid_from=valid_from)
    outbox.emit(
        events.TemplatePublished(
            about=_about(draft), by=by.id, at=now,
            valid_from=valid_from.isoformat(), ended=str(older) if older else "",
        )
    )  # fmt: skip


@transaction.atomic
def withdraw_template(*, template_id: int, reason: str, by: Actor, now: datetime) -> None:
    """Use a version for no new visit; before its first day the version before it goes on."""
    require(Verb.WRITE_TEMPLATE, by)
    if not reason.strip():
        raise rules.WithdrawalUnexplained()
    found = _own(template_id, by)
    today = calendar.local_day(now)
    is_running = found.valid_to is None or found.valid_to >= today
    if found.state != State.PUBLISHED or found.valid_from is None or not is_running:
        raise rules.NotPublished(found.name_zh, version=found.version)
    moved = models.Template.objects.filter(pk=found.pk, state=State.PUBLISHED).update(
        state=State.WITHDRAWN, valid_to=max(today, found.valid_from), withdrawn_reason=reason, changed_at=now
    )
    if not moved:
        raise rules.NotPublished(found.name_zh, version=found.version)
    if found.valid_from > today:
        models.Template.objects.filter(
            code=found.code, owner=found.owner, state=State.PUBLISHED, valid_to=found.valid_from - DAY
        ).update(valid_to=None)
    outbox.emit(events.TemplateWithdrawn(about=_about(found), by=by.id, at=now, reason=reason))


@transaction.atomic
def discard(*, template_id: int, by: Actor, now: datetime) -> None:
    """Throw a draft away."""
    draft = _open(template_id, by=by, now=now)
    count = draft.items.count()
    draft.items.all().delete()
    models.Template.objects.filter(pk=draft.pk, state=State.DRAFT).delete()
    outbox.emit(events.TemplateDiscarded(about=_about(draft), by=by.id, at=now, items=count))


def _own(template_id: int, by: Actor) -> models.Template:
    """A version of the person's own area; DoesNotExist for a stranger's, a sentence for the house's."""
    found = permissions.visible_templates(by).get(pk=template_id)
    if found.owner is None:
        raise rules.HouseList(found.name_zh)
    return permissions.writable_templates(by).select_related("owner").get(pk=template_id)


def _open(template_id: int, *, by: Actor, now: datetime) -> models.Template:
    """A draft, held by this transaction; TemplateFixed once it is published."""
    require(Verb.WRITE_TEMPLATE, by)
    draft = _own(template_id, by)
    if not models.Template.objects.filter(pk=draft.pk, state=State.DRAFT).update(changed_at=now):
        raise rules.TemplateFixed(draft.name_zh, version=draft.version)
    return draft


def _running(draft: models.Template, *, since: date) -> models.Template | None:
    """The version of the same owner that would still hold on a day."""
    ends = Q(valid_to__isnull=True) | Q(valid_to__gte=since)
    same = models.Template.objects.filter(ends, code=draft.code, owner=draft.owner, state=State.PUBLISHED)
    return same.order_by("-valid_from").first()


def _draft(
    code: str, *, version: int, owner: Organisation, by: Actor, now: datetime, **fields: Any
) -> models.Template:  # Any: fields of a template
    return models.Template.objects.create(
        code=code, version=version, state=State.DRAFT, owner=owner, made_by_id=by.id, changed_at=now, **fields
    )


def _lay_down(draft: models.Template, questions: Sequence[rules.Question]) -> None:
    models.Item.objects.bulk_create(
        _row(draft, question, position=place) for place, question in enumerate(questions, start=1)
    )


def _row(draft: models.Template, question: rules.Question, *, position: int) -> models.Item:
    return models.Item(template=draft, code=question.code, position=position, **_fields(question))


def _fields(question: rules.Question) -> dict[str, Any]:  # Any: fields of an item
    fields = asdict(question)
    del fields["code"]
    return fields | {"stages": list(question.stages), "asked_if_values": list(question.asked_if_values)}


def _new_code(questions: Sequence[rules.Question]) -> str:
    taken, number = {question.code for question in questions}, len(questions) + 1
    while f"item_{number}" in taken:
        number += 1
    return f"item_{number}"


def _check_stages(questions: Sequence[rules.Question]) -> None:
    known = set(models.Stage.objects.values_list("code", flat=True))
    for stage in (stage for question in questions for stage in question.stages):
        if stage not in known:
            raise rules.StageUnknown(stage)


def _index(items: Sequence[models.Item], code: str) -> int:
    for place, item in enumerate(items):
        if item.code == code:
            return place
    raise models.Item.DoesNotExist(code)


def _place(item: models.Item, position: int) -> None:
    models.Item.objects.filter(pk=item.pk).update(position=position)


def _told_draft(draft: models.Template, *, by: Actor, now: datetime) -> models.Template:
    based_on = str(draft.based_on) if draft.based_on else ""
    outbox.emit(
        events.TemplateDrafted(
            about=_about(draft), by=by.id, at=now, based_on=based_on, items=draft.items.count()
        )
    )
    return draft


def _tell_item(
    draft: models.Template,
    code: str,
    *,
    before: rules.Question | None,
    after: rules.Question | None,
    by: Actor,
    now: datetime,
) -> None:
    old, new = (_fields(one) if one else {} for one in (before, after))
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    outbox.emit(
        events.ItemWritten(
            about=_about(draft), by=by.id, at=now, item=code,
            before={name: old[name] for name in changed if name in old},
            after={name: new[name] for name in changed if name in new},
        )
    )  # fmt: skip


def _plain(value: Any) -> Any:  # Any: a field as an event may carry it
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _about(template: models.Template) -> str:
    return f"inspections.template:{template}"
