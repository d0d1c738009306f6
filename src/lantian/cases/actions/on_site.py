"""An on-site order becomes a case the moment the finding is filed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lantian.cases import models
from lantian.cases.actions import moving, opening
from lantian.cases.states import State
from lantian.inspections.models import Answer, Record

LONGEST = 500


@transaction.atomic
def order_on_site(*, visit_key: UUID | str, now: datetime) -> str | None:
    """The case of a visit's on-site order, with the duty that was not met and the day the unit was told.

    None when the record has no order or the finding is no problem; doing it twice changes nothing.
    """
    record = Record.objects.filter(visit__key=visit_key).exclude(order_words="").first()
    if record is None:
        return None
    number = opening.report_finding(visit_key=visit_key, now=now)
    if number is None:
        return None
    case = models.Case.objects.get(number=number)
    if case.state != State.REPORTED or case.standard_code:
        return number
    told = f"{case.words}（现场要求 {record.order_due_on:%Y-%m-%d} 前整改：{record.order_words}）"
    case.standard_code, case.words = _duty(record), told[:LONGEST]
    case.save(update_fields=["standard_code", "words"])
    moving.write_text(case)
    return number


def _duty(record: Record) -> str:
    """The heaviest item that was not met, as the checklist counts it; empty when none was."""
    failed = Answer.objects.filter(visit_id=record.visit_id, value=Answer.Value.NO)
    worst = failed.select_related("item__template").order_by("-item__weight", "item__position").first()
    if worst is None:
        return ""
    return f"{worst.item.template.name_zh}第{worst.item.position}项"[:60]
