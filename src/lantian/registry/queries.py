"""Questions about what exists and where."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

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
        current,
        memberships__region=region,
        memberships__valid_from__lte=on,
        memberships__ended_position__isnull=True,
    )
    return list(found.order_by("code").distinct())


def counted_regions(
    *, stations: Collection[str] | None = None, as_of: int | None = None
) -> QuerySet[models.Region]:
    """The regions for which stations count at any time; only for those of some stations where given.

    As it is known now, or was known as of a journal position.
    """
    rows = _known(models.Membership.objects.all(), as_of=as_of)
    if stations is not None:
        rows = rows.filter(station__code__in=list(stations))
    return models.Region.objects.filter(pk__in=rows.values("region_id")).order_by("code")


def memberships(region: models.Region) -> QuerySet[models.Membership]:
    """What is stated about the stations of a region, with those who stated it; the current rows."""
    rows = _known(models.Membership.objects.filter(region=region), as_of=None)
    return rows.select_related("station", "set_by").order_by("station__code", "valid_from")


def member_counts(*, on: date) -> dict[str, int]:
    """How many stations count on a day for each region that has any, by code."""
    rows = _known(models.Membership.objects.all(), as_of=None).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, station__kind__in=COUNTED
    )
    counted = rows.values("region__code").annotate(number=Count("station", distinct=True))
    return {row["region__code"]: row["number"] for row in counted}


def _known(rows: QuerySet[models.Membership], *, as_of: int | None) -> QuerySet[models.Membership]:
    """The rows that stand now, or stood as of a journal position."""
    if as_of is None:
        return rows.filter(ended_position__isnull=True)
    stood = Q(ended_position__isnull=True) | Q(ended_position__gt=as_of)
    return rows.filter(stood, position__lte=as_of)


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
    return {day: tuple(found) for day, found in weights_by_day(region, first=first, last=last).items()}


def days_counted(regions: Collection[str], *, first: date, last: date) -> set[tuple[str, date]]:
    """The days of a stretch on which a station or feed counts for any of some regions: (code, day)."""
    rows = _known(models.Membership.objects.filter(region__code__in=list(regions)), as_of=None).filter(
        station__kind__in=COUNTED, valid_from__lte=last
    )
    found: set[tuple[str, date]] = set()
    for code, begin, end in rows.values_list("station__code", "valid_from", "valid_to"):
        begin, end = max(begin, first), min(end or last, last)
        found |= {(code, begin + timedelta(days=ahead)) for ahead in range((end - begin).days + 1)}
    return found


def weights_by_day(
    region: models.Region, *, first: date, last: date, as_of: int | None = None
) -> dict[date, dict[str, Decimal]]:
    """The weights of the stations and feeds that count for a region, by code, for each day of a stretch.

    As it is known now, or was known as of a journal position; of two rows of one station about a day the one
    that begins later counts.
    """
    return weights_of([region], first=first, last=last, as_of=as_of)[region.pk]


def weights_of(
    regions: Collection[models.Region], *, first: date, last: date, as_of: int | None = None
) -> dict[int, dict[date, dict[str, Decimal]]]:
    """The weights of `weights_by_day` for several regions, by their id; asked once for all of them."""
    found = (
        _known(models.Membership.objects.filter(region__in=list(regions)), as_of=as_of)
        .filter(station__kind__in=COUNTED, valid_from__lte=last)
        .order_by("station__code", "valid_from", "pk")
        .values_list("region_id", "station__code", "weight", "valid_from", "valid_to")
    )
    rows: dict[int, list[tuple[str, Decimal, date, date | None]]] = {region.pk: [] for region in regions}
    for region, code, weight, start, end in found:
        rows[region].append((code, weight, start, end))
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return {region: {day: _on(day, own) for day in days} for region, own in rows.items()}


def _on(day: date, rows: Sequence[tuple[str, Decimal, date, date | None]]) -> dict[str, Decimal]:
    return {code: weight for code, weight, start, end in rows if start <= day and (not end or day <= end)}


class MembershipAct(NamedTuple):
    """A statement about a station and a region that began or ended to stand, from a position on."""

    region: str
    station: str
    first: date
    last: date | None
    position: int


def membership_acts(regions: Collection[str]) -> tuple[MembershipAct, ...]:
    """When statements about the stations of some regions came and went."""
    rows = models.Membership.objects.filter(region__code__in=list(regions)).values_list(
        "region__code", "station__code", "valid_from", "valid_to", "position", "ended_position"
    )
    return tuple(
        MembershipAct(region, station, first, last, position)
        for region, station, first, last, since, until in rows
        for position in (since, until)
        if position
    )


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


def townships_at(places: Iterable[tuple[float, float]]) -> list[models.Region | None]:
    """The part of our district in which each place (lon, lat) lies; None outside all of them."""
    if not has_district():
        return [None for _place in places]
    parts = our_district().parts.exclude(geometry="").order_by("code")
    outlines = [(part, json.loads(part.geometry)) for part in parts]
    return [
        next((part for part, outline in outlines if rules.covers(outline, lon, lat)), None)
        for lon, lat in places
    ]


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


def kept_by(person_id: int, *, on: date) -> QuerySet[models.Source]:
    """The sites and plants a person keeps on a day."""
    current = Q(keepers__valid_to__isnull=True) | Q(keepers__valid_to__gte=on)
    found = models.Source.objects.filter(current, keepers__person_id=person_id, keepers__valid_from__lte=on)
    return found.distinct().order_by("code")


def keepers_of(source_id: int, *, on: date) -> list[Person]:
    """Who keeps a site or plant on a day, its dust officer before who manages it."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found = models.Keeper.objects.filter(current, source_id=source_id, valid_from__lte=on)
    rows = found.filter(person__is_active=True).select_related("person__organisation")
    return [row.person for row in rows.order_by("-person__role", "person__username")]


def sources_near(lon: float, lat: float, *, within_m: float) -> list[models.Source]:
    """Registered sources within a distance, nearest first."""
    return nearest(sources(), lon, lat, within_m=within_m)


def sources() -> QuerySet[models.Source]:
    """Every registered source, with its grid and who answers for it."""
    return models.Source.objects.select_related("grid", "answerable").order_by("code")


def sources_of(person_id: int, *, area_path: str, on: date) -> list[models.Source]:
    """Sources of the grids a person answers for on a day; of all grids of their area for one without any."""
    own = grids_of(person_id, on=on)
    if own:
        return list(sources().filter(grid__in=own))
    return list(sources().filter(grid__organisation__path__startswith=area_path))


def nearest(
    found: Iterable[models.Source], lon: float, lat: float, *, within_m: float
) -> list[models.Source]:
    """Those of some sources that lie within a distance, nearest first."""
    measured = [(rules.distance_m(lon, lat, source.lon, source.lat), source) for source in found]
    near = [(distance, source) for distance, source in measured if distance <= within_m]
    return [source for _, source in sorted(near, key=lambda pair: pair[0])]


def holds_demo() -> bool:
    """Whether this home holds a demo district."""
    return models.Region.objects.filter(is_demo=True).exists()


def has_district() -> bool:
    """Whether this office has its district yet."""
    return models.Region.objects.filter(is_ours=True).exists()


def grids_by_name() -> list[tuple[str, str]]:
    """Every name by which a grid or its township is called, with the grid's code."""
    rows = models.Grid.objects.order_by("code").values_list(
        "code", "name_zh", "name_en", "organisation__name_zh"
    )
    return [(name, code) for code, *names in rows for name in names if name]
