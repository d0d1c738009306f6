"""What about a photo is worth a look, and who may say that it is in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lantian.kernel.refusals import Refused, gettext_noop

# Two pictures whose hashes differ in no more of their 64 bits are offered as the same one. Design default.
SAME_PICTURE_BITS = 6
ALL_RIGHT, NOT_ACCEPTED = "all_right", "not_accepted"
LEAST_REASON = 4
# What phones write themselves as software is a version of their system; these names stand for programs that
# change pictures. A hint only: somebody may have turned a picture upright with one.
EDITORS = ("photoshop", "lightroom", "gimp", "snapseed", "meitu", "美图", "picsart", "canva", "paint",
           "pixlr", "facetune", "vsco", "醒图", "inshot", "affinity", "xingtu", "beautycam")  # fmt: skip
MOST_MASKS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What the phone said of a photo beside its bytes; empty where it came through a page's form."""

    sha256_said: str = ""
    said_at: datetime | None = None
    accuracy_m: float | None = None
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """From when on something is worth a look, as the rows in force say."""

    most_kmh: float
    least_metres: float
    far_metres: float
    late_minutes: float


class HintDecided(Refused):
    sentence = gettext_noop(
        "Somebody decided about this hint while you were at it; nothing of yours was written. "
        "Reload the page to see what they wrote."
    )


class HintUnexplained(Refused):
    sentence = gettext_noop("Say in a few words why; the reason stands beside the photo from now on.")


class OwnHint(Refused):
    sentence = gettext_noop("This photo is your own: somebody else decides about its hints.")


class MaskMissing(Refused):
    sentence = gettext_noop("Draw at least one rectangle over what nobody should recognise.")


class MaskOutside(Refused):
    sentence = gettext_noop(
        "Rectangle {place} does not lie in the picture: left, top, width and height are thousandths of it, "
        "each from 0 to 1000, and width and height are at least 5."
    )

    def __init__(self, place: int) -> None:
        super().__init__(place=place)


class TooManyMasks(Refused):
    sentence = gettext_noop("{number} rectangles are too many; {most} are possible.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number, most=MOST_MASKS)


class MaskMoved(Refused):
    sentence = gettext_noop(
        "Somebody masked this photo while you were at it; nothing of yours was written. "
        "Reload the page to see their copy."
    )


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


def too_fast(
    *, metres: float, seconds: float, accuracies_m: tuple[float | None, float | None], bounds: Bounds
) -> dict[str, float] | None:
    """How far and how fast somebody would have gone between two places; None when that is possible.

    What the phone says of its own accuracy is taken off the way, so a poor fix accuses nobody.
    """
    way = metres - sum(one or 0 for one in accuracies_m)
    if way < bounds.least_metres:
        return None
    minutes = max(seconds / 60, 1.0)
    kmh = way / 1000 / (minutes / 60)
    if kmh <= bounds.most_kmh:
        return None
    return {"km": round(way / 1000, 1), "minutes": round(seconds / 60), "kmh": round(kmh)}


def clock_off(*, camera: datetime | None, phone: datetime | None, bounds: Bounds) -> dict[str, int] | None:
    """By how many minutes the camera's own time and the phone's differ; None within what is allowed."""
    if camera is None or phone is None:
        return None
    minutes = round((phone - camera).total_seconds() / 60)
    return {"minutes": minutes} if abs(minutes) > bounds.late_minutes else None


def edited_by(software: str) -> str:
    """The program that changes pictures and is named in the photo; empty when none is."""
    named = software.lower()
    return software if any(editor in named for editor in EDITORS) else ""


def check_judgement(*, reason: str, is_own: bool) -> None:
    """Raise unless somebody else says why."""
    if is_own:
        raise OwnHint()
    if len(reason.strip()) < LEAST_REASON:
        raise HintUnexplained()


Rectangle = tuple[int, int, int, int]


def check_rectangles(given: list[Rectangle]) -> None:
    """Raise unless every rectangle (left, top, width, height in thousandths) lies in the picture."""
    if not given:
        raise MaskMissing()
    if len(given) > MOST_MASKS:
        raise TooManyMasks(len(given))
    for place, (left, top, width, height) in enumerate(given, start=1):
        is_inside = left >= 0 and top >= 0 and left + width <= 1000 and top + height <= 1000
        if not is_inside or width < 5 or height < 5:
            raise MaskOutside(place)
