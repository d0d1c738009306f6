"""Files on whatever file system Spark uses: looked for first; written whole under a name or not at all."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from pyspark.sql import DataFrame, SparkSession

from lantian.assessment.spark.carrier import NotCarried, Tables


class NoFile(NotCarried):
    """A path leads to nothing."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(f"there is no file or folder {path}")


class FolderTaken(NotCarried):
    """Something has the name already."""

    def __init__(self, *, out: str) -> None:
        self.out = out
        super().__init__(f"--out {out} exists; another name is needed")


class NotWritten(NotCarried):
    """The finished folder could not be given its name."""

    def __init__(self, *, beside: str, out: str) -> None:
        super().__init__(f"{beside} is finished and could not be renamed to {out}; rename it by hand")


def refuse_absent(spark: SparkSession, paths: Sequence[str]) -> None:
    """Refuse a path, which may be a pattern with ``*``, where nothing is."""
    for name in paths:
        system, path = _located(spark, name)
        if not system.globStatus(path):
            raise NoFile(path=name)


def refuse_taken(spark: SparkSession, out: str) -> None:
    """Refuse a name that something has already, before any work is done."""
    system, path = _located(spark, out)
    if system.exists(path):
        raise FolderTaken(out=out)


def write(spark: SparkSession, tables: Tables, *, out: str) -> None:
    """Write ``days``, ``statistics`` and ``periods`` beside, then let the folder take its name."""
    beside = f"{out.rstrip('/')}.unfinished"
    _write(tables.days, f"{beside}/days")
    _write(tables.statistics, f"{beside}/statistics")
    _write(_one_file(spark, tables.periods), f"{beside}/periods")
    system, path = _located(spark, beside)
    if not system.rename(path, _located(spark, out)[1]):
        raise NotWritten(beside=beside, out=out)


def _write(table: DataFrame, folder: str) -> None:
    """Write Parquet over what an earlier try left."""
    table.write.mode("overwrite").option("compression", "zstd").parquet(folder)


def _one_file(spark: SparkSession, table: pl.DataFrame) -> DataFrame:
    """Hand a small table to Spark in one piece, so that its order stays."""
    return spark.createDataFrame(table.to_arrow()).coalesce(1)


def _located(spark: SparkSession, name: str) -> tuple[Any, Any]:  # Any: two objects of Java's
    """Find the file system of a name, and its path there."""
    context = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(name)
    return path.getFileSystem(context._jsc.hadoopConfiguration()), path
