"""A checklist as a sheet offices exchange, one item a row; of a sheet with a wrong cell nothing is taken."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lantian.inspections.rules.drafting import Question
from lantian.kernel.refusals import Refused, gettext_noop

HEAD = (
    "检查项", "分组", "说明", "类别", "分值", "红线", "拍照", "施工阶段", "前提项", "前提答案",
    "英文检查项", "英文分组", "英文说明",
)  # fmt: skip
NEEDED = ("检查项", "类别", "分值")
YES, NO = "是", "否"
MOST_ROWS, MOST_WEIGHT = 200, 100
LENGTHS = {
    "检查项": 120, "分组": 60, "说明": 200, "英文检查项": 160, "英文分组": 80, "英文说明": 300,
}  # fmt: skip


class SheetNotText(Refused):
    """The file is no CSV in an encoding we know."""

    sentence = gettext_noop("{name} is no CSV in UTF-8 or GB18030. Save it as CSV and hand it in again.")

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name=name)


class SheetHeader(Refused):
    """Columns are missing."""

    sentence = gettext_noop("{name} has no column {missing}. Its first row names the columns: {known}.")

    def __init__(self, name: str, *, missing: Sequence[str]) -> None:
        self.name, self.missing = name, tuple(missing)
        super().__init__(name=name, missing="、".join(missing), known="、".join(HEAD))


class SheetCell(Refused):
    """One cell holds what may not stand there."""

    sentence = gettext_noop(
        "{name}, row {row}, column “{column}”: “{value}” may not stand there. Allowed: {allowed}. "
        "Nothing of the file was taken."
    )

    def __init__(self, name: str, *, row: int, column: str, value: str, allowed: str) -> None:
        self.name, self.row, self.column, self.value = name, row, column, value
        super().__init__(name=name, row=row, column=column, value=value, allowed=allowed)


class SheetLength(Refused):
    """No row, or more than a checklist can have."""

    sentence = gettext_noop("{name} has {rows} items; a checklist has 1 to {most}. Nothing of it was taken.")

    def __init__(self, name: str, *, rows: int) -> None:
        self.name, self.rows = name, rows
        super().__init__(name=name, rows=rows, most=MOST_ROWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words a sheet uses for codes: each table is code to word."""

    categories: Mapping[str, str]
    photos: Mapping[str, str]
    stages: Mapping[str, str]
    answers: Mapping[str, str]


def write_sheet(questions: Sequence[Question], *, wording: Wording) -> str:
    """The items of a checklist as CSV."""
    places = {question.code: place for place, question in enumerate(questions, start=1)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for one in questions:
        writer.writerow(
            [
                one.text_zh,
                one.section_zh,
                one.help_zh,
                wording.categories.get(one.category, one.category),
                one.weight,
                YES if one.is_red_line else NO,
                wording.photos[one.photo],
                "、".join(wording.stages.get(stage, stage) for stage in one.stages),
                places.get(one.asked_if, ""),
                "、".join(wording.answers[value] for value in one.asked_if_values),
                one.text_en,
                one.section_en,
                one.help_en,
            ]
        )
    return out.getvalue()


def read_sheet(content: bytes, *, name: str, wording: Wording) -> list[Question]:
    """The items of a sheet; a refusal names file, row and column."""
    lines = [row for row in _lines(content, name=name) if any(cell.strip() for cell in row[1])]
    if not lines:
        raise SheetLength(name, rows=0)
    head = [cell.strip() for cell in lines[0][1]]
    missing = [column for column in NEEDED if column not in head]
    if missing:
        raise SheetHeader(name, missing=missing)
    rows = lines[1:]
    if not 1 <= len(rows) <= MOST_ROWS:
        raise SheetLength(name, rows=len(rows))
    return [
        _Row(name=name, number=number, place=place, cells=dict(zip(head, cells, strict=False))).read(wording)
        for place, (number, cells) in enumerate(rows, start=1)
    ]


def _lines(content: bytes, *, name: str) -> list[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            reader = csv.reader(io.StringIO(text, newline=""), strict=True)
            return [(reader.line_num, row) for row in reader]
        except UnicodeDecodeError:
            continue
        except csv.Error as wrong:
            raise SheetNotText(name) from wrong
    raise SheetNotText(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row of a sheet, by column."""

    name: str
    number: int
    place: int
    cells: Mapping[str, str]

    def read(self, wording: Wording) -> Question:
        other = self._condition()
        values = self._several("前提答案", wording.answers) if other else ()
        if other and not values:
            raise self._wrong("前提答案", "、".join(wording.answers.values()))
        text = self._text("检查项", is_needed=True)
        return Question(
            code=f"item_{self.place}",
            text_zh=text,
            text_en=self._text("英文检查项") or text,
            section_zh=self._text("分组"),
            section_en=self._text("英文分组") or self._text("分组"),
            help_zh=self._text("说明"),
            help_en=self._text("英文说明"),
            category=self._one("类别", wording.categories),
            weight=self._number("分值", least=0, most=MOST_WEIGHT),
            is_red_line=self._one("红线", {"yes": YES, "no": NO}, default="no") == "yes",
            photo=self._one("拍照", wording.photos, default="not_met"),
            stages=self._several("施工阶段", wording.stages),
            asked_if=f"item_{other}" if other else "",
            asked_if_values=values,
        )

    def _condition(self) -> int:
        """The place of an earlier item this one hangs on; 0 when it is always asked."""
        if not self._cell("前提项"):
            return 0
        return self._number("前提项", least=1, most=self.place - 1)

    def _cell(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def _wrong(self, column: str, allowed: str) -> SheetCell:
        return SheetCell(
            self.name, row=self.number, column=column, value=self._cell(column)[:40], allowed=allowed
        )

    def _text(self, column: str, *, is_needed: bool = False) -> str:
        text, most = self._cell(column), LENGTHS[column]
        if len(text) > most or (is_needed and not text):
            raise self._wrong(column, f"{int(is_needed)}–{most}")
        return text

    def _number(self, column: str, *, least: int, most: int) -> int:
        text = self._cell(column)
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise self._wrong(column, f"{least}–{most}" if most >= least else "—")
        return int(text)

    def _one(self, column: str, known: Mapping[str, str], *, default: str = "") -> str:
        text = self._cell(column)
        if not text and default:
            return default
        for code, word in known.items():
            if text in {code, word}:
                return code
        raise self._wrong(column, "、".join(known.values()))

    def _several(self, column: str, known: Mapping[str, str]) -> tuple[str, ...]:
        parts = [
            part.strip() for part in self._cell(column).replace(",", "、").replace("，", "、").split("、")
        ]
        codes = {word: code for code, word in known.items()} | {code: code for code in known}
        if any(part and part not in codes for part in parts):
            raise self._wrong(column, "、".join(known.values()))
        return tuple(codes[part] for part in parts if part)
