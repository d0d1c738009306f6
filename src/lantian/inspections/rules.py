"""When a visit is complete, what a checklist is worth, and what about a photo is worth a look."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_EVEN, Decimal

from lantian.kernel.refusals import Refused, gettext_noop

OK, MOSTLY, NO, NA, UNSEEN = "ok", "mostly", "no", "na", "unseen"
PROBLEM, NOTHING = "problem", "nothing"

# 符合 full, 基本符合 85 %, 不符合 nothing (a city's site sheets); 不适用 full (青建办字〔2025〕40号).
# Both from governance 2.3.
WORTH: dict[str, Decimal] = {OK: Decimal(1), MOSTLY: Decimal("0.85"), NO: Decimal(0), NA: Decimal(1)}

# a night check is one between 18:00 and 06:00 (a county's grid rules of 2015, governance 5.7)
NIGHT_BEGINS, NIGHT_ENDS = time(18), time(6)


# Two pictures whose hashes differ in no more of their 64 bits are offered as the same one. Design default.
SAME_PICTURE_BITS = 6


def is_same_picture(one: str, other: str) -> bool:
    """Whether two hashes of pictures are near enough that a person should compare them."""
    return bool(one and other) and (int(one, 16) ^ int(other, 16)).bit_count() <= SAME_PICTURE_BITS


class PlaceUnexplained(Refused):
    """The phone gave no place and the officer no reason."""

    sentence = gettext_noop(
        "The phone gave no place. Turn on location and try again, or write in a few words where you are."
    )


class AlreadyVisited(Refused):
    """The order has its visit."""

    sentence = gettext_noop(
        "Somebody has already checked in for {order}. Reload the page to go on with that visit."
    )

    def __init__(self, order: str) -> None:
        self.order = order
        super().__init__(order=order)


class NoTemplate(Refused):
    """There is no checklist for this kind of going."""

    sentence = gettext_noop(
        "No checklist is in force for {kind} at this kind of place. Ask the duty desk to withdraw the order "
        "and issue it as another kind of going."
    )

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind=kind)


class VisitFiled(Refused):
    """The visit is over."""

    sentence = gettext_noop(
        "This visit was filed at {filed_at} and cannot be changed. What was found stays as it is."
    )

    def __init__(self, filed_at: str) -> None:
        self.filed_at = filed_at
        super().__init__(filed_at=filed_at)


class AnswersMissing(Refused):
    """Some items are not answered."""

    sentence = gettext_noop(
        "{count} items are still to be answered: {items}. Answer them; “cannot be seen” is an answer too."
    )

    def __init__(self, items: Sequence[str]) -> None:
        self.items = tuple(items)
        super().__init__(count=len(items), items="、".join(items))


class ItemUnknown(Refused):
    """An answer or a photo names an item that this visit's checklist does not have."""

    sentence = gettext_noop(
        "This visit's checklist has no item {item}; the server kept nothing. A photo is still on the phone: "
        "send it again, then it belongs to the visit as a whole."
    )

    def __init__(self, item_id: int) -> None:
        self.item_id = item_id
        super().__init__(item=item_id)


class PhotoMissing(Refused):
    """Something was found, but there is no photo of it."""

    sentence = gettext_noop("A photo is needed of: {items}. Take it and try again; nothing else is lost.")

    def __init__(self, items: Sequence[str]) -> None:
        self.items = tuple(items)
        super().__init__(items="、".join(items))


class ProblemWithoutPhoto(Refused):
    """A problem nobody can see."""

    sentence = gettext_noop(
        "A problem needs at least one photo. Take it and try again; nothing else is lost."
    )


class WordsMissing(Refused):
    """A result that the answers do not explain needs words."""

    sentence = gettext_noop(
        "Say in a few words what you saw or why nothing could be seen, then file it again."
    )


class CategoryMissing(Refused):
    """A problem needs a category."""

    sentence = gettext_noop("Choose what kind of problem it is: no answer on the list says so.")


class ResultContradicts(Refused):
    """Nothing found, but an item is not met."""

    sentence = gettext_noop(
        "“Nothing found” does not go with what is not met: {items}. Change the result or the answer."
    )

    def __init__(self, items: Sequence[str]) -> None:
        self.items = tuple(items)
        super().__init__(items="、".join(items))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An item with its answer, None where there is none yet, and whether it has a photo."""

    text: str
    category: str
    weight: int
    needs_photo: bool
    value: str | None
    has_photo: bool


def score(answers: Iterable[tuple[int, str | None]]) -> Decimal | None:
    """Points of 100 for (weight, answer); what was not seen does not count, None when nothing was seen."""
    seen = [(weight, WORTH[value]) for weight, value in answers if value in WORTH]
    total = sum(weight for weight, _ in seen)
    if total == 0:
        return None
    points = sum((weight * worth for weight, worth in seen), Decimal(0)) * 100 / total
    return points.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)


def check_place(*, lon: float | None, lat: float | None, place_note: str) -> None:
    """Raise PlaceUnexplained unless there is a place or words for it."""
    if (lon is None or lat is None) and not place_note.strip():
        raise PlaceUnexplained()


def check_finding(
    *, result: str, answers: Sequence[Answered], words: str, category: str, has_photo: bool
) -> None:
    """Raise unless the finding is complete and agrees with the answers and photos."""
    not_met = [a for a in answers if a.value in {NO, MOSTLY}]
    if result == PROBLEM:
        _check_problem(answers, not_met=not_met, words=words, category=category, has_photo=has_photo)
    elif result == NOTHING:
        _check_answered(answers)
        failed = [a.text for a in not_met if a.value == NO]
        if failed:
            raise ResultContradicts(failed)
    elif not words.strip():
        raise WordsMissing()


def _check_problem(
    answers: Sequence[Answered], *, not_met: Sequence[Answered], words: str, category: str, has_photo: bool
) -> None:
    _check_answered(answers)
    if not not_met and not words.strip():
        raise WordsMissing()
    if not category:
        raise CategoryMissing()
    bare = [a.text for a in not_met if a.value == NO and a.needs_photo and not a.has_photo]
    if bare:
        raise PhotoMissing(bare)
    if not has_photo:
        raise ProblemWithoutPhoto()


def _check_answered(answers: Sequence[Answered]) -> None:
    open_items = [a.text for a in answers if a.value is None]
    if open_items:
        raise AnswersMissing(open_items)


def gravest_category(answers: Sequence[Answered]) -> str:
    """The category of the heaviest item that is not met; empty when all are."""
    not_met = [a for a in answers if a.value == NO] or [a for a in answers if a.value == MOSTLY]
    return max(not_met, key=lambda a: a.weight).category if not_met else ""


def is_night(local: time) -> bool:
    """Whether a local time of day counts as a night check."""
    return local >= NIGHT_BEGINS or local < NIGHT_ENDS


def photo_hints(*, is_reused: bool, taken_on: date | None, visited_on: date, is_late: bool) -> list[str]:
    """What a person should look at: hints accuse nobody."""
    hints: Mapping[str, bool] = {
        "reused": is_reused,
        "other_day": taken_on is not None and taken_on != visited_on,
        "late": is_late,
    }
    return [code for code, holds in hints.items() if holds]


def best_template(fitting: Collection[tuple[int, str]], *, is_night: bool) -> int | None:
    """Of (id, part of day), the one made for this part of the day before the one for any."""
    now = "night" if is_night else "day"
    wanted = [pk for pk, part in fitting if part == now] or [pk for pk, part in fitting if part == "any"]
    return wanted[0] if wanted else None
