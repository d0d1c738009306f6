"""Sand and dust from elsewhere: days that an official list takes out of the particles, and hints of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from airshed import AirshedError
from airshed.assessment.exact import Hours, hours_of
from airshed.decimals import Number

ITEMS = ("pm10", "pm25")
"""What a list may take out; gases stay, and so do good days (national monthly reports, 2021-07, 2022-09)."""


class UnknownItem(AirshedError):
    """A list of exceptional days names something that cannot be taken out."""

    def __init__(self, *, item: str, row: int) -> None:
        self.item = item
        self.row = row
        super().__init__(f"row {row + 1} of the list names {item!r}; it may name {' and '.join(ITEMS)}")


class Excluded(NamedTuple):
    """Days without what a list takes out, and the rows of the list that no day answers to."""

    days: pl.DataFrame
    unmatched: pl.DataFrame


def exclude(days: pl.DataFrame, listed: pl.DataFrame) -> Excluded:
    """Take the listed particle values out of daily values.

    Parameters
    ----------
    days : DataFrame
        ``unit``, ``day`` and any of ``pm10 pm25``, among other columns. [µg m⁻³]
    listed : DataFrame
        The official list: ``unit``, ``day`` and, where it has them, ``items``, such as ``"pm10,pm25"`` or
        ``"pm10"``; without it, or where it is empty, both are meant.

    Returns
    -------
    Excluded
        ``days`` in its order with null for what is listed, and a column ``excluded`` that names it, null
        where nothing is; ``unmatched``, rows of the list without such a day.

    Raises
    ------
    MissingKey
        Where a table lacks unit or day. `UnknownItem` where the list names another pollutant.

    Notes
    -----
    For concentrations and the composite index. Good days, days of each level and the daily index are made of
    the values as they were.

    References
    ----------
    环办监测〔2016〕120号, as the notes of the national monthly reports of 2021-07 and 2022-09 apply it. The
    text of HJ 663-2026 on exceptional events was not seen.

    Examples
    --------
    >>> from datetime import date
    >>> days = pl.DataFrame({"unit": ["a", "b"], "day": [date(2021, 3, 15)] * 2, "pm10": [900.0, 80.0]})
    >>> found = exclude(days, days.select("unit", "day").head(1))
    >>> found.days.select("unit", "pm10", "excluded").rows()
    [('a', None, 'pm10,pm25'), ('b', 80.0, None)]
    """
    for name, frame in (("days", days), ("list", listed)):
        for column in ("unit", "day"):
            if column not in frame.columns:
                raise MissingKey(frame=name, column=column, present=frame.columns)
    named = pl.DataFrame({"unit": listed["unit"], "day": listed["day"], "items": _items(listed)})
    taken = [pl.col("items").str.contains(item).any().alias(f"out_{item}") for item in ITEMS]
    merged = named.group_by("unit", "day", maintain_order=True).agg(taken)
    marked = days.join(merged, on=["unit", "day"], how="left", maintain_order="left")
    found = marked.with_columns(
        *(
            pl.when(pl.col(f"out_{item}")).then(None).otherwise(pl.col(item)).alias(item)
            for item in ITEMS
            if item in days.columns
        ),
        excluded=pl.concat_str(
            [pl.when(pl.col(f"out_{item}")).then(pl.lit(item)) for item in ITEMS],
            separator=",",
            ignore_nulls=True,
        ).replace("", None),
    ).drop(f"out_{item}" for item in ITEMS)
    return Excluded(found, listed.join(days.select("unit", "day"), on=["unit", "day"], how="anti"))


class MissingKey(AirshedError):
    """Days or a list of exceptional days has no column that says which place and day is meant."""

    def __init__(self, *, frame: str, column: str, present: Sequence[str]) -> None:
        self.frame = frame
        self.column = column
        super().__init__(f"the {frame} has no column {column!r}; its columns are {', '.join(present)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectRule:
    """When hours look like dust from elsewhere: a hint, never a reason to take anything out.

    The numbers are remembered from practice and were not seen in an official text: begin at ``rise`` times
    the mean of the ``before_hours`` hours before and above ``above``, end at the first hour back within
    ``back_within`` of that mean. ``most_fine``, where given, asks PM2.5 over PM10 to be at most that at the
    peak. [µg m⁻³; h; 1]
    """

    before_hours: int = 6
    rise: Decimal = Decimal(2)
    above: Decimal = Decimal(150)
    back_within: Decimal = Decimal("0.1")
    most_fine: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspected:
    """Hours that look like dust; ``last`` is the last of them, None while they go on. [µg m⁻³; 1]"""

    first: int
    last: int | None
    before: Fraction
    peak: Fraction
    fine_at_peak: Fraction | None


def suspected(
    pm10: Sequence[Number | None],
    *,
    pm25: Sequence[Number | None] | None = None,
    rule: SuspectRule = SuspectRule(),
) -> tuple[Suspected, ...]:
    """Hint at hours that look like dust from elsewhere.

    Parameters
    ----------
    pm10 : sequence of numbers
        One value per hour, oldest first, without gaps in time; None or NaN where missing. [µg m⁻³]
    pm25 : sequence of numbers, optional
        PM2.5 of the same hours. [µg m⁻³]
    rule : SuspectRule
        Its numbers.

    Returns
    -------
    tuple of Suspected
        Stretches by the places of their hours in ``pm10``. The mean before needs all its hours valid; a
        missing hour inside neither ends a stretch nor counts.

    Notes
    -----
    What is taken out of published values is decided by an official list alone (`exclude`).

    Examples
    --------
    >>> found = suspected([60, 60, 60, 60, 60, 60, 400, 700, 300, 64, 58])
    >>> [(one.first, one.last, one.before, one.peak) for one in found]
    [(6, 8, Fraction(60, 1), Fraction(700, 1))]
    """
    hours = hours_of(pm10)
    fine = hours_of(pm25) if pm25 is not None else [None] * len(hours)
    result: list[Suspected] = []
    place = rule.before_hours
    while place < len(hours):
        before = _mean_before(hours, place, n=rule.before_hours)
        value = hours[place]
        if before is None or value is None or value < Fraction(rule.rise) * before or value <= rule.above:
            place += 1
            continue
        end = _end(hours, place, before=before, rule=rule)
        stretch = [(hour, -at) for at, hour in enumerate(hours[place:end], start=place) if hour is not None]
        peak, at = max(stretch)
        share = fine[-at]
        fine_at_peak = None if share is None or peak == 0 else share / peak
        if rule.most_fine is None or fine_at_peak is None or fine_at_peak <= rule.most_fine:
            last = None if end == len(hours) else end - 1
            result.append(
                Suspected(first=place, last=last, before=before, peak=peak, fine_at_peak=fine_at_peak)
            )
        place = end + 1
    return tuple(result)


def _items(listed: pl.DataFrame) -> pl.Series:
    """Return what each row of a list takes out, as codes joined by commas."""
    whole = ",".join(ITEMS)
    if "items" not in listed.columns:
        return pl.Series([whole] * listed.height, dtype=pl.String)
    result = []
    for row, text in enumerate(listed["items"].to_list()):
        items = [part.strip().lower().replace(".", "") for part in (text or whole).split(",")]
        for item in items:
            if item not in ITEMS:
                raise UnknownItem(item=item, row=row)
        result.append(",".join(items))
    return pl.Series(result, dtype=pl.String)


def _mean_before(hours: Hours, place: int, *, n: int) -> Fraction | None:
    """Return the mean of the hours before a place, None unless all are valid."""
    known = [hour for hour in hours[place - n : place] if hour is not None]
    return sum(known, Fraction(0)) / n if len(known) == n else None


def _end(hours: Hours, place: int, *, before: Fraction, rule: SuspectRule) -> int:
    """Return the place of the first hour back at the level before, or one past the last hour."""
    back = before * (1 + Fraction(rule.back_within))
    for at in range(place + 1, len(hours)):
        hour = hours[at]
        if hour is not None and hour <= back:
            return at
    return len(hours)
