"""One case with everything its page shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb, require
from lantian.cases import models, permissions, rules
from lantian.cases.queries.acts import Act, acts
from lantian.cases.queries.parties import Party, party
from lantian.cases.queries.refused import RefusedRecheck, refused_rechecks
from lantian.cases.states import GRAVE, Level, State
from lantian.diagnosis import permissions as diagnosis
from lantian.diagnosis.models import Suspicion
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.inspections import queries as inspections
from lantian.inspections.models import Evidence
from lantian.inspections.queries import PhotoView
from lantian.kernel.models import Event

DETAILS = (
    "grid__organisation",
    "source__answerable",
    "unit",
    "sub_unit",
    "merged_into",
    "handler__organisation",
    "reported_by__organisation",
    "finding__visit__order__suspicion__episode__station",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One mending as it was reported."""

    round: int
    by: Party
    what_was_done: str
    cost_fen: int | None
    penalty_record: str
    before: PhotoView
    after: PhotoView
    due_at: datetime
    submitted_at: datetime
    is_on_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """One recheck."""

    round: int
    by: Party
    unit: Party
    has_passed: bool
    is_on_site: bool
    answers: dict[str, str]
    reasons: str
    photos: tuple[PhotoView, ...]
    readings: dict[str, Any]  # Any: what a monitor said, as it was kept
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """What a unit promised."""

    target: str
    measures: tuple[tuple[str, date], ...]
    by: Party
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the history."""

    at: datetime
    event: str
    by: Party | None
    about: str
    facts: dict[str, Any]  # Any: each event has its own facts


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """What somebody said against a mending in public, and what was decided."""

    id: int
    words: str
    by: Party | None
    at: datetime
    is_open: bool
    is_upheld: bool
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as its page shows it."""

    number: str
    state: State
    level: Level
    channel: str
    category: str
    title: str
    words: str
    standard_code: str
    is_violation: bool
    lon: float
    lat: float
    address: str
    grid: Party
    source_code: str
    source: Party | None
    reading_address: str
    reported_by: Party
    unit: Party | None
    handler: Party | None
    order_number: str
    clock: str
    medium: str
    happened_at: datetime | None
    reported_at: datetime
    filed_at: datetime | None
    assigned_at: datetime | None
    due_at: datetime | None
    self_check_due_at: datetime | None
    recheck_clock: str
    recheck_due_at: datetime | None
    review_at: datetime | None
    interim: str
    merged_into: str
    sub_unit: Party | None
    publicity_until: datetime | None
    closed_at: datetime | None
    returns: int
    reopened: int
    failed_rechecks: int
    photos: tuple[PhotoView, ...]
    rounds: tuple[Round, ...]
    rechecks: tuple[SecondLook, ...]
    refused: tuple[RefusedRecheck, ...]
    plans: tuple[PlanView, ...]
    objections: tuple[ObjectionView, ...]
    visit_key: str
    patrol_number: str
    suspicion_number: str
    episode_number: str
    acts: tuple[Act, ...]

    @property
    def is_grave(self) -> bool:
        return self.level in GRAVE


def case(number: str, by: Actor, *, now: datetime) -> CaseView:
    """One case; Case.DoesNotExist when absent or not for this person."""
    found = permissions.visible_cases(by).select_related(*DETAILS).get(number=number)
    visit = found.finding.visit if found.finding else None
    order = visit.order if visit else None
    suspicion = _visible_suspicion(order, by) if order else None
    return CaseView(
        **_plain(found),
        state=State(found.state),
        level=Level(found.level),
        grid=party(found.grid),
        source_code=found.source.code if found.source else "",
        source=party(found.source) if found.source else None,
        reported_by=party(found.reported_by),
        unit=party(found.unit) if found.unit else None,
        handler=party(found.handler) if found.handler else None,
        sub_unit=party(found.sub_unit) if found.sub_unit else None,
        merged_into=found.merged_into.number if found.merged_into else "",
        interim=_interim(found),
        photos=_photos(row.evidence for row in found.evidence.select_related("evidence")),
        rounds=_rounds(found),
        rechecks=_rechecks(found),
        refused=refused_rechecks([found.number]).get(found.number, ()),
        plans=_plans(found),
        objections=_objections(found),
        visit_key=str(visit.key) if visit else "",
        patrol_number=order.number if order else "",
        suspicion_number=suspicion.number if suspicion else "",
        episode_number=suspicion.episode.number if suspicion else "",
        acts=acts(found, by, now=now),
    )


def contact(number: str, by: Actor) -> rules.Contact | None:
    """How to reach whoever told us of a case, for the desk alone; None where nobody was named."""
    require(Verb.SEE_CONTACT, by)
    cases = permissions.visible_cases(by).filter(number=number)
    found = models.CaseContact.objects.filter(case__in=cases).first()
    return rules.Contact(name=found.name, phone=found.phone, words=found.words) if found else None


def history(number: str, by: Actor) -> list[Line]:
    """Everything that was written down about a case in the order in which it happened, from the alarm on.

    What happened at one moment stands in the order in which it was written down.

    What pointed here is shown only to those who may see suspicions: a candidate is no culprit.
    """
    found = permissions.visible_cases(by).select_related(*DETAILS).get(number=number)
    events = list(Event.objects.filter(about__in=_addresses(found, by)).order_by("at", "id"))
    people = accounts.names({event.by_id for event in events if event.by_id})
    return [
        Line(
            at=event.at,
            event=event.name,
            by=party(people[event.by_id]) if event.by_id in people else None,
            about=event.about,
            facts=event.facts,
        )
        for event in events
    ]


def photo(key: str, by: Actor) -> Evidence:
    """One photo of a case this person may see; Evidence.DoesNotExist otherwise."""
    found = permissions.visible_evidence(by).select_related("original", "public_copy")
    return found.get(key=key)


PLAIN = (
    "number",
    "channel",
    "category",
    "title",
    "words",
    "standard_code",
    "is_violation",
    "lon",
    "lat",
    "address",
    "reading_address",
    "order_number",
    "clock",
    "medium",
    "happened_at",
    "reported_at",
    "filed_at",
    "assigned_at",
    "due_at",
    "self_check_due_at",
    "review_at",
    "recheck_clock",
    "recheck_due_at",
    "publicity_until",
    "closed_at",
    "returns",
    "reopened",
    "failed_rechecks",
)


def _plain(found: models.Case) -> dict[str, Any]:  # Any: fields of several types, passed on as they are
    return {name: getattr(found, name) for name in PLAIN}


def _rounds(found: models.Case) -> tuple[Round, ...]:
    return tuple(
        Round(
            round=row.round,
            by=party(row.by),
            what_was_done=row.what_was_done,
            cost_fen=row.cost_fen,
            penalty_record=row.penalty_record,
            before=inspections.photo_view(row.before),
            after=inspections.photo_view(row.after),
            due_at=row.due_at,
            submitted_at=row.submitted_at,
            is_on_time=row.is_on_time,
        )
        for row in found.rectifications.select_related("by", "before", "after")
    )


def _rechecks(found: models.Case) -> tuple[SecondLook, ...]:
    rows = found.rechecks.select_related("by__organisation").prefetch_related("evidence__evidence")
    return tuple(
        SecondLook(
            round=row.round,
            by=party(row.by),
            unit=party(row.by.organisation),
            has_passed=row.has_passed,
            is_on_site=row.is_on_site,
            answers=row.answers,
            reasons=row.reasons,
            photos=_photos(kept.evidence for kept in row.evidence.all()),
            readings=row.readings,
            at=row.at,
        )
        for row in rows
    )


def _interim(found: models.Case) -> str:
    """What is done while a case is parked."""
    parking = found.parkings.filter(resumed_at__isnull=True).first() if found.state == State.PARKED else None
    return parking.interim if parking else ""


def _plans(found: models.Case) -> tuple[PlanView, ...]:
    return tuple(
        PlanView(
            target=row.target,
            measures=tuple((m["what"], date.fromisoformat(m["by_on"])) for m in row.measures),
            by=party(row.by),
            at=row.at,
        )
        for row in found.plans.select_related("by")
    )


def _objections(found: models.Case) -> tuple[ObjectionView, ...]:
    return tuple(
        ObjectionView(
            id=row.pk,
            words=row.words,
            by=party(row.by) if row.by else None,
            at=row.at,
            is_open=row.decided_at is None,
            is_upheld=row.is_upheld,
            decision=row.decision,
        )
        for row in found.objections.select_related("by")
    )


def _visible_suspicion(order: Order, by: Actor) -> Suspicion | None:
    """The suspicion an order came from, None when this person may not see it."""
    if order.suspicion is None or not diagnosis.visible_suspicions(by).filter(pk=order.suspicion_id).exists():
        return None
    return order.suspicion


def _addresses(found: models.Case, by: Actor) -> list[str]:
    """The case, the orders to look at it again, and what led to it: visits, orders, suspicion, episode."""
    addresses = [f"cases.case:{found.number}"]
    addresses += [f"dispatch.order:{order.number}" for order in dispatch.orders_about(found.number)]
    findings = [found.finding] if found.finding else []
    findings += [
        row.finding for row in found.rebounds.select_related("finding__visit__order__suspicion__episode")
    ]
    for finding in findings:
        order = finding.visit.order
        addresses += [f"inspections.visit:{finding.visit.key}", f"dispatch.order:{order.number}"]
        suspicion = _visible_suspicion(order, by)
        if suspicion:
            addresses.append(f"diagnosis.suspicion:{suspicion.number}")
            addresses.append(f"assessment.episode:{suspicion.episode.number}")
    return addresses


def _photos(evidence: Any) -> tuple[PhotoView, ...]:  # Any: an iterable of rows
    return tuple(inspections.photo_view(row) for row in evidence)
