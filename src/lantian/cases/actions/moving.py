"""How a case moves: read it, decide, and write only if it is still as it was read.

The reading happens before the transaction, so that of two people who act on the same state exactly one wins
and the other is told, on SQLite and on PostgreSQL alike. `revision` grows with every move: a case that went
round and came back to the same state is not the case that was read.
"""

from datetime import datetime
from typing import Any

from django.db.models import F

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, NotAllowed, require
from lantian.cases import models, permissions, rules
from lantian.cases.rules import answering
from lantian.cases.states import VERBS, CaseMoved, Move, State, target
from lantian.inspections.models import Evidence

DETAILS = (
    "grid__organisation",
    "source__answerable",
    "unit",
    "sub_unit",
    "handler__organisation",
    "reported_by",
    "finding__visit__order",
)


def load(number: str, verb: Move, by: Actor) -> models.Case:
    """A case this person may see and whose role may do this; MoveRefused when its state does not allow it."""
    require(VERBS[verb], by)
    case = permissions.visible_cases(by).select_related(*DETAILS).get(number=number)
    target(verb, State(case.state))
    return case


def require_unit(case: models.Case, verb: Move, by: Actor) -> None:
    """Raise NotAllowed unless the person is of the unit that answers for the case."""
    if case.unit is None or not by.is_of(case.unit.path):
        raise NotAllowed(VERBS[verb], by, "the case belongs to another unit")


def require_handler(case: models.Case, verb: Move, by: Actor) -> None:
    """Raise NotAllowed unless the person is the handler named for the case."""
    if case.handler_id not in by.ids:
        raise NotAllowed(VERBS[verb], by, "the case has another handler")


def move(case: models.Case, verb: Move, **changes: object) -> None:
    """Write a move in the caller's transaction; CaseMoved when somebody was faster."""
    new = target(verb, State(case.state))
    moved = models.Case.objects.filter(pk=case.pk, state=case.state, revision=case.revision).update(
        state=new, revision=F("revision") + 1, **changes
    )
    if not moved:
        raise CaseMoved(case.number)
    case.state, case.revision = new, case.revision + 1
    for name, value in changes.items():
        setattr(case, name, value)
    if {"unit", "sub_unit"} & changes.keys():
        write_scope(case)
        write_text(case)
    else:
        models.CaseScope.objects.filter(case=case).update(**_listed(case))


def write_scope(case: models.Case) -> None:
    """Put the case in the lists of the units above its unit, the part that mends it and its grid only."""
    paths = [case.grid.organisation.path] + [unit.path for unit in (case.unit, case.sub_unit) if unit]
    above = {unit.pk for path in paths for unit in accounts.ancestors(path)}
    kept = models.CaseScope.objects.filter(case=case)
    was_refused = kept.filter(was_refused=True).exists()
    kept.exclude(ancestor__in=above).delete()
    listed = _listed(case)
    kept.update(**listed)
    missing = above - set(kept.values_list("ancestor_id", flat=True))
    models.CaseScope.objects.bulk_create(
        models.CaseScope(ancestor_id=pk, case=case, was_refused=was_refused, **listed)
        for pk in sorted(missing)
    )


def _listed(case: models.Case) -> dict[str, Any]:  # Any: fields of a row
    """What lists sort and narrow a case by, as it is now."""
    return {
        "state": case.state,
        "deadline": deadline(case),
        "category": case.category,
        "level": case.level,
        "cell": rules.cell_of(case.lon, case.lat),
        "was_reopened": case.reopened > 0,
    }


def write_text(case: models.Case) -> None:
    """Keep what can be searched of a case: address, unit, source, title and words."""
    places = [case.grid, case.source, case.unit, case.sub_unit]
    names = [name for one in places if one for name in (one.name_zh, one.name_en)]
    text = rules.readable([case.title, case.words, case.address, *names])
    models.CaseText.objects.update_or_create(case=case, defaults={"text": text})
    wanted = rules.grams(text)
    kept = models.CaseGram.objects.filter(case=case)
    known = set(kept.values_list("gram", flat=True))
    kept.filter(gram__in=known - wanted).delete()
    models.CaseGram.objects.bulk_create(
        models.CaseGram(case=case, gram=gram) for gram in sorted(wanted - known)
    )


def deadline(case: models.Case) -> datetime:
    """The moment by which lists sort a case: the limit that runs, else when it was reported."""
    runs = {
        State.ASSIGNED: case.due_at,
        State.ACCEPTED: case.due_at,
        State.RECTIFYING: case.due_at,
        State.PARKED: case.review_at,
        State.SUBMITTED: case.self_check_due_at,
        State.SELF_CHECKED: case.recheck_due_at,
        State.IN_PUBLICITY: case.publicity_until,
        State.CLOSED: case.closed_at,
    }
    return runs.get(State(case.state)) or case.reported_at


def add_photos(case: models.Case, photos: list[Evidence], *, now: datetime) -> None:
    """Put photos with a case; one that it has already is left as it is."""
    models.CaseEvidence.objects.bulk_create(
        [models.CaseEvidence(case=case, evidence=photo, added_at=now) for photo in photos],
        ignore_conflicts=True,
    )


def draft_rung(case: models.Case, *, reason: str, now: datetime) -> str:
    """Draft the rung above the highest there is; empty at the top of the ladder."""
    from_top = models.Rung.objects.filter(case=case)
    ladder = rules.LADDER if case.unit is None or case.unit.is_under_command else answering.OUTSIDE_LADDER
    kind = rules.next_rung(list(from_top.values_list("kind", flat=True)), ladder=ladder)
    if kind is None:
        return ""
    models.Rung.objects.create(case=case, kind=kind, reason=reason, drafted_at=now, clock_run=case.due_at)
    return kind


def about(case: models.Case) -> str:
    """The address of a case in events."""
    return f"cases.case:{case.number}"
