"""The values of the order pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb
from lantian.assessment.permissions import visible_stations
from lantian.calendar import queries as calendar
from lantian.console import air, going_words, history, words
from lantian.console.goings.page import Offer, allowance, offer
from lantian.console.orders import went
from lantian.console.orders.went import CaseLink
from lantian.console.photos import page as photos
from lantian.diagnosis.models import Suspicion
from lantian.diagnosis.permissions import visible_suspicions
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.dispatch.rules import URGENT
from lantian.dispatch.states import RUNNING, State
from lantian.inspections import queries as inspections
from lantian.inspections.queries import ItemView, VisitView
from lantian.kernel.models import Event
from lantian.reporting import queries as reporting
from lantian.ui import formats
from lantian.ui.parts import KeyValue, Photo, TimelineRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One order in the list."""

    number: str
    url: str
    place: str
    what: str
    kind: str
    officer: str
    state: str
    is_running: bool
    left: str
    is_late: bool
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answered item of the visit; one that was not asked says so."""

    section: str
    text: str
    value: str
    note: str
    is_red_line: bool
    lost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """What an order came of: the alarming station, and the suspicion for those who may see it."""

    station: str
    station_url: str
    suspicion: str
    suspicion_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """In which way it goes: mode and papers, visits it could be made one with, papers to print."""

    known: tuple[KeyValue, ...]
    merge: tuple[Offer, ...]
    visit_key: str
    papers: tuple[tuple[str, str], ...]
    has_slip: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """One order with what came of it."""

    row: Row
    sentence: str
    facts: tuple[str, ...]
    known: tuple[KeyValue, ...]
    timeline: tuple[TimelineRow, ...]
    checklist: str
    came_to: tuple[str, ...]
    answers: tuple[Answer, ...]
    photos: tuple[Photo, ...]
    finding: str
    because: Because | None
    case: CaseLink | None
    may_withdraw: bool
    going: Going


def issued(order: Order) -> str:
    """When an order was given."""
    return formats.when_short(order.issued_at)


def row(order: Order, *, now: datetime) -> Row:
    """An order as lists show it."""
    left = calendar.remaining(now=now, due=order.due_at, clock=order.clock)
    is_running = order.state in RUNNING
    waits = order.state == State.ISSUED
    return Row(
        number=order.number,
        url=reverse("console:order", args=[order.number]),
        place=words.name(order.source or order.grid),
        what=words.name(order.what),
        kind=words.word(words.KINDS_OF_GOING, order.kind),
        officer=words.name(order.officer),
        state=words.word(words.ORDER_STATES, order.state),
        is_running=is_running,
        left=formats.remaining(left) if waits else "",
        is_late=waits and left < timedelta(0),
        due=f"{formats.when_short(order.due_at)} · {words.word(words.CLOCKS, order.clock)}",
    )


def detail(number: str, by: Actor, *, now: datetime) -> OrderPage:
    """One order; Order.DoesNotExist when absent or not for this person."""
    order = dispatch.order(number, by)
    shown = row(order, now=now)
    visit = inspections.visit_of(number, by)
    return OrderPage(
        row=shown,
        sentence=_sentence(shown, visit),
        facts=(number, shown.kind, words.word(words.GOING_RULES, order.kind)),
        known=tuple(_known(order, shown, visit)),
        timeline=tuple(history.rows(_events(number, visit))),
        checklist=_checklist(visit),
        came_to=_came_to(visit),
        answers=_answers(visit),
        photos=_photos(visit, by=by),
        finding=_finding(visit),
        because=_because(order, by),
        case=went.cases_of([number], by).get(number),
        may_withdraw=by.may(Verb.WITHDRAW_ORDER) and order.state == State.ISSUED,
        going=_going(order, visit, by),
    )


def _going(order: Order, visit: VisitView | None, by: Actor) -> Going:
    """Mode, papers, joiners; what it could be made one with; what may be printed of it."""
    offers: tuple[Offer, ...] = ()
    if by.may(Verb.ISSUE_ORDER) and order.state == State.ISSUED and order.source and order.planned_on:
        near = dispatch.near_visits(
            by,
            source=order.source,
            kind=order.kind,
            mode=order.mode,
            on=order.planned_on,
            but=order.number,
        )
        offers = tuple(offer(one) for one in near)
    is_filed = visit is not None and bool(visit.result)
    record = inspections.record_of(visit.key, by) if visit and is_filed else None
    printed = reporting.papers_of(visit.key, by) if visit and is_filed else []
    return Going(
        known=tuple(_papers(order, by)),
        merge=offers,
        visit_key=visit.key if visit and is_filed else "",
        papers=tuple((one.number, reverse("console:paper", args=[one.number])) for one in printed),
        has_slip=bool(record and record.order_words),
    )


def _papers(order: Order, by: Actor) -> list[KeyValue]:
    facts = [KeyValue(key=_("Mode"), value=words.word(going_words.MODES, order.mode))]
    if by.may(Verb.ISSUE_ORDER) and order.planned_on and order.uses_cap and order.source:
        left = dispatch.allowance(order.source, kind=order.kind, on=order.planned_on)
        facts.append(KeyValue(key=_("Visits of the year"), value=allowance(left)))
    for person, part in dispatch.who_goes(order)[2 if order.companion else 1 :]:
        note = f"{words.name(person.organisation)} · {part}" if part else words.name(person.organisation)
        facts.append(KeyValue(key=_("Joins"), value=words.name(person), note=note))
    told = [(_("Basis"), order.basis), (_("Yearly plan"), order.plan)]
    facts += [KeyValue(key=key, value=value) for key, value in told if value]
    scan = dispatch.scan_of(order)
    if scan:
        facts.append(KeyValue(key=_("Scanned in"), value=formats.when_short(scan.at)))
    if order.over_reason:
        reason = _("urgent by its kind") if order.over_reason == URGENT else order.over_reason
        facts.append(KeyValue(key=_("Beyond the budget of the shift"), value=reason))
    if order.notified_on:
        facts.append(KeyValue(key=_("The unit was told on"), value=formats.day(order.notified_on)))
    return facts


def _because(order: Order, by: Actor) -> Because | None:
    """Why somebody was sent; None for a patrol that no alarm asked for."""
    if order.suspicion_id is None:
        return None
    suspicion = Suspicion.objects.select_related("episode__station").get(pk=order.suspicion_id)
    is_seen = by.may(Verb.SEE_SUSPICIONS) and visible_suspicions(by).filter(pk=suspicion.pk).exists()
    episode = suspicion.episode
    if not visible_stations(by).filter(pk=episode.station_id).exists():
        return None
    return Because(
        station=words.name(episode.station),
        station_url=air.episode_url(episode.station.code, episode.number),
        suspicion=suspicion.number if is_seen else "",
        suspicion_url=reverse("console:suspicion", args=[suspicion.number]) if is_seen else "",
    )


def _sentence(shown: Row, visit: VisitView | None) -> str:
    said = {"officer": shown.officer, "place": shown.place, "left": shown.left, "finding": _finding(visit)}
    if visit and visit.result:
        return _("%(officer)s looked at %(place)s: %(finding)s.") % said
    if visit:
        return _("%(officer)s is at %(place)s; nothing is filed yet.") % said
    if shown.is_running:
        return _("%(officer)s is asked to go to %(place)s, %(left)s.") % said
    return _("Nobody goes to %(place)s: the order was withdrawn.") % said


def _finding(visit: VisitView | None) -> str:
    if visit is None or not visit.result:
        return ""
    return went.found_words(visit.result, visit.category, visit.words)


def _known(order: Order, shown: Row, visit: VisitView | None) -> list[KeyValue]:
    facts = [
        KeyValue(key=_("What to look at"), value=shown.what),
        KeyValue(key=_("Place"), value=shown.place, note=words.name(order.grid)),
        KeyValue(key=_("Who goes"), value=shown.officer, note=words.name(order.officer.organisation)),
        KeyValue(key=_("Kind of going"), value=shown.kind, note=words.word(words.GOING_RULES, order.kind)),
        KeyValue(key=_("Due"), value=shown.due, note=shown.left),
        KeyValue(
            key=_("Issued by"), value=words.name(order.issued_by), note=formats.when_short(order.issued_at)
        ),
    ]
    if order.companion:
        facts.insert(3, KeyValue(key=_("With"), value=words.name(order.companion)))
    if visit and visit.distance_m is not None:
        place = _("%(metres)d m from the place") % {"metres": round(visit.distance_m)}
        note = _(", ").join(one for one in (place, visit.place_note) if one)
        facts.append(KeyValue(key=_("Checked in"), value=formats.when_short(visit.checked_in_at), note=note))
    if order.withdrawn_reason:
        facts.append(KeyValue(key=_("Withdrawn because"), value=order.withdrawn_reason))
    return facts


def _events(number: str, visit: VisitView | None) -> list[Event]:
    about = [f"dispatch.order:{number}"]
    if visit:
        about.append(f"inspections.visit:{visit.key}")
    return list(Event.objects.filter(about__in=about).order_by("at", "id"))


def _answers(visit: VisitView | None) -> tuple[Answer, ...]:
    if visit is None:
        return ()
    chinese = words.is_chinese()
    return tuple(
        Answer(
            section=item.section_zh if chinese else item.section_en,
            text=item.text_zh if chinese else item.text_en,
            value=_value(item),
            note=item.note,
            is_red_line=item.is_red_line,
            lost=f"−{item.lost.normalize():f}" if item.lost and visit.filed_at else "",
        )
        for item in visit.items
    )


def _value(item: ItemView) -> str:
    if not item.is_asked:
        return _("not asked")
    return words.word(words.ANSWERS, item.value) if item.value else "—"


def _checklist(visit: VisitView | None) -> str:
    if visit is None:
        return ""
    name = visit.template_zh if words.is_chinese() else visit.template_en
    return _("%(name)s, version %(version)d") % {"name": name, "version": visit.template_version}


def _came_to(visit: VisitView | None) -> tuple[str, ...]:
    """The score, a red line that was not met, the stage of work; nothing before it is filed."""
    if visit is None or not visit.filed_at:
        return ()
    named = {stage.code: words.name(stage) for stage in visit.stages}
    said = [
        _("Failed: a red line was not met") if visit.red_lines else "",
        _("%(score)s of 100") % {"score": visit.score} if visit.score is not None else "",
        _("Stage of work: %(stage)s") % {"stage": named[visit.stage_code]}
        if visit.stage_code in named
        else "",
    ]
    return tuple(one for one in said if one)


def _photos(visit: VisitView | None, *, by: Actor) -> tuple[Photo, ...]:
    if visit is None:
        return ()
    names = accounts.names(photo.by_id for photo in visit.photos)
    alt = _("Photo taken at %(place)s") % {"place": visit.place_zh if words.is_chinese() else visit.place_en}
    shown = [
        photos.shown(one, alt=alt, by_name=words.name(names.get(one.by_id)), by=by) for one in visit.photos
    ]
    return tuple(photo for photo in shown if photo)
