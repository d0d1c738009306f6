"""How a case is mended: it starts, with a plan where it is grave, and ends with the views to compare."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import extending, moving
from lantian.cases.rules import answering
from lantian.cases.states import GRAVE, Move, MoveRefused, State
from lantian.inspections.models import Evidence
from lantian.kernel import outbox


def start(*, number: str, by: Actor, now: datetime) -> None:
    """Begin the mending of a minor or serious case."""
    case = moving.load(number, Move.START, by)
    moving.require_handler(case, Move.START, by)
    if case.level in GRAVE:
        raise rules.PlanNeeded(case.level)
    with transaction.atomic():
        moving.move(case, Move.START)
        outbox.emit(events.Started(about=moving.about(case), by=by.id, at=now, unit=case.unit_id))


def plan(*, number: str, target: str, measures: Sequence[rules.Measure], by: Actor, now: datetime) -> None:
    """Begin the mending of a major case with a target, measures and dates."""
    case = moving.load(number, Move.PLAN, by)
    moving.require_unit(case, Move.PLAN, by)
    if case.level not in GRAVE:
        raise rules.PlanNotNeeded(case.level)
    if case.state == State.RECTIFYING and _has_plan(case):
        raise MoveRefused(Move.PLAN, case.state)
    rules.check_plan(target=target, measures=measures, today=calendar.local_day(now))
    with transaction.atomic():
        moving.move(case, Move.PLAN)
        models.Plan.objects.create(
            case=case,
            target=target,
            measures=[{"what": m.what, "by_on": m.by_on.isoformat()} for m in measures],
            by_id=by.id,
            at=now,
        )
        outbox.emit(
            events.Planned(
                about=moving.about(case),
                by=by.id,
                at=now,
                unit=case.unit_id,
                target=target,
                measures=len(measures),
            )
        )


def submit(*, number: str, work: rules.Mending, by: Actor, now: datetime) -> None:
    """Say that it is done, with the same view before and after; the clock of the unit's own check starts."""
    case = moving.load(number, Move.SUBMIT, by)
    moving.require_handler(case, Move.SUBMIT, by)
    before, after = _view_before(work.before_key, case, by), _view_after(work.after_key, case, by)
    rules.check_mending(
        work,
        after_sha256=after.original_id,
        known_sha256=_known(case) | {before.original_id},
        is_violation=case.is_violation,
    )
    if case.level in GRAVE and not _has_plan(case):
        raise answering.PlanBeforePause(case.level)
    _hand_in(case, work, before=before, after=after, by=by, now=now)


def hand_in_for_outside(case: models.Case, *, work: rules.Mending, by: Actor, now: datetime) -> None:
    """Write down the mending of a unit outside our command, in the caller's transaction."""
    before, after = _view_before(work.before_key, case, by), _view_after(work.after_key, case, by)
    rules.check_mending(
        work,
        after_sha256=after.original_id,
        known_sha256=_known(case) | {before.original_id},
        is_violation=case.is_violation,
    )
    _hand_in(case, work, before=before, after=after, by=by, now=now)


def _hand_in(
    case: models.Case, work: rules.Mending, *, before: Evidence, after: Evidence, by: Actor, now: datetime
) -> None:
    self_check_due_at, _ = queries.due(models.Limit.Step.SELF_CHECK, case, now=now)
    row = models.Rectification(
        case=case,
        round=case.rectifications.count() + 1,
        by_id=by.id,
        what_was_done=work.what_was_done,
        cost_fen=work.cost_fen,
        penalty_record=work.penalty_record,
        before=before,
        after=after,
        due_at=case.due_at,
        submitted_at=now,
    )
    with transaction.atomic():
        moving.move(case, Move.SUBMIT, self_check_due_at=self_check_due_at, recheck_due_at=None)
        row.save(force_insert=True)
        extending.lapse_extension(case, now=now)
        outbox.emit(_submitted(row, by=by))


def _has_plan(case: models.Case) -> bool:
    """Whether the unit that has the case now planned its mending."""
    return case.plans.filter(at__gte=case.assigned_at or case.reported_at).exists()


def _view_before(key: str, case: models.Case, by: Actor) -> Evidence:
    """A photo the case has, or a new one of the handler's own; never one of another case."""
    found = permissions.visible_evidence(by).filter(key=key).first()
    if found is None or not (_is_of(case, found) or found in permissions.free_evidence(by)):
        raise rules.PhotoUnknown(key)
    return found


def _view_after(key: str, case: models.Case, by: Actor) -> Evidence:
    """A new photo of the handler's own."""
    found = permissions.visible_evidence(by).filter(key=key).first()
    if found is not None and _is_of(case, found):
        raise rules.SamePhoto()
    if found is None or found not in permissions.free_evidence(by):
        raise rules.PhotoUnknown(key)
    return found


def _is_of(case: models.Case, photo: Evidence) -> bool:
    """Whether the case has the photo from its finding or from a mending."""
    rounds = case.rectifications.filter(Q(before=photo) | Q(after=photo))
    return case.evidence.filter(evidence=photo).exists() or rounds.exists()


def _known(case: models.Case) -> set[str]:
    """Hashes of every photo the case has had."""
    kept = case.evidence.values_list("evidence__original_id", flat=True)
    rounds = case.rectifications.values_list("before__original_id", "after__original_id")
    return {*kept, *(sha256 for pair in rounds for sha256 in pair)}


def _submitted(row: models.Rectification, *, by: Actor) -> events.Submitted:
    case = row.case
    return events.Submitted(
        about=moving.about(case),
        by=by.id,
        at=row.submitted_at,
        round=row.round,
        unit=case.unit_id,
        handler=row.by_id,
        before=str(row.before.key),
        after=str(row.after.key),
        is_on_time=row.is_on_time,
        days_late=rules.days_late(due_at=row.due_at, at=row.submitted_at),
        self_check_due_at=case.self_check_due_at,
    )
