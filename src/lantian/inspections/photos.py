"""Reading a photo: refuse what is none, keep what it says of itself, make a copy that says nothing.

No Django, no clock, no disk: bytes in, a value out.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from fractions import Fraction
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from lantian.kernel.refusals import Refused, gettext_noop

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 2560
QUALITY = 85
# what Pillow raises on damaged files, found by damaging them
BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


class PhotoRefused(Refused):
    """What came is not a photo that can be kept; nothing was stored."""


class EmptyPhoto(PhotoRefused):
    sentence = gettext_noop("{name} has 0 bytes: nothing was uploaded. Take the photo again.")

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name=_called(name))


class PhotoTooLarge(PhotoRefused):
    sentence = gettext_noop(
        "{name} has {megabytes} MB; {limit_megabytes} MB is the most. Take it with a lower resolution."
    )

    def __init__(self, name: str, *, size: int, limit: int) -> None:
        self.name, self.size, self.limit = name, size, limit
        super().__init__(
            name=_called(name), megabytes=round(size / 1e6, 1), limit_megabytes=round(limit / 1e6, 1)
        )


class NotAPhoto(PhotoRefused):
    sentence = gettext_noop(
        "{name} is not a photo: its first bytes are {seen}. Choose a JPEG, PNG or WebP picture, "
        "or take the photo again."
    )

    def __init__(self, name: str, *, seen: str) -> None:
        self.name, self.seen = name, seen
        super().__init__(name=_called(name), seen=seen)


class TruncatedPhoto(PhotoRefused):
    sentence = gettext_noop(
        "{name} breaks off or is damaged ({size} bytes came). "
        "Send it again; if it stays, take the photo again."
    )

    def __init__(self, name: str, *, size: int) -> None:
        self.name, self.size = name, size
        super().__init__(name=_called(name), size=size)


class TooManyPixels(PhotoRefused):
    sentence = gettext_noop(
        "{name} says it has more than {megapixels} million pixels. Take it with a lower resolution."
    )

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name=_called(name), megapixels=MOST_PIXELS // 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo that was decoded whole: its size, what its camera wrote in it, and its public copy."""

    width: int
    height: int
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    public: bytes


def read(content: bytes, *, name: str, limit: int, zone: tzinfo) -> Photo:
    """Decode a photo whole; a camera time without an offset is taken in `zone`. Raises PhotoRefused."""
    if not content:
        raise EmptyPhoto(name)
    if len(content) > limit:
        raise PhotoTooLarge(name, size=len(content), limit=limit)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # damaged notes of a camera are no news; size is checked below
        picture = _opened(content, name=name)
        try:
            picture.load()
            upright = _upright(picture).convert("RGB")
        except BROKEN as error:
            raise TruncatedPhoto(name, size=len(content)) from error
        exif = _exif(picture)
    lon, lat = _place(exif.get("gps", {}))
    return Photo(
        width=upright.width,
        height=upright.height,
        taken_at=_moment(exif.get("exif", {}), zone=zone),
        lon=lon,
        lat=lat,
        public=_public(upright),
    )


def _opened(content: bytes, *, name: str) -> Image.Image:
    """The picture with its header read and no pixel decoded yet."""
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise NotAPhoto(name, seen=content[:12].hex(" ")) from error
    except Image.DecompressionBombError as error:
        raise TooManyPixels(name) from error
    except BROKEN as error:
        raise TruncatedPhoto(name, size=len(content)) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise TooManyPixels(name)
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """The picture turned as its camera says; as it is when that cannot be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except BROKEN:
        return picture


def _public(picture: Image.Image) -> bytes:
    """Pixels alone, in a fresh file: no place, time, device or owner can be left in it."""
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    clean.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _exif(
    picture: Image.Image,
) -> dict[str, Mapping[int, Any]]:  # Any: EXIF values are whatever cameras write
    try:
        found = picture.getexif()
        return {"exif": found.get_ifd(ExifTags.IFD.Exif), "gps": found.get_ifd(ExifTags.IFD.GPSInfo)}
    except BROKEN:  # a camera's bad notes do not spoil its picture
        return {}


def _moment(exif: Mapping[int, Any], *, zone: tzinfo) -> datetime | None:
    """When the camera says it was taken; None when it says nothing that can be read."""
    text = str(exif.get(ExifTags.Base.DateTimeOriginal, "")).strip("\x00 ")
    offset = str(exif.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\x00 ")
    try:
        if offset:
            return datetime.strptime(f"{text} {offset}", "%Y:%m:%d %H:%M:%S %z")
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _place(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    """Longitude and latitude the camera wrote down; None where they cannot be read."""
    lon = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), most=180)
    lat = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), most=90)
    return (lon, lat) if lon is not None and lat is not None else (None, None)


def _degrees(parts: Any, reference: Any, *, most: int) -> float | None:  # Any: as above
    try:
        degrees, minutes, seconds = (float(Fraction(part)) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    signed = -value if str(reference).strip("\x00 ") in {"S", "W"} else value
    return signed if abs(signed) <= most else None


def _called(name: str) -> str:
    return name or "the file"
