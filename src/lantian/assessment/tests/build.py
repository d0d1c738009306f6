"""Builders: a district with stations, a lake that is a frame in memory, and the rules that ship."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from django.db.models import Max

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor, Role
from lantian.observations.models import Act
from lantian.observations.rules import PARAMETERS
from lantian.registry.models import Grid, Membership, Region, Source, Station

MOMENT = pl.Datetime("us", "UTC")
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)  # 12:00–13:00 local
NOW = datetime(2026, 3, 10, 5, 5, tzinfo=UTC)
CLEAN = {"pm25": 30.0, "pm10": 60.0, "so2": 5.0, "no2": 20.0, "co": 0.4, "o3": 80.0}
SQUARE = (
    '{"type":"Polygon","coordinates":[[[112.9,34.9],[113.2,34.9],[113.2,35.2],[112.9,35.2],[112.9,34.9]]]}'
)


class Lake:
    """Readings in memory that answer like `observations.queries.hourly`: every row ever received is kept."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self._newest = 0

    def add(
        self,
        station: str,
        begins_at: datetime,
        values: Mapping[str, float | None],
        *,
        marks: str = "",
        is_rev: bool = False,
    ) -> int:
        """Receive one row; returns its position."""
        position = self.act_position()
        self._newest = position
        row = {name: values.get(name) for name in PARAMETERS}
        self.rows.append(
            {
                "station": station,
                "begins_at": begins_at,
                **row,
                "marks": marks,
                "is_rev": is_rev,
                "received_at": begins_at + timedelta(hours=1),
                "position": position,
            }
        )
        return position

    def fill(
        self, stations: Iterable[str], *, since: datetime, hours: int, values: Mapping[str, float]
    ) -> None:
        """The same values at some stations for some hours."""
        for station in stations:
            for ahead in range(hours):
                self.add(station, since + timedelta(hours=ahead), values)

    def position(self) -> int:
        """The position of the last row or act."""
        acts = Act.objects.aggregate(newest=Max("position"))["newest"]
        return max(self._newest, acts or 0)

    def act_position(self) -> int:
        """The position of what happens next."""
        return self.position() + 1

    def hourly(
        self,
        *,
        stations: Sequence[str] | None = None,
        since: datetime,
        until: datetime,
        as_of: int | None = None,
        period: str = "1h",
        keep_rejected: bool = False,
        tell_flagged: bool = False,
    ) -> pl.DataFrame:
        """The current rows, marked values taken out; no flag takes any out here."""
        schema = {
            "station": pl.String(), "begins_at": MOMENT, **dict.fromkeys(PARAMETERS, pl.Float64()),
            "marks": pl.String(), "is_rev": pl.Boolean(), "received_at": MOMENT, "position": pl.Int64(),
        }  # fmt: skip
        rows = pl.DataFrame(self.rows, schema=schema, orient="row")
        rows = rows.filter(pl.col("begins_at") >= since, pl.col("begins_at") < until)
        if stations is not None:
            rows = rows.filter(pl.col("station").is_in(list(stations)))
        if as_of is not None:
            rows = rows.filter(pl.col("position") <= as_of)
        rows = rows.unique(["station", "begins_at"], keep="last", maintain_order=True)
        rows = rows.sort("station", "begins_at")
        if keep_rejected:
            return rows
        told = [pl.lit(value=False).alias(f"flagged_{name}") for name in PARAMETERS if tell_flagged]
        return rows.with_columns(
            *told,
            *(
                pl.when(~pl.col("marks").str.contains(f"(?:^|,){name}=")).then(pl.col(name))
                for name in PARAMETERS
            ),
        )


def an_organisation(code: str, *, kind: str = "township", parent: Organisation | None = None) -> Organisation:
    """A unit below another, or a root."""
    path = f"{parent.path if parent else '/'}{code}/"
    unit, _ = Organisation.objects.get_or_create(
        code=code, defaults={"name_zh": code, "name_en": code, "kind": kind, "parent": parent, "path": path}
    )
    return unit


def a_district(code: str = "D1", *, is_ours: bool = True) -> Region:
    """A district run from a unit of the same code."""
    unit = an_organisation(code.lower(), kind="district")
    region, _ = Region.objects.get_or_create(
        code=code,
        defaults={
            "name_zh": code, "name_en": code, "kind": "district", "organisation": unit, "is_ours": is_ours,
        },
    )  # fmt: skip
    return region


def a_grid(region: Region, code: str = "G1", *, organisation: Organisation | None = None) -> Grid:
    """A grid of a township of the district."""
    town = organisation or an_organisation(f"town-{code.lower()}", parent=region.organisation)
    grid, _ = Grid.objects.get_or_create(
        code=code,
        defaults={
            "name_zh": code, "name_en": code, "region": region, "organisation": town, "geometry": SQUARE,
        },
    )  # fmt: skip
    return grid


def a_station(
    code: str,
    *,
    region: Region | None = None,
    kind: str = "national",
    lon: float = 113.0,
    lat: float = 35.0,
    grid: Grid | None = None,
    counts_from: date | None = date(2020, 1, 1),
) -> Station:
    """A station; a statutory one counts for its district from a day on."""
    district = region or a_district()
    station = Station.objects.create(
        code=code, name_zh=f"{code}站", name_en=f"Station {code}", kind=kind, region=district, grid=grid,
        lon=lon, lat=lat,
    )  # fmt: skip
    if counts_from is not None and kind in {"national", "provincial"}:
        Membership.objects.create(station=station, region=district, valid_from=counts_from)
    return station


def a_source(
    code: str,
    *,
    lon: float,
    lat: float,
    grid: Grid,
    kind: str = "site",
    monitor: Station | None = None,
    activity: float = 1.0,
    firm: Organisation | None = None,
) -> Source:
    """A registered source of a firm of its own."""
    unit = firm or an_organisation(f"firm-{code.lower()}", kind="firm", parent=grid.organisation)
    return Source.objects.create(
        code=code, name_zh=code, name_en=code, kind=kind, lon=lon, lat=lat, grid=grid, answerable=unit,
        activity=activity, monitor=monitor,
    )  # fmt: skip


def an_actor(role: Role, *, area: str = "/d1/", unit: str | None = None, number: int = 1) -> Actor:
    """Somebody in a role, overseeing an area."""
    return Actor(
        id=number, name_zh=role.value, name_en=role.value, role=role, organisation_id=1,
        organisation_path=unit or area, area_path=area,
    )  # fmt: skip
