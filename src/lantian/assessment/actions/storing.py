"""Writing assessed rows: only what is new or moved, never over a row computed at a later position."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import polars as pl
from django.db.models import Model

from lantian.assessment import events, models
from lantian.assessment.queries import assessing
from lantian.assessment.queries.assessing import Assessed, Result
from lantian.assessment.rules import keys
from lantian.calendar import queries as calendar

CONTENT = (
    "is_statutory",
    "edition",
    "aqi",
    "level",
    "primary",
    "sub_indices",
    "values",
    "missing",
    "completeness",
    "parameters",
)
BATCH = 2000
HOUR = timedelta(hours=1)
Key = tuple[str, str, datetime | date]


class Kept(NamedTuple):
    """What a stored row says, and since which position."""

    position: int
    content: tuple[object, ...]


class Stored(NamedTuple):
    """How many rows were written, and which published figures moved."""

    written: list[Result]
    changed: tuple[events.Changed, ...]


def store(model: type[Model], assessed: Assessed, *, at: str, position: int, now: datetime) -> Stored:
    """Keep the results that say something new; a row whose content is the same keeps its position."""
    known = _known(model, assessed.results, at=at)
    written, changed, kept = [], [], []
    for result in assessed.results:
        old = known.get((result.kind, result.subject, result.at))
        if old is not None and (old.position > position or old.content == _content(result)):
            continue
        written.append(result)
        if old is not None:
            moved = list(_moved(old, result, frame=assessed.readings))
            changed += moved
            if result.is_statutory and _is_published(result.at, now=now):  # a clue never is
                kept += [_change(one, old, result, position=position, now=now) for one in moved]
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


def _known(model: type[Model], results: list[Result], *, at: str) -> dict[Key, Kept]:
    if not results:
        return {}
    moments = [result.at for result in results]
    rows = model._default_manager.filter(
        **{f"{at}__gte": min(moments), f"{at}__lte": max(moments)},
        subject__in={result.subject for result in results},
    ).values_list("subject_kind", "subject", at, "position", *CONTENT)
    return {(row[0], row[1], row[2]): Kept(row[3], tuple(row[4:])) for row in rows.iterator(chunk_size=BATCH)}


def _content(result: Result) -> tuple[object, ...]:
    return tuple(getattr(result, name) for name in CONTENT)


def _moved(old: Kept, new: Result, *, frame: pl.DataFrame) -> Iterator[events.Changed]:
    """The published figures of a row that moved, each with the readings that moved it."""
    before = dict(zip(CONTENT, old.content, strict=True))
    figures = _figures(before["aqi"], before["values"])
    now = _figures(new.aqi, new.values)
    moved = [name for name in {**figures, **now} if figures.get(name) != now.get(name)]
    if not moved:
        return
    why, because_of = _cause(old, new, frame=frame, only_index=moved == ["aqi"])
    for name in moved:
        yield events.Changed(
            subject=f"{new.kind}/{new.subject}",
            at=keys.written(new.at) if isinstance(new.at, datetime) else new.at.isoformat(),
            figure=name,
            old=figures.get(name),
            new=now.get(name),
            why=why,
            because_of=because_of,
        )


def _is_published(at: datetime | date, *, now: datetime) -> bool:
    """Whether a figure had to be out: an hour after its hour or day was over (HJ 633, real-time)."""
    end = at + HOUR if isinstance(at, datetime) else calendar.day_bounds(at)[1]
    return now >= end + HOUR


def _change(one: events.Changed, old: Kept, new: Result, *, position: int, now: datetime) -> models.Change:
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
        old_position=old.position,
        position=position,
        noted_at=now,
    )


def _figures(aqi: object, values: object) -> dict[str, str | int | None]:
    index = aqi if isinstance(aqi, int) else None
    texts = values if isinstance(values, dict) else {}
    return {"aqi": index, **texts}


def _cause(old: Kept, new: Result, *, frame: pl.DataFrame, only_index: bool) -> tuple[str, list[str]]:
    """Which readings came after the old row was computed: corrected ones, late ones, or none."""
    when = (
        pl.col("begins_at") == new.at
        if isinstance(new.at, datetime)
        else assessing.local_day(offset=_offset(new.at)) == new.at
    )
    since = frame.filter(pl.col("station").is_in(list(new.inputs)), when, pl.col("position") > old.position)
    if since.height:
        stations = sorted(since["station"].unique().to_list())
        return ("revision" if since["is_rev"].any() else "late"), stations
    return ("rule" if only_index else "flag"), []


def _offset(day: date) -> float:
    return assessing.offset_hours(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
