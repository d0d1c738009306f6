"""Lists that come from above, read row by row: what each row says, or which row and column say nothing. Pure.

A list is a CSV in UTF-8 or GB18030 with a header in Chinese or English. Nothing is taken from a list that has
one bad row: whoever hands it in mends it and hands it in again.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lantian.assessment.rules.figures import INDEX_POLLUTANTS
from lantian.kernel.refusals import Refused, gettext_noop

COMPOSITE = "composite"
GOOD_DAYS = "good_days"
PLACE = "place"
FIGURES = (*INDEX_POLLUTANTS, COMPOSITE, GOOD_DAYS, PLACE)
DUST = ("pm10", "pm25")
SAND_DUST = "sand_dust"
_ENCODINGS = ("utf-8-sig", "gb18030")
_HEADERS: Mapping[str, str] = {
    "地区": "unit", "单位": "unit", "城市": "unit", "县区": "unit", "unit": "unit", "region": "unit",
    "日期": "day", "day": "day", "date": "day",
    "起": "first", "开始": "first", "first": "first", "止": "last", "结束": "last", "last": "last",
    "扣除项目": "parameters", "项目": "parameters", "parameters": "parameters",
    "类型": "kind", "kind": "kind",
    "综合指数": COMPOSITE, "优良天数": GOOD_DAYS, "名次": PLACE, "排名": PLACE, "rank": PLACE,
    "pm2.5": "pm25", "pm2_5": "pm25",
}  # fmt: skip
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d")
_WHOLE = (GOOD_DAYS, PLACE)


class ListRefused(Refused):
    """A list cannot be used; nothing of it was taken."""


class NotAList(ListRefused):
    """The bytes are no table this can read."""


class EmptyList(NotAList):
    sentence = gettext_noop("{name} is empty; a header and rows are needed.")


class NotText(NotAList):
    sentence = gettext_noop("{name} is no text; save the sheet as CSV and hand that in.")


class UnknownEncoding(NotAList):
    sentence = gettext_noop("{name} is written in neither UTF-8 nor GB18030; save it in one of them.")


class RaggedRow(NotAList):
    sentence = gettext_noop("{name}, row {row} has {cells} cells and the header has {columns}.")


class ColumnMissing(ListRefused):
    """A list lacks a column it needs."""

    sentence = gettext_noop("{name} has no column {column}; its columns are {present}.")


class CellWrong(ListRefused):
    """A cell says something else than its column means."""


class NotADay(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} is not a day; write it like 2026-03-01."
    )


class DayBackward(CellWrong):
    sentence = gettext_noop("{name}, row {row}, column {column}: {seen} lies before the stretch begins.")


class NotDust(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} cannot be left out; a list leaves out pm10, pm25 or both."
    )


class NotANumber(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} is not a number from 0 to 9999 without separators."
    )


class NotWhole(CellWrong):
    sentence = gettext_noop("{name}, row {row}, column {column}: {seen} is not a whole number.")


class UnknownPlace(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} is no place of the register, by its code, its name "
        "or a name it had on that day."
    )


class RowTwice(ListRefused):
    """Two rows say something about the same place and time."""

    sentence = gettext_noop("{name}, row {row}: {unit} with {when} is there already in row {earlier}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a list, with what a refusal has to name."""

    name: str
    row: int
    column: str
    text: str

    def refused(self, why: type[CellWrong]) -> CellWrong:
        """The refusal of this cell."""
        return why(name=self.name, row=self.row, column=self.column, seen=self.text or "—")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionalRow:
    """A day of a place that the list leaves out."""

    row: int
    unit: Cell
    day: date
    parameters: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialRow:
    """What the list prints of a place over a stretch of days, as printed."""

    row: int
    unit: Cell
    first: date
    last: date
    figures: Mapping[str, str]


def exceptional_rows(content: bytes, *, name: str) -> list[ExceptionalRow]:
    """The days a list leaves out; ListRefused with file, row and column otherwise."""
    rows = []
    seen: dict[tuple[str, date], int] = {}
    for cells in _rows(content, name=name, needed=("unit", "day")):
        unit, day = cells["unit"], _day(cells["day"])
        if (unit.text, day) in seen:
            earlier = seen[unit.text, day]
            raise RowTwice(name=name, row=unit.row, unit=unit.text, when=f"{day}", earlier=earlier)
        seen[unit.text, day] = unit.row
        listed = cells.get("parameters")
        kind = cells["kind"].text if "kind" in cells else ""
        rows.append(
            ExceptionalRow(
                row=unit.row,
                unit=unit,
                day=day,
                parameters=DUST if listed is None or not listed.text else _parameters(listed),
                kind=kind or SAND_DUST,
            )
        )
    return rows


def official_rows(content: bytes, *, name: str, first: date, last: date) -> list[OfficialRow]:
    """What a list prints; a row without its own dates is about the stretch that was named."""
    rows = []
    seen: dict[tuple[str, date, date], int] = {}
    for cells in _rows(content, name=name, needed=("unit",), any_of=FIGURES):
        unit = cells["unit"]
        begin = _day(cells["first"]) if _told(cells, "first") else first
        end = _day(cells["last"]) if _told(cells, "last") else last
        if end < begin:
            raise (cells["last"] if _told(cells, "last") else cells["first"]).refused(DayBackward)
        if (unit.text, begin, end) in seen:
            earlier = seen[unit.text, begin, end]
            raise RowTwice(name=name, row=unit.row, unit=unit.text, when=f"{begin}..{end}", earlier=earlier)
        seen[unit.text, begin, end] = unit.row
        figures = {
            figure: _number(cells[figure]) for figure in FIGURES if figure in cells and cells[figure].text
        }
        rows.append(OfficialRow(row=unit.row, unit=unit, first=begin, last=end, figures=figures))
    return rows


def _told(cells: Mapping[str, Cell], column: str) -> bool:
    return column in cells and bool(cells[column].text)


def _rows(
    content: bytes, *, name: str, needed: Collection[str], any_of: Collection[str] = ()
) -> Iterator[dict[str, Cell]]:
    """Each row as cells by canonical column; rows count from 1 below the header, empty ones are skipped."""
    lines = csv.reader(io.StringIO(_text(content, name=name)))
    printed = next(lines, None)
    if not printed:
        raise EmptyList(name=name)
    columns = [_HEADERS.get(one.strip().lower(), one.strip().lower()) for one in printed]
    for column in needed:
        if column not in columns:
            raise ColumnMissing(name=name, column=column, present=", ".join(printed))
    if any_of and not set(any_of) & set(columns):
        raise ColumnMissing(name=name, column=" / ".join(any_of), present=", ".join(printed))
    for number, line in enumerate(lines, start=1):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(columns):
            raise RaggedRow(name=name, row=number, cells=len(line), columns=len(columns))
        yield {
            column: Cell(name=name, row=number, column=title.strip(), text=cell.strip())
            for column, title, cell in zip(columns, printed, line, strict=True)
        }


def _text(content: bytes, *, name: str) -> str:
    if content[:4] in (b"PK\x03\x04", b"PAR1"):
        raise NotText(name=name)
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnknownEncoding(name=name)


def _day(cell: Cell) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(cell.text, form).date()  # noqa: DTZ007  a day of the list's own calendar
        except ValueError:
            continue
    raise cell.refused(NotADay)


def _parameters(cell: Cell) -> tuple[str, ...]:
    texts = cell.text.lower().replace("、", ",").replace(";", ",").replace("，", ",").split(",")
    names = tuple(_HEADERS.get(text.strip(), text.strip()) for text in texts if text.strip())
    if not names or not set(names) <= set(DUST):
        raise cell.refused(NotDust)
    return names


def _number(cell: Cell) -> str:
    """The text as printed, once it is known to be a number."""
    try:
        value = Decimal(cell.text)
    except InvalidOperation:
        raise cell.refused(NotANumber) from None
    if not value.is_finite() or value < 0 or value >= 10_000:
        raise cell.refused(NotANumber)
    whole = {title for title, to in _HEADERS.items() if to in _WHOLE}
    if cell.column.strip().lower() in whole and value != value.to_integral_value():
        raise cell.refused(NotWhole)
    return cell.text
