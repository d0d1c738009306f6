"""The index of one row, in fractions: the plain reading of the law, and the oracle of the array kernel."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import floor, isinf

from airshed import AirshedError
from airshed.decimals import Number, fraction_of, is_missing
from airshed.indices import gaps
from airshed.indices.conventions import LAW, ConcentrationRounding, Convention, IndexRounding
from airshed.indices.gaps import Gap
from airshed.standards import gbt8170, registry
from airshed.standards.tables import POLLUTANTS, BreakpointRow, IndexItem, IndexStandard, Level, MissingRule

PRIMARY_ABOVE = 50
"""A primary pollutant is named when the index is above this (HJ 633-2012 and -2026, definition)."""

PUBLISHED_ABOVE = 100
"""With an item missing, an index above this is published and any other is "NA" (HJ 633-2026 5.3.1)."""


class UnknownItem(AirshedError):
    """A sub-index was asked for by an item that the edition has no breakpoints for."""

    def __init__(self, *, item: str, standard: IndexStandard) -> None:
        self.item = item
        known = ", ".join(standard.breakpoints)
        super().__init__(f"{standard.code} has no breakpoints for {item!r}; it has them for {known}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AirIndex:
    """The index of one hour or day.

    ``aqi`` and ``level`` are None and ``primary`` is empty where nothing may be published. ``sub_indices``
    has one entry per pollutant, None where there is none. ``na_reason`` names the missing items, None when
    complete.
    """

    edition: str
    aqi: int | None
    level: Level | None
    primary: tuple[str, ...]
    sub_indices: Mapping[str, int | None]
    na_reason: str | None


def sub_index(
    concentration: Number | None, *, item: str, edition: str, convention: Convention = LAW
) -> int | None:
    """Sub-index of one concentration.

    Parameters
    ----------
    concentration : int, float, Decimal, Fraction or None
        The concentration; a float stands for its shortest decimal. [µg m⁻³; CO mg m⁻³]
    item : str
        Row of the breakpoint table: ``so2_24h so2_1h no2_24h no2_1h co_24h co_1h o3_8h o3_1h pm10_24h
        pm25_24h``.
    edition : str
        ``"2012"`` or ``"2026"``.
    convention : Convention
        Rounding of the index and of the concentration.

    Returns
    -------
    int or None
        0 to 500; None for a missing, negative or infinite concentration and where the edition computes none.

    Notes
    -----
    A concentration that rounds to 0 from below counts as 0; anything lower is negative and has no sub-index.
    Particles of one hour are read by the daily breakpoints. Above the last breakpoint the sub-index is 500,
    except for the SO2 hour and the O3 8 h value (see the edition's module).

    References
    ----------
    HJ 633-2026 4.2; HJ 633-2012 4.1, 6.2.

    Examples
    --------
    >>> sub_index(60.5, item="pm25_24h", edition="2026"), sub_index(60.6, item="pm25_24h", edition="2026")
    (100, 101)
    """
    standard = registry.index_standard_of(edition)
    if item not in standard.breakpoints:
        raise UnknownItem(item=item, standard=standard)
    return _read(concentration, row=standard.breakpoints[item], convention=convention)[0]


def hourly(
    values: Mapping[str, Number | None],
    *,
    edition: str,
    convention: Convention = LAW,
    not_monitored: Collection[str] = (),
) -> AirIndex:
    """Real-time index of one hour.

    Parameters
    ----------
    values : mapping
        Concentrations of ``so2 no2 co o3 pm10 pm25`` over one hour; None, NaN or no entry where missing. For
        the 2012 edition ``so2_24h`` may be given, which is reported where the SO2 hour is above 800. [µg m⁻³;
        CO mg m⁻³]
    edition : str
        ``"2012"`` or ``"2026"``.
    convention : Convention
        Rounding of the index and of the concentration.
    not_monitored : collection of str
        Columns that the monitoring plan leaves out ("/" in a report), which are no gap (HJ 633-2026 5.3.1).

    Returns
    -------
    AirIndex
        Index, level, primary pollutants with ties, sub-indices, and what is missing.

    References
    ----------
    HJ 633-2026 4.3, 5.3.1.

    Examples
    --------
    >>> found = hourly({"so2": 5, "no2": 20, "co": 0.4, "o3": 90, "pm10": 150, "pm25": 75}, edition="2026")
    >>> found.aqi, found.primary, found.level.category_en
    (114, ('pm25',), 'Lightly polluted')
    """
    standard = registry.index_standard_of(edition)
    return _row_index(
        values, items=standard.hourly, standard=standard, convention=convention, left=not_monitored
    )


def daily(
    values: Mapping[str, Number | None],
    *,
    edition: str,
    convention: Convention = LAW,
    not_monitored: Collection[str] = (),
) -> AirIndex:
    """Daily index of one day.

    Parameters
    ----------
    values : mapping
        Daily means ``so2 no2 co pm10 pm25`` and the daily maximum 8 h ``o3_8h``; for the 2012 edition also
        the daily maximum hour ``o3_1h_max`` where known. None, NaN or no entry where missing. [µg m⁻³; CO mg
        m⁻³]
    edition : str
        ``"2012"`` or ``"2026"``.
    convention : Convention
        Rounding of the index and of the concentration.
    not_monitored : collection of str
        Columns that the monitoring plan leaves out, which are no gap.

    Returns
    -------
    AirIndex
        As `hourly`; the sub-index of ``o3`` is the larger of its two items in the 2012 edition.

    References
    ----------
    HJ 633-2026 4.3, 5.3.1; HJ 633-2012 5.2.

    Examples
    --------
    >>> daily({"pm25": 60, "pm10": 120, "so2": 5, "no2": 20, "co": 0.4, "o3_8h": 160}, edition="2026").primary
    ('o3', 'pm10', 'pm25')
    """
    standard = registry.index_standard_of(edition)
    return _row_index(
        values, items=standard.daily, standard=standard, convention=convention, left=not_monitored
    )


def whole(value: Fraction, *, rounding: IndexRounding) -> int:
    """Round an index to a whole number by a named convention."""
    if rounding is IndexRounding.CEIL:
        return -floor(-value)
    return floor(value + Fraction(1, 2))


def _read(value: Number | None, *, row: BreakpointRow, convention: Convention) -> tuple[int | None, Gap]:
    """Return the sub-index of a value, or None and the reason."""
    if value is None or is_missing(value):
        return None, Gap.MISSING
    if isinstance(value, float | Decimal) and isinf(value):
        return None, Gap.NOT_FINITE
    amount = fraction_of(value)
    if convention.concentrations is ConcentrationRounding.LAW:
        amount = Fraction(gbt8170.round_to(amount, digits=row.digits))
    if amount < 0:
        return None, Gap.NEGATIVE
    points = _points(row)
    if amount > points[-1]:
        return row.above, Gap.ABOVE_TABLE if row.above is None else Gap.NONE
    end = max(1, bisect_left(points, amount))
    slope = (row.indices[end] - row.indices[end - 1]) / (points[end] - points[end - 1])
    return whole(
        slope * (amount - points[end - 1]) + row.indices[end - 1], rounding=convention.rounding
    ), Gap.NONE


@cache
def _points(row: BreakpointRow) -> tuple[Fraction, ...]:
    """Breakpoints of a row as fractions."""
    return tuple(Fraction(point) for point in row.concentrations)


def _row_index(
    values: Mapping[str, Number | None],
    *,
    items: tuple[IndexItem, ...],
    standard: IndexStandard,
    convention: Convention,
    left: Collection[str],
) -> AirIndex:
    """Index of one row of a report with the given items."""
    subs: dict[str, int | None] = dict.fromkeys(POLLUTANTS)
    found: list[tuple[str, Gap]] = []
    for item in items:
        if item.column in left or (item.optional and item.column not in values):
            continue
        row = standard.breakpoints[item.item]
        index, gap = _read(values.get(item.column), row=row, convention=convention)
        if gap is Gap.ABOVE_TABLE and item.instead is not None and not is_missing(values.get(item.instead)):
            other = standard.breakpoints[item.instead]
            index, gap = _read(values[item.instead], row=other, convention=convention)
        found.append((item.column, gap))
        known = [one for one in (subs[row.pollutant], index) if one is not None]
        subs[row.pollutant] = max(known, default=None)
    return _published(subs, found=found, standard=standard)


def _published(
    subs: Mapping[str, int | None], *, found: list[tuple[str, Gap]], standard: IndexStandard
) -> AirIndex:
    """Decide what may be published of a row's sub-indices."""
    reason = gaps.written(found)
    largest = max((index for index in subs.values() if index is not None), default=None)
    held_back = reason is not None and standard.missing is MissingRule.ONLY_ABOVE_100
    if largest is None or (held_back and largest <= PUBLISHED_ABOVE):
        return AirIndex(
            edition=standard.edition, aqi=None, level=None, primary=(), sub_indices=subs, na_reason=reason
        )
    primary = tuple(code for code in POLLUTANTS if subs[code] == largest) if largest > PRIMARY_ABOVE else ()
    aqi = max(standard.lowest, largest)
    return AirIndex(
        edition=standard.edition, aqi=aqi, level=standard.level(aqi), primary=primary, sub_indices=subs,
        na_reason=reason,
    )  # fmt: skip
