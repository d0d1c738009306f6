"""A lake of an older version gets the columns of this one; what refuses a batch is said as it is."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, SchemaMismatchError

from lantian.observations import models, queries
from lantian.observations.lake import columns, tables, upkeep
from lantian.observations.recorder import run
from lantian.observations.tests import build
from lantian.observations.tests.build import NOON
from lantian.registry.models import Device

HOUR = timedelta(hours=1)


def age(home: Path, *, lacking: str) -> None:
    """Put in the lake's place what a version without a column would have written."""
    root = home / "lake"
    rows = tables.scan(root, tables.READINGS).collect()
    position = tables.recorded_to(root, tables.READINGS)
    (root / "readings").rename(home / "newer")
    older = {name: kind for name, kind in tables.READINGS.schema.items() if name != lacking}
    tables.append(root, tables.READINGS._replace(schema=older), rows.drop(lacking), position=position)


def opened(home: Path) -> DeltaTable:
    found = tables.open_table(home / "lake", tables.READINGS)
    assert found is not None
    return found


def column(name: str) -> list[float | None]:
    return queries.hourly(since=NOON, until=NOON + 9 * HOUR)[name].to_list()


def test_an_older_lake_is_read_at_once_with_nulls(home: Path, device: Device) -> None:
    build.record(home, build.a_frame({"pm25": "35", "rh": "60"}))
    age(home, lacking="rh")
    assert (column("pm25"), column("rh")) == ([35.0], [None])
    assert queries.reading(station="ST01", parameter="rh", begins_at=NOON).value is None


def test_the_recorder_adds_the_column_once_and_goes_on(home: Path, device: Device) -> None:
    build.record(home, build.a_frame({"pm25": "35", "rh": "60"}))
    age(home, lacking="rh")
    position, version = tables.recorded_to(home / "lake", tables.READINGS), opened(home).version()
    run.drain(home)
    assert opened(home).version() == version + 1
    assert tables.recorded_to(home / "lake", tables.READINGS) == position
    build.record(home, build.a_frame({"pm25": "36", "rh": "61"}, at=NOON + HOUR))
    assert (column("pm25"), column("rh")) == ([35.0, 36.0], [None, 61.0])
    run.drain(home)
    assert columns.add_missing(home / "lake") == []
    assert opened(home).version() == version + 2


def test_a_late_value_completes_a_row_written_without_its_column(home: Path, device: Device) -> None:
    build.record(home, build.a_frame({"pm25": "35"}))
    age(home, lacking="rh")
    build.record(home, build.a_frame({"rh": "60"}, qn=1))
    assert (column("pm25"), column("rh")) == ([35.0], [60.0])


def test_old_and_new_files_are_joined_and_sorted_together(home: Path, device: Device) -> None:
    build.record(home, build.a_frame({"pm25": "35"}))
    age(home, lacking="rh")
    build.record(home, build.a_frame({"rh": "61"}, at=NOON + HOUR))
    before = tables.scan(home / "lake", tables.READINGS).collect().sort("position")
    assert upkeep.sort_closed_months(home / "lake", now=NOON + timedelta(days=40)) == [("1h", "2026-03")]
    upkeep.compact(home / "lake")
    assert tables.scan(home / "lake", tables.READINGS).collect().sort("position").equals(before)


def test_a_home_without_a_lake_needs_nothing(home: Path) -> None:
    assert columns.add_missing(home / "lake") == []


def test_a_lake_of_a_newer_version_is_left_alone_and_named(home: Path, device: Device) -> None:
    build.record(home, build.a_frame({"pm25": "35"}))
    version = opened(home).version()
    newer = tables.READINGS.schema | {"benzene": pl.Float64()}
    (home / "lake" / "readings").rename(home / "older")
    rows = pl.DataFrame(schema=newer)
    tables.append(home / "lake", tables.READINGS._replace(schema=newer), rows, position=0)
    with pytest.raises(tables.LakeDiffers, match=r"does not know its columns benzene.*newer one"):
        build.record(home, build.a_frame({"pm25": "36"}, at=NOON + HOUR))
    assert opened(home).version() == version
    assert queries.latest()["ST01"].values == {"pm25": 36.0}
    assert models.RecorderPosition.objects.get(consumer="lake").position < queries.position_of("latest")


def test_a_column_of_another_kind_is_named(home: Path, device: Device) -> None:
    odd = tables.READINGS.schema | {"pm25": pl.String()}
    tables.append(home / "lake", tables.READINGS._replace(schema=odd), pl.DataFrame(schema=odd), position=0)
    with pytest.raises(tables.LakeDiffers, match="column pm25 is .*string.*double"):
        build.record(home, build.a_frame({"pm25": "35"}))


# What deltalake 1.6 says on a full disk, in a folder of somebody else, and of rows of another schema.
FULL = (
    "Failed to parse parquet: External: Generic LocalFileSystem error: "
    "Unable to copy data to file: No space left on device (os error 28)"
)
FORBIDDEN = (
    "Kernel error -> Generic LocalFileSystem error\n   \x1b[31m↳\x1b[0m Unable to open file x\n"
    "   \x1b[31m↳\x1b[0m Permission denied (os error 13)\n"
)
OTHER_COLUMNS = "Cannot cast schema, number of fields does not match: 6 vs 5"


@pytest.mark.parametrize(
    "error, kind, says",
    [
        (DeltaError(FULL), tables.LakeFull, "the disk is full. Readings wait"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), tables.LakeFull, "Free space there"),
        (OSError(FORBIDDEN), tables.LakeNotWritable, "permission denied.*write permission"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), tables.LakeNotWritable, "read-only file system"),
        (SchemaMismatchError(OTHER_COLUMNS), tables.LakeDiffers, "6 vs 5.*last wrote it"),
        (DeltaError("Kernel error\n \x1b[31m↳\x1b[0m bad log"), tables.LakeBroken, "Kernel error bad log. "),
    ],
)
def test_what_refused_a_batch_is_said_as_it_is(
    home: Path,
    device: Device,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    kind: type[tables.LakeError],
    says: str,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(tables, "write_deltalake", refuse)
        with pytest.raises(tables.LakeError, match=says) as raised:
            build.record(home, build.a_frame({"pm25": "35"}))
    assert type(raised.value) is kind
    run.drain(home)
    assert column("pm25") == [35.0]


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_a_folder_without_permission_is_said_so(home: Path, device: Device) -> None:
    (home / "lake").mkdir(mode=0o500)
    with pytest.raises(tables.LakeNotWritable, match="permission denied"):
        build.record(home, build.a_frame({"pm25": "35"}))
    (home / "lake").chmod(0o700)
    run.drain(home)
    assert column("pm25") == [35.0]
