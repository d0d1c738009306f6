"""A ledger sheet in the order in which offices keep it, read line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lantian.cases.rules import sheets
from lantian.cases.rules.ledger import Entry, SheetBad
from lantian.kernel.refusals import Refused, gettext_noop

# heading in the sheet → field; the order is that of the sheet that leaves
COLUMNS: Mapping[str, str] = {
    "批次": "batch",
    "序号": "serial",
    "反馈问题原文": "original_words",
    "督察层级": "tier",
    "问题类别": "category",
    "问题点位": "place",
    "整改目标": "target",
    "整改措施": "measures",
    "时限类别": "span",
    "完成时限": "due_on",
    "牵头单位": "lead_unit",
    "配合单位": "cooperating",
    "联系人": "contact",
}
MORE_COLUMNS = ("案件编号", "案件状态", "销号进度", "最近进展", "是否逾期")
TIERS = {"中央": "central", "国家": "central", "省级": "provincial", "省": "provincial", "市级及自查": "own",
         "市级": "own", "自查": "own"}  # fmt: skip
SPANS = {"短期": "short", "中期": "medium", "长期": "long", "立行立改": "short"}
CATEGORIES = {
    "工地扬尘": "construction_dust",
    "道路扬尘": "road_dust",
    "裸地": "bare_land",
    "裸露地块": "bare_land",
    "堆场": "stockpile",
    "工业有组织": "industrial_org",
    "工业无组织": "industrial_fugitive",
    "散乱污": "scatter_polluter",
    "散煤": "coal",
    "露天焚烧": "open_burning",
    "机动车": "vehicle",
    "非道路机械": "nrmm",
    "挥发性有机物": "vocs",
    "餐饮油烟": "catering",
    "其他": "other",
}
NEEDED = tuple(name for name in COLUMNS if name not in {"配合单位", "联系人"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a sheet; `wrong` says why it cannot be taken at all."""

    row: int
    entry: Entry
    category: str
    place: str
    wrong: str


def lines(content: bytes, *, name: str) -> list[Line]:
    """The lines of a sheet; SheetBad when it is none, or lacks a column."""
    rows = sheets.read(content, name=name)
    start = next((at for at, row in enumerate(rows) if "批次" in [cell.strip() for cell in row]), None)
    if start is None:
        raise SheetBad(gettext_noop("no line holds the headings; the first of them is 批次"))
    heads = [cell.strip() for cell in rows[start]]
    missing = [name for name in NEEDED if name not in heads]
    if missing:
        raise SheetBad(f"{'、'.join(missing)} ?")
    found = [_line(row, heads, at=at) for at, row in enumerate(rows[start + 1 :], start=start + 2)]
    if not found:
        raise SheetBad(gettext_noop("it has headings and no line"))
    return found


def named(line: Line, wrong: Exception) -> str:
    """Which line cannot be taken, and why."""
    said = wrong.facts.get("reason", wrong) if isinstance(wrong, SheetBad) else wrong
    if not isinstance(wrong, Refused):
        said = f"{line.place}: {gettext_noop('no such place in the district')}"
    return f"{line.row}: {line.entry.serial or '—'} · {said}"


def _line(row: Sequence[str], heads: Sequence[str], *, at: int) -> Line:
    cells = {COLUMNS[head]: cell.strip() for head, cell in zip(heads, row, strict=False) if head in COLUMNS}
    due_on = sheets.day(cells.get("due_on", ""))
    category = CATEGORIES.get(cells.get("category", ""), cells.get("category", ""))
    wrong = ""
    if due_on is None:
        wrong = f"完成时限“{cells.get('due_on', '')}”不是日期"
    elif category not in CATEGORIES.values():
        wrong = f"问题类别“{category}”不在目录中"
    cooperating = cells.get("cooperating", "").replace("，", "、").replace(",", "、").split("、")
    entry = Entry(
        batch=cells.get("batch", ""),
        serial=cells.get("serial", ""),
        original_words=cells.get("original_words", ""),
        tier=TIERS.get(cells.get("tier", ""), cells.get("tier", "")),
        target=cells.get("target", ""),
        measures=cells.get("measures", ""),
        span=SPANS.get(cells.get("span", ""), cells.get("span", "")),
        due_on=due_on or sheets.EPOCH,
        lead_unit=cells.get("lead_unit", ""),
        cooperating=tuple(one.strip() for one in cooperating if one.strip()),
        contact=cells.get("contact", ""),
    )
    return Line(row=at, entry=entry, category=category, place=cells.get("place", ""), wrong=wrong)
