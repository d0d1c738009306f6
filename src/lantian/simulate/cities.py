"""The region beside the district: cities whose published hours play as now, brought in as a file.

The hours are shifted by one whole number of weeks and not altered; what the feed published as index is left
out, because it belongs to its own dates. Where the real hours end, the cities fall silent.
"""

import json
import math
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from airshed.standards.tables import POLLUTANTS
from lantian.ingest import actions as ingest
from lantian.registry.models import Membership, Region, Station
from lantian.simulate import kept, words
from lantian.simulate.offset import AFTER, WEEK

FILE = Path(__file__).parent / "data" / "city_hours.parquet"
WRITTEN = Path(__file__).parent / "district" / "cities.yaml"
STATE = "cities.json"
FEED_OFFSET = timedelta(hours=8)  # the feed's own clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """How far behind the cities' hours lie, and up to which of their labels they were brought in."""

    weeks: int
    until: str


def load(*, now: datetime, since: date) -> int:
    """Put the cities into the register: each a region counted by one published feed; returns how many."""
    written = _written()
    whole = Region.objects.create(kind=Region.Kind.PROVINCE, is_demo=True, **written["region"])
    weeks = weeks_behind(now)
    first = f"{now - weeks * WEEK:%Y-%m-%d}"
    for one in written["cities"]:
        names = {name: one[name] for name in ("code", "name_zh", "name_en")}
        region = Region.objects.create(kind=Region.Kind.CITY, parent=whole, is_demo=True, **names)
        station = Station.objects.create(
            code=station_code(one["code"]),
            name_zh=one["name_zh"],
            name_en=one["name_en"],
            kind=Station.Kind.FEED,
            region=region,
            lon=one["lon"],
            lat=one["lat"],
            is_demo=True,
            **words.city_provenance(since=first),
        )
        Membership.objects.create(station=station, region=region, valid_from=since)
    _keep(Played(weeks=weeks, until=""))
    return len(written["cities"])


def bring_in(*, now: datetime) -> int:
    """Bring in every hour that has ended and is not in yet, as one file; returns how many rows."""
    state = _kept()
    if state is None:
        return 0
    table = hours(now=now, weeks=state.weeks).filter(pl.col("time") > state.until)
    if table.is_empty():
        return 0
    path = kept.folder() / "cities.parquet"
    table.write_parquet(path)
    taken = ingest.bring_in_file(path=path, now=now, labels_end=True)
    _keep(Played(weeks=state.weeks, until=table["time"].max()))
    path.unlink()
    return taken.accepted


def hours(*, now: datetime, weeks: int) -> pl.DataFrame:
    """The cities' hours that have ended by now: ``station``, ``time`` (the hour's end), pollutants."""
    last = (now + FEED_OFFSET).replace(tzinfo=None)
    shifted = real_hours().with_columns(label=pl.col("label") + weeks * WEEK)
    codes = {one["series"]: station_code(one["code"]) for one in _written()["cities"]}
    return (
        shifted.filter(pl.col("label") <= last)
        .filter(pl.any_horizontal(pl.col(name).is_not_null() for name in POLLUTANTS))
        .select(
            station=pl.col("city").replace_strict(codes),
            time=pl.col("label").dt.strftime("%Y-%m-%dT%H:%M"),
            **{name: pl.col(name) for name in POLLUTANTS},
        )
        .sort("time", "station")
    )


def weeks_behind(now: datetime) -> int:
    """How many whole weeks the real hours lie behind: as few as leave a month of them still to come."""
    last = real_hours()["label"].max()
    if not isinstance(last, datetime):
        raise TypeError(f"{FILE.name} holds no hour")
    end = last - AFTER
    return math.ceil(((now + FEED_OFFSET).replace(tzinfo=None) - end) / WEEK)


def featured() -> str:
    """The code of the city the demo sets targets for."""
    return str(_written()["featured"])


def station_code(region_code: str) -> str:
    """The code of the feed that counts for a city."""
    return f"C{region_code}"


@lru_cache(maxsize=1)
def real_hours() -> pl.DataFrame:
    """The shipped cut: ``city``, ``label`` (end, feed's clock), ``aqi`` as published, pollutants."""
    return pl.read_parquet(FILE)


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WRITTEN.read_text(encoding="utf-8"))
    return found


def _path() -> Path:
    return kept.folder() / STATE


def _kept() -> Played | None:
    if not _path().exists():
        return None
    return Played(**json.loads(_path().read_text(encoding="utf-8")))


def _keep(state: Played) -> None:
    kept.write(STATE, asdict(state))
