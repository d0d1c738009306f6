"""Visits with their answers, photos and findings."""

import io
import itertools
from datetime import datetime
from uuid import uuid4

from PIL import Image

from build.moments import NOON
from build.office import Cast
from build.orders import an_order
from build.places import HERE, METRE
from lantian.accounts.rules import Actor
from lantian.dispatch import actions as dispatch
from lantian.inspections import actions as inspections
from lantian.inspections.models import Evidence, Visit

_serial = itertools.count(1)


def a_visit(cast: Cast, *, order: str | None = None, now: datetime = NOON, **changes) -> Visit:
    """A check-in twelve metres from the site."""
    fields = {
        "order_number": order or an_order(cast, now=now),
        "key": uuid4(),
        "lon": HERE[0],
        "lat": HERE[1] + 12 * METRE,
        "accuracy_m": 8.0,
        "place_note": "",
        "by": cast.officer,
        "now": now,
    }
    return inspections.check_in(**fields | changes)


def photo_bytes(*, size: tuple[int, int] = (64, 48), exif: Image.Exif | None = None) -> bytes:
    """A small picture that is like no other."""
    out = io.BytesIO()
    noted = {"exif": exif} if exif is not None else {}
    Image.new("RGB", size, (200, 160, 90)).save(out, "JPEG", comment=f"picture {next(_serial)}", **noted)
    return out.getvalue()


def a_scene(*, quality: int = 85, size: tuple[int, int] = (640, 480), turned: bool = False) -> bytes:
    """A picture that shows something: heaps of light and dark, by which it is known again."""
    picture = Image.new("L", (16, 12))
    picture.putdata([(x * 37 + y * 91 + x * y * 13) % 256 for y in range(12) for x in range(16)])
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_180)
    out = io.BytesIO()
    picture.resize(size, Image.Resampling.BICUBIC).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def a_photo(by: Actor, *, visit: Visit | None = None, now: datetime = NOON, **changes) -> Evidence:
    """A photo somebody took, on a visit or for a case."""
    fields = {
        "visit_key": visit.key if visit else None,
        "key": uuid4(),
        "content": photo_bytes(),
        "name": "photo.jpg",
        "by": by,
        "now": now,
    }
    return inspections.attach_photo(**fields | changes)


def answer_all(
    visit: Visit, value: str, *, by: Actor, now: datetime = NOON, but: dict[str, str] | None = None
) -> None:
    """Answer every item alike, some otherwise by code."""
    for item in visit.template.items.all():
        said = (but or {}).get(item.code, value)
        inspections.answer(visit_key=visit.key, item_id=item.pk, value=said, note="", by=by, now=now)


def a_problem(cast: Cast, *, visit: Visit | None = None, now: datetime = NOON) -> Visit:
    """A filed finding: bare soil at the site, with its photo."""
    visit = visit or a_visit(cast, now=now)
    item = visit.template.items.get(code="soil_covered")
    answer_all(visit, "ok", by=cast.officer, now=now, but={"soil_covered": "no"})
    a_photo(cast.officer, visit=visit, item_id=item.pk, now=now)
    inspections.file_finding(
        visit_key=visit.key,
        result="problem",
        category="bare_land",
        words="about 20 m² of bare soil",
        source_code="site",
        by=cast.officer,
        now=now,
    )
    dispatch.finish(number=visit.order.number, by_id=cast.officer.id, now=now)
    return visit
