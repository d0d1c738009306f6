"""A site with duties: its monitor, an hour over the limit, photos of its keepers."""

from datetime import date, datetime, timedelta

from build.moments import NOON
from build.places import HERE, a_grid, a_region, a_source
from build.visits import a_photo
from lantian.accounts.rules import Actor
from lantian.assessment import actions as assessment
from lantian.assessment.models import Alarm, AlarmRule, Episode, HourlyIndex
from lantian.registry.models import Source, Station
from lantian.sites import actions as sites

HOUR = timedelta(hours=1)
BEGUN = date(2026, 11, 2)  # a Monday
WELL = {"site_covered": "ok", "site_washed": "ok", "site_wet": "na", "site_fence": "ok"}


def a_site_on_duty(code: str = "site", *, begins_on: date = BEGUN, area_m2: int | None = None) -> Source:
    """A site whose duties have begun, with a monitor of its own."""
    sites.seed(now=NOON)
    source = a_source(code)
    monitor, _made = Station.objects.get_or_create(
        code=f"CS-{code}",
        defaults={
            "name_zh": f"监测{code}", "name_en": f"monitor {code}", "kind": Station.Kind.SITE,
            "region": a_region(), "grid": a_grid(), "lon": HERE[0], "lat": HERE[1],
        },
    )  # fmt: skip
    Source.objects.filter(pk=source.pk).update(monitor=monitor)
    sites.take_up(source_code=code, begins_on=begins_on, area_m2=area_m2, by=None, now=NOON)
    return Source.objects.get(pk=source.pk)


def monitored_hours(source: Source, *, until: datetime = NOON, hours: int = 24, pm10: int = 120) -> None:
    """So many hours of the site's own monitor before a moment."""
    HourlyIndex.objects.bulk_create(
        HourlyIndex(
            subject_kind="station", subject=source.monitor.code, begins_at=until - back * HOUR,
            is_statutory=False, edition="2026", values={"pm10": str(pm10)}, missing={}, completeness={},
            parameters={}, position=7, computed_at=until,
        )
        for back in range(1, hours + 1)
    )  # fmt: skip


def an_exceedance(source: Source, *, at: datetime = NOON - HOUR, number: str = "SJ-2026-000900") -> str:
    """An episode of site dust, with its alarm; returns its number."""
    assessment.seed(now=NOON)
    episode, _made = Episode.objects.get_or_create(
        number=number,
        defaults={
            "station": source.monitor, "parameter": "pm10", "group": "pm", "kind": Episode.Kind.AIR,
            "begins_at": at, "last_at": at, "peak": "260", "raised_at": at + HOUR,
        },
    )  # fmt: skip
    Alarm.objects.create(
        episode=episode, rule=AlarmRule.objects.get(code="R7_site_dust"), station=source.monitor,
        parameter="pm10", begins_at=at, observed="260", reference="120", threshold="80", peers=3, position=7,
        raised_at=at + HOUR,
    )  # fmt: skip
    return number


def a_sheet(by: Actor, day: date, *, now: datetime, source: str = "site", **changes):
    """A sheet on which all is well, signed."""
    fields = {"taps": WELL, "stage": "earthwork", "words": "", "photo_keys": []}
    return sites.sign_sheet(source_code=source, day=day, by=by, now=now, **(fields | changes))


def a_reply(number: str, by: Actor, *, now: datetime):
    """A whole reply with its photo."""
    photo = a_photo(by, now=now)
    return sites.reply(
        number=number, cause="digging", measure="covered", photo_keys=[photo.key], by=by, now=now
    )
