"""Block three, 管控意见: numbered lines 【department】 object, action, key places.

Actions are fixed and dry: nothing here asks for water, for stations are not to be washed.
"""

from lantian.reporting.rules import words
from lantian.reporting.rules.air import slug
from lantian.reporting.rules.facts import Concern, Work
from lantian.reporting.rules.sheet import Block, Sheet, Words, both, lines_of

ACTIONS = {
    "construction_dust": both("落实围挡、覆盖和出入口清扫", "keep fences, covers and the gate clean"),
    "bare_land": both("裸土全覆盖", "cover all bare soil"),
    "stockpile": both("料堆苫盖、密闭装卸", "cover stockpiles and load under cover"),
    "road_dust": both("机械清扫、吸尘保洁", "sweep and vacuum the roads by machine"),
    "open_burning": both("清除焚烧点、加密巡查", "clear the fires and patrol more often"),
}
OTHER_ACTION = both("逐件落实整改措施", "carry out the measures case by case")
DRY = both(
    "【各单位】站点禁洒范围内不洒水、不喷雾、不冲洗，不以任何方式干扰监测。",
    "[All units] No spraying, mist or washing near the stations; nothing may disturb the measuring.",
)
QUIET = both(
    "【各单位】截至昨日24时无待核实疑似、无在办案件，保持日常巡查。",
    "[All units] Nothing was waiting at midnight: no suspicion to check, no open case. Patrol as usual.",
)


def measures_block(work: Work, *, sheet: Sheet) -> Block:
    """What each department is asked to do today."""
    lines = [_TELL[concern.kind](concern, sheet) for concern in work.concerns] or [QUIET]
    if work.dry_stations:
        lines.append(DRY)
    numbered = [
        both(f"{place}. {line['zh']}", f"{place}. {line['en']}") for place, line in enumerate(lines, start=1)
    ]
    return {
        "code": "measures",
        "title": both("管控意见", "What to do"),
        "until": words.day_s_end(work.day),
        "lines": lines_of(*numbered, part="item"),
    }


def _suspected(concern: Concern, sheet: Sheet) -> Words:
    n, places = _count(concern, sheet), _places(concern)
    return both(
        f"【{concern.department['zh']}】疑似事件 {n} 起（来源待查）：从公共区域巡查核实，未核实前不认定责任；"
        f"重点区域：{places['zh']}。",
        f"[{concern.department['en']}] Suspicions, sources to be checked: {n}. Look from public ground; "
        f"nobody is held answerable before that. Where: {places['en']}.",
    )


def _open(concern: Concern, sheet: Sheet) -> Words:
    n, places = _count(concern, sheet), _places(concern)
    kinds = [words.category(code) for code in concern.categories]
    acts = list(
        {act["zh"]: act for act in (ACTIONS.get(c, OTHER_ACTION) for c in concern.categories)}.values()
    )
    return both(
        f"【{concern.department['zh']}】{'、'.join(k['zh'] for k in kinds)}在办案件 {n} 件："
        f"{'；'.join(act['zh'] for act in acts)}，按时限报送整改前后照片；重点区域：{places['zh']}。",
        f"[{concern.department['en']}] Open cases of {', '.join(k['en'] for k in kinds)}: {n}; "
        f"{'; '.join(act['en'] for act in acts)}; send photos before and after in time. "
        f"Where: {places['en']}.",
    )


def _overdue(concern: Concern, sheet: Sheet) -> Words:
    n, places = _count(concern, sheet), _places(concern)
    return both(
        f"【{concern.department['zh']}】超时限案件 {n} 件：今日完成整改或书面说明原因；"
        f"重点区域：{places['zh']}。",
        f"[{concern.department['en']}] Cases over their limit: {n}; mend them today or say why in writing. "
        f"Where: {places['en']}.",
    )


_TELL = {"suspicions": _suspected, "open": _open, "overdue_open": _overdue}


def _count(concern: Concern, sheet: Sheet) -> str:
    return sheet.put(f"{concern.kind}_{slug(concern.unit)}", concern.count)


def _places(concern: Concern) -> Words:
    return both(
        "、".join(grid["zh"] for grid in concern.grids) or "全区",
        ", ".join(grid["en"] for grid in concern.grids) or "the whole district",
    )
