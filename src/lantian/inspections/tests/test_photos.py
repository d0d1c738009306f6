"""What is a photo and what is not, and what is left in its public copy."""

import io
import struct
import zlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

import build
from lantian.inspections import photos

ZONE = ZoneInfo("Asia/Shanghai")
LIMIT = 20 * 1024 * 1024
WHOLE = build.photo_bytes(size=(320, 240))


def _read(content: bytes, *, limit: int = LIMIT) -> photos.Photo:
    return photos.read(content, name="IMG_1.jpg", limit=limit, zone=ZONE)


def _png(width: int, height: int) -> bytes:
    """A picture that says it is huge, in a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def _exif(*, offset: str = "", lon: bool = True) -> Image.Exif:
    exif = Image.Exif()
    noted = exif.get_ifd(ExifTags.IFD.Exif)
    noted[ExifTags.Base.DateTimeOriginal] = "2026:11:20 11:58:30"
    if offset:
        noted[ExifTags.Base.OffsetTimeOriginal] = offset
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (35.0, 3.0, 0.0)
    if lon:
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (113.0, 3.0, 0.0)
    exif[ExifTags.Base.Model] = "a phone of somebody"
    return exif


NOTED = build.photo_bytes(size=(48, 32), exif=_exif())


def test_reads_size_and_makes_a_copy() -> None:
    photo = _read(WHOLE)
    assert (photo.width, photo.height) == (320, 240)
    assert (photo.taken_at, photo.lon, photo.lat) == (None, None, None)
    assert Image.open(io.BytesIO(photo.public)).size == (320, 240)


def test_keeps_what_the_camera_said_and_leaves_none_of_it_in_the_copy() -> None:
    photo = _read(build.photo_bytes(exif=_exif()))
    assert photo.taken_at == datetime(2026, 11, 20, 3, 58, 30, tzinfo=UTC)
    assert (photo.lon, photo.lat) == (113.05, 35.05)
    copy = Image.open(io.BytesIO(photo.public))
    assert not copy.getexif()
    assert not set(copy.info) & {"exif", "comment", "icc_profile", "photoshop", "xmp"}
    assert b"phone of somebody" not in photo.public


def test_a_camera_that_gives_its_offset_is_believed() -> None:
    photo = _read(build.photo_bytes(exif=_exif(offset="+00:00")))
    assert photo.taken_at == datetime(2026, 11, 20, 11, 58, 30, tzinfo=UTC)


def test_half_a_place_is_no_place() -> None:
    assert _read(build.photo_bytes(exif=_exif(lon=False))).lat is None


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    photo = _read(build.photo_bytes(size=(40, 20), exif=exif))
    assert (photo.width, photo.height) == (20, 40)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_are_photos_too(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (1, 2, 3, 4)).save(out, kind)
    assert _read(out.getvalue()).width == 30


def test_a_large_photo_has_a_smaller_copy() -> None:
    photo = _read(build.photo_bytes(size=(4000, 3000)))
    assert (photo.width, photo.height) == (4000, 3000)
    assert max(Image.open(io.BytesIO(photo.public)).size) == photos.LONGEST_SIDE


def test_refuses_nothing() -> None:
    with pytest.raises(photos.EmptyPhoto, match=r"IMG_1.jpg has 0 bytes.*Take the photo again"):
        _read(b"")


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 not a photo", b"GIF89a" + bytes(40), "一段文字".encode(), b"\x00" * 64, b"PK\x03\x04zip"],
)
def test_refuses_what_is_no_photo_and_says_what_it_saw(content: bytes) -> None:
    with pytest.raises(photos.NotAPhoto, match="is not a photo: its first bytes are") as refused:
        _read(content)
    assert refused.value.seen == content[:12].hex(" ")
    assert "JPEG, PNG or WebP" in str(refused.value)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_refuses_a_photo_that_breaks_off(share: float) -> None:
    content = build.photo_bytes(size=(640, 480))
    with pytest.raises(photos.TruncatedPhoto, match=r"breaks off.*Send it again"):
        _read(content[: int(len(content) * share)])


@pytest.mark.parametrize(("width", "height"), [(4300, 4300), (12_000, 12_000), (60_000, 60_000)])
def test_refuses_a_picture_that_would_burst_the_memory(width: int, height: int) -> None:
    with pytest.raises(photos.TooManyPixels, match="million pixels"):
        _read(_png(width, height))


def test_refuses_too_many_bytes() -> None:
    with pytest.raises(photos.PhotoTooLarge, match="MB is the most"):
        _read(WHOLE, limit=100)


@given(st.binary(max_size=400))
def test_random_bytes_are_refused_and_break_nothing(content: bytes) -> None:
    with pytest.raises(photos.PhotoRefused):
        _read(content)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_photo_with_a_damaged_byte_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(NOTED)
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] = data.draw(st.integers(0, 255))
    try:
        assert _read(bytes(whole)).public
    except photos.PhotoRefused as refused:
        assert str(refused)
