"""What an index is made of, and how a row of concentrations is read by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from math import floor, isinf
from typing import NamedTuple

from airshed import AirshedError
from airshed.decimals import Number, fraction_of, is_missing
from airshed.standards import gbt8170


class Cut(StrEnum):
    """What happens to a concentration before it is looked up."""

    TRUNCATE = "truncate"
    """Cut off after the last place of the table (EPA-454/B-24-002, IV)."""

    NEAREST = "nearest"
    """To the nearest, a half up."""

    HALF_EVEN = "half_even"
    """To the nearest, a half to even (GB/T 8170)."""

    NONE = "none"
    """Nothing."""


class IndexCut(StrEnum):
    """How an index becomes whole."""

    NEAREST = "nearest"
    """To the nearest, a half up."""

    CEIL = "ceil"
    """Always up (HJ 633-2026 4.2.6)."""


class Beyond(StrEnum):
    """What a concentration above the table stands for."""

    EXTEND = "extend"
    """The last line goes on: the index passes its highest number."""

    LAST_BAND = "last_band"
    """The last band, without a number."""

    LAST_INDEX = "last_index"
    """The highest index of the table."""

    OTHER_ITEM = "other_item"
    """Nothing from this item: another averaging time tells."""


class Why(StrEnum):
    """Why an item, or a row, has no index."""

    MISSING = "missing"
    NEGATIVE = "negative"
    NOT_FINITE = "not_finite"
    BELOW_TABLE = "below_table"
    """This averaging time is not used for values so low."""

    ABOVE_TABLE = "above_table"
    """This averaging time is not used for values so high."""

    TOO_FEW = "too_few_pollutants"


class Segment(NamedTuple):
    """A stretch of the table, both ends included; inside, the index runs in a straight line."""

    low: Fraction
    high: Fraction
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A named class of an index, with its lowest and highest number; no highest where it is open."""

    number: int
    name: str
    lowest: int
    highest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One column of an index: what is averaged how, in which unit, and its table."""

    item: str
    pollutant: str
    averaging: str
    unit: str
    digits: int
    segments: tuple[Segment, ...]
    beyond: Beyond
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One index in one edition; ``is_scale`` says whether its numbers mean more than the bands' order.

    ``needed`` is how many pollutants a row must have, ``one_of`` names those of which one must be there.
    """

    code: str
    name: str
    source: str
    items: Mapping[str, Item]
    bands: tuple[Band, ...]
    cut: Cut
    index_cut: IndexCut
    is_scale: bool
    needed: int = 1
    one_of: tuple[str, ...] = ()

    def band(self, index: int) -> Band:
        """Return the band that an index belongs to; one above the last belongs to the last."""
        for band in self.bands:
            if band.highest is None or index <= band.highest:
                return band
        return self.bands[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubReading:
    """What one item says; ``index`` is None in a band without number and where ``why`` says so."""

    item: str
    index: int | None
    band: Band | None
    why: Why | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a row says: the worst of its items, the pollutants that say so, and every item.

    ``index`` is None for a profile of bands only, in a band without number, and where ``why`` says so.
    """

    profile: str
    index: int | None
    band: Band | None
    primary: tuple[str, ...]
    items: Mapping[str, SubReading]
    why: Why | None


class UnknownColumn(AirshedError):
    """A value was given under a name that an index has no table for."""

    def __init__(self, *, column: str, profile: Profile) -> None:
        self.column = column
        super().__init__(
            f"{profile.name} has no table for {column!r}; it has them for {', '.join(profile.items)}"
        )


def read_item(value: Number | None, *, item: Item, profile: Profile) -> SubReading:
    """Read one concentration.

    Parameters
    ----------
    value : number or None
        In the item's own unit; a float stands for its shortest decimal.
    item : Item
        A row of the profile's table.
    profile : Profile
        Says how values are cut and how indices become whole.

    Returns
    -------
    SubReading
        No band for a missing, negative or infinite value, and where the averaging time is not used.

    Examples
    --------
    >>> from airshed.indices.profiles import us_2024
    >>> found = read_item(35.99, item=us_2024.PROFILE.items["pm25_24h"], profile=us_2024.PROFILE)
    >>> found.index, found.band.name
    (102, 'Unhealthy for Sensitive Groups')
    """
    if value is None or is_missing(value):
        return SubReading(item=item.item, index=None, band=None, why=Why.MISSING)
    if isinstance(value, float | Decimal) and isinf(value):
        return SubReading(item=item.item, index=None, band=None, why=Why.NOT_FINITE)
    amount = _cut(fraction_of(value), digits=item.digits, cut=profile.cut)
    if amount < 0:
        return SubReading(item=item.item, index=None, band=None, why=Why.NEGATIVE)
    if amount < item.segments[0].low:
        return SubReading(item=item.item, index=None, band=None, why=Why.BELOW_TABLE)
    last = item.segments[-1]
    if amount > last.high and item.beyond is not Beyond.EXTEND:
        return _beyond(item, profile=profile)
    segment = next((one for one in item.segments if amount <= one.high), last)
    index = _whole(_line(segment, amount), cut=profile.index_cut)
    told = index if profile.is_scale else None
    return SubReading(item=item.item, index=told, band=profile.band(index), why=None)


def read(values: Mapping[str, Number | None], *, profile: Profile) -> Reading:
    """Read a row of concentrations by an index.

    Parameters
    ----------
    values : mapping
        Item (such as ``pm25_24h``) → concentration in the unit that the profile's item names; None, NaN or no
        entry where missing. `UnknownColumn` for a name that the profile has no table for.
    profile : Profile
        The index.

    Returns
    -------
    Reading
        The worst item decides; all pollutants that are as bad are named, in the order of the table. Without
        enough pollutants there is no index and ``why`` says so; the items are told all the same.

    Examples
    --------
    >>> from airshed.indices.profiles import eu_2024
    >>> found = read({"pm25_1h": 12, "no2_1h": 30}, profile=eu_2024.PROFILE)
    >>> found.band.name, found.primary, found.index
    ('Moderate', ('no2',), None)
    """
    for column in values:
        if column not in profile.items:
            raise UnknownColumn(column=column, profile=profile)
    found = {
        name: read_item(values.get(name), item=item, profile=profile) for name, item in profile.items.items()
    }
    told = [one for one in found.values() if one.band is not None]
    there = {profile.items[one.item].pollutant for one in told}
    lacks_one = bool(profile.one_of) and not there & set(profile.one_of)
    if len(there) < max(1, profile.needed) or lacks_one:
        return Reading(profile=profile.code, index=None, band=None, primary=(), items=found, why=Why.TOO_FEW)
    worst = max(_rank(one) for one in told)
    primary = dict.fromkeys(profile.items[one.item].pollutant for one in told if _rank(one) == worst)
    top = next(one for one in told if _rank(one) == worst)
    return Reading(
        profile=profile.code,
        index=None if top.index is None else max(top.index, profile.bands[0].lowest),
        band=top.band,
        primary=tuple(primary),
        items=found,
        why=None,
    )


@cache
def segments(
    concentrations: str, *, indices: str, step: str | None = None, first: str = "0"
) -> tuple[Segment, ...]:
    """Lay a table out from the upper ends of its rows.

    Parameters
    ----------
    concentrations : str
        Upper end of each row, the lowest first.
    indices : str
        ``"50 100 …"``, upper end of the index in each row; each row begins one above the one before, the
        first at 0. ``"="`` for bands: every row has its own number only.
    step : str, optional
        The table prints rows that begin one step above the end of the row before (``"0.1"``); not given, rows
        follow each other without a gap.
    first : str
        Where the first row begins.

    Returns
    -------
    tuple of Segment
        The rows.

    Examples
    --------
    >>> for one in segments("9.0 35.4", indices="50 100", step="0.1"):
    ...     print(one.low, one.high, one.first, one.last)
    0 9 0 50
    91/10 177/5 51 100
    """
    ends = [Fraction(end) for end in concentrations.split()]
    tops = list(range(1, len(ends) + 1)) if indices == "=" else [int(top) for top in indices.split()]
    gap = Fraction(step) if step else Fraction(0)
    rows: list[Segment] = []
    for place, (end, top) in enumerate(zip(ends, tops, strict=True)):
        low = Fraction(first) if place == 0 else ends[place - 1] + gap
        if indices == "=":
            rows.append(Segment(low, end, top, top))
        else:
            rows.append(Segment(low, end, tops[place - 1] + 1 if place else 0, top))
    return tuple(rows)


def _rank(one: SubReading) -> tuple[int, int, int]:
    """Order readings: by band, then a band without number above numbers, then by number."""
    number = 0 if one.band is None else one.band.number
    return number, int(one.index is None), one.index or 0


def _beyond(item: Item, *, profile: Profile) -> SubReading:
    """Read a concentration above the table."""
    if item.beyond is Beyond.OTHER_ITEM:
        return SubReading(item=item.item, index=None, band=None, why=Why.ABOVE_TABLE)
    if item.beyond is Beyond.LAST_BAND:
        return SubReading(item=item.item, index=None, band=profile.bands[-1], why=None)
    index = item.segments[-1].last
    return SubReading(item=item.item, index=index, band=profile.band(index), why=None)


def _line(segment: Segment, amount: Fraction) -> Fraction:
    """Return the index on a segment's line."""
    if segment.high == segment.low:
        return Fraction(segment.last)
    slope = Fraction(segment.last - segment.first) / (segment.high - segment.low)
    return slope * (amount - segment.low) + segment.first


def _cut(amount: Fraction, *, digits: int, cut: Cut) -> Fraction:
    """Take a concentration to the last place of the table."""
    scale = 10**digits
    if cut is Cut.TRUNCATE:
        return Fraction(int(amount * scale), scale)
    if cut is Cut.NEAREST:
        return Fraction(floor(amount * scale + Fraction(1, 2)), scale)
    if cut is Cut.HALF_EVEN:
        return Fraction(gbt8170.round_to(amount, digits=digits))
    return amount


def _whole(index: Fraction, *, cut: IndexCut) -> int:
    """Make an index whole."""
    return -floor(-index) if cut is IndexCut.CEIL else floor(index + Fraction(1, 2))
