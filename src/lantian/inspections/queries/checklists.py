"""Questions about checklists: which one a visit takes."""

from datetime import datetime

from django.db.models import Q

from lantian.calendar import queries as calendar
from lantian.dispatch.models import Order
from lantian.inspections import models, rules


def template_for(order: Order, *, now: datetime) -> models.Template:
    """The checklist for an order at this moment; NoTemplate when none is in force."""
    local = now.astimezone(calendar.local_zone())
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=local.date())
    kind = order.source.kind if order.source else None
    fitting = [
        template
        for template in models.Template.objects.filter(current, valid_from__lte=local.date()).order_by(
            "code", "-version"
        )
        if order.kind in template.kinds_of_going and _suits(template, kind)
    ]
    best = rules.best_template(
        [(template.pk, template.part_of_day) for template in fitting], is_night=rules.is_night(local.time())
    )
    if best is None:
        raise rules.NoTemplate(order.kind)
    return next(template for template in fitting if template.pk == best)


def _suits(template: models.Template, source_kind: str | None) -> bool:
    return not template.source_kinds or source_kind is None or source_kind in template.source_kinds
