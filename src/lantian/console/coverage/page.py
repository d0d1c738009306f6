"""The values of the coverage page: what is overdue, each with its four weeks, the nights and the map."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor, Verb
from lantian.console import files, going_words, maps, words
from lantian.console.coverage import forms
from lantian.dispatch.rules import KindOfGoing
from lantian.inspections.queries import coverage as rooms
from lantian.inspections.queries.coverage import GRID, Coverage, NightShare, Row
from lantian.inspections.rules.coverage import COURSE_DAYS, LOOK_BACK, Frequency
from lantian.ui import formats
from lantian.ui.figures import course, scene
from lantian.ui.parts import Download

SHOWN = 120
NAMED = 8  # places that carry their name on the map, the longest overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One grid or place in the list."""

    name: str
    under: str
    rule: str
    last: str
    due: str
    standing: str
    is_hole: bool
    course: str
    url: str
    order: str
    order_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A grid's share of looks at night."""

    name: str
    share: str
    is_none: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page."""

    sentence: str
    facts: tuple[str, ...]
    filter: forms.Filter
    lines: tuple[Line, ...]
    more: int
    nights: tuple[Night, ...]
    night_sentence: str
    rules: tuple[tuple[str, str], ...]
    map: str
    files: tuple[Download, ...]


def compose(by: Actor, *, given: Mapping[str, Any], now: datetime) -> Page:  # Any: a QueryDict
    """Read once, put into words."""
    found = rooms.coverage(by, now=now)
    narrowed = _filter(found, given)
    rows = _narrowed(found.rows, narrowed.wanted)
    said = {name: given[name] for name in narrowed.wanted}
    return Page(
        sentence=_sentence(found),
        facts=_facts(found),
        filter=narrowed,
        lines=tuple(_line(row, found, by) for row in rows[:SHOWN]),
        more=max(0, len(rows) - SHOWN),
        nights=tuple(_night(one) for one in found.nights),
        night_sentence=_night_sentence(found.nights),
        rules=tuple((rule_words(one), words.origin(one.origin)) for one in found.frequencies),
        map=_map(found),
        files=files.shown("coverage", query=f"?{urlencode(said)}" if said else ""),
    )


def table(
    by: Actor, *, given: Mapping[str, Any], now: datetime
) -> Iterator[Sequence[str]]:  # Any: a QueryDict
    """The list as a file has it: one row a grid or place and rule, and how each day stood."""
    found = rooms.coverage(by, now=now)
    yield (
        "kind", "code", "name", "grid", "class", "part_of_day", "times", "days", "last_look", "due",
        "overdue_days", "state", "origin", *(f"{day:%m-%d}" for day in found.days),
    )  # fmt: skip
    for row in _narrowed(found.rows, _filter(found, given).wanted):
        thing, rule = row.source or row.grid, row.frequency
        yield (
            rule.subject, thing.code, words.name(thing), row.grid.code, rule.object_class,
            rule.part_of_day, str(rule.times), str(rule.days),
            formats.when_short(row.standing.last) if row.standing.last else "",
            formats.when_short(row.standing.due), f"{row.standing.overdue / timedelta(days=1):.1f}",
            _state(row), rule.origin, *(cell.value for cell, _seen in row.course),
        )  # fmt: skip


def rule_words(one: Frequency) -> str:
    """Whom a frequency is for and what it asks."""
    if one.subject == GRID:
        who = _("a grid at night") if one.is_night else _("a grid")
    else:
        who = _("%(name)s places") % {"name": words.word(going_words.OBJECT_CLASSES, one.object_class)}
    return _("%(who)s: %(times)d in %(days)d days") % {"who": who, "times": one.times, "days": one.days}


def send_url(row: Row, rows: Iterable[Row]) -> str:
    """A new order with what is known filled in; of a grid to its place that waits longest."""
    places = [one.source for one in rows if one.source and one.grid == row.grid]
    source = row.source or next(iter(places), None)
    if source is None:
        return ""
    asked = {"kind": KindOfGoing.PUBLIC_PATROL.value, "source_code": source.code}
    return f"{reverse('console:order-new')}?{urlencode(asked)}"


def _filter(found: Coverage, given: Mapping[str, Any]) -> forms.Filter:  # Any: a QueryDict
    grids = {row.grid.code: words.name(row.grid) for row in found.rows}
    return forms.Filter(given, grids=sorted(grids.items()))


def _narrowed(rows: Iterable[Row], wanted: Mapping[str, Any]) -> list[Row]:  # Any: texts and a flag
    what = wanted.get("what", "")
    found = []
    for row in rows:
        kind = "night" if row.frequency.is_night else row.frequency.subject
        if what in ("", kind) and wanted.get("grid", row.grid.code) == row.grid.code:
            found.append(row)
    return [row for row in found if row.is_hole] if wanted.get("holes") else found


def _line(row: Row, found: Coverage, by: Actor) -> Line:
    thing = row.source or row.grid
    may_send = by.may(Verb.ISSUE_ORDER) and row.is_hole and not row.order
    under = words.word(words.SOURCE_KINDS_SHORT, row.source.kind) if row.source else ""
    place = words.name(row.grid) if row.source else words.name(row.grid.organisation)
    seen = sum(count for _cell, count in row.course)
    label = ngettext("%d look in four weeks", "%d looks in four weeks", seen) % seen
    drawn = course.Course(
        label=label,
        days=[cell.value for cell, _count in row.course],
        weeks=frozenset(at for at, day in enumerate(found.days) if day.weekday() == 0),
    )
    return Line(
        name=words.name(thing),
        under=" · ".join(part for part in (under, place) if part),
        rule=rule_words(row.frequency),
        last=formats.when_short(row.standing.last)
        if row.standing.last
        else _("not in %d days") % LOOK_BACK.days,
        due=formats.when_short(row.standing.due) if row.standing.last else "—",
        standing=_standing(row),
        is_hole=row.is_hole,
        course=course.course(drawn),
        url=send_url(row, found.rows) if may_send else "",
        order=row.order,
        order_url=reverse("console:order", args=[row.order]) if row.order else "",
    )


def _standing(row: Row) -> str:
    if row.is_capped and row.standing.is_hole:
        return _("public ground and data only: the firm's visits of the year are used")
    if not row.standing.is_hole:
        return _("in time")
    if row.standing.last is None:
        return _("never seen")
    days = row.standing.overdue // timedelta(days=1)
    return ngettext("%d day overdue", "%d days overdue", days) % days if days else _("due today")


def _state(row: Row) -> str:
    if row.is_capped and row.standing.is_hole:
        return "public_ground_only"
    return "hole" if row.is_hole else "in_time"


def _sentence(found: Coverage) -> str:
    if not found.rows:
        return _("No grid of your area is registered.")
    day = sum(row.is_hole for row in found.rows if not row.frequency.is_night)
    night = sum(row.is_hole for row in found.rows if row.frequency.is_night)
    if not day and not night:
        return _("Every grid and place was looked at in time.")
    said = ngettext("%d grid or place is overdue", "%d grids and places are overdue", day) % day
    if not night:
        return _("%(said)s.") % {"said": said}
    more = ngettext("%d without its look at night", "%d without their look at night", night) % night
    return _("%(said)s; %(more)s.") % {"said": said, "more": more}


def _facts(found: Coverage) -> tuple[str, ...]:
    capped = sum(row.is_capped and row.standing.is_hole for row in found.rows)
    said = [_("%(n)d grids") % {"n": len({row.grid.pk for row in found.rows})}]
    said.append(_("%(n)d places") % {"n": len({row.source.pk for row in found.rows if row.source})})
    if capped:
        said.append(_("%(n)d on public ground and by data only") % {"n": capped})
    return tuple(said)


def _night(one: NightShare) -> Night:
    share = f"{100 * one.at_night / one.looks:.0f} %" if one.looks else "—"
    return Night(
        name=words.name(one.grid),
        share=_("%(night)d of %(all)d (%(share)s)")
        % {"night": one.at_night, "all": one.looks, "share": share},
        is_none=not one.at_night,
    )


def _night_sentence(nights: Sequence[NightShare]) -> str:
    at_night, looks = sum(one.at_night for one in nights), sum(one.looks for one in nights)
    without = sum(not one.at_night for one in nights)
    if not looks:
        return _("Nobody was out in the last %(days)d days.") % {"days": COURSE_DAYS}
    said = {"share": f"{100 * at_night / looks:.0f}", "days": COURSE_DAYS, "without": without}
    return _("%(share)s %% of the looks of %(days)d days were at night; %(without)d grids had none.") % said


def _map(found: Coverage) -> str:
    region = maps.our_district()
    if region is None or not found.rows:
        return ""
    empty = {
        row.grid.pk: row
        for row in found.rows
        if row.is_hole and row.source is None and not row.frequency.is_night
    }
    late = [row for row in found.rows if row.is_hole and row.source]
    named = {row.source.code: _standing(row) for row in late[:NAMED] if row.source}
    shown = [row.source for row in found.rows if row.source]
    figure = scene.DistrictMap(
        label=_("Where nobody has looked in time"),
        words=maps.legend_words(with_levels=False, hatched=_("grid overdue")),
        townships=maps.townships(region),
        hatched=tuple(
            scene.Area(name=words.name(row.grid), rings=maps.rings(row.grid.geometry), detail=_area(row))
            for row in empty.values()
        ),
        sources=maps.sources(shown, candidates=named),
        summary="; ".join(_area(row) for row in empty.values()),
        key="coverage",
    )
    return maps.draw(figure)


def _area(row: Row) -> str:
    return f"{words.name(row.grid)} · {_standing(row)}"
