"""Hours laid out for judging: each station that may meet a rule with its last hours, peers and background."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from airshed.alarms.peers import Together, together
from airshed.alarms.verdict import exactly
from airshed.decimals import BoolArray, FloatArray
from airshed.standards.tables import POLLUTANTS
from lantian.assessment import models
from lantian.assessment.queries import readings, rules
from lantian.assessment.rules import judging
from lantian.assessment.rules.judging import Hour, Judge, Stretch, Sums
from lantian.assessment.rules.merging import HOUR
from lantian.calendar import queries as calendar
from lantian.observations.queries import Supposed
from lantian.registry import queries as registry
from lantian.registry.queries import Company

Indices = Mapping[str, tuple[int | None, list[str]]]
Codes = tuple[str, ...]


def hours_to_judge(*, first: datetime, last: datetime, now: datetime) -> list[datetime]:
    """The hours whose alarms may depend on readings of these hours: they and the few after them.

    Hours beyond the newest one assessed, and hours too old to alarm anybody, are left out.
    """
    oldest = timedelta(hours=rules.episode_parameters(calendar.local_day(now))["oldest_hours"])
    newest = models.HourlyIndex.objects.order_by("-begins_at").values_list("begins_at", flat=True).first()
    if newest is None:
        return []
    begin = max(first, now - oldest - HOUR)
    end = min(last + judging.HOURS_BACK * HOUR, newest)
    hours = int((end - first) / HOUR) + 1
    moments = (first + ahead * HOUR for ahead in range(max(hours, 0)))
    return [moment for moment in moments if moment >= begin]


def hours_of_stations(
    moments: Collection[datetime],
    *,
    judge: Judge,
    as_of: int,
    supposed: Supposed | None = None,
    instead: Mapping[datetime, Indices] | None = None,
) -> Iterator[tuple[datetime, list[Hour]]]:
    """The stations of our district that may meet a rule in some hours of one day, hour by hour.

    Neighbours are compared and ranked, but nobody here is called out for them. Readings and indices are
    read once for all hours, so these should lie near each other. With other flags ``supposed``, as they would
    stand, and with indices ``instead`` of those kept.
    """
    if not moments:
        return
    since, until = min(moments) - judging.HOURS_BACK * HOUR, max(moments) + HOUR
    laid = _laid(since=since, until=until, as_of=as_of, supposed=supposed, instead=instead or {})
    may_meet = judge.may_meet(_stretch(laid, day=calendar.local_day(max(moments))))
    for begins_at in sorted(moments):
        yield begins_at, list(_hours(laid, begins_at, may_meet=may_meet))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """A stretch of hours: values by pollutant, stations × hours, which hours have a row, and indices.

    ``rows_of`` has the rows of some stations in these arrays; a group is a station with its peers, in one
    order, so that it is one key.
    """

    since: datetime
    company: Mapping[str, Company]
    groups: Mapping[str, Codes]
    row: Mapping[str, int]
    values: Mapping[str, FloatArray]
    is_there: BoolArray
    indices: Mapping[datetime, Indices]

    def rows_of(self, codes: Codes) -> list[int]:
        """The rows of those of some stations that have any."""
        return [self.row[code] for code in codes if code in self.row]

    def background_of(self, station: str) -> Codes:
        """The stations a station's background is made of, in the order of groups."""
        return tuple(sorted(self.company[station].background))


def _laid(
    *,
    since: datetime,
    until: datetime,
    as_of: int,
    supposed: Supposed | None,
    instead: Mapping[datetime, Indices],
) -> _Laid:
    company = registry.company()
    frame = readings.counted_hours(
        stations=list(company), since=since, until=until, as_of=as_of, supposed=supposed
    )
    row = {code: at for at, code in enumerate(frame["station"].unique().sort())}
    shape = (len(row), int((until - since) / HOUR))
    of_row = frame["station"].replace_strict(row, return_dtype=pl.Int64).to_numpy().astype(np.intp)
    place = (frame["begins_at"] - since).dt.total_hours().to_numpy()
    is_there = np.zeros(shape, np.bool_)
    is_there[of_row, place] = True
    values: dict[str, FloatArray] = defaultdict(lambda: np.full(shape, np.nan))
    for name in POLLUTANTS:
        values[name][of_row, place] = frame[name].to_numpy()
    kept = _indices(since=since, until=until)
    indices = kept | {at: {**kept.get(at, {}), **other} for at, other in instead.items()}
    groups = {code: tuple(sorted((code, *own.peers))) for code, own in company.items()}
    return _Laid(
        since=since, company=company, groups=groups, row=row, values=values, is_there=is_there,
        indices=indices,
    )  # fmt: skip


def _stretch(laid: _Laid, *, day: date) -> Stretch:
    """The arrays that rules look through for hours that may meet them."""
    aqi = np.full(laid.is_there.shape, np.nan)
    for place in range(aqi.shape[1]):
        for code, (index, _) in laid.indices.get(laid.since + place * HOUR, {}).items():
            if index is not None and code in laid.row:
                aqi[laid.row[code], place] = index
    return Stretch(
        day=day,
        kinds=[laid.company[code].kind for code in laid.row],
        series=laid.values,
        group=_Added(laid, [laid.groups[code] for code in laid.row]),
        background=_Added(laid, [laid.background_of(code) for code in laid.row]),
        aqi=aqi,
    )


class _Added(dict[str, Sums]):
    """Each station's group, or background, added up; a pollutant when it is first asked for."""

    def __init__(self, laid: _Laid, of_rows: Sequence[Codes]) -> None:
        super().__init__()
        self._laid, self._of_rows = laid, of_rows

    def __missing__(self, name: str) -> Sums:
        values = self._laid.values[name]
        total, count = np.zeros(values.shape), np.zeros(values.shape)
        for codes in set(self._of_rows):
            members = values[self._laid.rows_of(codes)]
            own = [at for at, others in enumerate(self._of_rows) if others == codes]
            total[own] = np.nansum(members, axis=0)
            count[own] = np.count_nonzero(~np.isnan(members), axis=0)
        self[name] = found = Sums(total, count)
        return found


def _hours(laid: _Laid, begins_at: datetime, *, may_meet: BoolArray) -> Iterator[Hour]:
    """The stations of our district that may meet a rule in one hour; each group is summed once for all."""
    place = int((begins_at - laid.since) / HOUR)
    before = slice(place - judging.HOURS_BACK, place)
    heard = laid.is_there[:, before].any(axis=1)
    recent = [laid.indices.get(begins_at - back * HOUR, {}) for back in (2, 1, 0)]
    sums: dict[Codes, _Sums] = {}
    known: dict[Codes, list[Mapping[str, int | None]]] = {}
    day = calendar.local_day(begins_at)
    for station, row in laid.row.items():
        own = laid.company[station]
        if not (may_meet[row, place] and laid.is_there[row, place] and own.is_ours):
            continue
        group, background = laid.groups[station], laid.background_of(station)
        for codes in (group, background):
            if codes not in sums:
                sums[codes] = _Sums(laid, codes, place)
        if group not in known:
            known[group] = [_known(hour, group) for hour in recent]
        aqi, primary = recent[-1].get(station, (None, []))
        yield Hour(
            station=station,
            kind=own.kind,
            day=day,
            series={
                name: [exactly(value) for value in laid.values[name][row, before.start : place + 1].tolist()]
                for name in POLLUTANTS
            },
            group=sums[group],
            peers_heard=int(np.count_nonzero(heard[laid.rows_of(group)]) - heard[row]),
            background=sums[background],
            aqi=aqi,
            primary=primary,
            indices=known[group],
        )


class _Sums(dict[str, Together]):
    """An hour of a group, exactly; a pollutant is summed when it is first asked for."""

    def __init__(self, laid: _Laid, codes: Codes, place: int) -> None:
        super().__init__()
        self._laid, self._codes, self._place = laid, codes, place

    def __missing__(self, name: str) -> Together:
        hour = self._laid.values[name][self._laid.rows_of(self._codes), self._place]
        self[name] = found = together(hour.tolist())
        return found


def _known(hour: Indices, codes: Sequence[str]) -> Mapping[str, int | None]:
    return {code: hour.get(code, (None, []))[0] for code in codes}


def _indices(*, since: datetime, until: datetime) -> dict[datetime, Indices]:
    found: dict[datetime, dict[str, tuple[int | None, list[str]]]] = {}
    rows = models.HourlyIndex.objects.filter(
        subject_kind=models.SubjectKind.STATION, begins_at__gte=since, begins_at__lt=until
    ).values_list("begins_at", "subject", "aqi", "primary")
    for at, subject, aqi, primary in rows:
        found.setdefault(at, {})[subject] = (aqi, primary)
    return found
