"""My day: what waits for this person, the dearest to wait first."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.cases.queries import beside
from lantian.cases.states import Move
from lantian.console import answer_words, maps, words
from lantian.console.burden import page as burden_page
from lantian.console.entry import Visit, open_to
from lantian.dispatch import queries as dispatch
from lantian.inspections import queries as inspections
from lantian.inspections.queries import burden
from lantian.registry import queries as registry
from lantian.ui import formats
from lantian.ui.parts import Act, TodoItem

LATEST = timedelta(days=36500)


@open_to(Verb.SEE_CASES)
def day(request: Visit) -> HttpResponse:
    """What waits for me, and what I can do about it with one thumb."""
    by, now = request.actor, request.now
    needs = [
        *dispatch.needs_me(by, now),
        *inspections.needs_me(by, now),
        *cases.needs_me(by, now),
        *beside.tasks(by, now),
    ]
    needs.sort(key=lambda need: (need.due_at or now + LATEST, need.number))
    late = sum(need.is_overdue for need in needs)
    values = {
        "who": words.name(by),
        "role": words.word(words.ROLES, by.role),
        "items": _items(needs, now),
        "sentence": _sentence(len(needs), late),
        "may_report": by.may(Verb.REPORT),
        "asked": _asked_of(request) if by.may(Verb.VISIT) else "",
        "map": _map(needs, request),
    }
    return render(request, "field/day/day.html", values)


def _asked_of(request: Visit) -> str:
    """What this week asked of the person, in one line."""
    return burden_page.own_line(
        burden.own_week(request.actor, forms=list(burden_page.FORMS), now=request.now)
    )


def _map(needs: Sequence[dispatch.Need | inspections.Need | cases.Need], request: Visit) -> str:
    """Where today's orders lead, by name; the other places of one's grids stand around them."""
    by, on = request.actor, calendar.local_day(request.now)
    if not by.may(Verb.VISIT):
        return ""
    goals = dispatch.goals_of(by, [need.number for need in needs])
    near = registry.sources_of(by.id, area_path=by.area_path, on=on)
    found = {one.code: one for one in (*near, *goals.values())}
    named = {goal.code: number[-4:] for number, goal in goals.items()}
    return maps.of_places(list(found.values()), named, key="day") if goals else ""


def _sentence(count: int, late: int) -> str:
    if not count:
        return _("Nothing waits for you now.")
    waiting = ngettext("%(n)d thing waits for you", "%(n)d things wait for you", count) % {"n": count}
    if not late:
        return _("%(waiting)s.") % {"waiting": waiting}
    return _("%(waiting)s, %(late)d overdue.") % {"waiting": waiting, "late": late}


def _items(needs: Sequence[dispatch.Need | inspections.Need | cases.Need], now: datetime) -> list[TodoItem]:
    """Each need with its time left; the calendar is read once, whatever their number."""
    lengths = calendar.remaining_where_due(((need.due_at, need.clock) for need in needs), now=now)
    return [
        _item(need, left, is_first=not place)
        for place, (need, left) in enumerate(zip(needs, lengths, strict=True))
    ]


def _item(
    need: dispatch.Need | inspections.Need | cases.Need, left: timedelta | None, *, is_first: bool
) -> TodoItem:
    url, label = _deed(need.kind, need.number, need.act)
    return TodoItem(
        remaining=formats.remaining(left) if left is not None else _("No limit"),
        clock=words.word(words.CLOCKS, need.clock) if need.due_at else "",
        title=need.title,
        note=" · ".join(
            part for part in (_asked(need.kind, need.act), need.detail, *answer_words.marks(need)) if part
        ),
        is_overdue=need.is_overdue,
        url=url,
        act=Act(label=label, url=url, is_main=is_first),
    )


def _asked(kind: str, act: str) -> str:
    """What is asked of this person with a case, which may be one of many things."""
    return words.word(words.NEED_TITLES, f"{kind}.{act}") if kind in {"case", "sweep", "rung"} else ""


def _deed(kind: str, number: str, act: str) -> tuple[str, str]:
    if kind in {"order", "late_order"}:
        return reverse("field:order", args=[number]), _("Go there")
    if kind == "sweep":
        return reverse("console:sweep", args=[number]), _("Open")
    if kind == "rung":
        return reverse("console:ladder"), _("Open")
    if kind == "visit":
        return reverse("field:visit", args=[number]), _("Go on")
    if act == Move.SUBMIT:
        return reverse("field:mend", args=[number]), _("Mend")
    return reverse("console:case", args=[number]), _("Open")
