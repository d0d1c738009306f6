"""The words of the papers of a visit (现场检查记录, 现场整改通知单); offices use them in Chinese."""

from collections.abc import Mapping
from datetime import date, datetime

from lantian.kernel.refusals import Refused, gettext_noop

NOTHING = "—"
KINDS: Mapping[str, str] = {
    "public_patrol": "公共区域巡查",
    "statutory_inspection": "执法检查",
    "help_visit": "帮扶",
    "unit_supervision": "督导",
    "residency": "驻厂",
}
MODES: Mapping[str, str] = {"announced": "事先通知", "unannounced": "四不两直（不事先通知）"}
ANSWERS: Mapping[str, str] = {
    "ok": "符合",
    "mostly": "基本符合",
    "no": "不符合",
    "na": "不适用",
    "unseen": "看不到",
}
RESULTS: Mapping[str, str] = {"problem": "发现问题", "nothing": "未发现问题", "unseen": "未能看到"}
TITLES: Mapping[str, str] = {"record": "现场检查记录", "slip": "现场整改通知单"}
SERIES: Mapping[str, str] = {"record": "JL", "slip": "TZ"}
GLASS = "屏幕手写签名只表明签名人确认所载内容，不是印章；印章盖在本框内。"
NO_PENALTY = "本次为帮扶，所见问题只作建议，不作处罚、不计分依据。"


class NotPrinted(Refused):
    """A paper of a visit that is not over, or that has no on-site order."""

    sentence = gettext_noop(
        "This paper is printed once the visit is filed and the record says what it needs."
    )


def moment(at: datetime | None) -> str:
    """A local moment as papers write it."""
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}" if at else NOTHING


def day(on: date | None) -> str:
    """A day as papers write it."""
    return f"{on.year}年{on.month}月{on.day}日" if on else NOTHING


def forms_of_going(*, kind: str, mode: str, is_joint: bool, is_drawn: bool, is_recheck: bool) -> str:
    """How a visit is named on paper: its kind, and in which way it was made."""
    said = [KINDS.get(kind, kind), MODES.get(mode, mode) if kind != "public_patrol" else ""]
    said += ["联合检查"] * is_joint + ["双随机抽查"] * is_drawn + ["复查"] * is_recheck
    return " · ".join(one for one in said if one)
