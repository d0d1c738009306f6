"""Who answers is written down once, when a case is filed; which department looks after what has its dates."""

from datetime import date, datetime, timedelta

from django.db import transaction

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb, require
from lantian.cases import events, models
from lantian.cases.actions import moving
from lantian.cases.queries import responsibility
from lantian.kernel import outbox


def fix_responsibility(case: models.Case, *, by: Actor, now: datetime) -> None:
    """Write the five levels down, in the caller's transaction; what is there already is never changed."""
    if case.responsibilities.exists():
        return
    rows = models.Responsibility.objects.bulk_create(responsibility.as_it_stands(case, now=now))
    without = sum(row.seat == models.Responsibility.Seat.UNIT and not row.name_zh for row in rows)
    outbox.emit(
        events.ResponsibilityFixed(
            about=moving.about(case), by=by.id, at=now, lines=len(rows), without=without
        )
    )


@transaction.atomic
def set_industry_duty(*, category: str, unit: str, valid_from: date, by: Actor, now: datetime) -> None:
    """Name the department that looks after a category from a day on; the row before ends the day before."""
    require(Verb.ADMINISTER, by)
    organisation = accounts.organisation_in_area(unit, by)
    running = models.IndustryDuty.objects.filter(category=category, valid_to__isnull=True).first()
    if running is not None and running.organisation_id == organisation.pk:
        return
    if running is not None:
        if valid_from <= running.valid_from:
            running.delete()
        else:
            running.valid_to = valid_from - timedelta(days=1)
            running.save(update_fields=["valid_to"])
    models.IndustryDuty.objects.create(
        category=category, organisation=organisation, origin=f"set by {by.name_en}", valid_from=valid_from
    )
    outbox.emit(
        events.IndustryDutySet(
            about=f"cases.category:{category}",
            by=by.id,
            at=now,
            unit=organisation.pk,
            valid_from=valid_from,
        )
    )
