"""An office at work: units and people, two townships, stations with a day of hours, an alarm."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client

import build
from build import NOON, Cast
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Role
from lantian.assessment.models import Alarm, AlarmRule, Episode, HourlyIndex
from lantian.registry.models import Region, Source, Station

HOUR = timedelta(hours=1)
LAST = NOON - HOUR  # 11:00 to 12:00 local time
PLACES = (("ST01", "national", 0.0), ("ST02", "provincial", 1500.0), ("ST03", "national", -1500.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who is there, and the numbers of what they deal with."""

    cast: Cast
    administrator: Actor
    stranger: Actor
    suspicion: str
    order: str


def a_scene() -> Scene:
    """A whole scene; the stranger oversees another township and sees none of it."""
    cast = build.a_cast()
    build.an_organisation("other_town", kind="township")
    stations()
    suspicion = build.a_suspicion()
    alarm(Episode.objects.get(suspicion__number=suspicion))
    order = build.an_order(cast)
    return Scene(
        cast=cast,
        administrator=build.an_actor("administrator", role=Role.ADMINISTRATOR, unit="desk"),
        stranger=build.an_actor("stranger", unit="other_town"),
        suspicion=suspicion,
        order=order,
    )


def stations(hours: int = 26) -> None:
    """Three official stations with their hours, and the district's own; ST01 stands out in the last one."""
    region = build.a_region()
    for code, kind, north_m in PLACES:
        Station.objects.create(
            code=code, name_zh=f"站{code}", name_en=f"Station {code}",
            kind=kind, region=region, grid=build.a_grid(),
            lon=build.HERE[0], lat=build.HERE[1] + north_m * build.METRE,
        )  # fmt: skip
    rows = []
    for back in range(hours):
        at = LAST - back * HOUR
        rows += [
            _hour(code, at, pm10=187 if code == "ST01" and not back else 125) for code, _kind, _m in PLACES
        ]
        rows.append(_hour(region.code, at, pm10=140, kind="region"))
    HourlyIndex.objects.bulk_create(rows)


def _hour(subject: str, at: datetime, *, pm10: int, kind: str = "station") -> HourlyIndex:
    aqi = 126 if pm10 > 150 else 95
    return HourlyIndex(
        subject_kind=kind, subject=subject, begins_at=at, is_statutory=True, edition="2026", aqi=aqi,
        level=3 if aqi > 100 else 2, primary=["pm10"], sub_indices={"pm10": aqi}, values={"pm10": str(pm10)},
        missing={"co": "not_monitored"}, completeness={}, parameters={}, position=77, computed_at=NOON,
    )  # fmt: skip


def alarm(episode: Episode) -> None:
    """The episode is at ST01 and above its peers in the last hour."""
    Episode.objects.filter(pk=episode.pk).update(
        station=Station.objects.get(code="ST01"), begins_at=LAST, last_at=LAST, state="open"
    )
    rule, _made = AlarmRule.objects.get_or_create(
        code="R1_above_peers", version=1,
        defaults={"name_zh": "高于周边", "name_en": "Above the others",
        "parameters": {"points_to_source": True}, "valid_from": build.SINCE},
    )  # fmt: skip
    Alarm.objects.create(
        episode_id=episode.pk, rule=rule,
        station=Station.objects.get(code="ST01"), parameter="pm10", begins_at=LAST,
        observed="187", reference="125", threshold="1.2", peers=2, position=77, raised_at=NOON,
    )  # fmt: skip


def sign_in(client: Client, actor: Actor, *, language: str = "zh-hans") -> Client:
    """The client as this person, reading this language."""
    client.force_login(Person.objects.get(pk=actor.id), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def second_source() -> Source:
    """Another source of the grid."""
    return build.a_source("depot", kind="stockpile", north_m=300.0)


def another_district() -> Region:
    """A neighbour."""
    return Region.objects.create(code="neighbour", name_zh="邻区", name_en="neighbour", kind="district")
