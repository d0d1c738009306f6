"""One case: what happened, the view before and after, its clocks, who answers, who may look again, what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Role, Verb
from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.cases.queries import CaseView, Rechecker
from lantian.cases.states import State
from lantian.console import history, words
from lantian.console.cases import evidence, moves
from lantian.diagnosis import queries as diagnosis
from lantian.diagnosis.models import Suspicion
from lantian.diagnosis.queries import SuspicionView
from lantian.registry.models import Duty
from lantian.ui import formats
from lantian.ui.parts import Act, ChainRow, ClockBar, Photo, TimelineRow

LATE = timedelta(0)
RECHECKERS_SHOWN = 3
REFUSED_SHOWN = 2
SEE_RECHECKERS = frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR})


class Told(NamedTuple):
    """A line of the history as the timeline tells it."""

    name: str
    at: datetime
    by_id: int | None
    facts: dict[str, Any]  # Any: each event's own facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above every page of a case."""

    view: CaseView
    number: str
    sentence: str
    level: str
    state: str
    is_open: bool
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Somebody who may or may not look again."""

    name: str
    note: str
    word: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A source that was suspected."""

    name: str
    where: str
    distance: str
    score: str
    standing: str
    is_settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The acts at the bottom: the likely one with what it will do, the others beside it."""

    text: str
    note: str
    main: Act | None
    others: tuple[Act, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything the page prints."""

    head: Head
    timeline: tuple[TimelineRow, ...]
    before: Photo | None
    after: Photo | None
    photo_note: str
    more_photos: tuple[Photo, ...]
    figure: evidence.Effect | None
    candidates: tuple[Candidate, ...]
    candidates_note: str
    suspicion_url: str
    clocks: tuple[ClockBar, ...]
    chain: tuple[ChainRow, ...]
    choices: tuple[Choice, ...]
    bar: Bar
    reading_url: str
    words: str


def head(number: str, by: Actor, *, now: datetime) -> Head:
    """The case's sentence and standing; Case.DoesNotExist when absent or not for this person."""
    view = cases.case(number, by, now=now)
    facts = [words.name(view.grid), words.category(view.category), view.standard_code]
    moment = view.filed_at or view.reported_at
    label = _("filed %(when)s") if view.filed_at else _("reported %(when)s")
    facts.append(f"{label % {'when': formats.when_short(moment)}} {formats.ago(moment, now)}".strip())
    due_at, clock = _running(view)
    if due_at:
        facts.append(_("due %(when)s on the %(clock)s") % {"when": formats.when_short(due_at), "clock": words.word(words.CLOCKS, clock)})
    return Head(
        view=view,
        number=number,
        sentence=_sentence(view, now=now),
        level=words.word(words.CASE_LEVELS, view.level),
        state=words.word(words.CASE_STATES, view.state),
        is_open=view.state not in (State.CLOSED, State.VOID),
        facts=tuple(fact for fact in facts if fact),
    )


def compose(number: str, by: Actor, *, now: datetime) -> CasePage:
    """The whole page."""
    top = head(number, by, now=now)
    view = top.view
    suspicion = _suspicion(view, by)
    last = view.rounds[-1] if view.rounds else None
    return CasePage(
        head=top,
        timeline=tuple(_timeline(view, by)),
        before=evidence.before(view, by),
        after=evidence.after(view, by),
        photo_note=_photo_note(view),
        more_photos=evidence.others(view, by),
        figure=evidence.effect(view, by, now=now),
        candidates=_candidates(suspicion),
        candidates_note=_candidates_note(suspicion),
        suspicion_url=reverse("console:suspicion", args=[suspicion.number]) if suspicion else "",
        clocks=tuple(_clocks(view, now=now)),
        chain=tuple(_chain(view, now=now)),
        choices=_choices(view, by, now=now),
        bar=_bar(view, by, now=now),
        reading_url=f"{reverse('console:explain')}?a={view.reading_address}" if view.reading_address else "",
        words=last.what_was_done if last else view.words,
    )


def _running(view: CaseView) -> tuple[datetime | None, str]:
    """The limit that runs now and its clock."""
    if view.state == State.SUBMITTED:
        return view.recheck_due_at, view.recheck_clock
    if view.state in (State.ASSIGNED, State.ACCEPTED, State.RECTIFYING):
        return view.due_at, view.clock
    return None, ""


def _sentence(view: CaseView, *, now: datetime) -> str:
    said = {
        "title": view.title,
        "unit": words.name(view.unit) if view.unit else "",
        "handler": words.name(view.handler) if view.handler else "",
        "reasons": view.rechecks[-1].reasons if view.rechecks else "",
    }
    text = str(words.CASE_SENTENCES[view.state]) % said
    due_at, clock = _running(view)
    if due_at is None:
        return _("%(title)s: %(text)s.") % {"title": view.title, "text": text}
    left = calendar.remaining(now=now, due=due_at, clock=clock)
    return _("%(title)s: %(text)s, %(left)s (%(clock)s).") % {
        "title": view.title,
        "text": text,
        "left": formats.remaining(left),
        "clock": words.word(words.CLOCKS, clock),
    }


def _timeline(view: CaseView, by: Actor) -> list[TimelineRow]:
    lines = cases.history(view.number, by)
    told = [
        Told(line.event, line.at, line.by.id if line.by else None, line.facts)
        for line in lines
        if by.may(Verb.SEE_SUSPICIONS) or not line.event.startswith("diagnosis.")
    ]
    rows = history.rows(told)
    ahead = words.CASE_AHEAD.get(view.state)
    if ahead:
        rows.append(TimelineRow(when=_("now"), title=words.word(words.CASE_STATES, view.state), text="", kind="now"))
        rows.append(TimelineRow(when=_("then"), text=str(ahead), kind="no"))
    return rows


def _photo_note(view: CaseView) -> str:
    if not view.rounds:
        return _("The original carries time, place and hash, and is never changed.")
    done = view.rounds[-1]
    return _("%(what)s The original carries time, place and hash, and is never changed.") % {"what": f"{done.what_was_done}。" if words.is_chinese() else f"{done.what_was_done}. "}


def _suspicion(view: CaseView, by: Actor) -> SuspicionView | None:
    if not view.suspicion_number:
        return None
    try:
        return diagnosis.suspicion(view.suspicion_number, by)
    except Suspicion.DoesNotExist:
        return None


def _candidates(found: SuspicionView | None) -> tuple[Candidate, ...]:
    if found is None:
        return ()
    return tuple(
        Candidate(
            name=words.name(one),
            where=words.direction(one.bearing) if one.distance_km else "",
            distance=f"{one.distance_km:.1f} km",
            score=f"{one.score:.2f}",
            standing=_("confirmed on the spot") if one.code in found.confirmed else _("to be checked"),
            is_settled=one.code in found.confirmed,
        )
        for one in found.candidates[:5]
    )


def _candidates_note(found: SuspicionView | None) -> str:
    if found is None:
        return ""
    station = found.station_name_zh if words.is_chinese() else found.station_name_en
    hour = f"{formats.when_short(found.begins_at).partition(' ')[0]} {formats.hour_label(found.begins_at)}"
    return _("%(station)s, %(hour)s, %(substance)s") % {
        "station": station,
        "hour": hour,
        "substance": formats.substance(found.parameter),
    }


def _clocks(view: CaseView, *, now: datetime) -> list[ClockBar]:
    """The limits of this case, the one that runs first."""
    bars = []
    last = view.rounds[-1] if view.rounds else None
    if view.recheck_due_at and last:
        done = next((look.at for look in view.rechecks if look.round == last.round), None)
        span = (last.submitted_at, view.recheck_due_at, view.recheck_clock)
        bars.append(_clock(_("Recheck"), span, done=done, now=now))
    if view.assigned_at and view.due_at:
        in_hand = view.state in (State.ASSIGNED, State.ACCEPTED, State.RECTIFYING)
        done = last.submitted_at if last and not in_hand else None
        bars.append(_clock(_("Mending"), (view.assigned_at, view.due_at, view.clock), done=done, now=now))
    return bars


def _clock(name: str, span: tuple[datetime, datetime, str], *, done: datetime | None, now: datetime) -> ClockBar:
    start, due_at, clock = span
    total = calendar.elapsed(start=start, end=due_at, clock=clock)
    used = calendar.elapsed(start=start, end=done or now, clock=clock)
    share = used / total if total else 1.0
    is_late = (done or now) > due_at
    if done is None:
        standing = formats.remaining(calendar.remaining(now=now, due=due_at, clock=clock))
    else:
        standing = _("late") if is_late else _("in time, %(share)d%% used") % {"share": round(100 * share)}
    limit = _("%(clock)s, due %(when)s") % {"clock": words.word(words.CLOCKS, clock), "when": formats.when_short(due_at)}
    return ClockBar(
        name=name, limit=limit, standing=standing, share=min(share, 1.0), is_running=done is None,
        is_overdue=is_late and done is None,
    )  # fmt: skip


def _chain(view: CaseView, *, now: datetime) -> list[ChainRow]:
    """Who answers: the leader, the unit and its handler, the place, the source."""
    rows = [ChainRow(part=_("Leader"), who=words.name(person)) for person in accounts.people_with(Role.LEADER)[:1]]
    if view.unit:
        rows.append(ChainRow(part=_("Unit"), who=words.name(view.unit), standing=words.word(words.CASE_STATES, view.state)))
    if view.handler:
        rows.append(ChainRow(part=_("Handler"), who=words.name(view.handler)))
    heads = Duty.objects.filter(grid_id=view.grid.id, is_head=True, valid_to=None).select_related("person")[:1]
    rows += [ChainRow(part=_("Place"), who=f"{words.name(view.grid)} · {words.name(duty.person)}") for duty in heads]
    if view.source:
        rows.append(ChainRow(part=_("Source"), who=words.name(view.source)))
    rows.append(ChainRow(part=_("Found by"), who=words.name(view.reported_by), standing=formats.when_short(view.reported_at)))
    return rows


def _choices(view: CaseView, by: Actor, *, now: datetime) -> tuple[Choice, ...]:
    """Who may look again: the least busy first, and two who may not, with the reason."""
    if view.state != State.SUBMITTED or by.role not in SEE_RECHECKERS:
        return ()
    found = cases.who_can_recheck(view.number, now=now)
    allowed = [one for one in found if one.is_allowed][:RECHECKERS_SHOWN]
    refused = [one for one in found if not one.is_allowed][:REFUSED_SHOWN]
    shown = [_choice(one, is_first=not place) for place, one in enumerate(allowed)]
    return tuple(shown + [_choice(one, is_first=False) for one in refused])


def _choice(one: Rechecker, *, is_first: bool) -> Choice:
    unit = one.unit_zh if words.is_chinese() else one.unit_en
    if one.reason:
        why = words.word(words.DEPENDENCE, one.reason)
        return Choice(name=words.name(one), note=f"{unit} · {why}", word=_("may not"), kind="open")
    note = _("%(unit)s, %(number)d rechecks in 30 days") % {"unit": unit, "number": one.recent}
    return Choice(name=words.name(one), note=note, word=_("suggested") if is_first else _("possible"), kind="us" if is_first else "")


def _bar(view: CaseView, by: Actor, *, now: datetime) -> Bar:
    """The likely act and the others; one that would be refused stays, and says why."""
    asked = moves.Context(view=view, by=by, now=now)
    offers = moves.offered(view)
    acts = [
        Act(
            label=str(one.label),
            url=reverse("console:case-move", args=[view.number, one.slug]),
            is_main=not place and not refusal,
            consequence=words.word(words.DEPENDENCE, refusal) if refusal else "",
        )
        for place, (one, refusal) in enumerate(offers)
    ]
    if not offers:
        return Bar(text=_("Nothing for you to do here now."), note=str(words.CASE_WAITS.get(view.state, "")), main=None, others=())
    first, refusal = offers[0]
    if refusal:
        why = words.word(words.DEPENDENCE, refusal)
        note = _("It would be refused: %(why)s. The attempt stays in the history.") % {"why": why}
        return Bar(text=str(first.label), note=note, main=acts[0], others=tuple(acts[1:]))
    return Bar(text=str(first.label), note=first.consequence(asked), main=acts[0], others=tuple(acts[1:]))
