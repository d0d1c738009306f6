"""Lists of cases, fast at any length: pages by key over `CaseScope`, counts from the same index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Count, Q

from lantian.accounts.rules import Actor
from lantian.cases import models
from lantian.cases.states import OPEN_STATES, State

SOON = timedelta(hours=24)
WAITS_ON_CLOCK = (State.ASSIGNED, State.ACCEPTED, State.RECTIFYING, State.SUBMITTED)


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
    clock: str
    reported_at: datetime
    due_at: datetime | None
    deadline: datetime
    closed_at: datetime | None
    reopened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows and where to go on; `after` is empty on the last page."""

    rows: tuple[Row, ...]
    after: str


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
    by: Actor, *, states: Sequence[State | str] = OPEN_STATES, after: str = "", limit: int = 50
) -> Page:
    """A page of the cases of a person's area in some states, the next deadline first.

    One bounded range of the index per state, put together and sorted: the cost does not grow with the list.
    """
    ids = _page_ids(by.area_path, [State(state) for state in states], after=after, limit=limit + 1)
    details = ("case__grid", "case__unit", "case__handler")
    scopes = models.CaseScope.objects.filter(pk__in=ids).select_related(*details)
    rows = sorted(scopes, key=lambda scope: (scope.deadline, scope.case_id))
    more = len(rows) > limit
    shown = rows[:limit]
    return Page(
        rows=tuple(_row(scope) for scope in shown), after=_cursor(shown[-1]) if more and shown else ""
    )


def counts_by_state(by: Actor) -> dict[str, int]:
    """How many open cases of a person's area are in each state."""
    found = models.CaseScope.objects.filter(ancestor__path=by.area_path, state__in=OPEN_STATES)
    counts = dict(found.values_list("state").annotate(n=Count("pk")).order_by())
    return {state: counts.get(state, 0) for state in OPEN_STATES}


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


def _page_ids(area_path: str, states: Sequence[State], *, after: str, limit: int) -> list[int]:
    """Ids of the scope rows of a page, one index range per state."""
    ancestor = models.CaseScope.objects.filter(ancestor__path=area_path).values_list("ancestor_id").first()
    if ancestor is None or not states:
        return []
    table = connection.ops.quote_name(models.CaseScope._meta.db_table)
    beyond = " AND (deadline, case_id) > (%s, %s)" if after else ""
    part = (
        f"SELECT * FROM (SELECT id, deadline, case_id FROM {table}"
        f" WHERE ancestor_id = %s AND state = %s{beyond}"
        " ORDER BY deadline, case_id LIMIT %s) AS {name}"
    )
    sql = " UNION ALL ".join(part.format(name=f"s{n}") for n in range(len(states)))
    place = _place(after) if after else ()
    values = [value for state in states for value in (ancestor[0], str(state), *place, limit)]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 2, 3 LIMIT %s", [*values, limit])
        return [row[0] for row in cursor.fetchall()]


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
        clock=case.recheck_clock if case.state == State.SUBMITTED else case.clock,
        reported_at=case.reported_at,
        due_at=case.due_at,
        deadline=scope.deadline,
        closed_at=case.closed_at,
        reopened=case.reopened,
    )
