"""A site or plant as those who keep it see it: its duties, its cases, the visits that have begun."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import KEEPERS, Actor, Role
from lantian.cases import permissions as case_permissions
from lantian.cases.models import Case, Objection, Recheck
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.dispatch.rules import KindOfGoing
from lantian.inspections.models import Template, Visit
from lantian.registry import queries as registry
from lantian.registry.models import Source
from lantian.sites import models, permissions

DETAILS = ("grid__region__parent", "grid__organisation", "answerable", "monitor__region", "premises")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """A case as the place it is about sees it: what is asked, until when, what passed or failed."""

    number: str
    title: str
    standard: str
    category: str
    level: str
    state: str
    unit_zh: str
    unit_en: str
    assigned_at: datetime | None
    due_at: datetime | None
    clock: str
    closed_at: datetime | None
    publicity_until: datetime | None
    looks: tuple[tuple[datetime, bool, str], ...]
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVisit:
    """A visit that has begun: when, of what kind, what it came to."""

    began_at: datetime
    kind: str
    checklist_zh: str
    checklist_en: str
    filed_at: datetime | None
    score: str
    result: str


def place(code: str, by: Actor) -> Source:
    """One site or plant; Source.DoesNotExist when absent, without duties or not for this person."""
    return permissions.visible_places(by).select_related(*DETAILS).get(code=code)


def places(by: Actor, *, kind: str) -> list[Source]:
    """The sites or plants a person may see, by code."""
    return list(permissions.visible_places(by).filter(kind=kind).select_related(*DETAILS))


def keeps(by: Actor, source: Source) -> bool:
    """Whether somebody keeps this place."""
    return by.role in KEEPERS and permissions.kept_places(by).filter(pk=source.pk).exists()


def keepers(source: Source, *, on: date) -> list[Person]:
    """Who keeps a place on a day."""
    return registry.keepers_of(source.pk, on=on)


def keeper_actors(source: Source, *, role: Role, on: date) -> list[Actor]:
    """Those of one role who keep a place on a day."""
    return [accounts.actor_of(one) for one in keepers(source, on=on) if one.role == role]


def cases_of(source: Source, by: Actor, *, limit: int = 50) -> list[OwnCase]:
    """The cases of a place that were given to a unit, open ones and the newest first."""
    found = case_permissions.visible_cases(by).filter(source=source, assigned_at__isnull=False)
    rows = found.select_related("unit").order_by("-assigned_at")[:limit]
    return [_own(case, by) for case in rows]


def case_of(source: Source, number: str, by: Actor) -> OwnCase:
    """One of them; Case.DoesNotExist otherwise."""
    found = case_permissions.visible_cases(by).filter(source=source, assigned_at__isnull=False)
    return _own(found.select_related("unit").get(number=number), by)


def visits_of(source: Source, *, limit: int = 10) -> list[OwnVisit]:
    """Visits that have begun, the newest first; one that has not is nobody's business here."""
    found = Visit.objects.filter(source=source).select_related("order", "template", "finding")
    return [
        OwnVisit(
            began_at=visit.checked_in_at,
            kind=visit.order.kind,
            checklist_zh=visit.template.name_zh,
            checklist_en=visit.template.name_en,
            filed_at=visit.filed_at,
            score="" if visit.score is None or visit.filed_at is None else f"{visit.score.normalize():f}",
            result=visit.finding.result if visit.filed_at and hasattr(visit, "finding") else "",
        )
        for visit in found.order_by("-checked_in_at")[:limit]
    ]


def begun_of_year(source: Source, *, on: date) -> tuple[int, int | None]:
    """How many inspections of its firm have begun in a year, and the year's cap; None without a cap.

    One that is planned and has not begun is not counted: it would tell that somebody is to come.
    """
    kind = KindOfGoing.STATUTORY_INSPECTION
    firm, _name = dispatch.firm_of(source)
    orders = Order.objects.filter(firm=firm, kind=kind, uses_cap=True, planned_on__year=on.year)
    begun = Visit.objects.filter(order__in=orders).count()
    return begun, dispatch.terms(kind, on=on).yearly_cap


def checklists_for(kind: str, *, on: date) -> list[Template]:
    """The checklists by which places of a kind are checked on a day, of one code the newest version."""
    found = Template.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on).order_by("version")
    newest = {one.code: one for one in found if not one.source_kinds or kind in one.source_kinds}
    return sorted(newest.values(), key=lambda one: one.name_zh)


def statement_of(source: Source) -> models.Statement | None:
    """What a plant stated last of itself; None before the first statement."""
    return models.Statement.objects.filter(source=source).select_related("by").order_by("-at", "-pk").first()


def _own(case: Case, by: Actor) -> OwnCase:
    """What others said or who told us stays with the office; of objections one's own are shown."""
    looks: QuerySet[Recheck] = Recheck.objects.filter(case=case).order_by("at")
    return OwnCase(
        number=case.number,
        title=case.title,
        standard=case.standard_code,
        category=case.category,
        level=case.level,
        state=case.state,
        unit_zh=case.unit.name_zh if case.unit else "",
        unit_en=case.unit.name_en if case.unit else "",
        assigned_at=case.assigned_at,
        due_at=case.due_at,
        clock=case.clock,
        closed_at=case.closed_at,
        publicity_until=case.publicity_until,
        looks=tuple((look.at, look.has_passed, look.reasons) for look in looks),
        objections=tuple(Objection.objects.filter(case=case, by_id=by.id)),
    )
