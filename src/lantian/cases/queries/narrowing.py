"""What a list of cases is narrowed to, as conditions on the rows of `CaseScope`."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection

from lantian.accounts.models import Organisation
from lantian.cases import models, rules
from lantian.cases.queries import searching
from lantian.registry.models import Grid

# Cases of one person are looked up when they are no more than this; of more, the list meets some soon.
FEW = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrow:
    """What a list is narrowed to; empty means any."""

    overdue_at: datetime | None = None
    has_refused_recheck: bool = False
    was_reopened: bool = False
    category: str = ""
    level: str = ""
    grid: str = ""
    unit: str = ""
    text: str = ""
    part_of: int | None = None
    cell: int | None = None


EVERYTHING = Narrow()


@dataclass(slots=True, kw_only=True)
class Narrowed:
    """Where the rows `s` of a list are read, and which of them.

    `ids` are the only cases it can be; `terms` must stand in the text of each, and stand in many.
    """

    ancestor_id: int
    joins: str = ""
    conditions: str = ""
    values: list[object] = field(default_factory=list)
    ids: list[int] | None = None
    terms: tuple[str, ...] = ()

    def add(self, condition: str, *values: object) -> None:
        """One condition more."""
        self.conditions += f" AND {condition}"
        self.values += values

    def keep(self, ids: list[int]) -> None:
        """Only these cases."""
        self.ids = ids if self.ids is None else sorted(set(self.ids) & set(ids))


def narrowed(area_path: str, narrow: Narrow) -> Narrowed | None:
    """How the list of an area is read when it is narrowed; nothing when there is nothing to read.

    A unit or a grid below the area has rows of its own: they are read instead of all the area's.
    """
    area = Organisation.objects.filter(path=area_path).first()
    if area is None:
        return None
    found = Narrowed(ancestor_id=area.pk)
    if not _placed(found, area_path, narrow):
        return None
    _marked(found, narrow)
    if narrow.part_of is not None:
        _of_person(found, narrow.part_of)
    terms = rules.terms(narrow.text)
    if terms:
        ids = searching.looked_up(terms)
        if ids is None:
            found.terms = terms
        else:
            found.keep(ids)
    if " c." in found.conditions:
        found.joins = f"JOIN {_table(models.Case)} c ON c.id = s.case_id"
    return None if found.ids == [] else found


def _placed(found: Narrowed, area_path: str, narrow: Narrow) -> bool:
    """Narrow to a grid and a unit; False when one of them is not there."""
    if narrow.grid:
        grid = Grid.objects.select_related("organisation").filter(code=narrow.grid).first()
        if grid is None:
            return False
        found.add("c.grid_id = %s", grid.pk)
        if grid.organisation.path.startswith(area_path):
            found.ancestor_id = grid.organisation_id
    if narrow.unit:
        unit = Organisation.objects.filter(code=narrow.unit).first()
        if unit is None:
            return False
        found.add("c.unit_id = %s", unit.pk)
        if unit.path.startswith(area_path):
            found.ancestor_id = unit.pk
    return True


def _marked(found: Narrowed, narrow: Narrow) -> None:
    """Narrow by what stands in the row itself."""
    if narrow.overdue_at is not None:
        moment = connection.ops.adapt_datetimefield_value(narrow.overdue_at.astimezone(UTC))
        found.add("s.deadline < %s", moment)
    for column, value in (("category", narrow.category), ("level", narrow.level)):
        if value:
            found.add(f"s.{column} = %s", value)
    if narrow.cell is not None:
        found.add("s.cell = %s", narrow.cell)
    # said as the condition of the index says it
    if narrow.has_refused_recheck:
        found.add("s.was_refused")
    if narrow.was_reopened:
        found.add("s.was_reopened")


def _of_person(found: Narrowed, person: int) -> None:
    """Narrow to what somebody reported or handles."""
    ids: set[int] = set()
    for part in ("reported_by_id", "handler_id"):  # one index each: asked together they read every case
        ids |= set(models.Case.objects.filter(**{part: person}).values_list("pk", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        found.keep(sorted(ids))
    else:
        found.add("(c.reported_by_id = %s OR c.handler_id = %s)", person, person)


def _table(model: type[models.Case]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
