"""What about a photo that has just come is worth a person's look."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from lantian.calendar import queries as calendar
from lantian.inspections import models, queries, rules
from lantian.registry import rules as geodesy

SIGHTINGS, ALIKE = 40, 400  # the newest ones that are compared
DAY = timedelta(days=1)
LEAST_WITH_CAMERA = 3
Facts = dict[str, Any]  # Any: numbers, a key


def raised(photo: models.Evidence, *, phone_place: bool, now: datetime) -> dict[str, Facts]:
    """Every hint about a photo that is not written yet, with the numbers that raise it."""
    policy = queries.hint_policy(on=calendar.local_day(now))
    found = _first_look(photo, now=now)
    if policy is None:
        return found
    bounds = queries.bounds_of(policy)
    told = {
        "look_alike": None if "reused" in found else _look_alike(photo, days=policy.alike_days, now=now),
        "too_fast": _too_fast(photo, bounds=bounds, now=now) if phone_place else None,
        "far": _far(photo, bounds=bounds),
        "camera_place": _camera_place(photo, bounds=bounds) if phone_place else None,
        "clock_off": rules.clock_off(camera=photo.camera_at, phone=photo.said_at, bounds=bounds),
        "edited": _edited(photo),
        "no_camera": _no_camera(photo),
        "hash_differs": _hash_differs(photo),
    }
    return found | {code: facts for code, facts in told.items() if facts is not None}


def keep(photo: models.Evidence, found: dict[str, Facts], *, now: datetime) -> None:
    """Write the hints of a photo down, in the caller's transaction."""
    models.Hint.objects.bulk_create(
        models.Hint(evidence=photo, code=code, facts=facts, raised_at=now) for code, facts in found.items()
    )


def _first_look(photo: models.Evidence, *, now: datetime) -> dict[str, Facts]:
    visit = photo.visit
    before = models.Evidence.objects.filter(original_id=photo.original_id).order_by("pk").first()
    visited = (visit.said_at or visit.checked_in_at) if visit else now
    codes = rules.photo_hints(
        is_reused=before is not None,
        taken_on=calendar.local_day(photo.taken_at) if photo.taken_at else None,
        visited_on=calendar.local_day(visited),
        is_late=visit is not None and visit.state != models.Visit.State.OPEN,
    )
    facts = {"reused": {"photo": str(before.key)} if before else {}}
    return {code: facts.get(code, {}) for code in codes}


def _look_alike(photo: models.Evidence, *, days: int, now: datetime) -> Facts | None:
    """A photo of another visit that shows the same: anybody's where no bit differs, else the person's own."""
    if not photo.picture_hash:
        return None
    others = models.Evidence.objects.filter(signature__isnull=True)
    if photo.visit_id:
        others = others.exclude(visit_id=photo.visit_id)
    same = others.filter(picture_hash=photo.picture_hash).order_by("pk").first()
    if same is not None:
        return {"photo": str(same.key)}
    own = others.filter(by_id=photo.by_id, received_at__gte=now - timedelta(days=days))
    for key, picture in own.order_by("-received_at").values_list("key", "picture_hash")[:ALIKE]:
        if rules.is_same_picture(photo.picture_hash, picture):
            return {"photo": str(key)}
    return None


def _sightings(
    photo: models.Evidence, *, now: datetime
) -> Iterator[tuple[datetime, float, float, float | None]]:
    """Where this person was in the day before: what their phone said with photos and check-ins."""
    photos = models.Evidence.objects.filter(
        by_id=photo.by_id, received_at__gte=now - DAY, lon__isnull=False, said_at__isnull=False
    ).order_by("-received_at")[:SIGHTINGS]
    for one in photos:
        yield one.said_at or one.received_at, float(one.lon or 0), float(one.lat or 0), one.accuracy_m
    visits = models.Visit.objects.filter(
        officer_id=photo.by_id, checked_in_at__gte=now - DAY, lon__isnull=False
    ).order_by("-checked_in_at")[:SIGHTINGS]
    for visit in visits:
        at = visit.said_at or visit.checked_in_at
        yield at, float(visit.lon or 0), float(visit.lat or 0), visit.accuracy_m


def _too_fast(photo: models.Evidence, *, bounds: rules.Bounds, now: datetime) -> Facts | None:
    if photo.lon is None or photo.lat is None:
        return None
    moment = photo.said_at or now
    found = [
        told | {"since": at.isoformat()}
        for at, lon, lat, accuracy in _sightings(photo, now=now)
        if (
            told := rules.too_fast(
                metres=geodesy.distance_m(lon, lat, photo.lon, photo.lat),
                seconds=abs((moment - at).total_seconds()),
                accuracies_m=(accuracy, photo.accuracy_m),
                bounds=bounds,
            )
        )
    ]
    return max(found, key=lambda one: one["kmh"], default=None)


def _far(photo: models.Evidence, *, bounds: rules.Bounds) -> Facts | None:
    """How far from the check-in it was taken, the accuracy of both taken off."""
    visit = photo.visit
    if visit is None or visit.lon is None or visit.lat is None or photo.lon is None or photo.lat is None:
        return None
    metres = geodesy.distance_m(visit.lon, visit.lat, photo.lon, photo.lat)
    way = metres - (visit.accuracy_m or 0) - (photo.accuracy_m or 0)
    return {"metres": round(metres)} if way > bounds.far_metres else None


def _camera_place(photo: models.Evidence, *, bounds: rules.Bounds) -> Facts | None:
    """How far apart the camera's place and the phone's are."""
    if photo.camera_lon is None or photo.camera_lat is None or photo.lon is None or photo.lat is None:
        return None
    metres = geodesy.distance_m(photo.camera_lon, photo.camera_lat, photo.lon, photo.lat)
    way = metres - (photo.accuracy_m or 0)
    return {"metres": round(metres)} if way > bounds.far_metres else None


def _edited(photo: models.Evidence) -> Facts | None:
    program = rules.edited_by(photo.software)
    return {"program": program} if program else None


def _no_camera(photo: models.Evidence) -> Facts | None:
    """This one names no camera, and the last ones of the same phone all did."""
    if photo.camera or not photo.device:
        return None
    before = models.Evidence.objects.filter(by_id=photo.by_id, device=photo.device)
    cameras = list(before.order_by("-received_at").values_list("camera", flat=True)[:LEAST_WITH_CAMERA])
    if len(cameras) < LEAST_WITH_CAMERA or not all(cameras):
        return None
    return {"camera": cameras[0]}


def _hash_differs(photo: models.Evidence) -> Facts | None:
    said = photo.sha256_said
    return {"said": said[:12]} if said and said != photo.original_id else None
