"""How a case ends, after publicity where it is grave, and how it comes back one level higher."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import events, models, queries, rules
from lantian.cases.actions import later, moving
from lantian.cases.queries import ledger
from lantian.cases.rules.ledger import StepsOpen
from lantian.cases.states import GRAVE, LEVELS, VERBS, Level, Move, State, raised
from lantian.inspections import permissions as inspections_permissions
from lantian.inspections import queries as inspections
from lantian.inspections.models import Finding
from lantian.kernel import outbox
from lantian.registry import rules as geodesy


def publicise(*, number: str, by: Actor, now: datetime) -> None:
    """Show a major case that passed in public, for a time."""
    case = moving.load(number, Move.PUBLICISE, by)
    if case.level not in GRAVE:
        raise rules.PublicityNotNeeded(case.level)
    until, _ = queries.due(models.Limit.Step.PUBLICITY, case, now=now)
    with transaction.atomic():
        moving.move(case, Move.PUBLICISE, publicity_until=until)
        outbox.emit(
            events.Publicised(about=moving.about(case), by=by.id, at=now, level=case.level, until=until)
        )


def close(*, number: str, by: Actor, now: datetime) -> None:
    """Sign a case off; the event is the closing sheet."""
    case = moving.load(number, Move.CLOSE, by)
    signer = queries.signer(by, case, now=now)
    if signer is None:
        raise NotAllowed(VERBS[Move.CLOSE], by, f"a {case.level} case is signed off by somebody else")
    if case.level in GRAVE and case.state != State.IN_PUBLICITY:
        raise rules.PublicityNeeded(case.level)
    rules.check_publicity(until=case.publicity_until, now=now)
    waiting = ledger.step_before_closing(case)
    if waiting is not None:
        raise StepsOpen(waiting.name_zh)
    with transaction.atomic():
        moving.move(case, Move.CLOSE, closed_at=now)
        _refuse_open_objections(case)
        later.plan_later_looks(case, now=now)
        outbox.emit(_closing_sheet(case, signer=signer, by=by, now=now))


def _refuse_open_objections(case: models.Case) -> None:
    """Raise while somebody's objection waits; asked in the transaction that closes, so none slips in."""
    waiting = case.objections.filter(decided_at__isnull=True).count()
    if waiting:
        raise rules.ObjectionsOpen(waiting)


def reopen_after_look(*, number: str, look: rules.Look, by: Actor, now: datetime) -> None:
    """Open a closed case again because a planned later look shows that it does not hold."""
    case = moving.load(number, Move.REOPEN, by)
    planned, photos = later.looked_later(case, look, holds=False, by=by, now=now)
    with transaction.atomic():
        _reopen(case, finding=None, planned=planned, by=by, now=now)
        later.keep(planned, photos)
        moving.add_photos(case, photos, now=now)


def reopen(*, number: str, visit_key: UUID | str, by: Actor, now: datetime) -> None:
    """Open a closed case again because a new finding shows the same kind at the same place."""
    case = moving.load(number, Move.REOPEN, by)
    finding = inspections.finding_of(visit_key)
    inspections_permissions.visible_visits(by).get(key=visit_key)
    if finding.result != Finding.Result.PROBLEM:
        raise rules.NotRebound(number, reason="no_problem")
    reason = _refusal(case, finding, now=now)
    if reason is not None:
        raise rules.NotRebound(number, reason=reason)
    with transaction.atomic():
        _reopen(case, finding=finding, planned=None, by=by, now=now)


def reopen_from(case: models.Case, *, finding: Finding, by: Actor, now: datetime) -> None:
    """Open the closed case that a finding was matched with; the clock does it in the finder's name."""
    require(Verb.REOPEN, by)
    with transaction.atomic():
        _reopen(case, finding=finding, planned=None, by=by, now=now)


def _reopen(
    case: models.Case,
    *,
    finding: Finding | None,
    planned: models.LaterLook | None,
    by: Actor,
    now: datetime,
) -> None:
    """Open a case one level higher, for one cause; in the caller's transaction."""
    before = Level(case.level)
    unit, handler = case.unit_id, case.handler_id
    moving.move(
        case,
        Move.REOPEN,
        level=raised(before),
        handler=None,
        sub_unit=None,
        assigned_at=None,
        due_at=None,
        warn_at=None,
        recheck_due_at=None,
        publicity_until=None,
        closed_at=None,
        returns=0,
        reopened=case.reopened + 1,
    )
    models.Rebound.objects.create(
        case=case, finding=finding, later_look=planned, level_before=before, level=case.level, at=now
    )
    if finding is not None:
        moving.add_photos(case, inspections.photos_of(finding.visit.key), now=now)
    is_top = before == LEVELS[-1]
    rung = moving.draft_rung(case, reason="top_level_rebound", now=now) if is_top else ""
    outbox.emit(
        events.Reopened(
            about=moving.about(case),
            by=by.id,
            at=now,
            reason="rebound" if finding is not None else "later_look",
            visit_key=str(finding.visit.key) if finding is not None else "",
            before=before,
            level=case.level,
            unit=unit,
            handler=handler,
            rung=rung,
        )
    )


def _refusal(case: models.Case, finding: Finding, *, now: datetime) -> str | None:
    bounds = queries.bounds(on=calendar.local_day(now))
    visit = finding.visit
    distance = (
        float("inf")
        if visit.lon is None or visit.lat is None
        else geodesy.distance_m(case.lon, case.lat, visit.lon, visit.lat)
    )
    return rules.rebound_refusal(
        is_same_kind=case.category == finding.category,
        is_same_place=rules.is_same_place(
            source_ids=(case.source_id, finding.source_id),
            distance_m=distance,
            radius_m=bounds.rebound_radius_m,
        ),
        closed_at=case.closed_at or now,
        found_at=finding.at,
        window_days=bounds.rebound_days,
    )


def _closing_sheet(case: models.Case, *, signer: str, by: Actor, now: datetime) -> events.Closed:
    begun_at = case.assigned_at or case.reported_at
    rounds = list(case.rectifications.filter(submitted_at__gte=begun_at))
    return events.Closed(
        about=moving.about(case),
        by=by.id,
        at=now,
        level=case.level,
        category=case.category,
        source=case.source.code if case.source else "",
        unit=case.unit_id,
        handler=case.handler_id,
        signer=signer,
        rounds=len(rounds),
        failed_rechecks=case.failed_rechecks,
        is_on_time=all(row.is_on_time for row in rounds),
    )
