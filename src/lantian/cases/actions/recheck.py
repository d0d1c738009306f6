"""Somebody independent looks again: it passes, or goes back with reasons and a new deadline.

A recheck by somebody who is not independent is refused, and the attempt is written down in a transaction of
its own: the case, its state and its clock stay as they are.
"""

from datetime import datetime

from django.db import transaction

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import moving
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
        moving.move(case, Move.RECHECK_FAIL, due_at=due_at, recheck_due_at=None, failed_rechecks=failed)
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
    _refuse_unless_independent(case, round=round, by=by, now=now)
    bounds = queries.bounds(on=calendar.local_day(now))
    rules.check_answers(look.answers, has_passed=has_passed)
    rules.check_on_site(look, reason=queries.on_site_reason(case, round=round, bounds=bounds))
    photos = _own_photos(look.photo_keys, by)
    row = models.Recheck(
        case=case,
        round=round,
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


def _refuse_unless_independent(case: models.Case, *, round: int, by: Actor, now: datetime) -> None:
    """Raise NotIndependent for a handler or a colleague, after the attempt has been written down for good."""
    reason = rules.why_not_independent(
        by.id, unit_path=by.organisation_path, involvement=queries.involvement_in(case)
    )
    if reason is None:
        return
    with transaction.atomic(durable=True):  # the line must outlive the refusal that follows it
        outbox.emit(
            events.RecheckRefused(
                about=moving.about(case),
                by=by.id,
                at=now,
                round=round,
                reason=reason,
                unit=case.unit_id,
                handler=case.handler_id,
            )
        )
    raise rules.NotIndependent(case.number, reason=reason)


def _own_photos(keys: tuple[str, ...], by: Actor) -> list[Evidence]:
    """New photos of the rechecker's own; one of another case, or of an earlier look, shows nothing now."""
    found = {str(photo.key): photo for photo in permissions.free_evidence(by).filter(key__in=keys)}
    for key in keys:
        if str(key) not in found:
            raise rules.PhotoUnknown(key)
    return [found[str(key)] for key in keys]


def _keep(row: models.Recheck, photos: list[Evidence]) -> None:
    row.save(force_insert=True)
    models.RecheckEvidence.objects.bulk_create(
        models.RecheckEvidence(recheck=row, evidence=photo) for photo in photos
    )
