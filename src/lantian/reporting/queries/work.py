"""What blocks three and four are written from: a day's work by events, what waits, effects, points."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from lantian.assessment import queries as assessment
from lantian.calendar import queries as calendar
from lantian.cases.models import Case
from lantian.registry import queries as registry
from lantian.registry.models import Region
from lantian.reporting.queries import counting, effects, naming
from lantian.reporting.queries.counting import Item
from lantian.reporting.rules.counts import EPISODES, KINDS, POINTS, STANDING, CountKey
from lantian.reporting.rules.facts import Concern, Effect, Given, Named, UnitPoints, Work
from lantian.reporting.rules.sheet import Words, both
from lantian.scoring.queries import Entry

MENDED = ("submitted", "failed", "passed", "closed")  # how far a mending comes, in this order


def work(region: Region, *, day: date, position: int) -> Work:
    """Everything blocks three and four say of a day."""
    keys = {kind: CountKey(kind=kind, region=region.code, day=day) for kind in (*KINDS, *EPISODES)}
    items = {kind: counting.items_of(key) for kind, key in keys.items()}
    names = naming.named({item.about for found in items.values() for item in found})
    return Work(
        day=day,
        counts={kind: counting.amount(keys[kind], found) for kind, found in items.items()},
        named={kind: naming.each_once([one.about for one in found], names) for kind, found in items.items()},
        concerns=tuple(concern for kind in STANDING for concern in _concerns(kind, region, day)),
        effects=tuple(_effects(items, names, day=day, position=position)),
        points=tuple(_points(region, day)),
        dry_stations=registry.stations(region=region).filter(no_spray_radius_m__gt=0).count(),
        alarms_since=_alarms_since(day),
    )


def _alarms_since(day: date) -> Words | None:
    """The moment from which alarms were evaluated hour by hour; None where the whole day was."""
    since = assessment.alarms_evaluated_since()
    if since is None or since <= calendar.day_bounds(day)[0]:
        return None
    local = since.astimezone(calendar.local_zone())
    return both(f"{local.month}月{local.day}日{local.hour}时", f"{local:%Y-%m-%d %H:00}")


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


def _effects(
    items: Mapping[str, list[Item]], names: Mapping[str, Named], *, day: date, position: int
) -> Iterator[Effect]:
    """What each mending changed that was handed in, rechecked or closed in the day, and how far it came."""
    last: dict[str, tuple[datetime, int, str]] = {}
    for step, standing in enumerate(MENDED):
        for item in items[standing]:
            last[item.about] = max(last.get(item.about, (item.at, step, standing)), (item.at, step, standing))
    cases = Case.objects.filter(number__in=[about.partition(":")[2] for about in last])
    for case in cases.select_related("source__monitor").order_by("number"):
        about = f"cases.case:{case.number}"
        yield effects.effect(case, named=names[about], standing=last[about][2], day=day, position=position)


def _points(region: Region, day: date) -> list[UnitPoints]:
    items = counting.items_of(CountKey(kind=POINTS, region=region.code, day=day))
    names = naming.named({item.about for item in items})
    return [
        UnitPoints(
            unit=unit,
            name=both(department.name_zh, department.name_en),
            points=counting.amount(CountKey(kind=POINTS, region=region.code, day=day, unit=unit), found),
            given=tuple(_given(item.entry, names) for item in found if item.entry is not None),
        )
        for unit, found in counting.by_department(items).items()
        if (department := found[0].where.department) is not None
    ]


def _given(entry: Entry, names: Mapping[str, Named]) -> Given:
    return Given(
        points=entry.points,
        rule=both(entry.rule_zh, entry.rule_en),
        why=both(entry.why_zh, entry.why_en),
        named=naming.each_once([entry.about], names)[0],
    )
