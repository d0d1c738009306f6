"""What needs me: the needs of every room, sorted by what it costs to wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.cases.queries import beside
from lantian.console import answer_words, words
from lantian.console.suspicions import page as suspicions
from lantian.diagnosis import queries as diagnosis
from lantian.diagnosis.queries import SuspicionView
from lantian.dispatch import queries as dispatch
from lantian.dispatch.queries import Draft
from lantian.inspections import queries as inspections
from lantian.inspections.queries import coverage
from lantian.kernel.models import Event
from lantian.sites import queries as sites
from lantian.ui import formats
from lantian.ui.parts import Act, TodoItem

SHOWN = 5
MORE = 40
PROPOSED = SHOWN
NO_LIMIT = timedelta(days=3650)
KEPT_SECONDS = 600


class Need(Protocol):
    """What rooms say waits for a person."""

    kind: str
    number: str
    title: str
    detail: str
    due_at: datetime | None
    clock: str
    is_overdue: bool
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The list, how long it is, and what was done today."""

    items: tuple[TodoItem, ...]
    more: tuple[TodoItem, ...]
    total: int
    done_today: int
    to_decide: int


def waiting(by: Actor, *, now: datetime) -> Waiting:
    """Everything that waits for a person, the costliest to wait for first."""
    needs: list[Need] = [
        *dispatch.needs_me(by, now),
        *inspections.needs_me(by, now),
        *inspections.hints_wait(by),
        *cases.needs_me(by, now),
        *beside.tasks(by, now),
        *sites.needs_me(by, now),
    ]
    lengths = calendar.remaining_where_due(((need.due_at, need.clock) for need in needs), now=now)
    found = [_item(need, left=left) for need, left in zip(needs, lengths, strict=True)]
    undecided = diagnosis.open_suspicions(by) if by.may(Verb.ISSUE_ORDER) else []
    found += _suspicions(sorted(undecided, key=lambda view: (view.made_at, view.number)), now=now)
    holes, worst = _holes(by, now=now)
    if holes:
        found.append(_missing(holes, worst))
    ranked = [item for _left, item in sorted(found, key=lambda pair: pair[0])]
    shown = tuple(_with_main(item, is_main=not place) for place, item in enumerate(ranked[:SHOWN]))
    since, until = calendar.day_bounds(calendar.local_day(now))
    done = (
        Event.objects.filter(by_id=by.id, at__gte=since, at__lt=until)
        .exclude(name__startswith="accounts.")
        .count()
    )
    more = tuple(ranked[SHOWN : SHOWN + MORE])
    return Waiting(items=shown, more=more, total=len(ranked), done_today=done, to_decide=len(undecided))


def _with_main(item: TodoItem, *, is_main: bool) -> TodoItem:
    """Only the first act of the page is filled."""
    if item.act is None or not is_main:
        return item
    act = Act(label=item.act.label, url=item.act.url, is_main=True, consequence=item.act.consequence)
    return TodoItem(
        remaining=item.remaining, clock=item.clock, title=item.title, note=item.note,
        is_overdue=item.is_overdue, url=item.url, act=act, more=item.more,
    )  # fmt: skip


def _item(need: Need, *, left: timedelta | None) -> tuple[timedelta, TodoItem]:
    remaining, clock = _("no limit"), ""
    if left is None:
        left = NO_LIMIT
    else:
        remaining, clock = formats.remaining(left), words.word(words.CLOCKS, need.clock)
    url = _url(need)
    act = Act(label=words.word(words.NEED_ACTS, f"{need.kind}.{need.act}"), url=url)
    item = TodoItem(
        remaining=remaining,
        clock=clock,
        title=_title(need),
        note=_note(need),
        is_overdue=left < timedelta(0),
        url=url,
        act=act,
    )
    return left, item


def _title(need: Need) -> str:
    deed = words.word(words.NEED_TITLES, f"{need.kind}.{need.act}")
    return _("%(deed)s: %(thing)s") % {"deed": deed, "thing": need.title}


def _note(need: Need) -> str:
    due = formats.when_short(need.due_at) if need.due_at else ""
    return " · ".join(
        part
        for part in (need.number if need.kind != "visit" else "", need.detail, due, *answer_words.marks(need))
        if part
    )


def _url(need: Need) -> str:
    try:
        if need.kind == "case":
            return reverse("console:case", args=[need.number])
        if need.kind == "hints":
            return reverse("console:hints")
        if need.kind == "rung":
            return reverse("console:ladder")
        if need.kind == "sweep":
            return reverse("console:sweep", args=[need.number])
        if need.kind == "visit":
            return reverse("field:visit", args=[need.number])
        if need.kind == "order":
            return reverse("field:order", args=[need.number])
        if need.kind == "failed_reply":
            return reverse("console:site-reply", args=[getattr(need, "place", ""), need.number])
    except NoReverseMatch:
        pass
    return reverse("console:order", args=[need.number])


def _suspicions(views: Sequence[SuspicionView], *, now: datetime) -> list[tuple[timedelta, TodoItem]]:
    """Suspicions wait like the orders that would come of them; the oldest show what is proposed.

    A proposal costs a dozen statements, so those further down the list take the limit of the ones above.
    """
    drafts = [dispatch.draft_for(suspicion_number=view.number, now=view.made_at) for view in views[:PROPOSED]]
    shown = [_suspicion(view, draft, draft, now=now) for view, draft in zip(views, drafts, strict=False)]
    return shown + [_suspicion(view, drafts[-1], None, now=now) for view in views[PROPOSED:]]


def _suspicion(
    view: SuspicionView, limit: Draft, draft: Draft | None, *, now: datetime
) -> tuple[timedelta, TodoItem]:
    due_at = calendar.due_at(start=view.made_at, hours=limit.hours, clock=limit.clock)
    left = calendar.remaining(now=now, due=due_at, clock=limit.clock)
    url = reverse("console:suspicion", args=[view.number])
    said = {"station": suspicions.station_name(view), "place": _place(view, draft)}
    item = TodoItem(
        remaining=formats.remaining(left),
        clock=words.word(words.CLOCKS, limit.clock),
        title=_("Send somebody: %(station)s, %(place)s") % said,
        note=_proposal(draft) if draft else view.number,
        is_overdue=left < timedelta(0),
        url=url,
        act=Act(label=_("Check and send"), url=url),
    )
    return left, item


def _holes(by: Actor, *, now: datetime) -> tuple[int, str]:
    """How much nobody has looked at for long, and the worst of it; days matter, so it is kept a while."""

    def read() -> tuple[int, str]:
        need = coverage.need(by, now=now)
        return (need.holes, words.name(need.worst.source or need.worst.grid)) if need else (0, "")

    key = f"holes-{by.id}-{by.role}-{get_language()}-{now:%Y%m%d%H}"
    found: tuple[int, str] = cache.get_or_set(key, read, KEPT_SECONDS)
    return found


def _missing(holes: int, worst: str) -> tuple[timedelta, TodoItem]:
    """Everything that nobody has looked at for long, as one thing; it waits behind what has a limit."""
    url = f"{reverse('console:coverage')}?holes=on"
    said = {"n": holes, "worst": worst}
    item = TodoItem(
        remaining=_("no limit"),
        clock="",
        title=ngettext(
            "Send somebody where nobody has looked for long: %(n)d grid or place",
            "Send somebody where nobody has looked for long: %(n)d grids and places",
            holes,
        )
        % said,
        note=_("Longest overdue: %(worst)s") % said,
        is_overdue=False,
        url=url,
        act=Act(label=_("Open the list"), url=url),
    )
    return NO_LIMIT, item


def _place(view: SuspicionView, draft: Draft | None) -> str:
    """Where to look first."""
    first = view.candidates[0] if view.candidates else None
    return words.name(first or (draft and draft.grid)) or _("the whole grid")


def _proposal(draft: Draft) -> str:
    said = {
        "officer": words.name(draft.officer) or _("nobody on duty there"),
        "rule": words.word(words.GOING_RULES, draft.kind),
    }
    return _("Proposed: %(officer)s. %(rule)s") % said
