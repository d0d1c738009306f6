"""Looking upwind of an episode, and what people make of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

import yaml
from django.db import transaction

from lantian.accounts import rules as accounts
from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.diagnosis import events, models, permissions, queries, rules, states
from lantian.diagnosis.states import State
from lantian.kernel import outbox, references
from lantian.kernel.references import Address

SEEDS = Path(__file__).resolve().parent / "seeds" / "sector_rule.yaml"


class SuspicionMoved(Exception):
    """Somebody was faster."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(f"suspicion {number} was changed by somebody else in the meantime")


class ReasonMissing(ValueError):
    """Nobody is sent, and nobody says why."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(f"suspicion {number} cannot be dismissed without a reason")


def suspect(*, episode_number: str, now: datetime) -> str | None:
    """Look upwind of an episode once; returns the suspicion's number.

    None for an episode whose alarms do not point to a source near by: a device, or air that is bad
    everywhere. Asked again when a further alarm joins the episode.
    """
    return suspect_each(episode_numbers=[episode_number], now=now).get(episode_number)


@transaction.atomic
def suspect_each(*, episode_numbers: Sequence[str], now: datetime) -> dict[str, str]:
    """Look upwind of several episodes, each as `suspect` does; returns the suspicions' numbers by episode."""
    known = models.Suspicion.objects.filter(episode__number__in=list(episode_numbers))
    found = dict(known.values_list("episode__number", "number"))
    around = queries.Surroundings()
    for episode_number in dict.fromkeys(episode_numbers):
        if episode_number not in found:
            survey = queries.survey(episode_number, on=calendar.local_day(now), around=around)
            if survey is not None:
                found[episode_number] = _suspect(survey, now=now)
    return found


def _suspect(survey: queries.Survey, *, now: datetime) -> str:
    """Keep what looking upwind gave, and tell of it."""
    number = references.next_number("YS", calendar.local_day(now).year)
    wind = survey.wind
    suspicion = models.Suspicion.objects.create(
        number=number,
        episode=survey.episode,
        begins_at=survey.begins_at,
        parameter=survey.parameter,
        rule=survey.rule,
        wind_from=wind.direction if wind and survey.note != rules.CALM else None,
        wind_speed=wind.speed if wind else None,
        wind_station=wind.station if wind else "",
        half_angle=survey.sector.half_width,
        near_km=survey.sector.min_distance_m / 1000,
        far_km=survey.sector.max_distance_m / 1000,
        note=survey.note,
        position=survey.position,
        made_at=now,
    )
    models.Candidate.objects.bulk_create(
        [
            models.Candidate(
                suspicion=suspicion,
                source=found.source,
                rank=rank,
                score=found.score,
                distance_km=found.distance_km,
                bearing=found.bearing,
                off_axis=found.off_axis,
                reasons=found.reasons,
            )
            for rank, found in enumerate(survey.candidates, start=1)
        ]
    )
    outbox.emit(
        events.SuspicionMade(
            about=_address(number),
            by=None,
            at=now,
            number=number,
            episode=survey.episode.number,
            station=survey.episode.station.code,
            parameter=survey.parameter,
            wind_station=suspicion.wind_station,
            candidates=len(survey.candidates),
            note=survey.note,
            position=survey.position,
        )
    )
    return number


@transaction.atomic
def dismiss(*, number: str, reason: str, by: Actor, now: datetime) -> None:
    """Decide that nobody goes, and say why; Suspicion.DoesNotExist for somebody who may not see it."""
    accounts.require(Verb.DISMISS, by)
    suspicion = permissions.visible_suspicions(by).get(number=number)
    if not reason.strip():
        raise ReasonMissing(number)
    _move(suspicion, "dismiss", dismissed_reason=reason.strip()[:200])
    outbox.emit(
        events.SuspicionDismissed(
            about=_address(number), by=by.id, at=now, number=number, reason=reason.strip()[:200]
        )
    )


@transaction.atomic
def mark_ordered(
    *, number: str, now: datetime, officer_ids: Collection[int] = (), by_id: int | None = None
) -> None:
    """An order came of it; the officers who go may see it from now on. Twice for the same is once."""
    suspicion = models.Suspicion.objects.get(number=number)
    shown = set(suspicion.shown_to.values_list("pk", flat=True))
    if suspicion.state in {State.ORDERED, State.ANSWERED} and set(officer_ids) <= shown:
        return
    if suspicion.state != State.ANSWERED:
        _move(suspicion, "order")
    suspicion.shown_to.add(*officer_ids)
    outbox.emit(
        events.SuspicionOrdered(
            about=_address(number), by=by_id, at=now, number=number, officers=tuple(sorted(officer_ids))
        )
    )


@transaction.atomic
def mark_answered(*, number: str, now: datetime, by_id: int | None = None) -> None:
    """Somebody has looked; twice is once."""
    suspicion = models.Suspicion.objects.get(number=number)
    if suspicion.state == State.ANSWERED:
        return
    _move(suspicion, "answer")
    outbox.emit(events.SuspicionAnswered(about=_address(number), by=by_id, at=now, number=number))


@transaction.atomic
def record_verdict(
    *,
    number: str,
    source_code: str | None,
    is_confirmed: bool,
    visit_ref: str,
    now: datetime,
    by_id: int | None = None,
) -> models.Verdict:
    """Keep what a visit found at a candidate, once per visit, and mark the suspicion as answered."""
    suspicion = models.Suspicion.objects.get(number=number)
    known = models.Verdict.objects.filter(visit_ref=visit_ref).first()
    if known is not None:
        return known
    verdict = models.Verdict.objects.create(
        suspicion=suspicion,
        source=queries.source_of(source_code) if source_code else None,
        is_confirmed=is_confirmed,
        visit_ref=visit_ref,
        at=now,
    )
    if suspicion.state != State.ANSWERED:
        _move(suspicion, "answer")
    outbox.emit(
        events.VerdictRecorded(
            about=_address(number),
            by=by_id,
            at=now,
            number=number,
            source=source_code,
            is_confirmed=is_confirmed,
            visit=visit_ref,
        )
    )
    return verdict


@transaction.atomic
def seed(*, now: datetime) -> list[int]:
    """Enter the sector rules that are not there yet; a version that exists is never touched."""
    entered = []
    for row in yaml.safe_load(SEEDS.read_text(encoding="utf-8")):
        _, is_new = models.SectorRule.objects.get_or_create(
            version=row["version"],
            defaults={name: row.get(name) for name in ("parameters", "source", "valid_from", "valid_to")},
        )
        if is_new:
            entered.append(row["version"])
    if entered:
        outbox.emit(
            events.SectorRulesSeeded(
                about="diagnosis.rules:shipped", by=None, at=now, versions=tuple(entered)
            )
        )
    return entered


def _move(suspicion: models.Suspicion, verb: str, **changes: object) -> None:
    new = states.target(verb, State(suspicion.state))
    moved = models.Suspicion.objects.filter(pk=suspicion.pk, state=suspicion.state).update(
        state=new, **changes
    )
    if not moved:
        raise SuspicionMoved(suspicion.number)


def _address(number: str) -> str:
    return str(Address(room="diagnosis", kind="suspicion", key=number))
