"""Before a case is filed: somebody looks whether it is so, or it turns out to be there already."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import extending, moving
from lantian.cases.states import OPEN_STATES, Move, State
from lantian.dispatch import actions as dispatch
from lantian.dispatch import queries as orders
from lantian.dispatch.rules import VERIFY_REPORT, KindOfGoing
from lantian.inspections import queries as inspections
from lantian.inspections.models import Evidence
from lantian.kernel import outbox
from lantian.kernel.refusals import gettext_noop


def verify(
    *, number: str, by: Actor, now: datetime, officer_id: int | None = None, over_reason: str = ""
) -> str:
    """Have somebody look before a report of the public, the media or a satellite is filed.

    Returns the number of the order, empty when nobody is sent yet.
    """
    case = moving.load(number, Move.VERIFY, by)
    channel = queries.channel(case.channel, on=calendar.local_day(now))
    if not channel.needs_verification:
        raise rules.NoVerificationNeeded(case.channel)
    with transaction.atomic():
        moving.move(case, Move.VERIFY, verifying_since=now)
        outbox.emit(
            events.VerificationAsked(about=moving.about(case), by=by.id, at=now, channel=case.channel)
        )
        if officer_id is None:
            return ""
        return _send(case, officer_id, by=by, now=now, over_reason=over_reason)


def add_verification(*, visit_key: UUID | str, now: datetime) -> str | None:
    """Put the photos of a visit with the case that it was to verify; None when it verified none."""
    finding = inspections.finding_of(visit_key)
    order = finding.visit.order
    if order.what.code != VERIFY_REPORT or not order.case_ref:
        return None
    case = models.Case.objects.get(number=order.case_ref)
    moving.add_photos(case, inspections.photos_of(visit_key), now=now)
    return case.number


def check_verified(case: models.Case, *, on_day: datetime) -> None:
    """Raise unless a case whose channel asks for it was looked at, with a photo from the place."""
    if case.state == State.VERIFYING:
        since = case.verifying_since or case.reported_at
        if not case.evidence.filter(added_at__gt=since).exists():
            raise rules.SitePhotoMissing()
        return
    if queries.channel(case.channel, on=calendar.local_day(on_day)).needs_verification:
        raise rules.VerificationNeeded(case.channel)


def merge(*, number: str, into: str, reason: str, by: Actor, now: datetime) -> None:
    """Merge a case into an open one: photos and reporters go along, its own number stays findable."""
    case = moving.load(number, Move.MERGE, by)
    rules.check_reason(reason)
    target = permissions.visible_cases(by).filter(number=into).first()
    if target is None:
        raise rules.MergeRefused(number, target=into, reason=gettext_noop("there is no such case"))
    if target.pk == case.pk:
        raise rules.MergeRefused(number, target=into, reason=gettext_noop("it is the same case"))
    with transaction.atomic():
        held = models.Case.objects.select_for_update().get(pk=target.pk)
        if held.state not in OPEN_STATES:
            raise rules.MergeRefused(number, target=into, reason=gettext_noop("that case is not open"))
        moving.move(case, Move.MERGE, merged_into=held, due_at=None, warn_at=None)
        extending.lapse_extension(case, now=now)
        photos = _photos(case)
        moving.add_photos(held, photos, now=now)
        _move_reporters(case, held)
        models.Case.objects.filter(merged_into=case).update(merged_into=held)
        outbox.emit(
            events.Merged(
                about=moving.about(case),
                by=by.id,
                at=now,
                into=held.number,
                reason=reason,
                photos=len(photos),
                finder=case.reported_by_id,
            )
        )
        outbox.emit(
            events.Absorbed(
                about=moving.about(held), by=by.id, at=now, merged=case.number, photos=len(photos)
            )
        )


@transaction.atomic
def keep_apart(*, number: str, other: str, by: Actor, now: datetime) -> None:
    """Say that a case is a problem of its own beside another one; it is not offered for merging again."""
    case = moving.load(number, Move.MERGE, by)
    beside = permissions.visible_cases(by).exclude(pk=case.pk).get(number=other)
    _row, is_new = models.CaseApart.objects.get_or_create(
        case=case, other=beside, defaults={"by_id": by.id, "at": now}
    )
    if is_new:
        outbox.emit(events.KeptApart(about=moving.about(case), by=by.id, at=now, other=beside.number))


def _send(case: models.Case, officer_id: int, *, by: Actor, now: datetime, over_reason: str) -> str:
    purpose = orders.purpose(VERIFY_REPORT)
    return dispatch.issue(
        kind=KindOfGoing.PUBLIC_PATROL,
        grid_code=case.grid.code,
        source_code=case.source.code if case.source else None,
        officer_id=officer_id,
        what=VERIFY_REPORT,
        hours=purpose.hours,
        clock=purpose.clock,
        case_ref=case.number,
        over_reason=over_reason,
        by=by,
        now=now,
    )


def _photos(case: models.Case) -> list[Evidence]:
    """Every photo of a case: of the problem, of its mendings and of the looks at them."""
    of_problem = [row.evidence for row in case.evidence.select_related("evidence")]
    rounds = case.rectifications.select_related("before", "after")
    of_work = [photo for row in rounds for photo in (row.before, row.after)]
    looks = models.RecheckEvidence.objects.filter(recheck__case=case).select_related("evidence")
    later = models.LaterLookEvidence.objects.filter(look__case=case).select_related("evidence")
    return [*of_problem, *of_work, *(row.evidence for row in [*looks, *later])]


def _move_reporters(case: models.Case, target: models.Case) -> None:
    """Whoever reported the merged case, or one that was merged into it before, hears of the target."""
    models.CaseReporter.objects.filter(case=case).update(case=target)
    models.CaseReporter.objects.create(
        case=target, merged=case, person_id=case.reported_by_id, reported_at=case.reported_at
    )
