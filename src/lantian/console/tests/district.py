"""A small fictional district for looking at pages: units, posts, grids, stations, sources, one assessed day."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

from lantian.accounts import actions as accounts
from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import Role
from lantian.assessment import models as assessment
from lantian.registry import models as registry

LON, LAT = 120.0, 35.0
PASSWORD = "a-long-enough-word"  # noqa: S105 - of a test account


def square(lon: float, lat: float, half: float) -> str:
    """A square polygon as GeoJSON."""
    ring = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    return json.dumps(
        {"type": "Polygon", "coordinates": [[[lon + x * half, lat + y * half] for x, y in ring]]}
    )


def unit(code: str, parent: Organisation | None, kind: str = "department", zh: str = "") -> Organisation:
    """A unit of the demo."""
    return accounts.add_organisation(
        code=code, name_zh=zh or code, name_en=code.title(), kind=kind, parent=parent, is_demo=True
    )


def person(username: str, role: Role, organisation: Organisation, area: Organisation, zh: str = "") -> Person:
    """A post of the demo."""
    who = Person(
        username=username, role=role, organisation=organisation, area=area, is_demo=True,
        name_zh=zh or username, name_en=username.replace("-", " ").title(),
    )  # fmt: skip
    who.set_unusable_password()
    who.save()
    return who


def build() -> dict[str, Person]:
    """Units, posts, places; returns the posts by name."""
    root = unit("district", None, "district", "示范区政府")
    office = unit("office", root, "office", "示范区攻坚办")
    housing = unit("housing", root, "department", "示范住建局")
    town = unit("town", root, "township", "甲街道办")
    other_town = unit("other-town", root, "township", "乙街道办")
    supervision = unit("supervision", root, "supervision", "区督查组")
    people = {
        "duty": person("duty", Role.DUTY_ANALYST, office, root, "攻坚办值班岗"),
        "officer": person("officer", Role.GRID_OFFICER, town, town, "网格甲岗"),
        "other-officer": person("other-officer", Role.GRID_OFFICER, other_town, other_town, "网格戊岗"),
        "head": person("head", Role.UNIT_HEAD, housing, housing, "住建局负责岗"),
        "handler": person("handler", Role.HANDLER, housing, housing, "经办乙岗"),
        "colleague": person("colleague", Role.HANDLER, housing, housing, "经办丁岗"),
        "supervisor": person("supervisor", Role.SUPERVISOR, supervision, root, "督查丙岗"),
        "leader": person("leader", Role.LEADER, root, root, "包片领导岗"),
        "administrator": person("administrator", Role.ADMINISTRATOR, office, root, "系统管理岗"),
    }
    region = registry.Region.objects.create(
        code="DS01", name_zh="示范区", name_en="Model District", kind="district", organisation=office,
        geometry=square(LON, LAT, 0.08), is_ours=True, is_demo=True,
    )  # fmt: skip
    for index, (code, zh) in enumerate((("DS02", "邻一区"), ("DS03", "邻二区"), ("DS04", "邻三区"))):
        registry.Region.objects.create(
            code=code, name_zh=zh, name_en=f"Neighbour {index + 1}", kind="district", is_demo=True
        )
    for code, org, lon in (("TN01", town, LON - 0.04), ("TN02", other_town, LON + 0.04)):
        part = registry.Region.objects.create(
            code=code, name_zh=org.name_zh[:-1], name_en=org.name_en, kind="township", parent=region,
            organisation=org, geometry=square(lon, LAT, 0.04), is_demo=True,
        )  # fmt: skip
        grid = registry.Grid.objects.create(
            code=f"{code}-G1", name_zh=f"{part.name_zh}一网格", name_en=f"{part.name_en} grid 1", region=part,
            organisation=org, geometry=square(lon, LAT, 0.04), is_demo=True,
        )  # fmt: skip
        who = people["officer" if code == "TN01" else "other-officer"]
        registry.Duty.objects.create(person=who, grid=grid, valid_from=date(2020, 1, 1))
    _stations(region)
    _sources(housing)
    return people


def _stations(region: registry.Region) -> None:
    grids = list(registry.Grid.objects.order_by("code"))
    places = (
        ("ST01", "中心", "national", 0, 0.0, 0.0),
        ("ST02", "北湖", "provincial", 0, -0.05, 0.05),
        ("ST03", "南苑", "national", 1, 0.05, -0.045),
        ("ST04", "云台", "provincial", 1, 0.055, 0.02),
        ("WZ01", "微站一", "micro", 0, -0.02, 0.012),
        ("WZ02", "微站二", "micro", 1, 0.03, 0.05),
        ("GD01", "工地七监测", "site", 0, -0.03, 0.03),
    )
    for code, zh, kind, grid, dx, dy in places:
        station = registry.Station.objects.create(
            code=code, name_zh=zh, name_en=f"Station {code}", kind=kind, region=grids[grid].region,
            grid=grids[grid], lon=LON + dx, lat=LAT + dy, is_demo=True,
            no_spray_radius_m=1000 if kind == "national" else 0, provenance="UCI 501, CC BY 4.0, moved by whole weeks",
        )  # fmt: skip
        registry.Device.objects.create(mn=f"MN{code}", password="123456", station=station, is_demo=True)
        if kind in ("national", "provincial"):
            registry.Membership.objects.create(station=station, region=region, valid_from=date(2020, 1, 1))


def _sources(unit: Organisation) -> None:
    grids = list(registry.Grid.objects.order_by("code"))
    places = (
        ("SRC1", "示范工地 7 号", "site", 0, -0.03, 0.031),
        ("SRC2", "示范堆场 2 号", "stockpile", 0, -0.045, 0.02),
        ("SRC3", "示范路北段", "road", 0, -0.012, 0.05),
        ("SRC4", "示范企业 4 号", "plant", 1, 0.02, -0.05),
        ("SRC5", "示范搅拌站 5 号", "mixing", 1, 0.05, 0.04),
    )
    for code, zh, kind, grid, dx, dy in places:
        monitor = registry.Station.objects.filter(code="GD01").first() if code == "SRC1" else None
        registry.Source.objects.create(
            code=code, name_zh=zh, name_en=f"Source {code}", kind=kind, lon=LON + dx, lat=LAT + dy,
            grid=grids[grid], answerable=unit, monitor=monitor, is_demo=True,
        )  # fmt: skip


def assess(now: datetime, hours: int = 30) -> None:
    """Hours of indices for every station, and the district, up to the last full hour."""
    last = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    subjects = [("station", s.code) for s in registry.Station.objects.all()] + [("region", "DS01")]
    rows = []
    for n in range(hours):
        begins_at = last - timedelta(hours=n)
        for place, (kind, code) in enumerate(subjects):
            pm10 = 90 + 7 * place + (60 - 20 * n if code == "ST01" and n < 3 else 0) + (n * 13) % 17
            aqi = 60 + pm10 // 3
            gone = code == "ST04" and n < 2
            rows.append(
                assessment.HourlyIndex(
                    subject_kind=kind, subject=code, begins_at=begins_at, edition="HJ 633-2026",
                    aqi=None if gone else aqi, level=None if gone else 2 + (aqi > 100), primary=[] if gone else ["pm10"],
                    sub_indices={} if gone else {"pm10": aqi, "pm25": aqi - 20},
                    values={} if gone else {"pm10": str(Decimal(pm10)), "pm25": str(Decimal(pm10) / 2), "co": "0.8"},
                    missing={"aqi": "no data"} if gone else {}, completeness={}, position=1000, computed_at=now,
                )
            )  # fmt: skip
    assessment.HourlyIndex.objects.bulk_create(rows)
