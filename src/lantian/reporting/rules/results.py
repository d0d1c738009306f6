"""Block four, 结果: what yesterday's work changed."""

from lantian.reporting.rules import words
from lantian.reporting.rules.air import slug
from lantian.reporting.rules.facts import Effect, Work
from lantian.reporting.rules.sheet import Block, Sheet, Words, both


def results_block(work: Work, *, sheet: Sheet) -> Block:
    """Orders, visits, findings, cases, rechecks, points, and the air at the monitors of closed cases."""
    lines = [_going(work, sheet), _cases(work, sheet), _rechecks(work, sheet)]
    lines += [_effect(effect, sheet) for effect in work.effects]
    lines.append(_points(work, sheet))
    return {"code": "results", "title": both("结果", "What it changed"), "lines": lines}


def _going(work: Work, sheet: Sheet) -> Words:
    episodes, orders, visits, problems, nothing, unseen = (
        sheet.put(kind, work.counts[kind])
        for kind in ("episodes", "orders", "visits", "problems", "nothing", "unseen")
    )
    return both(
        f"空气事件 {episodes} 起，派单 {orders} 件，到场 {visits} 次；发现问题 {problems} 处，"
        f"未发现问题 {nothing} 处，看不到 {unseen} 处。",
        f"Episodes in the air: {episodes}; orders: {orders}; check-ins: {visits}; findings of a problem: "
        f"{problems}, of none: {nothing}, could not be seen: {unseen}.",
    )


def _cases(work: Work, sheet: Sheet) -> Words:
    filed, closed, returned, overdue, reopened = (
        sheet.put(kind, work.counts[kind]) for kind in ("filed", "closed", "returned", "overdue", "reopened")
    )
    return both(
        f"立案 {filed} 件，销号 {closed} 件，退回 {returned} 件，当日超时限 {overdue} 件，"
        f"反弹重开 {reopened} 件。",
        f"Cases filed: {filed}; closed: {closed}; returned: {returned}; ran over their limit: {overdue}; "
        f"came back: {reopened}.",
    )


def _rechecks(work: Work, sheet: Sheet) -> Words:
    passed, failed, refused = (sheet.put(kind, work.counts[kind]) for kind in ("passed", "failed", "refused"))
    return both(
        f"复查通过 {passed} 件，未通过 {failed} 件，因不独立不予受理 {refused} 次。",
        f"Rechecks passed: {passed}; not passed: {failed}; refused, the person not being independent: "
        f"{refused}.",
    )


def _effect(effect: Effect, sheet: Sheet) -> Words:
    key = f"case_{slug(effect.case)}"
    before = sheet.put(f"{key}_before", effect.before, code="difference")
    after = sheet.put(f"{key}_after", effect.after, code="difference")
    n_before = sheet.put(f"{key}_before_hours", effect.hours_before)
    n_after = sheet.put(f"{key}_after_hours", effect.hours_after)
    why_before, why_after = words.because(effect.before.reason), words.because(effect.after.reason)
    return both(
        f"案件 {effect.case}（{effect.grid['zh']}）：工地监测与背景站 PM10 之差，上报前 "
        f"{before}{why_before['zh']} µg/m³（{n_before} 小时），整改后 {after}{why_after['zh']} µg/m³"
        f"（{n_after} 小时），未扣除气象影响。",
        f"Case {effect.case} ({effect.grid['en']}): PM10 at the site minus background was {before}"
        f"{why_before['en']} µg/m³ before the report ({n_before} h) and {after}{why_after['en']} µg/m³ "
        f"after the mending ({n_after} h); the weather's part is not taken out.",
    )


def _points(work: Work, sheet: Sheet) -> Words:
    if not work.points:
        return both("当日无积分变动。", "No points were given.")
    places = [
        (one.name, sheet.put(f"points_{slug(one.unit)}", one.points, code="points")) for one in work.points
    ]
    return both(
        "积分：" + "、".join(f"{name['zh']} {place} 分" for name, place in places) + "。",
        "Points: " + ", ".join(f"{name['en']} {place}" for name, place in places) + ".",
    )
