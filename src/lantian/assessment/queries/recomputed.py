"""Which kept figures are others when they are computed again: one comparison, for storing and for showing.

A figure has moved when the kept row was computed no later than the new one and says something else.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

import polars as pl
from django.db.models import Model

from lantian.assessment import events, models
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import assessing
from lantian.assessment.queries.assessing import Assessed, Result
from lantian.assessment.rules import keys
from lantian.calendar import queries as calendar
from lantian.observations import queries as observations
from lantian.observations.queries import FlagAct
from lantian.registry import queries as registry
from lantian.registry.queries import MembershipAct

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
_content: Callable[[Result], tuple[object, ...]] = attrgetter(*CONTENT)
HOUR = timedelta(hours=1)
IN_TIME = timedelta(days=3)
"""What was computed within it after its hour or day was over was out; later comes history brought in."""

STOOD = timedelta(days=1)
"""History brought in is published once it says the same for so long; until then it is being completed."""

BATCH = 2000
Key = tuple[str, str, datetime | date]


class Kept(NamedTuple):
    """What a stored row says, since which position and moment."""

    position: int
    computed_at: datetime
    content: tuple[object, ...]


def kept(
    model: type[Model], results: Sequence[Result], *, at: str, is_locked: bool = False
) -> dict[Key, Kept]:
    """The stored rows of some results; locked until the end of the transaction for whoever writes them."""
    if not results:
        return {}
    moments = [result.at for result in results]
    rows = model._default_manager.filter(
        **{f"{at}__gte": min(moments), f"{at}__lte": max(moments)},
        subject__in={result.subject for result in results},
    )
    if is_locked:
        rows = rows.select_for_update().order_by("pk")
    found = rows.values_list("subject_kind", "subject", at, "position", "computed_at", *CONTENT)
    return {
        (row[0], row[1], row[2]): Kept(row[3], row[4], tuple(row[5:]))
        for row in found.iterator(chunk_size=BATCH)
    }


class Acts(NamedTuple):
    """What people decided about what results rest on: flags on readings, and who counts for whom."""

    flags: tuple[FlagAct, ...] = ()
    members: tuple[MembershipAct, ...] = ()


def acts_on(assessed: Assessed) -> Acts:
    """The flags set and lifted on the readings that results were computed from, and their memberships."""
    regions = {one.subject for one in assessed.results if one.kind == SubjectKind.REGION}
    members = registry.membership_acts(regions) if regions else ()
    frame = assessed.readings
    if frame.is_empty():
        return Acts(members=members)
    flags = observations.flag_acts(
        stations=frame["station"].unique().to_list(),
        since=frame["begins_at"].min(),
        until=frame["begins_at"].max() + HOUR,
    )
    return Acts(flags, members)


def says_something_new(result: Result, old: Kept | None, *, position: int) -> bool:
    """Whether a result computed at a position takes a stored row's place, or the first place."""
    return old is None or (old.position <= position and old.content != content(result))


def content(result: Result) -> tuple[object, ...]:
    """What a row keeps of a result."""
    return _content(result)


def published(known: Mapping[Key, Kept], news: Sequence[Result], *, now: datetime) -> set[Key]:
    """Which kept rows that move were out: an hour after their hour or day was over (HJ 633, real-time).

    Files of the past come in one after the other, and each moves what the last one said: such a row counts
    only once it stood a day, or once it moved and was noted. What is not statutory is a clue and never
    published.
    """
    found: set[Key] = set()
    doubtful: set[Key] = set()
    for result in news:
        key = (result.kind, result.subject, result.at)
        old, over = known.get(key), _bounds(result.at)[1]
        if old is None or not result.is_statutory or now < over + HOUR:
            continue
        is_out = old.computed_at <= over + IN_TIME or old.computed_at <= now - STOOD
        (found if is_out else doubtful).add(key)
    return found | noted(doubtful)


def noted(rows: Collection[Key]) -> set[Key]:
    """Which hours or days of some subjects moved before and were noted: they were out."""
    if not rows:
        return set()
    written = {(kind, subject, written_at(at)): (kind, subject, at) for kind, subject, at in rows}
    found = models.Change.objects.filter(
        subject__in={subject for _, subject, _ in written}, at__in={at for _, _, at in written}
    ).values_list("subject_kind", "subject", "at")
    return {written[row] for row in found.distinct() if row in written}


def written_at(at: datetime | date) -> str:
    """An hour or a day as changes write it."""
    return keys.written(at) if isinstance(at, datetime) else at.isoformat()


def moved(old: Kept, new: Result, *, frame: pl.DataFrame, acts: Acts) -> Iterator[events.Changed]:
    """The figures of a row that moved, each with the readings or the flags that moved it."""
    before = dict(zip(CONTENT, old.content, strict=True))
    figures = _figures(before["aqi"], before["values"])
    now = _figures(new.aqi, new.values)
    names = [name for name in {**figures, **now} if figures.get(name) != now.get(name)]
    if not names:
        return
    why, because_of = _cause(old, new, frame=frame, acts=acts)
    for name in names:
        yield events.Changed(
            subject=f"{new.kind}/{new.subject}",
            at=written_at(new.at),
            figure=name,
            old=figures.get(name),
            new=now.get(name),
            why=why,
            because_of=because_of,
        )


def _figures(aqi: object, values: object) -> dict[str, str | int | None]:
    index = aqi if isinstance(aqi, int) else None
    texts = values if isinstance(values, dict) else {}
    return {"aqi": index, **texts}


def _cause(old: Kept, new: Result, *, frame: pl.DataFrame, acts: Acts) -> tuple[str, list[str]]:
    """What came after the old row was computed: readings, a flag, another weight of a station, or none."""
    when = pl.col("begins_at") == new.at if isinstance(new.at, datetime) else assessing.local_day() == new.at
    since = frame.filter(pl.col("station").is_in(list(new.inputs)), when, pl.col("position") > old.position)
    if since.height:
        stations = sorted(since["station"].unique().to_list())
        return ("revision" if since["is_rev"].any() else "late"), stations
    begins, ends = _bounds(new.at)
    flagged = {
        act.station
        for act in acts.flags
        if act.station in new.inputs
        and act.position > old.position
        and act.first < ends
        and act.last >= begins
    }
    if flagged:
        return "flag", sorted(flagged)
    day = calendar.local_day(begins)
    weighed = {
        act.station
        for act in acts.members
        if (new.kind, new.subject) == (SubjectKind.REGION, act.region)
        and act.position > old.position
        and act.first <= day <= (act.last or date.max)
    }
    return ("weight" if weighed else "rule"), sorted(weighed)


def _bounds(at: datetime | date) -> tuple[datetime, datetime]:
    return (at, at + HOUR) if isinstance(at, datetime) else calendar.day_bounds(at)
