"""The five levels of responsibility: as they stand, as they were written down, and who holds a post since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from lantian.accounts import queries as accounts
from lantian.accounts.models import Head, Organisation, Person
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import models, permissions
from lantian.cases.models import Responsibility
from lantian.cases.queries.parties import Party, party
from lantian.registry import queries as registry

TIER, SEAT = Responsibility.Tier, Responsibility.Seat
HEADS = {
    Head.Seat.PARTY: SEAT.PARTY,
    Head.Seat.GOVERNMENT: SEAT.GOVERNMENT,
    Head.Seat.DEPUTY: SEAT.DEPUTY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the chain as it was written down; `since` is who holds the post now, where that changed."""

    tier: str
    seat: str
    unit: Party | None
    name_zh: str
    name_en: str
    at: datetime
    since: Party | None


def industry_department(category: str, *, on: date) -> Organisation | None:
    """The department that looks after a category on a day; None where nobody is named."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = models.IndustryDuty.objects.filter(current, category=category, valid_from__lte=on)
    found = rows.select_related("organisation").order_by("valid_from").last()
    return found.organisation if found else None


def industry_table(*, on: date) -> dict[str, Organisation]:
    """Every category with the department that looks after it on a day."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = models.IndustryDuty.objects.filter(current, valid_from__lte=on).select_related("organisation")
    return {row.category: row.organisation for row in rows.order_by("valid_from")}


def as_it_stands(case: models.Case, *, now: datetime) -> list[Responsibility]:
    """The five levels of a case at a moment, not yet written; a level without anybody has an empty line."""
    today = calendar.local_day(now)
    above = accounts.ancestors(case.grid.organisation.path)
    district, locality = above[0], case.grid.organisation
    office = accounts.office_under(district.path)
    department = industry_department(case.category, on=today)
    rows: list[Responsibility] = []
    for tier, unit in (
        (TIER.LEADER, district),
        (TIER.TASK_FORCE, office),
        (TIER.DEPARTMENT, department),
        (TIER.LOCALITY, locality),
    ):
        rows.append(_row(case, tier, SEAT.UNIT, unit, unit, now=now))
        rows += _heads(case, tier, unit, today=today, now=now)
    head = next(iter(registry.heads_of(case.grid_id, on=today)), None)
    if head is not None:
        rows.append(_row(case, TIER.LOCALITY, SEAT.GRID, locality, head, now=now))
    firm = case.source
    unit = firm.answerable if firm and firm.answerable.kind == Organisation.Kind.FIRM else None
    rows.append(_row(case, TIER.FIRM, SEAT.UNIT, unit, unit or firm, now=now))
    rows += _heads(case, TIER.FIRM, unit, today=today, now=now)
    return rows


def responsibilities(number: str, by: Actor, *, now: datetime) -> tuple[Line, ...]:
    """The chain of a case as it was written down when it was filed, with later holders beside."""
    case = permissions.visible_cases(by).get(number=number)
    return lines_of(case, now=now)


def lines_of(case: models.Case, *, now: datetime) -> tuple[Line, ...]:
    """As above, of a case that is seen already."""
    rows = list(case.responsibilities.select_related("organisation", "person"))
    current = _holders(rows, category=case.category, on=calendar.local_day(now))
    return tuple(
        Line(
            tier=row.tier,
            seat=row.seat,
            unit=party(row.organisation) if row.organisation else None,
            name_zh=row.name_zh,
            name_en=row.name_en,
            at=row.at,
            since=_since(row, current),
        )
        for row in rows
    )


def _heads(
    case: models.Case, tier: str, unit: Organisation | None, *, today: date, now: datetime
) -> Iterator[Responsibility]:
    """Both heads of record and the deputy in whose care the category is, each seat once."""
    if unit is None:
        return
    seen: set[str] = set()
    for head in accounts.heads_on([unit.pk], on=today):
        is_theirs = head.seat != Head.Seat.DEPUTY or case.category in head.domains
        if is_theirs and head.seat not in seen:
            seen.add(head.seat)
            yield _row(case, tier, HEADS[Head.Seat(head.seat)], unit, head.person, now=now)


def _row(
    case: models.Case,
    tier: str,
    seat: str,
    unit: Organisation | None,
    named: object | None,
    *,
    now: datetime,
) -> Responsibility:
    return Responsibility(
        case=case,
        tier=tier,
        seat=seat,
        organisation=unit,
        person=named if isinstance(named, Person) else None,
        name_zh=getattr(named, "name_zh", ""),
        name_en=getattr(named, "name_en", ""),
        at=now,
    )


def _holders(rows: list[Responsibility], *, category: str, on: date) -> dict[tuple[int, str], Person]:
    """Who holds each seat of the units of a chain on a day."""
    units = {row.organisation_id for row in rows if row.organisation_id}
    held: dict[tuple[int, str], Person] = {}
    for head in accounts.heads_on(units, on=on):
        if head.seat != Head.Seat.DEPUTY or category in head.domains:
            held.setdefault((head.organisation_id, HEADS[Head.Seat(head.seat)]), head.person)
    return held


def _since(row: Responsibility, held: dict[tuple[int, str], Person]) -> Party | None:
    """Who holds the post now, when it is somebody else."""
    if row.person_id is None or row.organisation_id is None or row.seat == SEAT.GRID:
        return None
    holder = held.get((row.organisation_id, row.seat))
    return party(holder) if holder is not None and holder.pk != row.person_id else None
