"""What about a photo is worth a look, and what a person decides."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from PIL import ExifTags, Image

import build
from build import NOON, Cast
from lantian.accounts.rules import NotAllowed
from lantian.inspections import actions, models, queries, rules

BOUNDS = rules.Bounds(most_kmh=120, least_metres=1000, far_metres=500, late_minutes=30)
PHONE = rules.Arrival(device="a phone", accuracy_m=10)


def _noted(*, camera: str = "", program: str = "", at: str = "") -> Image.Exif:
    exif = Image.Exif()
    if camera:
        exif[ExifTags.Base.Model] = camera
    if program:
        exif[ExifTags.Base.Software] = program
    if at:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = at
    return exif


def _hinted(photo: models.Evidence) -> dict[str, dict[str, object]]:
    return {hint.code: hint.facts for hint in queries.hints_of(photo)}


@pytest.mark.parametrize(
    ("metres", "seconds", "accuracies", "is_hint"),
    [
        (999, 1, (None, None), False),
        (10_000, 300, (None, None), False),  # exactly 120 km/h
        (10_001, 300, (None, None), True),
        (10_500, 300, (400, 101), False),  # a poor fix accuses nobody
        (5_000, 0, (None, None), True),
    ],
)
def test_somebody_is_too_fast_only_beyond_what_a_car_can_do(
    metres: float, seconds: float, accuracies: tuple[float | None, float | None], is_hint: bool
) -> None:
    told = rules.too_fast(metres=metres, seconds=seconds, accuracies_m=accuracies, bounds=BOUNDS)
    assert (told is not None) is is_hint


def test_two_photos_too_far_apart_for_the_time_are_hinted_at(cast: Cast) -> None:
    build.a_photo(cast.officer, lon=113.0, lat=35.0, taken_at=NOON, arrival=PHONE)
    later = NOON + timedelta(minutes=5)
    there = build.a_photo(cast.officer, lon=113.2, lat=35.0, taken_at=later, now=later, arrival=PHONE)
    assert _hinted(there)["too_fast"]["kmh"] > 200
    hour = NOON + timedelta(hours=1)
    slow = build.a_photo(cast.officer, lon=113.3, lat=35.0, taken_at=hour, now=hour, arrival=PHONE)
    assert "too_fast" not in _hinted(slow)
    other = build.a_photo(cast.handler, lon=113.0, lat=35.0, taken_at=hour, now=hour, arrival=PHONE)
    assert "too_fast" not in _hinted(other)


def test_an_edited_photo_an_old_one_and_a_changed_one_are_hinted_at(cast: Cast) -> None:
    content = build.photo_bytes(exif=_noted(camera="X1", program="Snapseed 2.0", at="2026:11:20 08:00:00"))
    arrival = rules.Arrival(device="a phone", sha256_said="0" * 64)
    found = _hinted(build.a_photo(cast.officer, content=content, taken_at=NOON, arrival=arrival))
    assert found["edited"] == {"program": "Snapseed 2.0"}
    assert found["clock_off"] == {"minutes": 240}
    assert "hash_differs" in found


def test_a_photo_without_a_camera_stands_out_among_those_of_the_same_phone(cast: Cast) -> None:
    for _ in range(3):
        build.a_photo(cast.officer, content=build.photo_bytes(exif=_noted(camera="X1")), arrival=PHONE)
    assert "no_camera" in _hinted(build.a_photo(cast.officer, arrival=PHONE))
    other = rules.Arrival(device="another phone")
    assert "no_camera" not in _hinted(build.a_photo(cast.officer, arrival=other))


def test_a_photo_far_from_its_visit_is_hinted_at(cast: Cast) -> None:
    visit = build.a_visit(cast)
    near = build.a_photo(cast.officer, visit=visit, lon=visit.lon, lat=visit.lat)
    far = build.a_photo(cast.officer, visit=visit, lon=visit.lon + 0.02, lat=visit.lat)
    assert "far" not in _hinted(near)
    assert _hinted(far)["far"]["metres"] > 1500


def test_the_same_scene_of_another_day_is_hinted_at_with_the_photo_it_is_like(cast: Cast) -> None:
    first = build.a_photo(cast.officer, content=build.a_scene())
    again = build.a_photo(cast.handler, content=build.a_scene(quality=40))
    assert _hinted(again)["look_alike"] == {"photo": str(first.key)}


def _hint(cast: Cast) -> models.Evidence:
    content = build.photo_bytes()
    build.a_photo(cast.officer, content=content)
    return build.a_photo(cast.officer, content=content)


def _judge(photo: models.Evidence, by: object, decision: str = rules.ALL_RIGHT, **changes: object) -> None:
    given = {"reason": "taken twice by mistake", "code": "reused", "now": NOON, **changes}
    actions.judge_hint(photo_key=photo.key, decision=decision, by=by, **given)


def test_a_supervisor_decides_with_a_reason_and_the_photo_stays(cast: Cast) -> None:
    photo = _hint(cast)
    assert [hint.evidence for hint in queries.undecided(cast.supervisor)] == [photo]
    with pytest.raises(rules.HintUnexplained):
        _judge(photo, cast.supervisor, reason=" ")
    _judge(photo, cast.supervisor, rules.NOT_ACCEPTED)
    assert queries.is_not_accepted(photo)
    assert not queries.undecided(cast.supervisor)
    [event] = build.events("inspections.hint_judged")
    assert event.about == f"inspections.evidence:{photo.key}"
    assert event.facts["decision"] == rules.NOT_ACCEPTED
    assert models.Evidence.objects.filter(pk=photo.pk).exists()


def test_of_two_who_decide_the_first_counts(cast: Cast) -> None:
    photo = _hint(cast)
    _judge(photo, cast.supervisor)
    with pytest.raises(rules.HintDecided):
        _judge(photo, cast.analyst, rules.NOT_ACCEPTED)
    assert not queries.is_not_accepted(photo)
    assert len(build.events("inspections.hint_judged")) == 1


def test_wrong_posts_and_strangers_decide_nothing(cast: Cast) -> None:
    photo = _hint(cast)
    for wrong in (cast.officer, cast.handler, cast.unit_head, cast.leader):
        with pytest.raises(NotAllowed):
            _judge(photo, wrong)
    with pytest.raises(models.Hint.DoesNotExist):
        _judge(photo, replace(cast.supervisor, area_path=cast.outsider.area_path))
    assert models.Hint.objects.filter(decision="").count() == 1


def test_nobody_decides_about_their_own_photo(cast: Cast) -> None:
    content = build.photo_bytes()
    build.a_photo(cast.officer, content=content)
    own = build.a_photo(cast.supervisor, content=content)
    with pytest.raises(rules.OwnHint):
        _judge(own, cast.supervisor)
    assert not queries.undecided(cast.supervisor)
    assert queries.undecided(cast.analyst).count() == 1


def test_the_database_keeps_no_decision_without_a_reason(cast: Cast) -> None:
    photo = _hint(cast)
    assert connection.features.supports_table_check_constraints
    with pytest.raises(Exception, match="hint_decided_by_somebody_with_a_reason"):
        models.Hint.objects.filter(evidence=photo).update(decision=rules.ALL_RIGHT)
