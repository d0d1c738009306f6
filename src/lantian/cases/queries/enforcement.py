"""Enforcements a person sees, the clauses that may be proposed, and what a daily fine comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import models, permissions
from lantian.cases.rules import enforcing


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One enforcement with its steps, what comes next, and the daily fine as it would be today."""

    enforcement: models.Enforcement
    steps: tuple[models.EnforcementStep, ...]
    next_step: str | None
    is_bodys: bool
    may_fine_daily: bool
    daily_from: date | None
    daily_fen: int | None
    total_fen: int


def visible(by: Actor) -> QuerySet[models.Enforcement]:
    """Enforcements of the cases a person sees, and those of their own body."""
    own = Q()
    for hat in by.hats:
        own |= Q(body__path=hat.organisation_path)
    seen = Q(case__in=permissions.visible_cases(by))
    found = models.Enforcement.objects.filter(seen | own)
    return found.select_related("case__source", "clause", "body", "transferred_by")


def enforcements(by: Actor, *, now: datetime) -> list[View]:
    """Every enforcement a person sees, the newest first."""
    rows = visible(by).prefetch_related("steps__by").order_by("-transferred_at", "-pk")[:200]
    return [view_of(row, by, now=now) for row in rows]


def of_case(case: models.Case, by: Actor, *, now: datetime) -> list[View]:
    """The enforcements of one case that is seen already."""
    rows = case.enforcements.select_related("case__source", "clause", "body").prefetch_related("steps__by")
    return [view_of(row, by, now=now) for row in rows]


def enforcement(number: str, by: Actor, *, now: datetime) -> View:
    """One enforcement; Enforcement.DoesNotExist when absent or not for this person."""
    return view_of(visible(by).prefetch_related("steps__by").get(number=number), by, now=now)


def clauses_for(category: str, *, on: date) -> list[models.LawClause]:
    """The clauses in force on a day, those proposed for a category first."""
    rows = list(clauses(on=on))
    return sorted(rows, key=lambda row: (category not in row.categories, not row.is_official, row.code))


def clauses(*, on: date) -> QuerySet[models.LawClause]:
    """The clauses in force on a day."""
    return _in_force(models.LawClause.objects.all(), on)


def powers(*, on: date) -> dict[str, Organisation]:
    """Which unit holds each kind of power on a day."""
    rows = _in_force(models.Power.objects.select_related("organisation"), on).order_by("valid_from")
    return {row.kind: row.organisation for row in rows}


def view_of(row: models.Enforcement, by: Actor, *, now: datetime) -> View:
    """An enforcement as its page shows it."""
    steps = tuple(row.steps.all())
    following = enforcing.next_step([step.kind for step in steps])
    fine, from_day = daily_terms(steps)
    today = calendar.local_day(now)
    is_daily = row.clause.is_daily and fine is not None and from_day is not None
    counts = is_daily and from_day is not None and from_day <= today
    return View(
        enforcement=row,
        steps=steps,
        next_step=following,
        is_bodys=any(hat.organisation_path == row.body.path for hat in by.hats),
        may_fine_daily=bool(counts),
        daily_from=from_day if is_daily else None,
        daily_fen=fine * ((today - from_day).days + 1) if counts and fine and from_day else None,
        total_fen=sum(step.amount_fen or 0 for step in steps if step.kind in {"fine", "daily"}),
    )


def daily_terms(steps: Sequence[models.EnforcementStep]) -> tuple[int | None, date | None]:
    """The fine a day counts for and the first day that is not counted yet; nothing before there is a fine."""
    fine = next((step.amount_fen for step in steps if step.kind == "fine"), None)
    ordered_on = next((step.ordered_on for step in steps if step.ordered_on), None)
    if fine is None or ordered_on is None:
        return None, None
    counted = [step.last_day for step in steps if step.kind == "daily" and step.last_day]
    until = max(counted, default=None)
    return fine, enforcing.first_daily_day(ordered_on=ordered_on, counted_until=until)


def _in_force(rows: QuerySet, on: date) -> QuerySet:  # type: ignore[type-arg]  # of clauses or of powers
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
