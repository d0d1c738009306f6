"""Hours laid out for judging: each station with its last hours, its peers and its background."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import polars as pl

from airshed.standards.tables import POLLUTANTS
from lantian.assessment import models
from lantian.assessment.queries import readings, rules
from lantian.assessment.rules import judging
from lantian.assessment.rules.judging import Hour
from lantian.assessment.rules.merging import HOUR
from lantian.calendar import queries as calendar
from lantian.registry import queries as registry

Values = dict[str, float | None]


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


def hours_of_stations(begins_at: datetime, *, as_of: int) -> Iterator[Hour]:
    """Every station of our district that has a row in the hour, ready to be judged.

    Neighbours are compared and ranked, but nobody here is called out for them.
    """
    company = registry.company()
    since = begins_at - judging.HOURS_BACK * HOUR
    frame = readings.counted_hours(stations=list(company), since=since, until=begins_at + HOUR, as_of=as_of)
    rows = {(row["station"], row["begins_at"]): row for row in frame.iter_rows(named=True)}
    around: dict[str, Values] = {
        station: {name: row[name] for name in POLLUTANTS}
        for (station, at), row in rows.items()
        if at == begins_at
    }
    heard = frozenset(frame.filter(pl.col("begins_at") < begins_at)["station"].to_list())
    indices = _indices(since=begins_at - 2 * HOUR, until=begins_at)
    moments = [since + ahead * HOUR for ahead in range(judging.HOURS_BACK + 1)]
    day = calendar.local_day(begins_at)
    for station in sorted(around):
        own = company[station]
        if not own.is_ours:
            continue
        group = (station, *own.peers)
        aqi, primary = indices.get(begins_at, {}).get(station, (None, []))
        yield Hour(
            station=station,
            kind=own.kind,
            day=day,
            series={
                name: [rows[station, at][name] if (station, at) in rows else None for at in moments]
                for name in POLLUTANTS
            },
            peers=own.peers,
            background=own.background,
            around=around,
            heard=heard,
            aqi=aqi,
            primary=primary,
            indices=[
                {code: indices.get(at, {}).get(code, (None, []))[0] for code in group}
                for at in (begins_at - 2 * HOUR, begins_at - HOUR, begins_at)
            ],
        )


def _indices(
    *, since: datetime, until: datetime
) -> Mapping[datetime, Mapping[str, tuple[int | None, list[str]]]]:
    found: dict[datetime, dict[str, tuple[int | None, list[str]]]] = {}
    rows = models.HourlyIndex.objects.filter(
        subject_kind=models.SubjectKind.STATION, begins_at__gte=since, begins_at__lte=until
    ).values_list("begins_at", "subject", "aqi", "primary")
    for at, subject, aqi, primary in rows:
        found.setdefault(at, {})[subject] = (aqi, primary)
    return found
