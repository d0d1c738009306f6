"""What other programs may read of residents' reports: no contact, released words alone, no exact place."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lantian.cases.states import State
from lantian.residents import models, rules

CLOSED = (State.CLOSED, State.VOID, State.MERGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One report as Open311 tells of it."""

    number: str
    kind: str
    is_open: bool
    state: State
    merged_into: str
    words: str
    told_at: datetime
    changed_at: datetime
    due_at: datetime | None
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which reports are asked for."""

    since: datetime | None = None
    until: datetime | None = None
    changed_since: datetime | None = None
    changed_until: datetime | None = None
    kinds: tuple[str, ...] = ()
    is_open: bool | None = None
    numbers: tuple[str, ...] = ()
    first: int = 0
    most: int = 1000


def requests(wanted: Wanted) -> list[Request]:
    """The reports that are asked for, the newest first."""
    found = models.Report.objects.all()
    bounds = {
        "told_at__gte": wanted.since,
        "told_at__lte": wanted.until,
        "changed_at__gte": wanted.changed_since,
        "changed_at__lte": wanted.changed_until,
    }
    found = found.filter(**{name: value for name, value in bounds.items() if value is not None})
    if wanted.kinds:
        found = found.filter(kind__in=wanted.kinds)
    if wanted.numbers:
        found = found.filter(case__number__in=wanted.numbers)
    if wanted.is_open is not None:
        found = (
            found.exclude(case__state__in=CLOSED) if wanted.is_open else found.filter(case__state__in=CLOSED)
        )
    return _told(found.order_by("-told_at", "-pk")[wanted.first : wanted.first + wanted.most])


def request_of(number: str = "", *, key: UUID | None = None) -> Request:
    """One report; Report.DoesNotExist when there is none."""
    found = models.Report.objects.filter(case__key=key) if key else models.Report.objects.all()
    told = _told(found.filter(case__number=number) if number else found.filter(case__key=key))
    if not told:
        raise models.Report.DoesNotExist(number)
    return told[0]


def _told(found: QuerySet[models.Report]) -> list[Request]:
    page = list(found.select_related("case__merged_into"))
    return [
        Request(
            number=one.case.number,
            kind=one.kind,
            is_open=one.case.state not in CLOSED,
            state=State(one.case.state),
            merged_into=_merged_into(one),
            words=one.public_words,
            told_at=one.told_at,
            changed_at=one.changed_at,
            due_at=one.case.due_at,
            lon=rules.rough(one.case.lon),
            lat=rules.rough(one.case.lat),
        )
        for one in page
    ]


def _merged_into(report: models.Report) -> str:
    return report.case.merged_into.number if report.case.merged_into else ""
