"""Who may look again, and why the others may not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lantian.accounts import queries as accounts
from lantian.accounts.rules import MAY, Actor, Role, Verb
from lantian.cases import models, rules
from lantian.cases.queries.refused import ADDRESS
from lantian.cases.states import Level
from lantian.inspections import queries as inspections
from lantian.kernel.models import Event

VOUCHED = (
    "cases.accepted",
    "cases.handed_down",
    "cases.planned",
    "cases.self_check_passed",
    "cases.self_check_failed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecker:
    """Somebody whose role may recheck, with the reason why they may not in this case."""

    person_id: int
    name_zh: str
    name_en: str
    role: str
    unit_zh: str
    unit_en: str
    reason: str
    recent: int

    @property
    def is_allowed(self) -> bool:
        return not self.reason


def involvement_in(case: models.Case) -> rules.Involvement:
    """Whoever had a hand in the mending of a case, and the units that answer for it."""
    return involvements([case])[case.number]


def why_not(by: Actor, involvement: rules.Involvement) -> rules.Dependence | None:
    """Why a person may not recheck, be it for somebody they stand in for; None for somebody independent."""
    own, *stood_for = [
        rules.why_not_independent(hat.id, unit_path=hat.organisation_path, involvement=involvement)
        for hat in by.hats
    ]
    return own or (rules.Dependence.STANDS_IN if any(stood_for) else None)


def involvements(found: Iterable[models.Case]) -> dict[str, rules.Involvement]:
    """The involvement in each of some cases, by number."""
    cases = {case.number: case for case in found}
    vouched, looked = _vouched(cases), _looked_before(cases.values())
    return {
        number: _involvement(case, vouched=vouched[number], looked=looked.get(case.pk, set()))
        for number, case in cases.items()
    }


def _involvement(case: models.Case, *, vouched: set[int], looked: set[int]) -> rules.Involvement:
    people = {row.by_id for row in case.rectifications.all()}
    units = [case.unit] if case.unit else []
    if case.handler:
        people.add(case.handler_id)
        units.append(case.handler.organisation)
    return rules.Involvement(
        people=frozenset(people),
        unit_paths=tuple(unit.path for unit in units),
        self_checked_by=frozenset(vouched),
        looked_before=frozenset(looked),
    )


def _vouched(numbers: Iterable[str]) -> dict[str, set[int]]:
    """Whoever signed for the unit, by case: took it, handed it down, planned or checked its mending."""
    people: dict[str, set[int]] = {number: set() for number in numbers}
    signed = Event.objects.filter(about__in=[f"{ADDRESS}{number}" for number in people], name__in=VOUCHED)
    for about, person in signed.values_list("about", "by_id"):
        people[about.removeprefix(ADDRESS)].add(person)
    return people


def _looked_before(cases: Iterable[models.Case]) -> dict[int, set[int]]:
    """Whoever rechecked a case before the last objection to it was upheld, by the case's id."""
    upheld: dict[int, datetime] = {}
    objections = models.Objection.objects.filter(case__in=[case.pk for case in cases], is_upheld=True)
    for case_id, decided_at in objections.order_by("decided_at").values_list("case_id", "decided_at"):
        upheld[case_id] = decided_at
    people: dict[int, set[int]] = {}
    for row in models.Recheck.objects.filter(case__in=upheld):
        if row.at <= upheld[row.case_id]:
            people.setdefault(row.case_id, set()).add(row.by_id)
    return people


def on_site_reason(case: models.Case, *, round: int, bounds: rules.Bounds) -> str | None:
    """Why the recheck of a round must be on site; None when the paired photos are enough.

    A view after that somebody did not accept is no proof: whoever looks again has to go there.
    """
    reason = rules.on_site_reason(
        is_minor=case.level == Level.MINOR,
        number=case.number,
        round=round,
        share=bounds.remote_on_site_share,
    )
    if reason:
        return reason
    work = case.rectifications.select_related("after").filter(round=round).first()
    is_refused = work is not None and inspections.is_not_accepted(work.after)
    return "photo_not_accepted" if is_refused else None


def who_can_recheck(number: str, *, now: datetime) -> list[Rechecker]:
    """Everybody whose role may recheck: the independent ones first, supervisors and the least busy ahead."""
    case = models.Case.objects.select_related("unit", "handler__organisation").get(number=number)
    involvement = involvement_in(case)
    recent = Counter(
        models.Recheck.objects.filter(at__gte=now - timedelta(days=30)).values_list("by_id", flat=True)
    )
    people = accounts.people_with(*MAY[Verb.RECHECK])
    leaves = list(accounts.leaves_at(now))
    rows = [
        Rechecker(
            person_id=person.pk,
            name_zh=person.name_zh,
            name_en=person.name_en,
            role=person.role,
            unit_zh=person.organisation.name_zh,
            unit_en=person.organisation.name_en,
            reason=why_not(accounts.acting_of(person, leaves), involvement) or "",
            recent=recent[person.pk],
        )
        for person in people
    ]
    return sorted(
        rows, key=lambda row: (bool(row.reason), row.role != Role.SUPERVISOR, row.recent, row.person_id)
    )
