"""Lists of cases, fast at any length: pages by key over `CaseScope`, counts from the same index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Count, Q

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.cases import models
from lantian.cases.queries import refused, searching
from lantian.cases.states import OPEN_STATES, State
from lantian.kernel.models import Event
from lantian.registry.models import Grid

SOON = timedelta(hours=24)
WAITS_ON_CLOCK = (State.ASSIGNED, State.ACCEPTED, State.RECTIFYING, State.SUBMITTED)


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


EVERYTHING = Narrow()


class BadCursor(ValueError):
    """A page was asked for after something that is not a place in the list."""

    def __init__(self, seen: str) -> None:
        self.seen = seen
        super().__init__(f"{seen!r} is not a place in the list; start again from the first page")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case in a list."""

    number: str
    state: str
    level: str
    category: str
    title: str
    channel: str
    grid_zh: str
    grid_en: str
    unit_zh: str
    unit_en: str
    handler_zh: str
    handler_en: str
    grid_id: int
    handler_id: int | None
    unit_path: str
    handler_unit_path: str
    clock: str
    reported_at: datetime
    due_at: datetime | None
    deadline: datetime
    closed_at: datetime | None
    reopened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows and where to go on; `after` is empty on the last page, `before` on the first."""

    rows: tuple[Row, ...]
    after: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Open cases of an area by what the clock says."""

    overdue: int
    soon: int
    later: int
    without: int

    @property
    def open(self) -> int:
        return self.overdue + self.soon + self.later + self.without


def cases(
    by: Actor,
    *,
    states: Sequence[State | str] = OPEN_STATES,
    after: str = "",
    before: str = "",
    narrow: Narrow = EVERYTHING,
    limit: int = 50,
) -> Page:
    """A page of the cases of a person's area in some states, the next deadline first.

    Ended cases come the last ended first, and so does a list with ended and open ones.
    One bounded range of the index per state, put together and sorted: the cost does not grow with the list;
    a narrowed list reads on until the page is full.
    """
    wanted = [State(state) for state in states]
    is_newest_first = not set(wanted) <= set(OPEN_STATES)
    walks_back = bool(before)
    ids = _page_ids(
        by.area_path,
        wanted,
        narrow=narrow,
        cursor=before or after,
        is_descending=is_newest_first is not walks_back,
        limit=limit + 1,
    )
    details = ("case__grid", "case__unit", "case__handler__organisation")
    rows = list(models.CaseScope.objects.filter(pk__in=ids).select_related(*details))
    rows.sort(key=lambda scope: ids.index(scope.pk))
    more, shown = len(rows) > limit, rows[:limit]
    if walks_back:
        shown.reverse()
    goes_on, came_from = (True, more) if walks_back else (more, bool(after))
    return Page(
        rows=tuple(_row(scope) for scope in shown),
        after=_cursor(shown[-1]) if shown and goes_on else "",
        before=_cursor(shown[0]) if shown and came_from else "",
    )


def counts_by_state(by: Actor, *, states: Sequence[State] = OPEN_STATES) -> dict[str, int]:
    """How many cases of a person's area are in each of some states; the open ones unless told."""
    found = models.CaseScope.objects.filter(ancestor__path=by.area_path, state__in=states)
    counts = dict(found.values_list("state").annotate(n=Count("pk")).order_by())
    return {state: counts.get(state, 0) for state in states}


def counts_by_deadline(by: Actor, now: datetime) -> Deadlines:
    """Open cases of a person's area: overdue, due within a day, later, and not on a clock."""
    waits = Q(state__in=WAITS_ON_CLOCK)
    counts = models.CaseScope.objects.filter(ancestor__path=by.area_path, state__in=OPEN_STATES).aggregate(
        overdue=Count("pk", filter=waits & Q(deadline__lt=now)),
        soon=Count("pk", filter=waits & Q(deadline__gte=now, deadline__lt=now + SOON)),
        later=Count("pk", filter=waits & Q(deadline__gte=now + SOON)),
        without=Count("pk", filter=~waits),
    )
    return Deadlines(**counts)


def _page_ids(
    area_path: str,
    states: Sequence[State],
    *,
    narrow: Narrow,
    cursor: str,
    is_descending: bool,
    limit: int,
) -> list[int]:
    """Ids of the scope rows of a page in their order, one index range per state."""
    ancestor = models.CaseScope.objects.filter(ancestor__path=area_path).values_list("ancestor_id").first()
    if ancestor is None or not states:
        return []
    quote = connection.ops.quote_name
    table = quote(models.CaseScope._meta.db_table)
    order = "DESC" if is_descending else "ASC"
    joins, conditions, values = _narrowed(narrow)
    if cursor:
        conditions += f" AND (s.deadline, s.case_id) {'<' if is_descending else '>'} (%s, %s)"
        values += _place(cursor)
    part = (
        f"SELECT * FROM (SELECT s.id, s.deadline, s.case_id FROM {table} s {joins}"
        f" WHERE s.ancestor_id = %s AND s.state = %s{conditions}"
        f" ORDER BY s.deadline {order}, s.case_id {order} LIMIT %s) AS {{name}}"
    )
    waiting = [state for state in states if narrow.overdue_at is None or state in WAITS_ON_CLOCK]
    if not waiting:
        return []
    first, given = _refused() if narrow.has_refused_recheck else ("", [])
    sql = " UNION ALL ".join(part.format(name=f"s{n}") for n in range(len(waiting)))
    given += [value for state in waiting for value in (ancestor[0], str(state), *values, limit)]
    with connection.cursor() as asked:
        asked.execute(f"{first}{sql} ORDER BY 2 {order}, 3 {order} LIMIT %s", [*given, limit])
        return [row[0] for row in asked.fetchall()]


def _narrowed(narrow: Narrow) -> tuple[str, str, list[object]]:
    """Joins, conditions and values of a narrowed list; the words in the SQL are all our own."""
    quote = connection.ops.quote_name
    tables = {model: quote(model._meta.db_table) for model in (models.Case, Grid, Organisation)}
    conditions, values = "", []
    if narrow.overdue_at is not None:
        conditions += " AND s.deadline < %s"
        values.append(connection.ops.adapt_datetimefield_value(narrow.overdue_at.astimezone(UTC)))
    joins = ""
    by_case = {
        "c.category": narrow.category,
        "c.level": narrow.level,
        "g.code": narrow.grid,
        "u.code": narrow.unit,
    }
    if narrow.text:
        condition, given = searching.condition(narrow.text)
        conditions += condition
        values += given
    if narrow.has_refused_recheck:
        conditions += " AND s.case_id IN (SELECT id FROM refused)"
    if narrow.was_reopened:
        conditions += " AND c.reopened > 0"
    if narrow.was_reopened or any(by_case.values()):
        joins = f"JOIN {tables[models.Case]} c ON c.id = s.case_id"
        joins += f" JOIN {tables[Grid]} g ON g.id = c.grid_id" if narrow.grid else ""
        joins += f" JOIN {tables[Organisation]} u ON u.id = c.unit_id" if narrow.unit else ""
    for column, value in by_case.items():
        if value:
            conditions += f" AND {column} = %s"
            values.append(value)
    return joins, conditions, values


def _refused() -> tuple[str, list[object]]:
    """The cases of which a recheck was refused, as `refused`: asked once of the few lines that say so.

    Left to itself PostgreSQL asks it again for each case of each state.
    """
    quote = connection.ops.quote_name
    events, cases = quote(Event._meta.db_table), quote(models.Case._meta.db_table)
    first = (
        f"WITH refused (id) AS MATERIALIZED (SELECT DISTINCT rc.id FROM {events} e"
        f" JOIN {cases} rc ON rc.number = SUBSTR(e.about, %s) WHERE e.name = %s) "
    )
    return first, [len(refused.ADDRESS) + 1, refused.REFUSED]


def _cursor(scope: models.CaseScope) -> str:
    return f"{scope.deadline.astimezone(UTC).isoformat()}~{scope.case_id}"


def _place(after: str) -> tuple[object, int]:
    """The place a cursor names, as the database keeps it."""
    try:
        moment, _, case_id = after.partition("~")
        deadline = datetime.fromisoformat(moment)
        return connection.ops.adapt_datetimefield_value(deadline.astimezone(UTC)), int(case_id)
    except ValueError as error:
        raise BadCursor(after) from error


def _row(scope: models.CaseScope) -> Row:
    case = scope.case
    return Row(
        number=case.number,
        state=case.state,
        level=case.level,
        category=case.category,
        title=case.title,
        channel=case.channel,
        grid_zh=case.grid.name_zh,
        grid_en=case.grid.name_en,
        unit_zh=case.unit.name_zh if case.unit else "",
        unit_en=case.unit.name_en if case.unit else "",
        handler_zh=case.handler.name_zh if case.handler else "",
        handler_en=case.handler.name_en if case.handler else "",
        grid_id=case.grid_id,
        handler_id=case.handler_id,
        unit_path=case.unit.path if case.unit else "",
        handler_unit_path=case.handler.organisation.path if case.handler else "",
        clock=case.recheck_clock if case.state == State.SELF_CHECKED else case.clock,
        reported_at=case.reported_at,
        due_at=case.due_at,
        deadline=scope.deadline,
        closed_at=case.closed_at,
        reopened=case.reopened,
    )
