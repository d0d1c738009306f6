"""Eight weeks of plain patrols: officers look at their grids' places by turns, some grids too seldom."""

import random
from datetime import datetime, time, timedelta
from decimal import Decimal

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Role
from lantian.calendar import queries as calendar
from lantian.dispatch import actions as dispatch
from lantian.dispatch import queries as orders
from lantian.dispatch.rules import KindOfGoing
from lantian.inspections import actions as inspections
from lantian.kernel import references
from lantian.registry import queries as registry
from lantian.registry.models import Grid, Source
from lantian.simulate.district import places

GRID = "patrol_grid"


def play(*, now: datetime) -> int:
    """Play every patrol that lies before a moment, oldest first; returns how many."""
    desk = accounts.actor(accounts.people_with(Role.DUTY_ANALYST)[0].pk)
    told = places.written("patrols")
    turns = []
    for grid in Grid.objects.select_related("organisation").order_by("code"):
        chance = random.Random(f"patrols/{grid.code}")
        sources = list(grid.sources.order_by("code"))
        for back in range(int(told["weeks"]) * 7, 0, -1):
            if back < int(told["neglected"].get(grid.code, 0)) or not _is_due(told, grid, back, chance):
                continue
            source = sources[back % len(sources)] if sources else None
            at = _moment(told, now, back, chance)
            if at < now:
                turns.append((at, grid, source))
    for at, grid, source in sorted(turns, key=lambda turn: turn[0]):
        _patrol(grid, source, desk=desk, at=at)
    return len(turns)


def _is_due(told: dict[str, object], grid: Grid, back: int, chance: random.Random) -> bool:
    """About once in so many days, more often where a key place stands."""
    usual, often = int(str(told["every_days"])), int(str(told["key_every_days"]))
    keys = told["key_grids"]
    each = often if isinstance(keys, list) and grid.code in keys else usual
    return chance.random() < 1 / each


def _moment(told: dict[str, object], now: datetime, back: int, chance: random.Random) -> datetime:
    """A time of a past day: by day, or after dark for a part of them."""
    day = calendar.local_day(now) - timedelta(days=back)
    is_night = chance.random() < float(str(told["night_share"]))
    hour = chance.choice([19, 20, 21]) if is_night else chance.choice([9, 10, 14, 15, 16])
    at = time(hour, chance.randint(0, 59))
    return datetime.combine(day, at, tzinfo=calendar.local_zone())


def _patrol(grid: Grid, source: Source | None, *, desk: Actor, at: datetime) -> None:
    """An order, a check-in a few steps away, the answers one by one, nothing found."""
    person = registry.officer_of(grid, on=calendar.local_day(at))
    if person is None:
        return
    by, chance = accounts.actor(person.pk), random.Random(f"patrol/{grid.code}/{at}")
    kind = KindOfGoing.PUBLIC_PATROL
    fitting = orders.purposes_for(kind=kind, source=source, on=calendar.local_day(at))
    dry = [one.code for one in fitting if not one.wets_ground]
    number = dispatch.issue(
        kind=kind,
        grid_code=grid.code,
        officer_id=by.id,
        what=dry[0] if source else GRID,
        hours=Decimal(4),
        clock="natural",
        source_code=source.code if source else None,
        by=desk,
        now=at - timedelta(minutes=chance.randint(20, 70)),
    )
    lon, lat = (source.lon, source.lat) if source else registry.middle_of(grid)
    visit = inspections.check_in(
        order_number=number, key=references.new_key(at), lon=round(lon + 1e-4, 6), lat=round(lat, 6),
        accuracy_m=float(chance.randint(6, 20)), place_note="", by=by, now=at,
    )  # fmt: skip
    moment = at + timedelta(minutes=chance.randint(2, 9))
    for item in visit.template.items.all():
        moment += timedelta(seconds=chance.randint(8, 40))
        value = "na" if chance.random() < 0.1 else "ok"
        inspections.answer(visit_key=visit.key, item_id=item.pk, value=value, note="", by=by, now=moment)
    inspections.file_finding(
        visit_key=visit.key, result="nothing", category="", words=places.written("story")["nothing_seen"],
        source_code=source.code if source else None, by=by, now=moment + timedelta(seconds=20),
    )  # fmt: skip
    dispatch.finish(number=number, by_id=by.id, now=moment + timedelta(seconds=20))
