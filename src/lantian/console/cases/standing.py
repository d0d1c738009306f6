"""What stands beside a case: its clocks, who answers for it, who may recheck it, what points it gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Role
from lantian.calendar import queries as calendar
from lantian.calendar.rules import ClockKind
from lantian.cases import queries as cases
from lantian.cases.models import Case
from lantian.cases.queries import CaseView, Line, Rechecker
from lantian.cases.states import Level, Signer, State
from lantian.console import words
from lantian.console.cases import sending
from lantian.dispatch import queries as dispatch
from lantian.dispatch.permissions import visible_orders
from lantian.registry import queries as registry
from lantian.scoring import queries as scoring
from lantian.scoring import rules as scoring_rules
from lantian.ui import formats
from lantian.ui.parts import ChainRow, ClockBar, KeyValue

WORKING_DAY = timedelta(hours=7.5)
SHORT = timedelta(hours=4)
MOST_ALLOWED, MOST_REFUSED = 4, 4
BEFORE_MENDING = {
    State.REPORTED,
    State.FILED,
    State.RETURNED,
    State.REOPENED,
    State.VOID,
    State.VERIFYING,
    State.MERGED,
}
MENDED = {State.SUBMITTED, State.SELF_CHECKED, State.PASSED, State.IN_PUBLICITY, State.CLOSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Somebody who might recheck."""

    name: str
    note: str
    standing: str
    is_first: bool
    is_allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Who may recheck and who may not, with what holds for this recheck."""

    rule: str
    rows: tuple[Choice, ...]
    more: str
    sent: str
    sent_url: str


def clocks(view: CaseView, lines: Sequence[Line], *, now: datetime) -> tuple[ClockBar, ...]:
    """The limits of a case, the one that runs first."""
    bars = []
    last = view.rounds[-1] if view.rounds else None
    if last and view.recheck_due_at and view.state in MENDED:
        looked = next((one.at for one in view.rechecks if one.round == last.round), None)
        bars.append(
            _bar(
                _("Recheck"), last.submitted_at, view.recheck_due_at, view.recheck_clock, done=looked, now=now
            )
        )
    if view.assigned_at and view.due_at:
        mended = last.submitted_at if last and view.state in MENDED else None
        stands_at = _stands_since(view, lines) or now
        bars.append(_bar(_("Mending"), view.assigned_at, view.due_at, view.clock, done=mended, now=stands_at))
    bars.extend(_goings(lines, now=now))
    return tuple(bars)


def _stands_since(view: CaseView, lines: Sequence[Line]) -> datetime | None:
    """Since when the clock of a parked case stands still."""
    if view.state is not State.PARKED:
        return None
    return next((line.at for line in reversed(lines) if line.event == "cases.parked"), None)


def _goings(lines: Sequence[Line], *, now: datetime) -> list[ClockBar]:
    """How long it took to be on the spot, of every order that led to the case."""
    arrived = {line.about: line.at for line in lines if line.event == "dispatch.order_arrived"}
    return [
        _bar(
            _("On the spot"),
            line.at,
            datetime.fromisoformat(line.facts["due_at"]),
            line.facts["clock"],
            done=arrived.get(line.about),
            now=now,
        )
        for line in lines
        if line.event == "dispatch.order_issued" and line.about in arrived
    ]


def _bar(
    name: str, start: datetime, due: datetime, clock: str, *, done: datetime | None, now: datetime
) -> ClockBar:
    length = calendar.elapsed(start=start, end=due, clock=clock)
    used = calendar.elapsed(start=start, end=done or now, clock=clock)
    is_over = (done or now) > due
    if done is not None:
        took = formats.span(used) if is_over or length <= SHORT else f"{round(100 * used / length)}%"
        standing = (_("late, took %(span)s") if is_over else _("in time, took %(span)s")) % {"span": took}
    else:
        standing = formats.remaining(calendar.remaining(now=now, due=due, clock=clock))
    return ClockBar(
        name=name,
        limit=f"{words.word(words.CLOCKS, clock)} {_length(length, clock)}",
        standing=standing,
        share=1.0 if is_over else used / length if length else 1.0,
        is_running=done is None,
        is_overdue=is_over,
    )


def _length(length: timedelta, clock: str) -> str:
    """1 个工作日, where the working clock makes whole days; else hours."""
    days, rest = divmod(length, WORKING_DAY)
    if clock == ClockKind.WORKING and days and not rest:
        return ngettext("%d working day", "%d working days", days) % days
    return formats.span(length)


def chain(view: CaseView, case: Case, lines: Sequence[Line], *, now: datetime) -> tuple[ChainRow, ...]:
    """Leader, department, township, place: who answers, and how far they are."""
    today = calendar.local_day(now)
    place = case.grid.organisation.path
    leaders = [one for one in accounts.people_with(Role.LEADER) if place.startswith(one.area.path)]
    signer = _signer(view, lines)
    heads = registry.heads_of(case.grid_id, on=today)
    rows = [
        ChainRow(
            part=_("Leader"), who=_names(leaders), standing=_signing(view, Signer.LEADER, signer=signer)
        ),
        ChainRow(
            part=_("Department"),
            who=words.name(view.unit) or _("not assigned yet"),
            standing=_unit_standing(view),
        ),
        ChainRow(
            part=_("Township"),
            who=" ".join([words.name(case.grid.organisation), _names(heads)]).strip(),
            standing=_signing(view, Signer.GRID_HEAD, signer=signer),
        ),
    ]
    if case.source:
        rows.append(
            ChainRow(
                part=_("Place"),
                who=words.name(case.source),
                standing=words.word(words.SOURCE_KINDS, case.source.kind),
            )
        )
    return tuple(rows)


def _names(people: Sequence[object]) -> str:
    return _(", ").join(words.name(one) for one in people) or "—"


def _unit_standing(view: CaseView) -> str:
    if view.state in BEFORE_MENDING:
        return ""
    if view.state is State.ASSIGNED:
        return _("to accept")
    return _("mended") if view.state in MENDED else _("mending")


def _signer(view: CaseView, lines: Sequence[Line]) -> str:
    """Who signed a closed case off, which may be the next one up; else who is to."""
    if view.state is State.CLOSED:
        return next((line.facts["signer"] for line in reversed(lines) if line.event == "cases.closed"), "")
    return {Level.MINOR: Signer.GRID_HEAD, Level.SERIOUS: Signer.TASK_FORCE}.get(view.level, Signer.LEADER)


def _signing(view: CaseView, part: Signer, *, signer: str) -> str:
    """Whether this one signs the case off."""
    if part != signer or view.state is State.VOID:
        return ""
    return _("signed") if view.state is State.CLOSED else _("signs it off")


def recheckers(view: CaseView, case: Case, by: Actor, *, now: datetime) -> Choices | None:
    """Who may look again and why the others may not; None outside the time in which it matters."""
    if view.state in BEFORE_MENDING or view.state in MENDED - {State.SELF_CHECKED}:
        return None
    found = cases.who_can_recheck(view.number, now=now)
    allowed = [one for one in found if one.is_allowed]
    refused = [one for one in found if not one.is_allowed]
    rows = [_choice(one, is_first=not place) for place, one in enumerate(allowed[:MOST_ALLOWED])]
    rows += [_choice(one, is_first=False) for one in refused[:MOST_REFUSED]]
    rest = len(found) - len(rows)
    bounds = cases.bounds(on=calendar.local_day(now))
    round = max(len(view.rounds), 1)
    reason = cases.on_site_reason(case, round=round, bounds=bounds)
    rule = (
        _("on site: %(reason)s") % {"reason": words.word(words.REASONS, reason)}
        if reason
        else _("paired photos are enough")
    )
    more = ngettext("and %d more", "and %d more", rest) % rest if rest else ""
    order = dispatch.running_order_about(view.number)
    can_open = order is not None and visible_orders(by).filter(pk=order.pk).exists()
    return Choices(
        rule=rule,
        rows=tuple(rows),
        more=more,
        sent=sending.sent(order),
        sent_url=reverse("console:order", args=[order.number]) if order and can_open else "",
    )


def _choice(one: Rechecker, *, is_first: bool) -> Choice:
    unit = one.unit_zh if words.is_chinese() else one.unit_en
    if one.is_allowed:
        note = _("%(unit)s, no hand in it; %(number)d rechecks in 30 days") % {
            "unit": unit,
            "number": one.recent,
        }
        standing = _("suggested") if is_first else _("possible")
    else:
        note = _("%(unit)s: %(reason)s") % {"unit": unit, "reason": words.word(words.DEPENDENCE, one.reason)}
        standing = _("not selectable")
    return Choice(
        name=words.name(one), note=note, standing=standing, is_first=is_first, is_allowed=one.is_allowed
    )


def points(number: str, by: Actor) -> tuple[KeyValue, ...]:
    """The points the case gave or took, each with its rule."""
    chinese = words.is_chinese()
    return tuple(
        KeyValue(
            key=(one.rule_zh if chinese else one.rule_en),
            value=scoring_rules.signed(one.points),
            note=_(", ").join(
                (one.person_zh or one.unit_zh, one.why_zh)
                if chinese
                else (one.person_en or one.unit_en, one.why_en)
            ),
        )
        for one in scoring.entries_about(f"cases.case:{number}", by)
    )
