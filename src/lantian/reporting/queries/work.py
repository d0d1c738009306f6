"""What blocks three and four are written from: a day's work by events, what waits, effects, points."""

from datetime import date

from lantian.cases.models import Case
from lantian.registry import queries as registry
from lantian.registry.models import Region
from lantian.reporting.queries import counting, effects
from lantian.reporting.queries.counting import Item
from lantian.reporting.rules.counts import KINDS, POINTS, STANDING, CountKey
from lantian.reporting.rules.facts import Concern, UnitPoints, Work
from lantian.reporting.rules.sheet import both


def work(region: Region, *, day: date, position: int) -> Work:
    """Everything blocks three and four say of a day."""
    items = {kind: counting.items_of(CountKey(kind=kind, region=region.code, day=day)) for kind in KINDS}
    return Work(
        counts={
            kind: counting.amount(CountKey(kind=kind, region=region.code, day=day), found)
            for kind, found in items.items()
        },
        concerns=tuple(concern for kind in STANDING for concern in _concerns(kind, region, day)),
        effects=tuple(effects.effect(case, day=day, position=position) for case in _closed(items["closed"])),
        points=tuple(_points(region, day)),
        dry_stations=registry.stations(region=region).filter(no_spray_radius_m__gt=0).count(),
    )


def _concerns(kind: str, region: Region, day: date) -> list[Concern]:
    found = counting.by_department(counting.items_of(CountKey(kind=kind, region=region.code, day=day)))
    return [_concern(kind, region, day, unit, items) for unit, items in found.items()]


def _concern(kind: str, region: Region, day: date, unit: str, items: list[Item]) -> Concern:
    department = items[0].where.department
    grids = {item.where.grid.code: item.where.grid for item in items if item.where.grid is not None}
    return Concern(
        kind=kind,
        unit=unit,
        department=both(department.name_zh, department.name_en) if department else both(unit, unit),
        count=counting.amount(CountKey(kind=kind, region=region.code, day=day, unit=unit), items),
        categories=tuple(sorted({item.where.category for item in items if item.where.category})),
        grids=tuple(both(grid.name_zh, grid.name_en) for _, grid in sorted(grids.items())),
    )


def _closed(items: list[Item]) -> list[Case]:
    numbers = sorted({item.about.partition(":")[2] for item in items})
    cases = Case.objects.filter(number__in=numbers).select_related("grid", "source__monitor")
    return list(cases.order_by("number"))


def _points(region: Region, day: date) -> list[UnitPoints]:
    items = counting.items_of(CountKey(kind=POINTS, region=region.code, day=day))
    found = []
    for unit, given in counting.by_department(items).items():
        department = given[0].where.department
        key = CountKey(kind=POINTS, region=region.code, day=day, unit=unit)
        if department is not None:
            name = both(department.name_zh, department.name_en)
            found.append(UnitPoints(unit=unit, name=name, points=counting.amount(key, given)))
    return found
