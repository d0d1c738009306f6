"""The ledger as a file, in the order in which offices keep it; a sheet that left comes back unchanged."""

import csv
import importlib
import io
from collections.abc import Iterator, Sequence

from lantian.cases.queries.ledger import Line
from lantian.cases.rules import ledger_rows

HEADS = (*ledger_rows.COLUMNS, *ledger_rows.MORE_COLUMNS)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TIERS = {"central": "中央", "provincial": "省级", "own": "市级及自查"}
_SPANS = {"short": "短期", "medium": "中期", "long": "长期"}
_CATEGORIES = {code: name for name, code in reversed(ledger_rows.CATEGORIES.items())}


def written(lines: Sequence[Line], suffix: str) -> bytes:
    """The whole file."""
    return _csv(lines) if suffix == "csv" else _workbook(lines)


def _rows(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        row = line.entry
        yield (
            row.batch,
            row.serial,
            row.original_words,
            _TIERS[row.tier],
            _CATEGORIES.get(row.case.category, row.case.category),
            row.case.source.name_zh if row.case.source else row.case.title,
            row.target,
            row.measures,
            _SPANS[row.span],
            row.due_on.isoformat(),
            row.lead_unit.name_zh,
            "、".join(unit.name_zh for unit in row.cooperating.all()),
            row.contact.name_zh,
            row.case.number,
            row.case.state,
            f"{len(line.taken)}/{line.steps} {line.next_step.name_zh if line.next_step else '已销号报备'}",
            f"{line.progress.month:%Y-%m} {line.progress.words}" if line.progress else "",
            "是" if line.is_overdue else "否",
        )


def _csv(lines: Sequence[Line]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for row in _rows(lines):
        writer.writerow(["'" + cell if cell[:1] in "=+-@" else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _workbook(lines: Sequence[Line]) -> bytes:
    """A workbook; what writes it is loaded with the first one."""
    xlsxwriter = importlib.import_module("xlsxwriter")
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet("督察整改台账")
    head = book.add_format(
        {"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"}
    )
    cell = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    page.merge_range(0, 0, 0, len(HEADS) - 1, "督察反馈问题整改台账", title)
    page.write_row(1, 0, HEADS, head)
    for at, row in enumerate(_rows(lines), start=2):
        for place, text in enumerate(row):
            page.write_string(at, place, text, cell)
    page.set_column(0, len(HEADS) - 1, 14)
    page.set_column(2, 2, 40)
    page.set_column(6, 7, 28)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.freeze_panes(2, 0)
    book.close()
    return file.getvalue()
