"""What a photo was used for: every case, mending, recheck, later look, step and letter that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lantian.accounts.rules import Actor
from lantian.cases import models, permissions
from lantian.inspections.models import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One place a photo stands in; the number is empty where this person may not see the case."""

    kind: str
    number: str
    title: str
    round: int
    at: datetime


def uses(photo: Evidence, by: Actor) -> list[Use]:
    """Where a photo was used, oldest first; a use in a case this person may not see has no name."""
    found = sorted(_all(photo), key=lambda one: one[3])
    seen = {
        case.pk: case
        for case in permissions.visible_cases(by).filter(pk__in={case_id for _, case_id, _, _ in found})
    }
    return [
        Use(
            kind=kind,
            number=seen[case_id].number if case_id in seen else "",
            title=seen[case_id].title if case_id in seen else "",
            round=round,
            at=at,
        )
        for kind, case_id, round, at in found
    ]


def _all(photo: Evidence) -> Iterator[tuple[str, int, int, datetime]]:
    for row in models.CaseEvidence.objects.filter(evidence=photo):
        yield "case", row.case_id, 0, row.added_at
    for work in models.Rectification.objects.filter(Q(before=photo) | Q(after=photo)):
        kind = "after" if work.after_id == photo.pk else "before"
        yield kind, work.case_id, work.round, work.submitted_at
    for look in models.RecheckEvidence.objects.filter(evidence=photo).select_related("recheck"):
        yield "recheck", look.recheck.case_id, look.recheck.round, look.recheck.at
    for later in models.LaterLookEvidence.objects.filter(evidence=photo).select_related("look"):
        yield "later_look", later.look.case_id, 0, later.look.at or photo.received_at
    for step in models.EnforcementStep.objects.filter(evidence=photo).select_related("enforcement"):
        yield "enforcement", step.enforcement.case_id, 0, step.at
    for taken in models.StepTaken.objects.filter(evidence=photo).select_related("entry"):
        yield "ledger", taken.entry.case_id, 0, taken.at
