"""Where nobody has looked in time: every grid and registered place against its frequency."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.dispatch import permissions as dispatch_permissions
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import DrawObject
from lantian.dispatch.rules import KindOfGoing
from lantian.dispatch.states import RUNNING
from lantian.inspections import models, permissions
from lantian.inspections.rules import coverage as rules
from lantian.inspections.rules.coverage import Cell, Frequency, Standing
from lantian.registry.models import Grid, Source

GRID, PLACE = "grid", "place"
Looks = Mapping[tuple[str, int], list[datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A grid or place with one frequency: how it stands, and each of the last days."""

    grid: Grid
    source: Source | None
    frequency: Frequency
    standing: Standing
    course: tuple[tuple[Cell, int], ...]
    is_capped: bool
    order: str

    @property
    def is_hole(self) -> bool:
        """Whether somebody should have been there; a firm whose year is used up is none."""
        return self.standing.is_hole and not self.is_capped

    @property
    def is_told(self) -> bool:
        """Whether the desk is told of it: long overdue, and nobody on the way."""
        long = timedelta(days=self.frequency.tell_after_days)
        return self.is_hole and not self.order and self.standing.overdue > long


@dataclass(frozen=True, slots=True, kw_only=True)
class NightShare:
    """How many of a grid's looks of the last days were at night."""

    grid: Grid
    at_night: int
    looks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Everything within a person's area, the longest overdue first."""

    rows: tuple[Row, ...]
    nights: tuple[NightShare, ...]
    frequencies: tuple[Frequency, ...]
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """All that is long overdue, as one thing that waits for the desk."""

    kind: str
    number: str
    title: str
    detail: str
    due_at: datetime | None
    clock: str
    is_overdue: bool
    act: str
    holes: int
    worst: Row


def coverage(by: Actor, *, now: datetime) -> Coverage:
    """Every grid and place a person may see; the statements do not grow with their number."""
    today = calendar.local_day(now)
    chosen = frequencies(on=today)
    grids = list(permissions.covered_grids(by).order_by("code"))
    sources = list(
        Source.objects.filter(grid__in=grids)
        .select_related("grid", "answerable")
        .prefetch_related("keepers__person__organisation")
        .order_by("code")
    )
    looks = _looks(grids, now=now)
    builder = _Builder(by=by, now=now, looks=looks, chosen=chosen)
    rows = [*builder.of_grids(grids), *builder.of_places(sources)]
    rows.sort(key=lambda row: (not row.is_hole, -row.standing.overdue, row.standing.due, row.grid.code))
    return Coverage(
        rows=tuple(rows),
        nights=tuple(_nights(grids, looks, chosen, now=now)),
        frequencies=tuple(chosen.values()),
        days=tuple(rules.last_days(today)),
    )


def need(by: Actor, *, now: datetime) -> Need | None:
    """What is long overdue in the area of somebody who sends people; None when nothing is."""
    if not by.may(Verb.ISSUE_ORDER) or not by.may(Verb.SEE_COVERAGE):
        return None
    told = [row for row in coverage(by, now=now).rows if row.is_told]
    if not told:
        return None
    worst = told[0]
    return Need(
        kind="coverage", number="", title=(worst.source or worst.grid).name_zh, detail="",
        due_at=None, clock="natural", is_overdue=False, act="look", holes=len(told), worst=worst,
    )  # fmt: skip


def frequencies(*, on: date) -> dict[tuple[str, str, str], Frequency]:
    """The rows in force on a day, by subject, class and part of the day."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = models.PatrolFrequency.objects.filter(current, valid_from__lte=on).order_by("valid_from", "pk")
    return {
        (row.subject, row.object_class, row.part_of_day): Frequency(
            subject=row.subject,
            object_class=row.object_class,
            part_of_day=row.part_of_day,
            times=row.times,
            days=row.days,
            tell_after_days=row.tell_after_days,
            night_begins=row.night_begins,
            night_ends=row.night_ends,
            origin=row.origin,
        )
        for row in rows
    }


@dataclass(slots=True, kw_only=True)
class _Builder:
    by: Actor
    now: datetime
    looks: Looks
    chosen: Mapping[tuple[str, str, str], Frequency]

    def of_grids(self, grids: Iterable[Grid]) -> list[Row]:
        wanted = [one for key, one in self.chosen.items() if key[0] == GRID]
        return [self._row(grid, None, one) for grid in grids for one in wanted]

    def of_places(self, sources: list[Source]) -> list[Row]:
        classes = dict(DrawObject.objects.values_list("source_id", "object_class"))
        full = dispatch.firms_at_cap(on=calendar.local_day(self.now))
        out = dispatch_permissions.visible_orders(self.by).filter(state__in=RUNNING, source__isnull=False)
        on_the_way = dict(out.order_by("-pk").values_list("source_id", "number"))
        rows = []
        for source in sources:
            usual = dispatch.USUAL_CLASS
            name = classes.get(source.pk, usual)
            for part in ("any", "night"):
                frequency = self.chosen.get((PLACE, name, part)) or self.chosen.get((PLACE, usual, part))
                if frequency is not None:
                    is_capped = dispatch.firm_of(source)[0] in full
                    order = on_the_way.get(source.pk, "")
                    rows.append(self._row(source.grid, source, frequency, is_capped=is_capped, order=order))
        return rows

    def _row(
        self,
        grid: Grid,
        source: Source | None,
        frequency: Frequency,
        *,
        is_capped: bool = False,
        order: str = "",
    ) -> Row:
        key = (PLACE, source.pk) if source else (GRID, grid.pk)
        looks = [at for at in self.looks.get(key, ()) if frequency.counts(at)]
        ends = [calendar.day_bounds(day)[1] for day in rules.last_days(calendar.local_day(self.now))]
        ends[-1] = self.now  # of today only what is over
        return Row(
            grid=grid,
            source=source,
            frequency=frequency,
            standing=rules.standing(frequency, looks, now=self.now),
            course=rules.course(frequency, looks, ends=ends),
            is_capped=is_capped,
            order=order,
        )


def _looks(grids: Iterable[Grid], *, now: datetime) -> Looks:
    """When somebody was in each grid and at each place, oldest first; a help visit is no patrol."""
    since = now - rules.LOOK_BACK - timedelta(days=rules.COURSE_DAYS)
    filed = models.Visit.objects.filter(
        state=models.Visit.State.FILED, checked_in_at__gte=since, order__grid__in=grids
    ).exclude(order__kind=KindOfGoing.HELP_VISIT)
    found: dict[tuple[str, int], list[datetime]] = defaultdict(list)
    zone = calendar.local_zone()
    for grid, source, arrived, said in filed.values_list(
        "order__grid_id", "source_id", "checked_in_at", "said_at"
    ):
        at = (said or arrived).astimezone(zone)
        found[GRID, grid].append(at)
        if source is not None:
            found[PLACE, source].append(at)
    return {key: sorted(moments) for key, moments in found.items()}


def _nights(
    grids: Iterable[Grid],
    looks: Looks,
    chosen: Mapping[tuple[str, str, str], Frequency],
    *,
    now: datetime,
) -> list[NightShare]:
    night = chosen.get((GRID, "", "night"))
    if night is None:
        return []
    since = now - timedelta(days=rules.COURSE_DAYS)
    told = []
    for grid in grids:
        recent = [at for at in looks.get((GRID, grid.pk), ()) if at >= since]
        told.append(NightShare(grid=grid, at_night=sum(night.counts(at) for at in recent), looks=len(recent)))
    return sorted(told, key=lambda one: (one.at_night, one.grid.code))
