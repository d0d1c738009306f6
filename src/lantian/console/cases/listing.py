"""The list of cases: tabs by state, the next deadline first, pages by key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.cases.queries import Deadlines
from lantian.cases.queries import Row as CaseRow
from lantian.cases.states import OPEN_STATES, State
from lantian.console import words
from lantian.ui import formats
from lantian.ui.parts import PageLinks

LIMIT = 50
SEARCHED_PAGES = 10
RUNNING = (State.ASSIGNED, State.ACCEPTED, State.RECTIFYING, State.SUBMITTED)
TABS: dict[str, tuple[State, ...]] = {
    "open": OPEN_STATES,
    **{str(state): (state,) for state in OPEN_STATES},
    "closed": (State.CLOSED,),
    "void": (State.VOID,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A state, and how many cases are in it."""

    code: str
    label: str
    count: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case in the list."""

    number: str
    url: str
    title: str
    category: str
    level: str
    state: str
    unit: str
    handler: str
    left: str
    clock: str
    due: str
    is_late: bool
    reopened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """One page of the list."""

    sentence: str
    tab: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    links: PageLinks
    is_filtered: bool


def compose(by: Actor, *, tab: str, after: str, level: str, category: str, now: datetime) -> CaseList:
    """A page of a tab; a filter looks through at most ten pages at once."""
    counts = cases.counts_by_state(by)
    found, follow = _read(by, tab=tab, after=after, level=level, category=category)
    rows = tuple(_row(one, now=now) for one in found)
    kept = {"tab": tab, **{name: value for name, value in (("level", level), ("category", category)) if value}}
    base = reverse("console:cases")
    return CaseList(
        sentence=_sentence(cases.counts_by_deadline(by, now)),
        tab=tab,
        tabs=_tabs(counts, tab),
        rows=rows,
        links=PageLinks(
            shown=ngettext("%d case on this page", "%d cases on this page", len(rows)) % len(rows),
            previous_url=f"{base}?{urlencode(kept)}" if after else "",
            next_url=f"{base}?{urlencode({**kept, 'after': follow})}" if follow else "",
        ),
        is_filtered=bool(level or category),
    )


def _read(by: Actor, *, tab: str, after: str, level: str, category: str) -> tuple[list[CaseRow], str]:
    rows: list[CaseRow] = []
    for _page in range(SEARCHED_PAGES if level or category else 1):
        page = cases.cases(by, states=TABS[tab], after=after, limit=LIMIT)
        rows += [row for row in page.rows if level in ("", row.level) and category in ("", row.category)]
        after = page.after
        if not after or len(rows) >= LIMIT:
            break
    return rows, after


def _sentence(found: Deadlines) -> str:
    if not found.open:
        return _("No case is open.")
    said = [ngettext("%d case is open", "%d cases are open", found.open) % found.open]
    said.append(_("%(number)d overdue") % {"number": found.overdue} if found.overdue else _("none overdue"))
    if found.soon:
        said.append(_("%(number)d due within 24 hours") % {"number": found.soon})
    return _("%(said)s.") % {"said": _(", ").join(said)}


def _tabs(counts: Mapping[str, int], active: str) -> tuple[Tab, ...]:
    labels = {"open": _("All open"), **{code: words.word(words.CASE_STATES, code) for code in TABS if code != "open"}}
    totals = {"open": sum(counts.values()), **counts}
    return tuple(
        Tab(
            code=code,
            label=labels[code],
            count=str(totals[code]) if totals.get(code) else "",
            is_active=code == active,
        )
        for code in TABS
        if code in ("open", "closed", "void", active) or totals.get(code)
    )


def _row(one: CaseRow, *, now: datetime) -> Row:
    is_running = one.state in RUNNING
    left = calendar.remaining(now=now, due=one.deadline, clock=one.clock) if is_running else None
    chinese = words.is_chinese()
    return Row(
        number=one.number,
        url=reverse("console:case", args=[one.number]),
        title=one.title,
        category=words.category(one.category),
        level=words.word(words.CASE_LEVELS, one.level),
        state=words.word(words.CASE_STATES, one.state),
        unit=(one.unit_zh if chinese else one.unit_en) or "—",
        handler=one.handler_zh if chinese else one.handler_en,
        left=formats.remaining(left) if left is not None else "",
        clock=words.word(words.CLOCKS, one.clock) if is_running else "",
        due=formats.when_short(one.deadline) if is_running else formats.when_short(one.closed_at or one.reported_at),
        is_late=is_running and one.deadline < now,
        reopened=one.reopened,
    )
