"""What waits at one place for whoever keeps it, as acts."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import KEEPERS, Actor
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.registry.models import Source
from lantian.sites import queries as sites
from lantian.sites.queries import Need
from lantian.ui import formats
from lantian.ui.parts import Act, TodoItem

PAGES = {"sheet": "site-sheet", "week": "site-week"}


def of_place(source: Source, by: Actor, *, now: datetime) -> tuple[TodoItem, ...]:
    """The needs of one place; the first has the page's filled button."""
    if by.role not in KEEPERS:
        return ()
    found = [need for need in sites.needs_me(by, now) if need.place == source.code]
    return tuple(_item(need, now=now, is_main=not place) for place, need in enumerate(found))


def url_of(need: Need) -> str:
    """Where a need is dealt with."""
    if need.kind in {"reply", "failed_reply"}:
        return reverse("console:site-reply", args=[need.place, need.number])
    if need.day is not None and need.kind in PAGES:
        return reverse(f"console:{PAGES[need.kind]}", args=[need.place, need.day.isoformat()])
    return reverse("console:site-roster", args=[need.place])


def _item(need: Need, *, now: datetime, is_main: bool) -> TodoItem:
    remaining, clock, is_late = _("no limit"), "", False
    if need.due_at is not None:
        left = calendar.remaining(now=now, due=need.due_at, clock=need.clock)
        remaining, is_late = formats.remaining(left), left.total_seconds() < 0
        clock = words.word(words.CLOCKS, need.clock)
    title = words.word(words.NEED_TITLES, f"{need.kind}.{need.act}")
    due = formats.when_short(need.due_at) if need.due_at else ""
    note = " · ".join(part for part in (formats.day(need.day) if need.day else need.number, due) if part)
    label = words.word(words.NEED_ACTS, f"{need.kind}.{need.act}")
    url = url_of(need)
    return TodoItem(
        remaining=remaining,
        clock=clock,
        title=title,
        note=note,
        is_overdue=is_late,
        url=url,
        act=Act(label=label, url=url, is_main=is_main),
    )
