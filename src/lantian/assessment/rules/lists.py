"""Lists that come from above, read row by row: what each row says, or which row and column say nothing. Pure.

A list is a CSV in UTF-8 or GB18030 with a header in Chinese or English. Nothing is taken from a list that has
one bad row: whoever hands it in mends it and hands it in again.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from airshed.standards.tables import POLLUTANTS
from lantian.assessment.rules.keys import YEARS
from lantian.kernel.refusals import Refused, gettext_noop

COMPOSITE = "composite"
GOOD_DAYS = "good_days"
PLACE = "place"
FIGURES = (*POLLUTANTS, COMPOSITE, GOOD_DAYS, PLACE)
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
_PLAIN_DAY = re.compile(r"[0-9/年月日-]+")  # strptime reads digits of full width too, numbers here do not
_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,6})?")
_KNOWN = {*FIGURES, *_HEADERS.values()}
_LONGEST_KIND = 40
_SHOWN = 60  # characters of a cell that a refusal repeats


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


class NoCharacter(NotAList):
    sentence = gettext_noop(
        "{name}, line {line} holds a character that is none (NUL); save the sheet anew as CSV."
    )


class BrokenTable(NotAList):
    sentence = gettext_noop(
        "{name}, line {line}: a quotation mark is not closed or stands within a cell, or a cell is too long; "
        "save the sheet anew as CSV."
    )


class NotKept(ListRefused):
    """The disk refused the file, most often because it is full."""

    sentence = gettext_noop(
        "{name} could not be kept ({reason}), and nothing of it was taken; make room or tell the "
        "administrator."
    )


class StretchBackward(ListRefused):
    """The list was said to be about days that end before they begin."""

    sentence = gettext_noop("The stretch ends on {last}, before it begins on {first}.")


class ColumnTwice(ListRefused):
    """Two columns say the same thing, and which of them holds cannot be known."""

    sentence = gettext_noop(
        "{name} has two columns for {column}: “{one}” and “{other}”; leave one of them out."
    )


class ColumnMissing(ListRefused):
    """A list lacks a column it needs."""

    sentence = gettext_noop("{name} has no column {column}; its columns are {present}.")


class CellWrong(ListRefused):
    """A cell says something else than its column means."""


class NotADay(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} is not a day; write it like 2026-03-01."
    )


class NotOurYears(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} lies in no year from {first} to {last}."
    )


class DayBackward(CellWrong):
    sentence = gettext_noop("{name}, row {row}, column {column}: {seen} lies before the stretch begins.")


class NotDust(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} cannot be left out; a list leaves out pm10, pm25 or both."
    )


class NotANumber(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} is not a number from 0 to 9999.999999 in plain digits."
    )


class NotWhole(CellWrong):
    sentence = gettext_noop("{name}, row {row}, column {column}: {seen} is not a whole number.")


class UnknownPlace(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} is no place of the register, by its code, its name "
        "or a name it had on that day."
    )


class ManyPlaces(CellWrong):
    sentence = gettext_noop(
        "{name}, row {row}, column {column}: {seen} is the name of more than one place; "
        "write the code of the one that is meant: {codes}."
    )


class TooLong(CellWrong):
    sentence = gettext_noop("{name}, row {row}, column {column}: {seen} is longer than {most} characters.")


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

    def refused(self, why: type[CellWrong], **more: object) -> CellWrong:
        """The refusal of this cell, its text shortened where it is long."""
        seen = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        return why(name=self.name, row=self.row, column=self.column, seen=seen or "—", **more)


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
    for cells in _rows(content, name=name, needed=("unit", "day")):
        unit, listed = cells["unit"], cells.get("parameters")
        rows.append(
            ExceptionalRow(
                row=unit.row,
                unit=unit,
                day=_day(cells["day"]),
                parameters=DUST if listed is None or not listed.text else _parameters(listed),
                kind=_kind(cells["kind"]) if _told(cells, "kind") else SAND_DUST,
            )
        )
    return rows


def official_rows(content: bytes, *, name: str, first: date, last: date) -> list[OfficialRow]:
    """What a list prints; a row without its own dates is about the stretch that was named."""
    if last < first:
        raise StretchBackward(first=f"{first}", last=f"{last}")
    rows = []
    for cells in _rows(content, name=name, needed=("unit",), any_of=FIGURES):
        unit = cells["unit"]
        begin = _day(cells["first"]) if _told(cells, "first") else first
        end = _day(cells["last"]) if _told(cells, "last") else last
        if end < begin:
            raise (cells["last"] if _told(cells, "last") else cells["first"]).refused(DayBackward)
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
    lines = _lines(_text(content, name=name), name=name)
    printed = next(lines, None)
    if not printed:
        raise EmptyList(name=name)
    columns = _columns(printed, name=name)
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


def _lines(text: str, *, name: str) -> Iterator[list[str]]:
    """The lines of a table, whichever way they end; an open quotation mark swallows none of them."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise BrokenTable(name=name, line=reader.line_num) from error


def _columns(printed: list[str], *, name: str) -> list[str]:
    """What each column is; a column nobody reads may stand twice, one that is read may not."""
    columns = [_HEADERS.get(one.strip().lower(), one.strip().lower()) for one in printed]
    titles: dict[str, str] = {}
    for column, title in zip(columns, printed, strict=True):
        if column in titles and column in _KNOWN:
            raise ColumnTwice(name=name, column=column, one=titles[column], other=title.strip())
        titles[column] = title.strip()
    return columns


def _text(content: bytes, *, name: str) -> str:
    if content[:4] in (b"PK\x03\x04", b"PAR1"):
        raise NotText(name=name)
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise NoCharacter(name=name, line=text.count("\n", 0, text.index("\0")) + 1)
        return text
    raise UnknownEncoding(name=name)


def _day(cell: Cell) -> date:
    for form in _DAYS if _PLAIN_DAY.fullmatch(cell.text) else ():
        try:
            found = datetime.strptime(cell.text, form).date()  # noqa: DTZ007  a day of the list's own calendar
        except ValueError:
            continue
        if found.year not in YEARS:
            raise cell.refused(NotOurYears, first=YEARS[0], last=YEARS[-1])
        return found
    raise cell.refused(NotADay)


def _kind(cell: Cell) -> str:
    if len(cell.text) > _LONGEST_KIND:
        raise cell.refused(TooLong, most=_LONGEST_KIND)
    return cell.text


def _parameters(cell: Cell) -> tuple[str, ...]:
    texts = cell.text.lower().replace("、", ",").replace(";", ",").replace("，", ",").split(",")
    names = tuple(_HEADERS.get(text.strip(), text.strip()) for text in texts if text.strip())
    if not names or not set(names) <= set(DUST):
        raise cell.refused(NotDust)
    return names


def _number(cell: Cell) -> str:
    """The text as printed, once it is known to be a number in plain digits."""
    if not _NUMBER.fullmatch(cell.text):
        raise cell.refused(NotANumber)
    value = Decimal(cell.text)
    whole = {title for title, to in _HEADERS.items() if to in _WHOLE}
    if cell.column.strip().lower() in whole and value != value.to_integral_value():
        raise cell.refused(NotWhole)
    return cell.text
