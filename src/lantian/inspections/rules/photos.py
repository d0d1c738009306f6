"""What about a photo is worth a look."""

from collections.abc import Mapping
from datetime import date

# Two pictures whose hashes differ in no more of their 64 bits are offered as the same one. Design default.
SAME_PICTURE_BITS = 6


def is_same_picture(one: str, other: str) -> bool:
    """Whether two hashes of pictures are near enough that a person should compare them."""
    return bool(one and other) and (int(one, 16) ^ int(other, 16)).bit_count() <= SAME_PICTURE_BITS


def photo_hints(*, is_reused: bool, taken_on: date | None, visited_on: date, is_late: bool) -> list[str]:
    """What a person should look at: hints accuse nobody."""
    hints: Mapping[str, bool] = {
        "reused": is_reused,
        "other_day": taken_on is not None and taken_on != visited_on,
        "late": is_late,
    }
    return [code for code, holds in hints.items() if holds]
