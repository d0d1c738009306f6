"""The readings that may be counted: hours from the lake, and for each value that may not, why."""

from collections.abc import Collection
from datetime import datetime

import polars as pl

from airshed.standards.tables import POLLUTANTS
from lantian.observations import models as observed
from lantian.observations import queries as observations
from lantian.observations.queries import Supposed

WEATHER = ("ws", "wd")


def counted_hours(
    *,
    stations: Collection[str],
    since: datetime,
    until: datetime,
    as_of: int,
    supposed: Supposed | None = None,
) -> pl.DataFrame:
    """Hours with since ≤ begins_at < until, known as of a journal position, sorted by station and time.

    Values with a device mark other than N, or that a flag calls invalid, are null; `why_<parameter>` then
    says `mark:D` or `flag`. With `supposed`, as they would be under other flags.
    """
    codes = sorted(stations)
    under = {} if supposed is None else {"supposed": supposed}
    frame = observations.hourly(stations=codes, since=since, until=until, as_of=as_of, **under)
    reasons = [_mark(name).alias(f"why_{name}") for name in (*POLLUTANTS, *WEATHER)]
    marked = frame.with_columns(reasons).sort("station", "begins_at")
    if supposed is None and not _is_flagged(stations=stations, since=since, until=until):
        return marked
    kept = observations.hourly(
        stations=codes, since=since, until=until, as_of=as_of, keep_rejected=True
    ).sort("station", "begins_at")
    return marked.with_columns(
        pl.when(pl.col(f"why_{name}").is_null() & pl.col(name).is_null() & kept[name].is_not_null())
        .then(pl.lit("flag"))
        .otherwise(pl.col(f"why_{name}"))
        .alias(f"why_{name}")
        for name in (*POLLUTANTS, *WEATHER)
    )


def _mark(parameter: str) -> pl.Expr:
    """`mark:` and the mark of a parameter in a row's `co=M,pm10=D`; null when it is N."""
    return pl.lit("mark:") + pl.col("marks").str.extract(rf"(?:^|,){parameter}=([^,]+)", 1)


def _is_flagged(*, stations: Collection[str], since: datetime, until: datetime) -> bool:
    return observed.Flag.objects.filter(
        kind=observed.Flag.Kind.INVALID,
        first_begins_at__lt=until,
        last_begins_at__gte=since,
        station__code__in=list(stations),
    ).exists()
