"""Puts the fictional district into an empty home: units, posts, places, devices, duties."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model

from lantian.accounts import actions as accounts
from lantian.accounts.models import Organisation, Person
from lantian.calendar import queries as calendar
from lantian.kernel import outbox
from lantian.registry import rules
from lantian.registry.models import Device, Duty, Grid, Keeper, Membership, Region, Source, Station
from lantian.simulate import cities, events, kept, words
from lantian.simulate.district import places
from lantian.simulate.district.places import Place, Post, boundaries, posts, sources
from lantian.simulate.offset import WEEK

SETTLED = timedelta(days=400)  # duties and memberships began so long ago
KINDS = {"national": Station.Kind.NATIONAL, "micro": Station.Kind.MICRO, "site": Station.Kind.SITE}
MUST_BE_EMPTY: tuple[type[Model], ...] = (Organisation, Person, Region, Station)


class HomeNotEmpty(ValueError):
    """A demo was to be loaded into a home that holds something already."""

    def __init__(self, noun: str, count: int) -> None:
        self.noun, self.count = noun, count
        super().__init__(
            f"this home holds {count} {noun}; a demo is loaded only into an empty one: "
            "name another folder with LANTIAN_HOME"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What was loaded. The password is the same for every post, is told once and kept nowhere in clear."""

    password: str
    usernames: tuple[str, ...]
    stations: int
    sources: int
    offset_weeks: int
    source_hour: datetime


def load(*, now: datetime, seed: int = kept.SEED) -> Loaded:
    """Fill an empty home with the demo's district, or refuse; the same seed gives the same plumes."""
    state, schedule = kept.begin(now=now, seed=seed)
    password = secrets.token_urlsafe(9)
    since = calendar.local_day(now) - SETTLED
    with transaction.atomic():
        _refuse_full_home()
        units = _organisations()
        people = _people(units, make_password(password))
        regions = _regions(units)
        grids = _grids(regions)
        stations = _stations(regions, grids, since, provenance=_provenance(now - state.offset_weeks * WEEK))
        _sources(units, grids, stations)
        _duties(grids, people, since)
        _keepers(people, since)
        outbox.emit(
            events.DemoLoaded(
                about=f"registry.region:{places.written('places')['district']['code']}",
                by=None,
                at=now,
                seed=seed,
                offset_weeks=state.offset_weeks,
                stations=len(stations),
                sources=len(sources()),
                people=len(people),
            )
        )
        kept.keep(state, schedule)
        cities.load(now=now, since=since)
    return Loaded(
        password=password,
        usernames=tuple(people),
        stations=len(stations),
        sources=len(sources()),
        offset_weeks=state.offset_weeks,
        source_hour=now - state.offset_weeks * WEEK,
    )


def _refuse_full_home() -> None:
    for model in MUST_BE_EMPTY:
        count = model._default_manager.count()
        if count:
            raise HomeNotEmpty(str(model._meta.verbose_name_plural), count)


def _organisations() -> dict[str, Organisation]:
    units: dict[str, Organisation] = {}
    for row in places.written("people")["organisations"]:
        units[row["code"]] = accounts.add_organisation(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            kind=row["kind"],
            parent=units.get(row.get("parent", "")),
            is_demo=True,
        )
        if not row.get("is_under_command", True):
            Organisation.objects.filter(pk=units[row["code"]].pk).update(is_under_command=False)
    return units


def _people(units: dict[str, Organisation], password_hash: str) -> dict[str, Person]:
    """One hash for all: it is one password, and it opens only the demo."""
    rows = places.written("people")["people"]
    made = Person.objects.bulk_create(
        Person(
            username=row["username"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            role=row["role"],
            organisation=units[row["organisation"]],
            area=units[row.get("area", row["organisation"])],
            certificate=row.get("certificate", ""),
            password=password_hash,
            is_demo=True,
        )
        for row in rows
    )
    return {person.username: person for person in made}


def _regions(units: dict[str, Organisation]) -> dict[str, Region]:
    written = places.written("places")
    ours = _region(
        written["district"], Region.Kind.DISTRICT, units, geometry=boundaries()["district"], is_ours=True
    )
    regions = {ours.code: ours}
    for row in written["neighbours"]:
        regions[row["code"]] = _region(row, Region.Kind.DISTRICT, units)
    for row in written["townships"]:
        shape = boundaries()[row["code"]]
        regions[row["code"]] = _region(row, Region.Kind.TOWNSHIP, units, geometry=shape, parent=ours)
    return regions


def _region(row: dict[str, Any], kind: str, units: dict[str, Organisation], **more: Any) -> Region:
    """Any: a row of YAML, and the model's own further fields."""
    organisation = units.get(row.get("organisation", ""))
    names = {name: row[name] for name in ("code", "name_zh", "name_en")}
    return Region.objects.create(**names, kind=kind, organisation=organisation, is_demo=True, **more)


def _grids(regions: dict[str, Region]) -> dict[str, Grid]:
    made = {}
    for row in places.written("places")["grids"]:
        township = regions[row["township"]]
        made[row["code"]] = Grid.objects.create(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            region=township,
            organisation=township.organisation,
            geometry=boundaries()[row["code"]],
            is_demo=True,
        )
    return made


def _stations(
    regions: dict[str, Region],
    grids: dict[str, Grid],
    since: date,
    *,
    provenance: Callable[[Post], dict[str, str]],
) -> dict[str, Station]:
    holding = _holder(grids)
    made = {}
    for post in posts():
        grid = holding(post.lon, post.lat)
        ours = grid.region if grid else regions[post.region]
        station = made[post.code] = Station.objects.create(
            code=post.code,
            name_zh=post.name_zh,
            name_en=post.name_en,
            kind=KINDS[post.kind],
            region=regions[post.region] if post.region else ours,
            grid=grid,
            lon=post.lon,
            lat=post.lat,
            no_spray_radius_m=post.no_spray_radius_m,
            **provenance(post),
            is_demo=True,
        )
        if post.is_real:
            Membership.objects.create(station=station, region=regions[post.region], valid_from=since)
        Device.objects.create(
            mn=post.mn,
            password=post.password,
            station=station,
            hour_label=Device.HourLabel.END if post.labels_end else Device.HourLabel.START,
            is_demo=True,
        )
    return made


def _sources(units: dict[str, Organisation], grids: dict[str, Grid], stations: dict[str, Station]) -> None:
    holding = _holder(grids)
    Source.objects.bulk_create(
        Source(
            code=place.code,
            name_zh=place.name_zh,
            name_en=place.name_en,
            kind=place.kind,
            lon=place.lon,
            lat=place.lat,
            geometry=place.geometry,
            grid=_inside(place, holding(place.lon, place.lat)),
            answerable=units[place.answerable],
            activity=place.activity,
            monitor=stations.get(place.monitor),
            is_demo=True,
        )
        for place in sources()
    )


def _duties(grids: dict[str, Grid], people: dict[str, Person], since: date) -> None:
    Duty.objects.bulk_create(
        Duty(
            person=people[row["person"]],
            grid=grids[row["grid"]],
            is_head=row.get("is_head", False),
            valid_from=since,
        )
        for row in places.written("people")["duties"]
    )


def _keepers(people: dict[str, Person], since: date) -> None:
    kept = {source.code: source for source in Source.objects.all()}
    Keeper.objects.bulk_create(
        Keeper(person=people[row["person"]], source=kept[row["source"]], valid_from=since)
        for row in places.written("people")["keepers"]
    )


def _holder(grids: dict[str, Grid]) -> Callable[[float, float], Grid | None]:
    outlines = [(json.loads(grid.geometry), grid) for grid in grids.values()]

    def holding(lon: float, lat: float) -> Grid | None:
        return next((grid for outline, grid in outlines if rules.covers(outline, lon, lat)), None)

    return holding


def _inside(place: Place, grid: Grid | None) -> Grid:
    if grid is None:
        raise ValueError(f"source {place.code} at {place.lon}, {place.lat} lies outside every grid")
    return grid


def _provenance(source_now: datetime) -> Callable[[Post], dict[str, str]]:
    """How a station says where its readings come from."""

    def told(post: Post) -> dict[str, str]:
        if not post.is_real:
            return words.made_here()
        place = {"place_zh": f"{post.name_zh} ({post.series})", "place_en": post.series}
        return words.provenance(since=f"{source_now:%Y-%m-%d}", **place)

    return told
