"""Writing assessed rows: only what is new or moved, never over a row computed at a later position."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Model

from lantian.assessment import events, models
from lantian.assessment.queries import recomputed
from lantian.assessment.queries.assessing import Assessed, Result
from lantian.assessment.queries.recomputed import BATCH, CONTENT, Kept


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
    known = recomputed.kept(model, assessed.results, at=at, is_locked=True)
    acts = recomputed.acts_on(assessed) if known else recomputed.Acts()
    written, changed, kept = [], [], []
    for result in assessed.results:
        old = known.get((result.kind, result.subject, result.at))
        if not recomputed.says_something_new(result, old, position=position):
            continue
        written.append(result)
        if old is not None:
            moved = list(recomputed.moved(old, result, frame=assessed.readings, acts=acts))
            changed += moved
            if recomputed.is_published(old, result, now=now):
                kept += [_change(one, old, result, position=position, basis=basis, now=now) for one in moved]
    rows = [
        model(
            subject_kind=result.kind,
            subject=result.subject,
            **{at: result.at},
            **{name: getattr(result, name) for name in CONTENT},
            position=position,
            computed_at=now,
        )
        for result in written
    ]
    model._default_manager.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["subject_kind", "subject", at],
        update_fields=[*CONTENT, "position", "computed_at"],
    )
    models.Change.objects.bulk_create(kept, batch_size=BATCH)
    return Stored(written, tuple(changed))


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
