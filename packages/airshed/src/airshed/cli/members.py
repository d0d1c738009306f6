"""Which stations count in their city, with what weight and when: a table, refused by row and column."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import polars as pl

from airshed.assessment.cities import Membership
from airshed.cli import cells, files
from airshed.cli.files import BadInput

_NAMES = {
    "station": ("station", "站点", "站点编码"),
    "weight": ("weight", "权重"),
    "from": ("from", "开始", "起"),
    "to": ("to", "结束", "止"),
}
_NEEDED = ("station", "weight")
_MOST = Decimal(1_000_000)
_MOST_NAMED = 6


def read(path: Path) -> list[Membership]:
    """Read weights of stations: the columns station and weight, and from and to where they change."""
    table = files.read(path)
    columns = _columns(table, path=path)
    texts = table.select(pl.col(name).cast(pl.String).alias(code) for code, name in columns.items())
    members = [_member(texts, row=row, path=path) for row in range(texts.height)]
    if not members:
        raise BadInput(f"{path} has no rows; the weight of each station is needed")
    return members


def notes(members: Collection[Membership], *, stations: Collection[object], path: Path) -> list[str]:
    """Say which stations have a weight and no hours: they may be written wrong."""
    without = sorted({one.station for one in members} - {str(station) for station in stations})
    if not without:
        return []
    named = ", ".join(without[:_MOST_NAMED]) + (" …" if len(without) > _MOST_NAMED else "")
    return [f"{path} names {len(without)} without hours, which count for no city: {named}"]


def _columns(table: pl.DataFrame, *, path: Path) -> dict[str, str]:
    """Find the columns; refuse a table that lacks one that is needed, or has one nobody reads."""
    found: dict[str, str] = {}
    for name in table.columns:
        code = next((code for code, names in _NAMES.items() if name.strip().lower() in names), None)
        if code is None or code in found:
            told = f"{path} has a column {name}" if code is None else f"{path} has the column {code} twice"
            raise BadInput(f"{told}; station, weight and, where weights change, from and to are needed")
        found[code] = name
    for code in _NEEDED:
        if code not in found:
            raise BadInput(f"{path} has no column {code}; its columns are {', '.join(table.columns)}")
    return found


def _member(texts: pl.DataFrame, *, row: int, path: Path) -> Membership:
    """Read one row."""
    station = (texts["station"][row] or "").strip()
    if not station:
        raise BadInput(f"{path}: column station, row {row + 1} is empty; a station is needed")
    first, last = (_day(texts, code, row=row, path=path) for code in ("from", "to"))
    if first is not None and last is not None and last < first:
        raise BadInput(
            f"{path}: row {row + 1} ends on {last} and begins on {first}; it needs at least one day"
        )
    return Membership(
        station=station, weight=_weight(texts["weight"], row=row, path=path), first=first, last=last
    )


def _weight(column: pl.Series, *, row: int, path: Path) -> Decimal:
    """Read a weight, from 0 on."""
    text = (column[row] or "").strip()
    try:
        weight = Decimal(text)
    except InvalidOperation:
        weight = Decimal("NaN")
    if not (text.isascii() and weight.is_finite() and 0 <= weight <= _MOST):
        needed = f"a number from 0 to {_MOST:,}"
        raise BadInput(cells.refused_cell(column, row=row, path=path, needed=needed))
    return weight


def _day(texts: pl.DataFrame, code: str, *, row: int, path: Path) -> date | None:
    """Read the first or last day of a row, None where none is said."""
    if code not in texts.columns or not (texts[code][row] or "").strip():
        return None
    found = cells.day(texts[code][row])
    if found is None:
        raise BadInput(cells.refused_cell(texts[code], row=row, path=path, needed="a day such as 2026-03-01"))
    return found
