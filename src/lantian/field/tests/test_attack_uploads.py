"""What is no photo, through the doors that take photos: a clear sentence, or a copy of pixels alone.

docs/reference/uploads.md is the table of what this test saw; `LANTIAN_TEST_WRITE=1` writes it anew.
"""

import hashlib
import io
import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import ExifTags, Image

import build
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.inspections.models import Evidence
from lantian.inspections.photos import PhotoRefused
from lantian.kernel import clock, files
from lantian.residents import actions as residents

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "uploads.md"
BACKEND = "django.contrib.auth.backends.ModelBackend"
SCRIPT = b"<html><script>alert(1)</script></html>"
HEAD = """# Files that attack

What each door does with a file that is no plain photo; written by a test, which fails when it is not so.
"kept" means: the original is sealed and leaves the house only as a download of no type (attachment, nosniff,
sandboxed), and pages show a fresh JPEG that holds pixels alone. "refused" means: a sentence that names the
file, and nothing is kept.

| File | Phone, in pieces | Resident's report |
|---|---|---|
"""


def _png(width: int, height: int, body: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _picture(kind: str, **given: Any) -> bytes:  # Any: what Pillow takes
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 160, 90)).save(out, kind, **given)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        held.writestr("run.js", "alert(1)")
    return out.getvalue()


def _noted() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "<script>alert(1)</script>"
    exif[ExifTags.Base.Software] = "\x00\u202e" + "A" * 4000
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (999.0, 0.0, 0.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (113.0, 3.0, 0.0)
    return exif


JPEG = _picture("JPEG")
ATTACKS: dict[str, tuple[bytes, str, bool]] = {
    "JPEG with HTML and script behind it": (JPEG + SCRIPT, "a.jpg", True),
    "JPEG with a script in its comment": (_picture("JPEG", comment=SCRIPT), "a.jpg", True),
    "JPEG with a ZIP behind it": (JPEG + _zip(), "a.jpg", True),
    "JPEG with a PDF behind it": (JPEG + b"%PDF-1.7\n1 0 obj<</OpenAction 2 0 R>>", "a.jpg", True),
    "PNG with a script behind it": (_picture("PNG") + SCRIPT, "a.png", True),
    "JPEG with a script, oddities of place and a long program in its notes": (
        _picture("JPEG", exif=_noted()),
        "a.jpg",
        True,
    ),
    "JPEG with a colour profile of 1 MB": (_picture("JPEG", icc_profile=b"\0" * 1_000_000), "a.jpg", True),
    "JPEG called .exe": (JPEG + b"1", "a.exe", True),
    "JPEG whose name is a path": (JPEG + b"2", "../../etc/passwd.jpg", True),
    "JPEG whose name turns the writing": (JPEG + b"3", "a\u202egpj.exe", True),
    "JPEG with a name of 180 signs": (JPEG + b"4", "长" * 176 + ".jpg", True),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "a.svg", False),
    "SVG called .jpg": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "a.jpg", False),
    "HTML called .jpg": (SCRIPT, "a.jpg", False),
    "HEIC": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64, "a.heic", False),
    "GIF": (_picture("GIF"), "a.gif", False),
    "BMP": (_picture("BMP"), "a.bmp", False),
    "TIFF": (_picture("TIFF"), "a.tif", False),
    "PDF": (b"%PDF-1.7\n", "a.jpg", False),
    "ZIP": (_zip(), "a.jpg", False),
    "PNG of 60000 × 60000": (_png(60_000, 60_000, zlib.compress(b"\0" * 9)), "a.png", False),
    "PNG with a deflate bomb behind its pixels": (
        _png(64, 48, zlib.compress(b"\0" * 5_000_000, 9)),
        "a.png",
        True,
    ),
    "JPEG that breaks off": (JPEG[: len(JPEG) // 2], "a.jpg", False),
    "0 bytes": (b"", "a.jpg", False),
    "over 20 MB": (JPEG + b"\0" * (20 * 1024 * 1024), "a.jpg", False),
}


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # Any: has no type
    settings.LANTIAN_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(clock, "now", lambda: build.NOON)
    return tmp_path


def _sign_in(by: Actor) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(Person.objects.get(pk=by.id), backend=BACKEND)
    return client


def _by_phone(client: Client, content: bytes, name: str) -> str:
    key = uuid4()
    fields = {"offset": 0, "total": len(content), "name": name, "sha256": hashlib.sha256(content).hexdigest()}
    answer = client.post(f"/field/sent/photos/{key}/", fields | {"piece": SimpleUploadedFile("p", content)})
    assert answer.status_code in {200, 422}, answer.status_code
    return "" if answer.status_code == 200 else answer.json()["trouble"]


def _by_resident(content: bytes, name: str) -> str:
    """As the resident's page keeps a photo, before the rest of the form is looked at."""
    try:
        residents.keep_photo(content=content, name=name, now=build.NOON)
    except PhotoRefused as refused:
        return str(refused)
    return ""


def _kept_clean(photo: Evidence, content: bytes) -> None:
    """The original byte for byte, the copy a fresh JPEG without anything that came along."""
    assert files.read(photo.original_id) == content
    copy = files.read(photo.public_copy_id)
    assert copy.startswith(b"\xff\xd8") and copy.rstrip(b"\0").endswith(b"\xff\xd9")
    for left in (b"script", b"PK\x03\x04", b"%PDF", b"alert"):
        assert left not in copy
    opened = Image.open(io.BytesIO(copy))
    assert not opened.getexif() and "icc_profile" not in opened.info and "comment" not in opened.info
    assert "/" not in photo.original.original_name and "\0" not in photo.original.original_name
    assert photo.lat is None or -90 <= photo.lat <= 90
    assert len(photo.camera) <= 120 and photo.camera.isprintable() and photo.software.isprintable()


def test_every_attack_ends_in_a_sentence_or_in_pixels_alone() -> None:
    build.a_house()
    cast = build.a_cast()
    phone = _sign_in(cast.officer)
    rows = []
    for what, (content, name, is_kept) in ATTACKS.items():
        before = Evidence.objects.count()
        said = _by_phone(phone, content, name)
        assert (said == "") is is_kept, (what, said)
        if is_kept:
            _kept_clean(Evidence.objects.latest("pk"), content)
        else:
            assert Evidence.objects.count() == before, what
            assert "a." in said and len(said) > 12, (what, said)
        told = _by_resident(content, name)
        assert (told == "") is is_kept, (what, told)
        rows.append(f"| {what} | {'kept' if is_kept else 'refused'} | {'kept' if not told else 'refused'} |")
    table = HEAD + "\n".join(rows) + "\n"
    if os.environ.get("LANTIAN_TEST_WRITE"):
        TABLE.write_text(table, encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == table
