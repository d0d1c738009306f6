"""The clock drafts the next rung for cases that are overdue; a person takes it or not.

Towards a unit outside our command there are two rungs only: a reminder letter and a report to the leader.
"""

from datetime import datetime

from django.db import transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import letters, moving
from lantian.cases.queries import ladder
from lantian.cases.rules import answering
from lantian.cases.states import IN_HAND, OPEN_STATES
from lantian.kernel import outbox, references

REASON = "overdue"


def draft_overdue_rungs(*, now: datetime) -> list[str]:
    """Draft every rung that overdue cases have earned and do not have; returns a case's number for each.

    After a stretch in which no clock ran, one run catches up.
    """
    bounds = queries.bounds(on=calendar.local_day(now))
    late = models.Case.objects.filter(state__in=IN_HAND, due_at__lt=now).order_by("due_at", "pk")
    return [case.number for case in late for _ in range(_draft(case, bounds=bounds, now=now))]


def _draft(case: models.Case, *, bounds: rules.Bounds, now: datetime) -> int:
    """Draft the rungs one case has earned beyond those it has; returns how many."""
    with transaction.atomic():
        held = models.Case.objects.select_related("unit").select_for_update(of=("self",))
        fresh = held.filter(pk=case.pk, revision=case.revision).first()
        if fresh is None or fresh.due_at is None:
            return 0
        earned = rules.rungs_due(due_at=fresh.due_at, now=now, rung_hours=bounds.rung_hours)
        has = models.Rung.objects.filter(case=fresh, reason=REASON, clock_run=fresh.due_at).count()
        kinds = [
            kind for _ in range(earned - has) if (kind := moving.draft_rung(fresh, reason=REASON, now=now))
        ]
        for kind in kinds:
            outbox.emit(
                events.RungDrafted(
                    about=moving.about(fresh),
                    by=None,
                    at=now,
                    kind=kind,
                    reason=REASON,
                    unit=fresh.unit_id,
                    due_at=fresh.due_at,
                )
            )
    return len(kinds)


def take_rung(*, number: str, rung_id: int, words: str, by: Actor, now: datetime) -> str:
    """Send the letter of a drafted rung, as its taker wrote it; returns the letter's number."""
    case, rung = _waiting(number, rung_id, by)
    if not words.strip():
        raise answering.TextMissing()
    with transaction.atomic():
        if rung.kind == models.Rung.Kind.REMINDER_LETTER:
            letter = letters.remind(case, words=words, by=by, now=now).number
        else:
            letter = references.next_number("DB", calendar.local_day(now).year)
        _decide(rung, taken_by_id=by.id, taken_at=now, words=words.strip(), number=letter)
        outbox.emit(
            events.RungTaken(
                about=moving.about(case),
                by=by.id,
                at=now,
                kind=rung.kind,
                reason=rung.reason,
                unit=case.unit_id,
                number=letter,
                to=tuple(person.pk for person in ladder.addressed(case, rung.kind, now=now)),
            )
        )
    return letter


def decline_rung(*, number: str, rung_id: int, reason: str, by: Actor, now: datetime) -> None:
    """Decide that a drafted rung is not taken, and say why."""
    case, rung = _waiting(number, rung_id, by)
    rules.check_reason(reason)
    with transaction.atomic():
        _decide(rung, declined_by_id=by.id, declined_at=now, declined_reason=reason.strip())
        outbox.emit(
            events.RungDeclined(
                about=moving.about(case),
                by=by.id,
                at=now,
                kind=rung.kind,
                unit=case.unit_id,
                reason=reason.strip(),
            )
        )


def _waiting(number: str, rung_id: int, by: Actor) -> tuple[models.Case, models.Rung]:
    """A drafted rung of an open case that this person may decide about."""
    require(Verb.TAKE_RUNG, by)
    case = permissions.visible_cases(by).select_related("unit", "grid").get(number=number)
    rung = case.rungs.get(pk=rung_id)
    if case.state not in OPEN_STATES or rung.taken_at or rung.declined_at:
        raise answering.RungOver(number)
    if not answering.may_take(rung.kind, [hat.role for hat in by.hats]):
        raise answering.RungTooHigh(number)
    if case.unit is not None and by.is_of(case.unit.path):
        raise answering.OwnRung(number, unit=case.unit.name_zh)
    return case, rung


def _decide(rung: models.Rung, **changes: object) -> None:
    """Write a decision unless somebody else was faster, or the case has ended meanwhile."""
    held = models.Case.objects.select_for_update().get(pk=rung.case_id)
    waiting = models.Rung.objects.filter(pk=rung.pk, taken_at__isnull=True, declined_at__isnull=True)
    if held.state not in OPEN_STATES or not waiting.update(**changes):
        raise answering.RungOver(held.number)
