"""What the cells of a table mean: names of columns, numbers, moments; refused with file, column and row."""

import re
from calendar import isleap
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import polars as pl

from airshed.cli.files import BadInput
from airshed.decimals import LARGEST
from airshed.indices import frames
from airshed.standards import registry, units
from airshed.standards.tables import POLLUTANTS, MissingRule

NA = "NA"
"""What a CSV says where HJ 633-2026 5.3.1 withholds the index."""

_FULL_WIDTH = "０１２３４５６７８９．－＋"
_WITH_UNIT = re.compile(r"^([+-]?[\d.]+(?:e[+-]?\d+)?)\s*([^\d\s.,，][^\d]*\d?)$", re.IGNORECASE | re.ASCII)

YEARS = (1900, 2199)
"""Years that a time may lie in; outside them it is a slip of the pen."""

TIME_NAMES = (
    "time",
    "begins_at",
    "time_bjt",
    "timepoint",
    "datetime",
    "时间",
    "数据时间",
    "监测时间",
)
DAY_NAMES = ("date", "day", "日期")
"""Names that a column of moments, and one of days, may have."""

NEEDED_YEAR = f"a time in the years {YEARS[0]} to {YEARS[1]}"

_MISSING_TEXTS = ("", "na", "nan", "null", "none", "-", "--", "—", "/")
_SAME = {
    "pm2.5": "pm25", "pm2_5": "pm25", "细颗粒物": "pm25", "可吸入颗粒物": "pm10", "二氧化硫": "so2",
    "二氧化氮": "no2", "一氧化碳": "co", "臭氧": "o3", "臭氧8小时": "o3_8h",
}  # fmt: skip
_END_OF_DAY = re.compile(r"(\d{4}\D?\d{1,2}\D?\d{1,2}[T ])24((?::?00){0,2}(?:Z|[+-]\d{2}:?\d{2})?)", re.ASCII)
_TIME_FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H", "%Y/%m/%d", "%Y-%m-%d %H")


def canonical(name: str) -> str:
    """Return the column name this package uses for a name in any case."""
    lower = name.strip().lower()
    return _SAME.get(lower, lower)


def names_of(table: pl.DataFrame, *, path: Path) -> dict[str, str]:
    """Map canonical names to the table's own; refuse two columns for the same thing."""
    names: dict[str, str] = {}
    for column in table.columns:
        code = canonical(column)
        if code in names and (code.split("_")[0] in POLLUTANTS or code == "time"):
            raise BadInput(f"{path} has the column {code} twice: {names[code]!r} and {column!r}")
        names.setdefault(code, column)
    return names


def concentrations(column: pl.Series, *, path: Path) -> pl.Series:
    """Read a column as numbers; a cell that is neither a number nor empty is refused with its row."""
    if column.dtype.is_numeric():
        numbers = pl.Series(frames.column_floats(column.to_frame(), column.name))
        _refuse_endless(column, numbers, path=path)
        return numbers
    if column.dtype == pl.Null:
        return column.cast(pl.Float64)
    if column.dtype != pl.String:
        raise BadInput(f"{path}: column {column.name} holds {column.dtype}; numbers are needed")
    text = column.str.strip_chars()
    text = text.set(text.str.to_lowercase().is_in(_MISSING_TEXTS), None)
    numbers = text.cast(pl.Float64, strict=False)
    odd = text.is_not_null() & numbers.is_null()
    if odd.any():
        raise BadInput(_refused_number(column, odd=odd.arg_true().to_list(), path=path))
    _refuse_endless(column, numbers, path=path)
    return numbers


def _refused_number(column: pl.Series, *, odd: Sequence[int], path: Path) -> str:
    """Say which cell is no number, and why where that can be seen."""
    units: dict[str, int] = {}
    for row in odd:
        with_unit = _WITH_UNIT.match(column[row].strip())
        if with_unit is not None:
            units.setdefault(with_unit[2].strip().lower(), row)
    if len(units) > 1:
        (one, first), (other, second) = list(units.items())[:2]
        told = f"{one} in row {first + 1} and {other} in row {second + 1}"
        return f"{path}: column {column.name} holds two units, {told}; one unit in a column is needed"
    text = column[odd[0]].strip()
    needed = "a number or an empty cell"
    if odd[0] in units.values():
        needed = "a number alone (the unit goes into --units or the name of the column)"
    elif re.fullmatch(r"[+-]?\d{1,3}([,，]\d{3})+(\.\d+)?", text):
        needed = "a number without thousands commas"
    elif any(character in _FULL_WIDTH for character in text):
        needed = "a number in plain digits, none of full width,"
    return refused_cell(column, row=odd[0], path=path, needed=needed)


def _refuse_endless(column: pl.Series, numbers: pl.Series, *, path: Path) -> None:
    """Refuse infinities and numbers too large for any measurement."""
    endless = (numbers.abs() > LARGEST).fill_null(False) & numbers.is_not_nan().fill_null(False)
    if endless.any():
        row = int(endless.arg_max() or 0)
        raise BadInput(refused_cell(column, row=row, path=path, needed="a finite number within ±1e9"))


def days(column: pl.Series, *, path: Path, utc_offset_hours: float = 8) -> pl.Series:
    """Read a column of days or times as local days; a cell that names none is refused with its row."""
    if column.dtype == pl.String:
        local = [day(text, utc_offset_hours=utc_offset_hours) for text in column.to_list()]
        if None in local:
            row = local.index(None)
            raise BadInput(refused_time(column, row=row, path=path))
        return pl.Series(local, dtype=pl.Date)
    if not column.dtype.is_temporal():
        raise BadInput(f"{path}: column {column.name} holds {column.dtype}; days or times are needed")
    found = frames.local_days(column.to_frame(), time=column.name, utc_offset_hours=utc_offset_hours)
    if found.null_count():
        row = int(found.is_null().arg_max() or 0)
        raise BadInput(refused_cell(column, row=row, path=path, needed="a time"))
    refuse_other_years(found, column=column, path=path)
    return found


def refuse_other_years(found: pl.Series, *, column: pl.Series, path: Path) -> None:
    """Refuse days or moments outside `YEARS`, with the row of the first."""
    outside = ~found.dt.year().is_between(*YEARS)
    if outside.any():
        row = int(outside.arg_max() or 0)
        raise BadInput(refused_cell(column, row=row, path=path, needed=NEEDED_YEAR))


def day(text: str | None, *, utc_offset_hours: float = 8) -> date | None:
    """Return the local day that a text names, None where it names none."""
    if text is None:
        return None
    found = moment(text.strip())
    if found is not None and found.tzinfo is not None:
        found = found.astimezone(timezone(timedelta(hours=utc_offset_hours)))
    return None if found is None else found.date()


def refused_cell(column: pl.Series, *, row: int, path: Path, needed: str) -> str:
    """Say what a cell holds and what it should hold; rows count from 1 below the header."""
    held = "is empty" if column[row] is None else f"holds {column[row]!r}"
    return f"{path}: column {column.name}, row {row + 1} {held}; {needed} is needed"


def refused_time(column: pl.Series, *, row: int, path: Path) -> str:
    """Say that a cell holds no time, and why where it names a day that its year does not have."""
    needed = "a time such as 2026-03-01 08:00"
    text = column[row] or ""
    named = re.match(r"\s*(\d{4})[-/.年]?0?2[-/.月]?29(?!\d)", text)
    if named is not None and not isleap(int(named[1])):
        needed = f"{named[1]} has no 29 February; {needed}"
    elif _moment(text.strip()) is not None:
        needed = NEEDED_YEAR
    elif any(character in _FULL_WIDTH for character in text):
        needed = "a time in plain digits, none of full width,"
    return refused_cell(column, row=row, path=path, needed=needed)


def before_editions(first: date) -> list[str]:
    """Say so where a day lies before the first edition of HJ 633, which then reads it; empty elsewhere."""
    oldest = registry.INDEX_STANDARDS[0]
    if first >= oldest.in_force.since:
        return []
    return [
        f"days before {oldest.in_force.since} have no edition of their own here: they are read by "
        f"{oldest.code}, in force nationwide from that day"
    ]


def factors(texts: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Read ``--units`` into pollutant → (pollutant, unit), checked."""
    result: dict[str, tuple[str, str]] = {}
    for text in (part for option in texts for part in option.split(",") if part.strip()):
        name, sign, unit = text.partition("=")
        if not sign:
            raise BadInput(f"--units {text.strip()!r} has no unit; it reads like co=ug/m3")
        code = canonical(name)
        units.factor(code, unit=unit)
        result[code] = (code, unit)
    return result


def weights(text: str) -> dict[str, int]:
    """Read ``--weights`` into pollutant → weight, checked."""
    result: dict[str, int] = {}
    for part in (part.strip() for part in text.split(",") if part.strip()):
        name, _, number = part.partition("=")
        code = canonical(name)
        if code not in POLLUTANTS or not number.strip().isdecimal():
            raise BadInput(f"--weights {part!r} is no weight of a pollutant; it reads like pm25=3")
        result[code] = int(number)
    return result


def with_na(table: pl.DataFrame) -> pl.DataFrame:
    """Write NA where an edition withholds the index, as a CSV says it."""
    withholding = [
        one.edition for one in registry.INDEX_STANDARDS if one.missing is MissingRule.ONLY_ABOVE_100
    ]
    withheld = pl.col("aqi").is_null() & pl.col("edition").is_in(withholding)
    return table.with_columns(
        pl.when(withheld).then(pl.lit(NA)).otherwise(pl.col(name).cast(pl.String)).alias(name)
        for name in ("aqi", "level", "primary")
    )


def moment(text: str) -> datetime | None:
    """Return the moment that a text names, aware where the text carries a zone; None outside `YEARS`.

    24:00 is the end of its day, as many feeds write it.
    """
    found = _moment(text)
    return found if found is not None and YEARS[0] <= found.year <= YEARS[1] else None


def _moment(text: str) -> datetime | None:
    """Return the moment that a text names in any year."""
    at_end = _END_OF_DAY.fullmatch(text)
    if at_end is not None:
        begun = _moment(f"{at_end[1]}00{at_end[2]}")
        return None if begun is None or begun.date() == date.max else begun + timedelta(days=1)
    if not text.isascii():
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _TIME_FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  the file's own local clock; only its day is used
        except ValueError:
            continue
    return None
