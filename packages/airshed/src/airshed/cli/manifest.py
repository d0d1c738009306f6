"""README.md of a folder of results: what every column means, its unit, and what was assumed."""

import argparse
from collections.abc import Mapping, Sequence

import polars as pl

from airshed import __version__
from airshed.assessment.batches import Assessment, Terms
from airshed.assessment.period import PeriodRounding
from airshed.assessment.statistics import STATISTICS
from airshed.cli import cells
from airshed.indices.composite import CompositeRounding
from airshed.standards.tables import POLLUTANTS

_WHOLE = ("pm25", "pm10", "so2", "no2", "o3", "o3_8h", "o3_1h_max")
_UNIT = "µg/m³"

_DAYS: Mapping[str, str] = {
    "station": "station",
    "city": "city",
    "day": "local day",
    "pm25": f"daily mean, {_UNIT}", "pm10": f"daily mean, {_UNIT}", "so2": f"daily mean, {_UNIT}",
    "no2": f"daily mean, {_UNIT}", "co": "daily mean, mg/m³",
    "o3_8h": f"daily maximum 8 h average, of the averages that end at 8:00 to 24:00, {_UNIT}",
    "o3_1h_max": f"largest hour of O3, {_UNIT}; read by HJ 633-2012 only",
    "n_*": "valid hours it is made of (n_o3_8h: valid 8 h averages, at most 17)",
    "why_*": "why it is missing, or stands although short: no_values, too_few_hours (under 20), "
    "too_few_windows (under 14), kept_above_limit (under 14, but above the limit)",
    "edition": "edition of HJ 633 that reads the day",
    "aqi": "air quality index; with HJ 633-2026 NA (Parquet: null) where an item is missing and the rest is "
    "not above 100 (5.3.1)",
    "level": "1 to 6",
    "primary": "primary pollutants, all of them where tied; none up to 50",
    "iaqi_*": "sub-index of each pollutant",
    "na_reason": "items without a sub-index, and why",
}  # fmt: skip

_STATISTICS: Mapping[str, str] = {
    "station": "station",
    "city": "city",
    "period": "month, year, or the whole period assessed where it is neither",
    "kind": "month, year or period",
    "first": "first day", "last": "last day",
    "pollutant": "pollutant; o3 stands for its daily maximum 8 h",
    "statistic": "mean, or p95: the 95th percentile of the daily values (HJ 663 annex A)",
    "value": f"{_UNIT}, CO mg/m³; empty where withheld",
    "n_days": "valid days", "expected_days": "days of the period", "completeness": "valid days in per cent",
    "why": "no_values or too_few_days: under 27 in a month (25 in February), under 324 in a year",
    "limit": "second-grade limit in force on the last day: of the year for means, of the day for percentiles",
    "index": "value over limit",
    "attained": "years only: value not above limit",
    "multiple": "years only, where above the limit: excess over limit (0.25 is a quarter above it)",
    "days_over": "valid days above the daily limit in force on their day",
    "share_over": "the same in per cent of valid days",
}  # fmt: skip

_PERIODS: Mapping[str, str] = {
    "station": "station",
    "city": "city",
    "period": "month, year, or the whole period assessed where it is neither",
    "kind": "month, year or period", "first": "first day", "last": "last day",
    "so2": f"mean, {_UNIT}", "no2": f"mean, {_UNIT}", "co": "95th percentile of daily means, mg/m³",
    "o3": f"90th percentile of daily maximum 8 h, {_UNIT}", "pm10": f"mean, {_UNIT}",
    "pm25": f"mean, {_UNIT}",
    "composite": "composite index for rankings, smaller is better; empty while one of the six is missing",
    "single_*": "single index of each pollutant: value over denominator",
    "largest": "pollutants with the largest single index",
    "denominators": "limits the single indices are divided by",
    "evaluation": "sum over pollutants of the largest index in statistics (practice; clause not seen)",
    "evaluation_largest": "pollutants with the largest of these",
    "attained": "years only: every statistic within its limit",
    "expected_days": "days of the period", "index_days": "days with an index",
    "good_days": "days with an index up to 100", "good_share": "the same in per cent of days with an index",
    "level_*": "days of each level",
    "primary_*": "days with each pollutant as primary; a tie counts for each",
    "place": "place by composite within the period, the smallest first, ties shared (1, 1, 3)",
}  # fmt: skip

_TABLES = {"days": _DAYS, "statistics": _STATISTICS, "periods": _PERIODS}

_HEADS = {
    "days": "One row per station and day of the period, also where nothing was measured.",
    "statistics": "One row per station, period, pollutant and statistic.",
    "periods": "One row per station and period.",
}


def as_text(table: pl.DataFrame, *, name: str, is_whole: bool) -> pl.DataFrame:
    """Make a table fit for CSV: whole numbers without a point, NA where the index is withheld.

    ``is_whole`` says that the values of periods are whole µg/m³.
    """
    if name == "statistics" or (name == "periods" and not is_whole):
        return table
    whole = table.with_columns(pl.col(*(one for one in _WHOLE if one in table.columns)).cast(pl.Int64))
    return cells.with_na(whole) if name == "days" else whole


def units_named(assessment: Assessment) -> str:
    """Say how many stations or cities there are."""
    is_city = "city" in assessment.days.columns
    n = assessment.days["city" if is_city else "station"].n_unique()
    return f"{n} {('cities' if n != 1 else 'city') if is_city else ('stations' if n != 1 else 'station')}"


def written(
    assessment: Assessment,
    *,
    notes: Sequence[str],
    kind: str,
    terms: Terms,
    options: argparse.Namespace,
    is_of_cities: bool,
) -> str:
    """Write the README of a folder of results."""
    calendar = terms.calendar
    assumed = _assumed(assessment, terms=terms, options=options, is_of_cities=is_of_cities)
    lines = [
        f"# Assessed hours of {options.file.name}",
        "",
        f"airshed {__version__}; {units_named(assessment)}, {calendar.first} to {calendar.last}, "
        f"local time UTC{calendar.utc_offset_hours:+g}.",
        "",
        *(f"* {note}" for note in notes),
        "",
        "## What was assumed",
        "",
        *(f"* {line}" for line in assumed),
    ]
    for name, table in assessment._asdict().items():
        lines += ["", f"## {name}.{kind}", "", _HEADS[name], "", "| column | meaning |", "|---|---|"]
        lines += [
            f"| {', '.join(_matching(table, column))} | {meaning} |"
            for column, meaning in _TABLES[name].items()
            if _matching(table, column)
        ]
    return "\n".join(lines) + "\n"


def _matching(table: pl.DataFrame, column: str) -> list[str]:
    """Return the columns of a table that a line explains."""
    if not column.endswith("*"):
        return [column] if column in table.columns else []
    start = column[:-1]
    return [f"`{name}`" for name in table.columns if name.startswith(start)]


def _asked() -> str:
    """Name the statistics of each pollutant."""
    names = {code: [one.name for one in STATISTICS if one.pollutant == code] for code in POLLUTANTS}
    return ", ".join(f"{code} {' and '.join(found)}" for code, found in names.items())


def _assumed(
    assessment: Assessment, *, terms: Terms, options: argparse.Namespace, is_of_cities: bool
) -> list[str]:
    """Say by what the results were made, and how sure it is."""
    days = assessment.days
    counted = days.group_by("edition").len().sort("edition").rows()
    lines = [
        f"time names the {options.hour_label} of the hour",
        "edition of HJ 633, by days of all: " + ", ".join(f"{edition} {n}" for edition, n in counted),
        "concentrations rounded to whole µg/m³, CO 0.1 mg/m³, half to even (GB/T 8170); sub-indices up "
        "(HJ 633-2026 4.2.2, 4.2.6)",
        f"means and percentiles: {_VALUES[terms.rules.rounding]}",
        f"composite index: {_COMPOSITES[terms.rules.composite_rounding]} (环办监测〔2018〕19号)",
        f"statistics of HJ 663: {_asked()}; as others state the table, its text was not seen",
        "limits of a period: those in force on its last day; after a change within the period this is an "
        "assumption, as are the denominators from 2026-03-01 on (inferred from GB 3095-2026)",
        "a period not made of whole months is asked 27 valid days of 31 in proportion: a design default",
    ]  # fmt: skip
    if terms.rules.weights:
        weights = ", ".join(f"{code} × {weight}" for code, weight in terms.rules.weights.items())
        lines.append(f"weights in the composite index: {weights}; not confirmed as law")
    if terms.not_monitored:
        lines.append(f"not monitored, and no gap: {', '.join(terms.not_monitored)}")
    if options.level == "city" and not is_of_cities:
        lines.append(
            "an hour of a city is the mean over its stations, of which 75 % (half of fewer than four) must "
            "have a value; its stations are those with rows in the period (HJ 663-2013; clause not seen)"
        )
    if options.station_weights is not None:
        lines.append(
            f"stations count with the weights of {options.station_weights.name} on the days it says, whether "
            "enough have a value being counted by heads; HJ 663-2013 takes the plain mean"
        )
    return lines


_VALUES = {
    PeriodRounding.WHOLE: "to whole µg/m³, CO 0.1 mg/m³, as ranking systems do",
    PeriodRounding.ONE_MORE: "to 0.1 µg/m³, CO 0.01 mg/m³, seen in one provincial system",
}

_COMPOSITES = {
    CompositeRounding.SINGLES: "single indices to two places, half to even, then summed",
    CompositeRounding.SUM: "summed exactly, then to two places, half to even",
    CompositeRounding.SINGLES_HALF_UP: "single indices to two places, a half rising, then summed",
}
