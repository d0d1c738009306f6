"""Keeping a photo."""

import io
from datetime import timedelta

import pytest
from PIL import ExifTags, Image

import build
from build import NOON, Cast
from lantian.accounts.rules import NotAllowed
from lantian.inspections import models, permissions, photos, queries, rules
from lantian.kernel import files
from lantian.kernel.models import StoredFile
from lantian.kernel.refusals import KeyTaken


def _exif(day: str) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{day} 11:50:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (35.0, 3.0, 0.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (113.0, 3.0, 0.0)
    return exif


def test_seals_the_original_and_shows_a_clean_copy(cast: Cast) -> None:
    visit = build.a_visit(cast)
    content = build.photo_bytes(exif=_exif("2026:11:20"))
    evidence = build.a_photo(cast.officer, visit=visit, content=content)
    assert files.read(evidence.original_id) == content
    copy = Image.open(io.BytesIO(queries.public_copy(evidence)))
    assert not copy.getexif()
    assert (evidence.camera_lon, evidence.camera_lat) == (113.05, 35.05)
    assert evidence.taken_at == NOON - timedelta(minutes=10)
    assert evidence.hints == []
    [event] = build.events("inspections.photo_kept")
    assert event.facts["sha256"] == evidence.original_id
    assert event.about == f"inspections.visit:{visit.key}"


def test_what_the_phone_says_of_place_stands_beside_what_the_camera_says(cast: Cast) -> None:
    content = build.photo_bytes(exif=_exif("2026:11:20"))
    evidence = build.a_photo(cast.officer, visit=build.a_visit(cast), content=content, lon=113.06, lat=35.06)
    assert (evidence.lon, evidence.lat, evidence.camera_lon) == (113.06, 35.06, 113.05)


def test_sending_a_photo_twice_is_harmless(cast: Cast) -> None:
    visit = build.a_visit(cast)
    content = build.photo_bytes()
    first = build.a_photo(cast.officer, visit=visit, key=build.key(1), content=content)
    second = build.a_photo(cast.officer, visit=visit, key=build.key(1), content=content)
    assert first == second
    assert models.Evidence.objects.get().hints == []
    assert len(build.events("inspections.photo_kept")) == 1
    with pytest.raises(KeyTaken):
        build.a_photo(cast.officer, visit=visit, key=build.key(1))


def test_the_same_photo_under_another_key_and_one_of_another_day_carry_hints(cast: Cast) -> None:
    visit = build.a_visit(cast)
    content = build.photo_bytes(exif=_exif("2026:11:18"))
    first = build.a_photo(cast.officer, visit=visit, content=content)
    again = build.a_photo(cast.officer, visit=visit, content=content)
    assert first.hints == ["other_day"]
    assert again.hints == ["reused", "other_day"]


def test_a_photo_that_comes_after_the_filing_is_kept_and_marked(cast: Cast) -> None:
    visit = build.a_problem(cast)
    late = build.a_photo(cast.officer, visit=models.Visit.objects.get(pk=visit.pk))
    assert late.hints == ["late"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", photos.EmptyPhoto),
        (b"%PDF-1.7", photos.NotAPhoto),
        (build.photo_bytes(size=(640, 480))[:900], photos.TruncatedPhoto),
    ],
)
def test_refuses_what_is_no_photo_and_keeps_nothing(cast: Cast, content: bytes, error: type) -> None:
    visit = build.a_visit(cast)
    with pytest.raises(error, match="photo.jpg"):
        build.a_photo(cast.officer, visit=visit, content=content)
    assert not models.Evidence.objects.exists()
    assert not StoredFile.objects.exists()
    assert not build.events("inspections.photo_kept")


def test_strangers_add_nothing_to_a_visit(cast: Cast) -> None:
    visit = build.a_visit(cast)
    with pytest.raises(models.Visit.DoesNotExist):
        build.a_photo(cast.grid_head, visit=visit)
    with pytest.raises(models.Visit.DoesNotExist):
        build.a_photo(cast.handler, visit=visit)
    with pytest.raises(NotAllowed):
        build.a_photo(cast.leader)


def test_a_photo_belongs_to_an_item_of_its_own_form(cast: Cast) -> None:
    visit = build.a_visit(cast)
    other = models.Item.objects.exclude(template=visit.template).first()
    with pytest.raises(rules.ItemUnknown, match=f"no item {other.pk};"):
        build.a_photo(cast.officer, visit=visit, item_id=other.pk)
    assert not models.Evidence.objects.filter(visit=visit).exists()


def test_a_handlers_photo_for_a_case_is_seen_by_them_and_their_overseers(cast: Cast) -> None:
    evidence = build.a_photo(cast.handler)
    for person in (cast.handler, cast.unit_head, cast.supervisor):
        assert queries.evidence(evidence.key, person) == evidence
    for stranger in (cast.outsider, cast.outside_head, cast.officer, cast.colleague):
        assert not permissions.visible_evidence(stranger).exists()


def test_a_full_disk_is_said_and_leaves_no_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = build.a_visit(cast)

    def no_space(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", no_space)
    with pytest.raises(OSError, match="No space left on device"):
        build.a_photo(cast.officer, visit=visit)
    assert not models.Evidence.objects.exists()
    assert not StoredFile.objects.exists()
