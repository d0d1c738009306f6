"""举一反三: after one problem was mended, every place of its kind is looked at, each with an answer."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import moving, opening
from lantian.cases.queries import sweeps
from lantian.cases.rules import sweeping
from lantian.cases.states import State
from lantian.kernel import outbox, references
from lantian.registry import queries as registry
from lantian.registry.models import Grid, Source

AFTER = (State.PASSED, State.IN_PUBLICITY, State.CLOSED)
Outcome = models.SweepPlace.Outcome


@transaction.atomic
def order(*, number: str, words: str, by: Actor, now: datetime, due_at: datetime | None = None) -> str:
    """Have every other place of a mended case's kind looked at, one task a grid; returns the sweep's number.

    The kind is that of the case's source; a case without one asks every grid as a whole.
    """
    require(Verb.ORDER_SWEEP, by)
    seen = permissions.visible_cases(by).select_related("source", "grid__organisation")
    case = seen.get(number=number)
    rules.check_reason(words)
    if case.state not in AFTER:
        raise sweeping.TooEarly(number)
    proposed, _ = queries.due(models.Limit.Step.SWEEP, case, now=now)
    due_at = due_at or proposed
    rules.check_due(due_at=due_at, now=now)
    places = _places(case)
    if not places:
        raise sweeping.NothingToSweep()
    sweep = _open(case, words=words, due_at=due_at, by=by, now=now)
    for grid, sources in places.items():
        task = models.SweepTask.objects.create(sweep=sweep, grid=grid)
        models.SweepPlace.objects.bulk_create(
            models.SweepPlace(task=task, source=source) for source in sources
        )
    outbox.emit(
        events.SweepOrdered(
            about=moving.about(case),
            by=by.id,
            at=now,
            sweep=sweep.number,
            category=sweep.category,
            tasks=len(places),
            places=sum(len(sources) for sources in places.values()),
            due_at=due_at,
        )
    )
    return sweep.number


@transaction.atomic
def answer(
    *,
    number: str,
    place_id: int,
    outcome: str,
    words: str,
    by: Actor,
    now: datetime,
    case_number: str = "",
    photo_key: str = "",
    key: UUID | None = None,
) -> str:
    """Say what was seen at a place; a problem becomes a case, whose number is returned."""
    require(Verb.ANSWER_SWEEP, by)
    sweep = sweeps.visible_sweeps(by, now=now).select_related("case").get(number=number)
    held = models.SweepPlace.objects.select_for_update(of=("self",))
    place = held.select_related("task__grid", "task__sweep", "source").get(pk=place_id, task__sweep=sweep)
    if not sweeps.is_theirs(place.task, by, now=now):
        raise NotAllowed(Verb.ANSWER_SWEEP, by, f"{place.task.grid.code} is looked after by others")
    if sweep.closed_at is not None:
        raise sweeping.SweepOver(number)
    if place.outcome:
        raise sweeping.AnsweredAlready(_named(place))
    rules.check_reason(words)
    case = None
    if Outcome(outcome) is Outcome.PROBLEM:
        shown_by = (case_number, photo_key)
        case = _case(place, words, shown_by=shown_by, key=key or references.new_key(now), by=by, now=now)
    place.outcome, place.words, place.case = Outcome(outcome), words.strip(), case
    place.by_id, place.at = by.id, now
    place.save(update_fields=["outcome", "words", "case", "by", "at"])
    outbox.emit(
        events.PlaceSwept(
            about=moving.about(sweep.case),
            by=by.id,
            at=now,
            sweep=number,
            place=place.source.code if place.source else place.task.grid.code,
            outcome=place.outcome,
            case=case.number if case else "",
        )
    )
    return case.number if case else ""


@transaction.atomic
def excuse(*, number: str, task_id: int, reason: str, by: Actor, now: datetime) -> None:
    """Leave what nobody looked at in a grid out of a sweep, and say why."""
    require(Verb.ORDER_SWEEP, by)
    sweep = sweeps.visible_sweeps(by, now=now).select_related("case").get(number=number)
    if not by.covers(_district(sweep.case)):
        raise NotAllowed(Verb.ORDER_SWEEP, by, "the sweep is another area's")
    rules.check_reason(reason)
    if sweep.closed_at is not None:
        raise sweeping.SweepOver(number)
    task = sweep.tasks.select_related("grid").get(pk=task_id)
    task.excused_reason, task.excused_by_id, task.excused_at = reason.strip(), by.id, now
    task.save(update_fields=["excused_reason", "excused_by", "excused_at"])
    outbox.emit(
        events.SweepExcused(
            about=moving.about(sweep.case),
            by=by.id,
            at=now,
            sweep=number,
            grid=task.grid.code,
            reason=reason.strip(),
        )
    )


@transaction.atomic
def close(*, number: str, by: Actor, now: datetime) -> None:
    """End a sweep: every place is answered for, or its grid excused."""
    require(Verb.ORDER_SWEEP, by)
    sweep = sweeps.visible_sweeps(by, now=now).select_related("case").get(number=number)
    if not by.covers(_district(sweep.case)):
        raise NotAllowed(Verb.ORDER_SWEEP, by, "the sweep is another area's")
    places = models.SweepPlace.objects.filter(task__sweep=sweep)
    waiting = places.filter(outcome="", task__excused_at__isnull=True).count()
    if waiting:
        raise sweeping.PlacesOpen(waiting)
    if not models.Sweep.objects.filter(pk=sweep.pk, closed_at__isnull=True).update(
        closed_at=now, closed_by_id=by.id
    ):
        raise sweeping.SweepOver(number)
    outbox.emit(
        events.SweepClosed(
            about=moving.about(sweep.case),
            by=by.id,
            at=now,
            sweep=number,
            places=places.count(),
            problems=places.filter(outcome=Outcome.PROBLEM).count(),
        )
    )


def _district(case: models.Case) -> str:
    return accounts.ancestors(case.grid.organisation.path)[0].path


def _places(case: models.Case) -> dict[Grid, list[Source | None]]:
    """The other places of a case's kind in the district, by grid."""
    district = _district(case)
    if case.source is None:
        return {
            grid: [None]
            for grid in Grid.objects.filter(organisation__path__startswith=district).order_by("code")
        }
    found = Source.objects.filter(kind=case.source.kind, grid__organisation__path__startswith=district)
    places: dict[Grid, list[Source | None]] = {}
    for source in found.exclude(pk=case.source_id).select_related("grid").order_by("code"):
        places.setdefault(source.grid, []).append(source)
    return places


def _open(case: models.Case, *, words: str, due_at: datetime, by: Actor, now: datetime) -> models.Sweep:
    sweep = models.Sweep(
        number=references.next_number("JY", calendar.local_day(now).year),
        case=case,
        category=case.category,
        source_kind=case.source.kind if case.source else "",
        words=words.strip(),
        due_at=due_at,
        ordered_by_id=by.id,
        ordered_at=now,
    )
    try:
        with transaction.atomic():
            sweep.save(force_insert=True)
    except IntegrityError as twice:
        runs = case.sweeps.get(closed_at__isnull=True)
        raise sweeping.SweepRuns(case.number, sweep=runs.number) from twice
    return sweep


def _case(
    place: models.SweepPlace, words: str, *, shown_by: tuple[str, str], key: UUID, by: Actor, now: datetime
) -> models.Case:
    """The case a problem is, or becomes; shown by the number of one there is, or by a photo."""
    case_number, photo_key = shown_by
    sweep = place.task.sweep
    if case_number.strip():
        found = permissions.visible_cases(by).get(number=case_number.strip())
        if found.category != sweep.category:
            raise sweeping.OtherKind(found.number)
        return found
    if not photo_key:
        raise sweeping.CaseMissing()
    named = place.source or place.task.grid
    lon, lat = (place.source.lon, place.source.lat) if place.source else registry.middle_of(place.task.grid)
    problem = rules.Problem(
        category=sweep.category,
        title=named.name_zh[:120],
        lon=lon,
        lat=lat,
        words=words,
        source_code=place.source.code if place.source else "",
        photo_keys=(photo_key,),
    )
    return models.Case.objects.get(number=opening.report(key=key, problem=problem, by=by, now=now))


def _named(place: models.SweepPlace) -> str:
    return (place.source or place.task.grid).name_zh
