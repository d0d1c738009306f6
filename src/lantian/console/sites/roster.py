"""The roster of two weeks: who is on duty, who was there, and the acts on it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.console.sites import forms, sheet
from lantian.registry.models import Source
from lantian.sites import actions
from lantian.sites import queries as sites
from lantian.sites.models import Shift
from lantian.sites.rules import monday_of
from lantian.ui import formats

ONE = timedelta(days=1)
DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One day of the roster."""

    day: str
    who: str
    note: str
    there: str
    kind: str
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page."""

    name: str
    place_url: str
    sentence: str
    rows: tuple[Row, ...]
    set_form: forms.OnDuty | None
    check_in: forms.CheckIn | None


def compose(
    source: Source,
    by: Actor,
    *,
    set_form: forms.OnDuty | None = None,
    check_in: forms.CheckIn | None = None,
    now: datetime,
) -> Page:
    """Last week and this one, with the next act."""
    today = calendar.local_day(now)
    first = monday_of(today) - 7 * ONE
    shifts = sites.shifts(source, first=first, last=first + (DAYS - 1) * ONE)
    radius = float(sites.bounds(on=today).check_in_radius_m)
    rows = [
        _row(first + ahead * ONE, shifts.get(first + ahead * ONE), today=today, radius=radius)
        for ahead in range(DAYS)
    ]
    is_own = sites.keeps(by, source)
    mine = sites.shift_today(source, by.id, now=now) if is_own else None
    waits = mine is not None and mine.checked_in_at is None
    return Page(
        name=words.name(source),
        place_url=sheet.place_url(source),
        sentence=_sentence(shifts.get(today), today=today),
        rows=tuple(rows),
        set_form=(set_form or form_of(source, today=today)) if is_own and by.may(Verb.KEEP_ROSTER) else None,
        check_in=(check_in or forms.CheckIn()) if waits else None,
    )


def form_of(source: Source, *, today: date, data: object = None) -> forms.OnDuty:
    """The form with those who keep the place."""
    people = [(one.pk, words.name(one)) for one in sites.keepers(source, on=today)]
    return forms.OnDuty(data, people=people, initial={"day": today + ONE})  # type: ignore[arg-type]  # Django's own


def put(form: forms.OnDuty, source: Source, by: Actor, *, now: datetime) -> None:
    """Put somebody on duty; where somebody else is on the roster already, hand the day over."""
    said = form.cleaned_data
    given = {
        "source_code": source.code,
        "day": said["day"],
        "person_id": said["person"],
        "by": by,
        "now": now,
    }
    there = sites.shifts(source, first=said["day"], last=said["day"]).get(said["day"])
    if there is None:
        actions.set_duty(**given)
    elif there.person_id != said["person"]:
        actions.hand_over(reason=said["reason"], **given)


def _row(day: date, shift: Shift | None, *, today: date, radius: float) -> Row:
    weekday = formats.day(day)
    if shift is None:
        return Row(
            day=weekday, who="—", note="", there=_("nobody on the roster"), kind="open", is_today=day == today
        )
    there, kind = _there(shift, today=today, radius=radius)
    note = ""
    if shift.was is not None:
        note = _("for %(who)s: %(reason)s") % {"who": words.name(shift.was), "reason": shift.reason}
    return Row(
        day=weekday, who=words.name(shift.person), note=note, there=there, kind=kind, is_today=day == today
    )


def _there(shift: Shift, *, today: date, radius: float) -> tuple[str, str]:
    """Whether whoever was on duty was there: the words, and the kind of tag."""
    if shift.checked_in_at is None:
        if shift.day < today:
            return _("no check-in"), "late"
        return (_("not checked in yet"), "us") if shift.day == today else (_("to come"), "")
    at = formats.clock_time(shift.checked_in_at)
    if shift.distance_m is None:
        return _("%(at)s, no place: %(note)s") % {"at": at, "note": shift.place_note}, "open"
    said = {"at": at, "metres": round(shift.distance_m)}
    if shift.distance_m > radius:
        return _("%(at)s, %(metres)d m away") % said, "open"
    return _("%(at)s, on site (%(metres)d m)") % said, ""


def _sentence(shift: Shift | None, *, today: date) -> str:
    if shift is None:
        return _("Nobody is on the roster today.")
    said = {"who": words.name(shift.person)}
    if shift.checked_in_at is None:
        return _("On duty today: %(who)s, not checked in yet.") % said
    said["at"] = formats.clock_time(shift.checked_in_at)
    return _("On duty today: %(who)s, checked in at %(at)s.") % said
