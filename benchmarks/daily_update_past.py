"""What years of daily updates leave behind in a home, for `daily_update.py`.

Rows are what the product would have stored: a month of days and two days of hours it assesses itself, from
readings in its own lake; the rest are copies of these at their own times. Readings are a made-up common
course with a factor for each station; they have been in the lake from position 0 on.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from django.core.management import call_command
from django.db import connection, transaction

from lantian.accounts.models import Organisation
from lantian.assessment import actions as assessment
from lantian.assessment import models as assessed
from lantian.calendar import queries as calendar
from lantian.kernel import models as kernel
from lantian.observations.lake import tables
from lantian.observations.models import Flag
from lantian.observations.recorder import run as recorder
from lantian.pipeline import seeds
from lantian.registry.models import Device, Grid, Membership, Region, Source, Station

TODAY = date(2026, 3, 17)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURS_KEPT, DAYS_ASSESSED, HOURS_ASSESSED = 40, 28, 2
A_DAY = {"episodes": 10, "alarms": 2, "flags": 4, "changes": 20}
LEVELS = {"pm25": 35.0, "pm10": 70.0, "so2": 8.0, "no2": 30.0, "co": 0.6, "o3": 60.0}
BATCH = 5000
EARLIER = {
    ("sqlite", "day"): "date(day, '-%d days')",
    ("sqlite", "begins_at"): "datetime(begins_at, '-%d days')",
    ("postgresql", "day"): "day - %d",
    ("postgresql", "begins_at"): "begins_at - interval '%d days'",
}
SQUARE = (
    '{"type":"Polygon","coordinates":[[[112.8,34.8],[113.2,34.8],[113.2,35.2],[112.8,35.2],[112.8,34.8]]]}'
)


def begins() -> datetime:
    """The first moment of the day that is about to arrive."""
    return calendar.day_bounds(TODAY)[0]


def fill(home: Path, *, years: int, stations: int) -> None:
    """A home up to the night before."""
    call_command("migrate", verbosity=0, skip_checks=True)
    seeds.plant(now=begins())
    codes = district(stations)
    first = TODAY.replace(year=TODAY.year - years)
    readings(home, codes, first=first)
    recorder.keep_up(home)
    of_days(codes, first=first)
    of_hours(codes)
    with transaction.atomic():
        of_people(codes, first=first)
        of_events(first=first)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def district(stations: int) -> list[str]:
    """A district with four townships: a fifth of its stations count, the others are micro-stations."""
    unit = Organisation.objects.create(code="d", name_zh="区", name_en="D", kind="district", path="/d/")
    ours = Region.objects.create(
        code="D", name_zh="区", name_en="D", kind="district", is_ours=True, organisation=unit
    )
    towns = [
        Region.objects.create(code=f"T{n}", name_zh=f"镇{n}", name_en=f"T{n}", kind="township", parent=ours)
        for n in range(4)
    ]
    grid = Grid.objects.create(
        code="G", name_zh="网格", name_en="G", region=towns[0], organisation=unit, geometry=SQUARE
    )
    rng = np.random.default_rng(1)
    codes = [f"S{number:03d}" for number in range(stations)]
    for number, code in enumerate(codes):
        town = towns[number % len(towns)]
        lon, lat = 112.8 + 0.4 * rng.random(), 34.8 + 0.4 * rng.random()
        is_counted = number < stations // 5
        station = Station.objects.create(
            code=code, name_zh=code, name_en=code, kind="national" if is_counted else "micro",
            region=town, grid=grid, lon=lon, lat=lat,
        )  # fmt: skip
        Device.objects.create(mn=f"BENCH{number:04d}", password="123456", station=station)
        for region in (ours, town) if is_counted else ():
            Membership.objects.create(station=station, region=region, valid_from=date(2015, 1, 1))
        if number % 4 == 0:
            Source.objects.create(
                code=f"Q{code}", name_zh=code, name_en=code, kind="site", grid=grid, answerable=unit,
                lon=lon + 0.01, lat=lat + 0.01,
            )  # fmt: skip
    return codes


def values(codes: list[str], *, since: datetime, hours: int) -> dict[str, np.ndarray]:
    """Concentrations, hours × stations: seasons, days and nights, a common weather, and each one's factor."""
    ahead = np.arange(hours) + int(since.timestamp() // 3600)
    rng = np.random.default_rng(int(ahead[0]))
    season = 1 + 0.3 * np.cos(2 * np.pi * ahead / 8766)
    night = 1 + 0.1 * np.cos(2 * np.pi * ahead / 24)
    weather = 1 + 0.2 * np.cos(2 * np.pi * ahead / 91)
    factor = 0.95 + 0.1 * np.random.default_rng(7).random(len(codes))
    common = (season * night * weather)[:, None] * factor
    found = {
        name: np.round(level * common * rng.normal(1, 0.02, common.shape), 2 if name == "co" else 1)
        for name, level in LEVELS.items()
    }
    found["ws"] = np.round(2 + rng.random(common.shape), 1)
    found["wd"] = np.round(360 * rng.random(common.shape), 0)
    return found


def readings(home: Path, codes: list[str], *, first: date) -> None:
    """Every hour since the first day in the lake, a batch a month."""
    begin = calendar.day_bounds(first)[0]
    while begin < begins():
        end = min((begin.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0), begins())
        hours = int((end - begin) / HOUR)
        moments = [(begin + ahead * HOUR).replace(tzinfo=None) for ahead in range(hours)]
        rows = pl.DataFrame(
            {
                "station": np.tile(codes, hours),
                "begins_at": np.repeat(np.array(moments, "datetime64[us]"), len(codes)),
                **{name: column.ravel() for name, column in values(codes, since=begin, hours=hours).items()},
            }
        ).with_columns(
            pl.col("begins_at").dt.replace_time_zone("UTC"),
            period=pl.lit("1h"),
            month=pl.lit(f"{begin:%Y-%m}"),
            marks=pl.lit(""),
            is_rev=pl.lit(value=False),
            position=pl.lit(0, pl.Int64),
        )
        rows = rows.with_columns(received_at=pl.col("begins_at") + HOUR).with_row_index("seq")
        lacking = [
            pl.lit(None, kind).alias(name)
            for name, kind in tables.READINGS.schema.items()
            if name not in rows.columns
        ]
        rows = rows.with_columns(*lacking, pl.col("seq").cast(pl.Int64))
        tables.append(home / "lake", tables.READINGS, rows, position=0)
        begin = end


def of_days(codes: list[str], *, first: date) -> None:
    """Days assessed: the last month by the product, those before as copies."""
    days = [TODAY - back * DAY for back in range(1, DAYS_ASSESSED + 1)]
    assessment.assess_days(days=days, now=begins(), as_of=0)
    copy(assessed.DailyAssessment, "day", step=DAYS_ASSESSED * DAY, first=first)


def of_hours(codes: list[str]) -> None:
    """Hours assessed: the last two days by the product, those before as copies."""
    since = begins() - HOURS_ASSESSED * DAY
    assessment.assess_hours(since=since, until=begins(), now=begins(), as_of=0)
    copy(assessed.HourlyIndex, "begins_at", step=HOURS_ASSESSED * DAY, first=begins() - HOURS_KEPT * DAY)


def copy(model: type, at: str, *, step: timedelta, first: date | datetime) -> None:
    """Copy the rows of a stretch to all stretches before it, back to the first moment."""
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    quoted = {name: connection.ops.quote_name(name) for name in names}
    earlier = EARLIER[connection.vendor, at]
    newest = TODAY if at == "day" else begins()
    with connection.cursor() as cursor:
        for times in range(1, (newest - first) // step + 2):
            taken = [earlier % (times * step.days) if name == at else quoted[name] for name in names]
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(quoted.values())}) "
                f"SELECT {', '.join(taken)} FROM {model._meta.db_table} WHERE {quoted[at]} >= %s",
                [model._meta.get_field(at).get_db_prep_save(newest - step, connection)],
            )
    model._default_manager.filter(**{f"{at}__lt": first}).delete()


def back_to(first: date) -> Iterator[tuple[int, datetime]]:
    """The days behind, with a number, from the first on."""
    for number in range((TODAY - first).days):
        yield number, calendar.day_bounds(first + number * DAY)[0]


def of_people(codes: list[str], *, first: date) -> None:
    """Alarms and their episodes, flags, published numbers that moved."""
    stations = {one.code: one for one in Station.objects.all()}
    rule = assessed.AlarmRule.objects.get(code="R1_above_peers")
    episodes, flags, changes = [], [], []
    for number, midnight in back_to(first):
        for n in range(A_DAY["episodes"]):
            at = midnight + (9 + n % 12) * HOUR
            episodes.append(
                assessed.Episode(
                    number=f"SJ-{number:05d}-{n:02d}",
                    station=stations[codes[(number * 7 + n) % len(codes)]],
                    parameter="pm10",
                    group="pm",
                    kind="air",
                    state="over",
                    begins_at=at,
                    last_at=at + HOUR,
                    peak="160",
                    raised_at=at,
                    over_at=at + 8 * HOUR,
                )  # fmt: skip
            )
        for n in range(A_DAY["flags"]):
            at = midnight + (n * 5) * HOUR
            flags.append(
                Flag(
                    station=stations[codes[(number * 3 + n) % len(codes)]],
                    parameter="pm10",
                    first_begins_at=at,
                    last_begins_at=at + HOUR,
                    kind="invalid",
                    reason="calibration",
                    check_name="spike",
                    created_at=at + DAY,
                    position=0,
                )  # fmt: skip
            )
        for n in range(A_DAY["changes"]):
            code = codes[(number + n) % len(codes)]
            changes.append(
                assessed.Change(
                    subject_kind="station",
                    subject=code,
                    period="day",
                    at=f"{midnight:%Y-%m-%d}",
                    figure="pm10",
                    old="71",
                    new="72",
                    why="late",
                    because_of=[code],
                    old_position=0,
                    position=0,
                    noted_at=midnight + DAY,
                )  # fmt: skip
            )
    assessed.Episode.objects.bulk_create(episodes, batch_size=BATCH)
    assessed.Alarm.objects.bulk_create(
        [
            assessed.Alarm(
                episode=episode,
                rule=rule,
                station=episode.station,
                parameter="pm10",
                begins_at=episode.begins_at + n * HOUR,
                observed="160",
                reference="80",
                threshold="1.2",
                peers=9,
                position=0,
                raised_at=episode.raised_at,
            )  # fmt: skip
            for episode in episodes
            for n in range(A_DAY["alarms"])
        ],
        batch_size=BATCH,
    )
    Flag.objects.bulk_create(flags, batch_size=BATCH)
    assessed.Change.objects.bulk_create(changes, batch_size=BATCH)


def of_events(*, first: date) -> None:
    """An hour's three events with their deliveries and seals, for every hour behind."""
    named = ("observations.batch_recorded", "assessment.hours_assessed", "assessment.days_assessed")
    facts = {"position": 0, "assessed": 205, "changed": [], "since": "", "until": ""}
    for _, midnight in back_to(first):
        events = kernel.Event.objects.bulk_create(
            kernel.Event(
                uuid=uuid.uuid4(),
                name=name,
                at=midnight + hour * HOUR,
                by_id=None,
                about=f"{name}:{midnight:%Y-%m-%d}T{hour:02d}@0",
                facts=facts,
                is_sealed=True,
                is_fanned_out=True,
            )  # fmt: skip
            for hour in range(24)
            for name in named
        )
        kernel.Delivery.objects.bulk_create(
            kernel.Delivery(event=event, handler="assess_batch", is_done=True, next_at=event.at)
            for event in events
            if event.name == named[0]
        )
        kernel.Seal.objects.bulk_create(
            kernel.Seal(sequence=event.pk, event=event, digest="0" * 64, sealed_at=event.at)
            for event in events
        )


def counts() -> str:
    """How many rows a home has of each kind."""
    kinds = (assessed.DailyAssessment, assessed.HourlyIndex, assessed.Alarm, Flag, kernel.Event)
    return ", ".join(f"{kind._default_manager.count():,} {kind.__name__}" for kind in kinds)
