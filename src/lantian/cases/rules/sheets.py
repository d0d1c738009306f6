"""Rows of a sheet somebody hands in: CSV, or the first sheet of a workbook."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

from lantian.cases.rules.ledger import SheetBad
from lantian.kernel.refusals import gettext_noop

MOST_BYTES = 5 * 1024 * 1024  # as handed in; design default
MOST_UNPACKED = 60 * 1024 * 1024  # a workbook that unpacks to more is none
MOST_ROWS = 5000
_NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EPOCH = date(1899, 12, 30)  # day 0 of a workbook's calendar


def read(content: bytes, *, name: str) -> list[list[str]]:
    """The rows of a sheet as text; SheetBad when it is none, or too large."""
    if len(content) > MOST_BYTES:
        raise SheetBad(gettext_noop("it is larger than 5 MB"))
    rows = _workbook(content) if content[:2] == b"PK" else _text(content)
    if len(rows) > MOST_ROWS:
        raise SheetBad(gettext_noop("it has more than 5000 lines"))
    if not rows:
        raise SheetBad(gettext_noop("it is empty"))
    return rows


def day(text: str) -> date | None:
    """The day a cell says: 2026-03-31, 2026/3/31, 2026年3月31日 or a workbook's day number; None for none."""
    found = re.fullmatch(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?\s*", text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        number = float(text)
        return EPOCH + timedelta(days=int(number)) if 20_000 < number < 80_000 else None
    except ValueError:
        return None


def _text(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            said = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SheetBad(gettext_noop("it is neither UTF-8 nor GB18030"))
    if "\x00" in said:
        raise SheetBad(gettext_noop("it is no text"))
    return [row for row in csv.reader(io.StringIO(said)) if any(cell.strip() for cell in row)]


def _workbook(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            if sum(one.file_size for one in book.infolist()) > MOST_UNPACKED:
                raise SheetBad(gettext_noop("it unpacks to more than 60 MB"))
            strings = _strings(book)
            first = min(
                name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)
            )
            root = _parsed(book.read(first))
    except (zipfile.BadZipFile, KeyError, ValueError, ElementTree.ParseError, NotImplementedError) as bad:
        if isinstance(bad, SheetBad):
            raise
        raise SheetBad(gettext_noop("it is no workbook")) from bad
    rows = [_cells(row, strings) for row in root.iter(f"{_NAME}row")]
    return [row for row in rows if any(cell.strip() for cell in row)]


def _parsed(xml: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise SheetBad(gettext_noop("it declares entities, which no office program writes"))
    return ElementTree.fromstring(xml)


def _strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = _parsed(book.read("xl/sharedStrings.xml"))
    return ["".join(part.text or "" for part in one.iter(f"{_NAME}t")) for one in root.iter(f"{_NAME}si")]


def _cells(row: ElementTree.Element, strings: list[str]) -> list[str]:
    found: list[str] = []
    for cell in row.iter(f"{_NAME}c"):
        place = _column(cell.get("r", ""))
        while len(found) < place and len(found) < 200:
            found.append("")
        found.append(_value(cell, strings))
    return found


def _column(reference: str) -> int:
    """The place of a cell such as `AB12`, from 0."""
    number = 0
    for letter in re.match(r"[A-Z]*", reference)[0]:  # type: ignore[index]  # matches always
        number = number * 26 + ord(letter) - 64
    return max(number - 1, 0)


def _value(cell: ElementTree.Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_NAME}t")).strip()
    said = cell.findtext(f"{_NAME}v") or ""
    if kind == "s":
        return strings[int(said)].strip() if said.isdigit() and int(said) < len(strings) else ""
    return said.removesuffix(".0").strip()
