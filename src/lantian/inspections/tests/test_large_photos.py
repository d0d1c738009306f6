"""Photos of large sensors: read whole, with little memory."""

import io
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest
from PIL import ExifTags, Image, ImageChops

from lantian.inspections import photos

MOST_MEGABYTES = 200
SENSOR = (8064, 6048)  # 48.8 million pixels
LIMIT = 20 * 1024 * 1024
MEASURE = """
import io, resource, sys
from zoneinfo import ZoneInfo
from PIL import Image
from lantian.inspections import photos
content = sys.stdin.buffer.read()
Image.new("RGB", (8, 8)).save(io.BytesIO(), "JPEG")
Image.init()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
photo = photos.read(content, name="IMG_1.jpg", limit=10**9, zone=ZoneInfo("UTC"))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(photo.width, photo.height, (after - before) / 1024)
"""


def _grain(size: tuple[int, int], *, mode: str = "RGB") -> Image.Image:
    """A picture with the grain of a sensor, so that its file is as large as a photo's."""
    tile = Image.effect_noise((504, 504), 30)
    tile = Image.merge("RGB", (tile, tile.rotate(90), ImageChops.invert(tile)))
    picture = Image.new("RGB", size)
    for x in range(0, size[0], 504):
        for y in range(0, size[1], 504):
            picture.paste(tile, (x, y))
    return picture.convert(mode)


def _file(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def _measured(content: bytes) -> tuple[int, int, float]:
    """The size that is read, and the megabytes that reading took beyond the file itself."""
    told = subprocess.run([sys.executable, "-c", MEASURE], input=content, capture_output=True, check=True)
    width, height, megabytes = told.stdout.split()
    return int(width), int(height), float(megabytes)


def _read(content: bytes) -> photos.Photo:
    return photos.read(content, name="IMG_1.jpg", limit=LIMIT, zone=ZoneInfo("UTC"))


def test_a_photo_of_48_million_pixels_is_read_within_the_memory() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    content = _file(_grain(SENSOR), "JPEG", quality=75, exif=exif)
    assert 5_000_000 < len(content) < LIMIT
    width, height, megabytes = _measured(content)
    assert (width, height) == SENSOR[::-1]  # as it is held, not as it was decoded
    assert megabytes < MOST_MEGABYTES
    copy = Image.open(io.BytesIO(_read(content).public))
    assert copy.size == (1920, photos.LONGEST_SIDE)


@pytest.mark.parametrize(
    ("kind", "mode", "size", "how"),
    [
        ("JPEG", "RGB", (8160, 6144), {"progressive": True, "quality": 70}),
        ("JPEG", "CMYK", (5119, 5119), {"quality": 60}),  # just too small to be decoded at half its size
        ("PNG", "RGBA", (4800, 3740), {"compress_level": 1}),
        ("PNG", "P", (4800, 3740), {"compress_level": 1}),
        ("WEBP", "RGB", (4032, 3024), {"quality": 30, "method": 0}),
    ],
)
def test_the_largest_of_each_kind_is_read_within_the_memory(
    kind: str, mode: str, size: tuple[int, int], how: dict[str, object]
) -> None:
    width, height, megabytes = _measured(_file(_grain(size, mode=mode), kind, **how))
    assert (width, height) == size
    assert megabytes < MOST_MEGABYTES


def test_a_picture_with_another_behind_it_is_a_photo_too() -> None:
    picture = _grain((1008, 504))
    content = _file(picture, "MPO", save_all=True, append_images=[picture.resize((100, 50))])
    assert (_read(content).width, _read(content).height) == (1008, 504)


@pytest.mark.parametrize(
    ("how", "most"), [({"progressive": True, "subsampling": 0}, "25.8"), ({"progressive": True}, "51.7")]
)
def test_a_jpeg_in_several_scans_may_have_fewer_pixels(how: dict[str, object], most: str) -> None:
    content = bytearray(_file(Image.new("RGB", (64, 64)), "JPEG", **how))
    frame = content.index(b"\xff\xc2")
    content[frame + 5 : frame + 9] = (8000).to_bytes(2, "big") * 2  # the header says 64 million pixels
    with pytest.raises(photos.TooManyPixels, match=f"more than {most} million pixels"):
        _read(bytes(content))


def test_a_jpeg_whose_planes_come_one_after_the_other_is_held_whole_too() -> None:
    content = bytearray(_file(Image.new("RGB", (64, 64)), "JPEG", subsampling=0))
    frame, scan = content.index(b"\xff\xc0"), content.index(b"\xff\xda")
    content[frame + 5 : frame + 9] = (8000).to_bytes(2, "big") * 2
    assert _read(bytes(content)).width == 8000  # one scan: decoded row by row
    content[scan + 4] = 1  # the first scan says it holds one plane of three
    with pytest.raises(photos.TooManyPixels):
        _read(bytes(content))
