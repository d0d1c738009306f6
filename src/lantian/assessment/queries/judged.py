"""Hours laid out for judging: each station with its last hours, its peers and its background."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from airshed.alarms.peers import Together, together
from airshed.alarms.verdict import exactly
from airshed.standards.tables import POLLUTANTS
from lantian.assessment import models
from lantian.assessment.queries import readings, rules
from lantian.assessment.rules import judging
from lantian.assessment.rules.judging import Hour
from lantian.assessment.rules.merging import HOUR
from lantian.calendar import queries as calendar
from lantian.observations.queries import Supposed
from lantian.registry import queries as registry
from lantian.registry.queries import Company

Indices = Mapping[str, tuple[int | None, list[str]]]
NOTHING = dict.fromkeys(POLLUTANTS, together(()))


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
    as_of: int,
    supposed: Supposed | None = None,
    instead: Mapping[datetime, Indices] | None = None,
) -> Iterator[tuple[datetime, list[Hour]]]:
    """Every station of our district that has a row in one of some hours, ready to be judged, hour by hour.

    Neighbours are compared and ranked, but nobody here is called out for them. Readings and indices are
    read once for all hours, so these should lie near each other. With other flags ``supposed``, as they would
    stand, and with indices ``instead`` of those kept.
    """
    if not moments:
        return
    since, until = min(moments) - judging.HOURS_BACK * HOUR, max(moments) + HOUR
    laid = _laid(since=since, until=until, as_of=as_of, supposed=supposed, instead=instead or {})
    for begins_at in sorted(moments):
        yield begins_at, list(_hours(laid, begins_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """A stretch of hours: exact values by pollutant in hourly places, which places have a row, indices.

    A group is a station with its peers, in one order, so that it is one key.
    """

    since: datetime
    company: Mapping[str, Company]
    groups: Mapping[str, tuple[str, ...]]
    series: Mapping[str, Mapping[str, list[Fraction | None]]]
    rows: Mapping[str, set[int]]
    indices: Mapping[datetime, Indices]


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
    length = int((until - since) / HOUR)
    series: dict[str, dict[str, list[Fraction | None]]] = {}
    rows: dict[str, set[int]] = defaultdict(set)
    for station, begins_at, *values in frame.select("station", "begins_at", *POLLUTANTS).iter_rows():
        own = series.get(station)
        if own is None:
            own = series[station] = {name: [None] * length for name in POLLUTANTS}
        place = int((begins_at - since) / HOUR)
        rows[station].add(place)
        for name, value in zip(POLLUTANTS, values, strict=True):
            own[name][place] = exactly(value)
    kept = _indices(since=since, until=until)
    indices = kept | {at: {**kept.get(at, {}), **other} for at, other in instead.items()}
    groups = {code: tuple(sorted((code, *own.peers))) for code, own in company.items()}
    return _Laid(since=since, company=company, groups=groups, series=series, rows=rows, indices=indices)


def _hours(laid: _Laid, begins_at: datetime) -> Iterator[Hour]:
    """The stations of our district in one hour; each group is summed once, and each takes itself out."""
    place = int((begins_at - laid.since) / HOUR)
    before = range(place - judging.HOURS_BACK, place)
    groups = set(laid.groups.values())
    heard = {code for code, there in laid.rows.items() if not there.isdisjoint(before)}
    sums = {codes: _Sums(laid, codes, place) for codes in groups}
    heard_of = {codes: sum(code in heard for code in codes) for codes in groups}
    recent = [laid.indices.get(begins_at - back * HOUR, {}) for back in (2, 1, 0)]
    known = {codes: [_known(hour, codes) for hour in recent] for codes in groups}
    day = calendar.local_day(begins_at)
    for station in sorted(laid.series):
        own = laid.company[station]
        if not own.is_ours or place not in laid.rows[station]:
            continue
        values = laid.series[station]
        group = laid.groups[station]
        aqi, primary = recent[-1].get(station, (None, []))
        yield Hour(
            station=station,
            kind=own.kind,
            day=day,
            series={name: column[before.start : place + 1] for name, column in values.items()},
            group=sums[group],
            peers_heard=heard_of[group] - (station in heard),
            background=sums.get(tuple(sorted(own.background)), NOTHING),
            aqi=aqi,
            primary=primary,
            indices=known[group],
        )


class _Sums(dict[str, Together]):
    """An hour of a group; a pollutant is summed when it is first asked for."""

    def __init__(self, laid: _Laid, codes: Sequence[str], place: int) -> None:
        super().__init__()
        self._there = [laid.series[code] for code in codes if place in laid.rows.get(code, ())]
        self._place = place

    def __missing__(self, name: str) -> Together:
        self[name] = found = together(values[name][self._place] for values in self._there)
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
