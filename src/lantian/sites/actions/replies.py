"""A reply is demanded, given, missed, and decided about."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.assessment.models import Alarm, Episode
from lantian.calendar import queries as calendar
from lantian.calendar.rules import ClockKind
from lantian.cases import actions as cases
from lantian.cases.rules import Problem
from lantian.kernel import outbox, references
from lantian.registry.models import Source
from lantian.sites import events, models, permissions, queries, rules
from lantian.sites.actions import own
from lantian.sites.queries import replies
from lantian.sites.queries.machine import SITE_DUST
from lantian.sites.rules import DemandState

BODY = "HF"
HOUR = timedelta(hours=1)
CATEGORY, CHANNEL = "construction_dust", "dust_monitor"


def demand_reply(*, episode_number: str, now: datetime) -> str | None:
    """A site's monitor stood over its limit: its keepers owe a reply. Once for an episode.

    Returns the number of the demand; None where the episode is not of site dust, not of a site with duties,
    or too long ago to ask.
    """
    episode = Episode.objects.select_related("station").get(number=episode_number)
    bounds = queries.bounds(on=calendar.local_day(now))
    alarm = _newest_alarm(episode)
    source = replies.monitored(episode.station.code)
    if alarm is None or source is None or episode.state == Episode.State.VOID:
        return None
    before = models.Demand.objects.filter(episode=episode).first()
    if before is not None:
        return before.number
    if not replies.is_young(alarm.begins_at + HOUR, now=now, hours=bounds.reply_oldest_hours):
        return None
    due_at = calendar.due_at(start=now, hours=bounds.reply_hours, clock=ClockKind.NATURAL)
    try:
        return _open(source, episode, due_at=due_at, now=now)
    except IntegrityError:  # the same alarm came twice at once
        return models.Demand.objects.get(episode=episode).number


def reply(
    *, number: str, cause: str, measure: str, photo_keys: Sequence[UUID | str], by: Actor, now: datetime
) -> models.Demand:
    """Say what the cause was and what was done, with a photo; after the limit it stays marked as late."""
    require(Verb.REPLY, by)
    kept = permissions.kept_places(by)
    demand = models.Demand.objects.select_related("source").get(number=number, source__in=kept)
    rules.check_reply(cause=cause, measure=measure, photos=photo_keys)
    photos = own.own_photos(photo_keys, by)
    state = rules.state_of_reply(replied_at=now, due_at=demand.due_at)
    with transaction.atomic():
        given = models.Demand.objects.filter(pk=demand.pk, state__in=rules.WAITING).update(
            state=state, cause=cause, measure=measure, replied_by_id=by.id, replied_at=now
        )
        if not given:
            raise rules.ReplyGiven(number)
        models.DemandPhoto.objects.bulk_create(
            models.DemandPhoto(demand=demand, evidence=photo) for photo in photos
        )
        outbox.emit(
            events.Replied(
                about=_about(demand),
                by=by.id,
                at=now,
                source=demand.source.code,
                cause=cause,
                measure=measure,
                photos=tuple(str(photo.key) for photo in photos),
                is_late=state is DemandState.LATE,
            )
        )
    return models.Demand.objects.get(pk=demand.pk)


def note_missed(*, now: datetime) -> list[str]:
    """Demands whose limit ran out without a reply are missed, once; a person decides what comes of it."""
    noted = []
    for demand in replies.overdue(now=now).select_related("source"):
        with transaction.atomic():
            if models.Demand.objects.filter(pk=demand.pk, state=DemandState.OPEN).update(
                state=DemandState.MISSED
            ):
                outbox.emit(
                    events.ReplyMissed(
                        about=_about(demand),
                        by=None,
                        at=now,
                        source=demand.source.code,
                        due_at=demand.due_at,
                    )
                )
                noted.append(demand.number)
    return noted


@transaction.atomic
def lift_demand(*, episode_number: str, now: datetime) -> None:
    """Corrected readings took the ground away: whoever has not replied need not, and is not late."""
    demand = models.Demand.objects.select_related("source").filter(episode__number=episode_number).first()
    if demand is None:
        return
    lifted = models.Demand.objects.filter(
        pk=demand.pk, state__in=(*rules.WAITING, DemandState.LATE), decided_at__isnull=True
    ).update(state=DemandState.LIFTED)
    if lifted:
        outbox.emit(
            events.DemandLifted(
                about=_about(demand), by=None, at=now, source=demand.source.code, episode=episode_number
            )
        )


@transaction.atomic
def make_case(*, number: str, words: str, by: Actor, now: datetime) -> str:
    """Report a late or missing reply as a case of the site's dust; returns the number of the case."""
    demand = _to_decide(number, by)
    found = replies.view(demand)
    source = demand.source
    case = cases.report(
        key=demand.case_key,
        problem=Problem(
            category=CATEGORY,
            title=source.name_zh,
            lon=source.lon,
            lat=source.lat,
            words=words,
            source_code=source.code,
            reading_address=found.alarms[0].address if found.alarms else "",
            channel=CHANNEL,
            happened_at=demand.opened_at,
        ),
        by=by,
        now=now,
    )
    _decide(demand, case=case, reason=words, by=by, now=now)
    return case


@transaction.atomic
def set_aside(*, number: str, reason: str, by: Actor, now: datetime) -> None:
    """Decide that no case is made of a late or missing reply, and why."""
    demand = _to_decide(number, by)
    rules.check_reason(reason)
    _decide(demand, case="", reason=reason, by=by, now=now)


def _newest_alarm(episode: Episode) -> Alarm | None:
    found = episode.alarms.filter(rule__code=SITE_DUST, withdrawn_at__isnull=True)
    return found.order_by("-begins_at").first()


@transaction.atomic
def _open(source: Source, episode: Episode, *, due_at: datetime, now: datetime) -> str:
    demand = models.Demand.objects.create(
        number=references.next_number(BODY, calendar.local_day(now).year),
        source=source,
        episode=episode,
        state=DemandState.OPEN,
        opened_at=now,
        due_at=due_at,
        clock=ClockKind.NATURAL,
    )
    outbox.emit(
        events.ReplyDemanded(
            about=_about(demand),
            by=None,
            at=now,
            source=source.code,
            episode=episode.number,
            due_at=due_at,
            clock=demand.clock,
        )
    )
    return demand.number


def _to_decide(number: str, by: Actor) -> models.Demand:
    require(Verb.DECIDE_REPLY, by)
    found = permissions.decided_demands(by).select_related("source", "episode__station").get(number=number)
    if found.state not in rules.FAILED or found.decided_at is not None:
        raise rules.NothingToDecide(number)
    return found


def _decide(demand: models.Demand, *, case: str, reason: str, by: Actor, now: datetime) -> None:
    decided = models.Demand.objects.filter(
        pk=demand.pk, state__in=rules.FAILED, decided_at__isnull=True
    ).update(decided_by_id=by.id, decided_at=now, decision=reason[:300], case_number=case)
    if not decided:
        raise rules.NothingToDecide(demand.number)
    outbox.emit(
        events.ReplyDecided(
            about=_about(demand), by=by.id, at=now, source=demand.source.code, case=case, reason=reason
        )
    )


def _about(demand: models.Demand) -> str:
    return f"sites.demand:{demand.number}"
