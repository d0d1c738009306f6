"""What the campaign asks of each officer, week by week, with what stands behind every number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.dispatch import permissions as dispatch_permissions
from lantian.dispatch import queries as dispatch
from lantian.inspections import models, permissions
from lantian.inspections.rules import load as rules
from lantian.inspections.rules.load import Load
from lantian.kernel.models import Event

PROBLEM = models.Finding.Result.PROBLEM
RECORD_FIELDS = (
    "present_name", "present_post", "running", "facilities", "permit", "monitor_seen", "ledger_seen",
    "refused_words", "order_words", "order_due_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A finished visit: who, when, on which list, how many fields in how many seconds."""

    person_id: int
    week: date
    at: datetime
    order: str
    place: object
    template: models.Template
    fields: int
    seconds: int | None
    said_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An order for at once or for a later day, as it reached somebody."""

    person_id: int
    week: date
    at: datetime
    number: str
    is_waking: bool
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that was handed in, by the event that tells of it."""

    person_id: int
    week: date
    at: datetime
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCost:
    """One item of a checklist: how often it was answered, and how often with anything but met."""

    template: models.Template
    text_zh: str
    text_en: str
    answers: int
    telling: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePrecision:
    """Of the visits an alarm rule led to, how many found a problem."""

    rule: str
    name_zh: str
    name_en: str
    visits: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """Eight weeks of everybody whose burden a person sees."""

    people: tuple[Person, ...]
    weeks: tuple[date, ...]
    loads: Mapping[tuple[int, date], Load]
    filings: tuple[Filing, ...]
    told: tuple[Told, ...]
    forms: tuple[Form, ...] = field(default=())

    def of(self, person_id: int, week: date) -> Load:
        """One officer's week; nothing was asked where nothing is known."""
        return self.loads.get((person_id, week)) or Load()

    def median_of(self, week: date, what: str, *, people: Collection[int] | None = None) -> float | None:
        """The middle of a number over those who were asked anything that week."""
        whose = [one.pk for one in self.people] if people is None else people
        busy = [one for pk in whose if not (one := self.of(pk, week)).is_idle]
        return rules.middle(getattr(one, what) for one in busy)


def burden(by: Actor, *, forms: Sequence[str], now: datetime) -> Burden:
    """The burden of everybody a person may see; `forms` are the events that tell of a form handed in."""
    return _burden(
        list(permissions.burdened_people(by).order_by("organisation__path", "username")), forms, now=now
    )


def own_week(by: Actor, *, forms: Sequence[str], now: datetime) -> Load:
    """What this week asked of a person themselves."""
    found = _burden(list(Person.objects.filter(pk=by.id)), forms, now=now, weeks=1)
    return found.of(by.id, found.weeks[-1])


def items(by: Actor, *, now: datetime) -> list[ItemCost]:
    """The items answered in the last weeks, those answered most often first."""
    since = calendar.day_bounds(rules.last_weeks(calendar.local_day(now))[0])[0]
    whose = permissions.burdened_people(by)
    rows = (
        models.Answer.objects.filter(visit__officer__in=whose, visit__filed_at__gte=since)
        .values("item__template_id", "item__text_zh", "item__text_en")
        .annotate(answers=Count("pk"), telling=Count("pk", filter=~Q(value__in=["ok", "na"])))
        .order_by("-answers", "item__template_id", "item__text_zh")
    )
    found = list(rows)
    templates = models.Template.objects.in_bulk({row["item__template_id"] for row in found})
    return [
        ItemCost(
            template=templates[row["item__template_id"]],
            text_zh=row["item__text_zh"],
            text_en=row["item__text_en"],
            answers=row["answers"],
            telling=row["telling"],
        )
        for row in found
    ]


def precision(by: Actor, *, now: datetime) -> list[RulePrecision]:
    """Each alarm rule whose alarms sent somebody: visits, and visits that found a problem."""
    since = calendar.day_bounds(rules.last_weeks(calendar.local_day(now))[0])[0]
    orders = dispatch_permissions.visible_orders(by).filter(suspicion__isnull=False)
    rule = "order__suspicion__episode__alarms__rule"
    rows = (
        models.Visit.objects.filter(order__in=orders, filed_at__gte=since)
        .values(f"{rule}__code", f"{rule}__name_zh", f"{rule}__name_en")
        .annotate(
            visits=Count("pk", distinct=True),
            found=Count("pk", distinct=True, filter=Q(finding__result=PROBLEM)),
        )
        .order_by(f"{rule}__code")
    )
    return [
        RulePrecision(
            rule=row[f"{rule}__code"],
            name_zh=row[f"{rule}__name_zh"],
            name_en=row[f"{rule}__name_en"],
            visits=row["visits"],
            found=row["found"],
        )
        for row in rows
        if row[f"{rule}__code"]
    ]


def _burden(people: list[Person], forms: Sequence[str], *, now: datetime, weeks: int = rules.WEEKS) -> Burden:
    shown = rules.last_weeks(calendar.local_day(now))[-weeks:]
    since = calendar.day_bounds(shown[0])[0]
    ids = {one.pk for one in people}
    filings = _filings(ids, since=since, until=now)
    told = _told(ids, since=since, until=now)
    handed = [
        Form(person_id=by_id, week=_week(at), at=at, name=name, about=about)
        for by_id, at, name, about in Event.objects.filter(
            name__in=list(forms), at__gte=since, at__lte=now, by_id__in=ids
        )
        .order_by("at", "id")
        .values_list("by_id", "at", "name", "about")
        if by_id is not None
    ]
    return Burden(
        people=tuple(people),
        weeks=tuple(shown),
        loads=_loads(filings, told, handed),
        filings=tuple(filings),
        told=tuple(told),
        forms=tuple(handed),
    )


def _filings(people: Collection[int], *, since: datetime, until: datetime) -> list[Filing]:
    rows = (
        models.Visit.objects.filter(officer_id__in=people, filed_at__gte=since, filed_at__lte=until)
        .select_related("template", "source", "order__grid", "finding", "record")
        .annotate(answered=Count("answers"), noted=Count("answers", filter=~Q(answers__note="")))
        .order_by("filed_at", "pk")
    )
    return [_filing(row, at=row.filed_at) for row in rows if row.filed_at]


def _filing(row: models.Visit, *, at: datetime) -> Filing:
    finding, record = getattr(row, "finding", None), getattr(row, "record", None)
    counted: int = getattr(row, "answered", 0) + getattr(row, "noted", 0)
    if finding:
        counted += 1 + bool(finding.words) + bool(finding.category)
    if record:
        counted += sum(bool(getattr(record, name)) for name in RECORD_FIELDS)
    return Filing(
        person_id=row.officer_id,
        week=_week(at),
        at=at,
        order=row.order.number,
        place=row.source or row.order.grid,
        template=row.template,
        fields=counted,
        seconds=rules.seconds_spent(
            arrived=row.checked_in_at, filed=at, is_sent_later=row.said_at is not None
        ),
        said_seconds=row.said_seconds,
    )


def _told(people: Collection[int], *, since: datetime, until: datetime) -> list[Told]:
    budget = dispatch.shift_budget(on=calendar.local_day(until))
    found = []
    rows = dispatch.received(people, since=since, until=until + timedelta(microseconds=1))
    for officer, companion, at, planned, number, over in rows.values_list(
        "officer_id", "companion_id", "issued_at", "planned_on", "number", "over_reason"
    ):
        local = at.astimezone(calendar.local_zone())
        is_now = planned is None or planned <= local.date()
        is_waking = bool(budget and is_now and budget.wakes(local.time()))
        found += [
            Told(person_id=pk, week=_week(at), at=at, number=number, is_waking=is_waking, is_over=bool(over))
            for pk in {officer, companion} & set(people)
        ]
    return found


def _loads(
    filings: Iterable[Filing], told: Iterable[Told], forms: Iterable[Form]
) -> dict[tuple[int, date], Load]:
    found: defaultdict[tuple[int, date], Load] = defaultdict(Load)
    for visit in filings:
        load = found[visit.person_id, visit.week]
        load.fields += visit.fields
        load.seconds += visit.seconds or 0
        load.unmeasured += visit.seconds is None
        load.said_seconds += visit.said_seconds or 0
    for order in told:
        load = found[order.person_id, order.week]
        load.orders += 1
        load.wakings += order.is_waking
    for form in forms:
        found[form.person_id, form.week].forms += 1
    return dict(found)


def _week(at: datetime) -> date:
    return rules.week_of(calendar.local_day(at))
