"""Rungs: which wait for somebody, whom their letters go to, and what stands in them to begin with."""

from dataclasses import dataclass
from datetime import datetime

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Role
from lantian.calendar import queries as calendar
from lantian.cases import models, permissions
from lantian.cases.rules import answering, papers
from lantian.cases.states import OPEN_STATES

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A drafted rung of an open case, with the letter that would go out and who would get it."""

    rung: models.Rung
    case: models.Case
    draft: str
    to: tuple[Person, ...]
    is_mine: bool


def waiting(by: Actor, *, now: datetime) -> tuple[Waiting, ...]:
    """Every drafted rung of the cases a person sees that nobody has decided about, the oldest first."""
    cases = permissions.visible_cases(by).filter(state__in=OPEN_STATES)
    rungs = models.Rung.objects.filter(
        case__in=cases, taken_at__isnull=True, declined_at__isnull=True
    ).select_related("case__unit", "case__grid", "case__source")
    return tuple(_waiting(rung, by, now=now) for rung in rungs.order_by("drafted_at", "pk")[:MOST])


def decided(by: Actor) -> list[models.Rung]:
    """The rungs that were taken or declined, the newest first."""
    cases = permissions.visible_cases(by)
    rungs = models.Rung.objects.filter(case__in=cases).exclude(
        taken_at__isnull=True, declined_at__isnull=True
    )
    found = rungs.select_related("case__unit", "taken_by", "declined_by")
    return list(found.order_by("-drafted_at", "-pk")[:MOST])


def of_case(case: models.Case) -> list[models.Rung]:
    """The rungs of one case in the order in which they were drafted."""
    return list(case.rungs.select_related("taken_by", "declined_by").order_by("pk"))


def taken(number: str, by: Actor) -> models.Rung:
    """One letter that was sent; Rung.DoesNotExist when absent or of a case this person does not see."""
    cases = permissions.visible_cases(by)
    rungs = models.Rung.objects.filter(case__in=cases, taken_at__isnull=False)
    return rungs.select_related("case__unit", "taken_by__organisation").get(number=number)


def addressed(case: models.Case, kind: str, *, now: datetime) -> list[Person]:
    """Whom a rung's letter goes to: head of the unit and heads of record; for who is away, their stand-in."""
    if case.unit is None:
        return []
    if kind in answering.OUTSIDE_LADDER:
        people = accounts.people_with(Role.LEADER, under=f"/{case.unit.path.split('/')[1]}/")[:1]
        people = people if kind == "report" else []
    else:
        people = [
            one
            for one in accounts.people_with(Role.UNIT_HEAD, under=case.unit.path)
            if one.organisation_id == case.unit_id
        ]
        record = accounts.heads_on([case.unit_id or 0], on=calendar.local_day(now))
        people += [head.person for head in record if head.seat != "deputy"]
    away = accounts.stand_ins([one.pk for one in people], now=now)
    reached = [away[one.pk].stand_in if one.pk in away else one for one in people]
    return list({one.pk: one for one in reached}.values())


def draft(case: models.Case, kind: str, *, now: datetime) -> str:
    """The letter of a rung, to begin with."""
    return papers.RUNG_LETTERS[kind].format(**_facts(case, now=now))


def letter_draft(case: models.Case, unit_zh: str, *, reply_by: datetime, now: datetime) -> str:
    """The letter to a unit outside our command, to begin with."""
    facts = _facts(case, now=now) | {"unit": unit_zh, "due": _day(reply_by)}
    return papers.LETTER.format(**facts, words=case.words or case.title)


def _waiting(rung: models.Rung, by: Actor, *, now: datetime) -> Waiting:
    case = rung.case
    is_own = case.unit is not None and by.is_of(case.unit.path)
    return Waiting(
        rung=rung,
        case=case,
        draft=draft(case, rung.kind, now=now),
        to=tuple(addressed(case, rung.kind, now=now)),
        is_mine=not is_own and answering.may_take(rung.kind, [hat.role for hat in by.hats]),
    )


def _facts(case: models.Case, *, now: datetime) -> dict[str, str]:
    late = now - case.due_at if case.due_at else None
    hours = int(late.total_seconds() // 3600) if late else 0
    return {
        "unit": case.unit.name_zh if case.unit else "",
        "number": case.number,
        "title": case.title,
        "place": case.address or (case.source.name_zh if case.source else case.grid.name_zh),
        "due": _day(case.due_at) if case.due_at else "",
        "late": f"{hours // 24}天{hours % 24}小时" if hours >= 24 else f"{max(hours, 0)}小时",
    }


def _day(moment: datetime) -> str:
    local = moment.astimezone(calendar.local_zone())
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
