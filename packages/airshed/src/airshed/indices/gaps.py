"""Why an item has no sub-index, and how the reasons of a row are written down."""

from collections.abc import Iterable
from enum import IntEnum

from airshed import AirshedError


class Gap(IntEnum):
    """Why an item has no sub-index; `NONE` when it has one."""

    NONE = 0
    MISSING = 1
    NEGATIVE = 2
    NOT_FINITE = 3
    ABOVE_TABLE = 4
    NOT_MONITORED = 5


_SENTENCES = {
    Gap.MISSING: ("缺测", "was not measured"),
    Gap.NEGATIVE: ("为负值", "is negative"),
    Gap.NOT_FINITE: ("不是有限数", "is not a finite number"),
    Gap.ABOVE_TABLE: (
        "超出该项断点表，按规定不计算",
        "is above its table, where the edition computes no sub-index",
    ),
}


class UnreadableReason(AirshedError):
    """A text was given as a row's reason that this package did not write."""

    def __init__(self, *, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is not a reason; a reason reads like 'co:missing,o3:negative'")


def written(gaps: Iterable[tuple[str, Gap]]) -> str | None:
    """Write the gaps of a row down as ``"co:missing,o3_8h:above_table"``; None when nothing is missing.

    An item that the monitoring plan leaves out is no gap and is not written.
    """
    told = [
        f"{column}:{gap.name.lower()}" for column, gap in gaps if gap not in (Gap.NONE, Gap.NOT_MONITORED)
    ]
    return ",".join(told) or None


def read(reason: str | None) -> tuple[tuple[str, Gap], ...]:
    """Read back what `written` wrote; `UnreadableReason` for anything else."""
    if not reason:
        return ()
    result = []
    for part in reason.split(","):
        column, _, name = part.partition(":")
        if name.upper() not in Gap.__members__:
            raise UnreadableReason(text=reason)
        result.append((column, Gap[name.upper()]))
    return tuple(result)


def sentence(reason: str | None, *, language: str = "zh") -> str:
    """Say a row's reason in Chinese (``"zh"``) or English (``"en"``); empty when nothing is missing."""
    which = 0 if language == "zh" else 1
    parts = [f"{column} {_SENTENCES[gap][which]}" for column, gap in read(reason)]
    return ("；" if which == 0 else "; ").join(parts)
