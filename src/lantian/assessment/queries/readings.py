"""The readings that may be counted: hours from the lake, and for each value that may not, why."""

from collections.abc import Collection
from datetime import datetime

import polars as pl

from airshed.standards.tables import POLLUTANTS
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
    under = {} if supposed is None else {"supposed": supposed}
    frame = observations.hourly(
        stations=sorted(stations), since=since, until=until, as_of=as_of, tell_flagged=True, **under
    )
    is_marked = (frame["marks"] != "").any()
    told = frame.with_columns(
        pl.coalesce(
            _mark(name) if is_marked else pl.lit(None, pl.String),
            pl.when(f"flagged_{name}").then(pl.lit("flag")),
        ).alias(f"why_{name}")
        for name in (*POLLUTANTS, *WEATHER)
    )
    return told.select(pl.exclude("^flagged_.*$"))


def _mark(parameter: str) -> pl.Expr:
    """`mark:` and the mark of a parameter in a row's `co=M,pm10=D`; null when it is N."""
    return pl.lit("mark:") + pl.col("marks").str.extract(rf"(?:^|,){parameter}=([^,]+)", 1)
