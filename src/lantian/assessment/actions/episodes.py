"""The life of an episode: taking alarms in, ending, and being void when nothing of it stands."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from lantian.assessment import events, models
from lantian.assessment.rules import judging, merging
from lantian.assessment.rules.figures import text_of
from lantian.assessment.rules.judging import Met
from lantian.calendar import queries as calendar
from lantian.kernel import outbox, references
from lantian.kernel.references import Address

State = models.Episode.State


class Ground(NamedTuple):
    """What an alarm is raised for: the rule met, by which station and hour, at which position."""

    met: Met
    rule: models.AlarmRule
    station: models.Station
    begins_at: datetime
    value: Decimal | None
    position: int

    @property
    def is_device(self) -> bool:
        return self.met.rule == judging.DEVICE

    @property
    def group(self) -> str:
        return merging.group_of(self.met.parameter, is_device=self.is_device)

    @property
    def severity(self) -> str:
        return models.Severity.RED if self.met.is_red else models.Severity.NOTICE


def address(number: str) -> str:
    """Where an episode is found."""
    return str(Address(room="assessment", kind="episode", key=number))


def take_in(ground: Ground, *, old: models.Alarm | None, window: timedelta, now: datetime) -> models.Alarm:
    """Keep an alarm in the episode of its place, or open one; `old` is the same alarm once withdrawn."""
    episode = _joined(ground, window=window)
    is_new = episode is None
    if episode is None:
        episode = _open(ground, window=window, now=now)
    else:
        _widen(episode, ground)
    alarm = old if old is not None else models.Alarm(rule=ground.rule, station=ground.station)
    alarm.episode, alarm.parameter, alarm.begins_at = episode, ground.met.parameter, ground.begins_at
    alarm.severity, alarm.peers = ground.severity, ground.met.peers
    alarm.observed, alarm.reference = ground.met.observed, ground.met.reference
    alarm.threshold, alarm.position = ground.met.threshold, ground.position
    alarm.raised_at, alarm.withdrawn_at = now, None
    alarm.save()
    if is_new:
        _tell_opened(episode, ground, now=now)
    _tell_raised(episode, ground, now=now)
    return alarm


def last_until(episode_id: int, moment: datetime) -> None:
    """An open episode goes on to an hour; it never shrinks."""
    models.Episode.objects.filter(pk=episode_id, state=State.OPEN, last_at__lt=moment).update(last_at=moment)


def end(episode: models.Episode, *, now: datetime) -> bool:
    """Mark an open episode as over; False when somebody was faster."""
    moved = models.Episode.objects.filter(pk=episode.pk, state=State.OPEN).update(
        state=State.OVER, over_at=now
    )
    if moved:
        outbox.emit(
            events.EpisodeOver(
                about=address(episode.number),
                by=None,
                at=now,
                number=episode.number,
                station=episode.station.code,
                last_at=episode.last_at,
            )
        )
    return bool(moved)


def void_if_empty(episode: models.Episode, *, now: datetime) -> bool:
    """Mark an open episode as void when all its alarms were withdrawn."""
    if models.Alarm.objects.filter(episode=episode, withdrawn_at__isnull=True).exists():
        return False
    moved = models.Episode.objects.filter(pk=episode.pk, state=State.OPEN).update(
        state=State.VOID, over_at=now
    )
    if moved:
        outbox.emit(
            events.EpisodeVoided(
                about=address(episode.number),
                by=None,
                at=now,
                number=episode.number,
                station=episode.station.code,
            )
        )
    return bool(moved)


def _joined(ground: Ground, *, window: timedelta) -> models.Episode | None:
    near = models.Episode.objects.filter(
        station=ground.station,
        group=ground.group,
        state__in=[State.OPEN, State.OVER],
        begins_at__lte=ground.begins_at + window,
        last_at__gte=ground.begins_at - window,
    ).order_by("-last_at", "-pk")
    for episode in near:
        if merging.joins(
            ground.begins_at,
            first=episode.begins_at,
            last=episode.last_at,
            window=window,
            is_open=episode.state == State.OPEN,
        ):
            return episode
    return None


def _open(ground: Ground, *, window: timedelta, now: datetime) -> models.Episode:
    earlier = models.Episode.objects.filter(
        station=ground.station, group=ground.group, state=State.OPEN, last_at__lt=ground.begins_at - window
    ).select_related("station")
    for episode in earlier:
        end(episode, now=now)
    return models.Episode.objects.create(
        number=references.next_number("SJ", calendar.local_day(now).year),
        station=ground.station,
        parameter="" if ground.is_device else ground.met.parameter,
        group=ground.group,
        kind=models.Episode.Kind.DEVICE if ground.is_device else models.Episode.Kind.AIR,
        severity=ground.severity,
        begins_at=ground.begins_at,
        last_at=ground.begins_at,
        peak="" if ground.is_device else _text(ground.value),
        raised_at=now,
    )


def _widen(episode: models.Episode, ground: Ground) -> None:
    """The episode takes the alarm's hour, gravity and value in."""
    changes: dict[str, object] = {
        "begins_at": min(episode.begins_at, ground.begins_at),
        "last_at": max(episode.last_at, ground.begins_at),
    }
    if ground.met.is_red:
        changes["severity"] = models.Severity.RED
    same = ground.met.parameter == episode.parameter
    if same and ground.value is not None and (not episode.peak or ground.value > Decimal(episode.peak)):
        changes["peak"] = _text(ground.value)
    models.Episode.objects.filter(pk=episode.pk).update(**changes)


def _text(value: Decimal | None) -> str:
    return text_of(None if value is None else float(value)) or ""


def _tell_opened(episode: models.Episode, ground: Ground, *, now: datetime) -> None:
    outbox.emit(
        events.EpisodeOpened(
            about=address(episode.number),
            by=None,
            at=now,
            number=episode.number,
            station=ground.station.code,
            parameter=episode.parameter,
            kind=episode.kind,
            rule=ground.met.rule,
            begins_at=ground.begins_at,
        )
    )


def _tell_raised(episode: models.Episode, ground: Ground, *, now: datetime) -> None:
    outbox.emit(
        events.AlarmRaised(
            about=address(episode.number),
            by=None,
            at=now,
            number=episode.number,
            kind=episode.kind,
            rule=ground.met.rule,
            rule_version=ground.rule.version,
            station=ground.station.code,
            parameter=ground.met.parameter,
            begins_at=ground.begins_at,
            severity=ground.severity,
            observed=ground.met.observed,
            reference=ground.met.reference,
            threshold=ground.met.threshold,
            peers=ground.met.peers,
            points_to_source=bool(ground.rule.parameters["points_to_source"]),
            position=ground.position,
        )
    )
