"""Where things happened, and which department answers there: by the address an event is about."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from lantian.accounts.models import Organisation
from lantian.assessment.models import Episode
from lantian.cases.models import Case
from lantian.diagnosis.models import Suspicion
from lantian.dispatch.models import Order
from lantian.inspections.models import Visit
from lantian.registry.models import Grid, Region, Station


class Whereabouts(NamedTuple):
    """Where something happened; `department` is never a firm."""

    region_id: int
    grid: Grid | None
    department: Organisation | None
    category: str = ""


def whereabouts(addresses: Iterable[str]) -> dict[str, Whereabouts]:
    """Where each address lies; addresses of what is not known are left out."""
    keys: dict[str, list[str]] = {}
    for address in addresses:
        prefix, _, key = address.partition(":")
        keys.setdefault(prefix, []).append(key)
    found: dict[str, Whereabouts] = {}
    for prefix, wanted in keys.items():
        finder = _FINDERS.get(prefix)
        if finder is not None:
            found.update((f"{prefix}:{key}", where) for key, where in finder(wanted).items())
    return found


def is_in(where: Whereabouts, region: Region) -> bool:
    """Whether something lies in a region or one of its parts."""
    if where.region_id == region.pk:
        return True
    return where.grid is not None and where.grid.region.parent_id == region.pk


def _of_grid(grid: Grid, *, category: str = "") -> Whereabouts:
    return Whereabouts(grid.region_id, grid, grid.organisation, category)


def _of_station(station: Station) -> Whereabouts:
    if station.grid is not None:
        return _of_grid(station.grid)
    return Whereabouts(station.region_id, None, station.region.organisation)


def _cases(numbers: list[str]) -> Mapping[str, Whereabouts]:
    rows = Case.objects.filter(number__in=numbers).select_related(
        "grid__region", "grid__organisation", "unit"
    )
    return {case.number: _of_case(case) for case in rows}


def _of_case(case: Case) -> Whereabouts:
    unit = case.unit
    is_firm = unit is None or unit.kind == Organisation.Kind.FIRM
    return Whereabouts(
        case.grid.region_id, case.grid, case.grid.organisation if is_firm else unit, case.category
    )


def _orders(numbers: list[str]) -> Mapping[str, Whereabouts]:
    rows = Order.objects.filter(number__in=numbers).select_related("grid__region", "grid__organisation")
    return {order.number: _of_grid(order.grid) for order in rows}


def _visits(keys: list[str]) -> Mapping[str, Whereabouts]:
    rows = Visit.objects.filter(key__in=keys).select_related(
        "order__grid__region", "order__grid__organisation"
    )
    return {str(visit.key): _of_grid(visit.order.grid) for visit in rows}


_STATION = ("grid__region", "grid__organisation", "region__organisation")


def _suspicions(numbers: list[str]) -> Mapping[str, Whereabouts]:
    """A suspicion lies where its station stands: candidates are not told apart in public."""
    rows = Suspicion.objects.filter(number__in=numbers).select_related(
        *(f"episode__station__{name}" for name in _STATION)
    )
    return {suspicion.number: _of_station(suspicion.episode.station) for suspicion in rows}


def _episodes(numbers: list[str]) -> Mapping[str, Whereabouts]:
    rows = Episode.objects.filter(number__in=numbers).select_related(
        *(f"station__{name}" for name in _STATION)
    )
    return {episode.number: _of_station(episode.station) for episode in rows}


_FINDERS: Mapping[str, Callable[[list[str]], Mapping[str, Whereabouts]]] = {
    "cases.case": _cases,
    "dispatch.order": _orders,
    "inspections.visit": _visits,
    "diagnosis.suspicion": _suspicions,
    "assessment.episode": _episodes,
}
