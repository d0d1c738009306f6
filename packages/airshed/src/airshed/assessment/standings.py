"""Standings: the units of a period with their values, index, place, change and movement, as one frame."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import polars as pl

from airshed.assessment import dust as exclusion
from airshed.assessment import period, ranking, spans
from airshed.assessment.period import PeriodRounding
from airshed.assessment.ranking import Best, Ranking
from airshed.assessment.shortfall import Shortfall
from airshed.assessment.spans import Span
from airshed.decimals import Number
from airshed.indices import composite, frames
from airshed.indices.composite import CompositeIndex, CompositeRounding, Denominators
from airshed.standards import registry
from airshed.standards.tables import POLLUTANTS


class By(StrEnum):
    """What units are ranked by."""

    COMPOSITE = "composite"
    SO2 = "so2"
    NO2 = "no2"
    CO = "co"
    O3 = "o3"
    PM10 = "pm10"
    PM25 = "pm25"
    CHANGE = "change"
    """Change of the composite index against the same period a year earlier."""

    GOOD_DAYS = "good_days"
    """Share of days with an index up to 100; the largest is best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How units are ranked.

    ``denominators`` None stands for those of the period's last day. The same period a year earlier is divided
    by the same ones, so that a change of the limits does not look like a change of the air; whether official
    rankings recompute the base was not seen. ``min_days`` None stands for the law's minimum, or
    `spans.default_min_days` where it has none.
    """

    by: By = By.COMPOSITE
    rounding: CompositeRounding = CompositeRounding.SINGLES
    weights: Mapping[str, int] | None = None
    values: PeriodRounding = PeriodRounding.WHOLE
    min_days: int | None = None
    denominators: Denominators | None = None


DEFAULT = Method()
"""Composite index of singles, all weights equal, denominators by date."""

_SCHEMA: dict[str, type[pl.DataType]] = {
    "place": pl.Int64, "unit": pl.String, "value": pl.Float64, "tied": pl.Boolean,
    **dict.fromkeys(POLLUTANTS, pl.Float64),
    "composite": pl.Float64, "largest": pl.String, "good_days": pl.Float64,
    "composite_last_year": pl.Float64, "change": pl.Float64, "worsened": pl.Int64,
    "place_earlier": pl.Int64, "up": pl.Int64, "reason": pl.String,
}  # fmt: skip
_ORDER = ("group", *_SCHEMA)
_DAILY = tuple(item.column for item in registry.INDEX_STANDARDS[-1].daily)
_NEEDS = {By.COMPOSITE: POLLUTANTS, By.CHANGE: POLLUTANTS}


class Earlier(NamedTuple):
    """Values of the period before, and its last day, which chooses its denominators."""

    values: pl.DataFrame
    on: date


def period_standings(
    days: pl.DataFrame,
    *,
    over: Span,
    method: Method = DEFAULT,
    groups: Mapping[str, str] | None = None,
    dust: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Standings of a period from daily values.

    Parameters
    ----------
    days : DataFrame
        ``unit``, ``day`` and ``so2 no2 co o3_8h pm10 pm25``, null or NaN where missing; one row per unit and
        day. Days of the year before and of the period before serve change and movement. [µg m⁻³; CO mg m⁻³]
    over : Span
        The period.
    method : Method
        How units are ranked.
    groups : mapping, optional
        Group of each unit: places count within it.
    dust : DataFrame, optional
        Official list of dust days, as in `values_of`.

    Returns
    -------
    DataFrame
        As `standings`, with ``good_days``. Every unit of ``days`` has a row.

    References
    ----------
    环办监测〔2018〕19号; GB 3095-2026 table 4.
    """
    before = spans.previous(over)
    earlier = None
    if before is not None:
        earlier = Earlier(values_of(days, over=before, method=method, dust=dust), before.last)
    return standings(
        values_of(days, over=over, method=method, dust=dust),
        on=over.last,
        last_year=values_of(days, over=spans.year_before(over), method=method, dust=dust),
        earlier=earlier,
        method=method,
        groups=groups,
    )


def values_of(
    days: pl.DataFrame, *, over: Span, method: Method = DEFAULT, dust: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Values of a period of every unit of a daily frame.

    Parameters
    ----------
    days : DataFrame
        As in `period_standings`. [µg m⁻³; CO mg m⁻³]
    over : Span
        The period.
    method : Method
        Its rounding of values and its minimum of days are read.
    dust : DataFrame, optional
        Official list of dust days, as `dust.exclude` reads it: particles leave them out, good days do not.

    Returns
    -------
    DataFrame
        One row per unit, by name: ``unit``, the columns of `period.period_values`, and ``good_days``, the
        share of days with an index up to 100. A unit without a day in the period has nulls and
        ``no_values``. [µg m⁻³; CO mg m⁻³; %]

    Raises
    ------
    MissingColumn
        Where the frame lacks unit or day.

    Notes
    -----
    A day that the list takes out counts as valid for the minimum of days; no text that says so or otherwise
    was seen.
    """
    for column in ("unit", "day"):
        if column not in days.columns:
            raise frames.MissingColumn(column=column, present=days.columns)
    inside = days.filter(pl.col("day").is_between(over.first, over.last))
    values = _period_values(inside, over=over, method=method)
    if dust is not None:
        values = _without_dust(values, inside, over=over, method=method, listed=dust)
    whole = (
        days.select("unit")
        .unique()
        .join(values, on="unit", how="left")
        .join(_good_shares(inside), on="unit", how="left")
    )
    absent = pl.col("unit").is_in(values["unit"].to_list()).not_()
    return whole.with_columns(
        pl.when(absent).then(pl.lit(str(Shortfall.NO_VALUES))).otherwise(pl.col(name)).alias(name)
        for name in whole.columns
        if name.startswith("why_")
    ).sort("unit")


def standings(
    now: pl.DataFrame,
    *,
    on: date,
    last_year: pl.DataFrame | None = None,
    earlier: Earlier | None = None,
    method: Method = DEFAULT,
    groups: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Standings of a period from its values.

    Parameters
    ----------
    now : DataFrame
        ``unit`` and ``so2 no2 co o3 pm10 pm25`` as published (CO the 95th, O3 the 90th percentile), null
        where missing; all six for the composite index, else at least what is ranked by; ``why_<pollutant>``
        and ``good_days`` where known. One row per unit. [µg m⁻³; CO mg m⁻³; %]
    on : date
        Last day of the period, which chooses the denominators.
    last_year : DataFrame, optional
        The same of the same period a year earlier, for the change.
    earlier : Earlier, optional
        The same of the period before, for the movement.
    method : Method
        How units are ranked.
    groups : mapping, optional
        Group of each unit: places count within it.

    Returns
    -------
    DataFrame
        One row per unit, groups by name, places in order, units without a place last: ``group``, ``place``,
        ``unit``, ``value`` (what is ranked by), ``tied``, the six, ``composite``, ``largest`` (largest single
        indices), ``good_days``, ``composite_last_year``, ``change`` [%], ``worsened`` (place among the
        worsened), ``place_earlier``, ``up`` (places gained) and ``reason``, such as ``"co:too_few_days"``,
        null where there is a place. Columns are null where nothing was given to fill them.

    Notes
    -----
    Whoever is within all six limits is not named as worsened.

    References
    ----------
    环办监测〔2018〕19号; scheme of 2017-02-12 for ranking by change.
    """
    base = method.denominators or composite.denominators(on)
    units = _units(now, method=method, base=base)
    past = {} if last_year is None else _units(last_year, method=method, base=base)
    parts = _by_group(units, groups=groups) or {"": {}}
    before: dict[str, Ranking] = {}
    if earlier is not None and method.by is not By.CHANGE:
        then = method.denominators or composite.denominators(earlier.on)
        old = _by_group(_units(earlier.values, method=method, base=then), groups=groups)
        before = {group: _ranking(part, past={}, by=method.by) for group, part in old.items()}
    found = [
        _of_group(
            part,
            past=past,
            base=base,
            by=method.by,
            earlier=before.get(group),
        ).with_columns(group=pl.lit(group if groups else None, dtype=pl.String))
        for group, part in parts.items()
    ]
    return pl.concat(found).select(*_ORDER)


def _period_values(days: pl.DataFrame, *, over: Span, method: Method) -> pl.DataFrame:
    """Return the values of a period by unit."""
    return period.period_values(
        days.rename({"unit": "station"}),
        first=over.first,
        last=over.last,
        min_days=spans.default_min_days(over) if method.min_days is None else method.min_days,
        rounding=method.values,
    ).rename({"station": "unit"})


def _without_dust(
    values: pl.DataFrame, days: pl.DataFrame, *, over: Span, method: Method, listed: pl.DataFrame
) -> pl.DataFrame:
    """Replace the particle values by those without the listed days, where there are days enough with them."""
    rest = _period_values(exclusion.exclude(days, listed).days, over=over, method=replace(method, min_days=1))
    columns = []
    for item in exclusion.ITEMS:
        if item in days.columns:
            enough = pl.col(item).is_not_null()
            columns += [
                pl.when(enough).then(pl.col(f"rest_{name}")).otherwise(pl.col(name)).alias(name)
                for name in (item, f"why_{item}")
            ]
            columns.append(pl.col(f"rest_n_{item}").alias(f"n_{item}"))
    renamed = rest.rename({name: f"rest_{name}" for name in rest.columns if name != "unit"})
    joined = values.join(renamed, on="unit", how="left", maintain_order="left")
    return joined.with_columns(columns).select(values.columns)


class _Unit(NamedTuple):
    """One unit of a period."""

    values: dict[str, Number | None]
    composite: CompositeIndex
    good_days: float | None
    why: dict[str, str]


def _units(table: pl.DataFrame, *, method: Method, base: Denominators) -> dict[str, _Unit]:
    """Take the units out of a frame of period values and compute their composite indices."""
    for column in ("unit", *_NEEDS.get(method.by, (method.by.value,))):
        if column not in table.columns:
            raise frames.MissingColumn(column=column, present=table.columns)
    result: dict[str, _Unit] = {}
    for row in table.iter_rows(named=True):
        values = {code: row.get(code) for code in POLLUTANTS}
        index = composite.composite_index(
            values, denominators=base, rounding=method.rounding, weights=method.weights
        )
        why = {code: row.get(f"why_{code}") or str(Shortfall.NO_VALUES) for code in index.missing}
        result[row["unit"]] = _Unit(values, index, row.get("good_days"), why)
    return result


def _by_group(units: dict[str, _Unit], *, groups: Mapping[str, str] | None) -> dict[str, dict[str, _Unit]]:
    """Part the units by their groups, groups by name."""
    if groups is None:
        return {"": units}
    parts: dict[str, dict[str, _Unit]] = {}
    for name, unit in units.items():
        if name not in groups:
            raise ranking.NoGroup(unit=name)
        parts.setdefault(groups[name], {})[name] = unit
    return {group: parts[group] for group in sorted(parts)}


def _ranking(units: dict[str, _Unit], *, past: dict[str, _Unit], by: By) -> Ranking:
    """Rank the units of one group."""
    whole = {
        name: ",".join(f"{code}:{why}" for code, why in unit.why.items()) for name, unit in units.items()
    }
    totals = {name: unit.composite.total for name, unit in units.items()}
    if by is By.CHANGE:
        before = {name: unit.composite.total for name, unit in past.items()}
        return ranking.rank_changes(totals, before=before, reasons=whole).ranking
    if by is By.COMPOSITE:
        return ranking.rank(totals, reasons=whole)
    if by is By.GOOD_DAYS:
        return ranking.rank({name: unit.good_days for name, unit in units.items()}, best=Best.LARGEST)
    code = by.value
    reasons = {name: unit.why[code] for name, unit in units.items() if code in unit.why}
    return ranking.rank({name: unit.values[code] for name, unit in units.items()}, reasons=reasons)


def _of_group(
    units: dict[str, _Unit], *, past: dict[str, _Unit], base: Denominators, by: By, earlier: Ranking | None
) -> pl.DataFrame:
    """Standings of one group."""
    found = _ranking(units, past=past, by=by)
    moved = ranking.movements(found, earlier=earlier) if earlier is not None else {}
    changes = ranking.rank_changes(
        {name: unit.composite.total for name, unit in units.items()},
        before={name: unit.composite.total for name, unit in past.items()},
        within=[name for name, unit in units.items() if ranking.within_limits(unit.values, limits=base)],
    )
    change = {one.unit: float(one.value) for one in changes.ranking.places}
    worsened = {one.unit: one.place for one in changes.worsened.places}
    rows: list[dict[str, object]] = [
        {"unit": one.unit, "place": one.place, "value": float(one.value), "tied": one.tied}
        for one in found.places
    ]
    rows += [{"unit": one.unit, "reason": one.reason} for one in found.unranked]
    for row in rows:
        name = str(row["unit"])
        unit, then, step = units[name], past.get(name), moved.get(name)
        row |= unit.values
        row["composite"] = None if unit.composite.total is None else float(unit.composite.total)
        row["largest"] = ",".join(unit.composite.largest) or None
        row["good_days"] = unit.good_days
        if then is not None and then.composite.total is not None:
            row["composite_last_year"] = float(then.composite.total)
        row["change"], row["worsened"] = change.get(name), worsened.get(name)
        if step is not None:
            row["place_earlier"], row["up"] = step.earlier, step.up
    return pl.DataFrame([{name: row.get(name) for name in _SCHEMA} for row in rows], schema=_SCHEMA)


def _good_shares(days: pl.DataFrame) -> pl.DataFrame:
    """Share of days with an index up to 100 of each unit; no unit where a pollutant has no column. [%]"""
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "unit": days.schema["unit"],
        "good_days": pl.Float64,
    }
    if any(column not in days.columns for column in _DAILY):
        return pl.DataFrame(schema=schema)
    indexed = frames.daily_aqi(days).select("unit", "aqi")
    shares = []
    for part in indexed.partition_by("unit", maintain_order=True):
        share = period.good_days(part["aqi"].to_list()).share
        shares.append({"unit": part["unit"][0], "good_days": None if share is None else float(share)})
    return pl.DataFrame(shares, schema=schema)
