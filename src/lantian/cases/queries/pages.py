"""Lists of cases, fast at any length: pages by key over `CaseScope`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import connection

from lantian.accounts.rules import Actor
from lantian.cases import models
from lantian.cases.queries import narrowing, searching
from lantian.cases.queries.counting import WAITS_ON_CLOCK
from lantian.cases.queries.narrowing import EVERYTHING, Narrow, Narrowed
from lantian.cases.states import OPEN_STATES, State

AT_ONCE = 1000  # rows of a list that is read along
Place = tuple[object, ...]  # of the last row: its deadline as the database keeps it, and its case


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
    warn_at: datetime | None
    deadline: datetime
    closed_at: datetime | None
    reopened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows and where to go on; `after` is empty on the last page, `before` on the first."""

    rows: tuple[Row, ...]
    after: str
    before: str = ""


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


def _page_ids(
    area_path: str,
    states: Sequence[State],
    *,
    narrow: Narrow,
    cursor: str,
    is_descending: bool,
    limit: int,
) -> list[int]:
    """Ids of the scope rows of a page in their order."""
    place: Place = _place(cursor) if cursor else ()
    found = narrowing.narrowed(area_path, narrow)
    waiting = [state for state in states if narrow.overdue_at is None or state in WAITS_ON_CLOCK]
    if found is None or not waiting:
        return []
    if not found.terms:
        rows = _read(found, waiting, place, is_descending=is_descending, limit=limit)
        return [pk for pk, _deadline, _case in rows]
    return _read_along(found, waiting, place, is_descending=is_descending, limit=limit)


def _read_along(
    found: Narrowed, states: Sequence[State], place: Place, *, is_descending: bool, limit: int
) -> list[int]:
    """Rows whose text holds what is asked for: the list is read piece by piece until the page is full."""
    kept: list[int] = []
    while len(kept) < limit:
        rows = _read(found, states, place, is_descending=is_descending, limit=AT_ONCE)
        holding = searching.holding([case_id for _pk, _deadline, case_id in rows], found.terms)
        kept += [pk for pk, _deadline, case_id in rows if case_id in holding]
        if len(rows) < AT_ONCE:
            break
        place = rows[-1][1:]
    return kept[:limit]


def _read(
    found: Narrowed, states: Sequence[State], place: Place, *, is_descending: bool, limit: int
) -> list[tuple[int, object, int]]:
    """Rows of a list behind a place, as (row, deadline, case), in their order."""
    order = "DESC" if is_descending else "ASC"
    behind = f" AND (s.deadline, s.case_id) {'<' if is_descending else '>'} (%s, %s)" if place else ""
    here = replace(found, conditions=found.conditions + behind, values=[*found.values, *place])
    named = _named if found.ids is not None else _ranges
    sql, values = named(here, states, order=order, limit=limit)
    with connection.cursor() as asked:
        asked.execute(f"{sql} ORDER BY 2 {order}, 3 {order} LIMIT %s", [*values, limit])
        return list(asked.fetchall())


def _ranges(found: Narrowed, states: Sequence[State], *, order: str, limit: int) -> tuple[str, list[object]]:
    """One range of the index for each state, so that each is read no further than a page."""
    part = (
        f"SELECT * FROM (SELECT s.id, s.deadline, s.case_id FROM {_table()} s {found.joins}"
        f" WHERE s.ancestor_id = %s AND s.state = %s{found.conditions}"
        f" ORDER BY s.deadline {order}, s.case_id {order} LIMIT %s) AS {{name}}"
    )
    sql = " UNION ALL ".join(part.format(name=f"s{n}") for n in range(len(states)))
    return sql, [v for state in states for v in (found.ancestor_id, str(state), *found.values, limit)]


def _named(found: Narrowed, states: Sequence[State], *, order: str, limit: int) -> tuple[str, list[object]]:
    """The rows of the few cases it can be."""
    ids = found.ids or []
    sql = (
        f"SELECT s.id, s.deadline, s.case_id FROM {_table()} s {found.joins}"
        f" WHERE s.ancestor_id = %s AND s.case_id IN ({', '.join(['%s'] * len(ids))})"
        f" AND s.state IN ({', '.join(['%s'] * len(states))}){found.conditions}"
    )
    return sql, [found.ancestor_id, *ids, *map(str, states), *found.values]


def _table() -> str:
    return connection.ops.quote_name(models.CaseScope._meta.db_table)


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
        warn_at=case.warn_at,
        deadline=scope.deadline,
        closed_at=case.closed_at,
        reopened=case.reopened,
    )
