"""Reading a photo: refuse what is none, keep what it says of itself, make a copy that says nothing.

No Django, no clock, no disk: bytes in, a value out. The original is kept as it came; the copy is small, and
so is the memory it is made in: a JPEG is decoded at a fraction of its size where that is enough.
"""

import io
import itertools
import struct
import warnings
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from fractions import Fraction
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from lantian.kernel.refusals import Refused, gettext_noop

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2560
# Pixels that are decoded within 200 MB, measured: a JPEG at a fraction of its size, a PNG with transparency
# twice, a WebP three times over. Phones make JPEGs of 12, 48, 50 and 108 million pixels.
MOST_PIXELS = {"JPEG": 120_000_000, "MPO": 120_000_000, "PNG": 18_000_000, "WEBP": 12_500_000}
# A JPEG in several scans (progressive) is held whole, two bytes a value and plane, before a pixel is made.
MOST_BYTES_HELD = 155_000_000
QUALITY = 85
HASH_SIDE = 8
LEAST_CONTRAST = 16  # of 255 greys
MOSAIC = 6  # blocks a side of what is masked: a face of 6 by 6 colours is nobody's, a plate no number
SOLID_BELOW = 48  # pixels
LONGEST_NOTE = 120
LONGEST_NAME = 60
# how the files of some phones begin, after four bytes
HEIC = tuple(b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"avif"))
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


class HeicPhoto(PhotoRefused):
    sentence = gettext_noop(
        "{name} is a HEIC picture, which cannot be opened here. On the phone choose “most compatible” for "
        "the camera and take it again, or send a screenshot of it."
    )

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name=_called(name))


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

    def __init__(self, name: str, *, most: int) -> None:
        self.name, self.most = name, most
        super().__init__(name=_called(name), megapixels=f"{most / 1e6:.3g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo that was decoded whole: its size, what its camera wrote in it, and its public copy."""

    width: int
    height: int
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    public: bytes
    picture_hash: str
    camera: str = ""
    software: str = ""


def read(content: bytes, *, name: str, limit: int, zone: tzinfo) -> Photo:
    """Decode a photo whole; a camera time without an offset is taken in `zone`. Raises PhotoRefused."""
    if not content:
        raise EmptyPhoto(name)
    if len(content) > limit:
        raise PhotoTooLarge(name, size=len(content), limit=limit)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # damaged notes of a camera are no news; size is checked below
        picture = _opened(content, name=name)
        width, height = picture.size
        try:
            upright, is_turned = _upright(_small(picture))
        except BROKEN as error:
            raise TruncatedPhoto(name, size=len(content)) from error
        exif = _exif(picture)
    lon, lat = _place(exif.get("gps", {}))
    return Photo(
        width=height if is_turned else width,
        height=width if is_turned else height,
        taken_at=_moment(exif.get("exif", {}), zone=zone),
        lon=lon,
        lat=lat,
        public=_public(upright),
        picture_hash=picture_hash(upright),
        camera=_text(exif.get("base", {}), ExifTags.Base.Make, ExifTags.Base.Model),
        software=_text(exif.get("base", {}), ExifTags.Base.Software),
    )


def masked(content: bytes, rectangles: Sequence[tuple[int, int, int, int]]) -> bytes:
    """The copy for pages, made anew from the original, with parts that nobody can make out any more.

    Each part becomes a mosaic of at most `MOSAIC` blocks a side, and one colour where it is small: what was
    there is left out of the file, not hidden under something. Left, top, width, height are in thousandths.
    """
    upright, _ = _upright(_small(_opened(content, name="")))
    picture = upright.convert("RGB")
    for rectangle in rectangles:
        box = _box(rectangle, picture.size)
        part = picture.crop(box)
        blocks = MOSAIC if min(part.size) >= SOLID_BELOW else 1
        coarse = part.resize((blocks, blocks), Image.Resampling.BOX)
        picture.paste(coarse.resize(part.size, Image.Resampling.NEAREST), box)
    return _public(picture)


def _box(rectangle: tuple[int, int, int, int], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Thousandths as pixels, outwards: no row of what is to be masked is left at an edge."""
    left, top, width, height = rectangle
    right, bottom = -(-(left + width) * size[0] // 1000), -(-(top + height) * size[1] // 1000)
    return left * size[0] // 1000, top * size[1] // 1000, min(right, size[0]), min(bottom, size[1])


def picture_hash(picture: Image.Image) -> str:
    """What a picture shows as 64 bits: where it grows darker to the right, on a grid of nine by eight greys.

    Another size or compression moves few bits. Empty where the greys hardly differ: such a picture shows
    nothing by which it could be known again.
    """
    small = picture.convert("L").resize((HASH_SIDE + 1, HASH_SIDE), Image.Resampling.LANCZOS)
    greys = small.tobytes()
    if max(greys) - min(greys) < LEAST_CONTRAST:
        return ""
    width = HASH_SIDE + 1
    rows = [greys[start : start + width] for start in range(0, len(greys), width)]
    bits = "".join(str(int(left > right)) for row in rows for left, right in itertools.pairwise(row))
    return f"{int(bits, 2):016x}"


def _opened(content: bytes, *, name: str) -> Image.Image:
    """The picture with its header read and no pixel decoded yet."""
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        most = _most_pixels(picture, content)
    except UnidentifiedImageError as error:
        if content[4:12] in HEIC:
            raise HeicPhoto(name) from error
        raise NotAPhoto(name, seen=content[:12].hex(" ")) from error
    except Image.DecompressionBombError as error:
        raise TooManyPixels(name, most=max(MOST_PIXELS.values())) from error
    except BROKEN as error:
        raise TruncatedPhoto(name, size=len(content)) from error
    if picture.width * picture.height > most:
        raise TooManyPixels(name, most=most)
    return picture


def _most_pixels(picture: Image.Image, content: bytes) -> int:
    """How many pixels a picture of this make may have."""
    most = MOST_PIXELS[str(picture.format)]
    if isinstance(picture, JpegImageFile) and _is_held_whole(content):
        widest, highest = (max(layer[n] for layer in picture.layer) for n in (1, 2))
        planes = sum(layer[1] * layer[2] for layer in picture.layer) / (widest * highest)
        most = min(most, int(MOST_BYTES_HELD / (2 * planes)))
    return most


def _is_held_whole(content: bytes) -> bool:
    """Whether a JPEG comes in several scans; also when its segments cannot be followed to the first one."""
    place, planes = 2, 0
    while content[place : place + 1] == b"\xff" and place + 10 < len(content):
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if marker == 0xFF:  # a byte that fills
            place += 1
            continue
        if marker == 0xDA:
            return content[place + 4] < planes
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            planes = content[place + 9]
            if marker in {0xC2, 0xC6, 0xCA, 0xCE}:
                return True
        place += 2 + length
    return True


def _small(picture: Image.Image) -> Image.Image:
    """The picture decoded whole, no larger than its copy; a JPEG at a fraction of its size from the start."""
    share = min(1.0, LONGEST_SIDE / max(picture.size))
    picture.draft(None, (max(1, int(picture.width * share)), max(1, int(picture.height * share))))
    picture.load()
    if picture.mode in {"1", "P"}:  # colours that are numbers of a table cannot be mixed
        picture = picture.convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return picture


def _upright(picture: Image.Image) -> tuple[Image.Image, bool]:
    """The picture turned as its camera says, and whether its sides changed places; else as it is."""
    try:
        is_turned = picture.getexif().get(ExifTags.Base.Orientation) in {5, 6, 7, 8}
        return ImageOps.exif_transpose(picture), is_turned
    except BROKEN:
        return picture, False


def _public(picture: Image.Image) -> bytes:
    """Pixels alone, in a fresh file: no place, time, device or owner can be left in it."""
    clean = Image.new("RGB", picture.size)
    clean.paste(picture.convert("RGB"))
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _exif(
    picture: Image.Image,
) -> dict[str, Mapping[int, Any]]:  # Any: EXIF values are whatever cameras write
    try:
        found = picture.getexif()
        return {
            "base": dict(found),
            "exif": found.get_ifd(ExifTags.IFD.Exif),
            "gps": found.get_ifd(ExifTags.IFD.GPSInfo),
        }
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


def _text(notes: Mapping[int, Any], *names: int) -> str:
    """What a camera wrote under these names, as words that can be printed."""
    said = " ".join(str(notes.get(name, "")) for name in names)
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:LONGEST_NOTE]


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
    """How a sentence names a file: its last part, without signs that turn or end what is written."""
    last = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable())
    return last[:LONGEST_NAME] or "the file"
