"""Later looks at closed cases: planned by risk when a case closes, made by somebody independent."""

from datetime import datetime, timedelta

from django.db import transaction

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import events, models, queries, rules
from lantian.cases.actions import moving
from lantian.cases.actions.looking import own_photos, refuse_unless_independent
from lantian.cases.states import GRAVE, Move
from lantian.inspections.models import Evidence
from lantian.kernel import outbox


def plan_later_looks(case: models.Case, *, now: datetime) -> None:
    """Write down when a case that closes now is looked at again; in the caller's transaction."""
    is_grave = case.level in GRAVE
    days = rules.later_looks(
        is_grave=is_grave,
        seed=f"{case.number}/later/{case.reopened}",
        bounds=queries.bounds(on=calendar.local_day(now)),
    )
    why = models.LaterLook.Why.GRAVE if is_grave else models.LaterLook.Why.DRAWN
    models.LaterLook.objects.bulk_create(
        models.LaterLook(
            case=case, closing=case.reopened, days=day, due_at=now + timedelta(days=day), why=why
        )
        for day in days
    )


def recheck_later_ok(*, number: str, look: rules.Look, by: Actor, now: datetime) -> None:
    """Say that a closed case still holds: the earliest planned look is done."""
    case = moving.load(number, Move.RECHECK_LATER_OK, by)
    planned, photos = looked_later(case, look, holds=True, by=by, now=now)
    with transaction.atomic():
        moving.move(case, Move.RECHECK_LATER_OK)
        keep(planned, photos)
        outbox.emit(
            events.LaterLookHeld(
                about=moving.about(case),
                by=by.id,
                at=now,
                days=planned.days,
                is_on_site=planned.is_on_site,
                unit=case.unit_id,
            )
        )


def looked_later(
    case: models.Case, look: rules.Look, *, holds: bool, by: Actor, now: datetime
) -> tuple[models.LaterLook, list[Evidence]]:
    """The planned look that somebody independent makes now, filled in and not yet written."""
    refuse_unless_independent(case, round=case.rectifications.count(), by=by, now=now)
    planned = case.later_looks.filter(closing=case.reopened, at__isnull=True).order_by("due_at").first()
    if planned is None:
        raise rules.NoLaterLook(case.number)
    rules.check_answers(look.answers, has_passed=holds)
    rules.check_on_site(look, reason="level" if case.level in GRAVE else None)
    if not holds:
        rules.check_reason(look.reasons)
    planned.by_id, planned.at, planned.holds = by.id, now, holds
    planned.is_on_site, planned.reasons = look.is_on_site, look.reasons
    planned.answers = {test: look.answers[test] for test in rules.ACCEPTANCE}
    return planned, own_photos(look.photo_keys, by)


def keep(planned: models.LaterLook, photos: list[Evidence]) -> None:
    """Write a look that was made, with its photos; in the caller's transaction."""
    planned.save()
    models.LaterLookEvidence.objects.bulk_create(
        models.LaterLookEvidence(look=planned, evidence=photo) for photo in photos
    )
