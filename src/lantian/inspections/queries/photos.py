"""Questions about photos: one as pages show it, its bytes, and which look alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lantian.accounts.rules import Actor
from lantian.inspections import models, permissions, rules
from lantian.kernel import files


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoView:
    """A photo as pages show it; its bytes are asked for by key."""

    key: str
    taken_at: datetime | None
    received_at: datetime
    lon: float | None
    lat: float | None
    width: int
    height: int
    sha256: str
    hints: tuple[str, ...]
    by_id: int


def photos_of(visit_key: UUID | str) -> list[models.Evidence]:
    """The photos of a visit, oldest first."""
    return list(models.Evidence.objects.filter(visit__key=visit_key, signature__isnull=True).order_by("pk"))


def evidence(key: UUID | str, by: Actor) -> models.Evidence:
    """One photo; Evidence.DoesNotExist when absent or not for this person."""
    return permissions.visible_evidence(by).select_related("original", "public_copy").get(key=key)


def public_copy(found: models.Evidence) -> bytes:
    """The bytes to show: pixels without place, time or device. FileLost when the disk has lost them."""
    return files.read(found.public_copy_id)


def photo_view(found: models.Evidence) -> PhotoView:
    """A photo as pages show it."""
    return PhotoView(
        key=str(found.key),
        taken_at=found.taken_at,
        received_at=found.received_at,
        lon=found.lon,
        lat=found.lat,
        width=found.width,
        height=found.height,
        sha256=found.original_id,
        hints=tuple(found.hints),
        by_id=found.by_id,
    )


def look_alikes(
    photos: Sequence[models.Evidence], *, since: datetime, until: datetime
) -> dict[int, models.Evidence]:
    """Photos received in a time that show what one of these shows: the id of each with that one."""
    others = models.Evidence.objects.filter(received_at__gte=since, received_at__lte=until)
    known = others.exclude(pk__in=[one.pk for one in photos])
    found = {}
    for pk, original, picture in known.values_list("pk", "original_id", "picture_hash").iterator():
        for one in photos:
            if one.original_id == original or rules.is_same_picture(one.picture_hash, picture):
                found[pk] = one
    return found


def shows_the_same(one: models.Evidence, other: models.Evidence) -> bool:
    """Whether two photos are one file, or show the same picture."""
    is_file = one.original_id == other.original_id
    return is_file or rules.is_same_picture(one.picture_hash, other.picture_hash)


def photo_views(photos: Iterable[models.Evidence]) -> tuple[PhotoView, ...]:
    return tuple(photo_view(photo) for photo in photos)
