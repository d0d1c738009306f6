"""Noting which published figures of periods moved: with a day, or with what a list leaves out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from lantian.assessment import events, models
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import moving
from lantian.assessment.queries.assessing import Result
from lantian.assessment.queries.moving import Day, PeriodMove
from lantian.assessment.queries.recomputed import BATCH, Kept, Key

Why = models.Change.Why
GRAVEST = (Why.REVISION, Why.FLAG, Why.WEIGHT, Why.LIST, Why.LATE, Why.RULE)
"""Of several reasons the one that is said; the stations of all are named."""


def changes(
    written: Sequence[Result],
    moved: Mapping[Key, Sequence[events.Changed]],
    *,
    known: Mapping[Key, Kept],
    position: int,
    basis: str,
    now: datetime,
) -> list[models.Change]:
    """The rows that keep what moves over days about to be written; ask before they are."""
    causes = dict(_causes(written, moved, known=known, newest=moving.newest_published(now)))
    instead = {
        (result.kind, result.subject, result.at): moving.as_row(result, position=position)
        for result in written
        if isinstance(result.at, date) and (result.kind, result.subject, result.at) in causes
    }
    return [
        _change(one, *_together(causes[day] for day in one.days), basis=basis, now=now)
        for one in moving.of_days(instead, now=now)
    ]


@transaction.atomic
def note_list(*, list_id: int, is_withdrawn: bool, now: datetime) -> None:
    """Keep which published figures of periods a list of exceptional days moved, taken in or withdrawn."""
    listed = models.ImportedList.objects.get(pk=list_id)
    if listed.kind != models.ImportedList.Kind.EXCEPTIONAL:
        return
    named = list(listed.exceptional_days.values_list("region__code", "day"))
    position, said = listed.position, listed.title
    if is_withdrawn:
        position, said = listed.withdrawn_position or 0, f"{listed.title} · {listed.withdrawn_reason}"
    found = moving.of_lists(named, position=position, now=now)
    models.Change.objects.bulk_create(
        [_change(one, Why.LIST, [], basis=said, now=now) for one in found], batch_size=BATCH
    )


def _causes(
    written: Sequence[Result],
    moved: Mapping[Key, Sequence[events.Changed]],
    *,
    known: Mapping[Key, Kept],
    newest: date,
) -> Iterator[tuple[Day, tuple[str, Sequence[str]]]]:
    """Why each statutory day says something else; the newest day that only now comes in moves nothing yet."""
    for result in written:
        if not result.is_statutory or isinstance(result.at, datetime):
            continue
        key = (result.kind, result.subject, result.at)
        if key not in known:
            if result.at < newest:
                yield key, (Why.LATE, result.inputs)
        elif moved[key]:
            yield key, (moved[key][0]["why"], moved[key][0]["because_of"])


def _together(causes: Iterator[tuple[str, Sequence[str]]]) -> tuple[str, list[str]]:
    """The gravest of several reasons, and the stations of all."""
    found = list(causes)
    why = min((why for why, _ in found), key=GRAVEST.index)
    return why, sorted({code for _, codes in found for code in codes})


def _change(one: PeriodMove, why: str, because_of: list[str], *, basis: str, now: datetime) -> models.Change:
    """The row that keeps a moved figure of a period."""
    return models.Change(
        subject_kind=SubjectKind(one.kind),
        subject=one.subject,
        period=moving.SPAN,
        at=moving.written_span(one.first, one.last),
        figure=one.figure,
        group=one.group,
        old="" if one.old is None else f"{one.old}",
        new="" if one.new is None else f"{one.new}",
        why=why,
        because_of=because_of,
        basis=basis[:200],
        old_position=one.old_position,
        position=one.position,
        noted_at=now,
    )
