"""What a check found: a row for each run of hours, the numbers that decided, a sentence in two languages."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from airshed.decimals import FloatArray
from airshed.quality.scene import Scene
from airshed.quality.series import Runs

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Severity(StrEnum):
    """How sure a check is that something is wrong."""

    NOTE = "note"
    """Worth knowing; the values may well be right."""

    DOUBTFUL = "doubtful"
    """A person should look before the values are used."""

    IMPOSSIBLE = "impossible"
    """No instrument of this kind can have measured it."""


SCHEMA: Mapping[str, pl.DataType] = {
    "station": pl.String(),
    "parameter": pl.String(),
    "begins_at": pl.Datetime("us", "UTC"),
    "ends_at": pl.Datetime("us", "UTC"),
    "hours": pl.Int64(),
    "check": pl.String(),
    "severity": pl.String(),
    "measure": pl.String(),
    "observed": pl.Float64(),
    "reference": pl.Float64(),
    "threshold": pl.Float64(),
    "seen_zh": pl.String(),
    "seen_en": pl.String(),
    "parameters": pl.String(),
    "version": pl.String(),
}
"""Columns of a frame of flags; ``ends_at`` ends the last hour, ``parameters`` is the rule as JSON."""

ORDER = ("station", "begins_at", "parameter", "check", "ends_at", "measure")
"""How frames of flags are sorted."""

NAMES: Mapping[str, tuple[str, str]] = {
    "pm25": ("PM2.5", "PM2.5"),
    "pm10": ("PM10", "PM10"),
    "so2": ("二氧化硫", "SO2"),
    "no2": ("二氧化氮", "NO2"),
    "co": ("一氧化碳", "CO"),
    "o3": ("臭氧", "O3"),
    "t": ("气温", "temperature"),
    "rh": ("相对湿度", "relative humidity"),
    "p": ("气压", "pressure"),
    "ws": ("风速", "wind speed"),
    "wd": ("风向", "wind direction"),
}
"""Parameters as sentences name them, Chinese and English."""

_BESIDE_HAN = re.compile(r"(?<=[一-鿿])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[一-鿿])")
"""Where a Chinese sentence takes a space: between a character and a Latin letter or figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check by name: its code, version, and what it looks for in Chinese and English."""

    code: str
    version: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a kind of finding says: what was measured, and a sentence in two languages.

    The sentences may name ``{parameter} {hours} {observed} {reference} {threshold}``.
    """

    measure: str
    zh: str
    en: str


class Found(NamedTuple):
    """Runs of one parameter of one kind with the numbers that decided; scalars stand for every run."""

    parameter: str
    runs: Runs
    severity: Severity
    words: Words
    observed: FloatArray
    reference: FloatArray | float = float("nan")
    threshold: FloatArray | float = float("nan")


def frame(scene: Scene, *, check: Check, rule: "DataclassInstance", found: Sequence[Found]) -> pl.DataFrame:
    """Write findings down as a frame with the columns of `SCHEMA`, sorted by `ORDER`."""
    parameters = written_rule(rule)
    parts = [_part(scene, one) for one in found if one.runs.station.size]
    if not parts:
        return pl.DataFrame(schema=dict(SCHEMA))
    written = pl.concat(parts).with_columns(
        check=pl.lit(check.code), parameters=pl.lit(parameters), version=pl.lit(check.version)
    )
    return written.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()).sort(
        ORDER, maintain_order=True
    )


def written_rule(rule: "DataclassInstance") -> str:
    """Write a rule's parameters down as JSON with sorted names."""
    values = {part.name: _plain(getattr(rule, part.name)) for part in fields(rule)}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _part(scene: Scene, found: Found) -> pl.DataFrame:
    """Write one kind of finding down."""
    n = found.runs.station.size
    numbers = {
        "observed": np.broadcast_to(found.observed, n),
        "reference": np.broadcast_to(found.reference, n),
        "threshold": np.broadcast_to(found.threshold, n),
    }
    hour = np.timedelta64(1, "h")
    first = np.datetime64(scene.first.replace(tzinfo=None), "us")
    names = np.array(scene.stations, dtype=object)[found.runs.station]
    zh, en = _sentences(found, numbers=numbers)
    return pl.DataFrame(
        {
            "station": pl.Series(names.tolist(), dtype=pl.String),
            "parameter": pl.repeat(found.parameter, n, dtype=pl.String, eager=True),
            "begins_at": pl.Series(first + found.runs.start * hour).dt.replace_time_zone("UTC"),
            "ends_at": pl.Series(first + found.runs.end * hour).dt.replace_time_zone("UTC"),
            "hours": pl.Series(found.runs.hours, dtype=pl.Int64),
            "severity": pl.repeat(found.severity.value, n, dtype=pl.String, eager=True),
            "measure": pl.repeat(found.words.measure, n, dtype=pl.String, eager=True),
            **{name: pl.Series(values, nan_to_null=True) for name, values in numbers.items()},
            "seen_zh": pl.Series(zh, dtype=pl.String),
            "seen_en": pl.Series(en, dtype=pl.String),
        }
    )


def _sentences(found: Found, *, numbers: Mapping[str, FloatArray]) -> tuple[list[str], list[str]]:
    """Say each run in Chinese and English."""
    name_zh, name_en = NAMES.get(found.parameter, (found.parameter, found.parameter))
    columns = {name: [_shown(value) for value in values.tolist()] for name, values in numbers.items()}
    hours = found.runs.hours.tolist()
    zh, en = [], []
    for k, n in enumerate(hours):
        told = {name: column[k] for name, column in columns.items()} | {"hours": n}
        zh.append(_BESIDE_HAN.sub(" ", found.words.zh.format(parameter=name_zh, **told)))
        en.append(found.words.en.format(parameter=name_en, **told))
    return zh, en


def _shown(value: float) -> str:
    """Write a number with at most four significant figures, in full above a thousand."""
    if value != value:
        return "–"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _plain(value: object) -> object:
    """Turn a rule's parts into what JSON can hold."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value
