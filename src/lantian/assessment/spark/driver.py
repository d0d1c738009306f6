"""Run an assessment from a Spark driver: session, files, terms, tables, folder."""

import argparse
import os
import sys

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from airshed.assessment import statistics
from airshed.assessment.batches import Terms
from airshed.assessment.stations import Calendar
from airshed.assessment.statistics import Rules
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.spark import carrier, folder
from lantian.assessment.spark.carrier import Held, NotCarried, Tables

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # station=1001 is a text
    "spark.executorEnv.POLARS_MAX_THREADS": "1",  # a worker has one core; Spark runs one worker per core
}
"""What a session must have; memory and addresses are the cluster's."""

_SUBMITTED = "PYSPARK_GATEWAY_PORT"
_CAUSE = "Caused by: "


class SparkFailed(NotCarried):
    """Spark could not do something; the innermost cause it names says what."""

    def __init__(self, error: Exception) -> None:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        causes = [line.removeprefix(_CAUSE) for line in lines if line.startswith(_CAUSE)]
        super().__init__(f"Spark: {causes[-1] if causes else lines[0]}")


class NoSpark(NotCarried):
    """Spark did not start."""

    def __init__(self) -> None:
        super().__init__(
            "Spark did not start, its messages stand above; Java 17 or later must be in PATH or JAVA_HOME, "
            "and --master must name a cluster that answers"
        )


def session(master: str | None) -> SparkSession:
    """Begin a session, or take over that of `spark-submit`; the master's where none is named."""
    is_here = master.startswith("local") if master else _SUBMITTED not in os.environ
    if is_here:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the first python3 in PATH
    builder = SparkSession.builder.appName("lantian assess")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return (builder if master is None else builder.master(master)).getOrCreate()


def run(options: argparse.Namespace) -> str:
    """Read, assess, write, and sum up in one line."""
    try:
        spark = session(options.master)
    except (PySparkException, RuntimeError) as error:
        raise NoSpark from error
    try:
        return _run(spark, options)
    except (PySparkException, Py4JError) as error:
        raise SparkFailed(error) from error
    finally:
        spark.stop()


def _run(spark: SparkSession, options: argparse.Namespace) -> str:
    """Assess what the options name."""
    folder.refuse_taken(spark, options.out)
    folder.refuse_absent(spark, options.files)
    hours = carrier.opened(spark, options.files, pollutants=POLLUTANTS)
    found = carrier.held(hours, utc_offset_hours=options.utc_offset)
    terms = _terms(options, found=found)
    with carrier.assessed(hours, terms=terms, n_rows=found.n_rows) as tables:
        folder.write(spark, tables, out=options.out)
        return _summary(tables, terms=terms, out=options.out)


def _terms(options: argparse.Namespace, *, found: Held) -> Terms:
    """Take the terms out of the options, the days of the files where none are named."""
    first, last = options.first or found.first, options.last or found.last
    if first > found.last or last < found.first:
        raise NotCarried(
            f"the files have rows from {found.first} to {found.last}, none from {first} to {last}"
        )
    return Terms(
        calendar=Calendar(first=first, last=last, utc_offset_hours=options.utc_offset),
        over=tuple(statistics.stretches(first, last)),
        rules=Rules(edition=options.edition),
    )


def _summary(tables: Tables, *, terms: Terms, out: str) -> str:
    """Sum up what was assessed."""
    n = tables.periods["station"].n_unique()
    return f"{n} stations assessed from {terms.calendar.first} to {terms.calendar.last}; written to {out}"
