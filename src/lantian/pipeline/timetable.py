"""What is done again and again, and how often."""

from datetime import datetime, timedelta

from django.conf import settings

from lantian.assessment import actions as assessment
from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.cases.actions import warning
from lantian.observations.recorder import run as recorder
from lantian.pipeline.schedule import Line
from lantian.registry import queries as registry
from lantian.reporting import actions as reporting
from lantian.residents import actions as residents
from lantian.sites import actions as sites

BRIEFING_HOUR = 7


def draft_briefing(now: datetime) -> None:
    """From seven in the morning there is a draft about yesterday, once."""
    local = now.astimezone(calendar.local_zone())
    if local.hour >= BRIEFING_HOUR and registry.has_district():
        yesterday = local.date() - timedelta(days=1)
        reporting.write_once(region_code=registry.our_district().code, day=yesterday, now=now)


LINES = (
    Line(name="watch_devices", every=timedelta(minutes=1), run=lambda now: assessment.watch_devices(now=now)),
    Line(
        name="close_quiet_episodes",
        every=timedelta(minutes=5),
        run=lambda now: assessment.close_quiet_episodes(now=now),
    ),
    Line(name="check_hours", every=timedelta(hours=1), run=lambda now: assessment.check_hours(now=now)),
    Line(name="check_weeks", every=timedelta(hours=24), run=lambda now: assessment.check_weeks(now=now)),
    Line(name="warn_cases", every=timedelta(minutes=5), run=lambda now: warning.warn_cases(now=now)),
    Line(name="draft_rungs", every=timedelta(minutes=5), run=lambda now: cases.draft_overdue_rungs(now=now)),
    Line(name="resume_parked", every=timedelta(minutes=5), run=lambda now: cases.resume_due(now=now)),
    Line(name="note_missed_replies", every=timedelta(minutes=1), run=lambda now: sites.note_missed(now=now)),
    Line(name="compute_plates", every=timedelta(minutes=30), run=lambda now: sites.compute_plates(now=now)),
    Line(name="exchange_open311", every=timedelta(minutes=5), run=lambda now: residents.exchange(now=now)),
    Line(name="draft_briefing", every=timedelta(minutes=10), run=draft_briefing),
    Line(
        name="tidy_lake", every=timedelta(hours=24), run=lambda now: recorder.keep_up(settings.LANTIAN_HOME)
    ),
)
