"""Questions about what exists and where."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from lantian.accounts.models import Person
from lantian.registry import models, rules

STATUTORY = (models.Station.Kind.NATIONAL, models.Station.Kind.PROVINCIAL)
COUNTED = (*STATUTORY, models.Station.Kind.FEED)


def our_district() -> models.Region:
    """The district this office answers for; Region.DoesNotExist in an empty home."""
    return models.Region.objects.select_related("organisation").get(is_ours=True)


def stations(
    *, kinds: Collection[str] | None = None, region: models.Region | None = None
) -> QuerySet[models.Station]:
    """Stations of some kinds, in a region or its parts."""
    found = models.Station.objects.select_related("region").order_by("kind", "code")
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    if region is not None:
        found = found.filter(Q(region=region) | Q(region__parent=region))
    return found


def regions() -> QuerySet[models.Region]:
    """Every region we know, with the one it lies in."""
    return models.Region.objects.select_related("parent").order_by("kind", "code")


def members(region: models.Region, *, on: date) -> list[models.Station]:
    """The stations that count for a region on a day."""
    current = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=on)
    found = models.Station.objects.filter(
        current, memberships__region=region, memberships__valid_from__lte=on
    )
    return list(found.order_by("code").distinct())


def counted_regions(*, stations: Collection[str] | None = None) -> QuerySet[models.Region]:
    """The regions for which stations count at any time; only for those of some stations where given."""
    found = models.Region.objects.filter(memberships__isnull=False)
    if stations is not None:
        found = found.filter(memberships__station__code__in=list(stations))
    return found.distinct().order_by("code")


def counted_kinds() -> frozenset[str]:
    """The kinds of the regions that stations count for."""
    found = models.Region.objects.filter(memberships__isnull=False).values_list("kind", flat=True)
    return frozenset(found.order_by().distinct())


def kinds_of_ours() -> frozenset[str]:
    """The kinds of the stations in our district and its parts."""
    found = models.Station.objects.filter(Q(region__is_ours=True) | Q(region__parent__is_ours=True))
    return frozenset(found.order_by().values_list("kind", flat=True).distinct())


def members_by_day(region: models.Region, *, first: date, last: date) -> dict[date, tuple[str, ...]]:
    """The codes of the stations and feeds that count for a region, for each day of a stretch."""
    rows = list(
        models.Membership.objects.filter(region=region, station__kind__in=COUNTED, valid_from__lte=last)
        .order_by("station__code")
        .values_list("station__code", "valid_from", "valid_to")
    )
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return {
        day: tuple(
            dict.fromkeys(code for code, start, end in rows if start <= day and (not end or day <= end))
        )
        for day in days
    }


class RegionNames:
    """Which region is meant by a text: its code, its name, or a name its unit had on a day.

    Read once for as many texts as there are; a code is always the region that has it.
    """

    def __init__(self) -> None:
        self._codes: dict[str, models.Region] = {}
        self._named: dict[str, list[tuple[models.Region, date, date]]] = defaultdict(list)
        found = {one.pk: one for one in models.Region.objects.order_by("code")}
        for one in found.values():
            self._codes[one.code] = one
            for name in (one.name_zh, one.name_en):
                self._named[name].append((one, date.min, date.max))
        aliases = models.Region.objects.filter(organisation__aliases__isnull=False).values_list(
            "pk",
            "organisation__aliases__name",
            "organisation__aliases__valid_from",
            "organisation__aliases__valid_to",
        )
        for key, name, since, until in aliases.order_by("code"):
            self._named[name].append((found[key], since, until or date.max))

    def called(self, text: str, *, on: date) -> list[models.Region]:
        """The regions called so on a day, by code; none, one, or several with one name."""
        if text in self._codes:
            return [self._codes[text]]
        meant = (one for one, since, until in self._named.get(text, ()) if since <= on <= until)
        return list({one.pk: one for one in meant}.values())


def peers_of(station: models.Station) -> list[models.Station]:
    """The other stations it is fair to compare with: same group, same district."""
    group = STATUTORY if station.kind in STATUTORY else (station.kind,)
    district = district_of(station.region)
    return list(stations(kinds=group, region=district).exclude(pk=station.pk))


class Company(NamedTuple):
    """Whom a station is compared with: its peers, and the statutory stations of its district."""

    kind: str
    peers: tuple[str, ...]
    background: tuple[str, ...]
    is_ours: bool


def company() -> dict[str, Company]:
    """The company of every station, by code; peers are those of `peers_of`."""
    rows = list(
        models.Station.objects.order_by("code").values_list(
            "code", "kind", "region_id", "region__kind", "region__parent_id"
        )
    )
    ours = set(models.Region.objects.filter(is_ours=True).values_list("pk", flat=True))
    groups: dict[tuple[int, str], list[str]] = {}
    placed = []
    for code, kind, region, region_kind, parent in rows:
        district = parent if region_kind == models.Region.Kind.TOWNSHIP and parent else region
        group = "statutory" if kind in STATUTORY else kind
        groups.setdefault((district, group), []).append(code)
        placed.append((code, kind, district, group))
    return {
        code: Company(
            kind,
            tuple(other for other in groups[district, group] if other != code),
            tuple(groups.get((district, "statutory"), ())),
            district in ours,
        )
        for code, kind, district, group in placed
    }


def district_of(region: models.Region) -> models.Region:
    """The district a township lies in; a district is its own."""
    return region.parent if region.kind == models.Region.Kind.TOWNSHIP and region.parent else region


def districts() -> QuerySet[models.Region]:
    """All districts we know, ours among them."""
    return models.Region.objects.filter(kind=models.Region.Kind.DISTRICT).order_by("code")


def grid_at(lon: float, lat: float) -> models.Grid | None:
    """The grid a point lies in; None outside all of them."""
    grids = models.Grid.objects.select_related("organisation").order_by("code")
    return next((grid for grid in grids if rules.covers(json.loads(grid.geometry), lon, lat)), None)


def middle_of(grid: models.Grid) -> tuple[float, float]:
    """Longitude and latitude of a point well inside a grid."""
    return rules.middle(json.loads(grid.geometry))


def officer_of(grid: models.Grid, *, on: date) -> Person | None:
    """Who patrols a grid on a day: an officer before the grid head."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    duties = models.Duty.objects.filter(current, grid=grid, valid_from__lte=on, person__is_active=True)
    duty = duties.select_related("person__organisation").order_by("is_head", "person__username").first()
    return duty.person if duty else None


def heads_of(grid_id: int, *, on: date) -> list[Person]:
    """Who answers for a grid as its head on a day."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    duties = models.Duty.objects.filter(current, grid_id=grid_id, is_head=True, valid_from__lte=on)
    found = duties.filter(person__is_active=True).select_related("person").order_by("person__username")
    return [duty.person for duty in found]


def headed_grids(person_id: int, *, on: date) -> set[int]:
    """The ids of the grids a person heads on a day."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    duties = models.Duty.objects.filter(current, person_id=person_id, is_head=True, valid_from__lte=on)
    return set(duties.values_list("grid_id", flat=True))


def grids_of(person_id: int, *, on: date) -> list[models.Grid]:
    """The grids a person answers for on a day."""
    current = Q(duties__valid_to__isnull=True) | Q(duties__valid_to__gte=on)
    found = models.Grid.objects.filter(current, duties__person_id=person_id, duties__valid_from__lte=on)
    return list(found.distinct().order_by("code"))


def sources_near(lon: float, lat: float, *, within_m: float) -> list[models.Source]:
    """Registered sources within a distance, nearest first."""
    measured = [
        (rules.distance_m(lon, lat, source.lon, source.lat), source)
        for source in models.Source.objects.select_related("grid", "answerable").order_by("code")
    ]
    near = [(distance, source) for distance, source in measured if distance <= within_m]
    return [source for _, source in sorted(near, key=lambda pair: pair[0])]


def holds_demo() -> bool:
    """Whether this home holds a demo district."""
    return models.Region.objects.filter(is_demo=True).exists()


def has_district() -> bool:
    """Whether this office has its district yet."""
    return models.Region.objects.filter(is_ours=True).exists()
