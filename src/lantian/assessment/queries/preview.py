"""What would move if readings did not count, or counted again: old and new, computed and written nowhere.

The same functions that assess and rank are run with other flags supposed, and compared with what is kept as
storing compares it: once somebody confirms, the kept changes are those that were listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from lantian.assessment import events, models
from lantian.assessment.queries import assessing, grounds, judged, moving, recomputed, rules
from lantian.assessment.queries.assessing import Assessed, Result
from lantian.assessment.queries.grounds import AlarmMove
from lantian.assessment.queries.moving import PeriodMove
from lantian.assessment.queries.recomputed import Kept
from lantian.calendar import queries as calendar
from lantian.observations import models as observed
from lantian.observations import queries as observations
from lantian.observations.queries import FlagAct, FlagStretch, Supposed
from lantian.observations.states import State

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Everything that would move, in the order in which it is read.

    ``fresh`` are official days and hours that do not count as published yet, as their hour has hardly ended
    or as they were computed of the past less than a day ago; ``fresh_periods`` rest on such days. ``clues``
    are hours and days of stations that never enter an official figure; ``alarms`` would be withdrawn, or
    raised.
    """

    hours: tuple[events.Changed, ...]
    days: tuple[events.Changed, ...]
    periods: tuple[PeriodMove, ...]
    clues: tuple[events.Changed, ...]
    alarms: tuple[AlarmMove, ...] = ()
    fresh: tuple[events.Changed, ...] = ()
    fresh_periods: tuple[PeriodMove, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no number at all would move."""
        return not (self.published or self.waiting or self.clues or self.alarms)

    @property
    def published(self) -> int:
        """How many published numbers would move."""
        return len(self.hours) + len(self.days) + len(self.periods)

    @property
    def waiting(self) -> int:
        """How many official numbers would move that do not count as published yet."""
        return len(self.fresh) + len(self.fresh_periods)


class _Moved(NamedTuple):
    """Kept figures that would move: published, official but not out yet, and clues."""

    published: tuple[events.Changed, ...]
    fresh: tuple[events.Changed, ...]
    clues: tuple[events.Changed, ...]


def preview(flag: observed.Flag, *, now: datetime) -> Preview:
    """What would move if a proposal were accepted, or if an accepted flag were lifted."""
    if flag.period != "1h" or not _takes_part(flag):
        return Preview(hours=(), days=(), periods=(), clues=())
    supposed = _supposed(flag)
    station = flag.station.code
    position = observations.lake_position()
    first, last = calendar.local_day(flag.first_begins_at), calendar.local_day(flag.last_begins_at)
    scope = assessing.scope(stations=[station], first=first, last=last)
    hours = assessing.hours(
        scope,
        since=flag.first_begins_at,
        until=flag.last_begins_at + HOUR,
        as_of=position,
        supposed=supposed,
    )
    days = assessing.days(scope, first=first, last=last, as_of=position, supposed=supposed)
    act = FlagAct(
        station=station, first=flag.first_begins_at, last=flag.last_begins_at, position=position + 1
    )
    of_hours = _moved(models.HourlyIndex, hours, at="begins_at", act=act, now=now)
    of_days = _moved(models.DailyAssessment, days, at="day", act=act, now=now)
    known = recomputed.kept(models.DailyAssessment, days.results, at="day")
    instead = {
        (str(one.kind), one.subject, one.at): moving.as_row(one, position=act.position)
        for one in days.results
        if _moves_periods(one, known)
    }
    return Preview(
        hours=of_hours.published,
        days=of_days.published,
        periods=tuple(moving.of_days(instead, now=now)),
        fresh=(*of_days.fresh, *of_hours.fresh),
        fresh_periods=tuple(moving.waiting(instead, now=now)),
        clues=(*of_hours.clues, *of_days.clues),
        alarms=_alarms(flag, hours, supposed=supposed, as_of=position, now=now),
    )


def _alarms(
    flag: observed.Flag, hours: Assessed, *, supposed: Supposed, as_of: int, now: datetime
) -> tuple[AlarmMove, ...]:
    """The alarms that would come or go, of the flag's hours and of those judged by them."""
    if rules.EPISODE not in rules.rules_in_force(calendar.local_day(now)):
        return ()
    to_judge = judged.hours_to_judge(first=flag.first_begins_at, last=flag.last_begins_at, now=now)
    instead: dict[datetime, dict[str, tuple[int | None, list[str]]]] = {}
    for one in hours.results:
        if one.kind == models.SubjectKind.STATION and isinstance(one.at, datetime):
            instead.setdefault(one.at, {})[one.subject] = (one.aqi, one.primary)
    return grounds.moves(to_judge, supposed=supposed, indices=instead, as_of=as_of)


def _takes_part(flag: observed.Flag) -> bool:
    """Whether judging the flag can move a number at all."""
    if flag.state == State.PROPOSED:
        return True
    return flag.state == State.ACCEPTED and flag.kind == observed.Flag.Kind.INVALID


def _supposed(flag: observed.Flag) -> Supposed:
    """The flags as they would stand afterwards."""
    if flag.state == State.ACCEPTED:
        return Supposed(lifted=frozenset({flag.pk}))
    stretch = FlagStretch(
        station=flag.station.code,
        parameter=flag.parameter,
        first=flag.first_begins_at,
        last=flag.last_begins_at,
        kind=observed.Flag.Kind.INVALID,
        reason=flag.reason,
    )
    return Supposed(invalid=(stretch,))


def _moved(
    model: type[models.HourlyIndex] | type[models.DailyAssessment],
    assessed: Assessed,
    *,
    at: str,
    act: FlagAct,
    now: datetime,
) -> _Moved:
    """The kept figures that would move."""
    known = recomputed.kept(model, assessed.results, at=at)
    found_acts = recomputed.acts_on(assessed)
    acts = found_acts._replace(flags=(*found_acts.flags, act))
    news = [
        result
        for result in assessed.results
        if (old := known.get((result.kind, result.subject, result.at))) is not None
        and recomputed.says_something_new(result, old, position=act.position)
    ]
    out = recomputed.published(known, news, now=now)
    published: list[events.Changed] = []
    fresh: list[events.Changed] = []
    clues: list[events.Changed] = []
    for result in news:
        key = (result.kind, result.subject, result.at)
        found = recomputed.moved(known[key], result, frame=assessed.readings, acts=acts)
        kind = published if key in out else fresh if result.is_statutory else clues
        kind += found
    return _Moved(tuple(published), tuple(fresh), tuple(clues))


def _moves_periods(one: Result, known: Mapping[recomputed.Key, Kept]) -> bool:
    """Whether a day enters official periods and says something else than the one kept."""
    old = known.get((one.kind, one.subject, one.at))
    return one.is_statutory and old is not None and old.content != recomputed.content(one)
