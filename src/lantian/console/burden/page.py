"""The values of the burden page: officers by week, the course of the median, and what is behind a number."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.console import files, words
from lantian.console.burden import costs
from lantian.inspections.queries import burden as rooms
from lantian.inspections.queries.burden import Burden
from lantian.inspections.rules.load import WEEKS, Load
from lantian.ui import formats
from lantian.ui.figures import small_multiple
from lantian.ui.figures.series import Tick
from lantian.ui.parts import Caption, Download, Panel

FORMS: dict[str, Promise] = {
    "inspections.finding_filed": gettext_lazy("Finding of a visit"),
    "inspections.record_kept": gettext_lazy("Record of an inspection"),
    "cases.reported": gettext_lazy("Report of a problem"),
    "cases.submitted": gettext_lazy("Mending handed in"),
    "cases.planned": gettext_lazy("Plan of a mending"),
    "cases.progress_reported": gettext_lazy("Progress of a ledger's line"),
}
MEASURES: dict[str, Promise] = {
    "fields": gettext_lazy("Fields filled in"),
    "seconds": gettext_lazy("Minutes on visits"),
    "forms": gettext_lazy("Forms handed in"),
    "orders": gettext_lazy("Orders received"),
    "wakings": gettext_lazy("Wakings at night"),
}
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number and where its list opens."""

    text: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One officer's week, or the middle of a unit."""

    name: str
    note: str
    numbers: tuple[Number, ...]
    is_unit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One thing that is counted."""

    when: str
    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page."""

    sentence: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    week: str
    before: str
    after: str
    panels: tuple[Panel, ...]
    caption: Caption
    costs: costs.Costs
    behind_title: str
    behind: tuple[Behind, ...]
    said: str
    files: tuple[Download, ...]


def compose(by: Actor, *, given: Mapping[str, Any], now: datetime) -> Page:  # Any: a QueryDict
    """Read once, put into words."""
    found = rooms.burden(by, forms=list(FORMS), now=now)
    week = _week(given.get("week"), found)
    asked = (str(given.get("show", "")), str(given.get("who", "")))
    people = {one.username: one for one in found.people}
    behind: list[Behind] = []
    title = ""
    if asked[0] in MEASURES and asked[1] in people:
        title = f"{MEASURES[asked[0]]} · {words.name(people[asked[1]])}"
        behind = list(_behind(found, people[asked[1]].pk, week, asked[0]))[:MOST]
    at = found.weeks.index(week)
    return Page(
        sentence=_sentence(found, week),
        heads=tuple(str(head) for head in MEASURES.values()),
        lines=tuple(_lines(found, week, asked)),
        week=_days(week),
        before=_week_url(found.weeks[at - 1]) if at else "",
        after=_week_url(found.weeks[at + 1]) if at + 1 < len(found.weeks) else "",
        panels=_panels(found),
        caption=Caption(
            period=_("%(n)d weeks") % {"n": WEEKS},
            averaging=_("median of the officers who were asked anything that week"),
            n=ngettext("%d officer", "%d officers", len(found.people)) % len(found.people),
        ),
        costs=costs.costs(found, by, now=now),
        behind_title=title,
        behind=tuple(behind),
        said=_said(found, week),
        files=files.shown("burden"),
    )


def table(by: Actor, *, now: datetime) -> Iterator[Sequence[str]]:
    """Every officer and week as a file has it."""
    found = rooms.burden(by, forms=list(FORMS), now=now)
    yield (
        "week", "unit", "officer", "fields", "seconds_on_visits", "visits_not_timed", "seconds_phone_says",
        "forms", "orders", "wakings", "calls",
    )  # fmt: skip
    for week in found.weeks:
        for person in found.people:
            load = found.of(person.pk, week)
            yield (
                week.isoformat(), words.name(person.organisation), words.name(person), str(load.fields),
                str(load.seconds), str(load.unmeasured), str(load.said_seconds), str(load.forms),
                str(load.orders), str(load.wakings), "not recorded",
            )  # fmt: skip


def own_line(load: Load) -> str:
    """An officer's own week in one line."""
    return _(
        "Asked of you this week: %(fields)d fields, %(minutes)d minutes on visits, %(forms)d forms, "
        "%(orders)d orders, %(wakings)d at night."
    ) % {
        "fields": load.fields,
        "minutes": round(load.seconds / 60),
        "forms": load.forms,
        "orders": load.orders,
        "wakings": load.wakings,
    }


def _week(text: str | None, found: Burden) -> date:
    """The week asked for; the last whole one unless told."""
    for week in found.weeks:
        if week.isoformat() == text:
            return week
    return found.weeks[-2]


def _lines(found: Burden, week: date, asked: tuple[str, str]) -> Iterator[Line]:
    units: defaultdict[int, list[Person]] = defaultdict(list)
    for person in found.people:
        units[person.organisation_id].append(person)
    for people in units.values():
        busy = [one for one in people if not found.of(one.pk, week).is_idle]
        if not busy:
            continue
        if len(people) > 1:
            yield _unit(found, week, people, len(busy))
        for person in busy:
            load = found.of(person.pk, week)
            note = words.name(person.organisation) if len(people) == 1 else ""
            yield Line(
                name=words.name(person),
                note=note,
                numbers=tuple(_number(load, what, person, week, asked) for what in MEASURES),
                is_unit=False,
            )


def _unit(found: Burden, week: date, people: Sequence[Person], busy: int) -> Line:
    whose = [one.pk for one in people]
    numbers = [found.median_of(week, what, people=whose) for what in MEASURES]
    return Line(
        name=words.name(people[0].organisation),
        note=_("middle of %(busy)d of %(all)d people") % {"busy": busy, "all": len(people)},
        numbers=tuple(
            Number(text=_shown(what, value), url="", is_on=False)
            for what, value in zip(MEASURES, numbers, strict=True)
        ),
        is_unit=True,
    )


def _number(load: Load, what: str, person: Person, week: date, asked: tuple[str, str]) -> Number:
    value = getattr(load, what)
    query = urlencode({"week": week.isoformat(), "who": person.username, "show": what})
    return Number(
        text=_shown(what, value),
        url=f"?{query}#behind" if value else "",
        is_on=asked == (what, person.username),
    )


def _shown(what: str, value: float | None) -> str:
    if value is None:
        return formats.MISSING
    return f"{value / 60:.0f}" if what == "seconds" else f"{value:g}"


def _behind(found: Burden, person: int, week: date, what: str) -> Iterator[Behind]:
    """What a number counts, each with its own page."""
    if what in ("fields", "seconds"):
        for visit in found.filings:
            if (visit.person_id, visit.week) == (person, week):
                yield Behind(
                    when=formats.when_short(visit.at),
                    title=f"{words.name(visit.place)} · {words.name(visit.template)}",
                    url=reverse("console:order", args=[visit.order]),
                    note=_visit_note(visit),
                )
    elif what == "forms":
        for form in found.forms:
            if (form.person_id, form.week) == (person, week):
                yield Behind(
                    when=formats.when_short(form.at),
                    title=str(FORMS[form.name]),
                    url=_page_of(form.about),
                    note="",
                )
    else:
        for order in found.told:
            is_meant = order.is_waking or what == "orders"
            if (order.person_id, order.week) == (person, week) and is_meant:
                yield Behind(
                    when=formats.when_short(order.at),
                    title=order.number,
                    url=reverse("console:order", args=[order.number]),
                    note=_("beyond the budget of the shift") if order.is_over else "",
                )


def _visit_note(visit: rooms.Filing) -> str:
    fields = ngettext("%d field", "%d fields", visit.fields) % visit.fields
    if visit.seconds is None:
        return _("%(fields)s; sent later or left open: not timed") % {"fields": fields}
    length = formats.span(timedelta(seconds=visit.seconds))
    return _("%(fields)s in %(length)s") % {"fields": fields, "length": length}


def _page_of(about: str) -> str:
    """Where the thing an event is about has a page."""
    kind, _colon, number = about.partition(":")
    return reverse("console:case", args=[number]) if kind == "cases.case" else ""


def _sentence(found: Burden, week: date) -> str:
    fields, seconds = found.median_of(week, "fields"), found.median_of(week, "seconds")
    if fields is None or seconds is None:
        return _("Nobody was asked anything in the week of %(day)s.") % {"day": formats.day(week)}
    said = {"fields": f"{fields:g}", "minutes": f"{seconds / 60:.0f}", "days": _days(week)}
    return (
        _("%(days)s: an officer fills in %(fields)s fields and spends %(minutes)s minutes on visits.") % said
    )


def _said(found: Burden, week: date) -> str:
    """What is known of the time, and what is not recorded."""
    loads = [found.of(one.pk, week) for one in found.people]
    missing, phone = sum(one.unmeasured for one in loads), sum(one.said_seconds for one in loads)
    told = [_("Minutes run from check-in to filing by the server's clock.")]
    if missing:
        told.append(
            ngettext("%d visit was sent later or left open and is not timed.",
                     "%d visits were sent later or left open and are not timed.", missing) % missing
        )  # fmt: skip
    if phone:
        told.append(_("Phones say their forms were open for %(n)d minutes.") % {"n": round(phone / 60)})
    told.append(_("Calls to officers: not recorded."))
    return " ".join(told)


def _panels(found: Burden) -> tuple[Panel, ...]:
    ticks = tuple(
        Tick(index=at, text=f"{week:%-m-%-d}") for at, week in enumerate(found.weeks) if at in (0, 3, 7)
    )
    panels = []
    for what, name in MEASURES.items():
        values = [found.median_of(week, what) for week in found.weeks]
        if what == "seconds":
            values = [None if one is None else one / 60 for one in values]
        end = "—" if values[-1] is None else f"{values[-1]:.0f}"
        figure = small_multiple.SmallMultiple(label=str(name), values=values, ticks=ticks, end_text=end)
        panels.append(Panel(name=str(name), svg=small_multiple.small_multiple(figure)))
    return tuple(panels)


def _days(week: date) -> str:
    return f"{formats.day(week)}–{formats.day(week + timedelta(days=6))}"


def _week_url(week: date) -> str:
    return f"?{urlencode({'week': week.isoformat()})}"
