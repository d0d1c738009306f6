"""Block four, 结果: what yesterday's work changed, each count with the things it counts."""

from collections.abc import Iterable
from typing import NamedTuple

from lantian.reporting.rules import words
from lantian.reporting.rules.air import slug
from lantian.reporting.rules.facts import Effect, Given, Named, UnitPoints, Work
from lantian.reporting.rules.sheet import Block, Line, Sheet, Words, both, lines_of
from lantian.scoring import rules as scoring

FEW = 5  # things a line names; of more it names the list that has them


class Told(NamedTuple):
    """How a count is said: its words around the number."""

    kind: str
    zh: str
    measure: str
    en: str


TOLD = (
    Told("orders", "派单", "件", "orders issued"),
    Told("visits", "到场", "次", "check-ins on the spot"),
    Told("problems", "发现问题", "处", "findings of a problem"),
    Told("nothing", "未发现问题", "处", "findings of no problem"),
    Told("unseen", "看不到", "处", "places that could not be seen"),
    Told("filed", "立案", "件", "cases filed"),
    Told("submitted", "报送整改", "件", "mendings handed in"),
    Told("passed", "复查通过", "件", "rechecks passed"),
    Told("failed", "复查未通过", "件", "rechecks not passed"),
    Told("refused", "复查被拒", "次", "rechecks refused, the person not being independent"),
    Told("closed", "销号", "件", "cases closed"),
    Told("returned", "退回", "件", "cases returned by a unit"),
    Told("overdue", "当日超时限", "件", "cases that ran over their limit"),
    Told("reopened", "反弹重开", "件", "cases that came back"),
)
STANDINGS = {
    "submitted": both("已报送整改，尚未复查确认", "handed in, not yet confirmed by a recheck"),
    "failed": both("复查未通过，整改未确认", "the recheck did not confirm it"),
    "passed": both("复查通过，尚未销号", "the recheck passed, not yet closed"),
    "closed": both("已销号", "closed"),
}
NO_POINTS = both("当日无积分变动。", "No points were given.")


def results_block(work: Work, *, sheet: Sheet) -> Block:
    """One sentence, then each count with what it counts, the effects of mendings, and the points."""
    told = [one for one in TOLD if work.counts[one.kind].value]
    lines = [*lines_of(_sentence(work, sheet)), *_episodes(work, sheet)]
    lines += lines_of(*(_counted(one, work, sheet) for one in told), part="item")
    lines += lines_of(*(_effect(effect, sheet) for effect in work.effects), part="item")
    lines += _points(work, sheet)
    lines += lines_of(*_none([one for one in TOLD if one not in told], work, sheet))
    return {
        "code": "results",
        "title": both("结果", "What it changed"),
        "until": words.day_s_end(work.day),
        "lines": lines,
    }


def _sentence(work: Work, sheet: Sheet) -> Words:
    """What the day came to, for a reader who reads one sentence of this block."""
    put = {kind: sheet.put(kind, work.counts[kind]) for kind in ("orders", "problems", "filed", "submitted")}
    put |= {kind: sheet.put(kind, work.counts[kind]) for kind in ("passed", "closed")}
    zh = (
        "昨日（{month}月{day}日）派单 {orders} 件，发现问题 {problems} 处，立案 {filed} 件；"
        "报送整改 {submitted} 件，复查通过 {passed} 件，销号 {closed} 件。"
    )
    en = (
        "Yesterday ({iso}): orders issued {orders}, problems found {problems}, cases filed {filed}; "
        "mendings handed in {submitted}, rechecks passed {passed}, cases closed {closed}."
    )
    return both(
        zh.format(month=work.day.month, day=work.day.day, **put), en.format(iso=work.day.isoformat(), **put)
    )


def _episodes(work: Work, sheet: Sheet) -> list[Line]:
    """What began and what went on, told apart."""
    began, before, running = (
        sheet.put(kind, work.counts[kind]) for kind in ("episodes", "episodes_before", "episodes_open")
    )
    said = both(
        f"空气事件：当日新发 {began} 起，此前开始、当日仍在持续 {before} 起；当日24时尚未结束 {running} 起。",
        f"Episodes in the air: {began} began, {before} went on from before; {running} were not over at the "
        "end of the day.",
    )
    names = [
        both(f"{zh}：{names['zh']}。", f"{en}: {names['en']}.")
        for kind, zh, en in (
            ("episodes", "新发", "Began"),
            ("episodes_before", "此前开始、仍在持续", "Went on from before"),
            ("episodes_open", "当日24时尚未结束", "Not over at the end of the day"),
        )
        if (names := _names(kind, work, sheet)) is not None
    ]
    return [*lines_of(said), *lines_of(*names, *_evaluated(work), part="item")]


def _evaluated(work: Work) -> list[Words]:
    """From when alarms were evaluated, where that leaves hours of the day out."""
    if work.alarms_since is None:
        return []
    return [
        both(
            f"报警自{work.alarms_since['zh']}起逐时评价；此前的小时未逐时评价，起数可能偏少。",
            f"Alarms have been evaluated hour by hour since {work.alarms_since['en']}; earlier hours were "
            "not, so there may have been more episodes.",
        )
    ]


def _counted(one: Told, work: Work, sheet: Sheet) -> Words:
    """A count with what it counts."""
    number, names = sheet.put(one.kind, work.counts[one.kind]), _names(one.kind, work, sheet)
    zh, en = f"{one.zh} {number} {one.measure}", f"{one.en[0].upper()}{one.en[1:]}, {number}"
    return (
        both(f"{zh}。", f"{en}.")
        if names is None
        else both(f"{zh}：{names['zh']}。", f"{en}: {names['en']}.")
    )


def _names(kind: str, work: Work, sheet: Sheet) -> Words | None:
    """The things of a count when they are few, else the list that has them; None when there are none."""
    things = work.named[kind]
    if not things:
        return None
    if len(things) > FEW:
        listed = sheet.name(work.counts[kind].address, both("逐件清单", "the list in the system"))
        return both(f"件数较多，见{listed}", f"too many to name here, see {listed}")
    places = [_named(one, sheet) for one in things]
    return both("、".join(one["zh"] for one in places), "; ".join(one["en"] for one in places))


def _named(one: Named, sheet: Sheet) -> Words:
    place = sheet.name(one.address, one.name)
    if one.times == 1:
        return both(place, place)
    return both(f"{place}（{one.times} 次）", f"{place} ({one.times} times)")


def _none(absent: Iterable[Told], work: Work, sheet: Sheet) -> list[Words]:
    """The counts that are nothing, in one line: a reader sees that they were looked for."""
    put = [(one, sheet.put(one.kind, work.counts[one.kind])) for one in absent]
    if not put:
        return []
    zh = "，".join(f"{one.zh} {number} {one.measure}" for one, number in put)
    en = "; ".join(f"{one.en}: {number}" for one, number in put)
    return [both(f"当日没有的：{zh}。", f"None of these: {en}.")]


def _effect(effect: Effect, sheet: Sheet) -> Words:
    place, standing = _named(effect.named, sheet), STANDINGS[effect.standing]
    zh, en = f"整改成效，{place['zh']}（{standing['zh']}）", f"Effect of {place['en']} ({standing['en']})"
    if {effect.before.reason, effect.after.reason} == {"no_monitor"}:
        return both(
            f"{zh}：该处无监测设备，前后无从比较。",
            f"{en}: no monitor stands there, so before and after cannot be compared.",
        )
    key = f"case_{slug(effect.case)}"
    before = sheet.put(f"{key}_before", effect.before, code="difference")
    after = sheet.put(f"{key}_after", effect.after, code="difference")
    n_before = sheet.put(f"{key}_before_hours", effect.hours_before)
    n_after = sheet.put(f"{key}_after_hours", effect.hours_after)
    why_before, why_after = words.because(effect.before.reason), words.because(effect.after.reason)
    return both(
        f"{zh}：工地监测与背景站 PM10 之差，上报前 {before}{why_before['zh']} µg/m³（{n_before} 小时），"
        f"整改后 {after}{why_after['zh']} µg/m³（{n_after} 小时），未扣除气象影响。",
        f"{en}: PM10 at the site minus background was {before}{why_before['en']} µg/m³ before the report "
        f"({n_before} h) and {after}{why_after['en']} µg/m³ after the mending ({n_after} h); the weather's "
        "part is not taken out.",
    )


def _points(work: Work, sheet: Sheet) -> list[Line]:
    if not work.points:
        return lines_of(NO_POINTS)
    return lines_of(*(_unit(one, sheet) for one in work.points), part="item")


def _unit(one: UnitPoints, sheet: Sheet) -> Words:
    """A unit's points, each with its rule, its case and the reason."""
    total = sheet.put(f"points_{slug(one.unit)}", one.points, code="points")
    zh, en = f"积分，{one.name['zh']} {total} 分", f"Points, {one.name['en']} {total}"
    if len(one.given) > FEW:
        listed = sheet.name(one.points.address, both("逐笔清单", "the list in the system"))
        return both(f"{zh}：笔数较多，见{listed}。", f"{en}: too many to name here, see {listed}.")
    given = [_given(each, sheet, is_alone=len(one.given) == 1) for each in one.given]
    told = both("；".join(each["zh"] for each in given), "; ".join(each["en"] for each in given))
    return both(f"{zh}：{told['zh']}。", f"{en}: {told['en']}.")


def _given(one: Given, sheet: Sheet, *, is_alone: bool) -> Words:
    """Points given once; their number again only beside others."""
    place, points = sheet.name(one.named.address, one.named.name), scoring.signed(one.points)
    before = "" if is_alone else f"{points} "
    return both(
        f"{before}{one.rule['zh']}，{place}（{one.why['zh']}）",
        f"{before}{one.rule['en']} – {place} ({one.why['en']})",
    )
