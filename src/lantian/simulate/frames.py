"""What the demo's devices put on the wire: HJ 212 frames of hourly readings, each in its own manner."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import hj212
from lantian.simulate.air import Air
from lantian.simulate.district.places import Post, posts
from lantian.simulate.hours import DATA_ZONE
from lantian.simulate.schedule import Quirk

HOUR = timedelta(hours=1)
AIR_QUALITY = "22"
HOURLY = "2061"
CODES = {
    "pm25": "a34004", "pm10": "a34002", "so2": "a21026", "no2": "a21004", "co": "a21005", "o3": "a05024",
    "t": "a01001", "rh": "a01002", "p": "a01006", "ws": "a01007", "wd": "a01008",
}  # fmt: skip
FLAG_2017 = 5  # asks for a reply
FLAG_2025 = 9
EARLIEST_SECOND, LATEST_SECOND = 60, 180  # after the full hour
CORRECTED_AFTER = timedelta(hours=2)
LATE_BY = timedelta(hours=26)
STRANGER_MN = "LTDEMO0000XX99"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A frame with what it takes to send it and to know its answer."""

    mn: str
    qn: str
    frame: bytes
    due_at: datetime


@dataclass(slots=True)
class Devices:
    """All devices of the demo; what they send for an hour follows from the air, the seed and the quirks."""

    air: Air
    _stuck: dict[Quirk, dict[str, Decimal]] = field(default_factory=dict)

    def uploads(self, since: datetime, until: datetime) -> Iterator[Upload]:
        """What falls due in the hours that begin at or after `since` and before `until`, in order of time."""
        found: list[Upload] = []
        for number in range(round((until - since) / HOUR)):
            found += self._of_hour(since + number * HOUR, until=until)
        found += self._put_right(since, until)
        yield from sorted(found, key=lambda upload: (upload.due_at, upload.mn))

    def strays(self, since: datetime, until: datetime) -> list[bytes]:
        """Frames that no answer is awaited for: one with a wrong checksum, one of an unknown device."""
        begins = next((q.begins_at for q in self.air.schedule.quirks if q.kind == "corrected"), None)
        if begins is None or not since <= begins < until:
            return []
        post = posts()[0]
        told = self.air.readings(begins)[post.code]
        sound = upload(post, begins, told, sent_at=begins + HOUR, flag=FLAG_2017).frame
        damaged = sound[:-6] + (b"0000" if sound[-6:-2] != b"0000" else b"1111") + sound[-2:]
        unknown = upload(post, begins, told, sent_at=begins + HOUR, flag=FLAG_2017, mn=STRANGER_MN).frame
        return [damaged, unknown]

    def _of_hour(self, moment: datetime, *, until: datetime) -> Iterator[Upload]:
        readings = self.air.readings(moment)
        for post in posts():
            values = self._stuck_values(post, moment, readings[post.code])
            if self._has("silent", post, moment) or self._has("late", post, moment) or not values:
                continue
            marks = {"pm10": "C"} if self._has("corrected", post, moment) else {}
            if marks:
                values = values | {"pm10": values["pm10"] * 3} if "pm10" in values else values
            sent_at = moment + HOUR + self._delay(post, moment)
            is_old = until - moment > 3 * HOUR
            yield upload(post, moment, values, sent_at=sent_at, marks=marks, is_backfill=is_old)

    def _put_right(self, since: datetime, until: datetime) -> Iterator[Upload]:
        """The late hour, and the corrected one again, when their time has come."""
        after = {"late": LATE_BY, "corrected": CORRECTED_AFTER}
        for quirk in self.air.schedule.quirks:
            sent_at = quirk.begins_at + HOUR + after.get(quirk.kind, timedelta(0))
            if quirk.kind in after and since <= sent_at - HOUR < until:
                (post,) = [post for post in posts() if post.code == quirk.station]
                values = self.air.readings(quirk.begins_at)[post.code]
                sent_at += self._delay(post, quirk.begins_at)
                if values:
                    yield upload(post, quirk.begins_at, values, sent_at=sent_at, is_backfill=True)

    def _has(self, kind: str, post: Post, moment: datetime) -> bool:
        return self.air.schedule.quirk(kind, post.code, moment) is not None

    def _stuck_values(self, post: Post, moment: datetime, values: dict[str, Decimal]) -> dict[str, Decimal]:
        """A stuck device repeats the first hour of its quirk."""
        quirk = self.air.schedule.quirk("stuck", post.code, moment)
        if quirk is None:
            return values
        return self.air.readings(quirk.begins_at)[post.code] or values

    def _delay(self, post: Post, moment: datetime) -> timedelta:
        """How long after the full hour a device sends: one to three minutes, its own every hour."""
        chance = random.Random(f"{self.air.seed}/sends/{post.code}/{moment:%Y%m%d%H}")
        return timedelta(milliseconds=chance.randrange(EARLIEST_SECOND * 1000, LATEST_SECOND * 1000))


def upload(
    post: Post,
    begins_at: datetime,
    values: Mapping[str, Decimal],
    *,
    sent_at: datetime,
    marks: Mapping[str, str] | None = None,
    flag: int | None = None,
    mn: str | None = None,
    is_backfill: bool = False,
) -> Upload:
    """One hour of one device as a frame; CO in mg/m³ and pressure in kPa, as stations send them."""
    local = sent_at.astimezone(DATA_ZONE)
    speaks = flag or (FLAG_2025 if post.speaks_2025 else FLAG_2017)
    header = hj212.Header(
        qn=f"{local:%Y%m%d%H%M%S}{local.microsecond // 1000:03d}",
        st=AIR_QUALITY,
        cn=HOURLY,
        pw=post.password,
        mn=mn or post.mn,
        flag=speaks,
        is_backfill=is_backfill and speaks == FLAG_2025,
    )
    label = (begins_at + HOUR if post.labels_end else begins_at).astimezone(DATA_ZONE)
    fields = {"DataTime": f"{label:%Y%m%d%H%M%S}"}
    for name, code in CODES.items():
        if name in values:
            fields[f"{code}-Avg"] = text_of(values[name])
            fields[f"{code}-Flag"] = (marks or {}).get(name, "N")
    return Upload(mn=header.mn or "", qn=header.qn or "", frame=hj212.encode(header, fields), due_at=sent_at)


def text_of(value: Decimal) -> str:
    """A decimal as a device prints it: without exponent and idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
