"""A small district whose air can be reckoned by hand, sent through the journal as real packets.

Our district has two national stations; every hour of the day is the same:

    A: PM2.5 40, PM10 120, SO2 8, NO2 40, CO 0.7, O3 80
    B: PM2.5 60, PM10 160, SO2 8, NO2 40, CO 0.9, O3 100
    district: PM2.5 50, PM10 140, SO2 8, NO2 40, CO 0.8, O3 90

Two neighbours have one station each: `lee` is as A, `tie` is as the district. The site's own monitor says 300
until the mending and 170 after it, so that it lies 160 and then 30 above the background of 140.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import build
from lantian.assessment import actions as assessment
from lantian.assessment.models import DailyAssessment
from lantian.observations.tests import build as packets
from lantian.registry.models import Device, Membership, Region, Source, Station

DAY = date(2026, 11, 20)
MIDNIGHT = datetime(2026, 11, 19, 16, tzinfo=UTC)  # 00:00 local of DAY
MORNING = datetime(2026, 11, 21, 0, 20, tzinfo=UTC)  # 08:20 local of the day after
EIGHT = datetime(2026, 11, 20, 23, tzinfo=UTC)  # 07:00–08:00 local, the hour an office calls 08:00
HOUR = timedelta(hours=1)
WIND = {"ws": "2.0", "wd": "45", "rh": "60"}
A = {"pm25": "40", "pm10": "120", "so2": "8", "no2": "40", "co": "0.7", "o3": "80", **WIND}
B = {"pm25": "60", "pm10": "160", "so2": "8", "no2": "40", "co": "0.9", "o3": "100", **WIND}
OURS = {"pm25": "50", "pm10": "140", "so2": "8", "no2": "40", "co": "0.8", "o3": "90", **WIND}


def a_station(code: str, region: Region, *, kind: str = "national", north_m: float = 3000.0) -> Station:
    station = Station.objects.create(
        code=code, name_zh=f"{code}站", name_en=f"Station {code}", kind=kind, region=region,
        grid=build.a_grid() if kind == "site" else None, lon=build.HERE[0],
        lat=build.HERE[1] + north_m * build.METRE, no_spray_radius_m=500 if kind == "national" else 0,
        provenance="手工编写的测试数据",
    )  # fmt: skip
    if kind == "national":
        Membership.objects.create(station=station, region=region, valid_from=build.SINCE)
    Device.objects.create(mn=mn_of(code), password=packets.PASSWORD, station=station)
    return station


def a_neighbour(code: str) -> Region:
    unit = build.an_organisation(code, under="hq", kind="district")
    return Region.objects.create(
        code=code, name_zh=f"{code}区", name_en=f"{code} district", kind="district", organisation=unit
    )


def mn_of(code: str) -> str:
    return f"MN{code.upper():0>12}"


def a_district() -> Region:
    """The places, without any air yet."""
    ours = build.a_region()
    Region.objects.filter(pk=ours.pk).update(name_zh="示范新区", name_en="Sample District")
    for code in ("A", "B"):
        a_station(code, ours)
    for code in ("lee", "tie"):
        a_station(f"{code}1", a_neighbour(code))
    monitor = a_station("M", ours, kind="site", north_m=20)
    build.a_source()
    Source.objects.filter(code="site").update(monitor=monitor)
    ours.refresh_from_db()
    return ours


def frames_of(code: str, values: dict[str, str], *, since: datetime, hours: int) -> list[bytes]:
    return [
        packets.a_frame(values, at=since + ahead * HOUR, mn=mn_of(code), qn=ahead) for ahead in range(hours)
    ]


def send(home: Path, frames: list[bytes], *, received_at: datetime = MORNING - HOUR / 4) -> list[int]:
    """Through the journal into the lake."""
    return packets.record(home, *frames, received_at=received_at)


def air_of_the_day(home: Path, *, but: tuple[str, ...] = (), mended_at: datetime | None = None) -> None:
    """The whole day and the morning after, assessed."""
    frames: list[bytes] = []
    for code, values in (("A", A), ("B", B), ("lee1", A), ("tie1", OURS)):
        if code not in but:
            frames += frames_of(code, values, since=MIDNIGHT, hours=32)
    mended = 24 if mended_at is None else int((mended_at - MIDNIGHT) / HOUR) + 1
    frames += frames_of("M", {"pm10": "300"}, since=MIDNIGHT, hours=mended)
    frames += frames_of("M", {"pm10": "170"}, since=MIDNIGHT + mended * HOUR, hours=24 - mended)
    send(home, frames)
    assess(now=MORNING)


def same_days_before() -> None:
    """Every earlier day of the month as the day was: a place asks for most of the days."""
    for row in DailyAssessment.objects.filter(day=DAY, subject_kind="region"):
        for ahead in range(1, DAY.day):
            row.pk, row.day = None, DAY.replace(day=DAY.day - ahead)
            row.save(force_insert=True)


def assess(*, now: datetime) -> None:
    """What the pipeline does once readings are in the lake."""
    assessment.assess_hours(since=MIDNIGHT, until=MIDNIGHT + 32 * HOUR, now=now)
    assessment.assess_days(days=[DAY], now=now)
