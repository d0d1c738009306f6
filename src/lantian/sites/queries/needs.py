"""What waits for whoever keeps a place, and for the desk about replies that failed."""

from dataclasses import dataclass
from datetime import date, datetime

from lantian.accounts.rules import KEEPERS, Actor, Role, Verb
from lantian.calendar import queries as calendar
from lantian.registry.models import Source
from lantian.sites import permissions
from lantian.sites.queries import policy, replies, roster, sheets

MOST = 50
NATURAL = "natural"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that waits for this person; `place` and `day` say where to go."""

    kind: str
    number: str
    title: str
    detail: str
    due_at: datetime | None
    clock: str
    is_overdue: bool
    act: str
    place: str = ""
    day: date | None = None


def needs_me(by: Actor, now: datetime) -> list[Need]:
    """What waits for this person, overdue ones first."""
    if by.role in KEEPERS:
        places = permissions.kept_places(by)
        found = [need for source in places for need in _of_place(source, by, now)]
    elif by.may(Verb.DECIDE_REPLY):
        found = _to_decide(by, now)
    else:
        found = []
    return sorted(found, key=lambda need: (not need.is_overdue, need.due_at or now, need.number))


def _of_place(source: Source, by: Actor, now: datetime) -> list[Need]:
    needs = [
        _need(source, "reply", one.number, due_at=one.due_at, clock=one.clock, now=now)
        for one in replies.waiting_of(source)
    ]
    needs += _check_in(source, by, now)
    if source.kind != Source.Kind.SITE:
        return needs
    if by.role is Role.SITE_DUST_OFFICER:
        return needs + _sheets(source, now)
    back = int(policy.bounds(on=calendar.local_day(now)).sheet_shown_days) * 2
    return needs + [
        _need(source, "week", source.code, due_at=None, clock="", now=now, day=monday)
        for monday in sheets.weeks_open(source, back_days=back, now=now)
    ]


def _sheets(source: Source, now: datetime) -> list[Need]:
    """Today's sheet, and the days that have none yet."""
    open_days = [row for row in sheets.days(source, now=now) if not row.is_signed]
    return [
        _need(source, "sheet", source.code, due_at=row.due_at, clock=NATURAL, now=now, day=row.day)
        for row in open_days
    ]


def _check_in(source: Source, by: Actor, now: datetime) -> list[Need]:
    shift = roster.shift_today(source, by.id, now=now)
    if shift is None or shift.checked_in_at is not None:
        return []
    _, ends = calendar.day_bounds(shift.day)
    return [_need(source, "check_in", source.code, due_at=ends, clock=NATURAL, now=now, day=shift.day)]


def _to_decide(by: Actor, now: datetime) -> list[Need]:
    """Replies that came late or never: a person decides whether a case is made of it, without a limit."""
    mine = permissions.decided_demands(by).values("pk")
    return [
        _need(one.source, "failed_reply", one.number, due_at=None, clock="", now=now)
        for one in replies.failed(by).filter(pk__in=mine)[:MOST]
    ]


def _need(
    source: Source,
    kind: str,
    number: str,
    *,
    due_at: datetime | None,
    clock: str,
    now: datetime,
    day: date | None = None,
) -> Need:
    return Need(
        kind=kind,
        number=number,
        title=source.name_zh,
        detail=day.isoformat() if day else "",
        due_at=due_at,
        clock=clock,
        is_overdue=due_at is not None and due_at < now,
        act=_ACTS[kind],
        place=source.code,
        day=day,
    )


_ACTS = {
    "reply": "answer",
    "check_in": "begin",
    "sheet": "sign",
    "week": "confirm",
    "failed_reply": "decide",
}
