"""Questions about checklists: which one a visit takes."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lantian.calendar import queries as calendar
from lantian.dispatch.models import Order
from lantian.inspections import models, rules

PUBLISHED = models.Template.State.PUBLISHED


def template_for(order: Order, *, now: datetime) -> models.Template:
    """The checklist for an order at this moment; NoTemplate when none is in force."""
    local = now.astimezone(calendar.local_zone())
    fitting = [one for one in in_force(order.grid.organisation.path, on=local.date()) if _suits(one, order)]
    best = rules.best_template([_fitting(one) for one in fitting], is_night=rules.is_night(local.time()))
    if best is None:
        raise rules.NoTemplate(order.kind)
    return next(template for template in fitting if template.pk == best)


def template_held(order: Order, template_id: int, *, now: datetime) -> models.Template:
    """The version a phone holds for an order, if it was in force at some time since the order was given.

    What was answered without signal stays with the questions it answered; TemplateUnfit for any other list.
    """
    first, last = calendar.local_day(order.issued_at), calendar.local_day(now)
    held = (
        models.Template.objects.exclude(state=models.Template.State.DRAFT)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last, pk=template_id)
        .select_related("owner")
        .first()
    )
    path = order.grid.organisation.path
    if held is None or not _suits(held, order) or not _is_for(held, path):
        raise rules.TemplateUnfit()
    return held


def in_force(path: str, *, on: date) -> list[models.Template]:
    """The checklists of a unit on a day, one version of each: an area's own before the house's."""
    chosen: dict[str, models.Template] = {}
    for template in _current(on).select_related("owner").order_by("code", "version"):
        before = chosen.get(template.code)
        if _is_for(template, path) and (before is None or _reach(template) >= _reach(before)):
            chosen[template.code] = template
    return list(chosen.values())


def questions(
    items: Iterable[models.Item], *, values: dict[int, str], with_photo: set[int]
) -> list[rules.Answered]:
    """Items as the rules see them."""
    return [
        rules.Answered(
            code=item.code,
            text=item.text_zh,
            category=item.category,
            weight=item.weight,
            photo=item.photo,
            is_red_line=item.is_red_line,
            stages=tuple(item.stages),
            asked_if=item.asked_if,
            asked_if_values=tuple(item.asked_if_values),
            value=values.get(item.pk),
            has_photo=item.pk in with_photo,
        )
        for item in items
    ]


def _current(on: date) -> QuerySet[models.Template]:
    ends = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return models.Template.objects.filter(ends, state=PUBLISHED, valid_from__lte=on)


def _is_for(template: models.Template, path: str) -> bool:
    return template.owner is None or path.startswith(template.owner.path)


def _reach(template: models.Template) -> int:
    return len(template.owner.path) if template.owner else 0


def _suits(template: models.Template, order: Order) -> bool:
    kind = order.source.kind if order.source else None
    is_place = not template.source_kinds or kind is None or kind in template.source_kinds
    is_purpose = not template.purposes or order.what.code in template.purposes
    return order.kind in template.kinds_of_going and is_place and is_purpose


def _fitting(template: models.Template) -> rules.Fitting:
    return rules.Fitting(
        id=template.pk,
        part_of_day=template.part_of_day,
        names_purpose=bool(template.purposes),
        names_source=bool(template.source_kinds),
    )
