"""The words of letters about cases as they are printed; offices use them in Chinese."""

from collections.abc import Mapping

LETTER = "letter"
TITLES: Mapping[str, str] = {
    LETTER: "函",
    "remind": "整改提醒函",
    "supervise": "挂牌督办通知",
    "circular": "通报",
    "interview": "约谈通知",
    "transfer": "移交函",
    "reminder_letter": "催办函",
    "report": "情况报告",
}
SEAL = "发函单位（盖章）"


def parted(text: str) -> tuple[str, list[str]]:
    """Whom a letter is addressed to, and its paragraphs; without an addressee the first is empty."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines and lines[0].endswith(("：", ":")):
        return lines[0], lines[1:]
    return "", lines
