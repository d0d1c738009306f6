"""The ledger: lines a person sees, narrowed, with how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import models, permissions
from lantian.cases.states import State

MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrow:
    """What a ledger is narrowed to; empty means any."""

    batch: str = ""
    tier: str = ""
    span: str = ""
    unit: str = ""
    step: str = ""
    is_overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line with how far it has come."""

    entry: models.LedgerEntry
    taken: tuple[models.StepTaken, ...]
    next_step: models.ProcedureStep | None
    steps: int
    progress: models.LedgerProgress | None
    has_this_month: bool
    is_overdue: bool


def procedure(*, on: date) -> list[models.ProcedureStep]:
    """The steps in force on a day, in their order."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return list(models.ProcedureStep.objects.filter(current, valid_from__lte=on).order_by("position"))


def visible_entries(by: Actor) -> QuerySet[models.LedgerEntry]:
    """Lines whose case a person sees, and those their unit leads or helps with."""
    own = Q()
    for hat in by.hats:
        own |= Q(lead_unit__path__startswith=hat.organisation_path)
    joint = models.LedgerEntry.cooperating.through.objects.filter(
        ledgerentry=OuterRef("pk"), organisation__in=[hat.organisation_id for hat in by.hats]
    )
    seen = Q(case__in=permissions.visible_cases(by))
    found = models.LedgerEntry.objects.filter(seen | own | Q(Exists(joint)))
    return found.select_related("case", "lead_unit", "contact")


def entries(by: Actor, *, narrow: Narrow, now: datetime) -> tuple[Line, ...]:
    """The ledger as a person sees it, narrowed, in the order of batch and number."""
    found = visible_entries(by)
    if narrow.batch:
        found = found.filter(batch=narrow.batch)
    if narrow.tier:
        found = found.filter(tier=narrow.tier)
    if narrow.span:
        found = found.filter(span=narrow.span)
    if narrow.unit:
        found = found.filter(lead_unit__code=narrow.unit)
    rows = found.prefetch_related("steps__step", "progress", "cooperating")[:MOST]
    lines = _lines(sorted(rows, key=lambda row: (row.batch, _number(row.serial))), now=now)
    return tuple(
        line
        for line in lines
        if (not narrow.step or (line.next_step.code if line.next_step else "done") == narrow.step)
        and (not narrow.is_overdue or line.is_overdue)
    )


def entry(number: str, by: Actor, *, now: datetime) -> Line:
    """One line; LedgerEntry.DoesNotExist when absent or not for this person."""
    rows = visible_entries(by).prefetch_related("steps__step", "steps__by", "progress__by", "cooperating")
    return _lines([rows.get(case__number=number)], now=now)[0]


def step_before_closing(case: models.Case) -> models.ProcedureStep | None:
    """The first step of a case's ledger line that is open and comes before it is closed."""
    line = models.LedgerEntry.objects.filter(case=case).first()
    if line is None:
        return None
    taken = set(line.steps.values_list("step__code", flat=True))
    steps = procedure(on=calendar.local_day(line.added_at))
    before = [one for one in steps if one.needs_state != [State.CLOSED]]
    return next((one for one in before if one.code not in taken), None)


def batches(by: Actor) -> list[str]:
    """The batches a person sees."""
    return sorted(set(visible_entries(by).values_list("batch", flat=True)))


def _lines(rows: Sequence[models.LedgerEntry], *, now: datetime) -> list[Line]:
    today = calendar.local_day(now)
    known: dict[date, list[models.ProcedureStep]] = {}
    lines = []
    for row in rows:
        added = calendar.local_day(row.added_at)
        steps = known.setdefault(added, procedure(on=added))
        taken = tuple(sorted(row.steps.all(), key=lambda one: one.step.position))
        codes = {one.step.code for one in taken}
        following = next((step for step in steps if step.code not in codes), None)
        told = list(row.progress.all())
        last = told[-1] if told else None
        lines.append(
            Line(
                entry=row,
                taken=taken,
                next_step=following,
                steps=len(steps),
                progress=last,
                has_this_month=bool(last and last.month == today.replace(day=1)),
                is_overdue=following is not None and row.due_on < today,
            )
        )
    return lines


def _number(serial: str) -> tuple[int, str]:
    digits = "".join(sign for sign in serial if sign.isdigit())
    return (int(digits) if digits else 0, serial)
