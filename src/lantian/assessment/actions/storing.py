"""Writing assessed rows: only what is new or moved, never over a row computed at a later position."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from lantian.assessment import events, models
from lantian.assessment.actions import periods, writing
from lantian.assessment.queries import recomputed
from lantian.assessment.queries.assessing import Assessed, Result
from lantian.assessment.queries.recomputed import BATCH, CONTENT, Kept, Key

ASSESSED_ROWS = 2_026_001  # a number of our own among the database's advisory locks


class Stored(NamedTuple):
    """How many rows were written, and which published figures moved."""

    written: list[Result]
    changed: tuple[events.Changed, ...]


def store(
    model: type[Model], assessed: Assessed, *, at: str, position: int, now: datetime, basis: str = ""
) -> Stored:
    """Keep the results that say something new; a row whose content is the same keeps its position.

    Changes are kept with what was stated where somebody decided.
    """
    _wait_for_turn()
    known = recomputed.kept(model, assessed.results, at=at, is_locked=True)
    acts = recomputed.acts_on(assessed) if known else recomputed.Acts()
    written = [
        result
        for result in assessed.results
        if recomputed.says_something_new(result, known.get(_key(result)), position=position)
    ]
    out = recomputed.published(known, written, now=now)
    moved = {
        _key(result): list(recomputed.moved(old, result, frame=assessed.readings, acts=acts))
        for result in written
        if (old := known.get(_key(result))) is not None
    }
    kept = [
        _change(one, known[_key(result)], result, position=position, basis=basis, now=now)
        for result in written
        if _key(result) in out
        for one in moved[_key(result)]
    ]
    if model is models.DailyAssessment:
        kept += periods.changes(written, moved, known=known, position=position, basis=basis, now=now)
    unique = ("subject_kind", "subject", at)
    writing.put(
        model,
        (*unique, *CONTENT, "position", "computed_at"),
        [
            (result.kind, result.subject, result.at, *recomputed.content(result), position, now)
            for result in written
        ],
        unique=unique,
    )
    models.Change.objects.bulk_create(kept, batch_size=BATCH)
    return Stored(written, tuple(one for of_row in moved.values() for one in of_row))


def _wait_for_turn() -> None:
    """Wait until nobody else keeps assessed rows, to the end of the caller's transaction.

    Rows that are there are locked while they are compared; of a row that is not there yet only this keeps two
    workers from both writing it, the one with the older position last. A write of SQLite has its turn anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ASSESSED_ROWS])


def _key(result: Result) -> Key:
    return result.kind, result.subject, result.at


def _change(
    one: events.Changed, old: Kept, new: Result, *, position: int, basis: str, now: datetime
) -> models.Change:
    """The row that keeps a moved figure."""
    return models.Change(
        subject_kind=new.kind,
        subject=new.subject,
        period="hour" if isinstance(new.at, datetime) else "day",
        at=one["at"],
        figure=one["figure"],
        old="" if one["old"] is None else str(one["old"]),
        new="" if one["new"] is None else str(one["new"]),
        why=one["why"],
        because_of=one["because_of"],
        basis=basis,
        old_position=old.position,
        position=position,
        noted_at=now,
    )
