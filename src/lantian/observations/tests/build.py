"""Builders: a device in the register, frames it sends, and a journal that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hj212
from lantian.observations.journal.record import Entry, Kind, Origin
from lantian.observations.journal.writer import JournalWriter
from lantian.observations.recorder import run
from lantian.registry.models import Device, Region, Station

MN = "A110000_0001"
PASSWORD = "123456"
NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)  # 12:00 at UTC+8
CODES = {
    "pm25": "a34004", "pm10": "a34002", "so2": "a21026", "no2": "a21004", "co": "a21005", "o3": "a05024",
    "ws": "a01007", "wd": "a01008", "t": "a01001", "rh": "a01002", "p": "a01006",
}  # fmt: skip


def a_device(mn: str = MN, *, station: str = "ST01", **changes: object) -> Device:
    region, _ = Region.objects.get_or_create(
        code="D1", defaults={"name_zh": "示例区", "name_en": "Sample district", "kind": "district"}
    )
    at, _ = Station.objects.get_or_create(
        code=station,
        defaults={
            "name_zh": station,
            "name_en": station,
            "kind": "national",
            "region": region,
            "lon": 116,
            "lat": 40,
        },
    )
    return Device.objects.create(mn=mn, password=PASSWORD, station=at, **changes)


def a_frame(
    values: Mapping[str, str],
    *,
    at: datetime = NOON,
    mn: str = MN,
    pw: str = PASSWORD,
    cn: str = "2061",
    marks: Mapping[str, str] | None = None,
    qn: int = 0,
    flag: int = 5,
) -> bytes:
    """An upload of a device that keeps UTC+8; `qn` tells resends with a new number apart."""
    local = at + timedelta(hours=8)
    suffix = "Rtd" if cn == "2011" else "Avg"
    fields = {"DataTime": f"{local:%Y%m%d%H%M%S}"}
    for name, text in values.items():
        code = CODES.get(name, name)
        fields[f"{code}-{suffix}"] = text
        fields[f"{code}-Flag"] = (marks or {}).get(name, "N")
    header = hj212.Header(qn=f"{local:%Y%m%d%H%M%S}{qn:03d}", st="22", cn=cn, pw=pw, mn=mn, flag=flag)
    return hj212.encode(header, fields).removesuffix(b"\r\n")


def journal(home: Path, *frames: bytes, received_at: datetime = NOON + timedelta(hours=1)) -> list[int]:
    """Append frames as a door would."""
    writer = JournalWriter(home / "journal")
    received_ns = int(received_at.timestamp() * 1e9)
    origin = Origin("hj212", "198.51.100.7:50000")
    positions = writer.append([Entry(Kind.HJ212, received_ns, origin, frame) for frame in frames])
    writer.close()
    return positions


def record(home: Path, *frames: bytes, received_at: datetime = NOON + timedelta(hours=1)) -> list[int]:
    """Append frames and record everything."""
    positions = journal(home, *frames, received_at=received_at)
    run.drain(home)
    return positions
