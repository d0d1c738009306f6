"""How a report stands: for whoever told it, and for the desk that answers them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lantian.accounts.queries import WINDOW
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import permissions as case_permissions
from lantian.cases import queries as cases
from lantian.cases.models import Case, Recheck
from lantian.cases.states import State
from lantian.inspections.models import Evidence
from lantian.residents import models, permissions, rules
from lantian.residents.queries import reports
from lantian.residents.rules import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A photo somebody outside may see: their own, or one that was released after a look."""

    key: UUID
    at: datetime
    is_own: bool
    is_after: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When each thing happened; None for what is still to come."""

    told_at: datetime
    looked_at: datetime | None
    confirmed_at: datetime | None
    assigned_at: datetime | None
    mended_at: datetime | None
    checked_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What whoever told us may know: no firm, no unit, no name, no words of the office."""

    number: str
    kind: str
    words: str
    address: str
    stage: Stage
    moments: Moments
    due_at: datetime | None
    shown_until: datetime | None
    is_merged: bool
    is_rough: bool
    photos: tuple[Shown, ...]
    replies: tuple[tuple[datetime, str], ...]
    sayings: tuple[models.Saying, ...]
    said_not_fixed: bool
    said_thanks: bool
    may_say: bool
    say_until: datetime | None
    has_phone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """One of the people who told of a case, as the desk sees them: without who they are."""

    number: str
    told_at: datetime
    kind: str
    words: str
    address: str
    lon: float
    lat: float
    is_rough: bool
    jurisdiction: str
    media_url: str
    public_words: str
    same_words: int
    has_contact: bool
    sayings: tuple[models.Saying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the desk sees of those who told of a case and of what they were told."""

    number: str
    title: str
    state: State
    tellers: tuple[Teller, ...]
    replies: tuple[models.Reply, ...]
    photos: tuple[Evidence, ...]
    shown: frozenset[UUID]
    handed_on: tuple[models.HandOn, ...]


def standing(token: str, *, now: datetime) -> Standing:
    """How the report of a private link stands; Report.DoesNotExist for any other text."""
    report = reports.report_of(token)
    own, case = report.case, reports.goes_on_as(report)
    state = State(case.state)
    days = timedelta(days=float(cases.figure("not_fixed_days", on=calendar.local_day(now))))
    sayings = tuple(report.sayings.all())
    of_now = {one.kind for one in sayings if one.closing == case.reopened}
    until = case.closed_at + days if case.closed_at and state is State.CLOSED else case.publicity_until
    is_open = state is State.IN_PUBLICITY or (state is State.CLOSED and until is not None and now <= until)
    contact = getattr(own, "contact", None)
    return Standing(
        number=own.number,
        kind=report.kind,
        words=own.words,
        address=own.address,
        stage=rules.STAGES[state],
        moments=_moments(own, case),
        due_at=case.due_at if rules.STAGES[state] is Stage.MENDING else None,
        shown_until=case.publicity_until if state is State.IN_PUBLICITY else None,
        is_merged=own.pk != case.pk,
        is_rough=report.is_rough,
        photos=tuple(_shown(report, case)),
        replies=tuple((one.at, one.words) for one in _replies({own.pk, case.pk})),
        sayings=sayings,
        said_not_fixed=rules.NOT_FIXED in of_now,
        said_thanks=rules.THANKS in of_now,
        may_say=is_open,
        say_until=until if is_open else None,
        has_phone=bool(contact and rules.tail(contact.phone)),
    )


def photo_by_token(token: str, key: UUID) -> Evidence:
    """A photo that this private link opens; Evidence.DoesNotExist for every other one."""
    report = reports.report_of(token)
    keys = {one.key for one in _shown(report, reports.goes_on_as(report))}
    if key not in keys:
        raise Evidence.DoesNotExist(key)
    return Evidence.objects.select_related("public_copy").get(key=key)


def desk(number: str, by: Actor) -> Desk:
    """Who told of a case and what they were told; Case.DoesNotExist when absent or not for this person."""
    case = case_permissions.visible_cases(by).get(number=number)
    told = permissions.visible_reports(by).filter(case__in=[case.pk, *_merged_into(case)])
    found = told.select_related("case", "jurisdiction").prefetch_related("sayings").order_by("told_at")
    return Desk(
        number=number,
        title=case.title,
        state=State(case.state),
        tellers=tuple(_teller(one) for one in found),
        replies=tuple(case.public_replies.select_related("by")),
        photos=tuple(reports.photos_of_case(case)),
        shown=frozenset(case.shown_photos.values_list("evidence__key", flat=True)),
        handed_on=tuple(case.handed_on.select_related("jurisdiction")),
    )


def _merged_into(case: Case) -> list[int]:
    """Every case that went into this one, straight or by way of another."""
    found, level = [], [case.pk]
    while level and len(found) < reports.MOST_MERGES**2:
        level = list(Case.objects.filter(merged_into__in=level).values_list("pk", flat=True))
        found += level
    return found


def _teller(report: models.Report) -> Teller:
    case = report.case
    same = models.Report.objects.filter(words_sha256=report.words_sha256).exclude(pk=report.pk)
    return Teller(
        number=case.number,
        told_at=report.told_at,
        kind=report.kind,
        words=case.words,
        address=case.address,
        lon=case.lon,
        lat=case.lat,
        is_rough=report.is_rough,
        jurisdiction=report.jurisdiction.name_zh if report.jurisdiction else "",
        media_url=report.media_url,
        public_words=report.public_words,
        same_words=same.count() if report.words_sha256 else 0,
        has_contact=hasattr(case, "contact"),
        sayings=tuple(report.sayings.all()),
    )


def _moments(own: Case, case: Case) -> Moments:
    work = case.rectifications.order_by("-submitted_at").first()
    looked = Recheck.objects.filter(case=case, has_passed=True).order_by("-at").first()
    is_of_now = work is not None and (case.assigned_at is None or work.submitted_at >= case.assigned_at)
    mended_at = work.submitted_at if work and is_of_now else None
    return Moments(
        told_at=own.reported_at,
        looked_at=own.verifying_since or case.verifying_since,
        confirmed_at=case.filed_at,
        assigned_at=case.assigned_at,
        mended_at=mended_at,
        checked_at=looked.at if looked and mended_at and looked.at >= mended_at else None,
        closed_at=case.closed_at,
    )


def _shown(report: models.Report, case: Case) -> list[Shown]:
    """Their own photos, and the released ones of the case."""
    told = report.case.evidence.filter(added_at=report.told_at, evidence__by__username=WINDOW)
    own = [
        row.evidence for row in told.select_related("evidence")
    ]  # what a merged report brought is another's
    released = case.shown_photos.select_related("evidence")
    after = {row.after_id for row in case.rectifications.all()}
    mine = {one.pk for one in own}
    return [Shown(key=one.key, at=one.received_at, is_own=True, is_after=False) for one in own] + [
        Shown(
            key=row.evidence.key,
            at=row.evidence.taken_at or row.evidence.received_at,
            is_own=False,
            is_after=row.evidence_id in after,
        )
        for row in released
        if row.evidence_id not in mine
    ]


def _replies(case_ids: set[int]) -> list[models.Reply]:
    return list(models.Reply.objects.filter(case__in=case_ids))
