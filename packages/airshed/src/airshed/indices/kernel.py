"""The index of millions of rows: integers all the way, equal to `airshed.indices.exact` in every row.

Concentrations become whole millionths (`airshed.decimals.millionths`). With concentrations rounded by law the
sub-index is read from a table with one entry per rounded concentration. Without rounding it is a quotient of
integers; a value finer than a millionth is computed as half a millionth below and above, and where the two
differ the oracle decides.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airshed.decimals import LARGEST, MICRO, BoolArray, FloatArray, IntArray, millionths, whole_units
from airshed.indices import exact
from airshed.indices.conventions import ConcentrationRounding, Convention, IndexRounding
from airshed.indices.gaps import Gap
from airshed.standards import gbt8170, registry
from airshed.standards.tables import POLLUTANTS, BreakpointRow, IndexItem, IndexStandard, MissingRule

NO_INDEX = -1
"""Stands for a sub-index that there is none of, in arrays."""

CHUNK = 16_384
"""Rows worked on at a time, so that they stay in the processor's cache."""

LARGEST_TABLE = 200_000
"""Concentrations that a table of sub-indices may have."""

IndexArray = NDArray[np.int16]
GapArray = NDArray[np.int8]


class SubIndices(NamedTuple):
    """Sub-indices of one item, `NO_INDEX` where there is none, and the `Gap` that says why."""

    indices: IndexArray
    gap: GapArray


class Rows(NamedTuple):
    """Indices of many rows of one edition.

    ``aqi`` is `NO_INDEX` where nothing may be published; ``primary`` has bit k set where the k-th of
    `POLLUTANTS` is a primary pollutant; ``subs`` has one column per pollutant, ``gaps`` one per entry of
    ``columns``.
    """

    aqi: IndexArray
    primary: NDArray[np.uint8]
    subs: IndexArray
    gaps: GapArray
    columns: tuple[str, ...]


def sub_indices(
    values: FloatArray, *, row: BreakpointRow, edition: str, convention: Convention
) -> SubIndices:
    """Sub-indices of one item.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Concentrations, NaN where missing. [µg m⁻³; CO mg m⁻³]
    row : BreakpointRow
        Breakpoints of the item.
    edition : str
        Edition the row belongs to.
    convention : Convention
        Rounding of the index and of the concentration.

    Returns
    -------
    SubIndices
        Arrays of shape (n,).
    """
    present = values == values
    filled = values if present.all() else np.where(present, values, 0.0)
    if convention.concentrations is ConcentrationRounding.LAW:
        index, negative = _by_table(filled, row=row, edition=edition, rounding=convention.rounding)
    else:
        index, negative = _by_division(filled, row=row, edition=edition, rounding=convention.rounding)
    gap = (index == NO_INDEX).astype(np.int8) * np.int8(Gap.ABOVE_TABLE)
    gap[negative] = Gap.NEGATIVE
    gap[np.isinf(filled)] = Gap.NOT_FINITE
    if filled is not values:
        gap[~present] = Gap.MISSING
    index[gap != Gap.NONE] = NO_INDEX
    return SubIndices(index, gap)


def rows(
    columns: dict[str, FloatArray],
    *,
    items: tuple[IndexItem, ...],
    standard: IndexStandard,
    convention: Convention,
) -> Rows:
    """Index of every row of a report with the given items.

    Parameters
    ----------
    columns : dict of ndarray, shape (n,)
        Concentrations by column, NaN where missing. A column left out is one the plan does not monitor.
    items : tuple of IndexItem
        Items of the report.
    standard : IndexStandard
        Edition.
    convention : Convention
        Rounding of the index and of the concentration.

    Returns
    -------
    Rows
        Arrays of n rows.
    """
    n = len(next(iter(columns.values()), np.empty(0)))
    used = tuple(item for item in items if item.column in columns)
    result = Rows(
        np.empty(n, dtype=np.int16),
        np.empty(n, dtype=np.uint8),
        np.empty((len(POLLUTANTS), n), dtype=np.int16),
        np.empty((len(used), n), dtype=np.int8),
        tuple(item.column for item in used),
    )
    for start in range(0, n, CHUNK):
        part = slice(start, start + CHUNK)
        chunk = {column: values[part] for column, values in columns.items()}
        result.subs[:, part] = NO_INDEX
        for k, item in enumerate(used):
            found = _with_instead(chunk, item=item, standard=standard, convention=convention)
            place = result.subs[POLLUTANTS.index(standard.breakpoints[item.item].pollutant), part]
            np.maximum(place, found.indices, out=place)
            result.gaps[k, part] = found.gap
        result.aqi[part], result.primary[part] = _published(
            result.subs[:, part], gaps=result.gaps[:, part], standard=standard
        )
    return result


def _published(
    subs: IndexArray, *, gaps: GapArray, standard: IndexStandard
) -> tuple[IndexArray, NDArray[np.uint8]]:
    """Index and primary pollutants that may be published of some rows' sub-indices."""
    largest = subs.max(axis=0)
    aqi = np.where(largest == NO_INDEX, largest, np.maximum(largest, standard.lowest)).astype(np.int16)
    if standard.missing is MissingRule.ONLY_ABOVE_100:
        aqi[gaps.any(axis=0) & (largest <= exact.PUBLISHED_ABOVE)] = NO_INDEX
    primary = np.zeros(largest.shape, dtype=np.uint8)
    for k in range(len(POLLUTANTS)):
        primary |= (subs[k] == largest).astype(np.uint8) << np.uint8(k)
    primary[aqi <= exact.PRIMARY_ABOVE] = 0
    return aqi, primary


def _with_instead(
    columns: dict[str, FloatArray], *, item: IndexItem, standard: IndexStandard, convention: Convention
) -> SubIndices:
    """Sub-indices of an item, read by its substitute where the edition computes none from the item itself."""
    edition = standard.edition
    values = columns[item.column]
    row = standard.breakpoints[item.item]
    found = sub_indices(values, row=row, edition=edition, convention=convention)
    if item.instead is None or item.instead not in columns:
        return found
    other = columns[item.instead]
    swap = np.flatnonzero((found.gap == Gap.ABOVE_TABLE) & ~np.isnan(other))
    if swap.size:
        row = standard.breakpoints[item.instead]
        again = sub_indices(other[swap], row=row, edition=edition, convention=convention)
        found.indices[swap], found.gap[swap] = again
    return found


@cache
def _table(item: str, edition: str, rounding: IndexRounding, digits: int) -> IndexArray:
    """Sub-index of every concentration of so many decimals from 0 to one step above the last breakpoint."""
    row = registry.index_standard_of(edition).breakpoints[item]
    steps = int(row.concentrations[-1].scaleb(digits))
    doubled = np.arange(steps + 2, dtype=np.int64) * (2 * MICRO // 10**digits)
    return _quotient(doubled, row=row, rounding=rounding)


def _by_table(
    values: FloatArray, *, row: BreakpointRow, edition: str, rounding: IndexRounding
) -> tuple[IndexArray, BoolArray]:
    """Sub-index of the rounded concentrations, and which of them are negative."""
    table = _table(row.item, edition, rounding, row.digits)
    steps = _whole_steps(values, digits=row.digits)
    return table[np.clip(steps, 0, len(table) - 1)], steps < 0


def _whole_steps(values: FloatArray, *, digits: int) -> IntArray:
    """Round concentrations by GB/T 8170 to whole steps of 1 or, with one digit, of 0.1.

    To whole numbers the float's own half-even is exact: a half is a float itself, so the shortest decimal
    lies on the same side of it as the float. A half of 0.1 is not, so it goes by millionths.
    """
    if digits == 0:
        return np.rint(np.clip(values, -LARGEST, LARGEST)).astype(np.int64)
    amounts = millionths(values)
    beside = None if amounts.is_whole else amounts.beside
    return gbt8170.half_even_array(amounts.units, MICRO // 10**digits, beside=beside)


def _by_division(
    values: FloatArray, *, row: BreakpointRow, edition: str, rounding: IndexRounding
) -> tuple[IndexArray, BoolArray]:
    """Sub-index of the concentrations as they are, and which of them are negative.

    Concentrations of few decimals, which are most, are read from a table too.
    """
    if np.isfinite(values).all():
        whole = whole_units(values)
        if whole.unsure is None and int(row.concentrations[-1]) * 10**whole.places <= LARGEST_TABLE:
            table = _table(row.item, edition, rounding, whole.places)
            return table[np.clip(whole.units, 0, len(table) - 1).astype(np.int64)], values < 0
    amounts = millionths(values)
    doubled = 2 * amounts.units
    index = _quotient(doubled, row=row, rounding=rounding)
    between = np.flatnonzero(amounts.beside)
    if between.size:
        low = _quotient(doubled[between] - 1, row=row, rounding=rounding)
        high = _quotient(doubled[between] + 1, row=row, rounding=rounding)
        index[between] = low
        convention = Convention(rounding=rounding, concentrations=ConcentrationRounding.NONE)
        for place in between[low != high].tolist():
            one = exact.sub_index(float(values[place]), item=row.item, edition=edition, convention=convention)
            index[place] = NO_INDEX if one is None else one
    return index, values < 0


def _quotient(doubled: IntArray, *, row: BreakpointRow, rounding: IndexRounding) -> IndexArray:
    """Sub-index of concentrations in half millionths, rounded by a named convention."""
    points = np.array([int(point * 2 * MICRO) for point in row.concentrations], dtype=np.int64)
    indices = np.array(row.indices, dtype=np.int64)
    inside = np.clip(doubled, 0, points[-1])
    segment = np.zeros(inside.shape, dtype=np.intp)
    for point in points[1:-1]:
        segment += inside > point
    width = (points[1:] - points[:-1])[segment]
    rise = (inside - points[segment]) * (indices[1:] - indices[:-1])[segment]
    if rounding is IndexRounding.CEIL:
        index = indices[segment] - (-rise // width)
    else:
        index = indices[segment] + (2 * rise + width) // (2 * width)
    above = NO_INDEX if row.above is None else row.above
    return np.where(doubled > points[-1], above, index).astype(np.int16)
