"""Files: the same bytes once, checked when read; a full disk leaves nothing half written."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lantian.kernel import files, models

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: object, tmp_path: Path) -> Path:
    settings.LANTIAN_HOME = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings
    return tmp_path


def test_the_same_bytes_are_kept_once_under_their_hash() -> None:
    first = files.store(b"smoke", kind="photo", name="../a.jpg", now=NOON)
    again = files.store(b"smoke", kind="photo", name="b.jpg", now=NOON)
    assert first.sha256 == again.sha256 == hashlib.sha256(b"smoke").hexdigest()
    assert models.StoredFile.objects.count() == 1
    assert first.original_name == "a.jpg"
    assert files.read(first.sha256) == b"smoke"


def test_a_file_of_no_bytes_is_refused_by_name() -> None:
    with pytest.raises(files.EmptyFile, match=r"empty\.jpg has 0 bytes"):
        files.store(b"", kind="photo", name="empty.jpg", now=NOON)


def test_bytes_changed_on_the_disk_are_found_when_read() -> None:
    row = files.store(b"smoke", kind="photo", now=NOON)
    files.path_of(row.sha256).write_bytes(b"clean")
    with pytest.raises(files.FileLost, match="has changed on the disk"):
        files.read(row.sha256)


def test_a_full_disk_leaves_no_row_and_no_half_file(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.store(b"smoke", kind="photo", now=NOON)
    assert not models.StoredFile.objects.exists()
    assert [path for path in (home / "files").rglob("*") if path.is_file()] == []


def test_what_a_file_is_comes_from_its_bytes_not_its_name() -> None:
    png = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
    assert files.store(png, kind="photo", name="x.txt", now=NOON).media_type == "image/png"
    assert files.store(b"\x00\x01nothing known", kind="photo", name="x.png", now=NOON).media_type == (
        "application/octet-stream"
    )
