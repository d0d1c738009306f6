"""Residents' reports as the desk lists them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from lantian.accounts.rules import Actor
from lantian.cases.states import State
from lantian.residents import models, permissions, rules

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One report in the list."""

    number: str
    title: str
    kind: str
    words: str
    state: State
    told_at: datetime
    is_answered: bool
    is_not_fixed: bool
    jurisdiction: str


def rows(by: Actor, *, only_waiting: bool = False, before: int | None = None) -> tuple[list[Row], int | None]:
    """The newest reports of this person's area and the key of the next page."""
    found = _waiting(by) if only_waiting else permissions.visible_reports(by)
    if before is not None:
        found = found.filter(pk__lt=before)
    found = found.annotate(
        is_answered=Exists(models.Reply.objects.filter(case=OuterRef("case"))),
        is_not_fixed=Exists(models.Saying.objects.filter(report=OuterRef("pk"), kind=rules.NOT_FIXED)),
    )
    page = list(found.select_related("case", "jurisdiction").order_by("-pk")[: SHOWN + 1])
    shown = [
        Row(
            number=one.case.number,
            title=one.case.title,
            kind=one.kind,
            words=one.case.words,
            state=State(one.case.state),
            told_at=one.told_at,
            is_answered=one.is_answered,
            is_not_fixed=one.is_not_fixed,
            jurisdiction=one.jurisdiction.name_zh if one.jurisdiction else "",
        )
        for one in page[:SHOWN]
    ]
    return shown, page[SHOWN - 1].pk if len(page) > SHOWN else None


def waiting(by: Actor) -> int:
    """How many reports nobody has looked at yet; counted up to a page."""
    return len(_waiting(by).values_list("pk", flat=True)[:SHOWN])


def _waiting(by: Actor) -> QuerySet[models.Report]:
    return permissions.visible_reports(by).filter(case__state=State.REPORTED)
