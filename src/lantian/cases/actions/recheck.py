"""Somebody independent looks again: it passes, or goes back with reasons and a new deadline.

Who is not independent is refused by `looking.refuse_unless_independent`.
"""

from datetime import datetime

from django.db import transaction

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import events, models, queries, rules
from lantian.cases.actions import moving, warning
from lantian.cases.actions.looking import own_photos, refuse_unless_independent
from lantian.cases.states import Move
from lantian.inspections.models import Evidence
from lantian.kernel import outbox


def recheck_pass(*, number: str, look: rules.Look, by: Actor, now: datetime) -> None:
    """Say that the mending holds: all five acceptance tests answered, none with no."""
    case = moving.load(number, Move.RECHECK_PASS, by)
    row, photos = _looked(case, look, has_passed=True, by=by, now=now)
    with transaction.atomic():
        moving.move(case, Move.RECHECK_PASS)
        _keep(row, photos)
        outbox.emit(
            events.RecheckPassed(
                about=moving.about(case),
                by=by.id,
                at=now,
                round=row.round,
                is_on_site=row.is_on_site,
                unit=case.unit_id,
                handler=case.handler_id,
                rechecker_unit=by.organisation_id,
            )
        )


def recheck_fail(
    *, number: str, look: rules.Look, by: Actor, now: datetime, due_at: datetime | None = None
) -> None:
    """Send the mending back with reasons and a new deadline; the second failure drafts the next rung."""
    case = moving.load(number, Move.RECHECK_FAIL, by)
    row, photos = _looked(case, look, has_passed=False, by=by, now=now)
    rules.check_reason(look.reasons)
    proposed_at, _ = queries.due(models.Limit.Step.RECTIFY, case, now=now)
    due_at = due_at or proposed_at
    rules.check_due(due_at=due_at, now=now)
    failed = case.failed_rechecks + 1
    with transaction.atomic():
        moving.move(
            case,
            Move.RECHECK_FAIL,
            recheck_due_at=None,
            failed_rechecks=failed,
            **warning.limit(due_at=due_at, clock=case.clock, now=now),
        )
        _keep(row, photos)
        rung = moving.draft_rung(case, reason="second_failure", now=now) if failed >= 2 else ""
        outbox.emit(
            events.RecheckFailed(
                about=moving.about(case),
                by=by.id,
                at=now,
                round=row.round,
                is_on_site=row.is_on_site,
                reasons=row.reasons,
                unit=case.unit_id,
                handler=case.handler_id,
                rechecker_unit=by.organisation_id,
                due_at=due_at,
                failed_rechecks=failed,
                has_fake_photo=row.has_fake_photo,
                rung=rung,
            )
        )


def _looked(
    case: models.Case, look: rules.Look, *, has_passed: bool, by: Actor, now: datetime
) -> tuple[models.Recheck, list[Evidence]]:
    """A recheck that meets every guard, not yet written."""
    round = case.rectifications.count()
    refuse_unless_independent(case, round=round, by=by, now=now)
    bounds = queries.bounds(on=calendar.local_day(now))
    rules.check_answers(look.answers, has_passed=has_passed)
    rules.check_on_site(look, reason=queries.on_site_reason(case, round=round, bounds=bounds))
    photos = own_photos(look.photo_keys, by)
    row = models.Recheck(
        case=case,
        round=round,
        turn=case.objections.filter(is_upheld=True).count(),
        by_id=by.id,
        is_on_site=look.is_on_site,
        has_passed=has_passed,
        answers={test: look.answers[test] for test in rules.ACCEPTANCE},
        reasons=look.reasons,
        readings=dict(look.readings or {}),
        has_fake_photo=look.has_fake_photo,
        at=now,
    )
    return row, photos


def _keep(row: models.Recheck, photos: list[Evidence]) -> None:
    row.save(force_insert=True)
    models.RecheckEvidence.objects.bulk_create(
        models.RecheckEvidence(recheck=row, evidence=photo) for photo in photos
    )
