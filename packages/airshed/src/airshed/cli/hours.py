"""Hours from a table: stations, moments in UTC, parameters in their units; refused by row and column."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import polars as pl

from airshed.cli import cells, files
from airshed.cli.files import BadInput
from airshed.decimals import scaled
from airshed.quality.scene import PARAMETERS, WEATHER
from airshed.standards import units
from airshed.standards.tables import POLLUTANTS

STATION, TIME, CITY = "station", "begins_at", "city"
DATE, HOUR = "date", "hour"
"""A day and the hour of it in two columns, as some archives have them, instead of a time."""

ONE_HOUR = timedelta(hours=1)

_NAMES: Mapping[str, tuple[str, ...]] = {
    STATION: (
        "station", "stationcode", "station_code", "站点编码", "监测点编码", "station_name", "site", "站点",
        "站点名称", "点位", "监测点",
    ),
    CITY: ("city", "area", "城市", "城市名称"),
    TIME: cells.TIME_NAMES,
    DATE: cells.DAY_NAMES,
    HOUR: ("hour", "小时", "时"),
    "lon": ("lon", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "t": ("t", "temp", "temperature", "气温"),
    "rh": ("rh", "humidity", "湿度", "相对湿度"),
    "p": ("p", "pres", "pressure", "气压"),
    "ws": ("ws", "wspm", "wind_speed", "风速"),
    "wd": ("wd", "wind_direction", "风向"),
}  # fmt: skip
"""Names a column may have, besides its own in any case; a unit may follow in brackets."""

_BRACKETS = re.compile(r"^(.*?)\s*[(（\[【](.*?)[)）\]】]\s*$")


class Hours(NamedTuple):
    """Hours as `airshed.quality` takes them, where the stations stand, and what was passed over."""

    frame: pl.DataFrame
    places: Mapping[str, tuple[float, float]]
    passed_over: tuple[str, ...]


class Column(NamedTuple):
    """One column of the table: what it is called there, and the unit its name gives."""

    name: str
    unit: str


def read(path: Path, *, given: Mapping[str, tuple[str, str]], utc_offset_hours: float | None) -> Hours:
    """Read hours from a CSV or Parquet file.

    ``given`` holds units by pollutant as ``--units`` names them; ``utc_offset_hours`` is what times without a
    zone are ahead of UTC, None where none was named.
    """
    return of_table(files.read(path), path=path, given=given, utc_offset_hours=utc_offset_hours)


def of_table(
    table: pl.DataFrame,
    *,
    path: Path,
    given: Mapping[str, tuple[str, str]],
    utc_offset_hours: float | None,
) -> Hours:
    """Take hours out of a table, as `read`."""
    columns = columns_of(table, path=path)
    if TIME not in columns:
        raise BadInput(f"{path} has no column time; its columns are {', '.join(table.columns)}")
    codes = [code for code in PARAMETERS if code in columns]
    frame = pl.DataFrame(
        {
            STATION: _stations(table, columns=columns, path=path),
            TIME: _moments(_times(table, columns=columns), path=path, utc_offset_hours=utc_offset_hours),
        }
    )
    if CITY in columns:
        city = _texts(table[columns[CITY].name], path=path, needed="the name of a city")
        frame = frame.with_columns(city.alias(CITY))
    passed_over = []
    for code in codes:
        column = table[columns[code].name]
        if code in WEATHER and column.dtype == pl.String and not _is_numeric(column):
            passed_over.append(column.name)
            continue
        frame = frame.with_columns(_numbers(column, code=code, columns=columns, given=given, path=path))
    if not set(frame.columns) & set(PARAMETERS):
        needed = f"one of {', '.join(POLLUTANTS)} at least is needed"
        raise BadInput(
            f"{path} has no column of a parameter; {needed}; its columns are {', '.join(table.columns)}"
        )
    _refuse_repeats(frame, path=path)
    known = {column.name for column in columns.values()}
    passed_over += [name for name in table.columns if name not in known]
    return Hours(frame, _places(table, frame, columns=columns, path=path), tuple(passed_over))


def columns_of(table: pl.DataFrame, *, path: Path) -> dict[str, Column]:
    """Find the columns by any of their names; refuse two for the same thing.

    Of a code and a name of stations the code is taken. Without stations, cities are read as such; without
    times, days, with their hours where those stand apart.
    """
    codes = {name: code for code, names in _NAMES.items() for name in names}
    result: dict[str, Column] = {}
    for name in table.columns:
        bracketed = _BRACKETS.match(name)
        bare, unit = (bracketed[1], bracketed[2].strip()) if bracketed else (name, "")
        code = codes.get(cells.canonical(bare), cells.canonical(bare))
        if code not in _NAMES and code not in PARAMETERS:
            continue
        if code in result and code in (STATION, CITY):
            if _is_named_better(name, than=result[code].name):
                result[code] = Column(name, unit)
            continue
        if code in result:
            raise BadInput(f"{path} has the column {code} twice: {result[code].name!r} and {name!r}")
        result[code] = Column(name, unit)
    if STATION not in result and CITY in result:
        result[STATION] = result[CITY]
    day, hour = result.pop(DATE, None), result.pop(HOUR, None)
    if TIME in result:
        return result
    if day is not None:
        result |= {TIME: day} if hour is None else {TIME: day, HOUR: hour}
    elif hour is not None:
        result[TIME] = hour
    return result


def _is_named_better(name: str, *, than: str) -> bool:
    """Say whether a column names stations or cities better than another: a code before a name."""
    order = (*_NAMES[STATION], *_NAMES[CITY])
    return order.index(cells.canonical(name)) < order.index(cells.canonical(than))


def _stations(table: pl.DataFrame, *, columns: Mapping[str, Column], path: Path) -> pl.Series:
    """Return the station of each row; without such a column the file is of one station and names it."""
    if STATION not in columns:
        return pl.repeat(path.stem, table.height, dtype=pl.String, eager=True)
    return _texts(table[columns[STATION].name], path=path, needed="the name of a station")


def _texts(column: pl.Series, *, path: Path, needed: str) -> pl.Series:
    """Return names, none of them empty."""
    names = column.cast(pl.String).str.strip_chars()
    nameless = names.is_null() | (names == "")
    if nameless.any():
        row = int(nameless.arg_max() or 0)
        raise BadInput(cells.refused_cell(column, row=row, path=path, needed=needed))
    return names


def _times(table: pl.DataFrame, *, columns: Mapping[str, Column]) -> pl.Series:
    """Return the column of times; a day and its hour in two columns become one."""
    times = table[columns[TIME].name]
    if HOUR not in columns:
        return times
    hour = table[columns[HOUR].name]
    both = pl.DataFrame([times.cast(pl.String), hour.cast(pl.String).str.strip_chars()])
    text = pl.format("{} {}:00", pl.nth(0), pl.nth(1).str.pad_start(2, "0"))
    return both.select(text.alias(f"{times.name} and {hour.name}")).to_series()


def _moments(column: pl.Series, *, path: Path, utc_offset_hours: float | None) -> pl.Series:
    """Return the start of each row's hour in UTC."""
    zone = None if utc_offset_hours is None else timezone(timedelta(hours=utc_offset_hours))
    if column.dtype == pl.String:
        found = {text: _utc(text, zone=zone) for text in column.unique().to_list()}
        moments = pl.Series([found[text] for text in column.to_list()], dtype=pl.Datetime("us", "UTC"))
        unread = moments.is_null()
        if unread.any():
            row = int(unread.arg_max() or 0)
            text = column[row]
            if text is not None and cells.moment(text.strip()) is not None:
                raise BadInput(_without_zone(column, row=row, path=path))
            raise BadInput(cells.refused_time(column, row=row, path=path))
    else:
        moments = _moments_of_times(column, path=path, zone=zone)
        cells.refuse_other_years(moments, column=column, path=path)
    odd = moments != moments.dt.truncate("1h")
    if odd.any():
        row = int(odd.arg_max() or 0)
        raise BadInput(cells.refused_cell(column, row=row, path=path, needed="a time on the full hour"))
    return moments


def _moments_of_times(column: pl.Series, *, path: Path, zone: timezone | None) -> pl.Series:
    """Return a column of times in UTC."""
    if not isinstance(column.dtype, pl.Datetime):
        raise BadInput(f"{path}: column {column.name} holds {column.dtype}; times of hours are needed")
    if column.null_count():
        row = int(column.is_null().arg_max() or 0)
        raise BadInput(cells.refused_cell(column, row=row, path=path, needed="a time"))
    micros = column.dt.epoch("us")
    if column.dtype.time_zone is None:
        if zone is None and len(column):
            raise BadInput(_without_zone(column, row=0, path=path))
        offset = timedelta(0) if zone is None else zone.utcoffset(None)
        micros = micros - round(offset.total_seconds() * 1_000_000)
    return micros.cast(pl.Datetime("us", "UTC"))


def _utc(text: str | None, *, zone: timezone | None) -> datetime | None:
    """Return the moment a text names in UTC, None where it names none or has no zone."""
    found = None if text is None else cells.moment(text.strip())
    if found is None or (found.tzinfo is None and zone is None):
        return None
    return (found if found.tzinfo is not None else found.replace(tzinfo=zone)).astimezone(UTC)


def _without_zone(column: pl.Series, *, row: int, path: Path) -> str:
    """Say that a time has no zone."""
    told = f"{path}: column {column.name}, row {row + 1} holds {str(column[row])!r}, a time without a zone"
    return f"{told}; --utc-offset is needed (8 in China), or a zone as in 2026-03-01T08:00+08:00"


def _is_numeric(column: pl.Series) -> bool:
    """Say whether any cell of a column of texts is a number."""
    return bool(column.str.strip_chars().cast(pl.Float64, strict=False).is_not_null().any())


def _numbers(
    column: pl.Series,
    *,
    code: str,
    columns: Mapping[str, Column],
    given: Mapping[str, tuple[str, str]],
    path: Path,
) -> pl.Series:
    """Return a parameter in its unit; refuse two units in one column or two that are named for it."""
    values = cells.concentrations(column, path=path).fill_null(float("nan"))
    factor = factor_of(code, columns=columns, given=given, path=path)
    if factor is not None:
        values = pl.Series(scaled(values.to_numpy(), factor=factor))
    return values.alias(code)


def factor_of(
    code: str, *, columns: Mapping[str, Column], given: Mapping[str, tuple[str, str]], path: Path
) -> Decimal | None:
    """Return what takes a column to its unit, None where nothing is said of one; refuse two that differ."""
    named = columns[code].unit if code in POLLUTANTS else ""
    unit = given[code][1] if code in given else named
    if not unit:
        return None
    try:
        factor = units.factor(code, unit=unit)
        other = units.factor(code, unit=named) if named else factor
    except units.UnknownUnit as error:
        raise BadInput(f"{path}: column {columns[code].name}: {error}") from error
    if factor != other:
        raise BadInput(
            f"{path}: column {columns[code].name} names the unit {named}, --units says {unit}; one is needed"
        )
    return factor


def _refuse_repeats(frame: pl.DataFrame, *, path: Path) -> None:
    """Refuse a second row for the same station and hour."""
    repeats = frame.select(STATION, TIME).is_duplicated()
    if not repeats.any():
        return
    rows = frame.select(STATION, TIME).with_row_index("row").filter(repeats)
    second = rows.filter(~pl.struct(STATION, TIME).is_first_distinct()).row(0, named=True)
    first = rows.filter((pl.col(STATION) == second[STATION]) & (pl.col(TIME) == second[TIME])).row(
        0, named=True
    )
    told = f"row {second['row'] + 1} repeats row {first['row'] + 1}"
    told += f": {second[STATION]}, {second[TIME]:%Y-%m-%d %H:%M} UTC"
    raise BadInput(f"{path}: {told}; one row per station and hour is needed")


def _places(
    table: pl.DataFrame, frame: pl.DataFrame, *, columns: Mapping[str, Column], path: Path
) -> dict[str, tuple[float, float]]:
    """Return where each station stands, empty where the table does not say; refuse a station that moves."""
    if "lon" not in columns or "lat" not in columns:
        return {}
    lon, lat = (cells.concentrations(table[columns[code].name], path=path) for code in ("lon", "lat"))
    places = (
        frame.select(STATION)
        .with_columns(lon=lon.fill_nan(None), lat=lat.fill_nan(None))
        .drop_nulls()
        .unique(maintain_order=True)
    )
    twice = places.filter(pl.col(STATION).is_duplicated())
    if twice.height:
        name, x, y = twice.filter(pl.col(STATION) == twice[STATION][0]).row(1)
        moved = (frame[STATION] == name) & (lon == x) & (lat == y)
        raise BadInput(moved_station(path, station=name, row=int(moved.arg_max() or 0)))
    lacking = sorted(set(frame[STATION].unique()) - set(places[STATION]))
    if lacking:
        raise BadInput(
            f"{path}: {lacking[0]} has no lon and lat; every station needs them, or the columns go"
        )
    return {name: (x, y) for name, x, y in places.rows()}


def moved_station(path: Path, *, station: object, row: int) -> str:
    """Say that a station stands elsewhere from a row on."""
    return (
        f"{path}: {station} stands at two places by lon and lat; one is needed (row {row + 1} has the second)"
    )


def pairs(path: Path, *, stations: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read who is whose neighbour: a table with the columns station and neighbour, one row a pair."""
    table = files.read(path)
    names = {cells.canonical(name): name for name in table.columns}
    for column in ("station", "neighbour"):
        if column not in names:
            raise BadInput(f"{path} has no column {column}; its columns are {', '.join(table.columns)}")
    result: dict[str, list[str]] = {}
    rows = table.select(names["station"], names["neighbour"]).cast(pl.String).rows()
    for row, (station, neighbour) in enumerate(rows):
        for name, column in ((station, "station"), (neighbour, "neighbour")):
            if name not in stations:
                told = f"{path}: column {column}, row {row + 1} holds {name!r}"
                raise BadInput(f"{told}, which has no hours; a station of the hours is needed")
        result.setdefault(station, []).append(neighbour)
    return {station: tuple(near) for station, near in result.items()}
