"""The alarms of the past: what the office would have been told while earlier plumes were in the air.

When a month is replayed at once, only fresh hours alarm. Here the hours of plumes that are over, and of the
device that stuck, are judged as of the minutes after they ended, so that the story has something to answer;
what the checks of quality propose about the hours the device stuck waits for a person.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lantian.accounts.rules import Actor
from lantian.assessment import actions as assessment
from lantian.diagnosis import actions as diagnosis
from lantian.observations import actions as observing
from lantian.observations.models import Flag
from lantian.observations.states import State
from lantian.registry import queries as registry
from lantian.simulate import kept, words
from lantian.simulate.schedule import Schedule

HOUR = timedelta(hours=1)
JUDGED_AFTER = timedelta(hours=1, minutes=4)
QUIET_AFTER = timedelta(hours=12)
FIRST_HOURS = 3
LAST_HOURS = 2


def watch_past(*, since: datetime, until: datetime) -> int:
    """Judge the eventful hours between two moments, oldest first; returns the number of suspicions."""
    suspicions: set[str] = set()
    for begins_at in sorted(set(eventful_hours(kept.schedule(), since=since, until=until))):
        at = begins_at + JUDGED_AFTER
        assessment.close_quiet_episodes(now=at)
        for number in {a.episode.number for a in assessment.raise_alarms(begins_at=begins_at, now=at)}:
            found = diagnosis.suspect(episode_number=number, now=at)
            suspicions |= {found} if found else set()
    for quirk in kept.schedule().quirks:
        if quirk.kind == "stuck" and since <= quirk.ends_at < until:
            assessment.check_hours(now=quirk.ends_at + JUDGED_AFTER)
    assessment.close_quiet_episodes(now=until + QUIET_AFTER)
    return len(suspicions)


def judge_past(*, by: Actor, now: datetime) -> int | None:
    """The duty analyst finds one check right: the longest flat line at an official station; its flag."""
    waiting = Flag.objects.filter(
        state=State.PROPOSED, check_name="flatline", station__kind__in=registry.STATUTORY
    ).order_by("first_begins_at", "id")
    longest = max(waiting, key=lambda row: row.last_begins_at - row.first_begins_at, default=None)
    if longest is None:
        return None
    observing.accept_flag(flag_id=longest.pk, by=by, reason=words.why_flag("stuck"), now=now)
    return longest.pk


def eventful_hours(schedule: Schedule, *, since: datetime, until: datetime) -> Iterator[datetime]:
    """The first hours of every plume, and the last ones of a device that stuck, between two moments."""
    for plume in schedule.plumes:
        yield from _within(plume.begins_at, FIRST_HOURS, since, until)
    for quirk in schedule.quirks:
        if quirk.kind == "stuck":
            yield from _within(quirk.ends_at - LAST_HOURS * HOUR, LAST_HOURS, since, until)


def _within(begins_at: datetime, hours: int, since: datetime, until: datetime) -> Iterator[datetime]:
    moments = (begins_at + number * HOUR for number in range(hours))
    return (moment for moment in moments if since <= moment < until)
